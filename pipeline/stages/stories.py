"""stories: articles on one event. Dates bound what may be one story, content decides; order of articles never matters.

Articles are compared inside the date window only, the nearest by centroid in detail: found by exact cosines, a block
of articles at a time, or beyond 100,000 articles by an index, where the extra `stories` is installed. A story is an
average-link cluster, so that every article in it is close to all the others and not to one of them alone.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from pipeline.config import StoriesConfig
from pipeline.evidence.clusters import MayJoin, average_link
from pipeline.evidence.events import TOLD, Gist, Likeness, Rarity, best_matches, weigh
from pipeline.evidence.margin import cosines
from pipeline.evidence.neighbours import have_index, probably_near
from pipeline.evidence.vectors import vector_table
from pipeline.schemas import columns, conform, frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

NOTES: Final = logging.getLogger(__name__)
VIEWS: Final = ("original", "english")
NEAREST: Final = 64
"""Articles inside the window that are compared in detail, by centroid."""
FLOOR: Final = 0.3
"""Centroid cosine under which two articles share no topic."""
BLOCK: Final = 512
CELLS: Final = 8_000_000
"""Rows of a block, and cosines that one may hold."""
INDEXED: Final = 100_000
"""Articles from which neighbours are sought by an index."""
OUTSIDE: Final = -1.0
VERBATIM: Final = 0.999


@dataclass(frozen=True, eq=False)
class _Article:
    """`views` holds the sentences' vectors: originals, and English (translations, else English originals)."""

    gist: Gist
    published: date | None
    inferred: bool
    views: tuple[NDArray[np.float32], NDArray[np.float32]]
    centroid: NDArray[np.float32]


def stories(
    config: StoriesConfig,
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    translations: pl.DataFrame,
    vectors: pl.DataFrame,
    gists: pl.DataFrame,
) -> pl.DataFrame:
    """One row an article: its story (named after its first article by id), and why it is there."""
    del translations  # Their vectors carry them.
    spoken = sentences.filter(pl.col("kind").is_in(TOLD))
    told = _read(articles.sort("article"), spoken, vectors, gists)
    pairs = _weigh_pairs(told, config.window_days)
    may_join = _within(told, config.window_days)
    scores = {pair: found.score for pair, found in pairs.items()}
    groups = average_link(len(told), scores, config.similarity, may_join)
    rows = [row for group in groups for row in _rows(group, told, pairs, config.window_days)]
    return conform("stories", frame("stories", rows).sort("story", "article"))


def _read(
    articles: pl.DataFrame, sentences: pl.DataFrame, vectors: pl.DataFrame, gists: pl.DataFrame
) -> list[_Article]:
    told: dict[str, list[str]] = defaultdict(list)
    for article, sentence in columns(sentences.sort("article", "start"), "article", "sentence"):
        told[article].append(sentence)
    known = {row["article"]: row for row in gists.iter_rows(named=True)}
    rows = vector_table(vectors.filter(pl.col("view").is_in(VIEWS)))
    width = len(next(iter(rows.values()))) if rows else 1
    return [
        _article(known[article], outlet or "", told[article], rows, width)
        for article, outlet in columns(articles, "article", "outlet")
    ]


def _article(
    row: dict[str, Any],
    outlet: str,
    told: Sequence[str],
    rows: dict[tuple[str, str], NDArray[np.float32]],
    width: int,
) -> _Article:
    names, figures, days = (frozenset(row[name]) for name in ("names", "figures", "days"))
    originals = [rows.get((sentence, "original")) for sentence in told]
    english = [rows.get((sentence, "english"), held) for sentence, held in zip(told, originals, strict=True)]
    views = (_stack(originals, width), _stack(english, width))
    mean = views[0].sum(axis=0) + views[1].sum(axis=0)
    norm = float(np.linalg.norm(mean))
    return _Article(
        Gist(row["article"], outlet, row["language"], names, figures, days),
        date.fromisoformat(row["published"]) if row["published"] else None,
        row["inferred"],
        views,
        mean / norm if norm else mean,
    )


def _stack(rows: Sequence[NDArray[np.float32] | None], width: int) -> NDArray[np.float32]:
    """(n, width); a sentence without a vector is a zero row, near to nothing."""
    zero = np.zeros(width, np.float32)
    return np.array([zero if row is None else row for row in rows], np.float32).reshape(-1, width)


def _weigh_pairs(told: list[_Article], window: int) -> dict[tuple[int, int], Likeness]:
    rarity = Rarity(article.gist for article in told)
    found = {}
    for i, pairs in groupby(sorted(_candidates(told, window)), key=lambda pair: pair[0]):
        a, others = told[i], [j for _, j in pairs]
        for j, similarity in zip(others, _similarities(a, [told[j] for j in others]), strict=True):
            b = told[j]
            if a.gist.outlet and a.gist.outlet == b.gist.outlet:
                # A paragraph that an outlet prints word for word in two articles is its own, not the event's.
                similarity = np.where(similarity >= VERBATIM, 0.0, similarity)
            found[i, j] = weigh(a.gist, b.gist, best_matches(similarity), rarity)
    return found


def _similarities(a: _Article, others: Sequence[_Article]) -> list[NDArray[np.float64]]:
    """The better view's cosines of the sentences of `a` with those of each of the others, by one product a view."""
    views = [cosines(a.views[view], np.concatenate([b.views[view] for b in others])) for view in (0, 1)]
    ends = np.cumsum([len(b.views[0]) for b in others])
    return np.split(np.maximum(*views), ends[:-1], axis=1)


def _candidates(told: list[_Article], window: int) -> set[tuple[int, int]]:
    """Pairs (i < j) inside the window whose centroids are near; a block of rows at a time, never all pairs."""
    order = sorted(range(len(told)), key=lambda i: (told[i].published or date.min, i))
    days = np.array([(told[i].published or date.min).toordinal() for i in order])
    centroids = np.array([told[i].centroid for i in order], np.float32)
    undated = int(np.searchsorted(days, date.min.toordinal(), side="right"))
    pairs: set[tuple[int, int]] = set()
    for row, near in _neighbours(centroids, days, undated, window):
        i = order[row]
        pairs.update((min(i, j), max(i, j)) for j in (order[int(column)] for column in near) if i != j)
    return pairs


def _neighbours(
    centroids: NDArray[np.float32], days: NDArray[np.int64], undated: int, window: int
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """(row, its nearest rows inside the window, itself among them) for every row; rows are sorted by day."""
    indexed = len(days) >= INDEXED
    if indexed and have_index():
        for row, columns in probably_near(centroids, days, undated, window, NEAREST + 1):
            yield row, columns[_nearest(cosines(centroids[row : row + 1], centroids[columns])[0])]
        return
    if indexed:
        NOTES.warning("%d articles are grouped without an index: pip install 'crossverify[stories]'", len(days))
    yield from _by_blocks(centroids, days, undated, window)


def _by_blocks(
    centroids: NDArray[np.float32], days: NDArray[np.int64], undated: int, window: int
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """The same by exact cosines."""
    count = len(days)
    block = max(1, min(BLOCK, CELLS // max(1, count)))
    for start in range(0, count, block):
        stop = min(start + block, count)
        first = int(np.searchsorted(days, days[start] - window)) if start >= undated else 0
        last = int(np.searchsorted(days, days[stop - 1] + window, side="right")) if start >= undated else count
        columns = np.concatenate([np.arange(min(undated, first)), np.arange(first, last)])
        near = cosines(centroids[start:stop], centroids[columns])
        # An article without a date is in every window: content alone decides then.
        rows_dated, columns_dated = np.arange(start, stop) >= undated, columns >= undated
        apart = np.abs(days[start:stop, None] - days[columns][None, :]) > window
        near[apart & rows_dated[:, None] & columns_dated[None, :]] = OUTSIDE
        for row in range(stop - start):
            yield start + row, columns[_nearest(near[row])]


def _nearest(near: NDArray[np.float64]) -> NDArray[np.int64]:
    """Positions of the NEAREST values (and of the article itself) that reach FLOOR; of equal ones the first."""
    kept = np.flatnonzero(near >= FLOOR)
    if len(kept) <= NEAREST + 1:
        return kept
    values = near[kept]
    least = np.partition(values, len(values) - NEAREST - 1)[len(values) - NEAREST - 1]
    above, equal = kept[values > least], kept[values == least]
    return np.concatenate([above, equal[: NEAREST + 1 - len(above)]])


def _within(told: list[_Article], window: int) -> MayJoin:
    """Two groups may join while all their dates lie inside the window."""

    def may_join(a: Sequence[int], b: Sequence[int]) -> bool:
        days = [day.toordinal() for i in (*a, *b) if (day := told[i].published)]
        return not days or max(days) - min(days) <= window

    return may_join


def _rows(
    group: list[int], told: list[_Article], pairs: dict[tuple[int, int], Likeness], window: int
) -> list[dict[str, object]]:
    name = told[group[0]].gist.article
    return [
        {
            "story": name,
            "article": told[i].gist.article,
            "published": day.isoformat() if (day := told[i].published) else None,
            "reason": _reason(i, group, told, pairs, window),
        }
        for i in group
    ]


def _reason(i: int, group: list[int], told: list[_Article], pairs: dict[tuple[int, int], Likeness], window: int) -> str:
    when = "no date: placed by its content" if told[i].published is None else f"published {told[i].published}"
    when += " (from its byline)" if told[i].inferred else ""
    linked = [(pairs[min(i, j), max(i, j)], told[j].gist.article) for j in group if (min(i, j), max(i, j)) in pairs]
    if not linked:
        return f"{when}; no other article within {window} days is close enough"
    best, other = max(linked, key=lambda pair: (pair[0].score, pair[1]))
    shared: dict[str, Sequence[str]] = defaultdict(tuple, {"figures": best.figures, "days": best.days})
    also = "".join(f"; same {kind}: {', '.join(sorted(values)[:3])}" for kind, values in shared.items() if values)
    return f"{when}; closest to {other} (sentences {best.sentences:.2f}, {len(best.names)} names in common{also})"
