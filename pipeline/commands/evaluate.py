"""`verify eval`."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.errors import InputError
from pipeline.evaluate import read_report, score


def evaluate(report: Path, gold: Path, as_json: bool) -> None:
    """A line a score, or JSON."""
    if not gold.is_dir():
        raise InputError(f"{gold}: no such folder of gold")
    scores = score(read_report(report), gold)
    if as_json:
        print(json.dumps(scores, indent=1))
        return
    for name, figures in scores.items():
        print(
            f"{name:20}",
            "  ".join(
                f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in figures.items()
            ),
        )
