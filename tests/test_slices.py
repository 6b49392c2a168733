from __future__ import annotations

import polars as pl
import pytest

from pipeline.slices import Slices

FRAME = pl.DataFrame({"article": ["a", "a", "b", "d"], "n": [1, 2, 3, 4]})


@pytest.mark.parametrize(
    ("asked", "rows"), [(["a"], [1, 2]), (["d", "a"], [1, 2, 4]), (["b", "b"], [3]), (["c"], []), ([], [])]
)
def test_rows_of_shards_in_the_order_of_the_frame(asked: list[str], rows: list[int]) -> None:
    found = Slices(FRAME, "article").of(asked)
    assert found["n"].to_list() == rows
    assert found.schema == FRAME.schema


def test_groups_one_after_the_other() -> None:
    cut = Slices(FRAME, "article")
    assert cut.of(["d", "a"], ["b"])["n"].to_list() == [1, 2, 4, 3]
    assert cut.of(["a"], ["b"])["n"].to_list() == [1, 2, 3]


def test_frame_without_rows() -> None:
    assert Slices(FRAME.clear(), "article").of(["a"]).is_empty()


def test_rows_of_a_shard_that_are_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="rows of a do not stand together"):
        Slices(pl.concat([FRAME, FRAME]), "article")
