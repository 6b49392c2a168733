"""The bundled dictionaries: common words of the news, in forms that the stemmer must find."""

from __future__ import annotations

import pytest

from pipeline.dictionary import has_table, likeness, senses, table
from pipeline.text.tokens import stem

ALIKE = [
    ("ru", "министр", "en", "minister"),
    ("ru", "раненых", "en", "wounded"),
    ("ru", "суда", "en", "court"),
    ("uk", "міністр", "en", "minister"),
    ("uk", "уряд", "en", "government"),
    ("de", "Regierung", "en", "government"),
    ("de", "Verletzte", "en", "injured"),
    ("fr", "blessés", "en", "injured"),
    ("fr", "gouvernement", "en", "government"),
    ("es", "heridos", "en", "injured"),
    ("es", "gobierno", "en", "government"),
    ("it", "governo", "en", "government"),
    ("cs", "vláda", "en", "government"),
    ("cs", "policie", "en", "police"),
    ("de", "Regierung", "fr", "gouvernement"),
    ("ru", "полиция", "es", "policía"),
]
APART = [
    ("ru", "министр", "en", "ferry"),
    ("de", "Regierung", "en", "harbour"),
    ("fr", "blessés", "es", "gobierno"),
    ("en", "minister", "en", "ferry"),
]


@pytest.mark.parametrize(("code", "word", "other_code", "other"), ALIKE)
def test_words_of_one_meaning_are_alike(code: str, word: str, other_code: str, other: str) -> None:
    a, b = stem(word, code), stem(other, other_code)
    assert likeness(a, code, b, other_code) >= 0.2
    assert likeness(a, code, b, other_code) == likeness(b, other_code, a, code)


@pytest.mark.parametrize(("code", "word", "other_code", "other"), APART)
def test_words_of_other_things_are_not(code: str, word: str, other_code: str, other: str) -> None:
    assert likeness(stem(word, code), code, stem(other, other_code), other_code) < 0.1


def test_a_word_is_like_itself_known_or_not() -> None:
    assert likeness("xyzzy", "ru", "xyzzy", "ru") == 1.0
    assert likeness("xyzzy", "ru", "xyzzy", "de") == 0.0
    assert likeness("xyzzy", "en", "xyzzy", "en") == 1.0
    assert senses("xyzzy", "ru") == {}


def test_languages_without_a_table_know_nothing() -> None:
    assert has_table("cs")
    assert not has_table("ja")
    assert senses("東京", "ja") == {}


@pytest.mark.parametrize("code", ["cs", "de", "en", "es", "fr", "it", "ru", "uk"])
def test_weights_are_shares(code: str) -> None:
    stems = table(code)
    assert len(stems) > 1_000
    for word in list(stems)[:: max(1, len(stems) // 500)]:
        assert all(0.0 < weight <= 1.0 for weight in senses(word, code).values())
        assert len(senses(word, code)) <= 9
