"""A parallel corpus of two languages as numbered stems, sentence after sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.text.tokens import stem, tokenize

LONGEST = 40
"""Words a side; longer sentences have too many ways to be aligned."""
SEEN = 2
"""How often a stem must occur to be learnt about."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """One language of the corpus: its stems by number, and the numbers of sentence after sentence."""

    stems: Sequence[str]
    tokens: Ints
    starts: Ints
    """(sentences + 1,) where each sentence begins in `tokens`."""

    def lengths(self) -> Ints:
        return np.diff(self.starts)


@lru_cache(maxsize=500_000)
def _stem(word: str, code: str) -> str:
    return stem(word, code)


def stems_of(text: str, code: str) -> list[str]:
    """Stems of all words, function words too: they draw off what they stand for themselves."""
    return [_stem(token.norm, code) for token in tokenize(text, code) if token.kind == "word"]


def bitext(pairs: Iterable[tuple[str, str]], code: str) -> tuple[Side, Side]:
    """(source, English) pairs as two sides; empty, long and very unequal sentences are left out."""
    rows = [(stems_of(source, code), stems_of(english, "en")) for source, english in pairs]
    kept = [(a, b) for a, b in rows if 0 < len(a) <= LONGEST and 0 < len(b) <= LONGEST and len(a) < 3 * len(b) + 3]
    return _side([a for a, _ in kept]), _side([b for _, b in kept])


def _side(sentences: Sequence[Sequence[str]]) -> Side:
    counts = Counter(word for sentence in sentences for word in sentence)
    stems = sorted(word for word, count in counts.items() if count >= SEEN)
    number = {word: at for at, word in enumerate(stems)}
    rows = [[number[word] for word in sentence if word in number] for sentence in sentences]
    starts = np.cumsum([0, *map(len, rows)])
    return Side(stems, np.array([word for row in rows for word in row], np.int64), starts.astype(np.int64))
