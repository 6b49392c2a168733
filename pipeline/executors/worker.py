"""A process of the local executor: it takes tasks from a pipe, computes them, and sends back what came of them.

Frames arrive cut to the shards of a task and are cut here to each call, so that the process that runs the flow does
little besides. Models stay there: a stage that asks one gets its answer through the pipe.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import VerifyError
from pipeline.executors import Fault, Work
from pipeline.executors.local import attempt, calls
from pipeline.models.environment import collect_seldom
from pipeline.slices import Cutter

if TYPE_CHECKING:
    import polars as pl
    from pydantic import BaseModel

    from pipeline.flow import Stage

READY: Final = "ready"
"""What a worker says first; one that ends before it cannot work here at all."""
KEPT: Final = 20_000
"""Texts whose vectors a worker keeps: the words of one story are for the most part those of the next."""


@dataclass(frozen=True, slots=True)
class Task:
    """Shards of a stage with their rows; `members` are the articles of the shards that are stories."""

    stage: Stage
    section: BaseModel
    shards: Sequence[str]
    members: dict[str, Sequence[str]]
    frames: tuple[pl.DataFrame, ...]
    group: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a stage asks a model: the model's name, a method or attribute, and its arguments."""

    model: str
    name: str
    arguments: tuple[Any, ...]


Outcome = list[tuple[list[str], "tuple[pl.DataFrame, ...] | Fault"]]
"""Shards with their frames, or the one shard with its fault."""


def serve(asked: int, told: int) -> None:
    """Compute what comes through one pipe and answer through the other, until whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that runs the flow
    collect_seldom()
    tasks, answers = Connection(asked, writable=False), Connection(told, readable=False)
    encoder = AskedEncoder(tasks, answers)
    answers.send(READY)
    while True:
        try:
            task = tasks.recv()
            answers.send(perform(task, {"encoder": encoder}))
        except (EOFError, OSError):
            return


def perform(task: Task, models: dict[str, Any]) -> Outcome | VerifyError | MemoryError:
    """What came of the task: the frames of all calls that worked as one, and each fault alone."""
    try:
        return _merged(list(_computed(task, models)))
    except (VerifyError, MemoryError) as error:
        return error


def _computed(task: Task, models: dict[str, Any]) -> Iterator[tuple[list[str], tuple[pl.DataFrame, ...] | Fault]]:
    cutter = Cutter(task.stage.shard, task.members, dict(zip(task.stage.reads, task.frames, strict=True)).__getitem__)
    work = Work(
        task.stage,
        task.section,
        lambda shards: tuple(cutter.of(name, shards) for name in task.stage.reads),
        lambda: {name: models[name] for name in task.stage.models},
    )
    for group in calls(task.stage, task.shards, task.group):
        for result in attempt(work, group):
            fault = result.fault
            shards = list(result.shards)
            yield shards, Fault(type(fault).__name__, str(fault)) if fault is not None else result.frames


def _merged(found: Outcome) -> Outcome:
    import polars as pl

    worked = [(shards, frames) for shards, frames in found if not isinstance(frames, Fault)]
    faults: Outcome = [each for each in found if isinstance(each[1], Fault)]
    if not worked:
        return faults
    frames = tuple(pl.concat(list(each)) for each in zip(*(frames for _, frames in worked), strict=True))
    return [([shard for shards, _ in worked for shard in shards], frames), *faults]


class AskedEncoder:
    """An Encoder whose weights are in the process that runs the flow; a text is asked for once."""

    def __init__(self, heard: Connection, told: Connection) -> None:
        self._heard, self._told = heard, told
        self._reads: dict[str, bool] = {}
        self._rows: dict[tuple[str, str], Any] = {}

    @property
    def name(self) -> str:
        return str(self._ask("name"))

    @property
    def digest(self) -> str:
        return str(self._ask("digest"))

    def reads(self, language: str) -> bool:
        if language not in self._reads:
            self._reads[language] = bool(self._ask("reads", language))
        return self._reads[language]

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> Any:
        """A text's vector does not depend on what else is encoded with it, so those of earlier calls may stand."""
        import numpy as np

        asked = list(zip(texts, languages, strict=True))
        if missing := [each for each in dict.fromkeys(asked) if each not in self._rows]:
            if len(self._rows) + len(missing) > KEPT:
                self._rows.clear()
                missing = list(dict.fromkeys(asked))
            rows = self._ask("encode", [text for text, _ in missing], [language for _, language in missing])
            self._rows.update(zip(missing, rows, strict=True))
        return np.array([self._rows[each] for each in asked])

    def _ask(self, name: str, *arguments: Any) -> Any:
        self._told.send(Question("encoder", name, arguments))
        answer = self._heard.recv()
        if isinstance(answer, (VerifyError, MemoryError)):
            raise answer
        return answer
