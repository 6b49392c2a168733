"""The atheris targets: their seeds hold without it, and with it each runs for a bounded time."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.properties import PROPERTIES
from fuzz.targets import CORPUS

SECONDS = 10
SEEDS = sorted(CORPUS.glob("*/*"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_seed_holds(seed: Path) -> None:
    PROPERTIES[seed.parent.name](seed.read_bytes())


@pytest.mark.parametrize("target", PROPERTIES)
def test_every_target_has_seeds(target: str) -> None:
    assert sum(seed.parent.name == target for seed in SEEDS) >= 5


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(PROPERTIES)))
def test_any_bytes_hold(content: bytes, target: str) -> None:
    PROPERTIES[target](content)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris has no wheel for this system")
@pytest.mark.parametrize("target", PROPERTIES)
def test_fuzzing_with_coverage_breaks_nothing(target: str, tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "fuzz.targets", target, str(SECONDS)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(CORPUS.parents[1]), "PATH": ""},
    )
    assert found.returncode == 0, found.stderr[-3000:]
    assert "stat::number_of_executed_units" in found.stderr
