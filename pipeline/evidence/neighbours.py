"""Nearest neighbours of very many vectors inside a date window, by an index a day (usearch, HNSW) and not by all pairs.

Approximate: a neighbour may be missed, seldom one of the nearest. The caller weighs what is found by exact cosines.
The same vectors in the same order give the same answer: an index is filled by one thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONNECTIVITY: Final = 32
EFFORT: Final = 256
"""Nodes that a search keeps open: the higher, the fewer neighbours are missed (at 65 asked for)."""


def have_index() -> bool:
    """Whether the library of the extra `stories` is installed."""
    return find_spec("usearch") is not None


def probably_near(
    vectors: NDArray[np.float32], days: NDArray[np.int64], undated: int, window: int, count: int
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """(row, sorted rows that are probably its `count` nearest inside the window), itself among them, for every row.

    Rows are sorted by day, the first `undated` have none and are in every window; days are ordinals.
    """
    groups = _by_day(days)
    indexes = {day: _index(vectors, rows) for day, rows in groups.items()}
    for day, rows in groups.items():
        dated = rows[0] >= undated
        near = [d for d, other in groups.items() if not dated or abs(d - day) <= window or other[0] < undated]
        asked = vectors[rows[0] : rows[-1] + 1]
        answers = [_search(indexes[d], asked, count) for d in near]
        for at, row in enumerate(rows):
            yield int(row), np.sort(np.concatenate([answer[at] for answer in answers]))


def _by_day(days: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    found, first = np.unique(days, return_index=True)
    return dict(zip((int(day) for day in found), np.split(np.arange(len(days)), first[1:]), strict=True))


def _index(vectors: NDArray[np.float32], rows: NDArray[np.int64]) -> Any:
    from usearch.index import Index

    index = Index(
        ndim=vectors.shape[1],
        metric="ip",
        dtype="f32",
        connectivity=CONNECTIVITY,
        expansion_add=EFFORT // 2,
        expansion_search=EFFORT,
    )
    index.add(rows, vectors[rows[0] : rows[-1] + 1], threads=1)
    return index


def _search(index: Any, asked: NDArray[np.float32], count: int) -> list[NDArray[np.int64]]:
    """Rows found for each vector."""
    found = index.search(asked, count)
    if len(asked) == 1:  # the library answers a single vector in another form
        return [np.asarray(found.keys, np.int64)]
    return [np.asarray(row[:known], np.int64) for row, known in zip(found.keys, found.counts, strict=True)]
