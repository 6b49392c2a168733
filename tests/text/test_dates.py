"""Dates and clock times: reading, resolving, agreeing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import languages
from pipeline.text.dates import When, compatible, find_dates, one_night, resolve

ANCHOR = date(2024, 6, 13)  # a Thursday


def one(code: str, text: str) -> When:
    found = find_dates(text, code)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("code", "text", "year", "month", "day"),
    [
        ("en", "dated 9 July", None, 7, 9),
        ("en", "on July 9, 2024", 2024, 7, 9),
        ("en", "the 9th of July", None, 7, 9),
        ("en", "Sept. 9, 2024", 2024, 9, 9),
        ("ru", "9 июля 2024 года", 2024, 7, 9),
        ("ru", "девятого июля", None, 7, 9),
        ("uk", "9 липня 2024 року", 2024, 7, 9),
        ("de", "am 9. Juli 2024", 2024, 7, 9),
        ("de", "09.07.2024", 2024, 7, 9),
        ("fr", "le 1er juillet", None, 7, 1),
        ("es", "el 9 de julio de 2024", 2024, 7, 9),
        ("it", "il 9 luglio", None, 7, 9),
        ("cs", "9. července 2024", 2024, 7, 9),
        ("pl", "9 lipca 2024 r.", 2024, 7, 9),
        ("pt", "9 de julho de 2024", 2024, 7, 9),
        ("tr", "9 Temmuz 2024", 2024, 7, 9),
        ("ar", "9 يوليو 2024", 2024, 7, 9),
        ("zh", "2024年7月9日", 2024, 7, 9),
        ("ja", "2024年7月9日", 2024, 7, 9),
        ("und", "2024-07-09", 2024, 7, 9),
    ],
)
def test_calendar(code: str, text: str, year: int | None, month: int, day: int) -> None:
    when = one(code, text)
    assert (when.year, when.month, when.day) == (year, month, day)


@pytest.mark.parametrize(
    ("code", "text", "minutes", "zone"),
    [
        ("en", "at 5 p.m.", 17 * 60, None),
        ("en", "at 7.25 a.m.", 7 * 60 + 25, None),
        ("en", "15:00 GMT", 15 * 60, 0),
        ("en", "15:00 UTC+2", 15 * 60, 120),
        ("en", "at noon", 720, None),
        ("en", "five o'clock", 300, None),
        ("ru", "в 18:00 по московскому времени", 18 * 60, 180),
        ("ru", "08:25 мск", 8 * 60 + 25, 180),
        ("ru", "в 7:25 по местному времени", 7 * 60 + 25, "local"),
        ("ru", "в пять часов вечера", 17 * 60, None),
        ("ru", "в полдень", 720, None),
        ("uk", "о 17:00 за київським часом", 17 * 60, 120),
        ("de", "um 17 Uhr Ortszeit", 17 * 60, "local"),
        ("de", "um 17.30 Uhr", 17 * 60 + 30, None),
        ("fr", "à 17h30", 17 * 60 + 30, None),
        ("es", "a las 17.00, hora local", 17 * 60, "local"),
        ("es", "a las cinco de la tarde", 17 * 60, None),
        ("it", "alle 17.30", 17 * 60 + 30, None),
        ("cs", "v 17 hodin", 17 * 60, None),
        ("pt", "às 17h30", 17 * 60 + 30, None),
        ("tr", "saat 17.00", 17 * 60, None),
        ("zh", "下午5点", 17 * 60, None),
        ("en", "at 0900 GMT", 9 * 60, 0),
        ("en", "at a quarter to nine", 8 * 60 + 45, None),
        ("en", "at 8 in the evening", 20 * 60, None),
        ("ru", "в 11 утра", 11 * 60, None),
        ("ru", "в половине девятого", 8 * 60 + 30, None),
        ("ru", "без четверти девять", 8 * 60 + 45, None),
        ("ru", "в 10 часов 40 минут", 10 * 60 + 40, None),
        ("ru", "в 11 часов по рижскому времени", 11 * 60, 120),
        ("uk", "о пів на дев'яту", 8 * 60 + 30, None),
        ("uk", "о 9-й ранку", 9 * 60, None),
        ("uk", "о дев'ятій годині вечора", 21 * 60, None),
        ("de", "gegen halb neun", 8 * 60 + 30, None),
        ("de", "um Viertel nach acht", 8 * 60 + 15, None),
        ("fr", "à huit heures et demie", 8 * 60 + 30, None),
        ("fr", "à 14 heures, heure de Paris", 14 * 60, 60),
        ("es", "a las ocho y cuarto de la tarde", 20 * 60 + 15, None),
        ("es", "a las nueve menos diez", 8 * 60 + 50, None),
        ("it", "alle otto e mezza di sera", 20 * 60 + 30, None),
        ("it", "alle 11.30, ora di Roma", 11 * 60 + 30, 60),
        ("cs", "v půl deváté", 8 * 60 + 30, None),
        ("cs", "ve tři čtvrtě na devět", 8 * 60 + 45, None),
    ],
)
def test_clock(code: str, text: str, minutes: int, zone: int | str | None) -> None:
    when = one(code, text)
    assert (when.time, when.zone) == (minutes, zone)


@pytest.mark.parametrize(
    ("code", "text", "weekday"),
    [
        ("en", "on Friday", 4),
        ("ru", "в пятницу", 4),
        ("uk", "у п'ятницю", 4),
        ("de", "am Freitagabend", 4),
        ("fr", "vendredi", 4),
        ("es", "el viernes", 4),
        ("it", "venerdì", 4),
        ("cs", "v pátek", 4),
        ("zh", "周五", 4),
        ("ar", "الجمعة", 4),
        ("pt", "sexta-feira", 4),
    ],
)
def test_weekdays(code: str, text: str, weekday: int) -> None:
    assert one(code, text).weekday == weekday


@pytest.mark.parametrize(
    ("code", "text", "weekday"),
    [
        ("en", "in the early hours of Sunday", 6),
        ("ru", "в ночь на субботу", 5),
        ("ru", "в ночь со вторника на среду", 2),
        ("uk", "у ніч на п'ятницю", 4),
        ("de", "in der Nacht zum Samstag", 5),
        ("de", "in der Nacht von Dienstag auf Mittwoch", 2),
        ("fr", "dans la nuit de mardi à mercredi", 2),
        ("es", "en la madrugada del sábado", 5),
        ("it", "nella notte tra venerdì e sabato", 5),
        ("cs", "v noci na sobotu", 5),
    ],
)
def test_a_night_is_told_by_the_day_that_it_ends_in(code: str, text: str, weekday: int) -> None:
    assert (one(code, text).weekday, one(code, text).part) == (weekday, "dawn")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("in the early hours of Saturday", "on Friday night", True),
        ("in the early hours of Saturday", "on Friday", True),
        ("in the early hours of Saturday", "in the early hours of Sunday", False),
        ("in the early hours of Saturday", "on Saturday", False),
        ("on Friday", "on Saturday", False),
    ],
)
def test_neighbouring_days_of_one_night(a: str, b: str, *, expected: bool) -> None:
    assert one_night(one("en", a), one("en", b)) is expected


def test_neighbours_are_one_moment() -> None:
    when = one("en", "on Friday, 14 June, at 5 p.m.")
    assert (when.weekday, when.month, when.day, when.time) == (4, 6, 14, 1020)


def test_a_range_of_days_is_two_days() -> None:
    assert [(when.day, when.month) for when in find_dates("12—14 ноября", "ru")] == [(12, 11), (14, 11)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "you may march in the sun"),
        ("en", "for 16 hours"),
        ("ru", "защита окружающей среды"),
        ("fr", "pendant 16 heures"),
        ("en", "2,100 crossings"),
        ("fr", "une douzaine de navires"),
        ("ru", "половина второго дома"),
        ("ru", "через 2 дня"),
        ("fr", "pendant huit heures et demie"),
    ],
)
def test_what_is_no_date(code: str, text: str) -> None:
    assert find_dates(text, code) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Tuesday", date(2024, 6, 11)),
        ("on Thursday", ANCHOR),
        ("yesterday", date(2024, 6, 12)),
        ("9 December", date(2023, 12, 9) if False else date(2024, 12, 9)),
        ("30 December 2023", date(2023, 12, 30)),
        ("in 2019", None),
    ],
)
def test_resolve(text: str, day: date | None) -> None:
    assert resolve(one("en", text), ANCHOR) == day


def test_a_month_and_day_take_the_nearest_year() -> None:
    assert resolve(one("en", "30 December"), date(2024, 1, 4)) == date(2023, 12, 30)
    assert resolve(one("en", "31 February"), ANCHOR) is None


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("en", "on Tuesday"), ("ru", "11 июня"), True),
        (("en", "on Tuesday"), ("de", "am Montag"), False),
        (("en", "3 May"), ("es", "el 3 de junio"), False),
        (("en", "3 May"), ("en", "3 May 2024"), True),
        (("en", "15:00 GMT"), ("ru", "18:00 по московскому времени"), True),
        (("en", "15:00 GMT"), ("ru", "19:00 по московскому времени"), False),
        (("en", "5 p.m."), ("en", "15:00 GMT"), None),
        (("en", "5.10 p.m."), ("en", "15:02 GMT"), False),
        (("en", "5 p.m."), ("de", "17 Uhr Ortszeit"), True),
        (("en", "5 p.m."), ("de", "18 Uhr Ortszeit"), False),
        (("en", "yesterday"), ("en", "on Wednesday"), True),
        (("en", "on Friday"), ("en", "14 June"), True),
        (("en", "in 2019"), ("en", "5 p.m."), None),
        (("en", "Sunday, 16 June"), ("es", "el martes 18 de junio"), False),
    ],
)
def test_compatible(a: tuple[str, str], b: tuple[str, str], expected: bool | None) -> None:
    left, right = one(*a), one(*b)
    assert compatible(left, right, ANCHOR, ANCHOR) is expected
    assert compatible(right, left, ANCHOR, ANCHOR) is expected


@given(st.text(max_size=200), st.sampled_from([*languages(), "und"]), st.dates())
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, code: str, anchor: date) -> None:
    for when in find_dates(text, code):
        assert text[when.start : when.end] == when.text != ""
        resolve(when, anchor)
        assert compatible(when, when, anchor, anchor) is not False


@pytest.mark.parametrize(
    ("code", "text", "weekday"),
    [
        ("cs", "Podle čtvrtečního oznámení přijede vlak.", 3),
        ("cs", "Po nedělním zápase pršelo.", 6),
        ("uk", "На вівторковому засіданні були всі.", 1),
        ("uk", "Четверговий потяг не прийшов.", 3),
        ("ru", "После вторничного совещания шел дождь.", 1),
        ("ru", "Субботний поезд не пришел.", 5),
        ("de", "Der Mittwochsunfall sperrte die Brücke.", 2),
        ("de", "Am Dienstagmorgen fuhr kein Zug.", 1),
        ("de", "Die dienstägige Sitzung fiel aus.", 1),
    ],
)
def test_day_adjectives_and_compounds(code: str, text: str, weekday: int) -> None:
    assert [when.weekday for when in find_dates(text, code)] == [weekday]


@pytest.mark.parametrize(
    ("code", "text"),
    [("de", "Die Sonntagsruhe gilt weiter."), ("uk", "Середовище змінилося."), ("ru", "Субботник прошел хорошо.")],
)
def test_words_built_on_a_day_that_name_none(code: str, text: str) -> None:
    assert find_dates(text, code) == []


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        (("at 12:12 Kyiv time", "en"), ("в 12:12 мск", "ru"), None),
        (("о 11:12 за київським часом", "uk"), ("в 12:12 мск", "ru"), True),
        (("о 13:12 за київським часом", "uk"), ("в 12:12 мск", "ru"), False),
        (("at 10:00 Paris time", "en"), ("at 08:00 GMT", "en"), None),
    ],
)
def test_a_place_has_summer_time(one: tuple[str, str], two: tuple[str, str], agree: bool | None) -> None:
    (a,), (b,) = find_dates(*one), find_dates(*two)
    assert compatible(a, b) is agree


@pytest.mark.parametrize(
    ("day", "agree"), [(date(2026, 6, 9), True), (date(2026, 1, 9), False), (date(2026, 3, 30), None)]
)
def test_the_day_of_publication_tells_summer_time(day: date, *, agree: bool | None) -> None:
    (a,), (b,) = find_dates("at 10:00 Paris time", "en"), find_dates("at 08:00 GMT", "en")
    assert compatible(a, b, day, day) is agree


def test_one_clock_of_no_stated_zone() -> None:
    (a,), (b,), (c,) = (find_dates(text, "en") for text in ("at 10:00 Paris time", "at 10:00", "at 11:00"))
    assert compatible(a, b) is True
    assert compatible(a, c) is None
