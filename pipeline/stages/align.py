"""Quotes that report one utterance, across outlets and languages, within a story."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pipeline import schemas
from pipeline.alignment.groups import Group, group
from pipeline.alignment.pairs import Weighed, grid, keep_best, weigh, with_neighbours
from pipeline.alignment.parts import Part, Space, article_pairs, parts_of, space_of
from pipeline.alignment.posts import within_posts
from pipeline.alignment.renderings import Renderings
from pipeline.schemas import columns

if TYPE_CHECKING:
    import polars as pl

    from pipeline.config import AlignConfig


def align(
    config: AlignConfig,
    stories: pl.DataFrame,
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    parts: pl.DataFrame,
    translations: pl.DataFrame,
    vectors: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`candidates` (pairs of parts at or above the review band) and `utterances`; never across stories."""
    story_of = dict(columns(stories, "article", "story"))
    everything = parts_of(articles, sentences, quotes, parts, translations)
    space = space_of(sentences, parts, vectors)
    candidates: list[dict[str, Any]] = []
    utterances: list[dict[str, Any]] = []
    for story in sorted(set(story_of.values())):
        members = [p for p in everything if story_of.get(p.article) == story]
        weighed = keep_best(within_posts(with_neighbours(_weigh_story(members, space, config.review)), members))
        candidates += [_candidate(story, w, config) for w in weighed]
        groups = group(members, weighed, config.match)
        utterances += [row for found in groups for row in _utterance(story, found)]
    return (
        schemas.frame("candidates", candidates, "story", "a", "b"),
        schemas.frame("utterances", utterances, "story", "utterance", "quote"),
    )


def _weigh_story(parts: list[Part], space: Space, floor: float) -> list[Weighed]:
    found = []
    renderings = Renderings(parts)
    for a, b in article_pairs(parts):
        table = grid(a, b, space, renderings)
        for i, x in enumerate(a):
            for j, y in enumerate(b):
                if a is b and j <= i:
                    continue
                w = weigh(x, y, (i, j), table)
                if w is not None and w.score >= floor:
                    found.append(w)
    return sorted(found, key=lambda w: (w.a.id, w.b.id))


def _candidate(story: str, w: Weighed, config: AlignConfig) -> dict[str, Any]:
    return {
        "story": story,
        "a": w.a.id,
        "b": w.b.id,
        "a_quote": w.a.quote,
        "b_quote": w.b.quote,
        "view": w.view,
        "band": "match" if w.score >= config.match else "review",
        "score": w.score,
        "lexical": round(w.lexical, 4),
        "cosine": round(w.cosine, 4),
        "margin": round(w.margin, 4),
        "a_span": _span(w.a, w.shared.a_range, same_language=w.view == "words"),
        "b_span": _span(w.b, w.shared.b_range, same_language=w.view == "words"),
        "evidence": list(w.evidence),
    }


def _span(part: Part, shared: tuple[int, int], *, same_language: bool) -> dict[str, int]:
    """Article offsets of the shared words; the whole part where only a translation shares them."""
    first, last = shared
    start, end = part.own.span(first, last) if same_language and last > first else (part.start, part.end)
    return {"start": start, "end": end}


def _utterance(story: str, found: Group) -> list[dict[str, Any]]:
    name = "u-" + hashlib.sha256("\n".join(p.id for p in found.parts).encode()).hexdigest()[:10]
    rows = []
    for quote in sorted({p.quote for p in found.parts}):
        mine = [p.id for p in found.parts if p.quote == quote]
        rows.append({"story": story, "utterance": name, "quote": quote, "parts": mine, "via": found.via[mine[0]]})
    return rows
