"""How the shards of a stage are computed: here, or on many machines. Stages know nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl
    from pydantic import BaseModel

    from pipeline.flow import Stage
    from pipeline.models.protocols import Encoder, Translator


@dataclass(frozen=True, slots=True)
class Next:
    """A stage that follows others on the same shards; `inputs` cuts what it reads and none of them reads or writes."""

    stage: Stage
    section: BaseModel
    inputs: Callable[[Sequence[str]], dict[str, pl.DataFrame]]
    models: Callable[[], dict[str, Encoder | Translator]]


@dataclass(frozen=True, slots=True)
class Work:
    """A stage with all that it needs. `inputs` cuts the frames to the given shards; `models` loads lazily.

    Models and inputs are made by calls, so that an executor on another machine can make them there.
    """

    stage: Stage
    section: BaseModel
    inputs: Callable[[Sequence[str]], tuple[pl.DataFrame, ...]]
    models: Callable[[], dict[str, Encoder | Translator]]
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Story -> its articles, for a stage whose shards are stories."""
    then: Sequence[Next] = ()
    """Stages that an executor may compute next for the same shards."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a group of shards gave: the frames in the order of `writes`, or the fault of the one shard that has it.

    `later` are the frames of stages that were computed next; one that failed, and those after it, are left out.
    """

    shards: Sequence[str]
    frames: tuple[pl.DataFrame, ...] = ()
    fault: Exception | None = None
    later: Mapping[str, tuple[pl.DataFrame, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that a stage raised, as text: its own class may not exist in another process."""

    kind: str
    message: str

    def exception(self) -> Exception:
        """Named as the original, so that reasons read the same wherever the stage ran."""
        named: type[Exception] = type(self.kind, (Exception,), {})
        return named(self.message)


class LostWorkerError(Exception):
    """Workers died again and again on one shard."""


class Executor(Protocol):
    """Computes shards of one stage; results may come in any order and in groups of any size."""

    def map(self, work: Work, shards: Sequence[str]) -> Iterator[Result]:
        """Results until every shard is in one. A shard on which the stage fails spoils no other."""
        ...

    def close(self) -> None:
        """Let go of what `map` started."""
        ...
