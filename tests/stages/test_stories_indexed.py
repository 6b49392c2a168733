"""Neighbours by an index: the same stories as by exact cosines, twice the same, and a note where there is no index."""

from __future__ import annotations

import logging

import numpy as np
import polars as pl
import pytest

from bench.corpus import generate
from pipeline.config import (
    CorpusConfig,
    DetectConfig,
    EmbedConfig,
    IngestConfig,
    QuotesConfig,
    Section,
    SegmentConfig,
    StoriesConfig,
    TranslateConfig,
)
from pipeline.corpus import files_frame, scan
from pipeline.evidence import neighbours
from pipeline.stages import stories
from pipeline.stages.detect import detect
from pipeline.stages.embed import embed
from pipeline.stages.gist import gist
from pipeline.stages.ingest import ingest
from pipeline.stages.quotes import quotes
from pipeline.stages.segment import segment
from pipeline.stages.translate import translate
from tests.faults.newsroom import BagOfWords, Romaniser
from tests.stages.test_stories_candidates import WINDOW, by_all_pairs, told

pytest.importorskip("usearch")


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, ...]:
    """What the stories stage reads, of 200 generated articles in three languages."""
    corpus = tmp_path_factory.mktemp("corpus")
    generate(corpus, 40, 200)
    found = scan(CorpusConfig(path=corpus), IngestConfig())
    files, _ = files_frame(found.root, found.sources)
    articles, blocks, *_ = ingest(IngestConfig(), files)
    languages = detect(DetectConfig(), articles, blocks)
    sentences = segment(SegmentConfig(), articles, blocks, languages)
    _, parts, _ = quotes(QuotesConfig(), articles, blocks, sentences)
    translations = translate(TranslateConfig(), sentences, parts, translator=Romaniser())
    vectors = embed(EmbedConfig(), sentences, parts, translations, encoder=BagOfWords())
    return articles, sentences, translations, vectors, gist(Section(), articles, sentences)


def test_the_same_stories_of_a_generated_corpus(
    frames: tuple[pl.DataFrame, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = stories.stories(StoriesConfig(), *frames)
    asked = []

    def watched(*arguments: object) -> object:
        asked.append(arguments)
        return neighbours.probably_near(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(stories, "INDEXED", 0)
    monkeypatch.setattr(stories, "probably_near", watched)
    assert stories.stories(StoriesConfig(), *frames).equals(exact)
    assert len(asked) == 1
    assert exact["story"].n_unique() < 200


@pytest.mark.parametrize(("count", "days", "undated"), [(2_000, 6, 0), (600, 40, 100), (30, 1, 30), (1, 1, 0)])
def test_neighbours_are_hardly_ever_missed(
    monkeypatch: pytest.MonkeyPatch, count: int, days: int, undated: int
) -> None:
    monkeypatch.setattr(stories, "INDEXED", 0)
    articles = told(count, days, undated)
    found = stories._candidates(articles, WINDOW)
    exact = by_all_pairs(articles)
    assert len(found & exact) >= 0.99 * len(exact)
    assert len(found - exact) <= 0.01 * len(exact)
    assert stories._candidates(articles, WINDOW) == found


def test_only_rows_inside_the_window_are_searched() -> None:
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (6, 1))
    days = np.array([1, 1, 10, 12, 13, 20])
    found = {row: list(near) for row, near in neighbours.probably_near(vectors, days, 2, 3, 10)}
    assert found[0] == [0, 1, 2, 3, 4, 5]
    assert found[2] == [0, 1, 2, 3, 4]
    assert found[5] == [0, 1, 5]


def test_without_an_index_it_is_exact_and_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stories, "INDEXED", 300)
    monkeypatch.setattr(stories, "have_index", lambda: False)
    articles = told(300, 6, 0)
    with caplog.at_level(logging.WARNING):
        assert stories._candidates(articles, WINDOW) == by_all_pairs(articles)
    assert "crossverify[stories]" in caplog.text
    caplog.clear()
    stories._candidates(articles[:-1], WINDOW)
    assert caplog.text == ""
