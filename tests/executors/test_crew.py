"""Workers of the local executor: the bytes of one process, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest

from pipeline.config import SegmentConfig
from pipeline.errors import ModelError
from pipeline.executors import Next, Result, Work
from pipeline.executors.crew import Crew, Worker
from pipeline.executors.local import LocalExecutor
from pipeline.schemas import frame
from tests.executors.stand_ins import asking, following, stage, told_apart

NAMES = [f"n{at:02}" for at in range(12)]


def inputs(shards: Sequence[str]) -> tuple[pl.DataFrame, ...]:
    return (frame("articles", [{"article": name} for name in sorted(shards)]),)


def work(**models: Any) -> Work:
    return Work(asking() if models else stage(), SegmentConfig(), inputs, lambda: models)


def rows(found: Sequence[Result]) -> list[str]:
    return sorted(row for each in found if not each.fault for row in each.frames[0]["article"].to_list())


@pytest.fixture
def executor() -> Any:
    made = LocalExecutor(workers=2, many={"article": 2})
    yield made
    made.close()


def crew_of(executor: LocalExecutor) -> Crew:
    assert executor._crew is not None
    return executor._crew


def test_each_shard_once_and_no_worker_is_left(executor: LocalExecutor) -> None:
    found = list(executor.map(work(), NAMES))
    assert rows(found) == NAMES
    assert sorted(shard for each in found for shard in each.shards) == NAMES
    pids = [worker.process.pid for worker in crew_of(executor).workers]
    assert len(pids) == 2
    executor.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_little_work_stays_here() -> None:
    for made in (LocalExecutor(workers=2), LocalExecutor(workers=1, many={"article": 2})):
        assert rows(list(made.map(work(), NAMES))) == NAMES
        assert made._crew is None


def test_shard_that_raises_or_ends_its_workers_stands_alone(executor: LocalExecutor) -> None:
    found = list(executor.map(work(), [*NAMES, "raises", "dies"]))
    faults = {each.shards[0]: f"{type(each.fault).__name__}: {each.fault}" for each in found if each.fault}
    assert faults == {"raises": "LookupError: no such word", "dies": "LostWorkerError: its worker was lost 3 times"}
    assert rows(found) == NAMES


def test_stage_that_follows_is_computed_with_the_first_as_far_as_it_works() -> None:
    """A shard that fails in it, or ends its workers there, comes back from the first stage alone."""
    blocks = frame("blocks", [{"article": "n00", "block": 0}])
    then = Next(following(), SegmentConfig(), lambda _: {"blocks": blocks}, dict)
    crew = Crew(size=2, group=1)
    try:
        shards = [*NAMES, "fails", "ends"]
        found = list(crew.map(Work(stage(), SegmentConfig(), inputs, dict, then=[then]), shards))
    finally:
        crew.close()
    assert rows(found) == sorted(shards)
    later = {row for each in found for made in each.later.values() for row in made[0]["article"].to_list()}
    assert later <= set(NAMES)
    assert later >= set(NAMES) - {"n10", "n11"}  # what was with the one that ended its worker may be left for later


def test_killed_worker_is_replaced_and_its_shards_are_done(executor: LocalExecutor) -> None:
    pending = executor.map(work(), NAMES)
    found = [next(pending)]
    os.kill(crew_of(executor).workers[0].process.pid, signal.SIGKILL)
    assert rows([*found, *pending]) == NAMES


def test_error_of_ours_ends_the_stage_and_the_workers(executor: LocalExecutor) -> None:
    with pytest.raises(ModelError, match="no model"):
        list(executor.map(work(), [*NAMES, "model"]))
    assert not crew_of(executor).workers


def test_run_that_leaves_off_ends_the_workers(executor: LocalExecutor) -> None:
    pending = executor.map(work(), NAMES)
    next(pending)
    pids = [worker.process.pid for worker in crew_of(executor).workers]
    pending.close()  # type: ignore[attr-defined]
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_interrupt_at_the_terminal_does_not_reach_a_worker_that_starts() -> None:
    crew = Crew(size=1, group=1)
    assert crew.start()
    pid = crew.workers[0].process.pid
    assert os.getpgid(pid) == pid  # a terminal interrupts the group of the process that runs the flow
    crew.close()


@pytest.mark.parametrize("program", ["import sys; sys.exit(1)", None])
def test_where_no_worker_can_run_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch, program: str | None) -> None:
    if program is None:
        monkeypatch.setattr(Worker, "start", lambda: (_ for _ in ()).throw(OSError("no process")))
    else:
        monkeypatch.setattr("pipeline.executors.crew.PROGRAM", program)
    made = LocalExecutor(workers=2, many={"article": 2})
    assert rows(list(made.map(work(), NAMES))) == NAMES
    assert not crew_of(made).workers


class Counting:
    """An encoder that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def reads(self, language: str) -> bool:
        return language == "en"

    def encode(self, texts: Sequence[str], _languages: Sequence[str]) -> Any:
        self.asked += texts
        return np.array([[float(len(text)), 1.0] for text in texts], np.float32)


def test_models_are_asked_here_and_once_a_text(executor: LocalExecutor) -> None:
    encoder = Counting()
    crew = Crew(1, 512)
    try:
        found = list(crew.map(work(encoder=encoder), NAMES))
    finally:
        crew.close()
    assert rows(found) == NAMES
    assert {row for each in found for row in each.frames[0]["text"].to_list()} == {"3.0 1.0 True False"}
    assert encoder.asked == ["six"]


def test_worker_gets_the_shards_of_its_earlier_stage_again(executor: LocalExecutor) -> None:
    """What it has read of them is remembered there."""

    def readers(found: Sequence[Result]) -> dict[str, str]:
        return dict(row for each in found for row in each.frames[0].select("article", "text").iter_rows())

    first = readers(list(executor.map(Work(told_apart(), SegmentConfig(), inputs, dict), NAMES)))
    again = readers(list(executor.map(Work(told_apart(), SegmentConfig(), inputs, dict), NAMES)))
    assert len(set(first.values())) == 2
    moved = [name for name in NAMES if again[name] != first[name]]
    assert len(moved) < len(NAMES) / 2  # one that is ready early takes over what the other has not begun
