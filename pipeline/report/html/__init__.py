"""report.html: one file that opens anywhere, or an overview and a page a story where that would be too big."""

from pipeline.report.html.document import FOLDER, render

__all__ = ["FOLDER", "render"]
