"""Tokens: cut points, kinds, stems."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import languages
from pipeline.text.tokens import content_words, stem, tokenize


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "Trump's well-kept 3.5%", ["Trump's", "well-kept", "3.5", "%"]),
        ("en", "the 12-day [sic] trip…", ["the", "12", "-", "day", "[", "sic", "]", "trip", "…"]),
        ("en", "#NoKo @user U.S. p.m.", ["#NoKo", "@user", "U.S.", "p.m."]),
        ("fr", "l'accord qu'il signe", ["l'", "accord", "qu'", "il", "signe"]),
        ("en", "l'accord", ["l'accord"]),
        ("uk", "п'ять об’єктів", ["п'ять", "об’єктів"]),
        ("zh", "他说2025年", ["他", "说", "2025", "年"]),
        ("ru", "В.В. Путин — «да»", ["В.В.", "Путин", "—", "«", "да", "»"]),
        ("en", "1,900 at 14:00", ["1,900", "at", "14:00"]),
    ],
)
def test_cut(code: str, text: str, expected: list[str]) -> None:
    assert [token.text for token in tokenize(text, code)] == expected


def test_kinds() -> None:
    kinds = [token.kind for token in tokenize("On 3 May, € http://a.b/c", "en")]
    assert kinds == ["word", "number", "word", "punct", "symbol", "symbol"]


@pytest.mark.parametrize(
    ("code", "one", "two"),
    [
        ("en", "ships", "ship"),
        ("ru", "пассажиров", "пассажирам"),
        ("de", "Briefe", "Briefen"),
        ("uk", "пасажирів", "пасажирам"),
        ("uk", "переговорів", "переговорах"),
        ("fr", "navires", "navire"),
        ("pl", "pasażerów", "pasażer"),
    ],
)
def test_inflected_forms_share_a_stem(code: str, one: str, two: str) -> None:
    assert stem(one, code) == stem(two, code)


def test_content_words_leave_out_what_every_sentence_has() -> None:
    assert content_words("The ferry and the ships were not there", "en") == ["ferri", "ship"]
    assert content_words("l'inspection de la coque", "fr") == ["inspect", "coqu"]


@given(st.text(), st.sampled_from([*languages(), "und", "xx", ""]))
@settings(max_examples=200, deadline=None)
def test_tokens_are_slices_in_order(text: str, code: str) -> None:
    last = 0
    for token in tokenize(text, code):
        assert text[token.start : token.end] == token.text != ""
        assert token.start >= last
        last = token.end
    content_words(text, code)
