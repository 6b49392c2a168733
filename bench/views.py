"""Alignment across languages by each view alone and by both: originals, translations, their union.

    python -m bench.views RUN GOLD [RUN GOLD ...]

RUN is the output folder of a run (its frames are read), GOLD its folder of gold. Nothing is encoded or translated: the
align stage is run again on the same frames with one view taken away. `original` is what a machine without any
translation package gets, `english` what one gets whose encoder reads English alone. A link is two quotes of different
articles and languages in one utterance; only kinds that gold requires count, and links are given by pair of languages.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import polars as pl

from pipeline.config import AlignConfig
from pipeline.evaluate import REQUIRED_KINDS, Gold, overlap, pair_up, precision_recall
from pipeline.stages.align import align

FRAMES = ("stories", "articles", "sentences", "quotes", "parts", "translations", "vectors")
VIEWS = ("original", "english", "both")
Frames = dict[str, pl.DataFrame]
Link = tuple[str, str]


def read_frames(run: Path) -> Frames:
    """Read what the align stage needs from a run's folder."""
    return {name: pl.read_parquet(run / "frames" / f"{name}.parquet") for name in FRAMES}


def with_view(frames: Frames, view: str) -> Frames:
    """Take the other view away; `both` takes nothing."""
    vectors, translations = frames["vectors"], frames["translations"]
    if view == "original":
        vectors, translations = vectors.filter(pl.col("view") != "english"), translations.clear()
    elif view == "english":
        foreign = frames["parts"].filter(pl.col("language") != "en")["part"].to_list()
        foreign += frames["sentences"].filter(pl.col("language") != "en")["sentence"].to_list()
        owner = pl.col("segment").str.split("#").list.first()
        vectors = vectors.filter((pl.col("view") == "english") | ~owner.is_in(foreign))
    return frames | {"vectors": vectors, "translations": translations}


def matched(quotes: pl.DataFrame, gold: Gold) -> dict[str, str]:
    """Pair each found quote with the gold quote that it is."""
    found, expected = quotes.to_dicts(), gold.rows("quotes")

    def full(row: dict[str, object]) -> str:
        rest = row.get("rest") or []
        return " ".join([str(row["text"]), *(str(each) for each in rest)])  # type: ignore[attr-defined]

    pairs = pair_up(
        found,
        expected,
        (lambda row: row["article"], lambda row: row["doc"]),
        lambda a, b: overlap(full(dict(a)), full(dict(b))),
        0.8,
    )
    return {found[p]["quote"]: expected[g]["id"] for p, g in pairs}


def cross_links(groups: Sequence[Sequence[str]], language: dict[str, str], article: dict[str, str]) -> set[Link]:
    """Pairs of gold quotes of two languages and articles that a group joins; quotes of other kinds are left out."""
    pairs = (pair for group in groups for pair in combinations(sorted({q for q in group if q in language}), 2))
    return {(a, b) for a, b in pairs if language[a] != language[b] and article[a] != article[b]}


def links_of(frames: Frames, to_gold: dict[str, str]) -> list[list[str]]:
    """Run the align stage; give each utterance as a list of gold quotes."""
    _, utterances = align(AlignConfig(), *(frames[name] for name in FRAMES))
    grouped = utterances.group_by("utterance", maintain_order=True).agg("quote")["quote"].to_list()
    return [[to_gold[quote] for quote in group if quote in to_gold] for group in grouped]


def report(run: Path, folder: Path) -> None:
    """Print precision, recall and F1 by view, all together and by pair of languages."""
    frames, gold = read_frames(run), Gold(folder)
    required = [row for row in gold.rows("quotes") if row["kind"] in REQUIRED_KINDS]
    spoken = dict(frames["parts"].select("quote", "language").iter_rows())
    to_gold = matched(frames["quotes"], gold)
    of_gold = {name: spoken[quote] for quote, name in to_gold.items() if quote in spoken}
    language = {row["id"]: of_gold.get(row["id"], row.get("lang", "?")) for row in required}
    article = {row["id"]: row["doc"] for row in required}
    expected = cross_links([row["members"] for row in gold.rows("families")], language, article)

    def pair_of(link: Link) -> str:
        return "-".join(sorted((language[link[0]], language[link[1]])))

    kinds = Counter(pair_of(link) for link in expected)
    print(f"\n{folder.parent.name or folder}: {len(expected)} links across languages")
    print(f"{'languages':12} {'gold':>5}" + "".join(f"{view + ' P / R / F1':>26}" for view in VIEWS))
    found = {view: cross_links(links_of(with_view(frames, view), to_gold), language, article) for view in VIEWS}
    for kind in ["all", *sorted(kinds)]:
        cells = []
        for view in VIEWS:
            mine, theirs = (
                {link for link in links if kind in ("all", pair_of(link))} for links in (found[view], expected)
            )
            s = precision_recall(len(mine & theirs), len(mine), len(theirs))
            cells.append(f"{s['precision']:>12.3f} {s['recall']:.3f} {s['f1']:.3f}")
        total = len(expected) if kind == "all" else kinds[kind]
        print(f"{kind:12} {total:>5}" + "".join(f"{cell:>26}" for cell in cells))


def main() -> None:
    """Read the arguments and print one table a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="RUN GOLD")
    folders = parser.parse_args().folders
    if len(folders) % 2:
        parser.error("give folders in pairs: RUN GOLD")
    for run, folder in zip(folders[::2], folders[1::2], strict=True):
        report(run, folder)


if __name__ == "__main__":
    main()
