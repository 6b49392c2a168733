"""The stage translate on translators made for the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl
import pytest

from pipeline.config import TranslateConfig
from pipeline.models.protocols import Route, Translation
from pipeline.schemas import SCHEMAS, empty, frame
from pipeline.stages.translate import halve, translate

Decode = Callable[[str, int], str]


class Scripted:
    """Reads German by a function of text and beam, and remembers what it was asked."""

    digest = "d"

    def __init__(self, decode: Decode) -> None:
        self.decode = decode
        self.asked: list[tuple[tuple[str, ...], int]] = []

    def route(self, language: str) -> Route | None:
        routes = {"de": Route(("de_en",), "1.9", "abc"), "uk": Route(("uk_ru", "ru_en"), "1.2+0.1", "def")}
        return routes.get(language)

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        self.asked.append((tuple(texts), beam_size))
        return [Translation(self.decode(text, beam_size)) for text in texts]


def sentences(*texts: str, language: str | None = "de", kind: str = "paragraph", article: str = "a") -> pl.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "article": article,
            "sentence": f"{article}:s{i:03}",
            "index": i,
            "kind": kind,
            "language": language,
            "text": text,
        }
        for i, text in enumerate(texts)
    ]
    return frame("sentences", rows)


def run(translator: Scripted, table: pl.DataFrame, parts: pl.DataFrame | None = None, **config: object) -> pl.DataFrame:
    settings = TranslateConfig.model_validate(config)
    found = translate(settings, table, empty("parts") if parts is None else parts, translator=translator)
    assert found.schema == SCHEMAS["translations"]
    return found


def test_a_row_says_what_translated_it_and_by_which_route() -> None:
    table = pl.concat([sentences("Das ist gut so."), sentences("Це добре.", language="uk", article="b")])
    rows = run(Scripted(lambda text, beam: "That is good."), table).to_dicts()
    assert [(r["segment"], r["status"], r["english"], r["route"]) for r in rows] == [
        ("a:s000", "ok", "That is good.", "de→en"),
        ("b:s000", "ok", "That is good.", "uk→ru→en"),
    ]
    assert [(r["package"], r["version"], r["digest"]) for r in rows] == [
        ("de_en", "1.9", "abc"),
        ("uk_ru+ru_en", "1.2+0.1", "def"),
    ]


def test_equal_texts_of_all_articles_are_asked_for_once_in_one_call_and_parts_too() -> None:
    translator = Scripted(lambda text, beam: "Yes, of course.")
    parts = frame(
        "parts",
        [{"article": "a", "quote": "a:q01", "part": "a:q01.1", "index": 1, "language": "de", "text": "Ja, sicher."}],
    )
    table = pl.concat([sentences("Ja, sicher."), sentences("Ja, sicher.", article="b")])
    found = run(translator, table, parts)
    assert found["segment"].to_list() == ["a:q01.1", "a:s000", "b:s000"]
    assert translator.asked[0] == (("Ja, sicher.",), 4)


def test_english_and_what_is_not_the_articles_own_words_have_no_row() -> None:
    table = pl.concat(
        [
            sentences("All good.", language="en"),
            sentences("Mehr dazu.", kind="boilerplate", article="b"),
            sentences("Von Max Meier", kind="byline", article="c"),
        ]
    )
    assert run(Scripted(lambda text, beam: "x"), table).is_empty()


@pytest.mark.parametrize(
    ("language", "config", "reason"),
    [("pl", {}, "no_package"), (None, {}, "language_unknown"), ("de", {"enabled": False}, "disabled")],
)
def test_what_cannot_be_translated_is_missing_with_its_reason(
    language: str | None, config: dict[str, object], reason: str
) -> None:
    translator = Scripted(lambda text, beam: "x")
    row = run(translator, sentences("To jest dobre.", language=language), **config).to_dicts()[0]
    assert (row["status"], row["english"], row["checks"], row["package"]) == ("missing", None, [reason], None)
    assert translator.asked == []


def test_a_failed_translation_is_tried_with_another_beam_and_the_better_kept() -> None:
    def decode(text: str, beam: int) -> str:
        return "There were 40 people there." if beam == 4 else "There were 14 people there."

    translator = Scripted(decode)
    row = run(translator, sentences("Es waren 14 Menschen dort.")).to_dicts()[0]
    assert (row["english"], row["status"], row["checks"]) == ("There were 14 people there.", "ok", [])
    assert [beam for texts, beam in translator.asked if texts] == [4, 1]


def test_a_long_failed_sentence_is_tried_in_two_halves() -> None:
    text = "Der Minister sagte am Montag vor Journalisten, dass das Schiff im Hafen liegen bleiben wird."

    def decode(piece: str, beam: int) -> str:
        if piece == text:
            return "and so and so and so and so and so"
        return (
            "The minister told journalists on Monday."
            if piece.startswith("Der")
            else "that the ship will stay in port."
        )

    row = run(Scripted(decode), sentences(text)).to_dicts()[0]
    assert row["english"] == "The minister told journalists on Monday that the ship will stay in port."
    assert row["status"] == "ok"


def test_what_fails_twice_is_suspect_and_names_its_checks() -> None:
    row = run(
        Scripted(lambda text, beam: "There were 40 people there."), sentences("Es waren 14 Menschen dort.")
    ).to_dicts()[0]
    assert (row["status"], row["checks"]) == ("suspect", ["numbers"])
    assert row["english"] == "There were 40 people there."


def test_of_two_failed_translations_the_one_with_fewer_failures_is_kept() -> None:
    def decode(text: str, beam: int) -> str:
        return "Людей 40" if beam == 4 else "There were 40 people there."

    table = sentences("Там було 14 людей разом.", language="uk")
    row = run(Scripted(decode), table).to_dicts()[0]
    assert (row["english"], row["checks"]) == ("There were 40 people there.", ["numbers"])


def test_a_lost_negation_is_a_note_that_makes_nothing_suspect() -> None:
    row = run(Scripted(lambda text, beam: "He has seen it."), sentences("Er hat es nicht gesehen.")).to_dicts()[0]
    assert (row["status"], row["checks"]) == ("ok", ["polarity"])


def test_an_empty_answer_is_missing() -> None:
    row = run(Scripted(lambda text, beam: ""), sentences("Das ist gut.")).to_dicts()[0]
    assert (row["status"], row["english"], row["checks"]) == ("missing", None, ["empty"])


def test_signs_without_words_are_not_given_to_the_translator() -> None:
    translator = Scripted(lambda text, beam: "invented")
    row = run(translator, sentences("* * *")).to_dicts()[0]
    assert (row["english"], row["status"]) == ("* * *", "ok")


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("Kurz, aber gut.", None),
        (
            "Eins zwei drei vier fünf, sechs sieben acht neun zehn",
            ("Eins zwei drei vier fünf,", "sechs sieben acht neun zehn"),
        ),
        (
            "one two three four five six — seven eight nine ten eleven, twelve",
            ("one two three four five six", "seven eight nine ten eleven, twelve"),
        ),
        ("Rund 1,5 Millionen Menschen leben heute noch immer dort", None),
    ],
)
def test_a_sentence_is_halved_at_the_clause_boundary_nearest_its_middle(
    text: str, halves: tuple[str, str] | None
) -> None:
    assert halve(text) == halves


def test_what_the_model_itself_doubts_is_tried_again_and_then_suspect() -> None:
    class Doubting(Scripted):
        def translate(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
            sure = "greedy" if beam_size == 1 else "wide"
            return [
                replace(each, unsure=sure not in each.english) for each in super().translate(texts, language, beam_size)
            ]

    never = run(Doubting(lambda text, beam: "That is good."), sentences("Das ist gut.")).to_dicts()[0]
    assert (never["status"], never["checks"]) == ("suspect", ["unsure"])
    later = Doubting(lambda text, beam: "That is greedy." if beam == 1 else "That is good.")
    assert run(later, sentences("Das ist gut.")).to_dicts()[0]["status"] == "ok"


def test_rows_do_not_depend_on_the_order_or_the_company_of_articles() -> None:
    def decode(text: str, beam: int) -> str:
        return f"{text.replace('ist', 'is')}"

    one, two = sentences("Das ist gut.", "Er ist da."), sentences("Sie ist weg.", article="b")
    together = run(Scripted(decode), pl.concat([two, one]))
    apart = pl.concat([run(Scripted(decode), one), run(Scripted(decode), two)])
    assert together.equals(apart)
