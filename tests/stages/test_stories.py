from __future__ import annotations

import polars as pl

from pipeline.config import StoriesConfig
from pipeline.stages.stories import stories
from tests.corroboration.newsroom import Article, frames

READS = ("articles", "sentences", "translations", "vectors", "gists")
FLOOD = [
    "The dam at Ostrava burst on Monday and 37 houses were flooded.",
    "Mayor Jana Novotna asked the government for 12 million crowns.",
    "A school was turned into a shelter for two hundred people.",
]
CHESS = [
    "Student Tomas Brandt won the chess open with a queen sacrifice.",
    "The favourite, Ilse Varga, finished half a point behind the winner.",
    "The tournament drew 236 players from 31 countries to the town.",
]


def _groups(articles: list[Article], **config: object) -> list[list[str]]:
    tables = frames(articles)
    found = stories(StoriesConfig(**config), *(tables[name] for name in READS))
    return [sorted(part["article"]) for part in found.partition_by("story")]


def test_articles_on_one_event_are_one_story_named_after_its_first() -> None:
    tables = frames([Article("b", FLOOD), Article("a", FLOOD[::-1]), Article("c", CHESS)])
    found = stories(StoriesConfig(), *(tables[name] for name in READS))
    assert found.select("story", "article").rows() == [("a", "a"), ("a", "b"), ("c", "c")]
    assert "closest to b" in found["reason"][0]
    assert "no other article" in found["reason"][2]


def test_the_same_words_outside_the_window_are_another_event() -> None:
    early, late = Article("a", FLOOD, published="2024-05-02"), Article("b", FLOOD, published="2024-05-09")
    assert _groups([early, late]) == [["a"], ["b"]]
    assert _groups([early, late], window_days=7) == [["a", "b"]]


def test_a_window_bounds_the_whole_story_and_not_each_step() -> None:
    days = ("2024-05-01", "2024-05-04", "2024-05-07")
    groups = _groups([Article(name, FLOOD, published=day) for name, day in zip("abc", days, strict=True)])
    assert sorted(map(len, groups)) == [1, 2]


def test_an_undated_article_is_placed_by_its_content() -> None:
    assert _groups([Article("a", FLOOD), Article("b", FLOOD, published=None), Article("c", CHESS)]) == [
        ["a", "b"],
        ["c"],
    ]


def test_a_byline_dates_an_article() -> None:
    dated = [("byline", "Ostrava, 3 May 2023. By Eva Mala"), *FLOOD]
    assert _groups([Article("a", FLOOD), Article("b", dated, published=None)]) == [["a"], ["b"]]


def test_one_outlets_second_article_needs_more_than_its_house_style() -> None:
    style = ["Read the full report in our evening edition.", "Our newsroom is open at all hours."]
    a = Article("a", [*FLOOD, *style], outlet="The Herald")
    b = Article("b", [*CHESS, *style], outlet="The Herald")
    assert _groups([a, b]) == [["a"], ["b"]]


def test_no_article_and_articles_without_text() -> None:
    tables = frames([Article("a", []), Article("b", FLOOD)])
    found = stories(StoriesConfig(), *(tables[name] for name in READS))
    assert found["article"].to_list() == ["a", "b"]
    assert stories(StoriesConfig(), *(tables[name].clear() for name in READS)).is_empty()


def test_the_order_of_rows_does_not_matter() -> None:
    articles = [Article("a", FLOOD), Article("b", FLOOD[:2]), Article("c", CHESS), Article("d", CHESS, published=None)]
    tables = frames(articles)
    straight = stories(StoriesConfig(), *(tables[name] for name in READS))
    mixed = stories(StoriesConfig(), *(tables[name].sample(fraction=1, shuffle=True, seed=5) for name in READS))
    assert straight.equals(mixed)
    assert isinstance(straight, pl.DataFrame)
