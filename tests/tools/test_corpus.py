"""The generator of corpora for benchmarks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.corpus import generate


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_seed_same_bytes_another_seed_another_corpus(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        assert generate(tmp_path / name, 4, 25, seed=seed) == 25
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a") != contents(tmp_path / "c")


def test_planted_copies_and_figures_are_in_the_articles(tmp_path: Path) -> None:
    generate(tmp_path, 40, 260)
    planted = [json.loads(line) for line in (tmp_path / "planted.jsonl").read_text("utf-8").splitlines()]
    text = {path.stem: path.read_text("utf-8") for path in (tmp_path / "articles").iterdir()}
    copies = [pair for story in planted for pair in story["copies"]]
    assert len(copies) >= 5
    assert all(text[copy].startswith(text[original].strip()) for copy, original in copies)
    changed = [row for story in planted for row in story["changed"]]
    assert len(changed) >= 5
    assert all(str(new) in text[article] and str(old) not in text[article] for article, old, new in changed)


def test_every_article_is_listed_and_in_one_story(tmp_path: Path) -> None:
    generate(tmp_path, 6, 40, sentences=3)
    listed = [json.loads(line)["id"] for line in (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()]
    planted = [json.loads(line) for line in (tmp_path / "planted.jsonl").read_text("utf-8").splitlines()]
    assert sorted(listed) == sorted(name for story in planted for name in story["articles"])
    assert len({path.stem for path in (tmp_path / "articles").iterdir()}) == len(listed) == 40


@pytest.mark.parametrize("language", ["en", "ru", "de"])
def test_no_slot_is_left_open(tmp_path: Path, language: str) -> None:
    generate(tmp_path, 12, 24, languages=(language,))
    for path in (tmp_path / "articles").iterdir():
        assert not {"{", "}"} & set(path.read_text("utf-8"))
