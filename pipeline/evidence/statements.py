"""What a sentence says, as values that can be compared with another sentence's in any language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import partial

from pipeline.evidence.lexical import cognates, sketches
from pipeline.languages import language as resource
from pipeline.text import dates as calendar
from pipeline.text.dates import When, find_dates
from pipeline.text.names import find_names, name_key
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.polarity import negation_count
from pipeline.text.quantities import compatible
from pipeline.text.tokens import content_words, tokenize

_COMPARED = frozenset({"quantity", "year", "score", "identifier"})
# One, two, three: they agree by chance, so they prove and disprove less.
_SMALL, _SMALL_WEIGHT, _DATE_WEIGHT = 3, 0.4, 0.5


@dataclass(frozen=True, slots=True)
class Statement:
    """`own` and `english` are stems marked with their language; `english` is empty where nothing was translated.

    `names` are sketches of surely named things, `capitals` of whatever stands in capitals: the first are asked for,
    the second answer. `words` are the content words as they stand, for looking up their vectors.
    """

    own: frozenset[str]
    english: frozenset[str]
    cognates: frozenset[str]
    names: frozenset[str]
    capitals: frozenset[str]
    numbers: tuple[Number, ...]
    dates: tuple[When, ...]
    negated: bool
    words: tuple[str, ...]
    published: date | None = None
    """The day from which "today" and "Wednesday" are told."""


def read_statement(text: str, language: str, english: str | None, published: date | None = None) -> Statement:
    """The sentence's values; `english` None where there is no translation to trust."""
    words = content_words(text, language)
    translated = words if language == "en" else content_words(english, "en") if english else []
    names = [(name_key(name.text, language), name.sure) for name in find_names(text, language)]
    return Statement(
        own=frozenset(f"{language}:{word}" for word in words),
        english=frozenset(f"en:{word}" for word in translated),
        cognates=cognates(words),
        names=frozenset().union(*(sketches(key) for key, sure in names if sure)),
        capitals=frozenset().union(*(sketches(key) for key, _ in names)),
        numbers=tuple(number for number in find_numbers(text, language) if number.kind in _COMPARED),
        dates=tuple(find_dates(text, language)),
        negated=negation_count(text, language) % 2 == 1,
        words=content_forms(text, language),
        published=published,
    )


def content_forms(text: str, language: str) -> tuple[str, ...]:
    """Distinct content words in lower case, unstemmed: an encoder knows forms, not stems."""
    stop = resource(language).stopwords
    found = (token.norm for token in tokenize(text, language) if token.kind == "word" and token.norm not in stop)
    return tuple(dict.fromkeys(word for word in found if len(word) > 1))


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers and dates of a claim against a passage: weights of those found and missing, and what clashes.

    `vaguer` are exact figures of the claim that the passage only bounds or estimates by one that is no rounding of it.
    """

    found: float
    missing: float
    agree: tuple[str, ...]
    clash: tuple[tuple[str, str], ...]
    vaguer: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one sentence has for a claim: for each of its numbers those that agree, or else rivals; for each date
    whether it agrees."""

    agreeing: tuple[tuple[Number, ...], ...]
    rivals: tuple[tuple[Number, ...], ...]
    days: tuple[bool, ...]

    @property
    def says_something(self) -> bool:
        return any(self.agreeing) or any(self.rivals) or any(self.days)


def answer(claim: Statement, heard: Statement) -> Answer:
    """By value and unit, never by digits: "a dozen" is found in "12", 3.5 million crowns clash with 35 million."""
    agreeing, rivals = [], []
    for number in claim.numbers:
        same = [o for o in heard.numbers if compatible(number, o) and not _of_another_thing(number, o)]
        agreeing.append(tuple(same))
        apart = () if same else (o for o in heard.numbers if _rivals(number, o) and not _taken(o, claim.numbers))
        rivals.append(tuple(apart))
    days = tuple(
        any(calendar.compatible(when, other, claim.published, heard.published) for other in heard.dates)
        for when in claim.dates
    )
    return Answer(tuple(agreeing), tuple(rivals), days)


def compare_figures(claim: Statement, passage: Sequence[Statement]) -> Figures:
    """The claim's figures against a passage."""
    return figures_of(claim, [answer(claim, statement) for statement in passage])


def figures_of(claim: Statement, answers: Sequence[Answer]) -> Figures:
    """The same, with what each sentence of the passage has for the claim."""
    found = missing = 0.0
    agree: list[str] = []
    clash: list[tuple[str, str]] = []
    vaguer: list[tuple[str, str]] = []
    for at, number in enumerate(claim.numbers):
        weight = _SMALL_WEIGHT if number.value <= _SMALL and number.unit is None else 1.0
        if agreeing := [other for each in answers for other in each.agreeing[at]]:
            found += weight
            if all(_vaguer(number, other) for other in agreeing):
                vaguer.append((number.text, agreeing[0].text))
            else:
                agree.append(number.text)
            continue
        missing += weight
        if rivals := [other for each in answers for other in each.rivals[at]]:
            clash.append((number.text, min(rivals, key=partial(_distance, number)).text))
    for at, when in enumerate(claim.dates):
        same = any(each.days[at] for each in answers)
        found, missing = found + _DATE_WEIGHT * same, missing + _DATE_WEIGHT * (not same)
        if same:
            agree.append(when.text)
    return Figures(found, missing, tuple(agree), tuple(clash), tuple(vaguer))


def _vaguer(number: Number, other: Number) -> bool:
    """Whether `other` only bounds or estimates what `number` states, by another figure: "900", "more than 560".

    A figure rounded ("412", "more than 400") is told less exactly and is the same.
    """
    same_unit = number.unit == other.unit or number.unit is None or other.unit is None
    bounded = same_unit and number.relation == "exact" and other.relation != "exact"
    return bounded and not _rounds(other.value, number.value)


def _rounds(round_figure: Decimal, figure: Decimal) -> bool:
    """Whether the one is the other to its first one or two digits, cut off or to the nearest."""
    if figure == round_figure or not figure:
        return figure == round_figure
    last = [Decimal(1).scaleb(figure.adjusted() - further) for further in (0, 1)]
    shorter = ((figure / unit).quantize(Decimal(1), how) * unit for unit in last for how in (ROUND_DOWN, ROUND_HALF_UP))
    return round_figure in set(shorter)


def _of_another_thing(number: Number, other: Number) -> bool:
    """Whether a measure only bounds or estimates what bears no unit, by another figure: "nine", "up to 100 metres"."""
    bare, measured = sorted((number, other), key=lambda each: each.unit is not None)
    loose = number.value != other.value and (number.relation, other.relation) != ("exact", "exact")
    return loose and bare.unit is None and measured.unit is not None and measured.unit_kind != "count"


def _rivals(a: Number, b: Number) -> bool:
    """Two values of one thing: the same unit, or the same noun counted."""
    if a.kind != b.kind:
        return False
    if a.unit is not None and a.unit_kind == b.unit_kind:
        return a.unit == b.unit or a.unit_kind in ("currency", "percent", "times")
    return a.noun is not None and a.noun == b.noun


def _distance(number: Number, other: Number) -> tuple[bool, Decimal]:
    """The same noun first, then the nearest value: "17 injured" is answered by "71 injured" and not by "3 dead"."""
    low, high = sorted((number.value, other.value))
    return other.noun != number.noun, high / max(low, Decimal(1))


def _taken(number: Number, by: Iterable[Number]) -> bool:
    return any(compatible(number, other) for other in by)
