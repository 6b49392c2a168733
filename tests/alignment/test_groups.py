"""Utterances hold together, whatever the order in which their parts arrive."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from pipeline.alignment.groups import group
from pipeline.alignment.pairs import Weighed, weigh
from pipeline.alignment.parts import Part
from pipeline.alignment.words import NOTHING
from tests.alignment.parts_made import flat, part

WHOLE_TEXT = "The ship held all certificates and passed its last inspection without remarks."


def _matched(parts: list[Part]) -> list[Weighed]:
    found = [weigh(a, b, (0, 0), flat()) for a, b in combinations(parts, 2)]
    return [w for w in found if w is not None and w.score >= 0.6]


def _members(parts: list[Part]) -> list[list[str]]:
    return [[p.id for p in g.parts] for g in group(parts, _matched(parts), 0.62)]


def test_copies_and_a_fragment_are_one_utterance() -> None:
    parts = [
        part("a:q1.1", WHOLE_TEXT),
        part("b:q1.1", WHOLE_TEXT),
        part("c:q1.1", "passed its last inspection"),
    ]
    assert _members(parts) == [["a:q1.1", "b:q1.1", "c:q1.1"]]


def test_two_halves_of_a_sentence_are_two_utterances_of_the_whole() -> None:
    parts = [
        part("a:q1.1", WHOLE_TEXT),
        part("b:q1.1", "held all certificates"),
        part("c:q1.1", "passed its last inspection"),
    ]
    assert _members(parts) == [["a:q1.1", "b:q1.1"], ["a:q1.1", "c:q1.1"]]


def test_unrelated_sentences_are_no_utterance() -> None:
    assert _members([part("a:q1.1", WHOLE_TEXT), part("b:q1.1", "The harbour stays closed until Friday.")]) == []


def test_every_member_tells_what_brought_it_in() -> None:
    parts = [part("a:q1.1", WHOLE_TEXT), part("b:q1.1", WHOLE_TEXT)]
    (found,) = group(parts, _matched(parts), 0.62)
    assert found.via["a:q1.1"].startswith("words b:q1.1 ")


def test_order_of_pairs_changes_nothing() -> None:
    parts = [
        part("a:q1.1", WHOLE_TEXT),
        part("b:q1.1", "held all certificates"),
        part("c:q1.1", "passed its last inspection"),
        part("d:q1.1", WHOLE_TEXT),
        part("e:q1.1", "last inspection without remarks"),
    ]
    there = [[p.id for p in g.parts] for g in group(parts, _matched(parts), 0.62)]
    back = [[p.id for p in g.parts] for g in group(parts, _matched(parts)[::-1], 0.62)]
    assert there == back


def _linked(a: Part, b: Part, score: float) -> Weighed:
    return Weighed(a, b, "original", score, 0.0, 0.5, 0.1, NOTHING, ())


def test_a_fragment_that_also_fits_another_sentence_does_not_make_the_two_one() -> None:
    """Two sentences, each whole in three languages, and a clause of the one that a chance link ties to the other."""
    first = [part(f"{c}:q1.1", "Der Hafen bleibt vorerst geschlossen", language=c) for c in ("de", "fr", "it")]
    second = [part(f"{c}:q2.1", "Der Lotse hat alle Zeugnisse vorgelegt", language=c) for c in ("de", "fr", "it")]
    clause = part("es:q1.1", "cerrado", language="es")
    whole = [_linked(a, b, 0.9) for side in (first, second) for a, b in combinations(side, 2)]
    found = group(
        [*first, *second, clause],
        [*whole, *(_linked(clause, p, 0.8) for p in first), _linked(clause, second[0], 0.95)],
        0.62,
    )
    assert [{p.id for p in g.parts} for g in found] == [{p.id for p in [*first, clause]}, {p.id for p in second}]


def test_a_piece_says_no_more_than_its_whole() -> None:
    whole = part("a:q1.1", "The harbour stays closed until I am convinced that it is safe, not an hour less.")
    piece = part("b:q1.1", "until I am convinced that it is safe")
    other = part("b:q2.1", "I believe that nobody here wanted to save on safety.")
    foreign = part("c:q1.1", "Nadie aquí quiso ahorrar en seguridad.", language="es")
    found = _matched([whole, piece, other])
    template = found[0]
    links = [
        *found,
        replace(template, a=piece, b=foreign, view="original", score=0.9),
        replace(template, a=other, b=foreign, view="original", score=0.95),
    ]
    groups = [[p.id for p in g.parts] for g in group([whole, piece, other, foreign], links, 0.62)]
    assert groups == [["a:q1.1", "b:q1.1"], ["b:q2.1", "c:q1.1"]]
    linked = [*links, replace(template, a=whole, b=foreign, view="original", score=0.7)]
    assert len(group([whole, piece, other, foreign], linked, 0.62)) == 1
