"""Numbers: values, relations, units, kinds; what agrees and what does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import languages
from pipeline.text.counted import INFINITY
from pipeline.text.number_words import parse_literal
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.quantities import compatible


def one(code: str, text: str) -> Number:
    found = find_numbers(text, code)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,900", ".", "1900"),
        ("1.900", ",", "1900"),
        ("1.900", ".", "1.9"),
        ("3,5", ",", "3.5"),
        ("3,500,000", ".", "3500000"),
        ("3.500.000,25", ",", "3500000.25"),
        ("1,234.5", ".", "1234.5"),
        ("1'900", ".", "1900"),
        ("0.900", ",", "0.9"),
    ],
)
def test_literals(text: str, decimal: str, value: str) -> None:
    assert parse_literal(text, decimal) == Decimal(value)


@pytest.mark.parametrize("text", ["14:00", "12.03.2025", "1.2.3", "1" * 40, "192.168.1.1"])
def test_what_is_no_quantity(text: str) -> None:
    assert parse_literal(text, ".") is None


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("en", "fifty-two sailors", 52),
        ("en", "two hundred and five thousand", 205000),
        ("en", "six and a half", "6.5"),
        ("es", "tres millones y medio", "3500000"),
        ("it", "tre milioni e mezzo", "3500000"),
        ("fr", "trois millions et demi", "3500000"),
        ("es", "dos mil y medio", "2500"),
        ("en", "a dozen", 12),
        ("en", "2.4 billion", 2400000000),
        ("ru", "сорок три", 43),
        ("ru", "две тысячи двести", 2200),
        ("ru", "семеро", 7),
        ("ru", "7 с половиной", "7.5"),
        ("uk", "п'ятдесят шість", 56),
        ("uk", "двісті тисяч", 200000),
        ("de", "dreiundfünfzig", 53),
        ("de", "zweitausendfünfhundert", 2500),
        ("de", "sechseinhalb", "6.5"),
        ("de", "zwei Millionen dreihunderttausend", 2300000),
        ("fr", "quatre-vingt-treize", 93),
        ("fr", "soixante et onze", 71),
        ("fr", "six mille deux cents", 6200),
        ("es", "cuarenta y seis", 46),
        ("es", "dos mil millones", 2000000000),
        ("es", "ciento veinte", 120),
        ("it", "quarantotto", 48),
        ("it", "trecentomila", 300000),
        ("cs", "pětadvacet", 25),
        ("cs", "dvě stě tisíc", 200000),
        ("pl", "dwadzieścia sześć", 26),
        ("pt", "quarenta e dois", 42),
        ("tr", "otuz beş", 35),
        ("cs", "jednaosmdesát", 81),
        ("zh", "四十六", 46),
        ("zh", "两千三百", 2300),
        ("ja", "三百五十万", 3500000),
    ],
)
def test_words(code: str, text: str, value: int | str) -> None:
    assert one(code, text).low == Decimal(value)


@pytest.mark.parametrize(
    ("code", "text", "relation"),
    [
        ("en", "more than 50 boats", "more_than"),
        ("en", "no fewer than five boats", "at_least"),
        ("en", "up to 30 percent", "at_most"),
        ("en", "nearly 80 people", "about"),
        ("en", "10 to 12 people", "range"),
        ("en", "60 or more", "at_least"),
        ("ru", "не более 10 тонн", "at_most"),
        ("ru", "около 80 человек", "about"),
        ("ru", "от 10 до 12 человек", "range"),
        ("de", "rund 80 Menschen", "about"),
        ("de", "mindestens 5 Boote", "at_least"),
        ("es", "menos de 50 barcos", "less_than"),
        ("fr", "entre 10 et 12 navires", "range"),
        ("cs", "více než 50 lidí", "more_than"),
        ("uk", "щонайменше 5 людей", "at_least"),
        ("it", "almeno 5 persone", "at_least"),
        ("zh", "超过50人", "more_than"),
        ("it", "circa il 4%", "about"),
        ("it", "oltre il 4%", "more_than"),
        ("uk", "більш ніж на 4%", "more_than"),
        ("ru", "более чем на 3 %", "more_than"),
        ("fr", "a frôlé les 62 %", "about"),
        ("es", "rozó el 62 %", "about"),
    ],
)
def test_relations(code: str, text: str, relation: str) -> None:
    assert one(code, text).relation == relation


def test_open_bounds() -> None:
    assert one("en", "more than 50").high == INFINITY
    assert one("en", "up to 30").low == 0


@pytest.mark.parametrize(
    ("code", "text", "kind", "unit"),
    [
        ("en", "$5m", "currency", "USD"),
        ("en", "EUR 5", "currency", "EUR"),
        ("de", "5 Mio. Euro", "currency", "EUR"),
        ("ru", "5 млрд рублей", "currency", "RUB"),
        ("es", "5 millones de coronas", "currency", "crown"),
        ("en", "7 per cent", "percent", "percent"),
        ("de", "sieben Prozent", "percent", "percent"),
        ("tr", "yüzde 7", "percent", "percent"),
        ("en", "the 12-day trip", "duration", "day"),
        ("ru", "трёхдневный", "duration", "day"),
        ("de", "dreitägige", "duration", "day"),
        ("en", "a 25-year-old", "age", "year"),
        ("ru", "25-летний", "age", "year"),
        ("de", "25 Jahre alt", "age", "year"),
        ("en", "900 metres", "length", "m"),
        ("fr", "six tonnes", "mass", "t"),
        ("cs", "30 litrů", "volume", "l"),
        ("de", "fünfzehnmal", "times", "times"),
        ("cs", "patnáctkrát", "times", "times"),
        ("en", "twice", "times", "times"),
        ("ru", "15 раз", "times", "times"),
        ("en", "its 42nd edition", "ordinal", None),
        ("de", "im 31. Kapitel", "ordinal", None),
        ("ru", "в 42-й раз", "ordinal", None),
        ("en", "a third of them", "percent", "percent"),
        ("en", "half an hour", "duration", "hour"),
        ("en", "Anna Berg, 19, won", "age", "year"),
        ("de", "der Bankier Anna Berg (61) sagte", "age", "year"),
    ],
)
def test_units(code: str, text: str, kind: str, unit: str | None) -> None:
    number = one(code, text)
    assert (number.unit_kind, number.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("en", "in 2019", "year"),
        ("en", "the 2016 election", "year"),
        ("en", "at 14:30 GMT", "time"),
        ("en", "on 3 May", "date"),
        ("en", "they won 2:1", "score"),
        ("en", "No 4", "identifier"),
        ("ru", "у причала № 4", "identifier"),
        ("en", "flight 714", "identifier"),
        ("ru", "летом 1995 года", "year"),
    ],
)
def test_kinds(code: str, text: str, kind: str) -> None:
    assert one(code, text).kind == kind


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "no one came"),
        ("en", "the A380 and Covid-19"),
        ("de", "Einsatz und Achtung"),
        ("de", "ein Mann und eine Frau"),
        ("fr", "un homme et une femme"),
        ("es", "un hombre y una mujer"),
        ("ru", "семья в полдень один на один"),
        ("pt", "segunda-feira"),
        ("it", "secondo la polizia"),
    ],
)
def test_words_that_only_look_like_numbers(code: str, text: str) -> None:
    assert [number for number in find_numbers(text, code) if number.kind == "quantity"] == []


AGREE = [
    ("en", "7.5 million crowns", "ru", "7,5 млн крон"),
    ("en", "7.5 million crowns", "en", "7,500,000 crowns"),
    ("en", "2.3 billion crowns", "es", "2.300 millones de coronas"),
    ("en", "2.3 billion", "de", "2,3 Milliarden"),
    ("en", "more than 500 people", "fr", "531 personnes"),
    ("en", "a dozen", "de", "zwölf"),
    ("en", "about 100 people", "cs", "96 lidí"),
    ("en", "24 hours", "ru", "сутки 1 день"),
    ("en", "0.8 km", "en", "800 metres"),
    ("en", "10 to 14 people", "de", "12 Menschen"),
    ("en", "at least 20 people", "ru", "23 человека"),
    ("en", "fewer than 50 people", "es", "48 personas"),
    ("en", "5 crowns", "cs", "5 Kč"),
    ("en", "a third of it", "en", "33 percent"),
]
DIFFER = [
    ("en", "512 people", "es", "521 personas"),
    ("en", "50 million crowns", "ru", "5 млн крон"),
    ("en", "7.5 million crowns", "de", "7,5 Millionen Euro"),
    ("en", "15 times", "en", "50 times"),
    ("en", "more than 500 people", "en", "500 people"),
    ("en", "more than 500 people", "en", "5,000 people"),
    ("en", "about 100 people", "en", "150 people"),
    ("en", "11 percent", "en", "11 metres"),
    ("en", "2 days", "en", "2 weeks"),
    ("en", "up to 30 litres", "de", "40 Liter"),
]


@pytest.mark.parametrize(("code_a", "a", "code_b", "b"), AGREE)
def test_agree(code_a: str, a: str, code_b: str, b: str) -> None:
    left, right = find_numbers(a, code_a)[0], find_numbers(b, code_b)[-1]
    assert compatible(left, right)
    assert compatible(right, left)


@pytest.mark.parametrize(("code_a", "a", "code_b", "b"), DIFFER)
def test_differ(code_a: str, a: str, code_b: str, b: str) -> None:
    left, right = one(code_a, a), one(code_b, b)
    assert not compatible(left, right)
    assert not compatible(right, left)


@given(st.integers(0, 10**12), st.sampled_from(["en", "de", "ru", "fr", "es", "cs"]))
@settings(max_examples=80, deadline=None)
def test_grouped_digits_are_read_as_the_language_writes_them(value: int, code: str) -> None:
    mark = {"en": ",", "de": ".", "ru": "\u00a0", "fr": "\u202f", "es": ".", "cs": "\u00a0"}[code]
    number = one(code, f"{value:,}".replace(",", mark))
    assert number.low == number.high == value


@given(st.text(max_size=200), st.sampled_from([*languages(), "und"]))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, code: str) -> None:
    numbers = find_numbers(text, code)
    for number in numbers:
        assert text[number.start : number.end] == number.text != ""
        assert number.low <= number.high or number.kind == "score"
        assert compatible(number, number)


@pytest.mark.parametrize(
    ("about", "exact", "agrees"),
    [
        ("about 1,450", "1,540", False),
        ("about 1,450", "1,462", True),
        ("about 1,500", "1,462", True),
        ("about 1,500", "1,540", True),
        ("about 1,500", "1,640", False),
        ("about 300", "260", True),
        ("about 300", "340", True),
        ("about 300", "360", False),
        ("about 1,000", "1,400", False),
        ("about 25", "27", True),
        ("about 25", "29", False),
        ("about 2.4 million", "2.43 million", True),
        ("about 2.4 million", "2.6 million", False),
    ],
)
def test_estimates_are_as_wide_as_their_rounding(about: str, exact: str, agrees: bool) -> None:
    left, right = one("en", f"{about} trees"), one("en", f"{exact} trees")
    assert compatible(left, right) is compatible(right, left) is agrees


@pytest.mark.parametrize(
    ("code", "text", "noun"),
    [
        ("it", "Gli sfollati sono 1.450.", "sfoll"),
        ("it", "I feriti sono 17, ha detto il sindaco.", "fer"),
        ("en", "The injured were 17.", "injur"),
        ("de", "Die Verletzten sind 17.", "verletzt"),
        ("ru", "Пострадавших — 17.", "пострада"),
        ("en", "Later Anna and Brandt were 17.", None),
    ],
)
def test_the_counted_noun_may_stand_before(code: str, text: str, noun: str | None) -> None:
    assert one(code, text).noun == noun


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "2.4 million talers"),
        ("de", "2,4 Mio. Taler"),
        ("fr", "2,4 millions de thalers"),
        ("es", "2,4 millones de táleros"),
        ("it", "2,4 milioni di talleri"),
        ("ru", "2,4 млн талеров"),
        ("uk", "2,4 млн талерів"),
        ("cs", "2,4 mil. tolarů"),
    ],
)
def test_old_coins_unify(code: str, text: str) -> None:
    number = one(code, text)
    assert (number.unit_kind, number.unit, number.value) == ("currency", "taler", Decimal(2_400_000))


def test_a_word_that_is_no_coin_stays_a_noun() -> None:
    assert one("en", "2.4 million pebbles").unit_kind == "count"


def test_every_lira_agrees_with_the_turkish_one() -> None:
    assert compatible(one("en", "5 million lira"), one("en", "5 million TRY"))


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("cs", "dohlíží na něj šest desítek pozorovatelů", 60),
        ("ru", "три сотни человек", 300),
        ("uk", "шість десятків спостерігачів", 60),
        ("it", "sei decine di osservatori", 60),
        ("fr", "deux centaines de personnes", 200),
        ("es", "dos centenares de personas", 200),
    ],
)
def test_so_many_tens_and_hundreds(code: str, text: str, value: int) -> None:
    assert [n.value for n in find_numbers(text, code)] == [value]


@pytest.mark.parametrize(
    ("code", "text", "results"),
    [
        ("es", "El Miraval venció por 3-2 al Costera.", [(3, 2)]),
        ("fr", "Lyon s'est imposé 1–0.", [(1, 0)]),
        ("de", "Miraval siegte 3:1.", [(3, 1)]),
        ("en", "They need 2-3 days.", []),
        ("en", "It has a 12-5 vote behind it.", [(12, 5)]),
    ],
)
def test_results(code: str, text: str, results: list[tuple[int, int]]) -> None:
    assert [(n.low, n.high) for n in find_numbers(text, code) if n.kind == "score"] == results


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        (("nearly two and a half million euros", "en"), ("2,4 млн евро", "ru"), True),
        (("more than 24,000 fans", "en"), ("more than 42,000 fans", "en"), False),
        (("more than 400 people", "en"), ("more than 700 people", "en"), True),
        (("more than 24,000 fans", "en"), ("26,500 fans", "en"), True),
    ],
)
def test_halves_and_bounds(one: tuple[str, str], two: tuple[str, str], agree: bool) -> None:
    (a,), (b,) = find_numbers(*one), find_numbers(*two)
    assert compatible(a, b) is agree


@pytest.mark.parametrize(
    ("one", "code", "two", "other", "expected"),
    [
        ("218mila schede", "it", "218.400 papeletas", "es", True),
        ("84 tisíc balení", "cs", "84 300 Packungen", "de", True),
        ("3.5 million people", "en", "3,460,000 человек", "ru", True),
        ("3.5 million people", "en", "3,600,000 people", "en", False),
        ("218 thousand ballots", "en", "219,000 ballots", "en", False),
        ("14,6 Millionen Euro", "de", "16,4 млн евро", "ru", False),
    ],
)
def test_a_figure_with_its_scale_in_words_is_rounded_to_what_it_says(
    one: str, code: str, two: str, other: str, expected: bool
) -> None:
    (a,), (b,) = find_numbers(one, code), find_numbers(two, other)
    assert compatible(a, b) is compatible(b, a) is expected
