from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import run, store
from pipeline.config import RunConfig, SegmentConfig
from pipeline.errors import InputError, OutputError, StageError
from pipeline.executors.local import LocalExecutor
from pipeline.flow import FLOW
from pipeline.runner import Models, open_run
from tests.staged import StandIns, Watch, corpus_of, install

PER_ARTICLE = [stage.name for stage in FLOW if stage.shard == "article"]
PER_STORY = [stage.name for stage in FLOW if stage.shard == "story"]
PER_CORPUS = [stage.name for stage in FLOW if stage.shard == "corpus"]


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> StandIns:
    return install(monkeypatch)


@pytest.fixture
def config(tmp_path: Path) -> RunConfig:
    return corpus_of(tmp_path, a1="one", a2="two", b1="three")


def fingerprints(config: RunConfig) -> dict[str, str]:
    """sha256 of every artifact and report of the run."""
    folder = config.output.dir / "test"
    paths = [*folder.glob("frames/*.parquet"), folder / "report.json"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def asked(stages: StandIns, names: list[str]) -> list[list[str]]:
    return [stages.asked[name] for name in names]


def test_first_run_computes_every_shard_in_one_call(stages: StandIns, config: RunConfig) -> None:
    found = run(config)
    assert asked(stages, PER_ARTICLE) == [["a1", "a2", "b1"]] * len(PER_ARTICLE)
    assert asked(stages, PER_STORY) == [["a", "b"]] * len(PER_STORY)
    assert found.frame("articles")["text"].to_list() == ["one", "two", "three"]
    assert found.models["encoder"]["name"] == "stand-in"


def test_unchanged_run_computes_and_writes_nothing(stages: StandIns, config: RunConfig) -> None:
    run(config)
    times = {path: path.stat().st_mtime_ns for path in (config.output.dir / "test").rglob("*") if path.name != ".lock"}
    stages.forget()
    found = run(config)
    assert stages.asked == {}
    assert stages.reports == 0
    assert found.computed == {}
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_changed_article_recomputes_itself_its_story_and_the_corpus(stages: StandIns, config: RunConfig) -> None:
    run(config)
    stages.forget()
    (config.corpus.path / "b1.txt").write_text("three, mended", encoding="utf-8")
    found = run(config)
    assert asked(stages, PER_ARTICLE) == [["b1"]] * len(PER_ARTICLE)
    assert asked(stages, PER_STORY) == [["b"]] * len(PER_STORY)
    assert asked(stages, PER_CORPUS) == [["corpus"]] * len(PER_CORPUS)
    assert found.frame("articles")["text"].to_list() == ["one", "two", "three, mended"]


def test_story_that_is_new_elsewhere_recomputes_no_other_story(stages: StandIns, config: RunConfig) -> None:
    run(config)
    stages.forget()
    (config.corpus.path / "c1.txt").write_text("four", encoding="utf-8")
    run(config)
    assert asked(stages, PER_STORY) == [["c"]] * len(PER_STORY)


def test_new_member_recomputes_its_story(stages: StandIns, config: RunConfig) -> None:
    run(config)
    stages.forget()
    (config.corpus.path / "a3.txt").write_text("four", encoding="utf-8")
    run(config)
    assert stages.asked["ingest"] == ["a3"]
    assert stages.asked["align"] == ["a"]


def test_removed_article_leaves_no_row(stages: StandIns, config: RunConfig) -> None:
    run(config)
    stages.forget()
    (config.corpus.path / "b1.txt").unlink()
    found = run(config)
    assert "ingest" not in stages.asked
    assert found.frame("sentences")["article"].to_list() == ["a1", "a2"]
    assert found.frame("differences")["story"].to_list() == ["a"]


def test_changed_setting_recomputes_only_what_reads_it(stages: StandIns, config: RunConfig) -> None:
    run(config)
    stages.forget()
    run(config.model_copy(update={"segment": SegmentConfig(max_chars=500)}))
    unread = {"ingest", "detect"}
    assert set(stages.asked) == {stage.name for stage in FLOW} - unread


def test_executor_and_threads_change_nothing(stages: StandIns, config: RunConfig) -> None:
    first = run(config)
    stages.forget()
    second = run(config.model_copy(update={"threads": 1}))
    assert stages.asked == {}
    assert first.config_digest == second.config_digest


def test_same_bytes_cold_warm_and_in_any_grouping(stages: StandIns, tmp_path: Path) -> None:
    (tmp_path / "cold").mkdir()
    (tmp_path / "warm").mkdir()
    texts = {"a1": "one", "a2": "two", "b1": "three"}
    cold = corpus_of(tmp_path / "cold", **texts)
    run(cold)
    warm = corpus_of(tmp_path / "warm", a2="two", b1="not yet three")
    run(warm)
    corpus_of(tmp_path / "warm", **texts)
    run(warm, executor=LocalExecutor(group=1))
    assert fingerprints(cold) == fingerprints(warm)


@pytest.mark.parametrize("damage", ["cut", "flip", "remove"])
def test_damaged_artifact_is_computed_anew(stages: StandIns, config: RunConfig, damage: str) -> None:
    run(config)
    expected = fingerprints(config)
    path = config.output.dir / "test" / "frames" / "sentences.parquet"
    content = path.read_bytes()
    stages.forget()
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(content[:-20] if damage == "cut" else content[:-5] + b"?" + content[-4:])
    run(config)
    assert stages.asked == {"segment": ["a1", "a2", "b1"]}
    assert fingerprints(config) == expected


@pytest.mark.parametrize("torn", ["", "{", '{"format": 1}', '{"format": 99}', "[]", "\x00"])
def test_torn_manifest_counts_as_none(stages: StandIns, config: RunConfig, torn: str) -> None:
    run(config)
    expected = fingerprints(config)
    (config.output.dir / "test" / "frames" / "manifest.json").write_text(torn, encoding="utf-8")
    stages.forget()
    run(config)
    assert stages.asked["ingest"] == ["a1", "a2", "b1"]
    assert fingerprints(config) == expected


@pytest.mark.parametrize("at", range(1, 32, 3))
def test_run_cut_short_is_finished_by_the_next_with_the_same_bytes(
    stages: StandIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    (tmp_path / "whole").mkdir()
    whole = corpus_of(tmp_path / "whole", a1="one", b1="two")
    run(whole)
    config = corpus_of(tmp_path, a1="one", b1="not yet two")
    run(config)
    corpus_of(tmp_path, b1="two")
    writes = 0
    original = store.write_atomic

    def die(path: Path, write: object) -> None:
        nonlocal writes
        writes += 1
        if writes == at:
            raise KeyboardInterrupt
        original(path, write)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(store, "write_atomic", die)
        with pytest.raises(KeyboardInterrupt):
            run(config)
    run(config)
    assert fingerprints(config) == fingerprints(whole)
    assert list(tmp_path.rglob("*.tmp")) == []


def test_resume_does_not_repeat_finished_stages(
    stages: StandIns, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages.fails = {("embed", name) for name in ("a1", "a2", "b1")}
    with pytest.raises(StageError, match="stage embed failed: RuntimeError: cannot read a1"):
        run(config)
    stages.forget()
    stages.fails.clear()
    run(config)
    assert set(stages.asked).isdisjoint({"ingest", "detect", "segment", "quotes", "translate"})


def test_article_that_breaks_a_stage_spoils_no_other_and_is_tried_again(stages: StandIns, config: RunConfig) -> None:
    stages.fails = {("segment", "a2")}
    watch = Watch()
    found = run(config, progress=watch)
    assert found.frame("sentences")["article"].to_list() == ["a1", "b1"]
    assert watch.warnings == ["a2.txt: stage segment failed: RuntimeError: cannot read a2"]
    assert found.degraded == ("a2.txt was not read: stage segment failed: RuntimeError: cannot read a2",)
    assert found.frame("quarantine")["path"].to_list() == ["a2.txt"]
    stages.forget()
    stages.fails.clear()
    mended = run(config)
    assert stages.asked["segment"] == ["a2"]
    assert stages.asked["align"] == ["a"]
    assert mended.degraded == ()
    assert mended.frame("sentences")["article"].to_list() == ["a1", "a2", "b1"]


def test_only_new_article_that_breaks_a_stage_does_not_stop_the_run(stages: StandIns, config: RunConfig) -> None:
    run(config)
    (config.corpus.path / "c1.txt").write_text("four", encoding="utf-8")
    stages.fails = {("quotes", "c1")}
    found = run(config)
    assert found.frame("quotes")["article"].to_list() == ["a1", "a2", "b1"]
    assert found.degraded == ("c1.txt was not read: stage quotes failed: RuntimeError: cannot read c1",)


def test_file_that_changes_under_the_run_is_left_for_the_next(
    stages: StandIns, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = stages.function

    def meddle(work: object) -> object:
        (config.corpus.path / "a1.txt").write_text("changed meanwhile", encoding="utf-8")
        return original(work)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.executors.local._function", meddle)
        found = run(config)
    assert found.frame("articles")["article"].to_list() == ["a2", "b1"]
    assert "changed while the run was reading it" in found.degraded[0]
    assert run(config).frame("articles")["text"].to_list() == ["changed meanwhile", "two", "three"]


def test_deleted_report_is_drawn_again_without_computing(stages: StandIns, config: RunConfig) -> None:
    run(config)
    stages.forget()
    (config.output.dir / "test" / "report.json").unlink()
    run(config)
    assert stages.asked == {}
    assert stages.reports == 1


def test_second_run_on_one_output_names_the_owner(stages: StandIns, config: RunConfig) -> None:
    folder = config.output.dir / "test"
    holder = (
        "import sys; from pathlib import Path; from pipeline.store import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match=rf"held by another run: process {owner.pid}, for \d+ s"):
            run(config)
        owner.kill()
    run(config)  # the lock went with its owner


def test_output_that_cannot_be_written(stages: StandIns, config: RunConfig, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        run(config, tmp_path / "file" / "run")


def test_empty_corpus_is_an_input_error(stages: StandIns, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article to read"):
        run(corpus_of(tmp_path))


def test_open_run_reads_what_run_returned(stages: StandIns, config: RunConfig) -> None:
    found = run(config)
    again = open_run(found.directory)
    assert (again.config, again.models, again.degraded) == (config, found.models, found.degraded)
    assert again.frame("stories").equals(found.frame("stories"))


def test_open_run_refuses_a_run_that_has_not_finished(stages: StandIns, config: RunConfig) -> None:
    stages.fails = {("align", "a"), ("align", "b")}
    with pytest.raises(StageError):
        run(config)
    with pytest.raises(InputError, match="holds no finished run"):
        open_run(config.output.dir / "test")


def test_same_bytes_under_another_hash_seed_and_locale(tmp_path: Path) -> None:
    """Two processes, as different as an environment makes them."""
    script = (
        "import sys; from pathlib import Path; import pytest; from tests.staged import install, corpus_of\n"
        "from pipeline import run\n"
        "with pytest.MonkeyPatch.context() as patch:\n"
        "    install(patch); run(corpus_of(Path(sys.argv[1]), a1='one', a2='two', b1='three'))\n"
    )
    seen = []
    for number, (seed, zone) in enumerate((("1", "UTC"), ("2", "Asia/Tokyo"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        subprocess.run([sys.executable, "-c", script, str(folder)], check=True, env=environment)
        seen.append(fingerprints(corpus_of(folder)))
    assert seen[0] == seen[1]


def test_a_model_is_let_go_after_the_last_stage_that_asks_it(
    stages: StandIns, config: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[tuple[str, set[str]]] = []
    monkeypatch.setattr(Models, "let_go", lambda self, name: gone.append((name, set(stages.asked))))
    run(config)
    done = dict(gone)
    assert "translate" in done["translator"]
    assert "embed" not in done["translator"]
    assert "corroborate" in done["encoder"]
