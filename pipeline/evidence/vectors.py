"""The vectors frame as a table to look segments up in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.schemas import columns

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


def vector_table(vectors: pl.DataFrame) -> dict[tuple[str, str], NDArray[np.float32]]:
    """(segment, view) -> its unit vector, shape (dimension,): rows of one matrix. All have one dimension."""
    if vectors.is_empty():
        return {}
    column = vectors["vector"]
    matrix = np.asarray(column.list.to_array(len(column[0])).to_numpy(), np.float32)
    return dict(zip(columns(vectors, "segment", "view"), matrix, strict=True))
