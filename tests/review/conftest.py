"""A finished run on disk: the seeds' gold as frames, with a manifest, and no model in between."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline import report
from pipeline.config import CorpusConfig, RunConfig
from pipeline.report.frames import READS
from pipeline.report.html import render
from pipeline.report.model import Report
from pipeline.runner import open_run
from pipeline.runs import Run
from pipeline.store import Manifest, write_frame
from tests.report.stored import SEEDS, gold_run


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the run, its reports drawn."""
    folder = tmp_path_factory.mktemp("drawn")
    run = gold_run()
    for name in READS:
        write_frame(folder / "frames", name, run.frame(name))
    config = RunConfig(corpus=CorpusConfig(name="seeds", path=SEEDS)).model_dump(mode="json")
    Manifest(corpus="seeds", config=config, config_digest="0" * 64, report="drawn").write(folder / "frames")
    report.write(open_run(folder), folder)
    return folder


@pytest.fixture
def run(drawn: Path, tmp_path: Path) -> Run:
    """A copy for a test of its own."""
    return open_run(shutil.copytree(drawn, tmp_path / "run"))


@pytest.fixture(scope="session")
def seeds(drawn: Path) -> Report:
    return report.build(open_run(drawn))


@pytest.fixture(scope="session")
def pages(seeds: Report) -> Mapping[str, bytes]:
    return render(seeds, live=True)


@pytest.fixture(scope="session")
def finding(seeds: Report) -> str:
    """The id of a major finding."""
    return next(each.id for each in seeds.findings if each.severity == "major")
