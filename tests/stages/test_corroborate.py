from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from pipeline import schemas
from pipeline.config import CorroborateConfig
from pipeline.flow import FLOW
from pipeline.stages.corroborate import corroborate, foresee
from tests.corroboration.newsroom import Article, BagOfWords, frames

DAM = "The dam at Ostrava burst on Monday and 37 houses were flooded."
MAYOR = "Mayor Jana Novotna asked the government for 12 million crowns."
ELSEWHERE = [
    "Farmers in the valley had complained of cracks since the winter.",
    "A school was turned into a shelter for two hundred people.",
    "Trains between the two cities will not run before Friday.",
]


def _run(articles: list[Article], encoder: BagOfWords | None = None) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    encoder = encoder or BagOfWords()
    tables = frames(articles, encoder)
    reads = next(stage.reads for stage in FLOW if stage.name == "corroborate")
    return corroborate(CorroborateConfig(), *(tables[name] for name in reads), encoder=encoder)


def _status(claims: pl.DataFrame, text: str, article: str) -> dict[str, object]:
    return claims.filter((pl.col("text") == text) & (pl.col("article") == article)).row(0, named=True)


def test_a_claim_found_elsewhere_is_corroborated_and_a_lonely_one_is_not() -> None:
    syndication, claims, support = _run(
        [Article("alpha", [DAM, MAYOR, ELSEWHERE[0]]), Article("beta", [*ELSEWHERE[1:], DAM])]
    )
    shared, alone = _status(claims, DAM, "alpha"), _status(claims, MAYOR, "alpha")
    assert (shared["status"], shared["independent_sources"], shared["supported_in"]) == ("corroborated", 2, ["beta"])
    assert (alone["status"], alone["independent_sources"], alone["supported_in"]) == ("single_source", 1, [])
    assert "Beta (2024-05-02)" in str(alone["explanation"])
    assert alone["checked_against"] == ["beta"]
    passage = support.filter((pl.col("claim") == shared["claim"]) & (pl.col("article") == "beta")).row(0, named=True)
    assert passage["verdict"] == "full"
    assert DAM in passage["text"]
    assert syndication.is_empty()


def test_another_figure_is_not_the_same_claim() -> None:
    other = DAM.replace("37", "73")
    _, claims, support = _run([Article("alpha", [DAM, *ELSEWHERE[:1]]), Article("beta", [*ELSEWHERE[1:], other])])
    claim = _status(claims, DAM, "alpha")
    assert claim["status"] == "partial"
    assert "“37” here, “73” in Beta" in str(claim["explanation"])
    assert support.filter(pl.col("claim") == claim["claim"])["verdict"].to_list() == ["differs"]


def test_reprints_of_one_wire_are_one_source() -> None:
    wire = [("byline", "OSTRAVA (Kestrel Wire) -"), DAM, MAYOR, *ELSEWHERE]
    syndication, claims, _ = _run(
        [
            Article("alpha", wire),
            Article("beta", wire),
            Article("gamma", ["Nothing of this kind is known.", ELSEWHERE[0]]),
        ]
    )
    assert syndication.select("origin", "copies").rows() == [("Kestrel Wire", ["alpha", "beta"])]
    alone = _status(claims, MAYOR, "alpha")
    assert (alone["status"], alone["supported_in"], alone["independent_sources"]) == ("single_source", ["beta"], 1)
    assert alone["checked_against"] == ["gamma"]
    assert "counts as one source" in str(alone["explanation"])
    assert _status(claims, ELSEWHERE[0], "alpha")["independent_sources"] == 2


def test_what_nobody_can_read_proves_nothing() -> None:
    russian = Article("rossiya", ["Плотина прорвалась в понедельник.", "Затоплены дома."], language="ru")
    _, claims, support = _run([Article("alpha", [DAM, MAYOR]), russian], BagOfWords("ru"))
    assert set(claims["status"]) == {"unchecked"}
    english = _status(claims, DAM, "alpha")
    assert english["not_checked"] == ["rossiya"]
    assert "Could not be read: Rossiya" in str(english["explanation"])
    assert set(support["verdict"]) == {"unreadable"}


def test_what_is_asked_of_the_encoder_is_foreseen_for_many_stories_at_once() -> None:
    class Counting(BagOfWords):
        def __init__(self) -> None:
            super().__init__()
            self.asked: set[tuple[str, str]] = set()

        def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
            self.asked.update(zip(texts, languages, strict=True))
            return super().encode(texts, languages)

    told = [Article("alpha", [DAM, MAYOR]), Article("beta", [*ELSEWHERE, DAM]), Article("lone", ["Nobody asks this."])]
    tables, encoder = frames(told, BagOfWords()), Counting()
    foresee({"one": ["alpha", "beta"], "other": ["lone"]}, tables, encoder=encoder)
    foreseen = set(encoder.asked)
    encoder.asked.clear()
    _run(told[:2], encoder)
    assert ("mayor", "en") in foreseen
    assert ("nobody", "en") not in foreseen
    assert {word for word in encoder.asked if " " not in word[0]} <= foreseen


def test_a_flag_names_the_article_that_could_not_be_read() -> None:
    russian = Article("rossiya", ["Плотина прорвалась в понедельник.", "Затоплены дома."], language="ru")
    others = [Article("beta", [*ELSEWHERE, DAM]), Article("gamma", [*ELSEWHERE, DAM])]
    _, claims, _ = _run([Article("alpha", [DAM, MAYOR]), russian, *others], BagOfWords("ru"))
    alone = _status(claims, MAYOR, "alpha")
    assert (alone["status"], alone["band"], alone["not_checked"]) == ("single_source", "review", ["rossiya"])


def test_with_no_package_an_encoder_that_reads_the_language_checks_and_the_flag_says_how() -> None:
    russian = Article("rossiya", ["Школьники сочинили песню.", "Затоплены дома."], language="ru")
    _, claims, support = _run([Article("alpha", [DAM, MAYOR]), russian, Article("beta", [*ELSEWHERE, DAM])])
    alone = _status(claims, MAYOR, "alpha")
    assert (alone["status"], alone["not_checked"], alone["untranslated"]) == ("single_source", [], ["rossiya"])
    said = "Compared by encoder and dictionaries, without a translation: Rossiya (2024-05-02)."
    assert said in str(alone["explanation"])
    told = claims.filter(pl.col("article") == "rossiya").row(0, named=True)
    assert (told["status"], told["untranslated"]) == ("single_source", ["alpha", "beta"])
    assert "unreadable" not in set(support["verdict"])


def test_two_articles_of_one_language_need_no_translation() -> None:
    texts = ["Плотина прорвалась в понедельник.", "Затоплены дома."]
    articles = [Article(name, texts, language="ru") for name in ("rossiya", "zavtra")]
    _, claims, _ = _run([*articles, Article("alpha", [DAM, MAYOR])])
    assert claims.filter(pl.col("article") == "rossiya")["untranslated"][0].to_list() == ["alpha"]


def test_a_translation_is_enough_to_check_by() -> None:
    russian = Article("rossiya", ["Плотина прорвалась.", "Школа."], language="ru", english={0: DAM, 1: ELSEWHERE[1]})
    _, claims, _ = _run([Article("alpha", [DAM, *ELSEWHERE]), russian], BagOfWords("ru"))
    assert _status(claims, DAM, "alpha")["supported_in"] == ["rossiya"]
    assert set(claims["untranslated"].explode().drop_nulls()) == set()


def test_one_article_has_no_single_source_claims() -> None:
    _, claims, support = _run([Article("alpha", [DAM, MAYOR])])
    assert claims["status"].to_list() == ["unchecked", "unchecked"]
    assert "one article" in claims["explanation"][0]
    assert support.is_empty()


def test_captions_bylines_and_bare_signs_make_no_claim() -> None:
    article = Article("alpha", [("byline", "By Jana Smith"), ("caption", "The dam."), "— #dam", "Why?", DAM])
    _, claims, _ = _run([article, Article("beta", [DAM])])
    assert claims.filter(pl.col("article") == "alpha")["text"].to_list() == [DAM]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_articles_and_rows_does_not_matter(seed: int) -> None:
    articles = [
        Article("alpha", [DAM, MAYOR, ELSEWHERE[0]]),
        Article("beta", [*ELSEWHERE, DAM]),
        Article("gamma", [MAYOR]),
    ]
    encoder, tables = BagOfWords(), frames(articles)
    reads = next(stage.reads for stage in FLOW if stage.name == "corroborate")
    straight = corroborate(CorroborateConfig(), *(tables[name] for name in reads), encoder=encoder)
    mixed = corroborate(
        CorroborateConfig(),
        *(tables[name].sample(fraction=1, shuffle=True, seed=seed) for name in reads),
        encoder=encoder,
    )
    assert all(a.equals(b) for a, b in zip(straight, mixed, strict=True))


def test_a_quotation_that_is_known_to_differ_is_not_the_whole_claim() -> None:
    told = "“Nobody is to blame for the flood at the old dam,” Mayor Jana Novotna said."
    articles = [Article("alpha", [told, ELSEWHERE[0]]), Article("beta", [*ELSEWHERE[1:], told])]
    tables = frames(articles)
    sentences = {
        row["article"]: row for row in tables["sentences"].filter(pl.col("text") == told).iter_rows(named=True)
    }
    tables["quotes"] = schemas.frame("quotes", [{"article": name, "quote": f"{name}:q0"} for name in ("alpha", "beta")])
    spans = {
        f"{side}_span": {"start": sentences[name]["start"] + 1, "end": sentences[name]["end"] - 20}
        for side, name in (("a", "alpha"), ("b", "beta"))
    }
    row = {"story": "alpha", "a": "alpha:q0", "b": "beta:q0", "class": "negation", "kind": "negation"}
    row |= {"severity": "major", "band": "review", "explanation": "Beta drops the negation", **spans}
    tables["differences"] = schemas.frame("differences", [row])
    reads = next(stage.reads for stage in FLOW if stage.name == "corroborate")
    _, claims, support = corroborate(CorroborateConfig(), *(tables[name] for name in reads), encoder=BagOfWords())
    claim = _status(claims, told, "alpha")
    assert (claim["status"], claim["independent_sources"]) == ("partial", 1)
    found = support.filter(pl.col("claim") == claim["claim"]).row(0, named=True)
    assert found["verdict"] == "differs"
    assert "Beta drops the negation" in found["evidence"]
