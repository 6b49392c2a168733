from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.corroboration.calibration import load_calibration
from pipeline.errors import ConfigError
from pipeline.evidence.passages import FEATURES


def test_the_shipped_calibration_fits_this_version_and_says_what_it_was_fitted_on() -> None:
    shipped = load_calibration()
    assert len(shipped.part.weights) == len(FEATURES)
    assert min(*shipped.part.weights, *shipped.full.weights) >= 0.0
    assert 0 < shipped.thresholds.full < 1
    assert [row["corpus"] for row in shipped.fitted_on] == [
        "seeds",
        "harbour",
        "quarry",
        "lantern",
        "meadow",
        "orchard",
        "causeway",
        "granary",
    ]
    assert all(len(row["claims_sha256"]) == 64 for row in shipped.fitted_on)
    assert {"fitted", "left out"} <= set(shipped.figures)


def test_it_reads_what_it_writes(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(load_calibration().to_json(), encoding="utf-8")
    assert load_calibration(path).digest == load_calibration().digest


def test_changed_weights_change_the_digest(tmp_path: Path) -> None:
    table = json.loads(load_calibration().to_json())
    table["part"]["bias"] += 1.0
    (tmp_path / "c.json").write_text(json.dumps(table), encoding="utf-8")
    assert load_calibration(tmp_path / "c.json").digest != load_calibration().digest


@pytest.mark.parametrize("content", ["", "[]", '{"format": 99}', '{"format": 1, "part": {"weights": {"charm": 1}}}'])
def test_a_file_that_does_not_fit_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"c\.json"):
        load_calibration(path)
