"""Writes every format into a run's folder. A file whose bytes would not change is left untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from pipeline.errors import OutputError
from pipeline.report import html, record
from pipeline.report.ci import code_quality, junit, workflow_notes
from pipeline.report.frames import build
from pipeline.report.model import FinishedRun, Report
from pipeline.report.sarif import sarif
from pipeline.report.summary import summary
from pipeline.report.tables import tables
from pipeline.store import write_bytes

Render = Callable[[Report], Mapping[str, bytes]]

STALE: Final = {html.FOLDER: "story-*.html"}
"""Folder -> the files of ours in it; those that a run no longer writes are removed."""


def _record(report: Report) -> Mapping[str, bytes]:
    return {"report.json": record.encoded(report)}


FORMATS: Final[tuple[Render, ...]] = (_record, html.render, tables, summary, sarif, junit, workflow_notes, code_quality)


def write(run: FinishedRun, directory: Path) -> tuple[Path, ...]:
    """All formats of `run` in `directory`, which is made if it is not there; returns the paths, changed or not.

    OutputError where the folder cannot be written.
    """
    report = build(run)
    paths = tuple(place(directory / name, content) for render in FORMATS for name, content in render(report).items())
    for folder, pattern in STALE.items():
        for old in sorted((directory / folder).glob(pattern)):
            if old not in paths:
                old.unlink(missing_ok=True)
    return paths


def place(path: Path, content: bytes) -> Path:
    """`content` at `path`, synced and renamed, so that a reader never sees half a file. Raises OutputError."""
    try:
        unchanged = path.is_file() and path.read_bytes() == content
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror or error}") from error
    if not unchanged:
        write_bytes(path, content)
    return path
