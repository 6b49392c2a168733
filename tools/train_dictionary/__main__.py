"""Command line of the recipe: the parallel corpus in, one table a language out."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.train_dictionary.alignment import agreed_counts
from tools.train_dictionary.bitext import bitext
from tools.train_dictionary.tables import Table, english_table, table_of, write_table
from tools.train_encoder.data import Pair, read_pairs
from tools.train_encoder.ukrainian import ukrainianised

LEFT_OUT = frozenset({"php-docs", "bilinguator-books"})
READINGS = 2
"""Renderings of one source sentence that are read; further ones are outputs of like systems."""
REWRITTEN = 120_000
"""Russian sentences that are rewritten as Ukrainian, of which there is no parallel text."""


def parser() -> argparse.ArgumentParser:
    """Build the command line."""
    top = argparse.ArgumentParser(prog="python -m tools.train_dictionary", description=__doc__)
    top.add_argument("--pairs", type=Path, required=True, help="train.tsv.xz: language, origin, source, English")
    top.add_argument("--out", type=Path, default=Path("pipeline/dictionary"))
    top.add_argument("--languages", nargs="*", default=[], help="only these; all by default")
    return top


def chosen(pairs: Sequence[Pair]) -> dict[str, list[tuple[str, str]]]:
    """(source, English) by language; Ukrainian is made of the Russian of human hands and systems."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    readings: dict[tuple[str, str], int] = defaultdict(int)
    for pair in pairs:
        if pair.origin in LEFT_OUT or readings[pair.language, pair.source] >= READINGS:
            continue
        readings[pair.language, pair.source] += 1
        found[pair.language].append((pair.source, pair.english))
    return dict(found)


def _ukrainian(russian: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    step = max(1, len(russian) // REWRITTEN)
    for source, english in russian[::step]:
        yield ukrainianised(source), english


def main(arguments: list[str] | None = None) -> None:
    """Learn and write the tables."""
    given = parser().parse_args(arguments)
    by_language = chosen(read_pairs(given.pairs))
    if "ru" in by_language:
        by_language["uk"] = list(_ukrainian(by_language["ru"]))
    tables: dict[str, Table] = {}
    for code, rows in sorted(by_language.items()):
        if given.languages and code not in given.languages:
            continue
        source, english = bitext(rows, code)
        tables[code] = table_of(source, english, *agreed_counts(source, english), code)
        write_table(given.out / f"{code}.tsv.xz", tables[code])
        print(f"{code}: {len(rows)} pairs, {len(tables[code])} stems", flush=True)
    if not given.languages:
        tables["en"] = english_table([table for code, table in tables.items() if code != "uk"])
        write_table(given.out / "en.tsv.xz", tables["en"])
        print(f"en: {len(tables['en'])} stems")


if __name__ == "__main__":
    main()
