"""The executor of many machines, on Ray Core: shards travel as tasks, and each model lives once a node, as an actor.

The frames of a shard are cut where the run is and sent with its task; what a task writes comes back. A node needs this
package in the same version, with the same models, and shares no disk. Lost workers and actors are replaced and their
work is done again: stages are pure, so that no answer depends on where, in which company, or how often it was computed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from pipeline.config import RunConfig
from pipeline.errors import ConfigError, ModelError, VerifyError
from pipeline.executors import Fault, LostWorkerError, Result, Work
from pipeline.executors.local import attempt, calls, compute
from pipeline.flow import Stage
from pipeline.keys import digest, recipe
from pipeline.models.environment import OFFLINE, cores
from pipeline.supply import answers_of, load

if TYPE_CHECKING:
    import polars as pl

    from pipeline.models.protocols import Encoder, Route, Translator

RETRIES: Final = 3
LARGEST: Final = 64
"""Shards a task at most: enough for a model's batches, little to do again when a worker is lost."""
TASKS_A_CORE: Final = 4
AHEAD: Final = 2
"""Tasks a core that are cut and sent ahead; the memory that inputs take is bounded by it."""
STORE_BYTES: Final = 512 * 1024**2
"""Shared memory of a cluster that is started here; Ray spills to disk beyond it."""
NOWHERE: Final = "http://127.0.0.1:9"
"""Ray asks the clouds' metadata addresses where it runs, even with usage reports off; this proxy refuses at once."""
HERE_ONLY: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on every system: bind to loopback
    "http_proxy": NOWHERE,
}
ELSEWHERE: Final = {"RAY_USAGE_STATS_ENABLED": "0"}
ON_WORKERS: Final = {**OFFLINE, "POLARS_MAX_THREADS": "1"}


class RayExecutor:
    """Computes shards on a cluster: the one at `ray.address`, or one on this machine that ends with `close`."""

    def __init__(self, config: RunConfig) -> None:
        if find_spec("ray") is None:
            raise ConfigError("executor: ray needs the extra `ray`", "pip install 'crossverify[ray]'")
        self._config = config
        self._folder: str | None = None
        self._started = False
        self._actors: dict[str, dict[str, Any]] = {}

    def map(self, work: Work, shards: Sequence[str]) -> Iterator[Result]:
        """Results in the order of arrival. A stage over the whole corpus runs here, where its frames are."""
        if work.stage.shard == "corpus":
            yield from attempt(work, shards)
        elif shards:
            self._start()
            yield from self._spread(work, shards)

    def close(self) -> None:
        """End what `map` started; a cluster that was found stays."""
        import ray

        for models in self._actors.values():
            for actor in models.values():
                ray.kill(actor)
        self._actors.clear()
        if self._started:
            ray.shutdown()
            self._started = False
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    # ---- the cluster

    def _start(self) -> None:
        address = self._config.ray.address
        with _environment(ELSEWHERE if address else HERE_ONLY):
            import ray

            if ray.is_initialized():
                return
            quiet = {"logging_level": "ERROR", "log_to_driver": False, "runtime_env": {"env_vars": dict(ON_WORKERS)}}
            try:
                if address:
                    ray.init(address=address, **quiet)
                else:
                    self._folder = tempfile.mkdtemp(prefix="verify-ray-")  # short: paths of sockets are
                    ray.init(
                        num_cpus=self._config.ray.cpus or cores(self._config.threads),
                        include_dashboard=False,
                        object_store_memory=STORE_BYTES,
                        _temp_dir=self._folder,
                        **quiet,
                    )
            except (ConnectionError, OSError, RuntimeError, ValueError) as error:
                where = f"the cluster at {address}" if address else "a cluster on this machine"
                raise ConfigError(f"cannot use {where}: {error}", "executor: local needs none") from error
            self._started = True

    def _nodes(self) -> dict[str, int]:
        """Living nodes that compute -> their cores."""
        import ray

        alive = [node for node in ray.nodes() if node["Alive"]]
        return {node["NodeID"]: n for node in alive if (n := int(node["Resources"].get("CPU", 0)))}

    def _hosts(self, work: Work) -> dict[str, dict[str, Any]]:
        """Node -> model -> the actor that has it there; made where there is none."""
        import ray
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        if not work.stage.models:
            return {}
        wanted = {name: model.digest for name, model in work.models().items()}
        for node, count in self._nodes().items():
            for name in wanted.keys() - self._actors.get(node, {}).keys():
                host = ray.remote(ModelHost).options(
                    num_cpus=0,  # an actor that held a core would leave none for tasks on a small node
                    max_restarts=RETRIES,
                    max_task_retries=RETRIES,
                    scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False),
                )
                threads = self._config.threads or count
                self._actors.setdefault(node, {})[name] = host.remote(name, self._config, threads, wanted[name])
        return {node: {name: models[name] for name in wanted} for node, models in self._actors.items()}

    # ---- tasks

    def _spread(self, work: Work, shards: Sequence[str]) -> Iterator[Result]:
        import ray

        count = max(1, sum(self._nodes().values()))
        waiting = deque(self._groups(shards, count))
        running: dict[Any, Sequence[str]] = {}
        task = ray.remote(run_task).options(num_cpus=1, max_retries=RETRIES, scheduling_strategy="SPREAD")
        fixed = ray.put((work.stage, self._config, self._hosts(work), _recipe(work.stage, self._config)))
        try:
            while waiting or running:
                while waiting and len(running) < AHEAD * count:
                    group = waiting.popleft()
                    units = calls(work.stage, group, len(group))
                    running[task.remote(fixed, units, [work.inputs(unit) for unit in units])] = group
                done, _ = ray.wait(list(running), num_returns=1)
                group = running.pop(done[0])
                for shards, found in _outcome(done[0], group):
                    if isinstance(found, Exception) and len(shards) > 1:
                        middle = len(shards) // 2
                        waiting.extendleft([shards[middle:], shards[:middle]])
                    elif isinstance(found, Exception):
                        yield Result(shards, fault=found)
                    else:
                        yield Result(shards, found)
        finally:
            for reference in running:
                ray.cancel(reference, force=True)

    def _groups(self, shards: Sequence[str], count: int) -> list[Sequence[str]]:
        size = self._config.ray.shards or max(1, min(LARGEST, len(shards) // (TASKS_A_CORE * count)))
        return [shards[start : start + size] for start in range(0, len(shards), size)]


def _outcome(reference: Any, group: Sequence[str]) -> list[tuple[Sequence[str], tuple[pl.DataFrame, ...] | Exception]]:
    """Shards of each call with their frames, or why there are none. Errors of ours concern all and are raised."""
    import ray

    try:
        found = ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, MemoryError):
            raise MemoryError(str(error.cause)) from error
        return [(group, LostWorkerError(f"a model that it needs was lost ({type(error.cause).__name__})"))]
    except ray.exceptions.RayError as error:
        return [(group, LostWorkerError(f"its worker was lost {RETRIES + 1} times ({type(error).__name__})"))]
    if isinstance(found, VerifyError):
        raise found
    return [(unit, each.exception() if isinstance(each, Fault) else each) for unit, each in found]


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """The variables as given, and afterwards as they were; processes started inside keep the given ones."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


# ---- what runs on the nodes


def run_task(
    fixed: tuple[Stage, RunConfig, Mapping[str, Mapping[str, Any]], str],
    units: Sequence[Sequence[str]],
    inputs: Sequence[tuple[pl.DataFrame, ...]],
) -> list[tuple[Sequence[str], tuple[pl.DataFrame, ...] | Fault]] | VerifyError:
    """Calls of a stage on a worker; what one raises is returned, for Ray's own errors would hide what it was."""
    stage, config, hosts, expected = fixed
    if _recipe(stage, config) != expected:
        return ConfigError(
            f"node {_node()} has another version of this program, of its libraries or of a file it reads",
            "install the same crossverify, with its constraints, on every node",
        )
    models = _models(hosts)
    found: list[tuple[Sequence[str], tuple[pl.DataFrame, ...] | Fault]] = []
    for shards, frames in zip(units, inputs, strict=True):
        work = Work(stage, config.section(stage.name), lambda _, frames=frames: frames, lambda: models)  # type: ignore[misc]
        try:
            found.append((shards, compute(work, shards)))
        except VerifyError as error:
            return error
        except MemoryError:
            raise
        except Exception as error:
            found.append((shards, Fault(type(error).__name__, str(error))))
    return found


def _recipe(stage: Stage, config: RunConfig) -> str:
    """What the answers of a stage depend on besides models, whose digests the actors compare."""
    return digest(recipe(stage, config, dict.fromkeys(stage.models, "")))


def _node() -> str:
    import ray

    return str(ray.get_runtime_context().get_node_id())


def _models(hosts: Mapping[str, Mapping[str, Any]]) -> dict[str, Encoder | Translator]:
    """Stand-ins for the models of this node; those of another where the node joined too late to have its own."""
    if not hosts:
        return {}
    actors = hosts.get(_node()) or hosts[min(hosts)]
    found: dict[str, Encoder | Translator] = {}
    for name, actor in actors.items():
        found[name] = RemoteEncoder(actor) if name == "encoder" else RemoteTranslator(actor)
    return found


class ModelHost:
    """The actor: one model in one process of a node, answering one call at a time with all its threads."""

    def __init__(self, name: str, config: RunConfig, threads: int, digest: str) -> None:
        self._model = load(name, config, threads, answers_of(config))
        self._wrong = "" if self._model.digest == digest else f"the {name} of node {_node()} is not the one of this run"

    def ask(self, name: str, *arguments: Any) -> Any:
        """A method's answer, or an attribute; a VerifyError is returned, not raised."""
        if self._wrong:
            return ModelError(self._wrong, "install the same models on every node")
        try:
            found = getattr(self._model, name)
            return found(*arguments) if callable(found) else found
        except VerifyError as error:
            return error


class _Remote:
    def __init__(self, actor: Any) -> None:
        self._actor = actor

    def _ask(self, name: str, *arguments: Any) -> Any:
        import ray

        found = ray.get(self._actor.ask.remote(name, *arguments))
        if isinstance(found, VerifyError):
            raise found
        return found

    @property
    def name(self) -> str:
        return str(self._ask("name"))

    @property
    def digest(self) -> str:
        return str(self._ask("digest"))


class RemoteEncoder(_Remote):
    """An Encoder whose weights are in an actor."""

    def reads(self, language: str) -> bool:
        return bool(self._ask("reads", language))

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> Any:
        return self._ask("encode", list(texts), list(languages))


class RemoteTranslator(_Remote):
    """A Translator whose packages are in an actor."""

    def route(self, language: str) -> Route | None:
        found: Route | None = self._ask("route", language)
        return found

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> Any:
        return self._ask("translate", list(texts), language, beam_size)
