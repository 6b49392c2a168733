"""What an article's event is known by."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config import Section
from pipeline.schemas import SCHEMAS
from pipeline.stages.gist import gist
from tests.corroboration.newsroom import Article, frames


def _gist(article: Article) -> dict[str, Any]:
    tables = frames([article])
    found = gist(Section(), tables["articles"], tables["sentences"])
    assert found.schema == SCHEMAS["gists"]
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "The dam at Ostrava burst on 3 May and 37 houses were flooded.", "05-03"),
        ("de", "Der Damm bei Ostrava brach am 3. Mai, 37 Häuser standen unter Wasser.", "05-03"),
        ("ru", "Плотина в Остраве прорвалась 3 мая, затоплено 37 домов.", "05-03"),
        ("fr", "Le barrage d’Ostrava a cédé le 3 mai et 37 maisons ont été inondées.", "05-03"),
    ],
)
def test_figures_and_days_are_the_same_in_every_language(language: str, text: str, day: str) -> None:
    found = _gist(Article("a", [text], language=language))
    assert (found["language"], found["days"]) == (language, [day])
    assert any(figure.startswith("37") for figure in found["figures"])


def test_day_of_an_article_is_stated_or_read_in_its_head() -> None:
    byline = ("byline", "Ostrava, 3 May 2023. By Eva Mala")
    stated = _gist(Article("a", [byline, "It rained."], published="2024-05-02"))
    read = _gist(Article("a", [byline, "It rained."], published=None))
    silent = _gist(Article("a", ["It rained."], published=None))
    assert [(row["published"], row["inferred"]) for row in (stated, read, silent)] == [
        ("2024-05-02", False),
        ("2023-05-03", True),
        (None, False),
    ]


def test_article_without_a_sentence_has_a_gist() -> None:
    assert _gist(Article("a", []))["names"] == []
