"""Values of number words and digit groups: chains of cardinals and scales, compounds, ordinals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.languages import Language, Numerals
from pipeline.text.atoms import Atom, Atoms
from pipeline.text.openings import LONGEST, opens_value

Form = Literal["plain", "ordinal", "fraction", "vague", "multiple"]

_HARD_SPACES = "\u00a0\u202f\u2009"
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value read from ``atoms[i:end]``; ``rest`` is what a compound has after its number."""

    low: Decimal
    high: Decimal
    end: int
    form: Form = "plain"
    digits: bool = False
    scale: Decimal = Decimal(1)
    rest: str = ""


def parse_literal(text: str, decimal: str) -> Decimal | None:
    """Value of digits with separators; None for clock times, dates, versions and long codes."""
    if len(text) > 30:
        return None
    marks = [char for char in text if not char.isdecimal()]
    if not marks:
        return Decimal(text)
    kinds = set(marks)
    if ":" in kinds or len(kinds) > 2:
        return None
    if len(kinds) == 2:
        point = marks[-1]
        if marks.count(point) > 1:
            return None
        whole, _, part = text.rpartition(point)
        grouped = _grouped(whole, marks[0])
        return Decimal(f"{grouped}.{part}") if grouped else None
    mark = marks[0]
    grouped = _grouped(text, mark)
    if grouped and (len(marks) > 1 or mark != decimal):
        return Decimal(grouped)
    if len(marks) > 1 or mark not in ".,":
        return None
    return Decimal(text.replace(mark, "."))


def _grouped(text: str, mark: str) -> str | None:
    """Digits without thousands separators, or None when the groups are not of three."""
    head, *tail = text.split(mark)
    if not 1 <= len(head) <= 3 or head == "0" or any(len(group) != 3 for group in tail):
        return None
    return head + "".join(tail)


def read_value(atoms: Atoms, at: int) -> Reading | None:
    """The longest value that starts at ``atoms[at]``, scales and halves included."""
    if not 0 <= at < len(atoms):
        return None
    if at not in atoms.readings:
        atoms.readings[at] = _read_value(atoms, at) if _may_open(atoms, at) else None
    reading: Reading | None = atoms.readings[at]
    return reading


def _may_open(atoms: Atoms, at: int) -> bool:
    atom = atoms.items[at]
    return atom.kind == "number" or opens_value(atom.norm, atoms.language.code)


def _read_value(atoms: Atoms, at: int) -> Reading | None:
    numerals = atoms.language.numerals
    if atoms.items[at].kind == "number":
        return _read_digits(atoms, at, numerals)
    vague = numerals.vague.match(atoms.words, at)
    chain = _read_chain(atoms, at, numerals)
    fraction = _read_fraction(atoms, at, numerals)
    if vague is not None and (chain is None or chain.end <= at + vague[0]):
        return _vague(vague, at)
    if fraction is not None and (chain is None or fraction.end > chain.end):
        return fraction
    if chain is not None:
        return chain
    multiple = numerals.multiplicatives.match(atoms.words, at)
    if multiple is not None:
        value = Decimal(multiple[1])
        return Reading(value, value, at + multiple[0], "multiple")
    return _read_compound(atoms.items[at], at, atoms.language)


def _vague(match: tuple[int, str], at: int) -> Reading:
    low, _, high = match[1].partition("-")
    return Reading(Decimal(low), Decimal(high or low), at + match[0], "vague")


def _read_digits(atoms: Atoms, at: int, numerals: Numerals) -> Reading | None:
    value = parse_literal(atoms.items[at].text, numerals.decimal)
    if value is None:
        return None
    end = at + 1
    digits = atoms.items[at].text
    if len(digits) <= 3 and digits.isdecimal() and digits[0] != "0":
        digits, end = _space_groups(atoms, at, numerals)
        value = parse_literal(digits, numerals.decimal) or value
    if atoms.norm(end) in numerals.ordinal_suffixes and atoms.glued(end):
        return Reading(value, value, end + 1, "ordinal", digits=True)
    if (
        atoms.norm(end) == "-"
        and atoms.glued(end)
        and atoms.glued(end + 1)
        and atoms.norm(end + 1) in numerals.ordinal_suffixes
    ):
        return Reading(value, value, end + 2, "ordinal", digits=True)
    if numerals.ordinal_dot and _dotted_ordinal(atoms, at, end):
        return Reading(value, value, end + 1, "ordinal", digits=True)
    value, end, scale = _with_scale(atoms, value, end, numerals)
    return Reading(value, value, end, "plain", digits=True, scale=scale)


def _dotted_ordinal(atoms: Atoms, at: int, end: int) -> bool:
    """``im 31. Zug``: a stop inside a phrase that an article or preposition opened."""
    if atoms.norm(end) != "." or not atoms.glued(end) or end + 1 >= len(atoms):
        return False
    opened = atoms.norm(at - 1) in atoms.language.stopwords
    return opened and atoms.items[end + 1].kind == "word" and len(atoms.items[at].text) < 4


def _space_groups(atoms: Atoms, at: int, numerals: Numerals) -> tuple[str, int]:
    """Digits of ``6 200 000``; a plain space groups only where the language writes it so."""
    digits = atoms.items[at].text
    end = at + 1
    while end < len(atoms) and atoms.items[end].kind == "number" and len(digits) < 24:
        gap = atoms.text[atoms.items[end - 1].end : atoms.items[end].start]
        spaced = gap in _HARD_SPACES or (gap == " " and numerals.space_groups)
        group = atoms.items[end].text
        head = group.split(numerals.decimal)[0]
        if not (len(gap) == 1 and spaced and len(head) == 3 and head.isdecimal()):
            break
        digits, end = digits + group, end + 1
        if group != head:
            break
    return digits, end


def _with_scale(atoms: Atoms, value: Decimal, end: int, numerals: Numerals) -> tuple[Decimal, int, Decimal]:
    """``value`` times the scale words that follow it, halves in between included."""
    factor = Decimal(1)
    half = numerals.plus_half.match(atoms.words, end)
    if half is not None:
        value, end = value + _HALF, end + half[0]
    for _ in range(3):
        hyphen = 1 if atoms.norm(end) == "-" and atoms.glued(end) else 0
        scale = numerals.scales.match(atoms.words, end + hyphen)
        if scale is None:
            break
        factor *= Decimal(scale[1])
        end += hyphen + scale[0]
        end += _abbreviated(atoms, end)
    half = numerals.plus_half.match(atoms.words, end) if factor > 1 else None
    if half is not None:
        value, end = value + _HALF, end + half[0]
    return value * factor, end, factor


def _abbreviated(atoms: Atoms, at: int) -> int:
    """1 when the stop at ``at`` belongs to an abbreviated scale: ``Mio. Euro``."""
    if atoms.norm(at) != "." or not atoms.glued(at) or len(atoms.norm(at - 1)) > 4:
        return 0
    following = atoms.items[at + 1].text if at + 1 < len(atoms) else ""
    unit = atoms.language.units.words.match(atoms.words, at + 1)
    return 1 if unit is not None or following[:1].islower() else 0


class _Sum:
    """Running value of a chain: finished thousands, current hundreds, current units."""

    __slots__ = ("hundreds", "scale", "seen", "total", "units")

    def __init__(self) -> None:
        self.total = self.hundreds = self.units = Decimal(0)
        self.scale = Decimal(1)
        self.seen = False

    def value(self) -> Decimal:
        return self.total + self.hundreds + self.units

    def round(self) -> bool:
        """Whether the last word read was a scale from a thousand on."""
        return self.scale >= 1000 and self.hundreds == 0 and self.units == 0

    def takes(self, value: Decimal, vigesimal: bool) -> bool:
        """Whether a cardinal may follow what was read so far."""
        if not self.seen:
            return True
        if value >= 100:
            return self.units == 0 and self.hundreds == 0
        if self.units == 0:
            return value > 0 and self.value() > 0 and self.hundreds % 10 == 0
        if vigesimal and self.units in (60, 80) and 10 <= value < 20:
            return True
        return self.units >= 20 and self.units % 10 == 0 and 0 < value < 10

    def add(self, value: Decimal) -> None:
        if value >= 100:
            self.hundreds += value
        else:
            self.units += value
        self.seen = True

    def multiply(self, scale: Decimal) -> bool:
        """Apply a scale word; False when it cannot follow."""
        current = self.hundreds + self.units
        if scale < 1000:
            if self.hundreds and scale == 100:
                return False
            self.hundreds += (self.units or Decimal(1)) * scale
            self.units = Decimal(0)
        elif current == 0 and self.total and self.total >= scale:
            return False
        elif 0 < self.total < scale:
            self.total = (self.total + current) * scale
            self.hundreds = self.units = Decimal(0)
        else:
            self.total += (current or Decimal(1)) * scale
            self.hundreds = self.units = Decimal(0)
        self.scale = scale
        self.seen = True
        return True


def _read_chain(atoms: Atoms, at: int, numerals: Numerals) -> Reading | None:
    """Cardinals and scales from ``at`` on; an ordinal may close the chain."""
    total, end, last = _Sum(), at, at
    if atoms.norm(at) in numerals.weak_one:
        if numerals.scales.match(atoms.words, at + 1) is None:
            return None
        total.add(Decimal(1))
        end = last = at + 1
    while end < len(atoms):
        ordinal = numerals.ordinals.match(atoms.words, end)
        if ordinal is not None and total.takes(Decimal(ordinal[1]), numerals.vigesimal):
            value = total.value() + Decimal(ordinal[1])
            return Reading(value, value, end + ordinal[0], "ordinal")
        step = _step(atoms, end, numerals, total)
        if step is None:
            break
        last = step
        end = last + _link(atoms, last, numerals, total)
    if not total.seen or last == at:
        return None
    half = numerals.plus_half.match(atoms.words, last) if total.round() else None
    if half is not None:  # "tres millones y medio": the half is of the scale
        value = total.value() + _HALF * total.scale
        return Reading(value, value, last + half[0], scale=total.scale)
    value, last, factor = _with_scale(atoms, total.value(), last, numerals)
    return Reading(value, value, last, scale=factor if factor > 1 else total.scale)


def _step(atoms: Atoms, at: int, numerals: Numerals, total: _Sum) -> int | None:
    """Take one cardinal or scale at ``at``; the index after it, or None."""
    cardinal = numerals.cardinals.match(atoms.words, at)
    scale = numerals.scales.match(atoms.words, at)
    if scale is not None and (cardinal is None or scale[0] > cardinal[0]):
        return at + scale[0] if total.multiply(Decimal(scale[1])) else None
    if cardinal is not None:
        value = Decimal(cardinal[1])
        if not total.takes(value, numerals.vigesimal):
            return None
        total.add(value)
        return at + cardinal[0]
    glued = compound_value(atoms.norm(at), atoms.language) if numerals.compound else None
    if glued is None or not total.takes(glued, numerals.vigesimal):
        return None
    total.add(glued)
    return at + 1


def _link(atoms: Atoms, at: int, numerals: Numerals, total: _Sum) -> int:
    """1 when a hyphen or a joining word at ``at`` is followed by more of the same number."""
    word = atoms.norm(at)
    hyphen = word == "-" and atoms.glued(at) and atoms.glued(at + 1)
    joiner = word in numerals.joiner and atoms.norm(at - 1) in numerals.joiner_after
    if not (hyphen or joiner):
        return 0
    if numerals.plus_half.match(atoms.words, at) is not None:
        return 0
    following = numerals.cardinals.match(atoms.words, at + 1)
    following = following or numerals.ordinals.match(atoms.words, at + 1)
    if following is not None:
        return 1 if total.takes(Decimal(following[1]), numerals.vigesimal) else 0
    return 1 if hyphen and numerals.scales.match(atoms.words, at + 1) is not None else 0


def _read_fraction(atoms: Atoms, at: int, numerals: Numerals) -> Reading | None:
    """``half``, ``two thirds``; times a scale in ``half a million``."""
    match = numerals.fractions.match(atoms.words, at)
    if match is None:
        return None
    value, end = Decimal(match[1]), at + match[0]
    linked = 1 if atoms.norm(end) in atoms.language.units.links else 0
    article = linked + (atoms.norm(end + linked) in numerals.weak_one)
    scale = numerals.scales.match(atoms.words, end + article)
    if scale is None:
        return Reading(value, value, end, "fraction")
    factor = Decimal(scale[1])
    return Reading(value * factor, value * factor, end + article + scale[0], scale=factor)


def _read_compound(atom: Atom, at: int, resource: Language) -> Reading | None:
    """A glued word: ``zweiundvierzigste``, ``vierzehnmal``, ``двухдневный``."""
    numerals, units = resource.numerals, resource.units
    if atom.kind != "word" or not numerals.pieces or not 4 <= len(atom.norm) <= LONGEST:
        return None
    for ending in numerals.ordinal_endings:
        if atom.norm.endswith(ending):
            value = _evaluate(_splits(atom.norm[: -len(ending)], numerals))
            if value is not None:
                return Reading(value, value, at + 1, "ordinal")
    if not numerals.compound:
        return None
    for size, pieces in sorted(_prefixes(atom.norm, numerals).items(), reverse=True):
        rest = atom.norm[size:]
        value = _evaluate(pieces)
        if value is None or len(rest) < 3:
            continue
        if rest in numerals.times_suffixes:
            return Reading(value, value, at + 1, "multiple")
        if rest in units.words or rest in units.age:
            return Reading(value, value, at + 1, rest=rest)
    return None


def compound_value(word: str, resource: Language) -> Decimal | None:
    """Value of a word that is number pieces from end to end (``siebenunddreißig``), or None."""
    if not 4 <= len(word) <= LONGEST:
        return None
    return _evaluate(_splits(word, resource.numerals))


def _splits(word: str, numerals: Numerals) -> tuple[Decimal | None, ...] | None:
    return _prefixes(word, numerals).get(len(word))


def _prefixes(word: str, numerals: Numerals) -> dict[int, tuple[Decimal | None, ...]]:
    """For each length, one way to write that prefix as number pieces; None stands for the glue."""
    reach: dict[int, tuple[Decimal | None, ...]] = {0: ()}
    for begin in range(len(word)):
        head = reach.get(begin)
        if head is None:
            continue
        for end in range(begin + 2, min(len(word), begin + 14) + 1):
            value = numerals.pieces.get(word[begin:end])
            if value is not None:
                reach.setdefault(end, (*head, value))
        for glue in numerals.glue:
            if head and head[-1] is not None and word.startswith(glue, begin):
                reach[begin + len(glue)] = (*head, None)  # Czech "jednaosmdesát" is jedn-a-osmdesát
    reach.pop(0)
    return {size: pieces for size, pieces in reach.items() if pieces[-1] is not None}


def _evaluate(pieces: Sequence[Decimal | None] | None) -> Decimal | None:
    """Value of glued pieces; units may stand before tens when the glue is between them."""
    if not pieces:
        return None
    total, joined = _Sum(), False
    for piece in pieces:
        if piece is None:
            joined = True
            continue
        if piece == _HALF or (joined and 0 < total.units < 10 and piece >= 20 and piece % 10 == 0 and piece < 100):
            total.units += piece
        elif piece >= 100 and piece in (100, 1000, 1000000, 1000000000):
            if not total.multiply(piece):
                return None
        elif total.takes(piece, vigesimal=False):
            total.add(piece)
        else:
            return None
        joined = False
    return total.value()
