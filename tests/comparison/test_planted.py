"""The benchmark of planted edits meets its targets on the quotations that the repository holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.planted_edits import FALSE_ALARMS, TARGETS, main

GOLD = Path(__file__).parents[2] / "seeds" / "gold"


@pytest.mark.slow
def test_planted_edits_are_found_and_harmless_ones_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(GOLD), "--each", "2"]) == 0
    table = capsys.readouterr().out
    assert all(name in table for name in TARGETS)
    assert f"{FALSE_ALARMS:.2f}" in table
