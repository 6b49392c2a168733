"""Which articles of a story print one text: frames read for the test of pipeline.evidence.syndication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from pipeline.corroboration.reading import Told, by_article
from pipeline.evidence.credits import Line, agency_of, read_credits
from pipeline.evidence.margin import cosines
from pipeline.evidence.syndication import Printed, Reprints, aligned_share, group_reprints, shingles
from pipeline.schemas import columns
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.passages import Sentence

PROSE: Final = ("headline", "paragraph")
"""Kinds that show an article's own wording; a post is its author's wherever it is embedded."""
HEAD_BLOCKS: Final = 4
TAIL_BLOCKS: Final = 4
ALIGNED_FROM: Final = 0.5
"""Cosine from which two sentences in different languages may be one sentence translated."""


def find_reprints(
    told: Sequence[Told], articles: pl.DataFrame, blocks: pl.DataFrame, sentences: pl.DataFrame, quotes: pl.DataFrame
) -> list[Reprints]:
    """Groups of articles that print one text, by origin."""
    texts = dict(columns(articles, "article", "text"))
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for article, parts in columns(quotes, "article", "spans"):
        spans[article].extend((span["start"], span["end"]) for span in parts or ())
    blocks_of = by_article(blocks, None, "block")
    prose_of = by_article(sentences, PROSE, "start")
    printed = []
    for article in told:
        printed.append(
            Printed(
                article=article.article,
                outlet=agency_of(article.outlet) or article.outlet,
                published=article.published,
                language=article.language,
                credits=tuple(
                    read_credits(_lines(blocks_of[article.article], texts[article.article]), article.language)
                ),
                shingles=shingles(_runs(prose_of[article.article], spans[article.article])),
            )
        )
    aligned = {
        (a.article, b.article): _aligned(a, b, spans) for a, b in combinations(told, 2) if a.language != b.language
    }
    return group_reprints(printed, aligned)


def _lines(blocks: Sequence[Mapping[str, Any]], text: str) -> list[Line]:
    """Blocks with their place; a photo's credit says nothing of the text beside it."""
    size = len(blocks)
    lines = []
    for at, block in enumerate(blocks):
        place = "head" if at < HEAD_BLOCKS else "tail" if at >= size - TAIL_BLOCKS else "body"
        lines.append(Line(place, block["kind"], text[block["start"] : block["end"]]))
    return lines


def _runs(prose: Sequence[Mapping[str, Any]], quoted: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Words of each sentence outside quotations, in unbroken runs."""
    runs: list[list[str]] = []
    for sentence in prose:
        first, last = sentence["start"], sentence["end"]
        cuts = [(start, end) for start, end in quoted if start < last and first < end]
        run: list[str] = []
        for token in tokenize(sentence["text"], sentence["language"]):
            # Folding white space moves offsets by a little; a quotation's edge words are all that this can misplace.
            at = first + token.start
            if token.kind == "punct":
                continue
            if any(start <= at < end for start, end in cuts):
                runs.append(run)
                run = []
            else:
                run.append(token.norm)
        runs.append(run)
    return [run for run in runs if run]


def _aligned(a: Told, b: Told, quoted: dict[str, list[tuple[int, int]]]) -> float:
    rows = [_own(article, quoted[article.article]) for article in (a, b)]
    if not rows[0] or not rows[1]:
        return 0.0
    similarity = np.maximum(
        cosines(_stack(rows[0], 0), _stack(rows[1], 0)), cosines(_stack(rows[0], 1), _stack(rows[1], 1))
    )
    return aligned_share(similarity, ALIGNED_FROM)


def _own(article: Told, quoted: Sequence[tuple[int, int]]) -> list[Sentence]:
    """The article's sentences that are mostly its own words."""
    own = []
    for sentence in article.claims:
        within = sum(max(0, min(end, sentence.end) - max(start, sentence.start)) for start, end in quoted)
        if sentence.readable and 2 * within < sentence.end - sentence.start:
            own.append(sentence)
    return own


def _stack(sentences: Sequence[Sentence], view: int) -> NDArray[np.float32]:
    width = next(len(row) for sentence in sentences for row in sentence.views if row is not None)
    zero = np.zeros(width, np.float32)
    found = []
    for sentence in sentences:
        row = sentence.views[view] if sentence.views[view] is not None or view == 0 else sentence.views[0]
        found.append(zero if row is None or (view and sentence.views[1] is None and sentence.language != "en") else row)
    return np.array(found, np.float32)
