"""Whether an article tells words as spoken on an earlier occasion: the same phrase said again is another utterance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.text.clauses import clauses
from pipeline.text.dates import When, find_dates
from pipeline.text.grammar import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG_AGO: Final = 14
"""Days before publication from which what was said belongs to another occasion than the news."""


class Occasion(NamedTuple):
    """`earlier` where the clause that reports the words dates them long before publication, or says "back then";
    `dated` where the reporting sentence names such a date or word anywhere."""

    earlier: bool
    dated: bool

    def differs(self, other: Occasion) -> bool:
        """One is told as spoken earlier, and nothing in the other's report speaks of an earlier time."""
        return (self.earlier and not other.dated) or (other.earlier and not self.dated)


NOW: Final = Occasion(earlier=False, dated=False)


def occasion(quote: dict[str, Any], texts: Sequence[str], published: date | None) -> Occasion:
    """Of a row of `quotes`; `texts` are the words quoted in its sentence, which do not say when they were spoken."""
    report = quote["context"] or ""
    for text in texts:
        report = report.replace(text, " | ")
    code = quote["language"]
    past = [when for when in find_dates(report, code) if published is not None and _gone(when, published)]
    spans = [(when.start, when.end) for when in past]
    spans += [(word.start, word.end) for word in phrases(report, code, "back_then")]
    if not spans:
        return NOW
    return Occasion(earlier=any(_of_saying(span, report, quote) for span in spans), dated=True)


def _of_saying(span: tuple[int, int], report: str, quote: dict[str, Any]) -> bool:
    """It stands in the clause of the verb of saying, or in the first ("In 2019, when the mill burned, he said")."""
    cue = report.find(quote["cue"]) if quote["cue"] else -1
    if cue < 0:
        return False
    ranges = clauses(report, quote["language"])
    home = next((r for r in ranges if r[0] <= cue < r[1]), None)
    return home is not None and any(start <= span[0] < end for start, end in (home, ranges[0]))


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
