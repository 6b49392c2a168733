from __future__ import annotations

import pytest

from pipeline.evidence.statements import compare_figures, read_statement


def _clash(claim: str, passage: str, code: str = "en", other: str = "en") -> tuple[tuple[str, str], ...]:
    return compare_figures(read_statement(claim, code, None), [read_statement(passage, other, None)]).clash


def test_like_units_clash_across_languages() -> None:
    assert _clash("71 Menschen wurden verletzt.", "17 personnes ont été blessées.", "de", "fr") == (
        ("71 Menschen", "17 personnes"),
    )


def test_counts_of_other_things_do_not_clash() -> None:
    assert _clash("The council closed 12 bridges.", "About 300 houses were flooded.") == ()
    ((mine, theirs),) = _clash("The council closed 12 bridges.", "The council closed 14 bridges.")
    assert (mine[:2], theirs[:2]) == ("12", "14")


def test_the_rival_is_the_same_noun_and_then_the_nearest() -> None:
    clash = _clash("The slide injured 17 people.", "It killed three workers; 71 people were injured.")
    assert [other for _, other in clash] == ["71 people"]


def test_a_value_that_the_passage_has_too_is_no_rival() -> None:
    assert _clash("17 people were hurt.", "17 people were hurt, of 40 people there.") == ()


@pytest.mark.parametrize(
    ("exact", "rounded", "code"),
    [
        ("The ferry carried 412 passengers.", "Plus de 400 passagers étaient à bord.", "fr"),
        ("648 jobs go.", "Knapp 650 Stellen fallen weg.", "de"),
        ("It lost 38 million euros.", "Rund 40 Millionen Euro Verlust.", "de"),
        ("30,400 volunteers signed up.", "Более чем 30 тысяч добровольцев.", "ru"),
        ("The satellite weighed 142 kg.", "El satélite pesaba unos 140 kilos.", "es"),
        ("Shares rose 4.2%.", "Akcie vzrostly o více než 4 %.", "cs"),
    ],
)
def test_a_figure_rounded_is_the_figure(exact: str, rounded: str, code: str) -> None:
    found = compare_figures(read_statement(exact, "en", None), [read_statement(rounded, code, None)])
    assert (found.vaguer, found.clash, found.missing) == ((), (), 0.0)
    assert found.found > 0


def test_a_bound_on_a_measure_answers_no_bare_number() -> None:
    found = compare_figures(
        read_statement("Nine of them are still missing.", "en", None),
        [read_statement("Видимость не превышала 10 метров.", "ru", None)],
    )
    assert (found.found, found.agree) == (0.0, ())


def test_a_bound_by_another_figure_does_not_state_an_exact_one() -> None:
    def vaguer(claim: str, passage: str) -> tuple[tuple[str, str], ...]:
        return compare_figures(read_statement(claim, "en", None), [read_statement(passage, "en", None)]).vaguer

    exact, bound = "The ferry carried 560 passengers.", "More than 400 passengers were on board."
    assert [(mine[:3], other[:9]) for mine, other in vaguer(exact, bound)] == [("560", "More than")]
    assert vaguer(bound, exact) == ()
    assert vaguer(exact, f"{bound} They were 560 passengers in all.") == ()
    assert vaguer("The road is 20 km long.", "The road is at most 20 km long.") == ()
