"""Language files: each parses and is complete for its depth."""

from __future__ import annotations

import pytest

from pipeline.comparison.shades import STEPS
from pipeline.languages import Lexicon, language, languages

FULL = ("en", "ru", "uk", "de", "fr", "es", "it", "cs")
MAIN = ("zh", "ar", "ja", "pl", "pt", "tr")
CARDINALS = [*(str(value) for value in range(2, 13)), "20", "30", "40", "50", "60", "70", "80", "90"]


def test_every_language_has_a_file() -> None:
    assert set(languages()) >= {*FULL, *MAIN}
    assert "und" not in languages()


def test_unknown_codes_fall_back_to_the_neutral_resource() -> None:
    assert language("xx").code == "und"
    assert language("").code == "und"
    assert language("pt-BR").code == "pt"
    assert language("xx").units.words.get("€") == "currency:EUR"


def test_unknown_sections_are_reachable_and_missing_ones_empty() -> None:
    assert language("en").section("numerals")["decimal"] == "."
    assert language("en").section("no such section") == {}


@pytest.mark.parametrize("code", FULL)
def test_full_languages_have_every_row(code: str) -> None:
    resource = language(code)
    numerals, dates = resource.section("numerals"), resource.section("dates")
    assert set(CARDINALS) <= set(numerals["cardinals"])
    assert {"1000", "1000000", "1000000000"} <= set(numerals["scales"])
    assert {"1", "2", "3", "10"} <= set(numerals["ordinals"])
    assert {"about", "more_than", "less_than", "at_least", "at_most"} <= set(numerals["qualifiers"])
    assert set(dates["months"]) == {str(month) for month in range(1, 13)}
    assert set(dates["weekdays"]) - {"none"} == {str(day) for day in range(7)}
    assert {"-1", "0", "1"} <= set(dates["relative"])
    assert set(dates["moments"]) == {"0", "720"}
    assert "local" in dates["zones"]
    units = resource.section("units")
    assert {"currency", "percent", "duration", "length", "mass", "volume", "times", "count"} <= set(units)
    assert {"crown", "EUR", "RUB"} <= set(units["currency"])
    assert set(resource.section("hedges")) - {"none"} == {"possibility", "report", "belief", "approximation"}
    assert set(resource.section("strength")) == {*STEPS, "degree"}
    assert {"ability", "restriction", "present", "alternative", "settled", "only", "irrealis"} <= set(
        resource.section("grammar")
    )
    assert len(resource.stopwords) >= 90
    names = resource.section("names")
    assert {"United States", "Russia", "China", "North Korea", "United Nations", "NATO"} <= set(names["table"])
    assert {"Kim Jong-un", "Xi Jinping"} <= set(names["table"])
    assert len(names["demonyms"]) >= 15


@pytest.mark.parametrize("code", MAIN)
def test_main_languages_have_what_values_need(code: str) -> None:
    resource = language(code)
    assert resource.numerals.cardinals
    assert resource.numerals.scales
    assert resource.dates.weekdays
    assert resource.units.words
    assert resource.polarity.negators
    assert resource.polarity.hedges
    assert resource.polarity.strength
    assert resource.names.table
    assert len(resource.stopwords) >= 20


@pytest.mark.parametrize("code", [*FULL, *MAIN])
def test_levels_and_values_are_numbers(code: str) -> None:
    resource = language(code)
    for levels in resource.section("strength").values():
        assert all(level.isdecimal() or level == "none" for level in levels)
    for scale in resource.section("numerals")["scales"]:
        assert int(scale) >= 10


def test_lexicon_takes_the_longest_and_the_most_specific() -> None:
    table = Lexicon(
        [("per_cent", "percent"), ("per", "by"), ("янв*", "1"), ("*minister", "title"), ("январь", "exact")]
    )
    assert table.match(["per", "cent"], 0) == (2, "percent")
    assert table.match(["per", "day"], 0) == (1, "by")
    assert table.get("января") == "1"
    assert table.get("январь") == "exact"
    assert table.get("außenminister") == "title"
    assert table.match([], 0) is None


COINS = ("crown", "taler", "guilder", "ducat", "mark", "lira", "franc", "peso", "dinar", "shilling")


@pytest.mark.parametrize("code", FULL)
@pytest.mark.parametrize("coin", COINS)
def test_common_coins_have_one_code(code: str, coin: str) -> None:
    assert language(code).section("units")["currency"].get(coin)
