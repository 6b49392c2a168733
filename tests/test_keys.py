from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline import keys
from pipeline.config import CorpusConfig, CorroborateConfig, RunConfig, SegmentConfig
from pipeline.flow import FLOW, Stage
from pipeline.keys import Keys, config_digest, digest, recipe, source_digest

STAGES = {stage.name: stage for stage in FLOW}
MODELS = {"encoder": "e", "translator": "t"}


def config(**changes: object) -> RunConfig:
    return RunConfig(corpus=CorpusConfig(path=Path("/c"))).model_copy(update=changes)


def all_keys(root: dict[str, str], stories: dict[str, list[str]], changed: str = "") -> dict[str, dict[str, str]]:
    made = Keys(FLOW, root, lambda stage: {"stage": stage.name, "changed": stage.name == changed})
    made.set_membership({story: [[article, None, None] for article in members] for story, members in stories.items()})
    return {stage.name: made.of(stage) for stage in FLOW}


def differing(a: dict[str, dict[str, str]], b: dict[str, dict[str, str]]) -> set[tuple[str, str]]:
    shards = {(stage, shard) for each in (a, b) for stage, found in each.items() for shard in found}
    return {(stage, shard) for stage, shard in shards if a[stage].get(shard) != b[stage].get(shard)}


def of(kind: str, *shards: str) -> set[tuple[str, str]]:
    return {(stage.name, shard) for stage in FLOW if stage.shard == kind for shard in shards}


ROOT = {"a1": "1", "a2": "2", "b1": "3"}
STORIES = {"a": ["a1", "a2"], "b": ["b1"]}


def test_changed_file_reaches_its_article_its_story_and_the_corpus() -> None:
    found = differing(all_keys(ROOT, STORIES), all_keys({**ROOT, "b1": "4"}, STORIES))
    assert found == of("article", "b1") | of("story", "b") | of("corpus", "corpus")


def test_new_story_elsewhere_leaves_the_others_alone() -> None:
    found = differing(all_keys(ROOT, STORIES), all_keys({**ROOT, "c1": "5"}, {**STORIES, "c": ["c1"]}))
    assert found == of("article", "c1") | of("story", "c") | of("corpus", "corpus")


def test_regrouping_reaches_the_stories_that_changed_members() -> None:
    found = differing(all_keys(ROOT, STORIES), all_keys(ROOT, {"a": ["a1"], "b": ["a2", "b1"]}))
    stages_on_stories = {stage.name for stage in FLOW if stage.shard == "corpus" and stage.name != "stories"}
    assert found == of("story", "a", "b") | {(name, "corpus") for name in stages_on_stories}


@pytest.mark.parametrize("changed", [stage.name for stage in FLOW])
def test_changed_recipe_reaches_exactly_what_reads_the_stage(changed: str) -> None:
    below = {changed}
    for stage in FLOW:
        makers = {maker.name for maker in FLOW if set(maker.writes) & set(stage.reads)}
        if makers & below and not (stage.shard == "story" and makers & below == {"stories"}):
            below.add(stage.name)
    found = {stage for stage, _ in differing(all_keys(ROOT, STORIES), all_keys(ROOT, STORIES, changed))}
    assert found == below


def test_recipe_holds_what_the_answers_depend_on() -> None:
    stage = STAGES["segment"]
    first = recipe(stage, config(), MODELS)
    assert recipe(stage, config(segment=SegmentConfig(max_chars=9)), MODELS)["config"] != first["config"]
    assert recipe(stage, config(threads=3), MODELS) == first
    assert {"polars", "sentencex"} <= set(first["libraries"])
    assert recipe(STAGES["embed"], config(), {**MODELS, "encoder": "f"})["models"] == {"encoder": "f"}


def test_named_file_counts_by_its_content(tmp_path: Path) -> None:
    stage = STAGES["corroborate"]
    digests = []
    for name, text in (("a", "1"), ("b", "1"), ("b", "2")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        section = CorroborateConfig(calibration=tmp_path / name)
        digests.append(digest(recipe(stage, config(corroborate=section), MODELS)["config"]))
    assert digests[0] == digests[1] != digests[2]


def test_config_digest_is_of_answers_only(tmp_path: Path) -> None:
    here = config()
    assert config_digest(here.model_copy(update={"threads": 8, "executor": "ray"})) == config_digest(here)
    moved = here.model_copy(update={"corpus": here.corpus.model_copy(update={"path": tmp_path})})
    assert config_digest(moved) == config_digest(here)
    assert config_digest(config(segment=SegmentConfig(max_chars=9))) != config_digest(here)


def package(folder: Path, **sources: str) -> None:
    for name, text in sources.items():
        path = folder / name.replace("__", "/")
        path = path.with_name(f"{path.name}.toml" if text.startswith("#") else f"{path.name}.py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_source_digest_follows_imports_and_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measured() -> str:
        keys._module_files.cache_clear()
        return source_digest("pipeline.stages.x", False)

    monkeypatch.setattr(keys, "PACKAGE", tmp_path)
    package(tmp_path, stages__x="from pipeline.text import (\n    a,\n    words as w,\n)\n", text__a="", text__words="")
    package(tmp_path, text__b="", tables__de="# de", tables__reading="")
    (tmp_path / "text" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "tables" / "__init__.py").write_text("", encoding="utf-8")
    first = measured()
    package(tmp_path, text__b="unused = 1")
    assert measured() == first
    package(tmp_path, text__words="def f():\n    from pipeline.tables.reading import load\n")
    second = measured()
    assert second != first
    package(tmp_path, tables__de="# de, mended")
    assert measured() != second
    keys._module_files.cache_clear()


def test_every_stage_has_a_source() -> None:
    empty = digest([])
    found = {stage.name: source_digest(stage.target.partition(":")[0], bool(stage.models)) for stage in FLOW}
    assert empty not in found.values()
    assert len(set(found.values())) == len(FLOW)


def test_stage_targets_name_a_module_and_a_function() -> None:
    assert Stage("x", (), (), "article").target == "pipeline.stages.x:x"


def test_every_import_of_the_package_is_seen_by_the_reading_of_sources() -> None:
    for path in sorted(keys.PACKAGE.rglob("*.py")):
        wanted: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                wanted |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
                wanted |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        assert {name for name in wanted if name.partition(".")[0] == "pipeline"} <= set(
            keys._imports(path.read_bytes())
        ), path
