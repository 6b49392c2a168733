"""The executor of one machine: this process, many shards a call, so that models see large batches.

Where a stage has enough shards to pay for the start of further processes, these compute them, a core each. They give
the bytes that this process would: a call of a stage holds the same rows wherever it is made. Stages over stories that
follow each other are computed there one after the other, a story at a time, so that its rows travel and are read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import StageError, VerifyError
from pipeline.executors import Result, Work

if TYPE_CHECKING:
    import polars as pl

    from pipeline.executors.crew import Crew
    from pipeline.flow import Stage

GROUP: Final = 512
"""Shards a call: enough to fill a model's batches, few enough to bound memory and to show progress."""


MANY: Final[dict[str, int]] = {"story": 100, "article": 400}
"""Shards of a stage from which workers are started: they take about a second of a core each to begin."""
MOST: Final = 8
"""Workers at most: one process cuts the rows for all of them and answers what they ask the models."""


class LocalExecutor:
    """Calls the stage in this process, or in up to `workers` others where there is much to do."""

    def __init__(self, group: int = GROUP, workers: int = 1, many: Mapping[str, int] = MANY) -> None:
        self._group = group
        self._size = min(workers, MOST)
        self._many = many
        self._crew: Crew | None = None

    def map(self, work: Work, shards: Sequence[str]) -> Iterator[Result]:
        if self._spreads(work.stage, len(shards)):
            from pipeline.executors.crew import Crew

            self._crew = self._crew or Crew(self._size, self._group)
            yield from self._crew.map(work, shards)
            return
        for group in calls(work.stage, shards, self._group):
            yield from attempt(work, group)

    def close(self) -> None:
        """End the workers, whatever they do."""
        if self._crew is not None:
            self._crew.close()

    def _spreads(self, stage: Stage, count: int) -> bool:
        """Whether the stage goes to workers. A stage over articles that uses a model wants its whole batches here."""
        if self._size < 2 or count < self._many.get(stage.shard, count + 1) or "files" in stage.reads:
            return False
        return stage.shard == "story" or not stage.models


def calls(stage: Stage, shards: Sequence[str], group: int) -> list[Sequence[str]]:
    """The shards of each call. A story is computed alone, so that none can colour what is found in another."""
    size = 1 if stage.shard == "story" else group
    return [shards[start : start + size] for start in range(0, len(shards), size)]


def attempt(work: Work, shards: Sequence[str]) -> Iterator[Result]:
    """One call for all the shards; where it fails, halves again and again until the shards at fault stand alone.

    Errors of ours (a model that is missing, a frame that does not fit) concern every shard and are raised.
    """
    stage = _function(work)
    groups = [shards]
    while groups:
        group = groups.pop()
        try:
            yield Result(group, _call(work, stage, group))
        except (VerifyError, MemoryError):
            raise
        except Exception as error:
            if len(group) == 1:
                yield Result(group, fault=error)
            else:
                middle = len(group) // 2
                groups += [group[middle:], group[:middle]]


def compute(work: Work, shards: Sequence[str]) -> tuple[pl.DataFrame, ...]:
    """One call for all the shards, whatever comes of it."""
    return _call(work, _function(work), shards)


def _function(work: Work) -> Callable[..., Any]:
    module, _, name = work.stage.target.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def _call(work: Work, stage: Callable[..., Any], shards: Sequence[str]) -> tuple[pl.DataFrame, ...]:
    """One call of the stage on the given shards; its frames in the order of `writes`, fitting their schemas.

    Raises StageError where the stage returns anything else, or rows of shards that it was not given.
    """
    from pipeline.schemas import conform

    returned = stage(work.section, *work.inputs(shards), **work.models())
    frames = returned if isinstance(returned, tuple) else (returned,)
    if len(frames) != len(work.stage.writes):
        raise StageError(f"stage {work.stage.name} returned {len(frames)} frames, not {len(work.stage.writes)}")
    found = tuple(conform(name, frame) for name, frame in zip(work.stage.writes, frames, strict=True))
    if work.stage.shard != "corpus":
        for name, frame in zip(work.stage.writes, found, strict=True):
            if strange := set(frame[work.stage.shard].to_list()) - set(shards):
                raise StageError(
                    f"stage {work.stage.name} wrote {name} of {sorted(map(str, strange))[:3]}, not asked for"
                )
    return found
