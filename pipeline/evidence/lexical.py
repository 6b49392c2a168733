"""How much of one sentence's wording stands in another, rare words first; matrix products, no loops over pairs.

Terms that carry from text to text: stems within a language (original words, and English words where a side was
translated), names by how they sound, and cognates ("inspection", "inspección", «инспекция») by how they begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from anyascii import anyascii

from pipeline.evidence.margin import cosines
from pipeline.text.name_match import romanise, sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.segments import Places, Segments, Windows

    Floats = NDArray[np.float64]

COGNATE_LETTERS = 5
# Cosines of single words: below the first they have nothing in common, from the second they mean the same.
UNRELATED, SYNONYM = 0.3, 0.8
_SKETCH = 4
_BLOCK = 512


def cognates(stems: Iterable[str]) -> frozenset[str]:
    """Beginnings of the longer stems in plain Latin letters; digits as they are."""
    plain = (anyascii(stem).lower() for stem in stems)
    return frozenset(word[:COGNATE_LETTERS] for word in plain if len(word) >= COGNATE_LETTERS or word.isdigit())


def sketch(word: str) -> str:
    """First consonants of a name as it sounds: the same for its spellings in other scripts and cases.

    A few different names share a sketch; inside one story that is rare, and it is only ever evidence.
    """
    heard = sound(romanise(word).replace(" ", ""))
    return heard[:1] + re.sub("[aeiouy]", "", heard[1:])[: _SKETCH - 1]


def sketches(name: str) -> frozenset[str]:
    """Sketches of the words of a name, initials left out."""
    return frozenset(found for word in name.split() if len(found := sketch(word)) > 1)


class Terms:
    """Sets of terms over one vocabulary, with the rarity of each term among the sets."""

    def __init__(self, asked: Sequence[frozenset[str]], answered: Sequence[frozenset[str]] | None = None) -> None:
        """`answered` are the sets that `asked` ones are looked for in, row by row; the same sets by default."""
        answered = asked if answered is None else answered
        vocabulary = {term: column for column, term in enumerate(sorted(frozenset().union(*asked, *answered)))}
        self._asked = _incidence(asked, vocabulary)
        self._answered = _incidence(answered, vocabulary)
        self._asked *= rarity(self._answered)
        self._total = np.maximum(self._asked.sum(axis=1), 1e-6)

    def coverage(self, of: Places, by: Places, runs: Windows | Segments) -> Floats:
        """(len(of), runs) share of each set's rarity that the sets of a run hold; 0 for an empty set.

        `runs` are runs of `by`. Terms that none of those has are left out of the product: they add nothing.
        """
        answered = self._answered[by]
        held = np.flatnonzero(answered.max(axis=0))
        # In double precision: the sum does not depend on what else is multiplied with it.
        shared = self._asked[np.ix_(of, held)].astype(np.float64) @ runs.most(answered[:, held].T)
        return np.asarray(np.round(shared / self._total[of][:, None], 6), np.float64)


def _incidence(sets: Sequence[frozenset[str]], vocabulary: Mapping[str, int]) -> NDArray[np.float32]:
    matrix = np.zeros((len(sets), len(vocabulary)), np.float32)
    for row, terms in enumerate(sets):
        matrix[row, [vocabulary[term] for term in terms]] = 1.0
    return matrix


def rarity(incidence: NDArray[np.float32]) -> NDArray[np.float32]:
    """(terms,) log of how few of the rows have each term."""
    return np.asarray(np.log((len(incidence) + 1.0) / (incidence.sum(axis=0) + 0.5)), np.float32)


class WordSpace:
    """Words of a story as vectors: how far each word of a claim has a near synonym, or a translation, in a passage.

    A word is encoded alone, so a student of another language serves as a rough dictionary ("паром" lies near "ferry").
    """

    def __init__(self, words: Sequence[Sequence[str]], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """`words` are the distinct words of each sentence, keyed as in `vectors`; words it lacks are left out."""
        known = sorted({word for row in words for word in row if word in vectors})
        column = {word: at for at, word in enumerate(known)}
        width = len(vectors[known[0]]) if known else 1
        # The last row is nothing: it stands for the words of a sentence that has none.
        self._vectors = np.array([*(vectors[word] for word in known), np.zeros(width)], np.float32)
        self._rows = [sorted({column[word] for word in row if word in column}) or [len(known)] for row in words]
        incidence = np.zeros((len(words), len(known) + 1), np.float32)
        for at, columns in enumerate(self._rows):
            incidence[at, columns] = 1.0
        self._rarity = rarity(incidence).astype(np.float64)
        self._near = self._nearest()

    def _nearest(self) -> Floats:
        """(words, sentences) how near each word's nearest in each sentence is, once for all pairs of articles."""
        if not self._rows:
            return np.zeros((len(self._vectors), 0))
        theirs, starts = _joined(self._rows)
        blocks = [
            np.maximum.reduceat(cosines(self._vectors[at : at + _BLOCK], self._vectors[theirs]), starts, axis=1)
            for at in range(0, len(self._vectors), _BLOCK)
        ]
        return np.clip((np.concatenate(blocks) - UNRELATED) / (SYNONYM - UNRELATED), 0.0, 1.0)

    def coverage(self, of: Places, by: Places, windows: Windows) -> Floats:
        """(len(of), windows) mean nearness, by rarity, of each sentence's words to their nearest in the window.

        `windows` are runs of `by`.
        """
        mine, starts = _joined([self._rows[row] for row in of])
        weight = self._rarity[mine]
        nearest = windows.most(self._near[:, by])[mine] * weight[:, None]
        total = np.add.reduceat(weight, starts)
        return np.asarray(np.round(np.add.reduceat(nearest, starts, axis=0) / total[:, None], 6))


def _joined(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows end to end, and where each begins; no row is empty."""
    starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    return np.array([value for row in rows for value in row], np.int64), starts.astype(np.int64)
