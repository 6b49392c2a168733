"""From counts to a dictionary: few sure English stems a stem, written as one compressed table a language."""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.text.tokens import stop_stems
from tools.train_dictionary.alignment import Cells, Floats
from tools.train_dictionary.bitext import Side

Table = dict[str, dict[str, float]]
"""Stem -> English stem -> how surely the one stands for the other, 0..1."""

LEAST_COUNT = 1.5
LEAST_WEIGHT = 0.04
SENSES = 8
SYNONYM = 0.12


def table_of(source: Side, english: Side, cells: Cells, counts: Floats, code: str) -> Table:
    """Content words with the stems that both directions give a share of their occurrences to.

    The weight is the larger of the two shares, damped where the other is tiny: "Haus" is "house" and "White House" is
    »Weißes Haus«, but neither is "white".
    """
    whole_left = np.bincount(cells.left, counts, len(source.stems))
    whole_right = np.bincount(cells.right, counts, len(english.stems))
    there, back = counts / whole_left[cells.left], counts / whole_right[cells.right]
    weight = np.minimum(1.0, np.sqrt(there * back) + 0.5 * np.maximum(there, back) * np.minimum(1.0, counts / 10))
    stop, english_stop = stop_stems(code), stop_stems("en")
    found: Table = defaultdict(dict)
    kept = (counts >= LEAST_COUNT) & (weight >= LEAST_WEIGHT) & (np.maximum(there, back) >= LEAST_WEIGHT)
    for at in kept.nonzero()[0].tolist():
        stem, meaning = source.stems[int(cells.left[at])], english.stems[int(cells.right[at])]
        if stem not in stop and meaning not in english_stop and not stem.isdigit():
            found[stem][meaning] = round(float(weight[at]), 2)
    return {stem: _best(senses) for stem, senses in sorted(found.items())}


def _best(senses: Mapping[str, float]) -> dict[str, float]:
    order = sorted(senses, key=lambda meaning: (-senses[meaning], meaning))
    return {meaning: senses[meaning] for meaning in order[:SENSES]}


def english_table(tables: Sequence[Table]) -> Table:
    """English stems that one foreign stem stands for (Bannard and Callison-Burch 2005), in two languages at least."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for table in tables:
        best: dict[tuple[str, str], float] = defaultdict(float)
        for senses in table.values():
            for one, first in senses.items():
                for other, second in senses.items():
                    if one != other:
                        best[one, other] = max(best[one, other], min(first, second))
        for (one, other), weight in best.items():
            found[one][other].append(weight)
    chosen: Table = {}
    for stem, others in sorted(found.items()):
        senses = {
            other: round(sorted(weights)[-2], 2)
            for other, weights in others.items()
            if len(weights) > 1 and sorted(weights)[-2] >= SYNONYM
        }
        if senses:
            chosen[stem] = _best(senses)
    return chosen


def write_table(path: Path, table: Table) -> None:
    """One line a stem: the stem, then its English stems with their weights in hundredths."""
    lines = (
        "\t".join((stem, *(f"{meaning} {round(100 * weight)}" for meaning, weight in senses.items())))
        for stem, senses in sorted(table.items())
    )
    path.write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode(), preset=9 | lzma.PRESET_EXTREME))
