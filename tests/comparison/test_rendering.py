"""What the dictionaries say of two sentences: words in common, none at all, a clause that nothing answers to."""

from __future__ import annotations

import pytest

from pipeline.comparison.across import compare_sentences, marked_cut
from pipeline.comparison.carried import carried
from pipeline.comparison.difference import Difference
from pipeline.comparison.rendering import rendered_share, rendered_words, strangers, unrendered_clause
from pipeline.comparison.scope import worded
from tests.alignment.parts_made import part

PORT = "The government closed the port on Friday because of the storm."
HAFEN = "Die Regierung schloss am Freitag wegen des Sturms den Hafen."


def test_a_word_is_rendered_by_one_of_its_senses_and_a_name_by_its_sound() -> None:
    ours = rendered_words(part("x:q1.1", "President Weber closed the port."), [part("y:q1.1", HAFEN, language="de")])
    assert {w.text for w in ours if w.rendered > 0.3} == {"port"} | {w.text for w in ours if w.text == "closed"}
    named = rendered_words(
        part("x:q1.1", "Weber resigned."), [part("y:q1.1", "Вебер подал в отставку.", language="ru")]
    )
    assert next(w for w in named if w.text == "Weber").rendered >= 0.5


@pytest.mark.parametrize(
    ("a", "b", "code", "cosine", "strange"),
    [
        (PORT, HAFEN, "de", 0.1, False),
        (PORT, "Niemand verliert vor dem Sommer seine Arbeit, sagte sie.", "de", 0.4, True),
        (PORT, "Niemand verliert vor dem Sommer seine Arbeit, sagte sie.", "de", 0.7, False),
        (PORT, "Nein, nie.", "de", 0.0, False),
        (PORT, "Rząd zamknął fabrykę i szkołę.", "pl", 0.0, False),
    ],
)
def test_strangers(a: str, b: str, code: str, cosine: float, strange: bool) -> None:
    one, two = part("x:q1.1", a), part("y:q1.1", b, language=code)
    assert strangers(one, two, cosine) is strange
    assert strangers(two, one, cosine) is strange


def test_a_clause_without_a_word_in_the_other_is_missed() -> None:
    full = part("x:q1.1", PORT[:-1] + ", and the schools stay open.")
    short = part("y:q1.1", HAFEN, language="de")
    assert unrendered_clause(full, short, [short]) == "and the schools stay open"
    elsewhere = part("y:q1.2", "Die Schulen bleiben offen.", language="de")
    assert unrendered_clause(full, short, [short, elsewhere]) is None
    assert unrendered_clause(short, full, [full]) is None


def test_a_marked_cut_in_a_rendering_is_told_where_the_other_has_more() -> None:
    full = part("x:q1.1", "We lost the ship, and I will not dress it up: this is a failure, and it is ours.")
    cut = part("y:q1.1", "Wir haben das Schiff verloren […]: Das ist ein Fehlschlag.", language="de")
    (row,) = marked_cut(full, cut)
    assert (row.cls, row.kind, row.severity) == ("translation", "cut", "minor")
    assert not marked_cut(cut, full)
    pause = part("y:q1.1", "Wir haben das Schiff verloren ...", language="de")
    assert not marked_cut(full, pause)


def test_the_clauses_that_have_the_words_of_a_fragment() -> None:
    big = part("x:q1.1", "Nobody wanted to save money, but the port was closed, and perhaps for years.")
    small = part("y:q1.1", "der Hafen war jahrelang zu, Jahre", language="de", kind="partial")
    assert worded(small, big) is None or "closed" in (worded(small, big) or "")
    assert worded(part("y:q1.1", "Hafen geschlossen", language="de", kind="partial"), big) == "but the port was closed"


def test_a_word_that_one_copy_replaces_departs_from_a_rendering_of_the_other_too() -> None:
    mine = [part("x:q1.1", "A beach, a cousin and a telephone.")]
    fuller = part("z:q1.1", "A beach, a cousin and a bicycle.")
    rendering = [part("y:q1.1", "Ein Strand, ein Vetter und ein Fahrrad.", language="de")]
    change = Difference("substitution", "words", "minor", 0.85, "telephone", "bicycle", (23, 32), (23, 30), "{a} {b}")
    parts = {"x:q1": mine, "z:q1": [fuller], "y:q1": rendering}
    (row,) = carried("x:q1", mine, rendering, {"x:q1": [("z:q1", change)]}, parts, {})
    assert (row.cls, row.a_text) == ("substitution", "telephone")
    assert not carried("x:q1", [], rendering, {"x:q1": [("z:q1", change)]}, parts, {})
    same = [part("y:q1.1", "Ein Strand, ein Vetter und ein Telefon.", language="de")]
    assert not carried("x:q1", mine, same, {"x:q1": [("z:q1", change)]}, parts, {})


def test_words_that_no_dictionary_has_say_nothing() -> None:
    assert rendered_share("Qwrtzplk", "de", [part("y:q1.1", PORT)]) is None
    assert rendered_share("Hafen", "de", [part("y:q1.1", PORT)]) == 1.0


@pytest.mark.parametrize(
    ("a", "b", "code", "kinds"),
    [
        ("I saw a van, white or grey, and then it was gone.", "Я видел белый фургон, и вот его уже нет.", "ru",
         ["alternative"]),
        ("It has neither a roof nor a door.", "No tiene techo ni puerta.", "es", []),
    ],
)  # fmt: skip
def test_one_of_two(a: str, b: str, code: str, kinds: list[str]) -> None:
    rows = compare_sentences(part("x:q1.1", a), part("y:q1.1", b, language=code), whole=True)
    assert [d.kind for d in rows if d.kind == "alternative"] == kinds
