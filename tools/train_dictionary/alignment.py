"""Word alignment by expectation maximisation: IBM model 1 with a prior for the diagonal, in both directions.

Brown et al. 1993; the diagonal of Dyer, Chahuneau and Smith 2013; the two directions are multiplied as in Liang, Taskar
and Klein 2006: what both believe is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.train_dictionary.bitext import Ints, Side

ROUNDS = 5
TENSION = 4.0
"""How strongly words are expected in the same place of both sentences."""
NOTHING = 0.08
"""Share of words that stand for no word of the other side."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Cells:
    """Every word of a sentence beside every word of its translation."""

    pair: NDArray[np.int32]
    """Number of the two stems, as in `left` and `right`."""
    left_token: NDArray[np.int32]
    right_token: NDArray[np.int32]
    prior: Floats
    left: Ints
    right: Ints


def cells(left: Side, right: Side) -> Cells:
    """All cells of a corpus, sentence by sentence."""
    n, m = left.lengths(), right.lengths()
    sizes = n * m
    of = np.repeat(np.arange(len(n)), sizes)
    inside = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row, column = inside // m[of], inside % m[of]
    left_token, right_token = left.starts[of] + row, right.starts[of] + column
    off = np.abs((row + 0.5) / n[of] - (column + 0.5) / m[of])
    prior = np.exp(-TENSION * off).astype(np.float32)
    keys = left.tokens[left_token] * len(right.stems) + right.tokens[right_token]
    distinct, pair = np.unique(keys, return_inverse=True)
    return Cells(
        pair.astype(np.int32),
        left_token.astype(np.int32),
        right_token.astype(np.int32),
        prior,
        distinct // len(right.stems),
        distinct % len(right.stems),
    )


def agreed_counts(left: Side, right: Side, rounds: int = ROUNDS) -> tuple[Cells, Floats]:
    """How often each pair of stems stand for each other, as far as both directions believe it."""
    table = cells(left, right)
    forward = _posterior(table, table.left, table.right_token, len(right.tokens), rounds)
    backward = _posterior(table, table.right, table.left_token, len(left.tokens), rounds)
    both = np.bincount(table.pair, forward * backward, len(table.left))
    return table, both.astype(np.float32)


def _posterior(table: Cells, given: Ints, told: NDArray[np.int32], tokens: int, rounds: int) -> Floats:
    """(cells,) how likely each token `told` is explained by the stem `given` of the cell."""
    total = np.bincount(told, table.prior, tokens).astype(np.float32)
    prior = table.prior / np.maximum(total[told], 1e-9) * (1 - NOTHING)
    share = np.full(len(given), 1.0, np.float32)
    found = prior
    for step in range(rounds):
        weight = prior * share[table.pair]
        # A word that stands for nothing is as likely as one of a thousand.
        sums = np.bincount(told, weight, tokens).astype(np.float32) + (NOTHING * 1e-3 if step else NOTHING)
        found = weight / sums[told]
        counts = np.bincount(table.pair, found, len(given))
        whole = np.bincount(given, counts, int(given.max(initial=0)) + 1)
        share = (counts / np.maximum(whole[given], 1e-9)).astype(np.float32)
    return np.asarray(found, np.float32)
