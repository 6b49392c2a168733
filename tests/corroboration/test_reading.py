from __future__ import annotations

import polars as pl
import pytest

from pipeline import schemas
from pipeline.corroboration.reading import asserts, is_furniture, quoted_shares


def _shares(kind: str) -> dict[str, dict[str, float]]:
    """Article a reports “We will go home.” inside a sentence of 40 characters, article b prints it alone."""
    sentences = schemas.frame(
        "sentences",
        [
            {"article": "a", "sentence": "a:s0", "start": 0, "end": 40},
            {"article": "b", "sentence": "b:s0", "start": 0, "end": 16},
        ],
    )
    quotes = schemas.frame("quotes", [{"article": x, "quote": f"{x}:q1", "kind": kind} for x in "ab"])
    parts = schemas.frame(
        "parts",
        [
            {"article": "a", "quote": "a:q1", "part": "a:q1.1", "start": 1, "end": 17},
            {"article": "b", "quote": "b:q1", "part": "b:q1.1", "start": 0, "end": 16},
        ],
    )
    pair = {"a": "a:q1.1", "b": "b:q1.1", "score": 1.0, "band": "match"}
    spans = {"a_span": {"start": 1, "end": 17}, "b_span": {"start": 0, "end": 16}}
    candidates = schemas.frame("candidates", [pair | spans])
    return quoted_shares(sentences, quotes, parts, candidates)


def test_a_reporting_clause_counts_little_beside_a_whole_quotation() -> None:
    shares = _shares("direct")
    assert shares["a:s0"]["b:s0"] == pytest.approx(16 / (16 + 0.2 * 24), abs=1e-3)
    assert shares["b:s0"]["a:s0"] == 1.0


def test_a_partial_quotation_is_a_piece_of_its_sentence() -> None:
    assert _shares("partial")["a:s0"]["b:s0"] == pytest.approx(16 / 40)


def test_no_pairs_no_shares() -> None:
    names = ("sentences", "quotes", "parts", "candidates")
    tables: list[pl.DataFrame] = [schemas.empty(name) for name in names]
    assert quoted_shares(*tables) == {}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The port is shut.", True),
        ("—", False),
        ("#Veltra", False),
        ("Why?", False),
        ("Прогресс идёт", True),
        ("31%", False),
    ],
)
def test_what_asserts_something(text: str, claims: bool) -> None:
    assert asserts(text, "en") is claims


@pytest.mark.parametrize(
    ("language", "text", "furniture"),
    [
        ("ru", "МАДРИД, 19 мая.", True),
        ("cs", "Praha, 5. května.", True),
        ("uk", "17 вересня.", True),
        ("en", "The company's statement:", True),
        ("en", "**Second, the doctors are calm.**", True),
        ("fr", "*Le Registre est une société à but non lucratif.*", True),
        ("en", "Ana Ruiz, who leads the study in Argentina, told the Bay Observer:", False),
        ("en", "*Stella* sank, and *Aurelia* did not.", False),
        ("it", "Tornerò.", False),
        ("de", "Am Montag trat er zurück.", False),
        ("es", "Dimitió el lunes.", False),
    ],
)
def test_what_only_arranges_the_text_is_no_claim(language: str, text: str, furniture: bool) -> None:
    assert is_furniture(text, language) is furniture
