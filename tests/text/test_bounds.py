"""Verbs and adverbs that bound a figure, in eight languages, in sentences of no corpus."""

from __future__ import annotations

import pytest

from pipeline.text.numerals import find_numbers

ABOVE = [
    ("en", "The yield surpassed 340 tonnes."),
    ("en", "Attendance topped 340 this year."),
    ("de", "Der Ertrag überstieg 340 Tonnen."),
    ("de", "Der Ertrag übertraf 340 Tonnen."),
    ("fr", "La récolte a dépassé 340 tonnes."),
    ("fr", "La récolte dépasse les 340 tonnes."),
    ("es", "La cosecha superó las 340 toneladas."),
    ("es", "La cosecha ha superado el 34 %."),
    ("it", "Il raccolto ha superato il 34 %."),
    ("it", "Il raccolto supera 340 tonnellate."),
    ("cs", "Sklizeň přesáhla 340 tun."),
    ("cs", "Sklizeň překročila 340 tun."),
    ("ru", "Урожай превысил 340 тонн."),
    ("ru", "Урожай перевалил за 340 тонн."),
    ("uk", "Урожай перевищив 340 тонн."),
    ("uk", "Урожай перевищує 340 тонн."),
]
BELOW = [
    ("en", "The yield was just shy of 340 tonnes."),
    ("de", "Der Ertrag unterschritt 340 Tonnen."),
    ("fr", "La récolte est passée sous les 340 tonnes."),
    ("es", "La cosecha no llegó a 340 toneladas."),
    ("it", "Il raccolto è sceso sotto 340 tonnellate."),
    ("cs", "Sklizeň nedosáhla 340 tun."),
    ("ru", "Урожай опустился ниже 340 тонн."),
    ("uk", "Урожай не досяг 340 тонн."),
]


@pytest.mark.parametrize(("code", "text"), ABOVE)
def test_what_exceeds_a_figure_is_more(code: str, text: str) -> None:
    assert [n.relation for n in find_numbers(text, code)] == ["more_than"]


@pytest.mark.parametrize(("code", "text"), BELOW)
def test_what_falls_short_of_a_figure_is_less(code: str, text: str) -> None:
    assert [n.relation for n in find_numbers(text, code)] == ["less_than"]
