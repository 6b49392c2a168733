"""What the word lists of a language make of a sentence, under the name of the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.languages import Lexicon
from pipeline.text.dates import find_dates
from pipeline.text.grammar import alternatives, concessions, conditions, grammar, phrases
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import denials, hedges, negations, strengths
from pipeline.text.tokens import tokenize

READERS: Final[dict[str, Callable[[str, str], list[str]]]] = {
    "denied": lambda text, code: [s.text for s in denials(text, code)],
    "open": lambda text, code: [s.text for s in hedges(text, code) if s.kind in ("possibility", "report")],
    "belief": lambda text, code: [s.text for s in hedges(text, code) if s.kind == "belief"],
    "condition": lambda text, code: [s.text for s in conditions(text, code)],
    "concession": lambda text, code: [s.text for s in concessions(text, code)],
    "number": lambda text, code: [f"{n.relation} {n.low.normalize():f}" for n in find_numbers(text, code)],
    "date": lambda text, code: [d.text for d in find_dates(text, code)],
    "grade": lambda text, code: [f"{s.scale} {s.level}" for s in strengths(text, code)],
}
"""What a test of several kinds of reading asks for, by its name there."""


def reads(text: str, code: str, name: str) -> list[str]:
    """The words that a list finds: denials, a kind of hedge, `scale` as "word level", or a list of [grammar]."""
    if name == "denials":
        return [s.text for s in denials(text, code)]
    if name == "weak":
        return [s.text for s in negations(text, code) if s.kind == "weak"]
    if name in ("possibility", "report", "belief"):
        return [s.text for s in hedges(text, code) if s.kind == name]
    if name == "conditions":
        return [s.text for s in conditions(text, code)]
    if name == "alternatives":
        return [s.text for s in alternatives(text, code)]
    if name == "numbers":
        return [f"{n.relation} {n.low:g}" for n in find_numbers(text, code)]
    listed = getattr(grammar(code), name, None)
    if isinstance(listed, Lexicon):
        return [s.text for s in phrases(text, code, name)]
    if listed is not None:
        return [t.text for t in tokenize(text, code) if t.norm in listed]
    return [f"{s.text} {s.level}" for s in strengths(text, code) if s.scale == name]
