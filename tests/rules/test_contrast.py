"""How messages set wordings and figures against each other."""

from __future__ import annotations

import pytest

from pipeline.rules.contrast import contrast
from pipeline.rules.figures import counted, value
from pipeline.rules.phrasing import Side

SEVEN = Side("a", "A", "seven", "seven boats", "7")
SIEBEN = Side("b", "B", "sieben", "sieben Boote", "7", gloss=True)
ACHT = Side("c", "C", "восемь", "восемь лодок", "8", gloss=True)


def test_outlets_that_say_the_same_stand_together() -> None:
    told = contrast([SEVEN, ACHT, SIEBEN, ACHT], [(SEVEN, ACHT), (SIEBEN, ACHT)])
    assert told == "“seven boats” in A, “sieben Boote” (7) in B; but “восемь лодок” (8) in C"


def test_two_wordings_are_two_sides() -> None:
    assert contrast([SEVEN, ACHT], [(SEVEN, ACHT)]) == "“seven boats” in A; “восемь лодок” (8) in C"


def test_two_figures_are_never_one_camp() -> None:
    nine = Side("d", "D", "nine", figure="9")
    told = contrast([SEVEN, ACHT, nine], [(SEVEN, ACHT), (nine, ACHT)])
    assert told == "“nine” in D; “seven boats” in A; “восемь лодок” (8) in C"


def test_a_chain_that_contradicts_itself_is_told_side_by_side() -> None:
    w, x, y, z = (Side(name, name.upper(), f"{name} words") for name in "wxyz")
    # Nothing holds w against x, x against z, z against y: but w stands against z.
    told = contrast([w, x, y, z], [(w, y), (w, z), (x, y)])
    assert told == "“w words” in W; “x words” in X; “y words” in Y; “z words” in Z"


def test_more_wordings_than_fit_are_counted() -> None:
    sides = [Side(name, name.upper(), f"{name} words") for name in "abcdef"]
    pairs = [(one, other) for one in sides for other in sides if one is not other]
    assert contrast(sides, pairs).endswith("; “d words” in D; and 2 other wordings")


@pytest.mark.parametrize(
    ("words", "language", "figure"),
    [
        ("девятнадцать секунд", "ru", "19"),
        ("casi dos millones y medio de euros", "es", "2,500,000"),
        ("dix-huit mois", "fr", "18"),
        ("the harbour", "en", ""),
        ("two of the three", "en", ""),
    ],
)
def test_the_value_of_words(words: str, language: str, figure: str) -> None:
    assert value(words, language) == figure


@pytest.mark.parametrize(
    ("words", "after", "language", "shown"),
    [
        ("seven", " satellites, the company said", "en", "seven satellites"),
        ("sieben", " Satelliten an Bord", "de", "sieben Satelliten"),
        ("три", " пуска; единственный", "ru", "три пуска"),
        ("four", " of the crew", "en", "four of the crew"),
        ("four", ", the mayor said", "en", "four"),
        ("460 persone", " perdono il posto", "it", "460 persone"),
        ("43", " were hurt", "und", "43"),
    ],
)
def test_a_bare_figure_is_shown_with_what_it_counts(words: str, after: str, language: str, shown: str) -> None:
    assert counted(words, after, language) == shown
