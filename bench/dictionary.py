"""How well the bundled dictionaries tell a sentence's translation from other sentences, by words alone.

    python -m bench.dictionary PAIRS.tsv[.xz] [--count 1000]

Reads language, origin, source, English; pairs of one language are searched among one another. A row a language: how
many stems its table has, the mean share of a sentence's words that its translation renders and that the best of the
others does (both ways), and how often the translation renders most (P@1). Pairs that the tables were learnt from say
little.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.dictionary import table
from pipeline.evidence.segments import Segments, Windows
from pipeline.evidence.senses import SenseSpace
from pipeline.evidence.statements import read_statement
from tools.train_encoder.data import Pair, read_pairs


def main(arguments: Sequence[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("pairs", type=Path)
    asked.add_argument("--count", type=int, default=1_000, help="sentences a language")
    given = asked.parse_args(arguments)
    by_language: dict[str, list[Pair]] = defaultdict(list)
    for pair in read_pairs(given.pairs):
        by_language[pair.language].append(pair)
    print(f"{'':4}{'stems':>8}{'pairs':>7}{'rendered':>10}{'others':>8}{'P@1':>7}")
    for code, pairs in sorted(by_language.items()):
        some = pairs[:: max(1, len(pairs) // given.count)][: given.count]
        true, others, first = measure(some, code)
        print(f"{code:4}{len(table(code)):>8}{len(some):>7}{true:>10.3f}{others:>8.3f}{first:>7.3f}")


def measure(pairs: Sequence[Pair], code: str) -> tuple[float, float, float]:
    """Mean coverage of the true pair, mean of the best wrong one, P@1."""
    own = [read_statement(pair.source, code, None).own for pair in pairs]
    english = [read_statement(pair.english, "en", None).own for pair in pairs]
    space, count = SenseSpace([*own, *english]), len(pairs)
    windows = Windows(Segments([count]), 1)
    sources, answers = np.arange(count), np.arange(count, 2 * count)
    both = (space.coverage(sources, answers, windows) + space.coverage(answers, sources, windows).T) / 2
    true = np.diag(both).copy()
    np.fill_diagonal(both, -1.0)
    return float(true.mean()), float(both.max(axis=1).mean()), float((true > both.max(axis=1)).mean())


if __name__ == "__main__":
    main()
