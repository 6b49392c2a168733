"""The gate on quality: the seeds are run with the bundled models and scored against gold, and no score may fall below
its floor in floors.json. Floors rise by hand when the work has become better; gold is held by its hash, so that
neither can be bent to fit the other unseen.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import Run
from pipeline.evaluate import Scores, read_report, score

GOLD = Path(__file__).parents[2] / "seeds" / "gold"
PINNED: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
FLOORS: list[tuple[str, str, float]] = [
    (name, figure, floor) for name, figures in PINNED["floors"].items() for figure, floor in figures.items()
]
CEILINGS: list[tuple[str, str, float]] = [
    (name, figure, most) for name, figures in PINNED["ceilings"].items() for figure, most in figures.items()
]


def gold_digest() -> str:
    listing = (f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sorted(GOLD.iterdir()))
    return hashlib.sha256("".join(listing).encode()).hexdigest()


@pytest.fixture(scope="module")
def scores(seeds_run: Run) -> Scores:
    return score(read_report(seeds_run.directory), GOLD)


def test_gold_is_the_gold_that_the_floors_were_set_on() -> None:
    assert gold_digest() == PINNED["gold"], "gold changed: say why in the change, set its hash, and measure every floor"


@pytest.mark.models
@pytest.mark.parametrize(("name", "figure", "floor"), FLOORS, ids=[f"{name}-{figure}" for name, figure, _ in FLOORS])
def test_score_keeps_its_floor(scores: Scores, name: str, figure: str, floor: float) -> None:
    assert scores[name][figure] >= floor


@pytest.mark.models
@pytest.mark.parametrize(("name", "figure", "most"), CEILINGS, ids=[f"{name}-{figure}" for name, figure, _ in CEILINGS])
def test_error_rate_keeps_its_ceiling(scores: Scores, name: str, figure: str, most: float) -> None:
    assert scores[name][figure] <= most
