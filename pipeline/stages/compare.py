"""Wording differences between the quotations of one utterance, pair by pair."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pipeline import schemas
from pipeline.alignment.parts import parts_of
from pipeline.comparison.beads import Meeting, Reader
from pipeline.comparison.carried import Links
from pipeline.comparison.difference import SURE, Difference
from pipeline.comparison.pairing import compare_pair
from pipeline.comparison.speakers import names_speaker
from pipeline.evidence.vectors import vector_table
from pipeline.schemas import columns

if TYPE_CHECKING:
    import polars as pl

    from pipeline.alignment.parts import Part
    from pipeline.comparison.carried import Known
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
    reader = _reader(articles, sentences, quotes, parts, translations, vectors)
    outlet = dict(columns(articles, "article", "outlet"))
    links = _links(candidates)
    meetings = sorted(_meetings(utterances, reader.quotes).items())
    rows: list[dict[str, Any]] = []
    known: Known = defaultdict(list)
    # Copies in one language first, then renderings beside their posts: what they tell is used across languages.
    for order in range(3):
        for (story, a, b), meeting in meetings:
            if _order(reader.quotes[a], reader.quotes[b]) != order:
                continue
            found = compare_pair(a, b, meeting, links, reader, known, config)
            if order < 2:
                known[a] += [(b, d) for d in found]
                known[b] += [(a, d.mirrored()) for d in found]
            names = outlet[reader.quotes[a]["article"]], outlet[reader.quotes[b]["article"]]
            rows += [_row(story, meeting.utterance, a, b, d, names) for d in found]
    return schemas.frame("differences", rows, "story", "utterance", "a", "b", "class", "kind", "explanation")


def _reader(
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    parts: pl.DataFrame,
    translations: pl.DataFrame,
    vectors: pl.DataFrame,
) -> Reader:
    by_quote: dict[str, list[Part]] = defaultdict(list)
    for part in parts_of(articles, sentences, quotes, parts, translations):
        by_quote[part.quote].append(part)
    return Reader(
        quotes={row["quote"]: row for row in quotes.iter_rows(named=True)},
        parts=dict(by_quote),
        text=dict(columns(articles, "article", "text")),
        vectors=vector_table(vectors),
        outlets=frozenset(name for name in articles["outlet"].to_list() if name),
    )


def _links(candidates: pl.DataFrame) -> Links:
    return Links((a, b) for a, b, band in columns(candidates, "a", "b", "band") if band == "match")


def _meetings(utterances: pl.DataFrame, quotes: dict[str, dict[str, Any]]) -> dict[tuple[str, str, str], Meeting]:
    """Every two comparable quotations that share an utterance, with the parts by which they meet in each."""
    found: dict[tuple[str, str, str], Meeting] = {}
    told: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for story, utterance, quote, held in columns(utterances, "story", "utterance", "quote", "parts"):
        told[story, utterance][quote] = held
    for (story, utterance), members in told.items():
        for a, b in combinations(sorted(members), 2):
            if _comparable(quotes[a], quotes[b]):
                meeting = found.setdefault((story, a, b), Meeting(utterance, [], set()))
                meeting.parts.append((tuple(members[a]), tuple(members[b])))
                meeting.vouched.update(_vouched([quotes[q] for q in members], {a, b}))
    return found


def _vouched(members: list[dict[str, Any]], pair: set[str]) -> set[str]:
    """Speakers whom a copy beside the pair names, or whom one such copy and a second article are understood to mean
    though neither names them."""
    spoken = [q for q in members if q["speaker"]]
    articles: dict[str, set[str]] = defaultdict(set)
    for q in spoken:
        articles[q["speaker"]].add(q["article"])
    others = (q for q in spoken if q["quote"] not in pair)
    return {q["speaker"] for q in others if names_speaker(q) or len(articles[q["speaker"]]) > 1}


def _comparable(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Two articles, or a post and the quotation in the same article that renders it."""
    if a["article"] != b["article"]:
        return True
    return (a["kind"] == "post") != (b["kind"] == "post") and a["parent"] is None and b["parent"] is None


def _order(a: dict[str, Any], b: dict[str, Any]) -> int:
    if a["language"] == b["language"]:
        return 0
    return 1 if a["article"] == b["article"] else 2


def _row(story: str, utterance: str, a: str, b: str, d: Difference, names: tuple[str, str]) -> dict[str, Any]:
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
