"""What a translation fails, by examples of how machine translation goes wrong."""

from __future__ import annotations

import pytest

from pipeline.text.translation_checks import badness, failed_checks, is_suspect, repeats


@pytest.mark.parametrize(
    ("source", "english", "language"),
    [
        ("Es waren 14 Menschen dort.", "There were fourteen people there.", "de"),
        ("Rund 3,5 Millionen Euro", "About 3.5 million euros", "de"),
        ("Le 12 novembre 2017, il est arrivé à 14h30.", "On 12 November 2017 he arrived at 14:30.", "fr"),
        ("Начало в 17.00 в зале Формулы-1.", "It begins at 5:00 p.m. in the hall of Formula 1.", "ru"),
        ("Der König Ludwig XIV. kam.", "King Louis 14 came.", "de"),
        ("Hubo 1.200 heridos.", "There were 1,200 injured.", "es"),
        ("Einer der Männer blieb.", "One of the men stayed.", "de"),
        ("Nein!", "No, absolutely not!", "de"),
        ("Donaudampfschifffahrtsgesellschaft", "The Danube steamship navigation company", "de"),
        ("這是一個很好的結果。", "This is a very good result.", "zh"),
        ("Er sagte sehr, sehr viel.", "He said very, very much.", "de"),
        (
            "Emmanuel Macron und Angela Merkel trafen sich in Brüssel.",
            "Emmanuel Macron and Angela Merkel met in Brussels.",
            "de",
        ),
    ],
)
def test_a_fair_translation_fails_nothing(source: str, english: str, language: str) -> None:
    assert failed_checks(source, english, language) == ()


@pytest.mark.parametrize(
    ("source", "english", "language", "check"),
    [
        ("Es waren 14 Menschen dort.", "There were 40 people there.", "de", "numbers"),
        ("Es waren Menschen dort.", "There were 40 people there.", "de", "numbers"),
        ("Rund 3,5 Millionen Euro", "About 35 million euros", "de", "numbers"),
        ("Es waren viele Menschen dort am Hafen.", "", "de", "empty"),
        (
            "Der Minister sagte am Montag vor vielen Journalisten im Hafen der Stadt nichts.",
            "The minister.",
            "de",
            "length",
        ),
        ("Guten Abend.", "Good evening to all of you who have come here today to see the ship.", "de", "length"),
        ("Er kam in die Stadt.", "He came to the city of the city of the city of the city.", "de", "repetition"),
        ("Была беседа по Сирии.", "There was a беседа on Syria.", "ru", "script"),
        ("Das Schiff bleibt heute lange liegen.", "Das Schiff bleibt heute lange liegen.", "de", "script"),
        ("Er hat es nicht gesehen.", "He has seen it.", "de", "polarity"),
        ("Er hat es gesehen.", "He has not seen it.", "de", "polarity"),
        ("Es war gut.", "It was <unk>.", "de", "unknown"),
    ],
)
def test_a_fault_is_named(source: str, english: str, language: str, check: str) -> None:
    assert check in failed_checks(source, english, language)


def test_tokens_that_the_model_does_not_know_are_a_fault_whatever_the_text() -> None:
    assert failed_checks("Es war gut.", "It was good.", "de", unknown_tokens=1) == ("unknown",)


def test_signs_of_another_alphabet_inside_a_name_of_the_source_are_not_residue() -> None:
    source = "Учёные уточнили ограничения, налагаемые на параметры модели ΛCDM."
    assert "script" not in failed_checks(source, "Scientists refined the constraints on the ΛCDM model.", "ru")


def test_a_repetition_of_the_source_is_not_the_translators() -> None:
    assert failed_checks("Blah, blah, blah, sagte er.", "Blah, blah, blah, he said.", "de") == ()


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("", 1),
        ("a b c", 1),
        ("no no", 1),
        ("no no no", 3),
        ("in the city in the city", 2),
        ("x y x y", 1),
        ("x y x y x y", 3),
    ],
)
def test_repeats_counts_a_run_that_follows_itself(text: str, times: int) -> None:
    assert repeats(text) == times


def test_a_polarity_note_alone_is_not_suspect_and_weighs_less_than_a_hard_failure() -> None:
    assert not is_suspect(("polarity",))
    assert is_suspect(("numbers", "polarity"))
    assert badness(()) < badness(("polarity",)) < badness(("numbers",)) < badness(("numbers", "polarity"))
