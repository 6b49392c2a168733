"""`verify calibrate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.console import say
from pipeline.errors import ConfigError, InputError


def calibrate(golds: Sequence[Path], runs: Sequence[Path], output: Path) -> None:
    """Fit the judge of claims to finished runs and their gold, write it, and print how well it does."""
    if len(golds) != len(runs):
        raise ConfigError(f"{len(golds)} gold folders and {len(runs)} runs", "give one --run for each GOLD, in order")
    for gold in golds:
        if not (gold / "claims.jsonl").is_file():
            raise InputError(f"{gold}: no claims.jsonl there")
    from pipeline.calibrate import calibrate as fit
    from pipeline.calibrate import runs_of, write
    from pipeline.models import load_encoder

    finished = runs_of(runs)
    found = fit(finished, golds, load_encoder(finished[0].config.embed))
    write(found, output)
    for how, corpora in found.figures.items():
        for corpus, figures in corpora.items():
            print(f"{how:9} {corpus:20} " + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    say(f"{output} is written; name it as corroborate.calibration in a configuration")
