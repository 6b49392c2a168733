"""How near the clauses of a story's articles are to each other, by their vectors; and the words of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.contradiction.wording import Wording
from pipeline.evidence.margin import cosines, distance_margin

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.contradiction.facts import Clause
    from pipeline.contradiction.matching import Vectors

SENTENCE_WEIGHT: Final = 0.5


class Space:
    """Clauses as vectors and as words; what is one article's is read once, however many it is held against."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._width = len(next(iter(vectors.values()))) if vectors else 1
        self._stacked: dict[tuple[int, str, str], NDArray[np.float32]] = {}
        self._words: dict[int, Wording] = {}
        self._kept: list[list[Clause]] = []
        """So that no other list comes by the id of one that was read."""

    def nearness(self, a: list[Clause], b: list[Clause]) -> NDArray[np.float64]:
        """(len(a), len(b)): margin of the clauses, and half that of their sentences."""
        return self._margins(a, b, "segment") + SENTENCE_WEIGHT * self._margins(a, b, "sentence")

    def wording(self, clauses: list[Clause]) -> Wording:
        """The words of an article's clauses."""
        if id(clauses) not in self._words:
            self._kept.append(clauses)
            self._words[id(clauses)] = Wording(clauses)
        return self._words[id(clauses)]

    def _margins(self, a: list[Clause], b: list[Clause], of: str) -> NDArray[np.float64]:
        """The best of the views: originals, and English with English."""
        views = [
            distance_margin(cosines(self._rows(a, of, view), self._rows(b, of, view)))
            for view in ("original", "english")
        ]
        return np.maximum(views[0], views[1])

    def _rows(self, clauses: list[Clause], of: str, view: str) -> NDArray[np.float32]:
        key = (id(clauses), of, view)
        if key not in self._stacked:
            self._kept.append(clauses)
            order, zero = (view, "clause", "original"), np.zeros(self._width, np.float32)
            names = [getattr(clause, of) for clause in clauses]
            found = [next((self._vectors[n, v] for v in order if (n, v) in self._vectors), zero) for n in names]
            self._stacked[key] = np.array(found, np.float32).reshape(-1, self._width)
        return self._stacked[key]
