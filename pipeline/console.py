"""What a person sees while a run goes on. Everything here goes to stderr; results alone go to stdout."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from pipeline.progress import Progress


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at the stream: CI and dumb terminals get plain lines."""
    return stream.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """Bars on a terminal, a line a stage elsewhere, nothing when quiet."""
    from pipeline.progress import Silent

    if quiet:
        yield Silent()
    elif is_terminal(sys.stderr):
        with _bars() as bars:
            yield BarProgress(bars)
    else:
        yield LineProgress(sys.stderr)


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description:<12}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),  # rich honours NO_COLOR by itself
    )


class LineProgress:
    """One plain line a stage that has work, and one now and then while it goes on."""

    def __init__(self, stream: TextIO, every: float = 15.0) -> None:
        self._stream = stream
        self._every = every
        self._cached = self._shards = self._done = 0
        self._started = self._spoken = time.monotonic()

    def stage(self, name: str, shards: int, cached: int) -> None:
        self._shards, self._cached, self._done = shards, cached, 0
        self._started = self._spoken = time.monotonic()

    def advance(self, name: str, shards: int) -> None:
        self._done += shards
        now = time.monotonic()
        if now - self._spoken >= self._every and self._done < self._shards:
            self._spoken = now
            left = (now - self._started) / self._done * (self._shards - self._done)
            self._write(f"{name:<12} {self._done} of {self._shards}, about {left:.0f} s left")

    def done(self, name: str, rows: int, seconds: float) -> None:
        kept = f", {self._cached} from the cache" if self._cached else ""
        self._write(f"{name:<12} {self._shards} computed{kept}, {rows} rows, {seconds:.1f} s")

    def _write(self, line: str) -> None:
        print(line, file=self._stream, flush=True)

    def warn(self, text: str) -> None:
        print(f"warning: {text}", file=self._stream, flush=True)


class BarProgress:
    """A bar a stage, with the counts of its shards and the time left at the pace so far."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def stage(self, name: str, shards: int, cached: int) -> None:
        self._tasks[name] = self._bars.add_task(name, total=shards + cached, completed=cached)

    def advance(self, name: str, shards: int) -> None:
        self._bars.advance(self._tasks[name], shards)

    def done(self, name: str, rows: int, seconds: float) -> None:
        task = self._tasks[name]
        self._bars.update(task, completed=self._bars.tasks[task].total or 0)

    def warn(self, text: str) -> None:
        self._bars.console.print(f"warning: {text}", markup=False, highlight=False)


def say(text: str) -> None:
    """One line for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def report_error(message: str, hint: str | None) -> None:
    """`verify: what is wrong` in one line, and what to do about it in the next."""
    say(f"verify: {' '.join(message.split())}")
    if hint:
        say(f"  hint: {' '.join(hint.split())}")
