"""Words of two languages on one scale of strength: "some" and «все», "regret" and »entschuldigen«.

Both sentences must stand on the scale, at different heights: a word that the lists of the other language lack says
nothing. Only what accuses outright (guilty, a lie) may be told where the other has no word of the kind at all.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.alignment.pairs import WHOLE
from pipeline.text.grammar import grammar
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import Strength, hedges, negations, strengths
from pipeline.text.tokens import REMEMBERED, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.alignment.parts import Part

    Levels = Mapping[str, list[Strength]]

STEPS: Final = {
    "obligation": 2,
    "certainty": 2,
    "frequency": 2,
    "quantity": 1,
    "request": 2,
    "apology": 2,
    "criticism": 1,
    "killing": 2,
    "blame": 2,
    "accounting": 2,
    "event": 2,
    "error": 2,
    "difficulty": 2,
    "commitment": 2,
    "harm": 2,
}
"""Scales that two languages are compared on, and the steps from which a difference is told."""
ACCUSING: Final = ("blame", "error")
OUTRIGHT: Final = 4
"""Level of the words that accuse without reserve."""
NEGATED: Final = ("obligation", "quantity", "certainty", "frequency")
"""Scales that a negator turns round ("not all", "must not", »darf nicht«)."""
CATEGORICAL: Final = 5
BAN: Final = {3, 4}
"""Levels of "should" and "must": "nobody must" forbids what "nobody should" advises against."""
PART: Final = 3
FRACTIONS: Final = frozenset({Decimal("33.33"), Decimal(50)})
"""Percent that words for a part give ("half", "a third"): as much as "some" beside "all"."""
REACH: Final = 4
"""Words between "can" and its negator."""


class Shade(NamedTuple):
    """Two words on one scale, either perhaps missing, and the steps by which that of `a` is above that of `b`."""

    scale: str
    a_text: str
    b_text: str
    steps: int


def shade(a: Part, b: Part) -> Shade | None:
    """The first scale on which the two sentences stand apart, by their nearest words."""
    ours, theirs = _levels(a.text, a.language), _levels(b.text, b.language)
    for scale, floor in STEPS.items():
        left, right = ours.get(scale, []), theirs.get(scale, [])
        if not left and not right:
            continue
        if not left or not right:
            lone = [s for s in left + right if scale in ACCUSING and s.level >= OUTRIGHT]
            if lone and _as_much(*((a, b) if left else (b, a))):
                text = lone[0].text
                return Shade(scale, text, "", 2) if left else Shade(scale, "", text, -2)
            continue
        if {s.level for s in left} & {s.level for s in right}:
            continue
        x, y = min(((x, y) for x in left for y in right), key=lambda p: abs(p[0].level - p[1].level))
        if scale == "obligation" and {x.level, y.level} == BAN and _forbidding((a, x), (b, y)):
            return Shade(scale, x.text, y.text, 2 * (x.level - y.level))
        if abs(x.level - y.level) >= floor and not _turned(scale, (a, b), (x, y)):
            return Shade(scale, x.text, y.text, x.level - y.level)
    return _impossible(a, b, ours, theirs)


def _as_much(accusing: Part, other: Part) -> bool:
    """Not a mere piece of the accusing sentence, which would leave the accusation where it stands."""
    return other.own.weight >= WHOLE * accusing.own.weight and other.kind not in ("partial", "headline")


@lru_cache(maxsize=REMEMBERED)
def _levels(text: str, code: str) -> Mapping[str, list[Strength]]:
    auxiliaries = grammar(code).auxiliaries
    open_words = [(h.start, h.end) for h in hedges(text, code) if h.kind != "belief"]
    found: dict[str, list[Strength]] = {}
    for s in strengths(text, code):
        # What a modal verb or a hedge leaves open is told as a hedge.
        hedged = any(start <= s.start < end for start, end in open_words)
        if s.scale == "certainty" and (hedged or s.text.casefold() in auxiliaries):
            continue
        if s.scale in ("quantity", "frequency") and s.level == 1:
            continue  # nobody, never: negators
        found.setdefault(s.scale, []).append(s)
    for n in find_numbers(text, code):
        if n.unit_kind == "percent" and n.low in FRACTIONS and not any(char.isdigit() for char in n.text):
            found.setdefault("quantity", []).append(Strength(n.text, n.start, n.end, "quantity", PART))
    return found


def _turned(scale: str, parts: tuple[Part, Part], words: tuple[Strength, Strength]) -> bool:
    """A negator may stand with the word, so that its height says nothing; "let nobody dare" stands by itself."""
    categorical = scale == "obligation" and max(w.level for w in words) >= CATEGORICAL
    return scale in NEGATED and not categorical and any(_denied(p) for p in parts)


def _forbidding(*sides: tuple[Part, Strength]) -> bool:
    """ "Nobody should", "nobody must" on both sides; «никто не должен» may be either."""
    nobody = (any(s.scale == "quantity" and s.level == 1 for s in strengths(p.text, p.language)) for p, _ in sides)
    return all(nobody) and not any(w.text.casefold() in grammar(p.language).advising for p, w in sides)


def _denied(part: Part) -> bool:
    return any(s.kind in ("negator", "phrase", "affix") for s in negations(part.text, part.language))


def _impossible(a: Part, b: Part, ours: Levels, theirs: Levels) -> Shade | None:
    """ "Difficult" here where the other says "cannot"."""
    here, there = ours.get("difficulty", []), theirs.get("difficulty", [])
    beyond_a, beyond_b = _cannot(a.text, a.language), _cannot(b.text, b.language)
    if here and not there and beyond_b and not beyond_a:
        return Shade("difficulty", here[0].text, beyond_b, -2)
    if there and not here and beyond_a and not beyond_b:
        return Shade("difficulty", beyond_a, there[0].text, 2)
    return None


@lru_cache(maxsize=REMEMBERED)
def _cannot(text: str, code: str) -> str:
    """ "Cannot", »kann ... nicht«: a modal verb with a negator beside it."""
    able = grammar(code).ability
    tokens = tokenize(text, code)
    deny = [s for s in negations(text, code) if s.kind in ("negator", "concord")]
    places = [n for n, t in enumerate(tokens) if any(s.start < t.end and t.start < s.end for s in deny)]
    beside = (t for n, t in enumerate(tokens) if t.norm in able and any(abs(n - m) <= REACH for m in places))
    return next((t.text for t in beside), "")
