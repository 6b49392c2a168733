"""Rows of several articles end to end: whose each row is, and what is told of the rows of one article together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from pipeline.evidence.margin import NEAREST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Reals = TypeVar("Reals", NDArray[np.float32], NDArray[np.float64])
    Values = TypeVar("Values", NDArray[np.float32], NDArray[np.float64], NDArray[np.bool_])


class Segments:
    """Runs of rows, one after the other; none is empty. `of` is each row's segment, `at` its place in it."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes: Places = np.array(sizes, np.intp)
        self.starts: Places = np.cumsum(self.sizes) - self.sizes
        self.of: Places = np.repeat(np.arange(len(self.sizes)), self.sizes)
        self.at: Places = np.arange(len(self.of)) - self.starts[self.of]

    def most(self, values: Reals) -> Reals:
        """(n, segments) largest of each segment's columns, of values (n, rows)."""
        return np.maximum.reduceat(values, self.starts, axis=1)

    def neighbourhoods(self, similarity: Floats, nearest: int) -> Floats:
        """(rows, segments) mean of each row's `nearest` largest values in each segment of the columns."""
        padded = np.full((len(similarity), len(self.sizes), int(self.sizes.max())), -np.inf)
        padded[:, self.of, self.at] = similarity
        largest = np.sort(padded, axis=2)[:, :, -nearest:]
        return np.asarray(np.where(np.isinf(largest), 0.0, largest).sum(axis=2) / np.minimum(self.sizes, nearest))

    def distances(self, similarity: Floats, of: Segments) -> Floats:
        """Each value less the mean of both neighbourhoods, which are read from the two articles at hand only.

        `similarity` (rows, columns) holds every pair; its rows are `of` some articles, its columns of these.
        """
        rows = self.neighbourhoods(similarity, NEAREST)[:, self.of]
        columns = of.neighbourhoods(similarity.T, NEAREST).T[of.of]
        return np.asarray(similarity - (rows + columns) / 2)


class Windows:
    """Runs of 1..longest neighbouring rows of one segment, by their first row and then their length."""

    def __init__(self, rows: Segments, longest: int) -> None:
        ends = rows.starts[rows.of] + rows.sizes[rows.of]
        counts = np.minimum(ends - np.arange(len(ends)), longest)
        self.longest = longest
        self.first: Places = np.repeat(np.arange(len(ends)), counts)
        self.last: Places = self.first + Segments(counts.tolist()).at
        self.of: Places = rows.of[self.first]

    def __len__(self) -> int:
        return len(self.first)

    def __getitem__(self, window: int) -> range:
        return range(int(self.first[window]), int(self.last[window]) + 1)

    def most(self, values: Values) -> Values:
        """(n, windows) largest of the window's columns, of values (n, rows); of booleans: whether any is true."""
        found = values[:, self.first]
        for further in range(1, self.longest):
            np.maximum(found, values[:, np.minimum(self.first + further, self.last)], out=found)
        return found

    def sums(self, values: Reals) -> Reals:
        """(n, windows) the window's columns added up from the first on."""
        found = values[:, self.first].copy()
        for further in range(1, self.longest):
            longer = self.last >= self.first + further
            found[:, longer] = found[:, longer] + values[:, self.first[longer] + further]
        return found
