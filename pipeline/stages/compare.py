"""Wording differences between the quotations of one utterance, pair by pair."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pipeline import schemas
from pipeline.alignment.parts import Part, parts_of
from pipeline.comparison.difference import SURE, Difference
from pipeline.comparison.pairing import PartsByQuote, compare_pair

if TYPE_CHECKING:
    import polars as pl

    from pipeline.config import CompareConfig


def compare(
    config: CompareConfig,
    candidates: pl.DataFrame,
    utterances: pl.DataFrame,
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    parts: pl.DataFrame,
    translations: pl.DataFrame,
    vectors: pl.DataFrame,
) -> pl.DataFrame:
    """`differences`: every pair of quotations of an utterance from two articles, or of a post and its rendering."""
    by_quote: PartsByQuote = defaultdict(list)
    for part in parts_of(articles, sentences, quotes, parts, translations):
        by_quote[part.quote].append(part)
    rows_of = {row["quote"]: row for row in quotes.iter_rows(named=True)}
    text = dict(articles.select("article", "text").iter_rows())
    outlet = dict(articles.select("article", "outlet").iter_rows())
    links = _links(candidates)
    rows: list[dict[str, Any]] = []
    for story, a, b, utterance, shared in _pairs(utterances, rows_of):
        found = compare_pair(rows_of[a], rows_of[b], by_quote, shared, links, text, config)
        names = outlet[rows_of[a]["article"]], outlet[rows_of[b]["article"]]
        rows += [_row(story, utterance, a, b, d, names) for d in found]
    return schemas.frame("differences", rows).sort(
        "story", "utterance", "a", "b", "class", "kind", "explanation", maintain_order=True
    )


def _links(candidates: pl.DataFrame) -> dict[tuple[str, str], float]:
    """Score of each matched pair of parts, from either end."""
    matched = candidates.filter(candidates["band"] == "match")
    found: dict[tuple[str, str], float] = {}
    for a, b, score in matched.select("a", "b", "score").iter_rows():
        found[a, b] = found[b, a] = score
    return found


def _pairs(
    utterances: pl.DataFrame, quotes: dict[str, dict[str, Any]]
) -> list[tuple[str, str, str, str, frozenset[str]]]:
    """(story, a, b, first utterance they share, their parts in all the utterances they share), each pair once."""
    shared: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    first: dict[tuple[str, str, str], str] = {}
    for (story, utterance), group in utterances.group_by("story", "utterance", maintain_order=True):
        members = dict(group.select("quote", "parts").iter_rows())
        for a, b in combinations(sorted(members), 2):
            if not _comparable(quotes[a], quotes[b]):
                continue
            key = (str(story), a, b)
            shared[key] |= {*members[a], *members[b]}
            first.setdefault(key, str(utterance))
    return [(s, a, b, first[s, a, b], frozenset(parts)) for (s, a, b), parts in sorted(shared.items())]


def _comparable(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Two articles, or a post and the quotation in the same article that renders it."""
    if a["article"] != b["article"]:
        return True
    return (a["kind"] == "post") != (b["kind"] == "post") and a["parent"] is None and b["parent"] is None


def _row(
    story: str, utterance: str, a: str, b: str, d: Difference, names: tuple[str, str]
) -> dict[str, Any]:
    explanation = d.explanation.replace("{a}", names[0]).replace("{b}", names[1])
    return {
        "story": story,
        "utterance": utterance,
        "a": a,
        "b": b,
        "class": d.cls,
        "kind": d.kind,
        "severity": d.severity,
        "band": "sure" if d.confidence >= SURE else "review",
        "confidence": d.confidence,
        "a_text": d.a_text,
        "b_text": d.b_text,
        "a_span": {"start": d.a_span[0], "end": d.a_span[1]},
        "b_span": {"start": d.b_span[0], "end": d.b_span[1]},
        "via_translation": d.via_translation,
        "evidence": list(d.evidence),
        "explanation": explanation[:1].upper() + explanation[1:],
    }


__all__ = ["Part", "compare"]
