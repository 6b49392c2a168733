"""Dates and outlets read from an article's own first lines."""

from __future__ import annotations

import pytest

from pipeline.text.blocks import find_blocks
from pipeline.text.publication import iso_date, outlet_of, published_of

BODY = "\n\nThe council met on Monday to talk about the dam, which was built in 1978."


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("12 March 2025, 7.10 p.m.", "2025-03-12T19:10:00"),
        ("March 4, 2024", "2024-03-04"),
        ("2025-03-12", "2025-03-12"),
        ("2025-03-12T19:10:00+02:00", "2025-03-12T19:10:00+02:00"),
        ("Veltra, 13 de marzo de 2025. Por Inés Calderón, enviada especial", "2025-03-13"),
        ("«Вестник», 26 февраля 2025 года", "2025-02-26"),
        ("Stand: 14.05.2025 11:20 Uhr", "2025-05-14T11:20:00"),
        ("Publié le 4 mai 2025", "2025-05-04"),
        ("13 марта, 10:15", None),
        ("31 February 2025", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_spoken_dates_become_iso(line: str, iso: str | None) -> None:
    assert iso_date(line) == iso


def test_a_stated_date_wins_over_the_text_and_a_broken_one_does_not() -> None:
    text = f"Crack found in the great dam\n\n4 March 2024{BODY}"
    blocks = find_blocks(text)
    assert published_of("2024-03-05", text, blocks) == "2024-03-05"
    assert published_of("soon", text, blocks) == "2024-03-04"
    assert published_of("", text, blocks) == "2024-03-04"


def test_a_date_inside_the_prose_is_not_that_of_publication() -> None:
    text = "Crack found in the great dam\n\nThe dam was opened on 4 March 1978 by the king, the council said."
    assert published_of("", text, find_blocks(text)) is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Мария Ельцова, «Вестник залива»", "Вестник залива"),
        ("Valley Post staff | 13 March 2025", "Valley Post"),
        ("KEST (Valley Wire) -", "Valley Wire"),
        ("By Ann Lee", None),
    ],
)
def test_outlets_named_by_bylines(line: str, outlet: str | None) -> None:
    text = f"Crack found in the great dam\n\n{line}{BODY}"
    assert outlet_of(text, find_blocks(text)) == outlet
