"""How far a sentence's words are rendered in another, by the dictionaries: the same in one language and across.

A word is what it stands for: weighted English senses. Words no dictionary knows, names above all, stand for how they
begin in Latin letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from anyascii import anyascii

from pipeline.dictionary import senses
from pipeline.evidence.lexical import COGNATE_LETTERS, rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.segments import Places, Segments, Windows

    Floats = NDArray[np.float64]

SPELLING: Final = 0.7
"""Weight of a likeness of spelling between words that no dictionary knows."""
MOST: Final = 10
"""Senses of a word that are looked for."""


class SenseSpace:
    """Content words of a story's sentences by their senses: which share of one sentence's words stands in others."""

    def __init__(self, sentences: Sequence[frozenset[str]]) -> None:
        """`sentences` are sets of `language:stem`, as in `Statement.own`; figures among them are left out."""
        terms = [sorted(term for term in sentence if not _figure(term)) for sentence in sentences]
        known = sorted({term for row in terms for term in row})
        column = {term: at for at, term in enumerate(known)}
        told = [meant(term) for term in known]
        number = {sense: at for at, sense in enumerate(sorted({sense for row in told for sense in row}))}
        # The last word, of no weight, stands for those of a sentence without any; the last sense is nobody's.
        self._rows = [[column[term] for term in row] or [len(known)] for row in terms]
        self._weights = np.zeros((len(known) + 1, MOST))
        self._senses = np.full((len(known) + 1, MOST), len(number), np.intp)
        for at, row in enumerate(told):
            best = sorted(row.items(), key=lambda each: (-each[1], each[0]))[:MOST]
            self._senses[at, : len(best)] = [number[sense] for sense, _ in best]
            self._weights[at, : len(best)] = [weight for _, weight in best]
        self._told = np.zeros((len(sentences), len(number) + 1))
        incidence = np.zeros((len(sentences), len(known) + 1), np.float32)
        for at, columns in enumerate(self._rows):
            incidence[at, columns] = 1.0
            np.maximum.at(self._told[at], self._senses[columns].ravel(), self._weights[columns].ravel())
        self._rarity = rarity(incidence).astype(np.float64)
        self._rarity[-1] = 0.0
        self._looked_up = np.array([*map(is_known, known), True])

    def coverage(self, of: Places, by: Places, runs: Windows | Segments, *, unknown_missed: bool = True) -> Floats:
        """(len(of), runs) share of each sentence's words, by rarity, that the sentences of a run render.

        `runs` are runs of `by`. A word that no dictionary knows can hardly be found: unless `unknown_missed`, it counts
        only where it is.
        """
        told = runs.most(self._told[by].T)
        mine = np.concatenate([self._rows[row] for row in of]).astype(np.intp)
        sizes = np.array([len(self._rows[row]) for row in of])
        asked, at = np.unique(mine, return_inverse=True)
        near = np.zeros((len(asked), told.shape[1]))
        for sense in range(MOST):
            weight = self._weights[asked, sense]
            np.maximum(near, np.minimum(weight[:, None], told[self._senses[asked, sense]]), out=near)
        rare = self._rarity[mine]
        starts = np.cumsum(sizes) - sizes
        total = np.maximum(np.add.reduceat(rare, starts), 1e-6)[:, None]
        covered = np.add.reduceat(near[at] * rare[:, None], starts, axis=0)
        if not unknown_missed:
            unfound = (near == 0.0) & ~self._looked_up[asked][:, None]
            total = np.maximum(total - np.add.reduceat(unfound[at] * rare[:, None], starts, axis=0), 1e-6)
        return np.asarray(np.round(covered / total, 6))


def _figure(term: str) -> bool:
    return term.partition(":")[2][:1].isdigit()


def is_known(term: str) -> bool:
    """Whether a dictionary has the word, given as `language:stem`."""
    code, _, stem = term.partition(":")
    return bool(senses(stem, code))


def meant(term: str) -> dict[str, float]:
    """Senses of a word, given as `language:stem`: itself among them; how it is spelt where no dictionary knows it."""
    code, _, stem = term.partition(":")
    found = {**senses(stem, code), term: 1.0}
    if code == "en":
        found.pop(term)  # an English stem is its own sense already
    if len(found) == 1:
        spelt = anyascii(stem).lower()
        if len(spelt) >= COGNATE_LETTERS:
            found["~" + spelt[:COGNATE_LETTERS]] = SPELLING
    return found
