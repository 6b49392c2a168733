"""Writes every format into a run's folder. A file whose bytes would not change is left untouched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pipeline.errors import OutputError
from pipeline.report import record
from pipeline.report.frames import build
from pipeline.report.model import FinishedRun, Report

Render = Callable[[Report], bytes]

FORMATS: Final[dict[str, Render]] = {
    "report.json": record.encoded,
}


def write(run: FinishedRun, directory: Path) -> tuple[Path, ...]:
    """All formats of `run` in `directory`, which is made if it is not there; returns the paths, changed or not.

    OutputError where the folder cannot be written.
    """
    report = build(run)
    return tuple(place(directory / name, render(report)) for name, render in FORMATS.items())


def place(path: Path, content: bytes) -> Path:
    """`content` at `path`, by rename from a sibling, so that a reader never sees half a file."""
    try:
        if path.is_file() and path.read_bytes() == content:
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    return path
