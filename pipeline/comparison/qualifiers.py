"""What leaves a statement open or narrows it, and what answers it in another language.

A word that qualifies in one language is a plain verb in the next («может» is both "may" and "can"; «aurait» is hearsay
and the plain conditional). Each kind therefore has words that ask for an answer, and a wider set that gives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.text.dates import find_dates
from pipeline.text.grammar import alternatives, conditions, degrees, grammar, restrictions
from pipeline.text.polarity import Span, hedges, negation_count
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable

REPORTABLE: Final = frozenset({"possibility", "report"})


class Qualifier(NamedTuple):
    """A kind of qualification: what asks for an answer, whether a text answers a span of it, and what its loss does."""

    kind: str
    find: Callable[[str, str], list[Span]]
    answered: Callable[[Span, str, str, str], bool]
    effect: str

    def lost(self, text: str, code: str, other: str, other_code: str) -> Span | None:
        """The first qualification of `text` that `other` has no answer to, if it answers none."""
        found = self.find(text, code)
        return None if not found or any(self.answered(s, code, other, other_code) for s in found) else found[0]


def softened(text: str, code: str) -> list[Span]:
    """Hedges but "about", which belongs to its number, and "I think", which every language uses at another rate."""
    return [h for h in hedges(text, code) if h.kind in REPORTABLE]


def _hedge_answered(span: Span, code: str, other: str, other_code: str) -> bool:
    if any(h.kind != "approximation" for h in hedges(other, other_code)):
        return True
    words = {t.norm for t in tokenize(span.text, code)}
    norms = {t.norm for t in tokenize(other, other_code)}
    here, there = grammar(code), grammar(other_code)
    modal, irreal = bool(words & here.ability), bool(words & here.irrealis)
    return (modal and bool(norms & there.ability)) or (irreal and bool(norms & there.irrealis))


def _condition_answered(_span: Span, _code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    return bool(conditions(other, other_code)) or bool(norms & grammar(other_code).whether)


def excluded(text: str, code: str) -> list[Span]:
    """«без», "without": a preposition that takes something away from what is said."""
    listed = grammar(code).without
    return [Span(t.text, t.start, t.end, "qualifier") for t in tokenize(text, code) if t.norm in listed]


def _restriction_answered(_span: Span, _code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    present = bool(norms & (grammar(other_code).present | grammar(other_code).limits))
    return present or bool(restrictions(other, other_code)) or bool(find_dates(other, other_code))


def _either(text: str, code: str) -> list[Span]:
    """ "Or" in a plain statement: under a negation it says neither, in a question it asks."""
    return [] if negation_count(text, code) or text.rstrip("\"'»”’ ").endswith("?") else alternatives(text, code)


def _either_answered(_span: Span, _code: str, other: str, other_code: str) -> bool:
    return bool(alternatives(other, other_code)) or negation_count(other, other_code) > 0


QUALIFIERS: Final = (
    Qualifier("hedge", softened, _hedge_answered, "the statement becomes unqualified"),
    Qualifier("condition", conditions, _condition_answered, "what was conditional becomes certain"),
    Qualifier("degree", degrees, lambda _s, _c, other, code: bool(degrees(other, code)), "the statement is weaker"),
    Qualifier(
        "qualifier", excluded, lambda _s, _c, other, code: bool(excluded(other, code)), "the qualification is lost"
    ),
    Qualifier("restriction", restrictions, _restriction_answered, "what held for a time holds without limit"),
    Qualifier("alternative", _either, _either_answered, "one of two becomes certain"),
)
