"""A process of the local executor: it takes tasks from a pipe, computes them, and sends back what came of them.

Frames arrive cut to the shards of a task and are cut here to each call, so that the process that runs the flow does
little besides. Models stay there: a stage that asks one gets its answer through the pipe. A task may hold several
stages, each of which reads what the ones before it wrote of the same shards.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import VerifyError
from pipeline.executors import Fault, Work
from pipeline.executors.local import attempt, calls, compute
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
    """Shards of stages, done one after the other, with their rows; `members` are the articles of those that are
    stories, `frames` what the stages read and do not write."""

    stages: Sequence[tuple[Stage, BaseModel]]
    shards: Sequence[str]
    members: dict[str, Sequence[str]]
    frames: dict[str, pl.DataFrame]
    group: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a stage asks a model: the model's name, a method or attribute, and its arguments."""

    model: str
    name: str
    arguments: tuple[Any, ...]


Frames = dict[str, "tuple[pl.DataFrame, ...]"]
Outcome = list[tuple[list[str], "Frames | Fault"]]
"""Shards with their frames by stage, or the one shard with the fault that it has in the first stage."""


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


def _computed(task: Task, models: dict[str, Any]) -> Iterator[tuple[list[str], Frames | Fault]]:
    stage, section = task.stages[0]
    cutter = Cutter(stage.shard, task.members, task.frames.__getitem__)
    _foresee(task, models)
    work = _work(stage, section, cutter, {}, models)
    for group in calls(stage, task.shards, task.group):
        for result in attempt(work, group):
            shards, fault = list(result.shards), result.fault
            if fault is not None:
                yield shards, Fault(type(fault).__name__, str(fault))
            else:
                yield shards, {stage.name: result.frames} | _onward(task, shards, result.frames, cutter, models)


def _work(
    stage: Stage, section: BaseModel, cutter: Cutter, made: Mapping[str, pl.DataFrame], models: dict[str, Any]
) -> Work:
    """The stage on what was made a moment ago of the same shards, else on what came with the task."""
    return Work(
        stage,
        section,
        lambda shards: tuple(made[name] if name in made else cutter.of(name, shards) for name in stage.reads),
        lambda: {name: models[name] for name in stage.models},
    )


def _onward(
    task: Task, shards: Sequence[str], frames: tuple[pl.DataFrame, ...], cutter: Cutter, models: dict[str, Any]
) -> Frames:
    """Frames of the stages after the first, up to the first that fails: it fails again, and is heard, in its turn."""
    made = dict(zip(task.stages[0][0].writes, frames, strict=True))
    found: Frames = {}
    for stage, section in task.stages[1:]:
        try:
            found[stage.name] = compute(_work(stage, section, cutter, made, models), shards)
        except (VerifyError, MemoryError):
            raise
        except Exception:
            break
        made.update(zip(stage.writes, found[stage.name], strict=True))
    return found


def _foresee(task: Task, models: dict[str, Any]) -> None:
    """Let a stage ask its models at once for what it will need of them for all the shards, where it can tell."""
    for stage, _ in task.stages:
        foresee = getattr(import_module(stage.target.partition(":")[0]), "foresee", None) if stage.models else None
        if foresee is not None:
            with suppress(
                LookupError, TypeError, ValueError
            ):  # it comes up again, and is told, with the shard at fault
                foresee(task.members, task.frames, **{name: models[name] for name in stage.models})


def _merged(found: Outcome) -> Outcome:
    """Shards that came equally far as one, and each fault alone."""
    import polars as pl

    merged: Outcome = [each for each in found if isinstance(each[1], Fault)]
    alike: dict[tuple[str, ...], list[tuple[list[str], Frames]]] = {}
    for shards, frames in found:
        if not isinstance(frames, Fault):
            alike.setdefault(tuple(frames), []).append((shards, frames))
    for names, group in alike.items():
        together = {
            name: tuple(pl.concat(each) for each in zip(*(frames[name] for _, frames in group), strict=True))
            for name in names
        }
        merged.append(([shard for shards, _ in group for shard in shards], together))
    return merged


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
