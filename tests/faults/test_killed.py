"""kill -9 at every stage boundary and in the middle of writes: the next run ends where an undisturbed one does."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from pipeline.flow import FLOW
from tests.faults import newsroom

pytestmark = pytest.mark.slow

MOMENTS = [
    *((f"in {stage.name}", "middle", f"{stage.writes[-1]}.parquet", 1) for stage in FLOW),
    *((f"after {stage.name}", "after", "manifest.json", at) for at, stage in enumerate(FLOW, 1)),
    ("between the frames of ingest", "after", "articles.parquet", 1),
    ("in the manifest", "middle", "manifest.json", 5),
    ("in the reports", "middle", "report.json", 1),
    ("between the reports", "after", "report.html", 1),
    ("in the last manifest", "middle", "manifest.json", len(FLOW) + 1),
]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of the corpus as it was before one article changed."""
    folder = tmp_path_factory.mktemp("before")
    corpus = newsroom.write_corpus(folder / "corpus")
    path = corpus / "orlow-post.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("three offers", "four offers"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        newsroom.install(patch)
        newsroom.run(corpus, folder / "out")
    return folder / "out"


def whole(path: Path) -> bool:
    """Whether a file can be read as what its name says."""
    if path.suffix == ".parquet":
        pl.read_parquet(path)
    elif path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".html":
        return path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    return True


@pytest.mark.parametrize(("moment", "name", "count"), [each[1:] for each in MOMENTS], ids=[each[0] for each in MOMENTS])
def test_next_run_ends_as_an_undisturbed_one(
    before: Path, undisturbed: dict[str, str], tmp_path: Path, moment: str, name: str, count: int
) -> None:
    corpus, output = newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out"
    shutil.copytree(before, output)
    arguments = [str(corpus), str(output), moment, name, str(count)]
    killed = subprocess.run([sys.executable, "-m", "tests.faults.child", *arguments], check=False)
    assert killed.returncode == -signal.SIGKILL
    left = [path for path in output.rglob("*") if path.is_file()]
    assert any(path.suffix == ".tmp" for path in left) == (moment == "middle")
    assert all(whole(path) for path in left if path.suffix != ".tmp")
    newsroom.run(corpus, output)
    assert newsroom.contents(output) == undisturbed


def test_killed_again_and_again_a_first_run_still_ends_as_an_undisturbed_one(
    undisturbed: dict[str, str], tmp_path: Path
) -> None:
    corpus, output = newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out"
    for name, count in (("blocks.parquet", 1), ("manifest.json", 2), ("stories.parquet", 1), ("report.json", 1)):
        arguments = [str(corpus), str(output), "middle", name, str(count)]
        killed = subprocess.run([sys.executable, "-m", "tests.faults.child", *arguments], check=False)
        assert killed.returncode == -signal.SIGKILL
    newsroom.run(corpus, output)
    assert newsroom.contents(output) == undisturbed
