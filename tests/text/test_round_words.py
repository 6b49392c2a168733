"""Words that count in round tens, where a change ends, and years told as ordinals."""

from __future__ import annotations

import pytest

from pipeline.text.dates import find_dates
from pipeline.text.numerals import find_numbers
from pipeline.text.quantities import compatible

ROUND = [
    ("fr", "une quarantaine de blessés", "en", "38 injured", True),
    ("it", "una ventina di feriti", "de", "22 Verletzte", True),
    ("es", "medio centenar de personas", "en", "47 people", True),
    ("es", "una treintena de heridos", "fr", "31 blessés", True),
    ("ru", "десяток раненых", "uk", "11 поранених", True),
    ("uk", "півтора десятка поранених", "cs", "14 zraněných", True),
    ("ru", "сотня человек", "en", "104 people", True),
    ("it", "una sessantina di chilometri", "de", "60 Kilometer", True),
    ("fr", "une soixantaine de kilomètres", "en", "62 km", True),
    ("es", "una veintena de kilómetros", "it", "una ventina di chilometri", True),
    ("es", "una veintena de kilómetros", "it", "40 chilometri", False),
    ("fr", "une quarantaine de blessés", "en", "52 injured", False),
    ("it", "una ventina di feriti", "de", "42 Verletzte", False),
    ("fr", "40 blessés", "en", "38 injured", False),
]
CHANGES = [
    ("ru", "Штраф снизили с 1,62 млрд до 1,04 млрд крон.", "exact"),
    ("uk", "Штраф зменшено із 1,62 млрд до 1,04 млрд крон.", "exact"),
    ("uk", "Кількість загиблих зросла до 14 осіб.", "exact"),
    ("ru", "Число погибших выросло до 14 человек.", "exact"),
    ("es", "La multa pasó de 300 hasta 500 euros.", "exact"),
    ("ru", "Зал вмещает до 500 человек.", "at_most"),
    ("uk", "Зала вміщує до 500 осіб.", "at_most"),
    ("es", "Caben hasta 500 personas.", "at_most"),
    ("ru", "Приехал с братом, а зал вмещает до 500 человек.", "at_most"),
]
YEARS = [
    ("uk", "Договір діє до кінця 2031-го.", 2031),
    ("ru", "Договор действует до конца 2031-го, сообщил он.", 2031),
    ("ru", "С начала 2024-го в городе тихо.", 2024),
    ("ru", "Музей встретил 2031-го посетителя.", None),
]


@pytest.mark.parametrize(("code", "text", "other", "figure", "agree"), ROUND)
def test_a_round_word_is_near_its_figure(code: str, text: str, other: str, figure: str, agree: bool) -> None:
    (a,), (b,) = find_numbers(text, code), find_numbers(figure, other)
    assert compatible(a, b) is agree


@pytest.mark.parametrize(("code", "text", "relation"), CHANGES)
def test_where_a_change_ends_is_no_limit(code: str, text: str, relation: str) -> None:
    assert find_numbers(text, code)[-1].relation == relation


@pytest.mark.parametrize(("code", "text", "year"), YEARS)
def test_a_year_told_as_an_ordinal(code: str, text: str, year: int | None) -> None:
    assert [when.year for when in find_dates(text, code) if when.year] == ([year] if year else [])
