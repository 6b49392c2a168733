"""What the words around a value say that it is a value of, by concept and so across languages.

The language files name some sixty things that news is about (the dead, the missing, a sentence, a vote, a train), each
with the words for it. Seven killed here and nine «погибли» there are told by one concept, whatever a vector makes of
them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.languages import Lexicon, language, split_forms
from pipeline.text.tokens import REMEMBERED, tokenize

FATES: Final = frozenset({"dead", "hurt", "missing", "held", "rescued", "evacuated", "aboard"})
"""What became of people: a count of one is never a count of another."""
REACH: Final = 60
"""Characters between a value and the word that says what it is of."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word for one or more concepts; offsets are the text's."""

    concepts: frozenset[str]
    start: int
    end: int


@lru_cache(maxsize=REMEMBERED)
def mentions(text: str, code: str) -> tuple[Mention, ...]:
    """Every word of the language's concepts, in order."""
    tokens = tokenize(text, code)
    found = _lexicon(code).walk([token.norm for token in tokens])
    return tuple(
        Mention(frozenset(value.split(" ")), tokens[first].start, tokens[last - 1].end) for first, last, value in found
    )


@lru_cache(maxsize=64)
def _lexicon(code: str) -> Lexicon:
    """A form of several concepts (French "vol": a flight, a theft) has them all."""
    concepts: dict[str, list[str]] = defaultdict(list)
    for concept, forms in language(code).section("concepts").items():
        for form in split_forms(forms):
            concepts[form].append(concept)
    return Lexicon((form, " ".join(names)) for form, names in concepts.items())


def within(found: tuple[Mention, ...], start: int, end: int) -> frozenset[str]:
    """Concepts of the words between two offsets."""
    return frozenset(concept for m in found if start <= m.start < end for concept in m.concepts)


def fates_of(found: tuple[Mention, ...], start: int, end: int, clause: tuple[int, int]) -> frozenset[str]:
    """What became of those whom the value at `start:end` counts: the nearest word that says so, in the clause first."""
    near = [
        (not clause[0] <= m.start < clause[1], max(start - m.end, m.start - end), m.concepts & FATES)
        for m in found
        if m.concepts & FATES and max(start - m.end, m.start - end) <= REACH
    ]
    return min(near, key=lambda row: row[:2])[2] if near else frozenset()
