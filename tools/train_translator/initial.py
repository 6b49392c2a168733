"""First vectors for the pieces of a new language: those of the Russian pieces that stand for the same English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from tools.train_translator.arrays import Examples, Side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

CANDIDATES = 4  # English pieces a piece, Russian pieces an English one
LEAST = 3  # pairs that two pieces must share


def _occurrence(side: Side, width: int) -> Any:
    """Pairs by pieces: whether the one holds the other."""
    rows = np.repeat(np.arange(len(side.starts) - 1), side.lengths())
    found = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, side.ids)), (len(side.starts) - 1, width))
    found.data[:] = 1
    return found


def likeness(left: Any, right: Any) -> Any:
    """Dice coefficients of the pieces of two sides, the best few of each row; sums of a row are one."""
    shared = (left.T @ right).tocsr()
    shared.data[shared.data < LEAST] = 0
    shared.eliminate_zeros()
    mine, theirs = np.asarray(left.sum(0)).ravel(), np.asarray(right.sum(0)).ravel()
    rows = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
    shared.data = 2 * shared.data / (mine[rows] + theirs[shared.indices])
    for start, end in zip(shared.indptr[:-1], shared.indptr[1:], strict=True):
        row = shared.data[start:end]
        if len(row) > CANDIDATES:
            row[row < np.partition(row, -CANDIDATES)[-CANDIDATES]] = 0
        row **= 2
        row /= max(float(row.sum()), 1e-9)
    shared.eliminate_zeros()
    return shared


def vectors(known: Examples, new: Examples, table: Vectors, pieces: int) -> tuple[Vectors, NDArray[np.bool_]]:
    """Vectors (pieces - len(table), width) for the pieces past the table, and which of them were found by translation.

    `known` are pairs whose source the table reads, `new` those of the further languages. A piece takes the mean of the
    known pieces that go with the English which goes with it, at the usual length of a vector; the others are zero.
    """
    english = max(int(known.target.ids.max()), int(new.target.ids.max())) + 1
    to_english = likeness(_occurrence(new.source, pieces)[:, len(table) :], _occurrence(new.target, english))
    back = likeness(_occurrence(known.target, english), _occurrence(known.source, pieces)[:, : len(table)])
    found = np.asarray((to_english @ back) @ table, np.float32)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    usual = float(np.median(np.linalg.norm(table, axis=1)))
    return np.where(length > 0, found * usual / np.maximum(length, 1e-9), 0).astype(np.float32), length[:, 0] > 0
