"""Pieces of a quotation: sentences, and these at the dots of a cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.quotation.stretches import stretches

_LAST = "seven eight nine"


def pieces(text: str, code: str = "en") -> list[str]:
    return [text[start:end] for start, end in stretches(text, code)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We tried everything. Nothing helped us.", ["We tried everything.", "Nothing helped us."]),
        (
            "It was no accident ... the doors were locked for years",
            ["It was no accident ...", "the doors were locked for years"],
        ),
        ("It was no accident […] the doors were locked", ["It was no accident […]", "the doors were locked"]),
        ("It was no accident, … the doors were locked", ["It was no accident, …", "the doors were locked"]),
        ("One two three ... four five six […] seven eight nine", ["One two three ...", "four five six […]", _LAST]),
        ("Well ... we never said so", ["Well ... we never said so"]),
        ("We never said [...] so", ["We never said [...] so"]),
        ("We never said anything of the kind ...", ["We never said anything of the kind ..."]),
        ("... and the doors were locked", ["... and the doors were locked"]),
    ],
)  # fmt: skip
def test_pieces(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_other_languages() -> None:
    assert pieces("Мы этого не знали … двери были закрыты годами", "ru") == [
        "Мы этого не знали …",
        "двери были закрыты годами",
    ]


@given(
    st.lists(st.sampled_from(["we never said", "so", "...", "[…]", "…", ".", " ", "\n", "Нет"]), max_size=20).map(
        " ".join
    )
)
def test_pieces_lie_in_order_and_lose_no_word(text: str) -> None:
    found = stretches(text, "en")
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert all(start < end for start, end in found)
    inside = "".join(text[start:end] for start, end in found)
    assert [c for c in text if c.isalnum()] == [c for c in inside if c.isalnum()]
