"""Which words two quotations share, in order: the heaviest common subsequence with as few breaks as possible.

A plain longest common subsequence scatters: "a good thing" would be found in "*a* long day, a *good* and useful
*thing*". Here every break between shared words costs more than a lone function word is worth, so that shared words
come in runs and unrelated words are not tied together by "the".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.languages import language
from pipeline.text.tokens import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.comparison.sequence import Sequence

CONTENT: Final = 20
FUNCTION: Final = 5
INFLECTED: Final = 13
"""Worth of a shared content word, a shared function word, and a content word in another form of the same lemma."""
BREAK: Final = 8
MAX_CELLS: Final = 4_000_000
"""Above this many word pairs (two quotations of 2,000 words) only the first words are laid side by side."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Word `a` answers to word `b`; `exact` when their compared forms are equal."""

    a: int
    b: int
    exact: bool


def shared_words(a: Sequence, b: Sequence) -> list[Pair]:
    """Pairs in rising order of both indices; empty where nothing is shared."""
    ours, theirs = [w.norm for w in a.words], [w.norm for w in b.words]
    if ours == theirs:
        return [Pair(i, i, exact=True) for i in range(len(ours))]
    if not ours or not theirs:
        return []
    side = int(MAX_CELLS**0.5)
    return _heaviest(_worth(ours[:side], theirs[:side], a.language), ours, theirs)


def _worth(ours: list[str], theirs: list[str], code: str) -> NDArray[np.int64]:
    """(len(ours), len(theirs)): what each pair of words is worth, 0 where they do not answer to each other."""
    stopwords = language(code).stopwords
    exact = _ids(ours, theirs)
    lemma = _ids([lemma_key(w, code) for w in ours], [lemma_key(w, code) for w in theirs])
    weight = np.array([FUNCTION if w in stopwords else CONTENT for w in ours])[:, None]
    content_a = np.array([w not in stopwords for w in ours])[:, None]
    content_b = np.array([w not in stopwords for w in theirs])[None, :]
    inflected = (lemma[0][:, None] == lemma[1][None, :]) & content_a & content_b
    same = exact[0][:, None] == exact[1][None, :]
    return np.where(same, weight, np.where(inflected, INFLECTED, 0)).astype(np.int64)


def _ids(ours: list[str], theirs: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    table = {key: i for i, key in enumerate(dict.fromkeys([*ours, *theirs]))}
    return np.array([table[k] for k in ours]), np.array([table[k] for k in theirs])


@lru_cache(maxsize=16384)
def lemma_key(norm: str, code: str) -> str:
    """The stem with a doubled last letter undone (begg-, beg-); the word itself where too little would be left."""
    root = stem(norm, code)
    while len(root) > 3 and root[-1] == root[-2]:
        root = root[:-1]
    return root if len(root) >= 3 and not any(c.isdigit() for c in norm) else norm


def _heaviest(worth: NDArray[np.int64], ours: list[str], theirs: list[str]) -> list[Pair]:
    """Row by row: the best chain that ends in each pair, and the best that ends anywhere before it."""
    rows, columns = worth.shape
    ending = np.zeros((rows + 1, columns + 1), np.int64)
    best = np.zeros((rows + 1, columns + 1), np.int64)
    for i in range(1, rows + 1):
        before = np.maximum(np.maximum(ending[i - 1, :-1], best[i - 1, :-1] - BREAK), 0)
        ending[i, 1:] = np.where(worth[i - 1] > 0, worth[i - 1] + before, 0)
        best[i] = np.maximum(best[i - 1], np.maximum.accumulate(ending[i]))
    pairs: list[Pair] = []
    i, j = _last(best, rows, columns)
    while i and j:
        pairs.append(Pair(i - 1, j - 1, exact=ours[i - 1] == theirs[j - 1]))
        run, jump = ending[i - 1, j - 1], best[i - 1, j - 1] - BREAK
        if run > 0 and run >= jump:
            i, j = i - 1, j - 1
        elif jump > 0:
            i, j = _last(best, i - 1, j - 1)
        else:
            break
    return pairs[::-1]


def _last(best: NDArray[np.int64], i: int, j: int) -> tuple[int, int]:
    """The pair in which the best chain within the first i and j words ends; (0, 0) where there is none."""
    value = best[i, j]
    if value == 0:
        return 0, 0
    while best[i - 1, j] == value:
        i -= 1
    while best[i, j - 1] == value:
        j -= 1
    return i, j
