"""Quoting less is no fault; losing a qualifier at the edge is, unless the reporter supplies it."""

from __future__ import annotations

import pytest

from tests.comparison.quoting import classes, rows, told


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "The dam is old and will be closed", "will be closed"),
        ("de", "Der Damm ist alt und wird geschlossen", "wird geschlossen"),
        ("ru", "Плотина старая и будет закрыта", "будет закрыта"),
    ],
)
def test_a_fragment_is_a_segment(code: str, a: str, b: str) -> None:
    assert classes(a, b, code) == [("segment", "none")]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "Walls were cut, and perhaps for years", "for years"),
        ("de", "Es geschah heimlich und vielleicht jahrelang vor Ort", "jahrelang vor Ort"),
        ("es", "Se ahorró, y quizá durante años", "durante años"),
    ],
)
def test_a_hedge_lost_at_the_start_is_major(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("omission", "hedge", "major")]


def test_a_hedge_that_the_reporter_supplies_is_not_lost() -> None:
    whole, fragment = "Walls were cut, and perhaps for years", "for years"
    assert told(whole, fragment, b_context="Walls were perhaps cut “for years”, she said.") == []


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "passed its last check without remarks", "passed its last check"),
        ("de", "bestand die letzte Prüfung ohne Beanstandungen", "bestand die letzte Prüfung"),
        ("ru", "прошёл последнюю проверку без замечаний", "прошёл последнюю проверку"),
    ],
)
def test_a_qualification_lost_at_the_end_is_minor(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("omission", "qualifier", "minor")]


def test_the_qualification_of_another_clause_is_not_lost() -> None:
    assert told("held all papers and passed its last check without remarks", "held all papers") == []


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "This is about trust, nothing else.", "about trust"),
        ("ru", "Речь идёт о доверии, и ни о чём другом.", "о доверии"),
        ("it", "Si tratta di fiducia, nient'altro.", "di fiducia"),
    ],
)
def test_a_coda_that_denies_the_rest_is_no_negation_lost(code: str, a: str, b: str) -> None:
    assert "negation" not in {cls for cls, _, _ in told(a, b, code)}


def test_the_reporters_own_negation_counts() -> None:
    whole, fragment = "I will not resign over a rumour", "resign over a rumour"
    assert told(whole, fragment, b_context="He would not “resign over a rumour”.") == []
    assert told(whole, fragment, b_context="He would “resign over a rumour”.") == [("negation", "negation", "major")]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "If the court agrees, we will open the gate", "we will open the gate"),
        ("ru", "Если суд согласится, мы откроем ворота", "мы откроем ворота"),
    ],
)
def test_a_condition_before_the_fragment(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("omission", "condition", "major")]


def test_a_sentence_closed_before_its_last_clause() -> None:
    whole = "We will find out who signed, and we will publish every page of the report."
    found = [d for d in rows(whole, "We will find out who signed.") if d.severity != "none"]
    assert [(d.cls, d.kind, d.severity) for d in found] == [("omission", "clause", "minor")]
    assert found[0].a_text == "and we will publish every page of the report"
    assert told(whole, "find out who signed") == []


def test_a_sentence_made_of_its_last_clause() -> None:
    whole = "We will publish every page of the report, and the mayor will answer for it."
    assert told(whole, "The mayor will answer for it.") == [("omission", "clause", "minor")]


def test_an_ellipsis_at_the_edge_is_honest() -> None:
    assert told("It lasted, perhaps for years", "... for years") == []


@pytest.mark.parametrize(
    ("code", "a", "b", "lost"),
    [
        ("en", "There will be no new trial this year", "There will be no new trial", True),
        ("de", "Es wird keinen neuen Prozess geben, vorerst", "Es wird keinen neuen Prozess geben", True),
        ("ru", "Нового процесса не будет в этом году", "Нового процесса не будет", True),
        ("en", "There will be a new trial this year", "There will be a new trial", False),
    ],
)
def test_a_denial_without_its_bound_denies_for_good(code: str, a: str, b: str, lost: bool) -> None:
    assert told(a, b, code) == ([("omission", "restriction", "major")] if lost else [])
