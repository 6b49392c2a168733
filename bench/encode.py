"""The pipeline's encoding beside sentence-transformers' own `encode`, on the same sentences and the same model.

    python -m bench.encode RUN [RUN ...] [--rounds 3] [--sentences 2000]
    python -m bench.encode --decisions CORPUS [CORPUS ...]

RUN is the folder of a finished run. The texts are the English ones that its embed stage encodes: sentences, quoted
parts, translations, clauses. Both encode by turns with the same number of threads; the best time of each counts, by
wall clock and by processor time (which other work on the machine distorts less). `stream` is what the stage asks for,
repeats included, `distinct` each text once. Cosines are those of the two rows of one text. `decisions` counts pairs
of texts whose cosine is on the other side of a threshold than with the other's rows.

With `--decisions` each CORPUS (a folder or a configuration) is run twice, with our encoding and with the library's own
`encode` in its place, and everything that a report says is compared: stories, alignments, differences, verdicts on
claims, conflicts, findings. Confidences are left out of it, for they move with the last digits of a cosine.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import EmbedConfig
from pipeline.models import forward
from pipeline.models.encoder import BATCH_TOKENS, ENGLISH_WEIGHTS, SingleEncoder, english_folder
from pipeline.models.environment import cores
from pipeline.models.forward import bfloat16_is_native
from pipeline.stages.embed import embed
from pipeline.store import read_frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

THRESHOLDS = (0.3, 0.5, 0.7, 0.9)
PAIRS_OF = 1_000
DECIDED = {
    "stories": ("story", "article"),
    "utterances": ("utterance", "quote"),
    "differences": ("utterance", "a", "b", "class", "kind"),
    "claims": ("claim",),
    "conflicts": ("kind", "a_article", "a_start", "b_article", "b_start"),
    "findings": ("finding", "rule", "message"),
}
"""Frame -> the columns by which a decision in it is known."""


class Listener:
    """An encoder that remembers what it was asked for."""

    name = "listener"
    digest = ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def reads(self, language: str) -> bool:
        return language == "en"

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> Rows:
        import numpy as np

        self.asked += [text for text, language in zip(texts, languages, strict=True) if language == "en"]
        return np.zeros((len(texts), 384), np.float32)


def texts_of(run: Path) -> list[str]:
    """The English texts that the run's embed stage encodes, in its order."""
    listener = Listener()
    frames = [read_frame(run / "frames", name) for name in ("sentences", "parts", "translations")]
    embed(EmbedConfig(), *frames, encoder=listener)
    return listener.asked


def by_turns(works: dict[str, Callable[[], Rows]], rounds: int) -> tuple[dict[str, Rows], dict[str, dict[str, float]]]:
    """Rows of each, and its best wall and processor seconds; the first turn is not counted."""
    rows: dict[str, Rows] = {}
    best = {name: {"wall": float("inf"), "cpu": float("inf")} for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), time.process_time()
            rows[name] = work()
            if turn:
                best[name]["wall"] = min(best[name]["wall"], time.perf_counter() - wall)
                best[name]["cpu"] = min(best[name]["cpu"], time.process_time() - cpu)
    return rows, best


def agreement(ours: Rows, theirs: Rows) -> dict[str, Any]:
    """How near the rows of one text are, and how many pairs of texts change sides at a threshold."""
    import numpy as np

    own = (ours.astype(np.float64) * theirs).sum(axis=1)
    a, b = ours[:PAIRS_OF], theirs[:PAIRS_OF]
    mine, other = a.astype(np.float64) @ a.T, b.astype(np.float64) @ b.T
    upper = np.triu_indices(len(a), 1)
    changed = {str(at): int(((mine >= at) != (other >= at))[upper].sum()) for at in THRESHOLDS}
    return {
        "cosine_least": round(float(own.min()), 6),
        "cosine_mean": round(float(own.mean()), 6),
        "largest_change_of_a_pair": round(float(np.abs(mine - other)[upper].max()), 5),
        "decisions": {"pairs": len(upper[0]), "changed": changed},
    }


def measure(texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """Both on the texts."""
    model = SingleEncoder("all-MiniLM-L6-v2", english_folder(), ENGLISH_WEIGHTS).model

    def default() -> Rows:
        found: Rows = model.encode(list(texts), show_progress_bar=False, normalize_embeddings=True)
        return found

    works = {"ours": lambda: forward.encode(model, texts, BATCH_TOKENS, half=True), "default": default}
    rows, best = by_turns(works, rounds)
    return {
        "texts": len(texts),
        "distinct": len(set(texts)),
        "ours_seconds": {clock: round(found, 3) for clock, found in best["ours"].items()},
        "default_seconds": {clock: round(found, 3) for clock, found in best["default"].items()},
        "ratio": {clock: round(best["default"][clock] / best["ours"][clock], 2) for clock in ("wall", "cpu")},
        **agreement(rows["ours"], rows["default"]),
    }


def by_the_library(model: Any, texts: Sequence[str], batch_tokens: int, half: bool) -> Rows:
    """What takes the place of `forward.encode`: the library's own batches, in float32."""
    del batch_tokens, half
    rows: Rows = model.encode(list(texts), show_progress_bar=False, normalize_embeddings=True)
    return forward.unit_rows(rows)


def decided(corpus: Path, output: Path, ours: bool) -> dict[str, dict[Any, Any]]:
    """What a run decides: kind of decision -> what it is about -> the decision. Nothing is taken from a cache."""
    import pipeline
    from pipeline.config import CacheConfig
    from pipeline.loading import load_config

    config = load_config(corpus).model_copy(update={"cache": CacheConfig(answers=False)})
    chosen = forward.encode
    forward.encode = chosen if ours else by_the_library
    try:
        found = pipeline.run(config, output)
    finally:
        forward.encode = chosen
    decisions: dict[str, dict[Any, Any]] = {
        name: dict(Counter(found.frame(name).select(columns).iter_rows())) for name, columns in DECIDED.items()
    }
    verdicts = found.frame("support").select("claim", "article", "verdict").iter_rows()
    return decisions | {"verdicts": {row[:2]: row[2] for row in verdicts}}


def compare_decisions(corpus: Path) -> dict[str, Any]:
    """Of each kind: how many there are, and how many the other encoding lacks, adds or decides otherwise."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        ours, theirs = (decided(corpus, Path(scratch) / name, name == "ours") for name in ("ours", "theirs"))
    return {
        kind: {
            "ours": len(found),
            "library": len(theirs[kind]),
            "differ": sum(found.get(key) != theirs[kind].get(key) for key in found.keys() | theirs[kind].keys()),
        }
        for kind, found in ours.items()
    }


def main(argv: Sequence[str]) -> int:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    parser.add_argument("--decisions", action="store_true", help="RUN is a corpus, and whole runs are compared")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sentences", type=int, default=2_000, help="texts at most")
    known = parser.parse_args(argv)
    if known.decisions:
        print(json.dumps({str(corpus): compare_decisions(corpus) for corpus in known.runs}, indent=1))
        return 0
    stream = [text for run in known.runs for text in texts_of(run)][: known.sentences]
    found = {
        "threads": cores(),
        "bfloat16": bfloat16_is_native(),
        "stream": measure(stream, known.rounds),
        "distinct": measure(sorted(set(stream)), known.rounds),
    }
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
