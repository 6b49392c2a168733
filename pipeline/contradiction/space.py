"""How near the clauses of a story's articles are to each other, by their vectors and by their words.

All rules of conflict ask about the same clauses, so that a story has one space and each answer is found once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.contradiction.wording import Wording
from pipeline.evidence.margin import cosines
from pipeline.evidence.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.contradiction.facts import Clause
    from pipeline.contradiction.matching import Vectors

    Floats = NDArray[np.float64]

SENTENCE_WEIGHT: Final = 0.5


class Space:
    """A story's clauses as vectors and as words; `clauses` by article."""

    def __init__(self, clauses: Mapping[str, Sequence[Clause]], vectors: Vectors) -> None:
        self._clauses = {article: found for article, found in sorted(clauses.items()) if found}
        self._number = {id(c): n for found in self._clauses.values() for n, c in enumerate(found)}
        self._first, start = {}, 0
        for article, found in self._clauses.items():
            self._first[article], start = start, start + len(found)
        everything = [clause for found in self._clauses.values() for clause in found]
        self._rows = {
            of: [_stacked([getattr(c, of) for c in everything], vectors, view) for view in ("original", "english")]
            for of in ("segment", "sentence")
        }
        self._margins: dict[str, Floats] = {}
        self._words: dict[str, Wording] = {}
        self._shared: dict[tuple[int, int], float] = {}

    def number(self, clause: Clause) -> int:
        """Its place among the clauses of its article."""
        return self._number[id(clause)]

    def nearness(self, a: str, b: str) -> Floats:
        """(clauses of a, clauses of b): margin of the clauses, and half that of their sentences; a before b by name."""
        if a not in self._clauses or b not in self._clauses:
            return np.zeros((len(self._clauses.get(a, ())), len(self._clauses.get(b, ()))))
        if a not in self._margins:
            self._margins[a] = self._onward(a, "segment") + SENTENCE_WEIGHT * self._onward(a, "sentence")
        start = self._first[b] - self._first[a]
        return self._margins[a][:, start : start + len(self._clauses[b])]

    def shared(self, x: Clause, y: Clause) -> float:
        """How many words of each clause the other has as well (`wording`)."""
        pair = (id(x), id(y))
        if pair not in self._shared:
            self._shared[pair] = self._wording(x.article).shared(x, self._wording(y.article), y)
        return self._shared[pair]

    def _wording(self, article: str) -> Wording:
        if article not in self._words:
            self._words[article] = Wording(self._clauses[article])
        return self._words[article]

    def _onward(self, article: str, of: str) -> Floats:
        """(its clauses, those of it and of all articles after it): the best of the views, originals and English."""
        start, size = self._first[article], len(self._clauses[article])
        sizes = [len(found) for other, found in self._clauses.items() if self._first[other] >= start]
        own, onward = Segments([size]), Segments(sizes)
        views = [onward.distances(cosines(rows[start : start + size], rows[start:]), own) for rows in self._rows[of]]
        return np.maximum(*views)


def _stacked(names: Sequence[str], vectors: Vectors, view: str) -> Floats:
    """(names, dimension) vectors of a view, else those of the whole or of the original; a zero row is near nothing."""
    width = len(next(iter(vectors.values()))) if vectors else 1
    order, zero = (view, "clause", "original"), np.zeros(width, np.float32)
    found = [next((vectors[name, v] for v in order if (name, v) in vectors), zero) for name in names]
    return np.array(found, np.float64).reshape(-1, width)
