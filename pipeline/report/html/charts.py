"""Geometry of the drawings: who says what (claims by outlets), how much of it stands, and when (stories in time)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from pipeline.report.model import Article, Claim

CELL: Final = 9
ROW: Final = 20
LABEL: Final = 190
COLUMNS: Final = 90
"""Claims in one strip of the matrix; more go into further strips."""

VERDICTS: Final = ("own", "full", "partial", "differs", "unreadable", "none")
"""From the strongest: where an outlet has two articles, the stronger is drawn."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A run of claims: one path a row and verdict, so that thousands of cells stay a small drawing."""

    first: int
    last: int
    width: int
    height: int
    rows: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...]
    """(outlet, y of its middle, (verdict, path) …)"""


@dataclass(frozen=True, slots=True)
class Matrix:
    strips: tuple[Strip, ...]
    totals: tuple[tuple[str, dict[str, int]], ...]
    """The same in numbers, a row an outlet, for those who cannot see the drawing."""


def matrix(claims: Sequence[Claim], articles: Sequence[Article]) -> Matrix | None:
    """Claims by outlets of one story; null where there are no claims or nobody to compare with."""
    outlets = list(dict.fromkeys(article.outlet for article in articles))
    if not claims or len(outlets) < 2:
        return None
    of = {article.id: article.outlet for article in articles}
    cells = [_cells(claim, outlets, of) for claim in claims]
    strips = tuple(_strip(cells[first : first + COLUMNS], outlets, first) for first in range(0, len(cells), COLUMNS))
    totals = tuple(
        (outlet, {verdict: sum(row[outlet] == verdict for row in cells) for verdict in VERDICTS}) for outlet in outlets
    )
    return Matrix(strips, totals)


def _cells(claim: Claim, outlets: Sequence[str], of: dict[str, str]) -> dict[str, str]:
    """The best verdict of each outlet on one claim."""
    found = dict.fromkeys(outlets, "none")
    weighed = [
        *((near.article, near.verdict) for near in claim.support),
        *((each, "unreadable") for each in claim.not_checked),
    ]
    known = {article for article, _ in weighed}
    weighed += [(article, "full") for article in claim.supported_in if article not in known]
    for article, verdict in weighed:
        outlet = of.get(article)
        if outlet and verdict in VERDICTS and VERDICTS.index(verdict) < VERDICTS.index(found[outlet]):
            found[outlet] = verdict
    found[of[claim.place.article]] = "own"
    return found


def _strip(cells: Sequence[dict[str, str]], outlets: Sequence[str], first: int) -> Strip:
    rows = []
    for index, outlet in enumerate(outlets):
        top = index * ROW + 4
        drawn = []
        for verdict in VERDICTS:
            marks = [mark(verdict, LABEL + n * CELL, top) for n, row in enumerate(cells) if row[outlet] == verdict]
            if marks:
                drawn.append((verdict, "".join(marks)))
        rows.append((outlet, top + 6, tuple(drawn)))
    return Strip(first + 1, first + len(cells), LABEL + len(cells) * CELL + 4, len(outlets) * ROW + 4, tuple(rows))


def mark(verdict: str, x: int, y: int) -> str:
    """Shapes, not only colours: full bar, half bar, cross, dot, ring."""
    size = CELL - 2
    if verdict in ("own", "full"):
        return f"M{x} {y}h{size}v12h-{size}z"
    if verdict == "partial":
        return f"M{x} {y + 6}h{size}v6h-{size}z"
    if verdict == "differs":
        return f"M{x} {y + 2}l{size} 8M{x + size} {y + 2}l-{size} 8"
    if verdict == "unreadable":
        return f"M{x + 1} {y + 3}h{size - 2}v6h-{size - 2}z"
    return f"M{x + 2} {y + 6}h{size - 4}"


STATUSES: Final = ("corroborated", "partial", "single_source", "unchecked")


@dataclass(frozen=True, slots=True)
class Bar:
    """One outlet's claims by status: (status, x, width, count) from left to right."""

    outlet: str
    y: int
    total: int
    segments: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    width: int
    height: int
    bars: tuple[Bar, ...]


def bars(claims: Sequence[Claim], articles: dict[str, Article]) -> Bars | None:
    """Claims of each outlet by what became of them, the outlet with most claims first; null without claims."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        counts[articles[claim.place.article].outlet][claim.status] += 1
    if not counts:
        return None
    most = max(found.total() for found in counts.values())
    left, room = 200, 680
    drawn = []
    for row, outlet in enumerate(sorted(counts, key=lambda each: (-counts[each].total(), each))):
        at, segments = left, []
        for status in STATUSES:
            if count := counts[outlet][status]:
                width = max(3, round(room * count / most))
                segments.append((status, at, width, count))
                at += width
        drawn.append(Bar(outlet, row * 24 + 4, counts[outlet].total(), tuple(segments)))
    return Bars(left + room + 70, len(drawn) * 24 + 8, tuple(drawn))


@dataclass(frozen=True, slots=True)
class Track:
    """A story's line: from its first article to its last."""

    anchor: str
    title: str
    y: int
    left: int
    right: int
    dots: tuple[tuple[int, str], ...]
    """(x, "outlet, date")"""


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    ticks: tuple[tuple[int, str], ...]
    tracks: tuple[Track, ...]
    undated: int


class Told(Protocol):
    """What the timeline needs of a story's page."""

    @property
    def anchor(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def articles(self) -> tuple[Article, ...]: ...


def timeline(stories: Sequence[Told], articles: dict[str, Article]) -> Timeline | None:
    """Stories in time, the earliest first; null where no article has a date."""
    dated = {id_: found for id_, article in articles.items() if (found := day(article.published))}
    if not dated:
        return None
    first, last = min(dated.values()), max(dated.values())
    left, right = 330, 930

    def x(when: date) -> int:
        return (
            left + (right - left) * (when - first).days // (last - first).days if last > first else (left + right) // 2
        )

    members = [(story, sorted((dated[a.id], a.outlet) for a in story.articles if a.id in dated)) for story in stories]
    ordered = sorted((each for each in members if each[1]), key=lambda each: (each[1][0][0], each[0].anchor))
    tracks = []
    for row, (story, told) in enumerate(ordered):
        dots = tuple((x(when), f"{outlet}, {when.isoformat()}") for when, outlet in told)
        tracks.append(Track(story.anchor, story.title, 34 + row * 24, dots[0][0], dots[-1][0], dots))
    ticks = tuple(sorted({(x(when), when.isoformat()) for when in _ticks(first, last)}))
    return Timeline(960, 34 + len(tracks) * 24, ticks, tuple(tracks), len(articles) - len(dated))


def _ticks(first: date, last: date) -> list[date]:
    """At most five days, the ends among them."""
    days = (last - first).days
    steps = min(4, days) or 1
    return [first + timedelta(days=round(days * step / steps)) for step in range(steps + 1)]


def day(published: str | None) -> date | None:
    """The calendar day that a date or time names, in its own time zone."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", published or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
