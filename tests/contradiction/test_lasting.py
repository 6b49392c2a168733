"""What a length of time or an age is of."""

from __future__ import annotations

import pytest

from pipeline.contradiction.lasting import aged, lasting_sort
from pipeline.text.numerals import find_numbers


@pytest.mark.parametrize(
    ("code", "text", "sort"),
    [
        ("en", "It must be filed within three days.", "within"),
        ("en", "It was ordered two days later.", "lapse"),
        ("en", "It began two days ago.", "since"),
        ("it", "Il ricorso va presentato entro tre giorni.", "within"),
        ("fr", "Le recomptage a été ordonné deux jours plus tard.", "lapse"),
        ("de", "Der Streit begann vor drei Jahren.", "since"),
        ("ru", "Спустя два дня он вернулся.", "lapse"),
        ("uk", "Це сталося два роки тому.", "since"),
        ("es", "Empezó hace dos años.", "since"),
        ("cs", "Vrátil se o dva dny později.", "lapse"),
        ("ru", "Очередь выросла до трёх дней.", "reach"),
        ("uk", "Термін скоротили до трьох днів.", "reach"),
        ("de", "Die Frist wurde auf drei Tage verkürzt.", "reach"),
        ("en", "The queue has grown to three days.", "reach"),
        ("it", "L'attesa è salita a tre giorni.", "reach"),
        ("en", "The trial lasted three days.", ""),
    ],
)
def test_a_limit_is_no_time_gone_by(code: str, text: str, sort: str) -> None:
    number = next(n for n in find_numbers(text, code) if n.unit_kind == "duration")
    assert lasting_sort(text, number.start, number.end, code) == sort


@pytest.mark.parametrize(
    ("code", "text", "who"),
    [
        ("en", "Eva Roth, 58, was at home.", "Eva Roth"),
        ("de", "Gestern war Eva Roth (58) zu Hause.", "Eva Roth"),
        ("de", "Die 58-jährige Direktorin Eva Roth war zu Hause.", "Eva Roth"),
        ("it", "Eva Roth, 58 anni, era a casa.", "Eva Roth"),
        ("en", "Eva Roth, six years in office, was at home.", ""),
        ("en", "The 88-year-old causeway fell.", ""),
    ],
)
def test_whose_age_it_is(code: str, text: str, who: str) -> None:
    number = next(n for n in find_numbers(text, code) if n.unit == "year")
    assert aged(text, number.start, number.end, code, alone=number.unit_kind != "age") == who
