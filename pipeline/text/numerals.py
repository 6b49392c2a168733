"""Numbers in running text as values with a relation and a unit, comparable across languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal, cast

from pipeline.languages import Numerals, language
from pipeline.text.atoms import Atoms, atoms_of
from pipeline.text.counted import INFINITY, bounds, counts_round, ends_a_change, noun_after, noun_before
from pipeline.text.dates import When, find_dates
from pipeline.text.number_words import Reading, read_value
from pipeline.text.openings import opens_number
from pipeline.text.tokens import REMEMBERED

Relation = Literal["exact", "about", "more_than", "less_than", "at_least", "at_most", "range"]
UnitKind = Literal[
    "currency",
    "percent",
    "duration",
    "length",
    "speed",
    "temperature",
    "mass",
    "volume",
    "count",
    "times",
    "ordinal",
    "age",
]
NumberKind = Literal["quantity", "year", "date", "time", "score", "identifier"]

_DASHES = frozenset({"-", "–", "—", "‑"})
_SCORE = re.compile(r"(\d{1,3}):(\d{1,3})", re.ASCII)
_MONEY_SCALES = {"k": 3, "m": 6, "bn": 9, "b": 9, "tn": 12}
_RELATIONS = frozenset({"exact", "about", "more_than", "less_than", "at_least", "at_most"})


@dataclass(frozen=True, slots=True)
class Number:
    """A value ``low..high`` (equal unless a range or a bound) with its unit.

    ``more_than`` and ``at_least`` have ``high`` infinite, ``less_than`` and ``at_most`` have
    ``low`` zero. ``unit`` is an ISO currency code or the unit's name in English; ``noun`` is
    the stem of what is counted; ``kind`` tells quantities from the digits of dates, clock
    times, scores and identifiers. ``text`` covers qualifier, value and unit.
    """

    low: Decimal
    high: Decimal
    relation: Relation
    unit: str | None
    unit_kind: UnitKind | None
    noun: str | None
    kind: NumberKind
    text: str
    start: int
    end: int

    @property
    def value(self) -> Decimal:
        """The stated figure: the finite bound of an open interval, else the middle."""
        if self.low == self.high or self.high == INFINITY:
            return self.low
        if self.relation in ("less_than", "at_most"):
            return self.high
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class _Draft:
    """A reading with its extent in atoms, before unit and noun are read."""

    start: int
    reading: Reading
    relation: Relation
    before: str | None = None
    kind: NumberKind = "quantity"


def find_numbers(text: str, language_code: str) -> list[Number]:
    """Every number in order, in digits and words; offsets are code points of ``text``."""
    return list(_found(text, language_code))


@lru_cache(maxsize=REMEMBERED)  # one sentence is asked about by several stages, and for every pair that it is in
def _found(text: str, language_code: str) -> tuple[Number, ...]:
    return tuple(_scan(atoms_of(text, language(language_code).code), find_dates(text, language_code)))


def _scan(atoms: Atoms, dated: list[When]) -> Iterator[Number]:
    numerals = atoms.language.numerals
    spans = iter(dated)
    span = next(spans, None)
    at = 0
    while at < len(atoms):
        while span is not None and span.end <= atoms.items[at].start:
            span = next(spans, None)
        if span is not None and atoms.items[at].start >= span.start:
            if atoms.items[at].kind == "number":
                yield _dated(atoms, at, span)
            at += 1
            continue
        if atoms.items[at].kind != "number" and not opens_number(atoms.words[at], atoms.language.code):
            at += 1
            continue
        idiom = numerals.idioms.match(atoms.words, at)
        if idiom is not None:
            at += idiom[0]
            continue
        found = _read(atoms, at, numerals)
        if found is None:
            at += 1
            continue
        number, end = found
        if span is not None and number.end > span.start:
            # "do 14. května": the limit belongs to the date.
            at += 1
            continue
        yield number
        at = end


def _dated(atoms: Atoms, at: int, span: When) -> Number:
    """Digits inside a date or a clock time, kept so that nobody compares them as quantities."""
    item = atoms.items[at]
    digits = "".join(filter(str.isdecimal, item.text))[:30] or "0"
    kind: NumberKind = "year" if span.precision == "year" or len(digits) == 4 else "date"
    if (span.precision == "time" and span.day is None) or ":" in item.text:
        kind = "time"
    return Number(Decimal(digits), Decimal(digits), "exact", None, None, None, kind, item.text, item.start, item.end)


def _read(atoms: Atoms, at: int, numerals: Numerals) -> tuple[Number, int] | None:
    """The number at ``at`` with qualifier, range, unit and noun, and the index after it."""
    if (result := _score(atoms, at)) is not None:
        return result
    qualifier = numerals.qualifiers.match(atoms.words, at)
    begin = at
    relation: Relation = "exact"
    if qualifier is not None and qualifier[1] in _RELATIONS:
        begin += qualifier[0]
        relation = cast(Relation, qualifier[1])
        second = numerals.qualifiers.match(atoms.words, begin)
        if second is not None and second[1] == "about":
            begin += second[0]
        if atoms.norm(begin) in numerals.qualifier_gap and read_value(atoms, begin + 1) is not None:
            begin += 1
    if begin > at and atoms.norm(begin) in numerals.weak_one and read_value(atoms, begin) is None:
        begin += 1
    before, begin = _unit_before(atoms, begin)
    opener = numerals.range_openers.match(atoms.words, begin)
    reading = read_value(atoms, begin + opener[0]) if opener else None
    if opener is not None and reading is not None:
        closed = _range(atoms, reading, opened=True)
        if closed is not None:
            return _finish(atoms, _Draft(at, closed, "range", before))
    reading = read_value(atoms, begin)
    if reading is None:
        return None
    return _bounded(atoms, at, reading, relation, before)


def _bounded(
    atoms: Atoms,
    at: int,
    reading: Reading,
    relation: Relation,
    before: str | None,
) -> tuple[Number, int] | None:
    numerals = atoms.language.numerals
    kind = _kind_before(atoms, at)
    led = atoms.norm(at - 1) in numerals.range_from
    closed = None
    if kind == "quantity" and reading.form == "plain" and not led:
        closed = _range(atoms, reading, opened=False)
    if closed is not None:
        return _finish(atoms, _Draft(at, closed, "range", before))
    if before is not None and before != "percent:percent" and reading.scale == 1:
        reading = _money_scale(atoms, reading)
    after = numerals.after_qualifiers.match(atoms.words, reading.end)
    if after is not None and relation == "exact":
        relation = cast(Relation, after[1])
        reading = replace(reading, end=reading.end + after[0])
    if reading.form == "vague" and relation == "exact":
        relation = "exact" if reading.low == reading.high else "range"
    if relation == "exact" and counts_round(atoms, at, reading.end):
        relation = "about"
    if relation == "at_most" and reading.digits and ends_a_change(atoms, at):
        relation = "exact"
    return _finish(atoms, _Draft(at, reading, relation, before, kind))


def _score(atoms: Atoms, at: int) -> tuple[Number, int] | None:
    """``3:1``, and ``3-1`` where it cannot be a range."""
    literal = _SCORE.fullmatch(atoms.norm(at))
    if literal is not None:
        return _result(atoms, at, at + 1, literal[1], literal[2])
    one, two = atoms.norm(at), atoms.norm(at + 2)
    joined = atoms.norm(at + 1) in ("-", "–", "‑") and all(atoms.glued(at + step) for step in (1, 2))
    longer = atoms.glued(at) or (atoms.glued(at + 3) and atoms.norm(at + 3) not in (".", ",", ")", ";", ":"))
    if not joined or longer or not (one.isdecimal() and two.isdecimal()) or max(len(one), len(two)) > 3:
        return None
    if int(one) < int(two) or atoms.language.units.words.match(atoms.words, at + 3):
        return None
    return _result(atoms, at, at + 3, one, two)


def _result(atoms: Atoms, at: int, end: int, one: str, two: str) -> tuple[Number, int]:
    start, stop = atoms.items[at].start, atoms.items[end - 1].end
    text = atoms.text[start:stop]
    return Number(Decimal(one), Decimal(two), "exact", None, None, None, "score", text, start, stop), end


def _unit_before(atoms: Atoms, at: int) -> tuple[str | None, int]:
    """A currency sign or code right before digits (``$5``, ``EUR 5``), or Turkish ``yüzde 5``."""
    if at >= len(atoms):
        return None, at
    match = atoms.language.units.words.match(atoms.words, at)
    if match is None:
        return None, at
    item, end = atoms.items[at], at + match[0]
    code = item.kind == "symbol" or (item.text.isupper() and len(item.text) >= 2)
    sign = match[1].startswith("currency:") and code
    percent = match[1].startswith("percent:") and atoms.language.units.percent_first
    if not (sign or percent) or end >= len(atoms) or atoms.items[end].kind != "number":
        return None, at
    return match[1], end


def _money_scale(atoms: Atoms, reading: Reading) -> Reading:
    """``$5m``: a letter that means metres elsewhere."""
    power = _MONEY_SCALES.get(atoms.norm(reading.end))
    if power is None or not atoms.glued(reading.end):
        return reading
    factor = Decimal(10) ** power
    return Reading(reading.low * factor, reading.high * factor, reading.end + 1, digits=True, scale=factor)


def _kind_before(atoms: Atoms, at: int) -> NumberKind:
    """``identifier`` after ``No``, ``№``, ``resolution`` and the like."""
    words = atoms.language.numerals.identifiers
    for gap in (1, 2):
        before = at - gap
        if before < 0 or (gap == 2 and atoms.norm(at - 1) != "."):
            break
        match = words.match(atoms.words, before)
        if match is None or match[0] > gap:
            continue
        # A lower-case "no" is a negation in English and Spanish.
        if gap == 1 and atoms.items[before].text == "no":
            continue
        return "identifier"
    return "quantity"


def _range(atoms: Atoms, first: Reading, *, opened: bool) -> Reading | None:
    """``10–12``, ``10 to 12``, ``between 10 and 12``; the first takes the second's scale."""
    numerals = atoms.language.numerals
    at = first.end
    dash = atoms.norm(at) in _DASHES and atoms.glued(at) and atoms.glued(at + 1)
    word = numerals.range_words.match(atoms.words, at)
    joined = opened and atoms.norm(at) in numerals.joiner | numerals.range_joiners
    if not (dash or word or joined):
        return None
    start = at + (word[0] if word and not dash else 1)
    second = read_value(atoms, start)
    if second is None or second.form != "plain" or second.digits != first.digits:
        return None
    low = first.low * (second.scale if first.scale == 1 else 1)
    if low > second.high and first.low <= second.high:
        low = first.low
    if low >= second.high:
        return None
    return Reading(low, second.high, second.end, "vague", first.digits, second.scale, second.rest)


def _finish(atoms: Atoms, draft: _Draft) -> tuple[Number, int]:
    """Read unit and noun after the value and build the number."""
    reading = draft.reading
    end, unit_kind, unit = _unit(atoms, draft)
    low, high, end = _late_half(atoms, reading, end)
    low, high = bounds(low, high, draft.relation)
    relation = draft.relation
    if reading.form == "fraction" and unit_kind is None and not _of_one(atoms, draft):
        low, high, unit, unit_kind = low * 100, high * 100, "percent", "percent"
        relation = "about" if relation == "exact" else relation
    noun = None
    if draft.kind == "quantity" and unit_kind in (None, "count", "percent", "ordinal"):
        noun = noun_after(atoms, end - (1 if unit_kind == "count" and end > reading.end else 0))
        if unit_kind is None and noun is not None:
            unit_kind = "count"
        elif noun is None and reading.digits and unit_kind in (None, "count"):
            noun = noun_before(atoms, draft.start)
    kind = draft.kind
    if kind == "identifier" and unit_kind not in (None, "count", "ordinal"):
        kind = "quantity"
    start, stop = atoms.items[draft.start].start, atoms.items[end - 1].end
    text = atoms.text[start:stop]
    return Number(low, high, relation, unit, unit_kind, noun, kind, text, start, stop), end


def _late_half(atoms: Atoms, reading: Reading, end: int) -> tuple[Decimal, Decimal, int]:
    """``dos horas y media``, ``ocho puntos y medio``: the half after what is counted."""
    half = Decimal("0.5")
    for at in (end, end + 1):
        match = atoms.language.numerals.plus_half.match(atoms.words, at)
        if match is not None and reading.scale == 1 and at > reading.end - 1:
            return reading.low + half, reading.high + half, at + match[0]
    return reading.low, reading.high, end


def _of_one(atoms: Atoms, draft: _Draft) -> bool:
    """``half a point``, ``einen halben Punkt``: half of one thing, not fifty percent."""
    weak, end = atoms.language.numerals.weak_one, draft.reading.end
    if atoms.norm(end - 1) in weak:
        return True
    led = atoms.norm(draft.start) in weak and draft.reading.low == Decimal("0.5")
    return led and atoms.norm(end) not in atoms.language.units.links


def _unit(atoms: Atoms, draft: _Draft) -> tuple[int, UnitKind | None, str | None]:
    """Index after the unit, its kind and its name."""
    reading = draft.reading
    if draft.before is not None:
        kind, _, unit = draft.before.partition(":")
        return reading.end, cast(UnitKind, kind), unit
    if reading.form == "multiple":
        return reading.end, "times", "times"
    if reading.rest:
        return _glued_unit(atoms, reading)
    at = reading.end
    if atoms.norm(at) == "-" and atoms.glued(at):
        at += 1
    elif reading.form != "ordinal":
        links = atoms.language.units.links | atoms.language.numerals.weak_one
        tens = atoms.norm(reading.end - 1) in atoms.language.numerals.round_words
        skip = links if tens or reading.scale > 1 or reading.form in ("fraction", "vague") else frozenset()
        while atoms.norm(at) in skip and at < reading.end + 2:
            at += 1
    match = atoms.language.units.words.match(atoms.words, at)
    if reading.form == "ordinal":
        return reading.end, "ordinal", None
    if _aged(atoms, draft) and (match is None or match[1] == "duration:year"):
        return (at + match[0] if match else reading.end), "age", "year"
    if match is None:
        age = atoms.language.units.age.match(atoms.words, at)
        if age is not None and (at > reading.end or atoms.glued(at)):
            return at + age[0], "age", "year"
        aged = _apposed_age(atoms, draft)
        return reading.end, "age" if aged else None, "year" if aged else None
    kind, _, unit = match[1].partition(":")
    end = at + match[0]
    age = atoms.language.units.age.match(atoms.words, end)
    hyphen = 1 if age is None and atoms.norm(end) == "-" else 0
    age = age or atoms.language.units.age.match(atoms.words, end + hyphen)
    if kind == "duration" and age is not None:
        return end + hyphen + age[0], "age", unit
    return end, cast(UnitKind, kind), unit


def _glued_unit(atoms: Atoms, reading: Reading) -> tuple[int, UnitKind | None, str | None]:
    """The unit inside a compound: ``zwölfjährige``, ``двухдневный``."""
    match = atoms.language.units.words.get(reading.rest)
    if atoms.language.units.age.get(reading.rest) is not None:
        return reading.end, "age", "year"
    if match is None:
        return reading.end, None, None
    kind, _, unit = match.partition(":")
    return reading.end, cast(UnitKind, kind), unit


def _aged(atoms: Atoms, draft: _Draft) -> bool:
    """``aged 58``, ``âgé de 58 ans``, ``в возрасте 58 лет``: words of age right before the figure."""
    before = atoms.language.units.age_before
    return draft.reading.high <= 120 and any(
        (match := before.match(atoms.words, draft.start - size)) is not None and match[0] == size
        for size in range(1, min(4, draft.start) + 1)
    )


def _apposed_age(atoms: Atoms, draft: _Draft) -> bool:
    """``Tomas Brandt, 19,``: a bare number between commas after a capitalised word, or in brackets after two."""
    at, end = draft.start, draft.reading.end
    needed = {",": 1, "(": 2}.get(atoms.norm(at - 1), 0)
    if not draft.reading.digits or draft.reading.high > 120 or not needed or at <= needed:
        return False
    named = all(item.text[:1].isupper() for item in atoms.items[at - 1 - needed : at - 1])
    return named and atoms.norm(end) in (",", ")") and draft.relation == "exact"
