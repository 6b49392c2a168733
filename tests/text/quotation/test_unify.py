"""One spelling a speaker: the index of models leaves out no model that a comparison with all would find."""

from __future__ import annotations

import pytest

from pipeline.text.name_match import is_cyrillic
from pipeline.text.quotation import unify
from pipeline.text.quotation.unify import unified

NAMES = [
    *(("Hugh Grant", "en"), ("Хью Грант", "ru"), ("Keith Hughes", "en"), ("Кит Хьюз", "ru"), ("Xi Jinping", "en")),
    *(
        ("Си Цзиньпин", "ru"),
        ("William Shakespeare", "en"),
        ("Уильям Шекспир", "ru"),
        ("Wang Yi", "en"),
        ("Ван И", "ru"),
    ),
    *(("Jean Dupont", "fr"), ("Жан Дюпон", "ru"), ("Olaf Scholz", "de"), ("Олаф Шольц", "ru"), ("Меркель", "ru")),
    *(("Angela Merkel", "de"), ("Ангелы Меркель", "ru"), ("Emmanuel Macron", "fr"), ("Эммануэля Макрона", "ru")),
    *(
        ("Ursula von der Leyen", "de"),
        ("фон дер Ляйен", "ru"),
        ("Hryhorii Hrytsenko", "en"),
        ("Григорий Гриценко", "ru"),
    ),
    *(("Charles Wright", "en"), ("Чарльз Райт", "ru"), ("Theresa May", "en"), ("Тереза Мэй", "ru"), ("Kremlin", "en")),
]


def test_index_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = unified(NAMES)
    assert found["Ангелы Меркель"] == found["Меркель"] == "Angela Merkel"
    monkeypatch.setattr(unify._Models, "near", lambda self, name, rendered=False: list(self._names))
    assert unified(NAMES) == found


def test_most_models_are_not_asked_about() -> None:
    models = unify._Models()
    for name, _ in NAMES:
        models.add(name)
    assert "Angela Merkel" in models.near("Меркель")
    assert len(models.near("Меркель")) <= len(NAMES) // 4


def test_spelling_with_accents_is_the_one_that_others_leave_out() -> None:
    names = [("Radim Pospichal", "en"), ("Radim Pospichal", "en"), ("Radim Pospíchal", "cs"), ("Radim Pospikhal", "ru")]
    assert set(unified(names).values()) == {"Radim Pospíchal"}


def test_rendering_of_a_french_name_is_found_by_its_sound() -> None:
    names = [("Hélène Maurasse", "fr"), ("Elen Morass", "uk"), ("Irene Mauser", "de")]
    assert unified(names) == {name: "Hélène Maurasse" if "Mor" in name else name for name, _ in names}


def test_name_in_cyrillic_is_no_model_whatever_the_language_of_the_article() -> None:
    names = [("Консулка Лариса Бондар", "en"), ("Larysa Bondar", "en")]
    assert unified(names)["Larysa Bondar"] == "Larysa Bondar"


def test_the_ending_that_czech_adds_to_a_womans_name_is_not_hers() -> None:
    names = [("Teresa Mirandová", "cs"), ("Teresa Mirandová", "cs"), ("Teresa Miranda", "es"), ("Eva Nováková", "cs")]
    found = unified(names)
    assert found["Teresa Mirandová"] == found["Teresa Miranda"] == "Teresa Miranda"
    assert found["Eva Nováková"] == "Eva Nováková"
    assert set(unified([("Jana Malá", "cs"), ("Lea Horová", "cs"), ("Lea Horova", "de")]).values()) == {
        "Jana Malá",
        "Lea Horová",
    }


RENDERED = [
    ("Tomash Gladik", "ru", "Tomáš Hladík"),
    ("Duarte Medeyrush", "ru", "Duarte Medeiros"),
    ("Efizio Murdzha", "ru", "Efisio Murgia"),
    ("Dzhordzh Rauntri", "ru", "George Rowntree"),
    ("Tomash Raykhl", "ru", "Tomáš Reichl"),
    ("Kirsten Olborh", "uk", "Kirsten Aalborg"),
    ("Zhigmund Veys", "ru", "Žigmund Weiss"),
]


@pytest.mark.parametrize(("read", "code", "written"), RENDERED)
def test_sounds_that_cyrillic_writes_otherwise(read: str, code: str, written: str) -> None:
    assert unified([(written, "en"), (read, code), ("Anna Lorenz", "de")])[read] == written


def test_a_surname_is_spelled_as_its_other_bearers_spell_it() -> None:
    names = [("Rubén Alcorta", "es"), ("Raul Alkorta", "uk"), ("Marta Orlova", "ru"), ("Ana Bravo", "es")]
    assert unified(names) == dict(
        zip([a for a, _ in names], ["Rubén Alcorta", "Raul Alcorta", "Marta Orlova", "Ana Bravo"], strict=True)
    )


FIRST = ("Jean", "Irena", "Жан", "Ирена", "J.", "Johann", "Иоганн", "Eugène")
LAST = (
    "Halvic", "Halvich", "Халвич", "Халвича", "Halvicová", "Trump", "Trumpovou", "Трампом", "Wilson", "Уилсон",
    "Michel", "Мишелем", "Hugo", "Уго", "Maurras", "Моррас", "Trump-Wilson", "Schtscherba", "Щерба", "Ščerba",
    "McReady", "Макриди", "Voss", "Фосс", "Fosse", "Hallam", "Галламу", "Le", "O'Neil", "О’Нил",
)  # fmt: skip


def test_models_that_are_spelt_too_unlike_to_be_one_are_none_that_would_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many models are sifted before they are compared; the answers are those of comparing all."""
    cyrillic = {name for name in (*FIRST, *LAST) if not name.isascii() and is_cyrillic(name)}
    names = [(f"{a} {b}", "ru" if {a, b} & cyrillic else "de") for a in FIRST for b in LAST]
    names += [(b, "ru" if b in cyrillic else "en") for b in LAST]
    found = []
    for few in (0, 10**9):
        monkeypatch.setattr(unify, "FEW", few)
        unify._unified.cache_clear()
        found.append(unified(names))
    assert found[0] == found[1]
    assert len(set(found[0].values())) < len(set(names))
