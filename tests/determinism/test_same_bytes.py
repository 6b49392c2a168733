"""Same corpus, configuration, models and libraries: the same bytes, however the run came about."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import Run
from pipeline.executors.local import LocalExecutor
from tests.faults import newsroom

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = {
    "one": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"},
    "two": {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"},
}


@pytest.fixture(autouse=True)
def _stand_ins(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "models" not in request.keywords:
        newsroom.install(monkeypatch)


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one undisturbed run over everything at once leaves."""
    folder = tmp_path_factory.mktemp("cold")
    with pytest.MonkeyPatch.context() as patch:
        newsroom.install(patch)
        newsroom.run(newsroom.write_corpus(folder / "corpus"), folder / "out")
    return newsroom.contents(folder / "out")


@pytest.mark.parametrize("group", [1, 2, 3])
def test_any_number_of_shards_a_call(cold: dict[str, str], tmp_path: Path, group: int) -> None:
    newsroom.run(newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out", executor=LocalExecutor(group))
    assert newsroom.contents(tmp_path / "out") == cold


def test_workers_that_take_a_story_through_all_its_stages(cold: dict[str, str], tmp_path: Path) -> None:
    executor = LocalExecutor(workers=2, many={"article": 2, "story": 1})
    newsroom.run(newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out", executor=executor)
    executor.close()
    assert newsroom.contents(tmp_path / "out") == cold


@pytest.mark.parametrize("first", range(len(newsroom.ARTICLES)))
def test_any_order_of_rows_and_files(cold: dict[str, str], tmp_path: Path, first: int) -> None:
    names = list(newsroom.ARTICLES)
    order = [*names[first:], *names[:first]][::-1]
    newsroom.run(newsroom.write_corpus(tmp_path / "corpus", order), tmp_path / "out")
    assert newsroom.contents(tmp_path / "out") == cold


def test_grown_article_by_article_and_shrunk_again(cold: dict[str, str], tmp_path: Path) -> None:
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    rows = (corpus / "articles.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    for kept in ([2], [2, 0, 4], [4, 3, 2, 1], [0, 1, 2, 3, 4], [3, 4], [4, 3, 2, 1, 0]):
        (corpus / "articles.jsonl").write_text("".join(rows[at] for at in kept), encoding="utf-8")
        newsroom.run(corpus, tmp_path / "out")
    texts = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("report.json")}
    shutil.rmtree(tmp_path / "out")
    newsroom.run(corpus, tmp_path / "out")
    assert texts["report.json"] == (tmp_path / "out" / "report.json").read_bytes()
    assert newsroom.contents(tmp_path / "out") == cold


def test_report_drawn_again_from_its_frames(cold: dict[str, str], tmp_path: Path) -> None:
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    newsroom.run(corpus, tmp_path / "out")
    for path in (tmp_path / "out").glob("report*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    newsroom.run(corpus, tmp_path / "out")
    assert newsroom.contents(tmp_path / "out") == cold


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_any_hash_seed_locale_time_zone_and_working_folder(cold: dict[str, str], tmp_path: Path, name: str) -> None:
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    arguments = [str(corpus), str(tmp_path / "out"), "never", "", "0"]
    environment = {**os.environ, **ENVIRONMENTS[name], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.faults.child", *arguments]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    assert newsroom.contents(tmp_path / "out") == cold


@pytest.mark.slow
@pytest.mark.models
def test_bundled_models_say_the_same_alone_and_together(seeds_run: Run, tmp_path: Path) -> None:
    """The seeds again in another process: articles one by one, rows reversed, another seed, locale and zone."""
    corpus = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", corpus)
    if (ROOT / ".git").exists():  # code hosts want paths from the top of the repository, so both have one
        (tmp_path / ".git").mkdir()
    rows = (corpus / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    (corpus / "articles.jsonl").write_text("\n".join(reversed(rows)) + "\n", encoding="utf-8")
    own = {"XDG_CACHE_HOME": str(tmp_path / "cache")}  # nothing is taken from the answers of the first run
    environment = {**os.environ, **ENVIRONMENTS["two"], **own, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.determinism.child", str(corpus), str(tmp_path / "out"), "1"]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    assert newsroom.contents(tmp_path / "out") == newsroom.contents(seeds_run.directory)
