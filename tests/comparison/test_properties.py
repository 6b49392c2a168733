"""What holds for any two texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.comparison.common import shared_words
from pipeline.comparison.edits import edits
from pipeline.comparison.sequence import Sequence, sequence
from pipeline.comparison.within import compare_words

CODES = st.sampled_from(["en", "de", "ru", "fr", "uk", "cs", "es", "it", "zh", "und"])
MIXED = (
    "the a dam dams old perhaps not no never we she was is were 14 40 fourteen Keller Lang Monday if without and but, "
    "holds. holds! [sic] [Lang] ... … — “old” (и — RT) не возможно если мост мосты плотина. без "
    "vielleicht nicht wenn der Damm alt. ne pas peut-être si le barrage 3,5 % € $ 5 million [h]e play[ed] 水 不 大"
)
PLAIN = "the old dam perhaps holds not 14 Keller мост стоит der Damm"
TEXTS = st.lists(st.sampled_from(MIXED.split()), max_size=14).map(" ".join)
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def _quoted(text: str, code: str, cut: int = 0) -> Sequence:
    parts = [(0, cut), (cut, len(text))] if 0 < cut < len(text) else [(0, len(text))]
    return sequence(text, code, parts, parts)


@QUICK
@given(TEXTS, TEXTS, CODES)
def test_the_edits_turn_a_into_b(one: str, two: str, code: str) -> None:
    a, b = _quoted(one, code), _quoted(two, code)
    found = edits(a, b)
    if not found:
        return
    made: list[str] = []
    at = 0
    for edit in found:
        made += a.norms(at, edit.a_first) + b.norms(edit.b_first, edit.b_last)
        at = edit.a_last
    assert made + a.norms(at, len(a.words)) == b.norms(0, len(b.words))


@QUICK
@given(TEXTS, TEXTS, TEXTS, CODES, st.integers(0, 40))
def test_swapping_mirrors_the_rows(one: str, two: str, context: str, code: str, cut: int) -> None:
    a, b = _quoted(one, code, cut), _quoted(two, code)
    there = compare_words(a, b, context, "", 3)
    back = compare_words(b, a, "", context, 3)
    assert [d.mirrored() for d in back] == there


@QUICK
@given(TEXTS, TEXTS, CODES, st.integers(0, 40))
def test_every_span_slices_to_its_text(one: str, two: str, code: str, cut: int) -> None:
    for d in compare_words(_quoted(one, code, cut), _quoted(two, code), one, two, 3):
        assert " ".join(one[slice(*d.a_span)].split()) == d.a_text
        assert " ".join(two[slice(*d.b_span)].split()) == d.b_text


@QUICK
@given(st.text(max_size=80), st.text(max_size=80), CODES)
def test_no_text_is_refused(one: str, two: str, code: str) -> None:
    for d in compare_words(_quoted(one, code), _quoted(two, code), two, one, 3):
        assert " ".join(one[slice(*d.a_span)].split()) == d.a_text
        assert d.explanation


@QUICK
@given(
    st.lists(st.sampled_from(PLAIN.split()), min_size=1, max_size=10),
    st.lists(st.sampled_from(["\n", "\u00a0", "  ", " – ", " — ", ", ", " “", "” ", " - "]), min_size=10, max_size=10),
    CODES,
)
def test_typography_alone_never_reaches_minor(words: list[str], marks: list[str], code: str) -> None:
    plain = " ".join(words)
    marked = "".join(part for pair in zip(words, marks, strict=False) for part in pair).strip(" –—-,“”\n\u00a0")
    for other in (marked, plain.upper(), plain + ".", f"«{plain}»"):
        found = compare_words(_quoted(plain, code), _quoted(other, code), "", "", 3)
        assert all(d.severity == "none" for d in found), (plain, other, found)


@QUICK
@given(TEXTS, TEXTS, CODES)
def test_shared_words_rise_on_both_sides(one: str, two: str, code: str) -> None:
    a, b = _quoted(one, code), _quoted(two, code)
    pairs = shared_words(a, b)
    assert all(x.a < y.a and x.b < y.b for x, y in pairwise(pairs))
    assert all(a.words[p.a].norm == b.words[p.b].norm for p in pairs if p.exact)
