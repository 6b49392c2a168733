"""A word put for another in a rendering, told by what stands beside it."""

from __future__ import annotations

import pytest

from pipeline.comparison.replacing import replaced
from tests.alignment.parts_made import part

POST = "The minister showed us the misspelled reset button."


@pytest.mark.parametrize(
    ("text", "code", "pairs"),
    [
        ("Министр показал нам кнопку перезагрузки с неправильным переводом.", "ru",
         [("misspelled", "неправильным переводом")]),
        ("Министр показал нам кнопку перезагрузки с ошибкой.", "ru", [("misspelled", "ошибкой")]),
        ("Министр показал нам кнопку перезагрузки.", "ru", []),
        ("Minister pokazał nam przycisk.", "pl", []),
    ],
)  # fmt: skip
def test_what_stands_beside_the_same_word(text: str, code: str, pairs: list[tuple[str, str]]) -> None:
    found = replaced(part("x:q1.1", POST), part("x:q2.1", text, language=code))
    assert [(d.a_text, d.b_text) for d in found] == pairs
    assert all((d.cls, d.severity, d.confidence) == ("translation", "minor", 0.5) for d in found)


def test_values_and_names_are_compared_elsewhere() -> None:
    number = replaced(part("x:q1.1", "Twelve buttons."), part("x:q2.1", "Тридцать кнопок.", language="ru"))
    assert not number
