"""What a story's articles state by value: numbers with what they count, dates, times, compass points, by clause."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from pipeline.contradiction.concepts import fates_of, mentions, within
from pipeline.contradiction.lasting import aged, lasting_sort
from pipeline.contradiction.saying import said_on
from pipeline.languages import language
from pipeline.schemas import columns
from pipeline.text import dates
from pipeline.text.clauses import clauses
from pipeline.text.grammar import grammar
from pipeline.text.names import find_names, same_name
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.places import Direction, find_directions
from pipeline.text.publication import day_of
from pipeline.text.quantities import base_unit, compatible, same_currency
from pipeline.text.tokens import stem, tokenize

if TYPE_CHECKING:
    import polars as pl

STATING: Final = ("headline", "subheading", "paragraph", "post", "list")
"""Kinds of block whose sentences state facts; captions repeat and bylines do not speak."""

RARE: Final = frozenset({"speed", "temperature"})
"""Kinds of measure of which a report has one or two."""
COUNTERS: Final = frozenset({"police", "organisers"})
"""Who counts a crowd: their figures differ at every march, and no outlet errs."""
ONE_PERSON: Final = 0.78
"""Likeness from which two names beside an age are one person's."""
CONVERTED: Final = frozenset({frozenset({"minute", "hour"}), frozenset({"month", "year"})})
"""Units of time that one length is told in, now in one and now in the other; days and hours are of many things."""
BARE: Final = 12
"""A figure without a noun ("the displaced are 1,450") is held against a count only from here on."""


Value = Number | dates.When | Direction
Kind = Literal["number", "date", "place"]


@dataclass(frozen=True, eq=False)
class Clause:
    """One clause of one sentence: its segment in the vectors, its telling stems, its values."""

    article: str
    sentence: str
    segment: str
    language: str
    text: str
    sentence_text: str
    start: int
    end: int
    stems: frozenset[str]
    names: tuple[str, ...]
    """Names in the whole sentence."""
    numbers: tuple[Number, ...]
    company: tuple[Number, ...]
    """The figures of the whole sentence."""
    whens: tuple[dates.When, ...]
    moments: tuple[dates.When, ...]
    """The dates and clock times of the whole sentence."""
    directions: tuple[Direction, ...]
    concepts: frozenset[str]
    """What its words are about; those of the sentence in `context`."""
    context: frozenset[str]
    span: tuple[int, int]
    """Where it stands in the sentence."""
    earlier: bool
    """Whether the sentence looks back at another occasion: a year gone by, "two years ago", "a similar case"."""
    published: date | None

    @property
    def values(self) -> tuple[Value, ...]:
        return (*self.numbers, *self.whens, *self.directions)


@dataclass(frozen=True, eq=False)
class Fact:
    """One value of a clause."""

    clause: Clause
    value: Value
    beside: frozenset[str]
    """Stems of the telling words right after the value."""
    bound: bool
    """Whether the value is a limit ("until Sunday", "not before Sunday") and not a moment."""
    fates: frozenset[str]
    """What became of those whom it counts (dead, hurt, missing ...); empty where the words near it do not say."""
    alone: bool
    """Whether the article names one point of the compass only, this one."""
    lone: bool
    """Whether the article states no other value of this rare kind (a speed, a temperature)."""
    lasting: str
    """Of a length of time: whether it is a limit, comes after or lies back (`lasting.py`)."""
    of_whom: str
    """The person whose age it is, where a name stands beside it."""
    of_saying: bool
    """Whether the day is that on which somebody said it ("he said on Tuesday"), not when it happened."""

    @cached_property
    def counted_by(self) -> str:
        """Whose estimate a count is where the sentence names organisers or police, and not both."""
        if not isinstance(self.value, Number) or self.value.unit_kind not in (None, "count"):
            return ""
        told = self.clause.context & COUNTERS
        return next(iter(told)) if len(told) == 1 else ""

    @cached_property
    def ahead(self) -> bool | None:
        """Whether a year is still to come; None for other values and for the year of publication."""
        year, published = getattr(self.value, "year", None), self.clause.published
        return year > published.year if year and published and year != published.year else None

    @property
    def kind(self) -> Kind:
        if isinstance(self.value, Number):
            return "number"
        return "place" if isinstance(self.value, Direction) else "date"

    def agrees(self, other: Fact) -> bool | None:
        """True, False, or None where the two cannot be compared."""
        a, b = self.value, other.value
        if isinstance(a, Number) and isinstance(b, Number):
            if self.counted_by and other.counted_by and self.counted_by != other.counted_by:
                return None
            if not measures_alike(a, b, one_fate=bool(self.fates & other.fates)) or self._of_another_sort(other):
                return None
            return compatible(a, b)
        if isinstance(a, dates.When) and isinstance(b, dates.When):
            if self.bound != other.bound or self.of_saying != other.of_saying or dates.one_night(a, b):
                return None
            if self.ahead is not None and other.ahead is not None and self.ahead != other.ahead:
                return None
            if year_alone(a) != year_alone(b):
                return False if a.year and b.year and a.year != b.year else None
            answer = dates.compatible(a, b, self.clause.published, other.clause.published)
            return answer or (answer if month_alone(a) == month_alone(b) else None)
        if isinstance(a, Direction) and isinstance(b, Direction):
            return a.agrees(b)
        return None

    def _of_another_sort(self, other: Fact) -> bool:
        """The ages of two persons, a person's age and a length of time; a limit and a time gone by."""
        if self.of_whom or other.of_whom:
            if self.of_whom and other.of_whom:
                return not self.one_person(other)
            return self._kind_of_measure != other._kind_of_measure
        return bool(self.lasting and other.lasting and self.lasting != other.lasting)

    @cached_property
    def _kind_of_measure(self) -> str | None:
        """Years beside a person's name are an age, whatever the word for them."""
        if self.of_whom:
            return "age"
        return self.value.unit_kind if isinstance(self.value, Number) else None

    def one_person(self, other: Fact) -> bool:
        """Whether both are the age of one person."""
        return bool(self.of_whom and other.of_whom) and same_name(self.of_whom, other.of_whom) >= ONE_PERSON


def month_alone(when: dates.When) -> bool:
    """A month and no day of it ("in December", "December wheat"): no day of this week is held against it."""
    return when.month is not None and when.day is None and when.weekday is None and when.time is None


def year_alone(when: dates.When) -> bool:
    """A year and nothing nearer ("built in 1994")."""
    return when.year is not None and when.month is None and when.weekday is None and when.time is None


def measures_alike(a: Number, b: Number, *, one_fate: bool = False) -> bool:
    """Both count, or both measure the same kind of quantity (money with money, days with days).

    A word that no list knows for people ("Fahrgäste") may be one where the figures are large, or the fate is the same.
    """
    if "score" in (a.kind, b.kind) or "ordinal" in (a.unit_kind, b.unit_kind):
        return a.kind == b.kind and a.unit_kind == b.unit_kind
    if a.unit_kind == b.unit_kind == "count":
        people = {a.unit, b.unit} == {None, "person"}
        return a.unit == b.unit or (people and (one_fate or min(a.value, b.value) >= BARE))
    if {a.unit_kind, b.unit_kind} == {None, "count"}:
        return one_fate or min(a.value, b.value) >= BARE
    if {a.unit_kind, b.unit_kind} == {"duration", "age"}:
        return "year" == a.unit == b.unit and min(a.value, b.value) >= BARE
    if a.unit_kind == b.unit_kind == "currency" and not same_currency(a, b):
        return a.value == b.value  # another figure is the same sum, converted
    if a.unit_kind in ("percent", "temperature") and base_unit(a) != base_unit(b):
        return a.unit_kind == "percent" and a.value == b.value
    alike = a.unit_kind != "duration" or a.unit == b.unit or frozenset({a.unit, b.unit}) in CONVERTED
    return a.unit_kind == b.unit_kind and alike


def clauses_of(articles: pl.DataFrame, sentences: pl.DataFrame) -> dict[str, list[Clause]]:
    """article -> its clauses in order; only blocks that state something."""
    published = {a: day_of(p) for a, p in columns(articles, "article", "published")}
    found: dict[str, list[Clause]] = {}
    for row in sentences.iter_rows(named=True):
        if row["kind"] in STATING:
            found.setdefault(row["article"], []).extend(_clauses(row, published[row["article"]]))
    return found


def _clauses(row: dict[str, Any], published: date | None) -> list[Clause]:
    """A value belongs to the clause in which it begins."""
    text, code = row["text"], row["language"]
    ranges = clauses(text, code)
    figures = tuple(v for v in find_numbers(text, code) if _stated(v))
    whens, points = dates.find_dates(text, code), find_directions(text, code)
    told = mentions(text, code)
    context = within(told, 0, len(text))
    names = tuple(dict.fromkeys(name.text for name in find_names(text, code) if name.sure))
    moments = tuple(part for w in whens for part in _parted(w))
    earlier = _earlier(whens, context, published)
    found = []
    for n, (start, end) in enumerate(ranges):
        segment = f"{row['sentence']}#{n}" if len(ranges) > 1 else row["sentence"]
        inside = text[start:end]
        found.append(
            Clause(
                article=row["article"],
                sentence=row["sentence"],
                segment=segment,
                language=code,
                text=inside,
                sentence_text=text,
                start=row["start"],
                end=row["end"],
                stems=_stems(inside, code),
                names=names,
                numbers=tuple(v for v in figures if start <= v.start < end),
                company=figures,
                whens=tuple(part for w in whens if start <= w.start < end for part in _parted(w)),
                moments=moments,
                directions=tuple(d for d in points if start <= d.start < end),
                concepts=within(told, start, end),
                context=context,
                span=(start, end),
                earlier=earlier,
                published=published,
            )
        )
    return found


def _parted(when: dates.When) -> tuple[dates.When, ...]:
    """A day and an hour are two facts, unless a time zone may move the one into the next."""
    dated = when.weekday is not None or when.day is not None
    if when.time is None or not dated or isinstance(when.zone, int):
        return (when,)
    hour = replace(when, year=None, month=None, day=None, weekday=None, days=None)
    return (replace(when, time=None, zone=None), hour)


def _stated(value: Number) -> bool:
    """Counts, measures and scores; an ordinal only where it is known of what."""
    if value.unit_kind == "ordinal":
        return value.kind == "quantity" and bool(value.noun)
    return value.kind in ("quantity", "score")


def _earlier(whens: list[dates.When], concepts: frozenset[str], published: date | None) -> bool:
    gone = published is not None and any(w.year is not None and w.year < published.year for w in whens)
    return gone or "earlier" in concepts


def _stems(text: str, code: str) -> frozenset[str]:
    stopwords = language(code).stopwords
    tokens = tokenize(text, code)
    return frozenset(stem(t.norm, code) for t in tokens if t.kind == "word" and t.norm not in stopwords)


def facts_of(found: list[Clause]) -> list[Fact]:
    """Every value of every clause; of dates those that name a year, a day or a clock time, not "today"."""
    alone = len({d.point for c in found for d in c.directions}) == 1
    rare = Counter(kind for kind, _ in {_rarity(value) for c in found for value in c.values})
    return [
        _fact(c, value, alone=alone, lone=rare[_rarity(value)[0]] == 1 and bool(_rarity(value)[0]))
        for c in found
        for value in c.values
        if _tellable(value)
    ]


def _rarity(value: Value) -> tuple[str, object]:
    """A rare kind of value ("" for the others) and the value."""
    if isinstance(value, dates.When):
        if year_alone(value):
            return ("year", value.year)
        return ("clock", value.time) if value.time is not None else ("", None)
    kind = value.unit_kind if isinstance(value, Number) else None
    return (kind, value.value) if isinstance(value, Number) and kind is not None and kind in RARE else ("", None)


def _tellable(value: Value) -> bool:
    if isinstance(value, dates.When):
        told = (value.year, value.month, value.day, value.weekday, value.time)
        return any(field is not None for field in told)
    return True


def _fact(clause: Clause, value: Value, *, alone: bool, lone: bool) -> Fact:
    text, code = clause.sentence_text, clause.language
    fates = frozenset[str]()
    if isinstance(value, Number) and value.unit_kind in (None, "count"):
        fates = fates_of(mentions(text, code), value.start, value.end, clause.span)
    beside, bound = _beside(text[value.end :], code), _bounded(text[: value.start], code)
    of_whom, lasting = "", ""
    if isinstance(value, Number) and value.unit == "year":
        of_whom = aged(text, value.start, value.end, code, alone=value.unit_kind != "age")
    if isinstance(value, Number) and value.unit_kind == "duration":
        lasting = lasting_sort(text, value.start, value.end, code)
    of_saying = isinstance(value, dates.When) and value.time is None and said_on(text, value.start, value.end, code)
    return Fact(clause, value, beside, bound, fates, alone, lone, lasting, of_whom, of_saying)


def _beside(text: str, code: str) -> frozenset[str]:
    """Stems of the content words among the next three words of the same clause."""
    stopwords = language(code).stopwords
    found = []
    for token in tokenize(text[:60], code)[:3]:
        if token.kind != "word":
            break
        if token.norm not in stopwords:
            found.append(stem(token.norm, code))
    return frozenset(found)


def _bounded(text: str, code: str) -> bool:
    """A limiting word ("until", „bis“, «до», "hasta") governs the value: only function words stand between."""
    limits = grammar(code).limits
    stopwords = language(code).stopwords
    for token in reversed(tokenize(text[-40:], code)[-3:]):
        if token.norm in limits:
            return True
        if token.norm not in stopwords:
            return False
    return False
