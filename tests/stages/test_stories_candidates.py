"""Which articles are compared in detail: the same whatever the blocks, and as a pass over all pairs would say."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from pipeline.evidence.events import Gist
from pipeline.evidence.margin import cosines
from pipeline.stages import stories

WINDOW = 3


def told(count: int, days: int, undated: int) -> list[stories._Article]:
    dice = np.random.default_rng(count)
    # A common direction, so that most pairs are near enough to be asked about.
    centroids = dice.normal(size=(count, 8)).astype(np.float32) + 0.5
    centroids /= np.linalg.norm(centroids, axis=1, keepdims=True)
    nothing = np.zeros((0, 8), np.float32)
    return [
        stories._Article(
            Gist(f"a{n:04d}", "", "en", frozenset(), frozenset(), frozenset()),
            None if n < undated else date(2026, 1, 1) + timedelta(int(dice.integers(days))),
            False,
            (nothing, nothing),
            centroids[n],
        )
        for n in range(count)
    ]


def by_all_pairs(articles: list[stories._Article]) -> set[tuple[int, int]]:
    order = sorted(range(len(articles)), key=lambda i: (articles[i].published or date.min, i))
    near = cosines(*(np.array([article.centroid for article in articles], np.float32),) * 2)
    found = set()
    for i, one in enumerate(articles):
        inside = [
            j
            for j in order
            if not (one.published and (day := articles[j].published)) or abs((one.published - day).days) <= WINDOW
        ]
        ranked = sorted((j for j in inside if near[i, j] >= stories.FLOOR), key=lambda j: -near[i, j])
        found |= {(min(i, j), max(i, j)) for j in ranked[: stories.NEAREST + 1] if j != i}
    return found


@pytest.mark.parametrize("block", [1, 7, 512])
@pytest.mark.parametrize(
    ("count", "days", "undated"), [(40, 20, 0), (300, 6, 0), (300, 40, 20), (30, 1, 30), (1, 1, 0)]
)
def test_blocks_change_nothing(
    monkeypatch: pytest.MonkeyPatch, count: int, days: int, undated: int, block: int
) -> None:
    monkeypatch.setattr(stories, "BLOCK", block)
    articles = told(count, days, undated)
    assert stories._candidates(articles, WINDOW) == by_all_pairs(articles)


def test_memory_of_a_block_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []

    def watched(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        sizes.append(len(a) * len(b))
        return cosines(a, b)

    monkeypatch.setattr(stories, "cosines", watched)
    monkeypatch.setattr(stories, "CELLS", 1_000)
    stories._candidates(told(200, 1, 0), WINDOW)
    assert max(sizes) <= 1_000
