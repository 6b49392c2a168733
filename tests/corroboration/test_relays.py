"""Who takes a statement from whom: named outlets, whoever spoke to them, and "the paper"."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.corroboration.reading import Told
from pipeline.corroboration.relays import relayed_sentences
from pipeline.evidence.passages import Sentence
from pipeline.evidence.statements import read_statement
from pipeline.schemas import frame


def _told(article: str, outlet: str, language: str, *texts: str) -> Told:
    sentences = tuple(
        Sentence(
            id=f"{article}:s{n:03}", article=article, language=language, start=1000 * n, end=1000 * n + len(text),
            text=text, statement=read_statement(text, language, None), views=(None, None),
            clauses=np.zeros((0, 1), np.float32), quoted={},
        )
        for n, text in enumerate(texts)
    )  # fmt: skip
    return Told(article, outlet, "2026-06-09", language, sentences, sentences, 0)


OBSERVER = _told("observer", "The Bay Observer", "en", "The dam is safe, the engineer told the Observer.")
WELT = _told("welt", "Die Welt", "de", "Der Damm ist sicher.")
BEREG = _told("bereg", "Правый берег", "ru", "Дамба в порядке.")
FARO = _told("faro", "Agencia Faro", "es", "La presa es segura.")
SENTINEL = _told("sentinel", "The Sentinel", "en", "The dam is safe.")
NPA = _told("npa", "Norwest Press Agency", "en", "The dam is safe.")


def _relayed(article: Told, *said: dict[str, Any]) -> dict[str, str]:
    """`said` are rows of quotes: sentence, speaker, relay."""
    starts = {s.id: s.start for s in article.sentences}
    rows = [
        {"article": article.article, "quote": f"q{n}", "kind": "direct", "start": starts[row["sentence"]], **row}
        for n, row in enumerate(said)
    ]
    return relayed_sentences(
        [OBSERVER, WELT, BEREG, FARO, SENTINEL, NPA, article],
        frame("quotes", rows),
        frame("parts", []),
        frame("reported", []),
    )


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("en", "“It will hold,” she told the Bay Observer on Monday.", "observer"),
        ("fr", "« Il tiendra », a-t-elle confié au Bay Observer.", "observer"),
        ("ru", "«Она выдержит», — цитирует инженера газета «Бэй Обсервер».", "observer"),
        ("en", "Volunteers of the daily Pravyi Bereg found no crack.", "bereg"),
        ("ru", "По словам источника «Правого берега», трещин нет.", "bereg"),
        ("de", "„Er hält“, sagte sie der Zeitung „Die Welt“.", "welt"),
        ("de", "Die Welt schaut auf den Damm.", None),
        ("en", "The bay is calm, an observer said.", None),
        ("ru", "Плотина цела, передаёт агентство Faro.", "faro"),
        ("it", "La diga tiene, riferisce l'agenzia Faro.", "faro"),
        ("es", "Desde el Faro se ve la presa.", None),
        ("en", "The Sentinel reports that the dam holds.", "sentinel"),
        ("uk", "Гребля ціла, пише The Sentinel.", "sentinel"),
        ("en", "A Sentinel satellite passed over the dam.", None),
        ("ru", "Дамба держит, пишет NPA.", "npa"),
        ("cs", "Hráz drží, uvedla NPA.", "npa"),
    ],
)
def test_a_sentence_that_names_another_outlet_of_the_story_is_relayed_from_it(
    language: str, text: str, source: str | None
) -> None:
    found = _relayed(_told("mine", "Morning Echo", language, text))
    assert found == ({"mine:s000": source} if source else {})


def test_an_outlet_that_names_itself_relays_nothing() -> None:
    assert _relayed(_told("second", "The Bay Observer", "en", "She told the Bay Observer that it will hold.")) == {}


def test_whoever_spoke_to_an_outlet_is_quoted_from_it_until_the_end() -> None:
    article = _told("mine", "Morning Echo", "en", "It holds, she told the Bay Observer.", "I checked it.", "So did I.")
    found = _relayed(
        article,
        {"sentence": "mine:s000", "speaker": "Ana Ruiz"},
        {"sentence": "mine:s001", "speaker": "Ana Ruiz"},
        {"sentence": "mine:s002", "speaker": "Bo Lind"},
    )
    assert found == {"mine:s000": "observer", "mine:s001": "observer"}


def test_an_outlet_that_is_itself_the_speaker_is_the_source() -> None:
    article = _told("mine", "Morning Echo", "en", "The mayor, per Faro, keeps his seat.", "It holds.")
    found = _relayed(article, {"sentence": "mine:s000", "speaker": "Faro"}, {"sentence": "mine:s001", "speaker": "Ana"})
    assert found == {"mine:s000": "faro"}


def test_who_was_heard_before_does_not_pass_to_the_outlet_altogether() -> None:
    article = _told("mine", "Morning Echo", "en", "I checked it.", "It holds, she told the Bay Observer.", "Come back.")
    found = _relayed(article, *({"sentence": f"mine:s{n:03}", "speaker": "Ana Ruiz"} for n in range(3)))
    assert found == {"mine:s001": "observer"}


def test_the_paper_is_the_one_named_last_and_this_newspaper_is_not() -> None:
    article = _told(
        "mine", "Morning Echo", "en", "The dam leaks.", "So the Bay Observer reports.", "The paper has seen a letter.",
        "The mayor told this newspaper nothing.",
    )  # fmt: skip
    assert _relayed(article) == {"mine:s001": "observer", "mine:s002": "observer"}


def test_an_outlet_outside_the_story_is_a_source_by_its_name() -> None:
    article = _told("mine", "Morning Echo", "en", "“It holds,” Reuters quoted her as saying.")
    assert _relayed(article, {"sentence": "mine:s000", "speaker": "Ana Ruiz", "relay": "Reuters"}) == {
        "mine:s000": "relayed from Reuters"
    }
