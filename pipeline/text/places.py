"""Points of the compass as values: "the North Mole", «западная стена», „die Ostwand“."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages import Lexicon, language
from pipeline.text.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Direction:
    """A point of the compass that tells one part of a place from another; `text` is the source's `start:end`."""

    point: str
    text: str
    start: int
    end: int

    def agrees(self, other: Direction) -> bool | None:
        """None where one only refines the other: the north-west is in the north."""
        if self.point == other.point:
            return True
        nested = self.point in other.point or other.point in self.point
        return None if nested else False


def find_directions(text: str, code: str) -> list[Direction]:
    """Every point of the compass in order; those inside the name of a country or region are left out."""
    tokens = tokenize(text, code)
    norms = [token.norm for token in tokens]
    known = {
        at for first, last, _ in language(code).names.table.walk(norms) if last - first > 1 for at in range(first, last)
    }
    found = []
    for first, last, point in _points(code).walk(norms):
        if point != "none" and first not in known:
            start, end = tokens[first].start, tokens[last - 1].end
            found.append(Direction(point, text[start:end], start, end))
    return found


@lru_cache(maxsize=64)
def _points(code: str) -> Lexicon:
    table = language(code).section("places").get("directions", {})
    return Lexicon.from_table(table)
