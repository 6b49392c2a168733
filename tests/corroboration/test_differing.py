from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pipeline.corroboration.differing import differing_sentences, renderings
from pipeline.evidence.passages import FAITHFUL, HEDGED, REWORDED
from pipeline.schemas import frame

WHY = "Beta says 40, Alpha 14"
PLACES = [("alpha", "alpha:s000", 0, 50), ("alpha", "alpha:s001", 51, 90), ("beta", "beta:s000", 0, 60)]


NO_CONFLICTS = frame("conflicts", [])


def _row(**values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "story": "s",
        "a": "alpha:q0",
        "b": "beta:q0",
        "class": "number",
        "kind": "number",
        "severity": "major",
        "band": "review",
        "a_span": {"start": 10, "end": 12},
        "b_span": {"start": 20, "end": 22},
        "explanation": WHY,
    }
    return row | values


def _texts() -> tuple[pl.DataFrame, pl.DataFrame]:
    sentences = [{"article": a, "sentence": s, "start": start, "end": end} for a, s, start, end in PLACES]
    quotes = [{"article": name, "quote": f"{name}:q0"} for name in ("alpha", "beta")]
    return frame("sentences", sentences), frame("quotes", quotes)


def _found(**values: Any) -> dict[str, dict[str, str]]:
    found = differing_sentences(*_texts(), frame("differences", [_row(**values)]), NO_CONFLICTS)
    return {sentence: dict(others) for sentence, others in found.items()}


def test_a_difference_bars_the_sentences_under_its_spans_both_ways() -> None:
    assert _found() == {"alpha:s000": {"beta:s000": WHY}, "beta:s000": {"alpha:s000": WHY}}


def test_an_empty_span_marks_the_place_of_missing_words() -> None:
    assert set(_found(a_span={"start": 50, "end": 50})) == {"alpha:s000", "beta:s000"}


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ({"severity": "minor"}, False),
        ({"class": "negation", "kind": "negation"}, True),
        ({"class": "translation", "kind": "hedge"}, False),
        ({"class": "omission", "kind": "hedge", "band": "sure"}, True),
        ({"class": "attribution", "kind": "speaker", "band": "sure"}, True),
        ({"class": "substitution", "kind": "word", "band": "sure"}, False),
    ],
)
def test_what_changes_the_meaning_bars_and_what_is_unsure_does_not(values: dict[str, str], bars: bool) -> None:
    assert bool(_found(**values)) is bars


def test_no_difference_bars_nothing() -> None:
    empty: pl.DataFrame = frame("differences", [])
    assert differing_sentences(frame("sentences", []), frame("quotes", []), empty, NO_CONFLICTS) == {}


@pytest.mark.parametrize("kind", ["qualifier", "word"])
def test_who_leaves_words_out_does_not_state_the_whole_and_is_stated_by_who_has_them(kind: str) -> None:
    found = _found(
        **{"class": "omission", "kind": kind, "severity": "minor", "a_text": "fully", "b_text": ""},
        b_span={"start": 20, "end": 20},
    )
    assert found == {"alpha:s000": {"beta:s000": WHY}}


def test_another_fact_anywhere_in_an_article_bars_the_whole_article_both_ways() -> None:
    conflict = {
        "story": "s", "conflict": "c-1", "kind": "place", "explanation": WHY,
        "a_article": "alpha", "a_start": 51, "a_end": 90, "b_article": "beta", "b_start": 0, "b_end": 60,
    }  # fmt: skip
    sentences = [{"article": a, "sentence": s, "start": start, "end": end} for a, s, start, end in PLACES]
    found = differing_sentences(
        frame("sentences", sentences), frame("quotes", []), frame("differences", []), frame("conflicts", [conflict])
    )
    assert found == {"alpha:s001": {"beta": WHY}, "beta:s000": {"alpha": WHY}}


@pytest.mark.parametrize(
    ("values", "how"),
    [
        ({"class": "translation", "kind": "faithful", "severity": "none"}, FAITHFUL),
        ({"class": "identical", "kind": "form", "severity": "none"}, FAITHFUL),
        ({"class": "segment", "kind": "extent", "severity": "none"}, None),
        ({"class": "translation", "kind": "hedge"}, HEDGED),
        ({"class": "translation", "kind": "strength"}, REWORDED),
        ({"class": "translation", "kind": "clause", "severity": "minor"}, REWORDED),
        ({"class": "substitution", "kind": "function", "severity": "minor"}, None),
    ],
)
def test_how_a_quotation_seems_to_be_rendered(values: dict[str, str], how: str | None) -> None:
    found = renderings(*_texts(), frame("differences", [_row(**values)]))
    assert found == ({"alpha:s000": {"beta:s000": how}, "beta:s000": {"alpha:s000": how}} if how else {})


def test_the_worst_that_is_told_of_a_rendering_holds_and_what_is_left_out_is_left_out_by_one() -> None:
    faithful = _row(**{"class": "translation", "kind": "faithful", "severity": "none", "a_text": "x", "b_text": "x"})
    hedge = _row(**{"class": "omission", "kind": "hedge", "a_text": "perhaps", "b_text": ""})
    assert renderings(*_texts(), frame("differences", [hedge, faithful]))["beta:s000"] == {"alpha:s000": HEDGED}
    clause = _row(**{"class": "omission", "kind": "clause", "severity": "minor", "a_text": "at noon", "b_text": ""})
    assert renderings(*_texts(), frame("differences", [clause])) == {"alpha:s000": {"beta:s000": REWORDED}}
