"""One person's name for another's, in two languages."""

from __future__ import annotations

import pytest

from pipeline.comparison.renaming import renamed
from tests.alignment.parts_made import part

ARTICLES = {
    "en": "Tomas Arden won the race. Tomas stopped to help. Viktor Sella came second.",
    "de": "Das Rennen gewann Tomas Arden. Zweiter wurde Viktor Sella.",
    "fr": "La course a été gagnée par Tomas Arden devant Viktor Sella.",
    "es": "Ganó la carrera Tomas Arden, por delante de Viktor Sella.",
    "it": "La corsa è andata a Tomas Arden davanti a Viktor Sella.",
}
THANKS = {
    "en": "My thanks to {}, who stopped.",
    "de": "Mein Dank geht an {}, der angehalten hat.",
    "fr": "Merci à {}, qui s'est arrêté.",
    "es": "Mi gratitud a {}, que se paró.",
    "it": "Sono grato a {}, che si è fermato.",
}
PAIRS = [(x, y) for x in THANKS for y in THANKS if x < y]


def _rows(x: str, y: str, one: str, two: str) -> list[str]:
    a = part("x:q1.1", THANKS[x].format(one), language=x)
    b = part("y:q1.1", THANKS[y].format(two), language=y)
    return [d.kind for d in renamed(a, b, {a.article: ARTICLES[x], b.article: ARTICLES[y]})]


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_another_person(x: str, y: str) -> None:
    assert _rows(x, y, "Tomas", "Viktor") == ["name"]


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_one_person(x: str, y: str) -> None:
    assert not _rows(x, y, "Tomas", "Tomas")
    assert not _rows(x, y, "Tomas", "Arden")
