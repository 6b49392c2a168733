"""Worker processes of one machine, and the tasks that they are given.

They are started as programs of their own, not forked (libraries here have threads) and not by `multiprocessing`, which
would run the caller's script again. Pipes join them to this process: no socket is opened. A worker that dies is seen
by its pipe, replaced, and its shards are given out again, in halves, until those that end every worker stand alone.
A worker is given the shards that it had in an earlier stage, as long as there are any: it remembers what it read.
Where stages over the same stories follow each other, a task holds them all; a story whose worker was lost goes through
them one by one, so that the stage at fault is known.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import VerifyError
from pipeline.executors import Fault, LostWorkerError, Next, Result, Work
from pipeline.executors.local import attempt, calls
from pipeline.executors.worker import READY, Outcome, Question, Task
from pipeline.models.environment import OFFLINE

if TYPE_CHECKING:
    from pipeline.flow import Stage

LARGEST: Final = 32
"""Stories a task at most: little to do again when a worker is lost."""
ARTICLES: Final = 128
TASKS_A_WORKER: Final = 8
"""Tasks that each worker gets at least, so that none waits long for the last of another."""
TRIES: Final = 3
"""Workers that one shard may end."""
ALONE: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", **OFFLINE}
"""A worker has one core: threads of its libraries would only wait for each other."""
PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from pipeline.executors.worker import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"
)


@dataclass(eq=False)
class Worker:
    """One process with its two pipes and the shards that it works on."""

    process: subprocess.Popen[bytes]
    asks: Connection
    tells: Connection
    ready: bool = False
    shards: Sequence[str] = ()
    met: set[str] = field(default_factory=set)
    """Shards that it has computed for this stage or another: it remembers how it read their texts."""

    @classmethod
    def start(cls) -> Worker:
        """Raises OSError where no process can be started."""
        (asked, asks), (tells, told) = os.pipe(), os.pipe()
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, json.dumps(sys.path), str(asked), str(told)],
                pass_fds=(asked, told),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, **ALONE},
                process_group=0,  # Ctrl-C is for the process that runs the flow, which ends its workers
            )
        except OSError:
            os.close(asks)
            os.close(tells)
            raise
        finally:
            os.close(asked)
            os.close(told)
        return cls(process, Connection(asks, readable=False), Connection(tells, writable=False))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.asks.close()
        self.tells.close()


@dataclass
class Crew:
    """`size` workers, started when there is work for them; `group` is the shards of one call on articles."""

    size: int
    group: int
    workers: list[Worker] = field(default_factory=list)

    def start(self) -> bool:
        """Start the workers that are missing; False where no process can be started."""
        try:
            while len(self.workers) < self.size:
                self.workers.append(Worker.start())
        except OSError:
            return False
        return True

    def close(self) -> None:
        while self.workers:
            self.workers.pop().end()

    def map(self, work: Work, shards: Sequence[str]) -> Iterator[Result]:
        """Results in the order of arrival. Whoever leaves off early ends the workers, and with them what they do."""
        run = _Run(self, work, deque(self._tasks(work.stage, shards)))
        try:
            yield from run.results()
        except BaseException:
            self.close()
            raise

    def _tasks(self, stage: Stage, shards: Sequence[str]) -> list[Sequence[str]]:
        most = LARGEST if stage.shard == "story" else ARTICLES
        size = max(1, min(most, len(shards) // (TASKS_A_WORKER * max(1, self.size))))
        return [shards[start : start + size] for start in range(0, len(shards), size)]


@dataclass
class _Run:
    """One stage on the crew."""

    crew: Crew
    work: Work
    waiting: deque[Sequence[str]]
    tries: dict[str, int] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    """Shards that were with a worker that died: they are given out for this stage alone."""
    prepared: dict[Worker, tuple[Sequence[str], Any]] = field(default_factory=dict)
    """The next task of each worker, pickled while all are busy."""

    def results(self) -> Iterator[Result]:
        workers = self.crew.workers
        if not self.crew.start():
            self._give_up()
        while self.waiting or self.prepared or any(worker.shards for worker in workers):
            if not self.crew.size:
                yield from self._here()
                return
            for worker in workers:
                self._prepare(worker)
            heard = {worker.tells: worker for worker in workers if worker.shards or not worker.ready}
            idle = len(heard) < len(workers) and self.prepared
            for pipe in wait(list(heard), timeout=0 if idle else None):
                yield from self._hear(heard[pipe])  # type: ignore[index]
            for worker in [each for each in workers if each.ready and not each.shards]:
                yield from self._give(worker)

    def _here(self) -> Iterator[Result]:
        """What is left, in this process, where no worker can be had."""
        for group in (group for shards in self.waiting for group in calls(self.work.stage, shards, self.crew.group)):
            yield from attempt(self.work, group)

    def _give_up(self) -> None:
        """Take back what workers have, and have none from here on."""
        self.waiting.extendleft(worker.shards for worker in self.crew.workers if worker.shards)
        self.waiting.extendleft(shards for shards, _ in self.prepared.values())
        self.prepared.clear()
        self.crew.close()
        self.crew.size = 0

    def _prepare(self, worker: Worker) -> None:
        if worker not in self.prepared and self.waiting:
            shards = self._next(worker)
            self.prepared[worker] = shards, ForkingPickler.dumps(self._task(shards))

    def _task(self, shards: Sequence[str]) -> Task:
        work = self.work
        stages = [(work.stage, work.section)]
        frames = dict(zip(work.stage.reads, work.inputs(shards), strict=True))
        for each in work.then if self.apart.isdisjoint(shards) else ():
            stages.append((each.stage, each.section))
            frames |= each.inputs(shards)
        members = {shard: work.members[shard] for shard in shards if shard in work.members}
        return Task(stages, shards, members, frames, self.crew.group)

    def _next(self, worker: Worker) -> Sequence[str]:
        """Taken from those that wait: shards that the worker has met, else that no other has, else another's last."""
        others = [each for each in self.crew.workers if each is not worker]

        def rank(at: int) -> tuple[int, int]:
            first = self.waiting[at][0]
            if first in worker.met:
                return 0, at
            return (2, -at) if any(first in other.met for other in others) else (1, at)

        at = min(range(len(self.waiting)), key=rank)
        shards = self.waiting[at]
        del self.waiting[at]
        return shards

    def _give(self, worker: Worker) -> Iterator[Result]:
        self._prepare(worker)
        if not self.prepared:
            return
        whose = worker if worker in self.prepared else next(iter(self.prepared))
        worker.shards, task = self.prepared.pop(whose)
        worker.met.update(worker.shards)
        try:
            worker.asks.send_bytes(task)
        except OSError:
            yield from self._lost(worker)

    def _hear(self, worker: Worker) -> Iterator[Result]:
        if worker not in self.crew.workers:
            return  # given up a moment ago
        try:
            said = worker.tells.recv()
            if isinstance(said, Question):
                worker.asks.send(self._answer(said))
        except (EOFError, OSError):
            yield from self._lost(worker)
            return
        if said == READY:
            worker.ready = True
        elif not isinstance(said, Question):
            worker.shards = ()
            yield from _results(said, self.work.stage)

    def _answer(self, question: Question) -> Any:
        try:
            found = getattr(self._model(question.model), question.name)
            return found(*question.arguments) if callable(found) else found
        except VerifyError as error:
            return error

    def _model(self, name: str) -> Any:
        works: list[Work | Next] = [self.work, *self.work.then]
        return next(each.models()[name] for each in works if name in each.stage.models)

    def _lost(self, worker: Worker) -> Iterator[Result]:
        """The shards of a worker that died are given out again; one that was alone with several is at fault."""
        shards = worker.shards
        if not worker.ready:
            self._give_up()
            return
        self.crew.workers.remove(worker)
        worker.end()
        self.apart.update(shards)
        if worker in self.prepared:
            self.waiting.appendleft(self.prepared.pop(worker)[0])
        if len(shards) > 1:
            middle = len(shards) // 2
            self.waiting.extendleft([shards[middle:], shards[:middle]])
        elif (tried := self.tries.get(shards[0], 0) + 1) < TRIES:
            self.tries[shards[0]] = tried
            self.waiting.appendleft(shards)
        else:
            yield Result(shards, fault=LostWorkerError(f"its worker was lost {tried} times"))
        if not self.crew.start():
            self._give_up()


def _results(said: Outcome | VerifyError | MemoryError, stage: Stage) -> Iterator[Result]:
    """What a worker sent back. Errors of ours concern every shard and are raised, as `attempt` does."""
    if isinstance(said, (VerifyError, MemoryError)):
        raise said
    for shards, found in said:
        if isinstance(found, Fault):
            yield Result(shards, fault=found.exception())
        else:
            yield Result(shards, found.pop(stage.name), later=found)
