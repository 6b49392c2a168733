"""Names: where they stand, their keys, and likeness across scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import languages
from pipeline.text.names import find_names, name_key, same_name


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "en",
            "In Moscow, Ms Vera Holm of the Port of Arlen met Trump's aide.",
            ["Moscow", "Vera Holm", "Port of Arlen", "Trump"],
        ),
        ("en", "President Xi of China spoke on Monday in March.", ["Xi", "China"]),
        ("ru", "Президент В.В. Путин и Анна Берг в КНДР.", ["В.В. Путин", "Анна Берг", "КНДР"]),
        ("de", "Die Ministerin Vera Holm sprach mit Ursula von der Leyen.", ["Vera Holm", "Ursula von der Leyen"]),
        ("fr", "Le ministre Jean de La Tour a vu l'Allemagne.", ["Jean de La Tour", "Allemagne"]),
        ("zh", "习近平在北京会见普京", ["习近平", "北京", "普京"]),
    ],
)
def test_found(code: str, text: str, expected: list[str]) -> None:
    assert [name.text for name in find_names(text, code) if name.sure] == expected


def test_a_capital_at_the_start_of_a_sentence_is_doubtful() -> None:
    assert [name.sure for name in find_names("Investigators came.", "en")] == [False]
    names = find_names("Holm came. We saw Holm.", "en")
    assert [name.sure for name in names] == [True, True]


@pytest.mark.parametrize(
    ("code", "text", "key"),
    [
        ("ru", "Си Цзиньпина", "xi jinping"),
        ("en", "Kim Jong Un", "kim jong un"),
        ("ru", "Ким Чен Ыном", "kim jong un"),
        ("ru", "КНДР", "north korea"),
        ("en", "DPRK", "north korea"),
        ("es", "EE.UU.", "united states"),
        ("fr", "l'ONU", "united nations"),
        ("en", "Mr Holm", "holm"),
        ("de", "Außenministerin Holm", "holm"),
        ("zh", "金正恩", "kim jong un"),
    ],
)
def test_keys(code: str, text: str, key: str) -> None:
    assert name_key(text, code) == key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Трампа", "Trump"),
        ("Путиным", "Putin"),
        ("Хиллари Клинтон", "Hillary Clinton"),
        ("Рексом Тиллерсоном", "Rex Tillerson"),
        ("Джон Маккейн", "John McCain"),
        ("Ким Чен Ын", "Kim Jong-un"),
        ("Си Цзиньпин", "Xi Jinping"),
        ("Мун Чжэ Ином", "Moon Jae-in"),
        ("Сергея Лаврова", "Sergei Lavrov"),
        ("Томас Мюллер", "Thomas Müller"),
        ("Новак", "Novák"),
        ("Holm", "Vera Holm"),
        ("В.В. Путин", "Vladimir Putin"),
        ("Порт-Саид", "Port Said"),
        ("США", "United States"),
        ("Trumpa", "Trump"),
        ("Angela Merkel", "Ангелой Меркель"),
    ],
)
def test_one_name(a: str, b: str) -> None:
    assert same_name(a, b) >= 0.8
    assert same_name(b, a) == same_name(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Barack Obama", "Hillary Clinton"),
        ("Vera Holm", "Anna Holm"),
        ("Путин", "Трамп"),
        ("Russia", "China"),
        ("Россия", "США"),
        ("Vera", "Vera Holm"),
        ("Park", "Berg"),
        ("Иран", "Iraq"),
    ],
)
def test_other_names(a: str, b: str) -> None:
    assert same_name(a, b) < 0.75


@pytest.mark.parametrize(
    ("rendered", "latin"),
    [("Хелена Фосс", "Helena Voss"), ("Джеймс Уилсон", "James Wilson"), ("Шарль Мишель", "Charles Michel")],
)
def test_sounds_that_cyrillic_writes_otherwise(rendered: str, latin: str) -> None:
    assert same_name(rendered, latin) > 0.82


def test_transliterated_forms_are_forgiven_only_when_said() -> None:
    assert same_name("Khelena Foss", "Helena Voss", rendered=True) > 0.82
    assert same_name("Helena Foss", "Helena Voss") < 0.82


def test_a_metonym_is_near_but_not_the_same() -> None:
    assert 0.6 < same_name("Kremlin", "Russia") < 0.8


@given(st.text(max_size=120), st.text(max_size=40), st.sampled_from([*languages(), "und"]))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, other: str, code: str) -> None:
    for name in find_names(text, code):
        assert text[name.start : name.end] == name.text != ""
    name_key(text, code)
    assert 0.0 <= same_name(text, other) <= 1.0
