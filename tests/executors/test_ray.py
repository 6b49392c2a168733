"""The Ray executor: what it makes of faults and lost workers, and that it changes no byte of a run."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from bench.corpus import generate
from pipeline import run
from pipeline.config import CacheConfig, CorpusConfig, OutputConfig, RayConfig, RunConfig
from pipeline.errors import ConfigError, ModelError
from pipeline.executors import Result, Work
from pipeline.executors import ray as on_ray
from pipeline.executors.ray import Fault, RayExecutor
from pipeline.runner import Silent
from pipeline.schemas import frame
from tests.executors.stand_ins import stage


def configuration(folder: Path, **ray: object) -> RunConfig:
    return RunConfig(
        corpus=CorpusConfig(name="made", path=folder / "corpus"),
        output=OutputConfig(dir=folder),
        ray=RayConfig(cpus=2, **ray),  # type: ignore[arg-type]
        cache=CacheConfig(answers=False),  # what the actors compute is compared with what is computed here
    )


# ---- without a cluster


def test_missing_extra_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(on_ray, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="needs the extra") as raised:
        RayExecutor(configuration(tmp_path))
    assert raised.value.hint == "pip install 'crossverify[ray]'"


def test_fault_reads_like_the_exception_that_it_was() -> None:
    found = Fault("LookupError", "no such word").exception()
    assert f"{type(found).__name__}: {found}" == "LookupError: no such word"


def test_variables_for_the_cluster_are_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "1")
    monkeypatch.delenv("http_proxy", raising=False)
    with on_ray._environment(on_ray.HERE_ONLY):
        assert (os.environ["RAY_USAGE_STATS_ENABLED"], os.environ["http_proxy"]) == ("0", on_ray.NOWHERE)
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "1"
    assert "http_proxy" not in os.environ


@pytest.mark.parametrize(("shards", "given", "sizes"), [(3, 0, [1, 1, 1]), (16, 0, [2] * 8), (5, 2, [2, 2, 1])])
def test_shards_a_task(tmp_path: Path, shards: int, given: int, sizes: list[int]) -> None:
    executor = RayExecutor(configuration(tmp_path, shards=given))
    groups = executor._groups([str(n) for n in range(shards)], 2)
    assert [len(group) for group in groups] == sizes


def test_largest_task_is_bounded(tmp_path: Path) -> None:
    groups = RayExecutor(configuration(tmp_path))._groups([str(n) for n in range(10_000)], 2)
    assert {len(group) for group in groups[:-1]} == {on_ray.LARGEST}


# ---- on a cluster of this machine


@pytest.fixture(scope="module")
def executor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RayExecutor]:
    found = RayExecutor(configuration(tmp_path_factory.mktemp("fragile"), shards=2))
    yield found
    found.close()


def computed(executor: RayExecutor, *names: str) -> dict[str, Result]:
    """Article -> the result that has it."""

    def inputs(shards: object) -> tuple[pl.DataFrame, ...]:
        return (frame("articles", [{"article": name} for name in shards]),)  # type: ignore[attr-defined]

    work = Work(stage(), configuration(Path("/nowhere")).segment, inputs, dict)
    return {shard: result for result in executor.map(work, names) for shard in result.shards}


@pytest.mark.slow
def test_shards_at_fault_stand_alone(executor: RayExecutor) -> None:
    found = computed(executor, "a", "raises", "b", "dies", "c")
    assert {name: len(result.shards) for name, result in found.items() if result.fault} == {"raises": 1, "dies": 1}
    assert f"{type(found['raises'].fault).__name__}: {found['raises'].fault}" == "LookupError: no such word"
    assert "lost 4 times" in str(found["dies"].fault)
    assert [found[name].frames[0]["sentence"].to_list() for name in "abc"] == [["a:s0"], ["b:s0"], ["c:s0"]]


@pytest.mark.slow
def test_errors_of_ours_concern_every_shard(executor: RayExecutor) -> None:
    with pytest.raises(ModelError, match="no model") as raised:
        computed(executor, "a", "model")
    assert raised.value.hint == "install it"


@pytest.mark.slow
def test_node_with_other_code_is_refused(executor: RayExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_ray, "_recipe", lambda stage, config: "another")
    with pytest.raises(ConfigError, match="another version of this program"):
        computed(executor, "a")


class Killer(Silent):
    """Kills workers, and then models, as soon as a first result of a stage has come."""

    def __init__(self) -> None:
        self.killed: dict[str, list[str]] = {}

    def advance(self, name: str, shards: int) -> None:
        titles = {"segment": ("ray::IDLE", "ray::run_task"), "embed": ("ray::ModelHost",)}.get(name)
        if titles and name not in self.killed:
            self.killed[name] = [title for pid, title in descendants() if title.startswith(titles) and kill(pid)]


def descendants() -> list[tuple[int, str]]:
    """(process, command line) of what this process has started, at any depth."""
    parents, titles = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                titles[int(folder.name)] = (folder / "cmdline").read_text().strip("\0 ")
            except OSError:
                continue

    def is_ours(pid: int) -> bool:
        return pid == os.getpid() or (parents.get(pid, 0) > 1 and is_ours(parents[pid]))

    return [(pid, title) for pid, title in titles.items() if is_ours(pid)]


def kill(pid: int) -> bool:
    os.kill(pid, signal.SIGKILL)
    return True


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    generate(folder / "corpus", 2, 8, languages=("en", "ru"), sentences=4)
    return folder


@pytest.fixture(scope="module")
def local(made: Path) -> dict[str, str]:
    return fingerprints(run(configuration(made), made / "local").directory)


def fingerprints(directory: Path) -> dict[str, str]:
    paths = [*directory.glob("frames/*.parquet"), directory / "report.json"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def on_cluster(made: Path, name: str, shards: int, watch: Silent) -> Path:
    config = configuration(made, shards=shards).model_copy(update={"executor": "ray"})
    return run(config, made / name, progress=watch).directory


@pytest.mark.slow
@pytest.mark.models
def test_one_shard_gives_the_bytes_of_a_local_run(made: Path, local: dict[str, str]) -> None:
    assert fingerprints(on_cluster(made, "one", 1_000, Silent())) == local


@pytest.mark.slow
@pytest.mark.models
def test_many_shards_and_workers_killed_in_the_middle_give_the_same_bytes(made: Path, local: dict[str, str]) -> None:
    killer = Killer()
    assert fingerprints(on_cluster(made, "many", 1, killer)) == local
    assert killer.killed["segment"], "no worker was there to kill"
    assert killer.killed["embed"], "no model was there to kill"
