"""Where the words of a text stand in the file that it was extracted from.

A `Stream` holds what a reader of the file sees, with the place of every character; `trace` finds the lines of the
extracted text in it, white space aside, and gives `Run`s; `region` looks a span up in them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from pipeline.text.lines import Lines

VISIBLE: Final = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
"""What is compared: extraction folds white space and drops control and format characters."""
ANCHOR: Final = 20
"""Visible characters of a line that is unlikely to stand in a page twice."""
PROBE: Final = 12
"""Visible characters by which a piece of a line is looked for first."""
NEAR: Final = 20_000
"""How far a piece is looked for, and a line once `PATIENCE` lines were not found in the whole file."""
CLOSE: Final = 100
"""How far a single word is looked for."""
PATIENCE: Final = 100


class Run(NamedTuple):
    """`length` characters of the text from `start`: they stand from `at` in the file, each `width` code points wide.

    A run lies in one line of the file; `line` and `column` (from 1) are those of its first character.
    """

    start: int
    length: int
    at: int
    width: int
    line: int
    column: int

    @property
    def end(self) -> int:
        return self.start + self.length


class Region(NamedTuple):
    """A span of a file: code points from 0, lines and columns from 1, ends exclusive."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Piece(NamedTuple):
    """Visible characters and where they stand, each `width` code points wide (an escape is one character)."""

    shown: str
    at: int
    width: int


class Stream:
    """The visible characters of a file or a part of it; `body` is where the search for the text's lines begins."""

    def __init__(self, pieces: Iterable[Piece], body: int = 0) -> None:
        self.pieces = list(pieces)
        self.text = "".join(piece.shown for piece in self.pieces)
        self.body = body
        self._starts = list(accumulate((len(piece.shown) for piece in self.pieces), initial=0))[:-1]

    def cut(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of a span of `text`, the outer ones cut to it."""
        for number in range(max(0, bisect_right(self._starts, start) - 1), len(self.pieces)):
            piece, first = self.pieces[number], self._starts[number]
            if first >= end:
                break
            skip = max(0, start - first)
            yield Piece(piece.shown[skip : end - first], piece.at + skip * piece.width, piece.width)


class _Line:
    """A line of the extracted text without what is not compared."""

    def __init__(self, text: str, start: int) -> None:
        found = list(VISIBLE.finditer(text))
        self.words = [(start + word.start(), len(word.group())) for word in found]
        self.key = "".join(word.group() for word in found)
        self.at = -1

    @property
    def end(self) -> int:
        return self.at + len(self.key)

    def spans(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The spans of the text whose characters are key[begin:end]."""
        first = 0
        for start, length in self.words:
            low, high = max(begin, first), min(end, first + length)
            if low < high:
                yield start + low - first, start + high - first
            first += length


@dataclass(frozen=True, slots=True)
class _Found:
    """key[begin:end] of a line is the stream's text from `at`."""

    line: _Line
    begin: int
    end: int
    at: int


def trace(text: str, stream: Stream, source: str, lines: Lines, start: int = 0) -> list[Run]:
    """Runs of the text, in its order, `start` the place of its first character; words that are nowhere have none."""
    found = _found(text, stream)
    return _joined((run for each in found for run in _runs(each, stream, start)), source, lines)


def _found(text: str, stream: Stream) -> Iterator[_Found]:
    at = [0, *(match.end() for match in re.finditer("\n", text))]
    parts = zip(at, [*at[1:], len(text) + 1], strict=True)
    every = [line for begin, end in parts if (line := _Line(text[begin : end - 1], begin)).key]
    if "".join(line.key for line in every) == stream.text:
        for line, place in zip(every, accumulate((len(line.key) for line in every), initial=0), strict=False):
            line.at = place
    else:
        _place_anchors(every, stream)
        _place_others(every, stream)
    after = stream.body
    for number, line in enumerate(every):
        if line.at >= 0:
            yield _Found(line, 0, len(line.key), line.at)
            after = max(after, line.end)
        else:
            yield from _pieces(line, stream.text, after, _next(every, number, after, len(stream.text)))


def _place_anchors(every: Sequence[_Line], stream: Stream) -> None:
    """Long lines, each after the one before it; one that stands only further up, such as a headline, is found there."""
    cursor, missed = stream.body, 0
    for line in every:
        if len(line.key) < ANCHOR:
            continue
        line.at = stream.text.find(line.key, cursor, cursor + NEAR if missed >= PATIENCE else len(stream.text))
        if line.at >= 0:
            cursor = line.end
        elif missed < PATIENCE:
            missed += 1
            line.at = stream.text.find(line.key, 0, cursor)


def _place_others(every: Sequence[_Line], stream: Stream) -> None:
    """Short lines: between the lines around them; above the body where they are the first."""
    after = stream.body
    for number, line in enumerate(every):
        if line.at < 0 and len(line.key) < ANCHOR:
            line.at = stream.text.find(line.key, after, _next(every, number, after, len(stream.text)))
            if line.at < 0 and after == stream.body:
                line.at = stream.text.find(line.key, 0, after)
        after = max(after, line.end) if line.at >= 0 else after


def _next(every: Sequence[_Line], number: int, after: int, default: int) -> int:
    """Where the next line begins that stands below `after`, within reach."""
    following = (line.at for line in every[number + 1 : number + 50] if line.at >= after)
    return min(next(following, default), after + NEAR)


def _pieces(line: _Line, shown: str, after: int, before: int) -> Iterator[_Found]:
    """The longest pieces of a line that stand in shown[after:before], in order; words in between are left out."""
    begin, last = 0, len(line.key)
    starts = [0, *accumulate(length for _, length in line.words)]
    while begin < last:
        word = starts[bisect_right(starts, begin)]
        at, probe = _probed(line.key, begin, word, shown[after : min(before, after + NEAR)])
        if at < 0:
            begin = word
            continue
        at += after
        end = begin + len(probe)
        while end < last and at + end - begin < before and shown[at + end - begin] == line.key[end]:
            end += 1
        yield _Found(line, begin, end, at)
        after, begin = at + end - begin, end


def _probed(key: str, begin: int, end: int, shown: str) -> tuple[int, str]:
    """Where the next `PROBE` characters stand, else, close by, the next word key[begin:end]; -1 for nowhere."""
    probe, word = key[begin : begin + PROBE], key[begin:end]
    at = shown.find(probe)
    if at >= 0 or len(word) >= PROBE:
        return at, probe
    return (0 if shown.startswith(word) else shown.find(word, 0, CLOSE) if len(word) > 2 else -1), word


def _runs(found: _Found, stream: Stream, start: int) -> Iterator[Run]:
    at = found.at
    for begin, end in found.line.spans(found.begin, found.end):
        for piece in stream.cut(at, at + end - begin):
            yield Run(start + begin, len(piece.shown), piece.at, piece.width, 0, 0)
            begin += len(piece.shown)
            at += len(piece.shown)


def _joined(runs: Iterable[Run], source: str, lines: Lines) -> list[Run]:
    """Neighbours as one where text and file go on alike, over the same number of blanks; with lines and columns."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and last.width == run.width and _goes_on(last, run, source):
            joined[-1] = last._replace(length=run.end - last.start)
        else:
            line, column = lines.place(run.at)
            joined.append(run._replace(line=line, column=column))
    return joined


def _goes_on(last: Run, run: Run, source: str) -> bool:
    until = last.at + last.length * last.width
    gap = source[until : run.at]
    if run.at < until or (run.start - last.end) * run.width != run.at - until:
        return False
    return not gap or (run.width == 1 and gap.isspace() and "\n" not in gap)


def region(runs: Sequence[Run], start: int, end: int) -> Region:
    """Where a span of the text stands in the file: from the first to the last of its characters that were found.

    A span of which nothing was found is what lies between the words before and after it; the end of the words before
    it where none follow, the head of the file where no word was found at all.
    """
    first = bisect_right(runs, start, key=lambda run: run.end)
    last = bisect_right(runs, max(start, end - 1), key=lambda run: run.start) - 1
    if first > last:
        return _between(runs, first - 1, first)
    head = _point(runs[first], max(start, runs[first].start))
    if end <= start:
        return Region(head[0], head[0], *head[1:], *head[1:])
    while runs[last].at < runs[first].at:
        last -= 1  # a line that stands further up in the file than the one before it
    tail = _point(runs[last], min(end, runs[last].end))
    return Region(head[0], tail[0], *head[1:], *tail[1:])


def _between(runs: Sequence[Run], before: int, after: int) -> Region:
    head = _point(runs[before], runs[before].end) if before >= 0 else (0, 1, 1)
    tail = _point(runs[after], runs[after].start) if after < len(runs) else head
    tail = max(head, tail)
    return Region(head[0], tail[0], *head[1:], *tail[1:])


def _point(run: Run, offset: int) -> tuple[int, int, int]:
    ahead = (offset - run.start) * run.width
    return run.at + ahead, run.line, run.column + ahead
