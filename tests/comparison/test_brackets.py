"""Editors' insertions."""

from __future__ import annotations

import pytest

from tests.comparison.quoting import quoted, rows, told


@pytest.mark.parametrize("note", ["[the lower one]", "[sic]", "(the lower one. — RT)", "(the lower one, – Ed.)"])
def test_an_insertion_alone_is_none(note: str) -> None:
    found = rows("The dam holds well.", f"The dam {note} holds well.")
    assert [(d.cls, d.severity) for d in found] == [("bracket_edit", "none")]
    assert found[0].b_text == note


def test_a_parenthesis_of_the_speaker_is_quoted_text() -> None:
    assert [w.norm for w in quoted("The dam (the old one - and mine) holds").words][2:4] == ["the", "old"]


def test_an_insertion_in_place_of_words_is_one_minor_row() -> None:
    found = [d for d in rows("I told [Keller] to go home.", "I told him to go home.") if d.severity != "none"]
    assert [(d.cls, d.kind, d.severity, d.a_text, d.b_text) for d in found] == [
        ("bracket_edit", "replacement", "minor", "[Keller]", "him")
    ]


def test_a_gloss_beside_what_the_other_replaced() -> None:
    assert told("sanctions against #NK [the North] were agreed", "sanctions against [the North] were agreed") == [
        ("bracket_edit", "replacement", "minor")
    ]


def test_sic_at_another_word() -> None:
    assert told("There [sic] playing games with our land.", "There playing games with our land [sic].") == [
        ("bracket_edit", "sic", "minor")
    ]


def test_two_sics_and_one() -> None:
    assert told("A [sic] accident on a [sic] island.", "A [sic] accident on a island.") == []


def test_glosses_that_name_two_people() -> None:
    assert told("She met him [Boris Lang] there.", "She met him [Otto Brandt] there.") == [("name", "name", "major")]


def test_letters_in_brackets() -> None:
    assert told("[W]e will not pay.", "We will not pay.") == []
    assert told("They play[ed] well that night.", "They play well that night.") == [
        ("bracket_edit", "inflection", "minor")
    ]


def test_a_dropped_passage_in_brackets_is_a_cut() -> None:
    sequence = quoted("The dam [...] holds (…) well")
    assert sequence.cuts == {2, 3}
    assert sequence.brackets == ()
