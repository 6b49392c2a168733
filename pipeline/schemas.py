"""Every frame's schema. Frames are the only thing that passes between stages.

Offsets (`start`, `end`) are code points into `articles.text`, end exclusive; reports turn them into places in the file
by `origins`. Ids are readable and stable: an article's is its manifest id or file stem, a sentence is `<article>:s012`,
a quote `<article>:q03`, a quote's sentence ("part") `<article>:q03.1`. Every frame is sorted by its leading columns
before it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any, Final

import polars as pl

from pipeline.errors import StageError

Type = pl.DataType | type[pl.DataType]


def _schema(columns: Mapping[str, Type]) -> pl.Schema:
    """Types and their instances in one table, which type checkers do not infer for `pl.Schema` itself."""
    return pl.Schema(columns)


SPAN: Final = pl.Struct({"start": pl.Int64, "end": pl.Int64})
LOCATION: Final = pl.Struct({"article": pl.String, "path": pl.String, "start": pl.Int64, "end": pl.Int64})

SCHEMAS: Final[dict[str, pl.Schema]] = {
    # What the corpus folder holds; the only frame that no stage makes. `meta` is the manifest row as JSON.
    "files": _schema(
        {"article": pl.String, "path": pl.String, "content": pl.Binary, "sha256": pl.String, "meta": pl.String}
    ),
    # One row an article; `text` is the decoded original (for html and json: the text extracted from it).
    "articles": _schema(
        {
            "article": pl.String,
            "path": pl.String,
            "outlet": pl.String,
            "title": pl.String,
            "published": pl.String,
            "url": pl.String,
            "sha256": pl.String,
            "encoding": pl.String,
            "format": pl.String,
            "text": pl.String,
        }
    ),
    # A paragraph or the like. kind: headline subheading paragraph caption byline post post_signature boilerplate
    # metadata. `reason` says why it is not a plain paragraph; `repeats` is the earlier block that it repeats.
    "blocks": _schema(
        {
            "article": pl.String,
            "block": pl.Int32,
            "kind": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "reason": pl.String,
            "repeats": pl.Int32,
        }
    ),
    # Where the text of an article from HTML or JSON stands in its file (see text/origins.py), one row a run: `length`
    # characters from `start` stand from `at` in the decoded file, each `width` code points wide, in one `line`.
    "origins": _schema(
        {
            "article": pl.String,
            "start": pl.Int64,
            "length": pl.Int64,
            "at": pl.Int64,
            "width": pl.Int64,
            "line": pl.Int64,
            "column": pl.Int64,
        }
    ),
    # Files that were not read, one row a file.
    "quarantine": _schema({"article": pl.String, "path": pl.String, "reason": pl.String}),
    # block -1 is the article as a whole.
    "languages": _schema(
        {"article": pl.String, "block": pl.Int32, "language": pl.String, "margin": pl.Float64, "reason": pl.String}
    ),
    # `text` is the span with white space folded; `kind` is its block's.
    "sentences": _schema(
        {
            "article": pl.String,
            "sentence": pl.String,
            "block": pl.Int32,
            "index": pl.Int32,
            "kind": pl.String,
            "language": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "text": pl.String,
        }
    ),
    # `text` is the first part, `rest` the later parts of one utterance, `spans` all of them; `context` is the
    # reporting sentence; `relay` the outlet that the article quotes it from; `posted` a post's own date.
    "quotes": _schema(
        {
            "article": pl.String,
            "quote": pl.String,
            "block": pl.Int32,
            "sentence": pl.String,
            "kind": pl.String,
            "language": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "text": pl.String,
            "rest": pl.List(pl.String),
            "spans": pl.List(SPAN),
            "speaker": pl.String,
            "speaker_text": pl.String,
            "speaker_start": pl.Int64,
            "speaker_end": pl.Int64,
            "cue": pl.String,
            "relay": pl.String,
            "parent": pl.String,
            "posted": pl.String,
            "provenance": pl.String,
            "unclosed": pl.Boolean,
            "context": pl.String,
        }
    ),
    # The sentences inside a quote, in order over all its parts.
    "parts": _schema(
        {
            "article": pl.String,
            "quote": pl.String,
            "part": pl.String,
            "index": pl.Int32,
            "language": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "text": pl.String,
        }
    ),
    # Indirect and mixed speech: "said that ...", "according to ...".
    "reported": _schema(
        {
            "article": pl.String,
            "reported": pl.String,
            "sentence": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "text": pl.String,
            "speaker": pl.String,
            "speaker_text": pl.String,
            "cue": pl.String,
            "language": pl.String,
        }
    ),
    # What tells an article's event from others: sketches of names, figures with units, days as MM-DD. `published` is
    # the day that its manifest states, or one `inferred` from its head; `language` that of most of its sentences.
    "gists": _schema(
        {
            "article": pl.String,
            "language": pl.String,
            "published": pl.String,
            "inferred": pl.Boolean,
            "names": pl.List(pl.String),
            "figures": pl.List(pl.String),
            "days": pl.List(pl.String),
        }
    ),
    # One row a non-English segment (a sentence or a part). status: ok suspect missing. `checks` names failed checks,
    # `put_back` words of the source that were put in the place of garbled ones.
    "translations": _schema(
        {
            "article": pl.String,
            "segment": pl.String,
            "language": pl.String,
            "english": pl.String,
            "status": pl.String,
            "checks": pl.List(pl.String),
            "put_back": pl.List(pl.String),
            "package": pl.String,
            "version": pl.String,
            "digest": pl.String,
            "route": pl.String,
        }
    ),
    # One row a segment and view (original, english, and clause for the clauses `<segment>#<n>` of a segment that has
    # several); rows are unit length. Segments the encoder cannot read are absent.
    "vectors": _schema({"article": pl.String, "segment": pl.String, "view": pl.String, "vector": pl.List(pl.Float32)}),
    "stories": _schema({"story": pl.String, "article": pl.String, "published": pl.String, "reason": pl.String}),
    # Pairs of parts that were weighed (rejected ones are left out). band: match review. view: words (same language),
    # english (translation), original (vectors of the originals), adjacent (a rendering beside its post).
    # a_span and b_span bound the words that the two share, in their own articles.
    "candidates": _schema(
        {
            "story": pl.String,
            "a": pl.String,
            "b": pl.String,
            "a_quote": pl.String,
            "b_quote": pl.String,
            "view": pl.String,
            "band": pl.String,
            "score": pl.Float64,
            "lexical": pl.Float64,
            "cosine": pl.Float64,
            "margin": pl.Float64,
            "a_span": SPAN,
            "b_span": SPAN,
            "evidence": pl.List(pl.String),
        }
    ),
    # A quote may report more than one utterance; `parts` are its sentences that report this one. `via` names the link
    # that brought it in.
    "utterances": _schema(
        {"story": pl.String, "utterance": pl.String, "quote": pl.String, "parts": pl.List(pl.String), "via": pl.String}
    ),
    # Spans are into each quote's own article. band: sure review.
    "differences": _schema(
        {
            "story": pl.String,
            "utterance": pl.String,
            "a": pl.String,
            "b": pl.String,
            "class": pl.String,
            "kind": pl.String,
            "severity": pl.String,
            "band": pl.String,
            "confidence": pl.Float64,
            "a_text": pl.String,
            "b_text": pl.String,
            "a_span": SPAN,
            "b_span": SPAN,
            "via_translation": pl.Boolean,
            "evidence": pl.List(pl.String),
            "explanation": pl.String,
        }
    ),
    # Reprints: `origin` is an article id or an agency's name.
    "syndication": _schema(
        {
            "story": pl.String,
            "origin": pl.String,
            "copies": pl.List(pl.String),
            "score": pl.Float64,
            "reason": pl.String,
        }
    ),
    # status: corroborated partial single_source unchecked. band: sure review. `untranslated` are those of
    # `checked_against` that were read by encoder and dictionaries, without a translation.
    "claims": _schema(
        {
            "story": pl.String,
            "claim": pl.String,
            "article": pl.String,
            "sentence": pl.String,
            "text": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "attributed_to": pl.String,
            "status": pl.String,
            "band": pl.String,
            "score": pl.Float64,
            "checkworthiness": pl.Float64,
            "supported_in": pl.List(pl.String),
            "independent_sources": pl.Int64,
            "checked_against": pl.List(pl.String),
            "not_checked": pl.List(pl.String),
            "untranslated": pl.List(pl.String),
            "explanation": pl.String,
        }
    ),
    # The best passage of each other article for a claim. verdict: full partial differs none unreadable.
    "support": _schema(
        {
            "story": pl.String,
            "claim": pl.String,
            "article": pl.String,
            "verdict": pl.String,
            "score": pl.Float64,
            "view": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "text": pl.String,
            "evidence": pl.List(pl.String),
        }
    ),
    # kind: number date place name role other. band: sure review.
    "conflicts": _schema(
        {
            "story": pl.String,
            "conflict": pl.String,
            "kind": pl.String,
            "band": pl.String,
            "confidence": pl.Float64,
            "a_article": pl.String,
            "a_text": pl.String,
            "a_start": pl.Int64,
            "a_end": pl.Int64,
            "b_article": pl.String,
            "b_text": pl.String,
            "b_start": pl.Int64,
            "b_end": pl.Int64,
            "explanation": pl.String,
        }
    ),
    # subject: difference|claim|conflict|translation|run ids that the rule fired on.
    "findings": _schema(
        {
            "story": pl.String,
            "finding": pl.String,
            "rule": pl.String,
            "severity": pl.String,
            "confidence": pl.Float64,
            "band": pl.String,
            "state": pl.String,
            "message": pl.String,
            "subject": pl.String,
            "locations": pl.List(LOCATION),
        }
    ),
}


def empty(name: str) -> pl.DataFrame:
    """An empty frame of the named schema."""
    return pl.DataFrame(schema=SCHEMAS[name])


def frame(name: str, rows: list[dict[str, Any]], *order: str) -> pl.DataFrame:
    """Rows (dicts, missing keys are null) as a frame of the named schema, by some columns that no row lacks."""
    if order:  # of one story's rows far cheaper than to sort the frame
        rows = sorted(rows, key=itemgetter(*order))
    return pl.DataFrame(rows, schema=SCHEMAS[name]) if rows else empty(name)


def columns(found: pl.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns, one by one; of one story's frame far cheaper than a query."""
    return zip(*(found.get_column(name).to_list() for name in names), strict=True)


def conform(name: str, found: pl.DataFrame) -> pl.DataFrame:
    """`found` if it fits the named schema, columns in its order; else StageError."""
    schema = SCHEMAS[name]
    if found.schema == schema:
        return found
    missing = [column for column in schema if column not in found.columns]
    extra = [column for column in found.columns if column not in schema]
    wrong = [c for c in schema if c in found.columns and found.schema[c] != schema[c]]
    if missing or extra or wrong:
        raise StageError(f"frame {name!r} does not fit: missing {missing}, unknown {extra}, other type {wrong}")
    return found.select(list(schema))
