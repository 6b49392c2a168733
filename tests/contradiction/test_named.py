"""Given names and offices of one person in two reports: what cannot both be right, and what can."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline import schemas
from pipeline.contradiction.named import given_apart
from pipeline.contradiction.offices import office_clashes, offices_of
from pipeline.text.names import same_name


def _clash(*reports: tuple[str, str]) -> bool:
    rows = [
        {
            "article": f"a{n}", "sentence": f"a{n}:s0", "block": 0, "index": 0, "kind": "paragraph", "language": code,
            "start": 0, "end": len(text), "text": text,
        }
        for n, (code, text) in enumerate(reports)
    ]  # fmt: skip
    return bool(office_clashes(offices_of(pl.DataFrame(rows, schema=schemas.SCHEMAS["sentences"]))))


GIVEN = [
    ("Stefano Piras", "Sandro Piras", True),
    ("Стефано Пирас", "Sandro Piras", True),
    ("Anneli Saar", "Annika Saar", True),
    ("Tadeáš Roubal", "Tomáš Roubal", True),
    ("Alex Saar", "Alexander Saar", False),
    ("Sergei Saar", "Serhiy Saar", False),
    ("Dmitry Saar", "Dmytro Saar", False),
    ("Tomas Saar", "Tomáš Saarová", False),
    ("Жак Башло", "Jacques Bachelot", False),
    ("Роже Башло", "Jacques Bachelot", True),
    ("Anneli Saar", "Anneli Roubal", None),
]
APART = [
    (("en", "Chairman Karl Brandt left."), ("cs", "Generální ředitel Karl Brandt odešel.")),
    (("en", "Karl Brandt, the firm's chairman, left."), ("de", "Geschäftsführer Karl Brandt ging.")),
    (("ru", "Председатель совета директоров Карл Брандт ушёл."), ("fr", "Le directeur général, Karl Brandt, part.")),
    (("fr", "Le préfet Karl Brandt prévient."), ("it", "Karl Brandt, capo della Protezione civile, avverte.")),
    (("es", "El alcalde, Karl Brandt, avisó."), ("uk", "Начальник поліції Карл Брандт попередив.")),
    (("it", "Il suo agente, Karl Brandt, tace."), ("uk", "Спортивний директор Карл Брандт мовчить.")),
    (("en", "Her agent, Karl Brandt, objected."), ("de", "Ihr Anwalt Karl Brandt widersprach.")),
    (("en", "Chief engineer Karl Brandt knew."), ("ru", "Глава совета Карл Брандт знал.")),
    (("uk", "Міністерка фінансів Ольга Брандт знала."), ("en", "Health minister Olga Brandt knew.")),
]
TOGETHER = [
    (("en", "Chairman Karl Brandt left."), ("ru", "Глава компании Карл Брандт ушёл.")),
    (("en", "Managing director Karl Brandt left."), ("cs", "Jednatel Karl Brandt odešel.")),
    (("en", "Central bank governor Karl Brandt spoke."), ("de", "Notenbankchef Karl Brandt sprach.")),
    (("fr", "Le préfet Karl Brandt parle."), ("en", "The head of the region, Karl Brandt, spoke.")),
    (("it", "Parla l'agente Karl Brandt."), ("en", "Police officer Karl Brandt spoke.")),
    (("en", "His agent, Karl Brandt, spoke."), ("es", "Habló el portavoz Karl Brandt.")),
    (("de", "Chefingenieur Karl Brandt sprach."), ("ru", "Главный инженер Карл Брандт говорил.")),
]
PLACES = [
    ("Sardaigne", "Cerdeña"), ("Brünn", "Брно"), ("Danzica", "Гданьск"), ("Leópolis", "Lviv"), ("Aquisgrana", "Cáchy"),
    ("Lüttich", "Lieja"), ("Ratisbonne", "Řezno"), ("Ostsee", "Балтийское море"), ("Pirineos", "Піренеї"),
    ("Lotyšsko", "Lettland"), ("Burdeos", "Bordeaux"), ("Salisburgo", "Зальцбург"), ("Laibach", "Lubiana"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two", "apart"), GIVEN)
def test_given_names_of_one_surname(one: str, two: str, apart: bool | None) -> None:
    assert given_apart(one, two) is apart
    assert given_apart(two, one) is apart


@pytest.mark.parametrize("reports", APART)
def test_offices_that_nobody_holds_at_once(reports: tuple[tuple[str, str], tuple[str, str]]) -> None:
    assert _clash(*reports)


@pytest.mark.parametrize("reports", TOGETHER)
def test_offices_that_may_be_one(reports: tuple[tuple[str, str], tuple[str, str]]) -> None:
    assert not _clash(*reports)


@pytest.mark.parametrize(("one", "two"), PLACES)
def test_a_place_has_a_name_in_each_language(one: str, two: str) -> None:
    assert same_name(one, two) == 1.0
