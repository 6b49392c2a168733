"""Reports: one view model of a finished run, drawn as HTML, JSON, tables and the formats of CI hosts."""

from pipeline.report.files import write
from pipeline.report.frames import build
from pipeline.report.model import FinishedRun, Report

__all__ = ["FinishedRun", "Report", "build", "write"]
