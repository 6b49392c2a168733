"""What is known of a quoted sentence."""

from __future__ import annotations

import pytest

from pipeline.alignment.parts import article_pairs
from tests.alignment.parts_made import part


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        ("Anna Keller", "Keller", True),
        ("Анна Орлова", "Anna Orlova", True),
        ("Anna Keller", "Otto Brandt", False),
        ("Anna Keller", None, None),
    ],
)
def test_speakers_agree_across_scripts(one: str, two: str | None, agree: bool | None) -> None:
    assert part("a:q1.1", "x", speaker=one).speaker_agrees(part("b:q1.1", "x", speaker=two)) is agree


def test_two_content_words_are_short() -> None:
    assert part("a:q1.1", "a good thing").short
    assert not part("a:q1.1", "a good old dam").short


def test_every_two_articles_and_each_with_itself() -> None:
    parts = [part("b:q1.1", "x"), part("a:q1.1", "x"), part("c:q1.1", "x")]
    assert [(x[0].article, y[0].article) for x, y in article_pairs(parts)] == [
        ("a", "b"), ("a", "c"), ("b", "c"), ("a", "a"), ("b", "b"), ("c", "c"),
    ]  # fmt: skip
