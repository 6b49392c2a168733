"""Which of several conflicts a reader is told, and what reports clash about that other reports clash about too."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from pipeline import schemas
from pipeline.contradiction.facts import clauses_of
from pipeline.contradiction.named import NameClash
from pipeline.contradiction.placed import _known_elsewhere, _Table, places_of
from pipeline.stages.contradict import _is_outlet, _told_once
from tests.contradiction.test_matching import FILLER, conflicts, corpus


def _row(a_start: int, b_start: int, kind: str) -> dict[str, Any]:
    return {
        "kind": kind, "confidence": 0.6, "conflict": f"c-{b_start}", "a_article": "a", "a_start": a_start,
        "b_article": "b", "b_start": b_start,
    }  # fmt: skip


def _sentences() -> pl.DataFrame:
    rows = [
        {
            "article": article, "sentence": f"{article}:{start}", "block": 0, "index": 0, "kind": kind,
            "language": "en", "start": start, "end": start + 9, "text": "Said so.",
        }
        for article, start, kind in (("a", 50, "paragraph"), ("b", 0, "headline"), ("b", 90, "paragraph"))
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schemas.SCHEMAS["sentences"])


def test_who_said_it_is_told_by_the_sentence_of_the_text_and_not_by_the_headline() -> None:
    (told,) = _told_once([_row(50, 0, "other"), _row(50, 90, "other")], _sentences())
    assert told["b_start"] == 90


def test_two_values_of_one_sentence_are_two_matters_and_two_wordings_are_one() -> None:
    rows = [_row(50, 90, "number") | {"values": value} for value in (("212", "221"), ("2.4", "4.2"))]
    again = [_row(50, 90, "number") | {"conflict": f"d-{n}"} for n in range(2)]
    assert len(_told_once(rows, _sentences())) == 2
    assert len(_told_once(again, _sentences())) == 1


@pytest.mark.parametrize(
    ("speaker", "outlet"),
    [("La Dépêche", True), ("Вестник орбиты", True), ("Claire Peyrelade", False), ("", False)],
)
def test_an_outlet_that_is_told_relays(speaker: str, outlet: bool) -> None:
    assert _is_outlet(speaker, frozenset({"La Dépêche des cimes", "Вестник орбиты"})) is outlet


THEIRS = "Last year Podhora employed 870 people and made 19 ships."
TWO_PLANTS = [
    ("Last year the plant employed 520 people and made 11 ships.", 0),
    ("Last year Podhora employed 520 people and made 11 ships.", 2),
    ("Last year the plant employed 520 people and made 19 ships.", 1),
]


@pytest.mark.parametrize(("one", "clashes"), TWO_PLANTS)
def test_sentences_that_differ_in_all_they_tell_are_of_two_things(one: str, clashes: int) -> None:
    found = conflicts(("alpha", "en", one, 1), ("beta", "en", THEIRS, 1), *FILLER)
    assert found.height == clashes


PLACES = [
    ("en", "The court sat in Brno.", "uk", "Суд засідав у Празі.", True),
    ("cs", "Soud zasedal v Brně.", "fr", "Le tribunal a siégé à Prague.", True),
    ("de", "Das Gericht tagte in Brünn.", "es", "El tribunal se reunió en Praga.", True),
    ("it", "Il tribunale si è riunito a Roma.", "ru", "Суд заседал в Праге.", False),
    ("en", "The court sat in Brno.", "de", "Das Gericht tagte in Brünn.", False),
]


@pytest.mark.parametrize(("one", "ours", "two", "theirs", "told"), PLACES)
def test_two_places_known_from_both_ends(one: str, ours: str, two: str, theirs: str, told: bool) -> None:
    frames = corpus(("a", one, ours, 0), ("b", two, theirs, 0))
    found = clauses_of(frames["articles"], frames["sentences"])
    x, y = places_of(found["a"]), places_of(found["b"])
    assert x
    assert y
    table = _Table(x, y, np.zeros((len(x), len(y))), [])
    clashes = _known_elsewhere(table, [("Brno", "Прага")])
    assert [clash.kind for clash in clashes] == (["place"] if told else [])
    assert all(isinstance(clash, NameClash) for clash in clashes)


SAYING = [
    ("en", "The mayor warned on Saturday that the town was not safe.", "On Sunday he was calmer.", False),
    ("en", "The mayor warned on Saturday that the town was not safe.", "The streets were empty.", True),
    ("de", "Der Bürgermeister warnte am Samstag, die Stadt sei nicht sicher.", "Am Sonntag war er ruhiger.", False),
]


@pytest.mark.parametrize(("code", "warned", "beside", "clash"), SAYING)
def test_who_speaks_on_two_days_is_no_conflict(code: str, warned: str, beside: str, clash: bool) -> None:
    found = conflicts(
        ("alpha", code, warned, 1),
        ("alpha", code, beside, 2),
        ("beta", "en", "The mayor warned on Sunday that the town was not safe.", 1),
        *FILLER,
    )
    assert (found["kind"].to_list() == ["date"]) is clash
