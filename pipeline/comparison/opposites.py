"""Small words that turn a statement round: before and after, more and fewer, to know and to believe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.comparison.sides import side_row
from pipeline.languages import language
from pipeline.text.grammar import grammar, phrases
from pipeline.text.polarity import Span, negation_count
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part
    from pipeline.comparison.difference import Difference


class Opposites(NamedTuple):
    """Two lists of [grammar]; `turned` where a negator or an "only" makes one the other ("not before" is "after")."""

    one: str
    other: str
    turned: bool
    effect: str


PAIRS: Final = (
    Opposites("before", "after", True, "the order of events is turned round"),
    Opposites("more", "fewer", True, "the comparison is turned round"),
    Opposites("knowing", "believing", False, "what is known here is believed there"),
)


def opposed(a: Part, b: Part) -> list[Difference]:
    """The first pair of which each sentence has one word and not the other."""
    for pair in PAIRS:
        if pair.turned and any(_turned(p) for p in (a, b)):
            continue
        for first, second in ((pair.one, pair.other), (pair.other, pair.one)):
            ours, theirs = _free(a, first), _free(b, second)
            mixed = _free(a, second) or _free(b, first)
            if ours and theirs and not mixed:
                why = f"“{ours[0].text}” in {{a}} is “{theirs[0].text}” in {{b}}: {pair.effect}"
                return [side_row("translation", "opposite", "major", 0.6, a, b, ours[0].text, theirs[0].text, why)]
    return []


def _free(part: Part, name: str) -> list[Span]:
    """Words of a list that are no part of a bound: "au moins" is "at least", "more than 400" compares nothing."""
    tokens = tokenize(part.text, part.language)
    bounds = language(part.language).numerals.qualifiers.walk([t.norm for t in tokens])
    places = [(tokens[first].start, tokens[last - 1].end) for first, last, _ in bounds]
    found = phrases(part.text, part.language, name)
    return [s for s in found if not any(start <= s.start < end for start, end in places)]


def _turned(part: Part) -> bool:
    norms = {t.norm for t in tokenize(part.text, part.language)}
    return negation_count(part.text, part.language) > 0 or bool(norms & grammar(part.language).only)
