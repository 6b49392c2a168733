"""What is known to differ: which sentence or article cannot state the whole of which sentence, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from pipeline.evidence.passages import Differing

ALWAYS: Final = ("number", "negation")
"""Classes of difference that change the statement even where a person should look."""
WHERE_SURE: Final = ("hedge", "condition", "speaker", "widened")
"""Kinds that do so where they are sure: a hedge that a vector does not find in another language is often there."""
LEFT_OUT: Final = ("qualifier", "word")
"""Kinds of omission, minor ones too, after which a copy states less: the fuller one is not stated whole by it."""


def differing_sentences(
    sentences: pl.DataFrame, quotes: pl.DataFrame, differences: pl.DataFrame, conflicts: pl.DataFrame
) -> Differing:
    """sentence -> {sentence that renders it otherwise, or article that has another fact: explanation}.

    Both ways for what changes the meaning; where words are left out, for the sentence that has them. Who has another
    fact anywhere does not state the sentence whole elsewhere.
    """
    articles = dict(quotes.select("quote", "article").iter_rows())
    places: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for article, sentence, start, end in sentences.select("article", "sentence", "start", "end").iter_rows():
        places[article].append((sentence, start, end))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    changed = pl.col("class").is_in(ALWAYS) | (pl.col("kind").is_in(WHERE_SURE) & (pl.col("band") == "sure"))
    less = (pl.col("class") == "omission") & pl.col("kind").is_in(LEFT_OUT)
    rows = differences.filter(((pl.col("severity") == "major") & changed) | less)
    rows = rows.sort("a", "b", "class", "kind", "explanation")
    for row in rows.iter_rows(named=True):
        left, right = (_within(places[articles[row[side]]], row[f"{side}_span"]) for side in ("a", "b"))
        one_way = row["class"] == "omission" and row["kind"] in LEFT_OUT
        for mine in left:
            for theirs in right:
                if row["a_text"] or not one_way:
                    found[mine].setdefault(theirs, row["explanation"])
                if row["b_text"] or not one_way:
                    found[theirs].setdefault(mine, row["explanation"])
    for row in conflicts.sort("conflict").iter_rows(named=True):
        for here, there in (("a", "b"), ("b", "a")):
            span = {"start": row[f"{here}_start"], "end": row[f"{here}_end"]}
            for mine in _within(places[row[f"{here}_article"]], span):
                found[mine].setdefault(row[f"{there}_article"], row["explanation"])
    return dict(found)


def _within(places: list[tuple[str, int, int]], span: Mapping[str, Any]) -> list[str]:
    """Sentences under a span; an empty one marks where words are missing, at a sentence's edge too."""
    start, end = span["start"], span["end"]
    if start == end:
        return [sentence for sentence, first, last in places if first <= start <= last]
    return [sentence for sentence, first, last in places if first < end and start < last]
