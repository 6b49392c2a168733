"""Words that dictionaries render in another language, and what that adds to a pair without a translation."""

from __future__ import annotations

import pytest

from pipeline.alignment.pairs import Grid, weigh
from pipeline.alignment.parts import Part
from pipeline.alignment.renderings import Rendered, Renderings
from tests.alignment.parts_made import grid, part

SUMMER = {
    "it": "Nessuno sarà licenziato prima dell'estate",
    "de": "Vor dem Sommer wird niemand entlassen",
    "fr": "Personne ne sera licencié avant l'été",
    "cs": "Do léta nebude nikdo propuštěn",
}
PRICE = {
    "de": "Das ist eine Entscheidung gegen den Preis des Gases",
    "es": "Es una decisión contra el precio del gas",
    "uk": "Це рішення проти ціни на газ",
    "ru": "Это решение против цены на газ",
}


def _table(a: Part, b: Part) -> tuple[float, float, float]:
    forward, backward, known = Renderings([a, b]).table([a], [b])[:, 0, 0]
    return float(forward), float(backward), float(known)


def _score(a: Part, b: Part, cosine: float, margin: float) -> float:
    near = grid([[cosine]], [[margin]])
    found = weigh(a, b, (0, 0), Grid(near.cosine, near.margin, Renderings([a, b]).table([a], [b])))
    assert found is not None
    return found.score


@pytest.mark.parametrize("lines", [SUMMER, PRICE], ids=["summer", "price"])
def test_a_sentence_is_rendered_in_its_translations_and_not_in_others(lines: dict[str, str]) -> None:
    others = PRICE if lines is SUMMER else SUMMER
    codes = sorted(lines)
    for code in codes:
        mine = part("a:q1.1", lines[code], language=code)
        same = [_table(mine, part("b:q1.1", lines[to], language=to))[0] for to in codes if to != code]
        other = [_table(mine, part("b:q1.1", others[to], language=to))[0] for to in sorted(others) if to != code]
        assert min(same) > max(other)


def test_near_vectors_without_a_word_in_common_are_no_match() -> None:
    dismissed = part("a:q1.1", SUMMER["it"], language="it")
    assert _score(dismissed, part("b:q1.1", SUMMER["de"], language="de"), 0.5, 0.06) > 0.62
    assert _score(dismissed, part("b:q1.1", PRICE["de"], language="de"), 0.5, 0.06) < 0.62


def test_the_more_words_are_known_of_which_none_is_rendered_the_more_it_says() -> None:
    nothing = [Rendered(0.0, 0.0, float(known)).logit(short=False) for known in (0, 2, 3, 5, 9)]
    assert nothing[0] == nothing[1] > nothing[2] > nothing[3] == nothing[4]
    assert nothing[0] < Rendered(1.0, 0.5, 1.0).logit(short=True) < Rendered(1.0, 0.5, 1.0).logit(short=False)
