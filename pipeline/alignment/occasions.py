"""Whether an article tells words as spoken on an earlier occasion: the same phrase said again is another utterance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.alignment.audience import EVERYBODY, Audience
from pipeline.text.clauses import clauses
from pipeline.text.dates import When, find_dates
from pipeline.text.grammar import grammar, phrases
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]

NEAR: Final = 2
"""Words between a day and the verb of saying that it dates."""
LONG_AGO: Final = 14
"""Days before publication from which what was said belongs to another occasion than the news."""


class Occasion(NamedTuple):
    """`earlier` where the clause that reports the words dates them long before publication, or says "back then";
    `dated` where the reporting sentence names such a date or word anywhere; the day of the week on which they were
    said, where the clause of the verb of saying names one, and whom they were said to."""

    earlier: bool
    dated: bool
    weekday: int | None = None
    audience: Audience = EVERYBODY

    def differs(self, other: Occasion) -> bool:
        """One is told as spoken earlier, and nothing in the other's report speaks of an earlier time; or they are
        `apart`."""
        past = (self.earlier and not other.dated) or (other.earlier and not self.dated)
        return past or self.apart(other)

    def apart(self, other: Occasion) -> bool:
        """Both reports say when or to whom, and not the same: no third report makes one utterance of them."""
        days = None not in (self.weekday, other.weekday) and self.weekday != other.weekday
        return days or self.audience.differs(other.audience)


NOW: Final = Occasion(earlier=False, dated=False)


def occasion(
    quote: dict[str, Any], texts: Sequence[str], published: date | None, heard: Audience = EVERYBODY
) -> Occasion:
    """Of a row of `quotes`; `texts` are the words quoted in its sentence, which do not say when they were spoken;
    `heard` is whom its paragraph names as told."""
    report = quote["context"] or ""
    for text in texts:
        report = report.replace(text, " | ")
    code = quote["language"]
    dates = find_dates(report, code)
    past = [when for when in dates if published is not None and _gone(when, published)]
    spans = [(when.start, when.end) for when in past]
    spans += [(word.start, word.end) for word in phrases(report, code, "back_then")]
    home, when = _saying(report, quote)
    days = {each.weekday for each in dates if home is not None and _beside(each, report, quote["cue"], home)} - {None}
    told = any(start <= span[0] < end for span in spans for start, end in when)
    return Occasion(told, bool(spans), days.pop() if len(days) == 1 else None, heard)


def _beside(when: When, report: str, cue: str, home: Span) -> bool:
    """Right beside the verb of saying, so that it dates that ("said on Sunday", not "said after Monday's vote")."""
    at = report.find(cue)
    within = home[0] <= when.start and when.end <= home[1]
    between = report[at + len(cue) : when.start] if when.start > at else report[when.end : at]
    return within and len(between.split()) <= NEAR


def _saying(report: str, quote: dict[str, Any]) -> tuple[Span | None, list[Span]]:
    """The clause of the verb of saying, and all clauses that say when: that one, the first ("In 2019, when the mill
    burned, he said"), and what stands between them where the first is one of time ("When he sacked X, in March, he
    said"). Without a verb it is the sentence before the colon ("Much the same in 2023, after the fire: “…”")."""
    code = quote["language"]
    ranges = clauses(report, code)
    cue = report.find(quote["cue"]) if (quote["cue"] or ":") != ":" else -1
    colon = report.find(":")
    if cue < 0:
        announced = 0 < colon < report.find("|")
        return None, [r for r in ranges if r[1] <= colon] if announced else []
    home = next((r for r in ranges if r[0] <= cue < r[1]), None)
    if home is None:
        return None, []
    opening = [t.norm for t in tokenize(report[slice(*ranges[0])], code)[:3]]
    timed = grammar(code).temporal.match(opening, 0) is not None
    return home, [home, ranges[0], *(r for r in ranges if timed and r[1] <= home[0])]


def _gone(when: When, published: date) -> bool:
    """The last day that it may mean lies long before publication; a month without a year is the latest one gone by."""
    if when.year is None and when.month is None:
        return False
    year = when.year or published.year
    try:
        last = _last_day(year, when)
        if when.year is None and last > published:
            last = _last_day(year - 1, when)
    except ValueError:
        return False
    return last + timedelta(days=LONG_AGO) <= published


def _last_day(year: int, when: When) -> date:
    if when.month is None:
        return date(year, 12, 31)
    if when.day is not None:
        return date(year, when.month, when.day)
    return date(year + when.month // 12, when.month % 12 + 1, 1) - timedelta(days=1)
