"""What is known of renderings: which sentence or article cannot state the whole of which sentence, which may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from pipeline.evidence.passages import FAITHFUL, HEDGED, REWORDED, Differing, Renderings
from pipeline.schemas import columns

if TYPE_CHECKING:
    import polars as pl

ALWAYS: Final = ("number", "negation")
"""Classes of difference that change the statement even where a person should look."""
WHERE_SURE: Final = ("hedge", "condition", "speaker", "widened")
"""Kinds that do so where they are sure: a hedge that a vector does not find in another language is often there."""
LEFT_OUT: Final = ("qualifier", "word")
"""Kinds of omission, minor ones too, after which a copy states less: the fuller one is not stated whole by it."""


PERHAPS_LESS: Final = ("clause", "qualifier", "restriction", "degree")
"""Kinds of minor differences by which the one may say less than the other, as major ones do that rule nothing out."""
_BAD: Final = (FAITHFUL, REWORDED, HEDGED)
"""Each outweighs those before it."""


def differing_sentences(
    sentences: pl.DataFrame, quotes: pl.DataFrame, differences: pl.DataFrame, conflicts: pl.DataFrame
) -> Differing:
    """sentence -> {sentence that renders it otherwise, or article that has another fact: explanation}.

    Both ways for what changes the meaning; where words are left out, for the sentence that has them. Who has another
    fact anywhere does not state the sentence whole elsewhere.
    """
    articles = dict(columns(quotes, "quote", "article"))
    places = _places(sentences)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _in_order(differences, "a", "b", "class", "kind", "explanation"):
        one_way = row["class"] == "omission" and row["kind"] in LEFT_OUT
        changed = row["class"] in ALWAYS or (row["kind"] in WHERE_SURE and row["band"] == "sure")
        if not one_way and not (row["severity"] == "major" and changed):
            continue
        left, right = (_within(places[articles[row[side]]], row[f"{side}_span"]) for side in ("a", "b"))
        for mine in left:
            for theirs in right:
                if row["a_text"] or not one_way:
                    found[mine].setdefault(theirs, row["explanation"])
                if row["b_text"] or not one_way:
                    found[theirs].setdefault(mine, row["explanation"])
    for row in _in_order(conflicts, "conflict"):
        for here, there in (("a", "b"), ("b", "a")):
            span = {"start": row[f"{here}_start"], "end": row[f"{here}_end"]}
            for mine in _within(places[row[f"{here}_article"]], span):
                found[mine].setdefault(row[f"{there}_article"], row["explanation"])
    return dict(found)


def renderings(sentences: pl.DataFrame, quotes: pl.DataFrame, differences: pl.DataFrame) -> Renderings:
    """sentence -> {sentence that quotes the same words: FAITHFUL, REWORDED or HEDGED, as far as alignment can tell}.

    What the pair is doubted for in the band `review` is evidence to be weighed, and so is that nothing was found.
    """
    articles = dict(columns(quotes, "quote", "article"))
    places = _places(sentences)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _in_order(differences, "a", "b", "class", "kind"):
        how = _rendered(row)
        if how is None:
            continue
        left, right = (_within(places[articles[row[side]]], row[f"{side}_span"]) for side in ("a", "b"))
        one_way = row["class"] == "omission" and how == REWORDED
        for mine in left:
            for theirs in right:
                for here, there, side in ((mine, theirs, "a_text"), (theirs, mine, "b_text")):
                    if row[side] or not one_way:
                        found[here][there] = max(how, found[here].get(there, FAITHFUL), key=_BAD.index)
    return dict(found)


def _in_order(rows: pl.DataFrame, *by: str) -> list[dict[str, Any]]:
    return sorted(rows.iter_rows(named=True), key=itemgetter(*by))


def _rendered(row: Mapping[str, Any]) -> str | None:
    if row["severity"] == "none":
        return FAITHFUL if row["class"] != "segment" else None
    if row["kind"] == "hedge":
        return HEDGED
    less = row["class"] in ("translation", "omission") and row["kind"] in PERHAPS_LESS
    return REWORDED if row["severity"] == "major" or less else None


def _places(sentences: pl.DataFrame) -> dict[str, list[tuple[str, int, int]]]:
    """article -> its sentences with their spans."""
    places: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for article, sentence, start, end in columns(sentences, "article", "sentence", "start", "end"):
        places[article].append((sentence, start, end))
    return places


def _within(places: list[tuple[str, int, int]], span: Mapping[str, Any]) -> list[str]:
    """Sentences under a span; an empty one marks where words are missing, at a sentence's edge too."""
    start, end = span["start"], span["end"]
    if start == end:
        return [sentence for sentence, first, last in places if first <= start <= last]
    return [sentence for sentence, first, last in places if first < end and start < last]
