"""Folding: typography goes, words stay, and every span finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.text.folding import fold, fold_space, fold_typography, strip_controls


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("“Wait…”", '"Wait..."'),
        ("«да» — нет", '"да" - нет'),
        ("it\u2019s\u00a0safe", "it's safe"),
        ("co\u00adoperate", "cooperate"),
        ("\ufb01re", "fire"),
        ("e\u0301te\u0301", "été"),
        ("10–12", "10-12"),
        ("a \n\n b", "a b"),
        ("fdp\u202eexe\u202c", "fdpexe"),
    ],
)
def test_typographic_twins_fold_alike(a: str, b: str) -> None:
    assert fold_typography(a) == fold_typography(b)


def test_case_is_kept_unless_asked() -> None:
    assert fold_typography("Straße") == "Straße"
    assert fold_typography("Straße", case=True) == "strasse"


def test_controls_go_and_newlines_stay() -> None:
    assert strip_controls("a\u200bb\n\x07c") == "ab\nc"
    assert fold_space("\u00a0 a\u2009b ") == "a b"


def test_origin_of_one_character_that_became_three() -> None:
    folded = fold("a…b")
    assert folded.text == "a...b"
    assert folded.origin(1, 2) == (1, 2)
    assert folded.origin(4, 5) == (2, 3)


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_offsets_rise_and_stay_inside(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
@example("000000000\u0300\u0300", 0, 10)
@settings(max_examples=150, deadline=None)
def test_a_span_folds_to_what_it_came_from(text: str, start: int, length: int) -> None:
    folded = fold(text)
    first, last = folded.origin(start, start + length)
    piece = folded.text[start : start + length]
    assert 0 <= first <= last <= len(text)
    assert piece.strip() in fold_typography(text[first:last]) or len(piece.strip()) <= 1


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_typography(text)
    assert fold_typography(once) == once
