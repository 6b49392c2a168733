"""Blocks to sentences, in the language of each block."""

from __future__ import annotations

import polars as pl

from pipeline.config import SegmentConfig
from pipeline.schemas import frame
from pipeline.text.folding import fold_space
from pipeline.text.sentences import sentence_spans

# One line, one unit: these are not cut into sentences. Front matter is no language at all.
_WHOLE = frozenset({"headline", "subheading", "caption", "byline", "post_signature", "metadata"})


def segment(
    config: SegmentConfig, articles: pl.DataFrame, blocks: pl.DataFrame, languages: pl.DataFrame
) -> pl.DataFrame:
    """`articles`, `blocks`, `languages` -> `sentences`, numbered through each article as `<article>:s000`."""
    texts = dict(articles.select("article", "text").iter_rows())
    spoken = {(row["article"], row["block"]): row["language"] for row in languages.iter_rows(named=True)}
    rows: list[dict[str, object]] = []
    counts: dict[str, int] = {}
    for block in blocks.sort("article", "block").iter_rows(named=True):
        article = block["article"]
        code = spoken.get((article, block["block"])) or spoken.get((article, -1)) or "und"
        body = texts[article][block["start"] : block["end"]]
        for start, end in _spans(body, block["kind"], code, config.max_chars):
            index = counts.get(article, 0)
            counts[article] = index + 1
            rows.append(
                {
                    "article": article,
                    "sentence": f"{article}:s{index:03d}",
                    "block": block["block"],
                    "index": index,
                    "kind": block["kind"],
                    "language": code,
                    "start": block["start"] + start,
                    "end": block["start"] + end,
                    "text": fold_space(body[start:end]),
                }
            )
    return frame("sentences", rows).sort("article", "index")


def _spans(body: str, kind: str, code: str, max_chars: int) -> list[tuple[int, int]]:
    if kind in _WHOLE and len(body) <= max_chars:
        return [(len(body) - len(body.lstrip()), len(body.rstrip()))] if body.strip() else []
    return sentence_spans(body, code, max_chars)
