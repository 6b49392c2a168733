"""Languages of articles and of blocks that differ from theirs."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.config import DetectConfig, IngestConfig
from pipeline.schemas import conform, frame
from pipeline.stages.detect import detect
from pipeline.stages.ingest import ingest

ARTICLES = {
    "en": "The council met on Monday to talk about the dam. “We will not gamble with lives,” said the mayor.",
    "ru": "Совет собрался в понедельник, чтобы обсудить плотину. «Мы не будем рисковать», — сказала мэр.",
    "uk": "Рада зібралася в понеділок, щоб обговорити греблю. «Ми не будемо ризикувати», — сказала мерка.",
    "de": "Der Rat trat am Montag zusammen, um über den Damm zu sprechen. „Wir riskieren nichts“, sagte sie.",
    "es": "El consejo se reunió el lunes para hablar de la presa. «No vamos a arriesgar vidas», dijo la alcaldesa.",
    "fr": "Le conseil s’est réuni lundi pour parler du barrage. « Nous ne jouerons pas avec des vies », a-t-elle dit.",
    "it": "Il consiglio si è riunito lunedì per parlare della diga. «Non rischieremo vite», ha detto la sindaca.",
    "cs": "Rada se v pondělí sešla, aby jednala o přehradě. „Nebudeme riskovat životy,“ řekla starostka města.",
    "pl": "Rada zebrała się w poniedziałek, by mówić o tamie. „Nie będziemy ryzykować”, powiedziała burmistrz.",
    "pt": "O conselho reuniu-se na segunda-feira para falar da barragem. «Não vamos arriscar vidas», disse ela.",
    "tr": "Meclis pazartesi günü barajı görüşmek üzere toplandı. Başkan “Hayatları riske atmayacağız” dedi.",
}


def languages(text: str, **config: float) -> list[str]:
    """The article's language, then that of each of its blocks."""
    row = {"article": "a", "path": "a.txt", "content": text.encode(), "sha256": "", "meta": "{}"}
    articles, blocks, *_ = ingest(IngestConfig(), frame("files", [row]))
    found = conform("languages", detect(DetectConfig(**config), articles, blocks))
    assert found["block"].to_list() == [-1, *blocks["block"].to_list()]
    assert all(found["reason"].to_list())
    return found["language"].to_list()


@pytest.mark.parametrize("code", ARTICLES)
def test_two_sentences_tell_the_language(code: str) -> None:
    assert languages(ARTICLES[code]) == [code, code]


def test_an_embedded_post_in_another_script() -> None:
    text = f"{ARTICLES['ru']}\nWe leave tonight. All of us.\n— Ada Holm (@adaholm)\nMarch 4, 2024\n{ARTICLES['ru']}"
    assert languages(text) == ["ru", "ru", "en", "en", "en", "ru"]


def test_an_embedded_paragraph_in_the_same_script() -> None:
    assert languages(f"{ARTICLES['de']}\n\n{ARTICLES['en']}\n\n{ARTICLES['de']}") == ["de", "de", "en", "de"]


@pytest.mark.parametrize("line", ["Von Ruth Amsel", "Foto: dpa", "Brandt, Sarn, Kest", "12.000", "OK!"])
def test_short_lines_and_names_take_the_language_of_the_article(line: str) -> None:
    assert set(languages(f"{line}\n\n{ARTICLES['de']}\n\n{line}")) == {"de"}


def test_a_short_block_follows_its_script() -> None:
    assert languages(f"{ARTICLES['en']}\n\nНа сегодня всё.\n\n{ARTICLES['en']}")[2] != "en"


def test_no_letters_no_language() -> None:
    assert languages("12:30 — 14:00\n\n17:00") == ["und", "und", "und"]


def test_the_margin_decides() -> None:
    text = f"{ARTICLES['de']}\n\n{ARTICLES['en']}\n\n{ARTICLES['de']}"
    assert languages(text, min_margin=1.0) == ["de", "de", "de", "de"]


def test_articles_do_not_influence_each_other() -> None:
    def run(codes: list[str]) -> pl.DataFrame:
        rows = [{"article": c, "path": c, "content": ARTICLES[c].encode(), "sha256": "", "meta": "{}"} for c in codes]
        articles, blocks, *_ = ingest(IngestConfig(), frame("files", rows))
        return detect(DetectConfig(), articles, blocks)

    together = run(sorted(ARTICLES))
    assert together.equals(pl.concat([run([code]) for code in sorted(ARTICLES)]))
