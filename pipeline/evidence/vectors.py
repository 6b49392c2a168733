"""The vectors frame as a table to look segments up in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


def vector_table(vectors: pl.DataFrame) -> dict[tuple[str, str], NDArray[np.float32]]:
    """(segment, view) -> its unit vector, shape (dimension,)."""
    rows = vectors.select("segment", "view", "vector").iter_rows()
    return {(segment, view): np.asarray(vector, np.float32) for segment, view, vector in rows}
