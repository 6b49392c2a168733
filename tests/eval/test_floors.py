"""The gate on quality: corpora with gold are run with the bundled models, and no score may fall below its floor in
floors.json. Floors rise by hand when the work has become better; gold is held by its hash, so that neither can be bent
to fit the other unseen.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline import Run
from pipeline.evaluate import Scores, read_report, score

HERE = Path(__file__).parent
CORPORA = (
    "almanac", "causeway", "foundry", "granary", "harvester", "lantern", "lighthouse", "meadow", "orchard", "quarry",
    "tideway", "viaduct",
)  # fmt: skip
GOLD = {"seeds": HERE.parents[1] / "seeds" / "gold"} | {name: HERE / "corpora" / name / "gold" for name in CORPORA}
PINNED: dict[str, dict[str, Any]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


def pinned(kind: str) -> list[Any]:
    """(corpus, score, figure, bound) of every floor or ceiling."""
    return [
        pytest.param(corpus, name, figure, bound, id=f"{corpus}-{name}-{figure}")
        for corpus, held in PINNED.items()
        for name, figures in held[kind].items()
        for figure, bound in figures.items()
    ]


def gold_digest(gold: Path) -> str:
    listing = (f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sorted(gold.iterdir()))
    return hashlib.sha256("".join(listing).encode()).hexdigest()


@pytest.fixture(scope="module")
def scores(seeds_run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scores]:
    runs = {"seeds": seeds_run.directory}
    for name in CORPORA:
        config = pipeline.load_config(GOLD[name].parent)
        runs[name] = pipeline.run(config, tmp_path_factory.mktemp(name)).directory
    return {name: score(read_report(folder), GOLD[name]) for name, folder in runs.items()}


@pytest.mark.parametrize("corpus", sorted(GOLD))
def test_gold_is_the_gold_that_the_floors_were_set_on(corpus: str) -> None:
    held = PINNED[corpus]["gold"]
    assert gold_digest(GOLD[corpus]) == held, "gold changed: say why, set its hash, and measure every floor anew"


@pytest.mark.models
@pytest.mark.parametrize(("corpus", "name", "figure", "floor"), pinned("floors"))
def test_score_keeps_its_floor(scores: dict[str, Scores], corpus: str, name: str, figure: str, floor: float) -> None:
    assert scores[corpus][name][figure] >= floor


@pytest.mark.models
@pytest.mark.parametrize(("corpus", "name", "figure", "most"), pinned("ceilings"))
def test_error_rate_keeps_its_ceiling(
    scores: dict[str, Scores], corpus: str, name: str, figure: str, most: float
) -> None:
    assert scores[corpus][name][figure] <= most
