"""What one call of the local executor holds."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.config import SegmentConfig
from pipeline.errors import ModelError
from pipeline.executors import Work
from pipeline.executors.local import LocalExecutor, calls
from pipeline.flow import FLOW
from pipeline.schemas import frame
from tests.executors.stand_ins import stage

ALIGN = next(each for each in FLOW if each.name == "align")


def work() -> Work:
    def inputs(shards: object) -> tuple[pl.DataFrame, ...]:
        return (frame("articles", [{"article": name} for name in shards]),)  # type: ignore[attr-defined]

    return Work(stage(), SegmentConfig(), inputs, dict)


def test_articles_go_in_groups_and_stories_alone() -> None:
    assert [list(group) for group in calls(stage(), ["a", "b", "c"], 2)] == [["a", "b"], ["c"]]
    assert [list(group) for group in calls(ALIGN, ["a", "b", "c"], 2)] == [["a"], ["b"], ["c"]]


def test_shard_at_fault_stands_alone() -> None:
    found = list(LocalExecutor().map(work(), ["a", "b", "raises", "c"]))
    assert [list(each.shards) for each in found if each.fault] == [["raises"]]
    assert sorted(shard for each in found if not each.fault for shard in each.shards) == ["a", "b", "c"]


def test_missing_model_ends_the_stage() -> None:
    with pytest.raises(ModelError):
        list(LocalExecutor().map(work(), ["a", "model"]))
