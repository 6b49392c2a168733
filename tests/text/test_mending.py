"""What was garbled is put back, what was translated stays: pieces and attention as a decoder gives them."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.text.mending import Mended, mended


def _mend(source: str, target: str, looks: dict[str, str], code: str = "ru") -> Mended:
    """Pieces at `|` and blanks; `looks` says which source piece a target piece looked at, the rest look at the end."""
    said, written = _pieces(source), _pieces(target)
    attention = np.zeros((len(written), len(said) + 1), np.float32)
    for row, piece in enumerate(written):
        wanted = looks.get(piece.lstrip("▁"), "")
        place = next((at for at, each in enumerate(said) if each.lstrip("▁") == wanted), len(said))
        attention[row, place] = 0.9
        attention[row, -1] += 0.1
    return mended(said, written, attention, code)


def _pieces(text: str) -> list[str]:
    return [piece for word in text.split() for piece in _headed(word.split("|"))]


def _headed(pieces: list[str]) -> list[str]:
    return ["▁" + pieces[0], *pieces[1:]]


def test_a_garbled_name_goes_in_by_its_letters_and_in_the_nominative() -> None:
    found = _mend("гонку выиграл пилот Сирот|кин", "The race was won by pilot Bet|kin", {"Bet": "Сирот", "kin": "кин"})
    assert found == Mended("The race was won by pilot Sirotkin", ("Сироткин",))
    found = _mend("слова тренера Гигол|аева", "the words of coach Glag|ovis", {"Glag": "Гигол", "ovis": "аева"})
    assert found.english == "the words of coach Gigolaev"


def test_a_name_spelt_as_several_words_is_replaced_as_one() -> None:
    looks = {"Vat": "Ват", "Tut": "ут", "Ink": "инки"}
    assert _mend("поезд до Ват|ут|инки", "a train to Vat Tut Ink", looks).english == "a train to Vatutinki"


def test_latin_names_inside_another_script_are_copied() -> None:
    looks = {"Te": "Tesla", "la": "Tesla"}
    assert _mend("акции Tesla упали", "shares of Te|la fell", looks).english == "shares of Tesla fell"
    assert _mend("акции Tesla упали", "shares of Tesla fell", {"Tesla": "Tesla"}).put_back == ()


def test_names_of_a_latin_script_go_in_as_they_are() -> None:
    found = _mend("sagte Lan|zing|er im Hof", "Lance|ing said in the yard", {"Lance": "Lan", "ing": "zing"}, "de")
    assert found == Mended("Lanzinger said in the yard", ("Lanzinger",))


def test_nouns_with_capitals_are_no_names() -> None:
    looks = {"track": "Gleis", "works": "arbeiten"}  # a compound that no dictionary lists, of a part that one does
    assert (
        _mend("wegen der Gleis|arbeiten am Bahnhof", "for the track works at the station", looks, "de").put_back == ()
    )


def test_a_figure_is_put_back_by_its_digits() -> None:
    found = _mend("рост на 533 человека", "a rise of 53 people", {"53": "533"})
    assert found == Mended("a rise of 533 people", ("533",))
    found = _mend("рост на 218,8 процента", "a rise of 2.8 percent", {"2.8": "218,8"})
    assert found.english == "a rise of 218.8 percent"


@pytest.mark.parametrize(
    ("source", "target", "looks"),
    [
        ("премьер Германии прибыл", "the prime minister of Germany arrived", {"Germany": "Германии"}),  # translated
        ("встреча с Трампом прошла", "the meeting with Trump went", {"Trump": "Трампом"}),  # sounds alike
        ("около 3 тысяч человек", "some 3,000 people", {"3,000": "3"}),  # a scale written out
        ("Опираясь на опыт", "Drawing on experience", {"Drawing": "Опираясь"}),  # a capital due to its place
        ("глава Совета сказал", "the head of the Council said", {"Council": "Совета"}),  # in the dictionary
        ("пилот Сироткин победил", "the pilot won", {"pilot": "Сироткин"}),  # stands for another word
        ("пилот Сироткин победил", "the race was won", {"was": "Сироткин"}),  # a function word stands for no name
    ],
)
def test_what_can_be_accounted_for_stays(source: str, target: str, looks: dict[str, str]) -> None:
    assert _mend(source, target, looks) == Mended(target)


def test_without_a_sure_look_nothing_is_put_back() -> None:
    source, target = ["▁пилот", "▁Сироткин"], ["▁the", "▁Betkin"]
    unsure = np.full((2, 3), 1 / 3, np.float32)
    assert mended(source, target, unsure, "ru") == Mended("the Betkin")


def test_bytes_and_languages_without_a_dictionary_are_left_as_they_are() -> None:
    looks = {"Betkin": "Сироткин"}
    assert _mend("пилот Сироткин <0xC2>", "the pilot Betkin", looks).put_back == ()
    assert _mend("пилот Сироткин", "the pilot Betkin", looks, code="ja").put_back == ()
    assert _mend("пилот Сироткин", "the pilot Betkin", looks).english == "the pilot Sirotkin"
