"""How much of one sentence's wording stands in another, rare words first; matrix products, no loops over pairs.

Terms that carry from text to text: stems within a language (original words, and English words where a side was
translated), names by how they sound, and cognates ("inspection", "inspección", «инспекция») by how they begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import regex
from anyascii import anyascii

from pipeline.text.name_match import romanise, sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COGNATE_LETTERS = 5
_SKETCH = 4
_VOWELS = regex.compile("[aeiouy]")


def cognates(stems: Iterable[str]) -> frozenset[str]:
    """Beginnings of the longer stems in plain Latin letters; digits as they are."""
    plain = (anyascii(stem).lower() for stem in stems)
    return frozenset(word[:COGNATE_LETTERS] for word in plain if len(word) >= COGNATE_LETTERS or word.isdigit())


def sketch(word: str) -> str:
    """First consonants of a name as it sounds: the same for its spellings in other scripts and cases.

    A few different names share a sketch; inside one story that is rare, and it is only ever evidence.
    """
    heard = sound(romanise(word).replace(" ", ""))
    return heard[:1] + _VOWELS.sub("", heard[1:])[: _SKETCH - 1]


def sketches(name: str) -> frozenset[str]:
    """Sketches of the words of a name, initials left out."""
    return frozenset(found for word in name.split() if len(found := sketch(word)) > 1)


class Terms:
    """Sets of terms over one vocabulary, with the rarity of each term among the sets."""

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
            windows[row] = self.matrix[list(members)].max(axis=0)
        asked = self.matrix[list(of)] * self.rarity
        shared = asked @ windows.T
        return np.asarray(np.round(shared / np.maximum(asked.sum(axis=1), 1e-6)[:, None], 6), np.float64)
