"""How much of one sentence's wording stands in another, by rare words first; blocked matrix products, no pair loops.

Three kinds of terms carry across: stems within a language (original words, and English words where a side was
translated), and cognates between languages ("inspection", "inspección", «инспекция»), cut to a common beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from anyascii import anyascii

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COGNATE_LETTERS = 5


def cognates(stems: Sequence[str]) -> frozenset[str]:
    """Beginnings of the longer stems in plain Latin letters; digits as they are."""
    plain = (anyascii(stem).lower() for stem in stems)
    return frozenset(word[:COGNATE_LETTERS] for word in plain if len(word) >= COGNATE_LETTERS or word.isdigit())


class Terms:
    """Sets of terms over one vocabulary, with the rarity of each term among them."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        vocabulary = {term: column for column, term in enumerate(sorted(frozenset().union(*sets)))}
        self.matrix = np.zeros((len(sets), len(vocabulary)), np.float32)
        for row, terms in enumerate(sets):
            self.matrix[row, [vocabulary[term] for term in terms]] = 1.0
        frequency = self.matrix.sum(axis=0)
        self.rarity = np.log((len(sets) + 1.0) / (frequency + 0.5)).astype(np.float32)

    def coverage(self, of: Sequence[int], by: Sequence[Sequence[int]]) -> Floats:
        """(len(of), len(by)) share of each set's rarity that a union of sets holds; 0 for an empty set."""
        windows = np.zeros((len(by), self.matrix.shape[1]), np.float32)
        for row, members in enumerate(by):
            windows[row] = self.matrix[list(members)].max(axis=0) if members else 0.0
        asked = self.matrix[list(of)] * self.rarity
        total = asked.sum(axis=1)
        shared = asked @ windows.T
        return np.round(shared / np.maximum(total, 1e-6)[:, None], 6).astype(np.float64)
