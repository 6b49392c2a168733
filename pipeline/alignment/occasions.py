"""Whether an article tells words as spoken on an earlier occasion: the same phrase said again is another utterance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.alignment.audience import EVERYBODY, Audience
from pipeline.text.clauses import clauses
from pipeline.text.dates import When, find_dates
from pipeline.text.grammar import grammar, phrases
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]

NEAR: Final = 2
"""Words between a day and the verb of saying that it dates."""
OPENING: Final = 3
"""Words of a report among which what stands there dates all of it ("Last year he said")."""
LONG: Final = ("month", "year", "decade", "century")
"""Units of a time gone by, of which one is long ago."""
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
    quote: dict[str, Any],
    texts: Sequence[str],
    published: date | None,
    heard: Audience = EVERYBODY,
    before: str = "",
) -> Occasion:
    """Of a row of `quotes`; `texts` are the words quoted in its sentence, which do not say when they were spoken;
    `heard` is whom its paragraph names as told, `before` the sentence before it in that paragraph."""
    report = quote["context"] or ""
    for text in texts:
        report = report.replace(text, " | ")
    code = quote["language"]
    dates = find_dates(report, code)
    spans = [(when.start, when.end) for when in dates if published is not None and _gone(when, published)]
    spans += [(word.start, word.end) for word in phrases(report, code, "back_then")]
    home, when = _saying(report, quote)
    days = {each.weekday for each in dates if home is not None and _beside(each, report, quote["cue"], home)} - {None}
    told = any(start <= span[0] < end for span in spans for start, end in when)
    lasting = _gone_by(report, code)
    told = told or any(_dates_saying(span, report, quote["cue"], home, code) for span in lasting)
    announced = not dates and published is not None and _announced(before, report, home, published, code)
    dated = bool(spans or lasting) or announced
    return Occasion(told or announced, dated, days.pop() if len(days) == 1 else None, heard)


def _gone_by(report: str, code: str) -> list[Span]:
    """Times long gone by that name no date: "last year", "three years ago"."""
    spans = [(word.start, word.end) for word in phrases(report, code, "gone_by")]
    return spans + [
        (n.start, n.end) for n in find_numbers(report, code) if n.unit in LONG and _lies_back(n, report, code)
    ]


def _lies_back(number: Number, report: str, code: str) -> bool:
    """A word on either side says that so much time has gone by."""
    since = grammar(code).since
    before = [t.norm for t in tokenize(report[: number.start], code)]
    after = [t.norm for t in tokenize(report[number.end :], code)]
    inside = [t.norm for t in tokenize(number.text, code)]
    return since.closes(before) or any(since.match(words, 0) is not None for words in (inside, after))


def _dates_saying(span: Span, report: str, cue: str | None, home: Span | None, code: str) -> bool:
    """A time gone by dates the verb of saying: in its clause, with a pluperfect, beside it or at the head."""
    if home is None or not cue or not home[0] <= span[0] < home[1]:
        return False
    at = report.find(cue)
    between = report[at + len(cue) : span[0]] if span[0] > at else report[span[1] : at]
    head = len(report[: span[0]].split()) <= OPENING and span[0] < at
    return head or len(between.split()) <= NEAR or bool(_words(report, home, code) & grammar(code).pluperfect)


def _words(report: str, span: Span, code: str) -> set[str]:
    return {t.norm for t in tokenize(report[slice(*span)], code)}


def _announced(before: str, report: str, home: Span | None, published: date, code: str) -> bool:
    """The sentence before is dated long ago, and this one takes its date up: "In January he sounded different: “…”",
    « …, assurait-il alors ». Or the eve of an event is named with a pluperfect, which puts both behind."""
    lists = grammar(code)
    words = _words(report, home, code) if home is not None else set()
    if words & lists.pluperfect and home is not None and phrases(report[slice(*home)], code, "eve"):
        return True
    if not any(_gone(when, published) for when in find_dates(before, code)):
        return False
    return bool(words & lists.then or phrases(before, code, "echo"))


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
