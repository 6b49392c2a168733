"""Which words two clauses share, in one language or in two: each word is the English senses it stands for.

A word that most clauses of its own article have says little of any of them, so it counts less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.dictionary import senses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.contradiction.facts import Clause

SURE: Final = 0.5
"""Likeness from which two words are one."""
FAINT: Final = 0.15
"""Likeness below which two words have nothing in common."""


class Wording:
    """The content words of one article's clauses, by what they stand for."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        seen = Counter(stem for clause in clauses for stem in clause.stems)
        self._rows: dict[int, list[tuple[float, Mapping[str, float]]]] = {}
        self._told: dict[int, dict[str, float]] = {}
        for clause in clauses:
            row = [(seen[stem] ** -0.5, _meant(stem, clause.language)) for stem in sorted(clause.stems)]
            told: dict[str, float] = defaultdict(float)
            for _, meant in row:
                for sense, weight in meant.items():
                    told[sense] = max(told[sense], weight)
            self._rows[id(clause)], self._told[id(clause)] = row, dict(told)

    def shared(self, mine: Clause, other: Wording, theirs: Clause) -> float:
        """How many words of each clause the other has as well, by how telling they are; the fewer of the two ways."""
        return min(self._rendered(mine, other, theirs), other._rendered(theirs, self, mine))

    def _rendered(self, mine: Clause, other: Wording, theirs: Clause) -> float:
        told = other._told[id(theirs)]
        found = 0.0
        for rarity, meant in self._rows[id(mine)]:
            if not meant.keys().isdisjoint(told):
                best = max(min(meant[sense], told[sense]) for sense in meant.keys() & told.keys())
                found += rarity * min(1.0, best / SURE) if best >= FAINT else 0.0
        return found


def _meant(stem: str, code: str) -> Mapping[str, float]:
    """Senses of a stem, and the stem itself, which is the same word in another clause of its language."""
    return {**senses(stem, code), f"{code}:{stem}": 1.0}
