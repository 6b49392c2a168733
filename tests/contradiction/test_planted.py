"""Conflicts planted in invented reports, with the encoder that ships: what is found, and what is raised wrongly."""

from __future__ import annotations

import pytest

from bench.planted_facts import CHOICE, LANGUAGES, conflicts, measure, read_facts, report
from pipeline.text.dates import find_dates
from pipeline.text.numerals import find_numbers
from pipeline.text.quantities import compatible

FACTS = read_facts()


def test_every_sentence_is_told_in_every_language() -> None:
    for slots in FACTS.values():
        for rows in slots.values():
            assert set(LANGUAGES) <= set(rows)
            assert "kind" not in rows or all(CHOICE.search(rows[code]) for code in LANGUAGES)


def test_planted_conflicts_between_two_languages() -> None:
    """0.893 of 112 were found, with no false alarm, when it was written."""
    tally = measure(FACTS, ("en", "uk"))
    assert tally.planted.total() == 112
    assert tally.recall >= 0.8
    assert tally.precision >= 0.97


@pytest.mark.parametrize("event", FACTS)
@pytest.mark.parametrize("pair", [("ru", "cs"), ("fr", "es"), ("it", "de")])
def test_two_true_reports_agree(event: str, pair: tuple[str, str]) -> None:
    reports = {name: (code, report(FACTS[event], code, {})) for name, code in zip(("a", "b"), pair, strict=True)}
    wrong = [row for row in conflicts(reports) if "own" not in (row["a_slot"], row["b_slot"])]
    assert wrong == []


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        (("40 knots", "en"), ("74 км/ч", "ru"), True),
        (("40 knots", "en"), ("40 м/с", "ru"), False),
        (("560 miles", "en"), ("900 km", "de"), True),
        (("560 miles", "en"), ("900 milles", "fr"), False),
        (("26 km", "de"), ("14 nautical miles", "en"), True),
        (("12 °C", "fr"), ("12 Grad", "de"), True),
        (("100 km/h", "en"), ("28 metros por segundo", "es"), True),
        (("at least 31 passengers", "en"), ("at least 13 passengers", "en"), False),
        (("at least 31 passengers", "en"), ("33 passengers", "en"), True),
        (("at least ten people", "en"), ("at least twelve people", "en"), True),
        (("3 percentage points", "en"), ("3 процентных пункта", "ru"), True),
        (("3 percentage points", "en"), ("3 Prozent", "de"), False),
        (("a quarter of a million euros", "en"), ("250 000 eur", "cs"), True),
    ],
)
def test_measures_in_two_units(one: tuple[str, str], two: tuple[str, str], agree: bool) -> None:
    (a,), (b,) = find_numbers(*one), find_numbers(*two)
    assert compatible(a, b) is agree


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The defendant, aged 58, stood up.", "en"),
        ("L'accusé, âgé de 58 ans, se leva.", "fr"),
        ("El acusado, de 58 años, se levantó.", "es"),
        ("L'imputato, di 58 anni, si è alzato.", "it"),
        ("58letý obžalovaný vstal.", "cs"),
        ("Der 58-jährige Angeklagte stand auf.", "de"),
        ("58-річний підсудний встав.", "uk"),
        ("Подсудимый в возрасте 58 лет встал.", "ru"),
    ],
)
def test_ages(text: str, code: str) -> None:
    assert [(n.value, n.unit_kind) for n in find_numbers(text, code)] == [(58, "age")]


@pytest.mark.parametrize(
    ("text", "code"),
    [("до 14 мая", "ru"), ("do 14. května", "cs"), ("до 14 травня", "uk"), ("jusqu'au 14 mai", "fr")],
)
def test_a_limit_before_a_date_counts_nothing(text: str, code: str) -> None:
    assert [n for n in find_numbers(text, code) if n.kind == "quantity"] == []
    assert [(w.day, w.month) for w in find_dates(text, code)] == [(14, 5)]


@pytest.mark.parametrize(
    ("text", "code", "minutes"),
    [("Авария произошла в 18.40.", "ru", 1120), ("Stalo se to v 18.40 hodin.", "cs", 1120)],
)
def test_clock_times_with_a_stop(text: str, code: str, minutes: int) -> None:
    assert [w.time for w in find_dates(text, code)] == [minutes]


def test_french_sept_is_seven_unless_a_date() -> None:
    assert [n.value for n in find_numbers("sept gardes ont été tués", "fr")] == [7]
    assert [(w.day, w.month) for w in find_dates("le 3 sept 2024", "fr")] == [(3, 9)]
