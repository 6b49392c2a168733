"""Stand-in stages for tests of the runner: each writes a row a shard and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import pipeline.report
from pipeline.config import CorpusConfig, OutputConfig, RunConfig
from pipeline.executors import Work, local
from pipeline.flow import Stage
from pipeline.progress import Silent
from pipeline.runner import Models
from pipeline.runs import Run
from pipeline.schemas import frame


@dataclass
class StandIns:
    """`asked` maps a stage to the shards of its calls; `fails` names (stage, shard) pairs that raise."""

    asked: dict[str, list[str]] = field(default_factory=dict)
    fails: set[tuple[str, str]] = field(default_factory=set)
    reports: int = 0

    def forget(self) -> None:
        self.asked.clear()
        self.reports = 0

    def function(self, work: Work) -> Callable[..., Any]:
        stage = work.stage

        def call(_section: Any, *frames: pl.DataFrame, **_models: Any) -> tuple[pl.DataFrame, ...]:
            shards = _shards_of(stage, frames)
            for shard in shards:
                if (stage.name, shard) in self.fails:
                    raise RuntimeError(f"cannot read {shard}")
            self.asked.setdefault(stage.name, []).extend(shards)
            return tuple(frame(name, _rows(stage, name, shards, frames)) for name in stage.writes)

        return call

    def write_report(self, run: Run, directory: Path) -> tuple[Path, ...]:
        self.reports += 1
        found = {"articles": run.frame("articles")["article"].to_list(), "degraded": list(run.degraded)}
        path = directory / "report.json"
        path.write_text(json.dumps(found), encoding="utf-8")
        return (path,)


def _shards_of(stage: Stage, frames: Sequence[pl.DataFrame]) -> list[str]:
    """What the frames that the stage was given are about."""
    if stage.shard == "corpus":
        return ["corpus"]
    return sorted({str(value) for each in frames if stage.shard in each.columns for value in each[stage.shard]})


def _rows(stage: Stage, name: str, shards: Sequence[str], frames: Sequence[pl.DataFrame]) -> list[dict[str, object]]:
    if name == "stories":  # articles whose names begin alike are one story
        articles = frames[0]["article"].to_list()
        return [{"story": article[0], "article": article} for article in sorted(articles)]
    if name == "articles":
        content = dict(frames[0].select("article", "content").iter_rows())
        return [{"article": shard, "text": content[shard].decode()} for shard in shards]
    if name == "translations":
        return [{"article": shard, "segment": f"{shard}:s000", "language": "ru", "status": "ok"} for shard in shards]
    if stage.shard == "corpus" or name == "quarantine":
        return []
    return [{stage.shard: shard} for shard in shards]


class _Model:
    name = "stand-in"
    digest = "0" * 64


class Watch(Silent):
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)


def install(patch: pytest.MonkeyPatch) -> StandIns:
    """Put stand-ins in the place of stages, models and reports."""
    stages = StandIns()
    patch.setattr(local, "_function", stages.function)
    patch.setattr(Models, "get", lambda self, name: _Model())
    patch.setattr(pipeline.report, "write", stages.write_report)
    return stages


def corpus_of(folder: Path, **texts: str) -> RunConfig:
    """A configuration over a folder with a text file a name."""
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for name, text in texts.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    return RunConfig(corpus=CorpusConfig(name="test", path=corpus), output=OutputConfig(dir=folder / "output"))
