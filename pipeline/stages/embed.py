"""embed: one unit vector for a segment and view.

`original` where the encoder reads the segment's language, `english` for its translation; an English segment has
only its original. Segments without a vector are those that the encoder does not read and nothing translates.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from pipeline.config import EmbedConfig
from pipeline.models.protocols import Encoder
from pipeline.schemas import SCHEMAS, conform, empty
from pipeline.text.clauses import clauses

ENGLISH: Final = "en"
SKIPPED_KINDS: Final = ("boilerplate",)


def embed(
    config: EmbedConfig,
    sentences: pl.DataFrame,
    parts: pl.DataFrame,
    translations: pl.DataFrame,
    *,
    encoder: Encoder,
) -> pl.DataFrame:
    """Vectors of every readable view, sorted by article, segment and view."""
    del config  # The model that it names has been loaded already; its digest is in the cache key.
    originals = _originals(sentences, parts, encoder)
    views = pl.concat([originals, _renderings(translations), _clauses(originals)])
    views = views.filter(pl.col("text").str.strip_chars() != "").sort("article", "segment", "view")
    if views.is_empty():
        return empty("vectors")
    rows = encoder.encode(views["text"].to_list(), views["language"].to_list())
    vectors = pl.Series("vector", rows, dtype=pl.Array(pl.Float32, rows.shape[1])).cast(SCHEMAS["vectors"]["vector"])
    return conform("vectors", views.select("article", "segment", "view").with_columns(vectors))


def _originals(sentences: pl.DataFrame, parts: pl.DataFrame, encoder: Encoder) -> pl.DataFrame:
    ours = sentences.filter(~pl.col("kind").is_in(SKIPPED_KINDS)).rename({"sentence": "segment"})
    quoted = parts.rename({"part": "segment"})
    both = pl.concat([table.select(*_columns("original")) for table in (ours, quoted)])
    readable = [language for language in both["language"].unique() if language and encoder.reads(language)]
    return both.filter(pl.col("language").is_in(readable))


def _renderings(translations: pl.DataFrame) -> pl.DataFrame:
    present = translations.filter((pl.col("status") != "missing") & pl.col("english").is_not_null())
    return present.select(
        "article",
        "segment",
        pl.lit("english").alias("view"),
        pl.lit(ENGLISH).alias("language"),
        pl.col("english").alias("text"),
    )


def _clauses(originals: pl.DataFrame) -> pl.DataFrame:
    """The clauses of every segment that has several, as `<segment>#<n>` in the view `clause`."""
    rows = [
        (article, f"{segment}#{n}", "clause", language, text[start:end])
        for article, segment, _, language, text in originals.iter_rows()
        for found in [clauses(text, language)]
        if len(found) > 1
        for n, (start, end) in enumerate(found)
    ]
    return pl.DataFrame(rows, schema=originals.schema, orient="row")


def _columns(view: str) -> tuple[pl.Expr, ...]:
    names = pl.col("article"), pl.col("segment")
    return (*names, pl.lit(view).alias("view"), pl.col("language"), pl.col("text"))
