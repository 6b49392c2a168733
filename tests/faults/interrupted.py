"""`python -m tests.faults.interrupted CORPUS OUTPUT WHERE`: `verify run` with two workers that goes on for ever.

WHERE is what it comes to: `reading` (an encoder's weights, deaf to every stop, as an import of a library is, and the
flow waits for them), `translating` (the flow translates meanwhile) or `computing` (workers have articles).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pipeline import cli, models
from pipeline.executors import local
from pipeline.executors.crew import PROGRAM
from pipeline.offline import network_cut
from tests.faults.newsroom import BagOfWords, Romaniser

SLEEPS = "import pipeline.stages.quotes as stage, time; stage.quotes = lambda *_: time.sleep(300); "


def tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


class Deaf(BagOfWords):
    """An encoder that is read for five minutes, whoever asks it to stop."""

    def load(self, stop: Callable[[], bool]) -> None:
        tell("reading")
        time.sleep(300)


class Slow(Romaniser):
    """A translator that needs five minutes for a text."""

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> Any:
        tell("translating")
        time.sleep(300)


def main(corpus: str, output: str, where: str) -> None:
    with pytest.MonkeyPatch.context() as patch, network_cut():
        patch.setattr(models, "load_encoder", lambda *_: Deaf())
        patch.setattr(models, "load_translator", lambda *_: Slow() if where == "translating" else Romaniser())
        patch.setitem(local.MANY, "article", 2)  # type: ignore[arg-type]
        if where == "computing":
            patch.setattr("pipeline.executors.crew.PROGRAM", SLEEPS + PROGRAM)
        patch.setattr(sys, "argv", ["verify", "run", corpus, "--output", output])
        cli.main()


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "2"
    main(sys.argv[1], sys.argv[2], sys.argv[3])
