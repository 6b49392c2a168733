"""`verify review`."""

from __future__ import annotations

import getpass
import importlib.util
import secrets
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.console import is_terminal, say
from pipeline.decisions import FILE, add_decisions, parsed, read_decisions
from pipeline.errors import ConfigError, InputError, OutputError
from pipeline.runner import open_run

if TYPE_CHECKING:
    from pipeline.runs import Run


def review(
    directory: Path, port: int, browse: bool, reviewer: str | None, taken: Path | None, gold: Path | None
) -> None:
    """Serve a run's report for review, or take decisions from a file, or write them as gold."""
    run = open_run(directory.resolve())
    if taken is not None:
        take(run, taken)
    if gold is not None:
        export(run, gold)
    if taken is None and gold is None:
        serve(run, port, browse, reviewer if reviewer is not None else _user())


def take(run: Run, path: Path) -> None:
    """Add the decisions of an exported file to the run's. Raises InputError."""
    try:
        found = parsed(path.read_bytes(), path.name)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    for note in found.notes:
        say(f"note: {note}")
    known = set(run.frame("findings")["finding"])
    decisions = [each for name, each in found.decisions.items() if name in known]
    if decisions:
        add_decisions(run.directory, decisions)
        redraw(run)
    strange = len(found.decisions) - len(decisions)
    say(
        f"{len(decisions)} decisions taken from {path}"
        + (f", {strange} about findings of no such id" if strange else "")
    )


def export(run: Run, folder: Path) -> None:
    """Write the accepted and rejected findings into a folder of gold."""
    from pipeline.report import build
    from pipeline.report.files import place
    from pipeline.review.gold import NAME, encoded

    content, count = encoded(build(run), read_decisions(run.directory))
    print(place(folder / NAME, content))
    say(f"{count} decisions written")


def serve(run: Run, port: int, browse: bool, reviewer: str) -> None:
    """Until Ctrl-C; then the run's reports are drawn anew with the decisions made."""
    if any(importlib.util.find_spec(name) is None for name in ("starlette", "uvicorn")):
        raise ConfigError("review needs starlette and uvicorn", "pip install 'crossverify[review]'")
    from pipeline.report import build
    from pipeline.report.html import render
    from pipeline.review.server import Desk, application, listening
    from pipeline.review.server import serve as answer

    report = build(run)
    desk = Desk(render(report, live=True), frozenset(each.id for each in report.findings), run.directory, reviewer)
    token = secrets.token_urlsafe(24)
    before = read_decisions(run.directory)
    with listening(port) as listener:
        port = listener.getsockname()[1]
        address = f"http://127.0.0.1:{port}/{token}/report.html"
        print(address, flush=True)
        say(f"decisions go to {run.directory / FILE}; Ctrl-C ends the review")
        if browse and is_terminal(sys.stderr):
            webbrowser.open(address)
        answer(application(desk, token, port), listener)
    if read_decisions(run.directory) != before:
        redraw(run)


def redraw(run: Run) -> None:
    """The run's reports with the decisions of now; where a run holds the folder, that run draws them."""
    from pipeline import report
    from pipeline.store import locked

    try:
        with locked(run.directory):
            report.write(run, run.directory)
    except OutputError as error:
        say(f"the reports were not drawn anew ({error.message}); the next `verify run` does")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
