"""Words of two languages on one scale of strength: "some" and «все», "regret" and »entschuldigen«.

Both sentences must stand on the scale, at different heights: a word that the lists of the other language lack says
nothing. Only what accuses outright (guilty, a lie) may be told where the other has no word of the kind at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.text.grammar import grammar
from pipeline.text.polarity import Strength, hedges, negations, strengths
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part

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
REACH: Final = 4
"""Words between "can" and its negator."""


def shade(a: Part, b: Part) -> tuple[Strength | None, Strength | None, int] | None:
    """The words of both that stand furthest apart on one scale, and the steps by which `a` is above `b`."""
    ours, theirs = _levels(a), _levels(b)
    for scale, floor in STEPS.items():
        left, right = ours.get(scale, []), theirs.get(scale, [])
        if not left and not right:
            continue
        if not left or not right:
            lone = [s for s in left + right if scale in ACCUSING and s.level >= OUTRIGHT]
            if lone:
                return (lone[0], None, 2) if left else (None, lone[0], -2)
            continue
        if {s.level for s in left} & {s.level for s in right}:
            continue
        x, y = min(((x, y) for x in left for y in right), key=lambda p: abs(p[0].level - p[1].level))
        if abs(x.level - y.level) >= floor and not _turned(scale, (a, b), (x, y)):
            return x, y, x.level - y.level
    return _impossible(a, b, ours, theirs)


def _levels(part: Part) -> dict[str, list[Strength]]:
    auxiliaries = grammar(part.language).auxiliaries
    open_words = [(h.start, h.end) for h in hedges(part.text, part.language) if h.kind != "belief"]
    found: dict[str, list[Strength]] = {}
    for s in strengths(part.text, part.language):
        # What a modal verb or a hedge leaves open is told as a hedge.
        hedged = any(start <= s.start < end for start, end in open_words)
        if s.scale == "certainty" and (hedged or s.text.casefold() in auxiliaries):
            continue
        if s.scale in ("quantity", "frequency") and s.level == 1:
            continue  # nobody, never: negators
        found.setdefault(s.scale, []).append(s)
    return found


def _turned(scale: str, parts: tuple[Part, Part], words: tuple[Strength, Strength]) -> bool:
    """A negator may stand with the word, so that its height says nothing; a ban ("let nobody dare") stands by itself."""
    if scale not in NEGATED or max(w.level for w in words if w.scale == "obligation" or w) >= CATEGORICAL == _top(words):
        return False
    return any(_denied(p) for p in parts)


def _top(words: tuple[Strength, Strength]) -> int:
    return max((w.level for w in words if w.scale == "obligation"), default=0)


def _denied(part: Part) -> bool:
    return any(s.kind in ("negator", "phrase", "affix") for s in negations(part.text, part.language))


def _impossible(
    a: Part, b: Part, ours: dict[str, list[Strength]], theirs: dict[str, list[Strength]]
) -> tuple[Strength | None, Strength | None, int] | None:
    """ "Difficult" here where the other says "cannot"."""
    hard, easy = ours.get("difficulty", []), theirs.get("difficulty", [])
    if hard and not easy:
        beyond = cannot(b)
        return (hard[0], beyond, -2) if beyond and not cannot(a) else None
    if easy and not hard:
        beyond = cannot(a)
        return (beyond, easy[0], 2) if beyond and not cannot(b) else None
    return None


def cannot(part: Part) -> Strength | None:
    """ "Cannot", »kann ... nicht«: a modal verb with a negator beside it."""
    able = grammar(part.language).ability
    tokens = tokenize(part.text, part.language)
    deny = [s for s in negations(part.text, part.language) if s.kind in ("negator", "concord")]
    places = [n for n, t in enumerate(tokens) if any(s.start < t.end and t.start < s.end for s in deny)]
    for n, token in enumerate(tokens):
        if token.norm in able and any(abs(n - m) <= REACH for m in places):
            return Strength(token.text, token.start, token.end, "difficulty", 3)
    return None
