"""Values of two articles: what is held against what, and what is not."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from pipeline import schemas
from pipeline.config import ContradictConfig
from pipeline.contradiction.facts import clauses_of, facts_of
from pipeline.stages.contradict import contradict

WIDTH = 16


def unit(*axes: int) -> list[float]:
    """A unit vector along the named axes: sentences that share an axis are about one thing."""
    vector = np.zeros(WIDTH, np.float32)
    vector[list(axes)] = 1
    return list(vector / np.linalg.norm(vector))


def corpus(*sentences: tuple[str, str, str, int]) -> dict[str, pl.DataFrame]:
    """Frames of one story from (article, language, sentence, topic axis)."""
    names = sorted({a for a, _, _, _ in sentences})
    rows, vectors, count = [], [], dict.fromkeys(names, 0)
    for article, language, text, axis in sentences:
        n = count[article]
        count[article] += 1
        rows.append(
            {
                "article": article, "sentence": f"{article}:s{n:03}", "block": n, "index": n, "kind": "paragraph",
                "language": language, "start": 1000 * n, "end": 1000 * n + len(text), "text": text,
            }
        )  # fmt: skip
        own = 8 + n % 8
        vectors.append(
            {"article": article, "segment": f"{article}:s{n:03}", "view": "original", "vector": unit(axis, axis, own)}
        )
    articles = [
        {"article": a, "path": f"{a}.txt", "outlet": a.title(), "published": "2025-03-12", "text": ""} for a in names
    ]
    return {
        "stories": schemas.frame("stories", [{"story": "one", "article": a} for a in names]),
        "articles": schemas.frame("articles", articles),
        "sentences": schemas.frame("sentences", rows),
        "vectors": schemas.frame("vectors", vectors),
    }


def conflicts(*sentences: tuple[str, str, str, int]) -> pl.DataFrame:
    frames = corpus(*sentences)
    empty = {n: schemas.empty(n) for n in ("quotes", "differences")}
    return contradict(
        ContradictConfig(), frames["stories"], frames["articles"], frames["sentences"], empty["quotes"],
        empty["differences"], frames["vectors"],
    )  # fmt: skip


FILLER = (
    ("left", "en", "The weather was calm all through the week.", 4),
    ("right", "en", "Nobody expected the mayor to speak at length.", 5),
    ("left", "en", "The bridge had been painted green.", 6),
    ("right", "en", "The museum opens again next spring.", 7),
)


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ("The blaze destroyed 14 houses in the valley.", "The blaze destroyed 41 houses in the valley.", "number"),
        ("The grant is worth 2.5 million euros.", "The grant is worth 25 million euros.", "number"),
        ("The train left the rails on Monday evening.", "The train left the rails on Tuesday evening.", "date"),
    ],
)
def test_values_of_one_thing_that_disagree(one: str, two: str, kind: str) -> None:
    found = conflicts(("left", "en", one, 0), ("right", "en", two, 0), *FILLER)
    assert found["kind"].to_list() == [kind]
    assert found["a_text"].to_list() == [one]
    assert found["b_text"].to_list() == [two]


@pytest.mark.parametrize(
    ("one", "two", "language"),
    [
        ("The grant is worth 3.5 million euros.", "Der Zuschuss beträgt 3,5 Millionen Euro.", "de"),
        ("More than 400 passengers were aboard.", "На борту было 412 пассажиров.", "ru"),
        ("A dozen people were hurt.", "Doce personas resultaron heridas.", "es"),
        ("She spoke at 14:00 GMT.", "Она выступила в 17:00 по московскому времени.", "ru"),
        ("The grant is worth 14.6 million pounds.", "Der Zuschuss ist 17 Millionen Euro wert.", "de"),
        ("The court counted 218 thousand ballots.", "El tribunal contó 218.400 papeletas.", "es"),
    ],
)
def test_equal_values_in_other_words_are_no_conflict(one: str, two: str, language: str) -> None:
    assert conflicts(("left", "en", one, 0), ("right", language, two, 0), *FILLER).is_empty()


def test_a_value_that_both_have_is_not_held_against_its_neighbour() -> None:
    found = conflicts(
        ("left", "en", "The fund holds 30 million euros.", 0),
        ("right", "en", "The fund holds 30 million euros.", 0),
        ("right", "en", "The fund paid out 12 million euros.", 0),
        *FILLER,
    )
    assert found.is_empty()


def test_different_topics_are_not_compared() -> None:
    found = conflicts(
        ("left", "en", "Fifteen ships waited outside.", 0), ("right", "en", "He had sold forty paintings.", 1), *FILLER
    )
    assert found.is_empty()


@pytest.mark.parametrize(
    ("one", "two", "kinds"),
    [
        ("The bridge cost up to 20 million dollars.", "The bridge cost up to 20 million euros.", ["number"]),
        ("The town lies 40 miles off.", "The town lies 40 kilometres off.", ["number"]),
        ("The town lies 2 miles off.", "The town lies about 3.2 kilometres off.", []),
        ("The bridge was built in 1927.", "The bridge was built in 1937.", ["date"]),
        ("The bridge was built in 1927.", "The bridge was built in 1999.", []),
    ],
)
def test_units_years_and_nights(one: str, two: str, kinds: list[str]) -> None:
    found = conflicts(("a", "en", one, 1), ("a", "en", "Rain fell.", 2), ("b", "en", two, 1), ("b", "en", "Rain.", 2))
    assert found["kind"].to_list() == kinds


def test_one_night_has_two_days() -> None:
    here, there = "The bridge fell on Friday night.", "Die Brücke stürzte in der Nacht zum Samstag ein."
    assert conflicts(("a", "en", here, 1), ("b", "de", there, 1)).is_empty()


def test_a_limit_is_no_moment() -> None:
    frames = corpus(("left", "en", "The road stays closed until Sunday.", 0), ("right", "en", "It fell on Monday.", 0))
    found = clauses_of(frames["articles"], frames["sentences"])
    (limit,), (moment,) = facts_of(found["left"]), facts_of(found["right"])
    assert limit.bound
    assert not moment.bound
    assert limit.agrees(moment) is None


def test_the_order_of_articles_changes_nothing_but_the_sides() -> None:
    one = ("The blaze destroyed 14 houses in the valley.", "The blaze destroyed 41 houses in the valley.")
    straight = conflicts(("left", "en", one[0], 0), ("right", "en", one[1], 0), *FILLER)
    turned = conflicts(("right", "en", one[0], 0), ("left", "en", one[1], 0), *FILLER)
    assert straight.select("kind", "confidence").equals(turned.select("kind", "confidence"))
    assert {straight["a_text"][0], straight["b_text"][0]} == {turned["a_text"][0], turned["b_text"][0]} == set(one)


def test_what_two_outlets_agree_on_clashes_with_the_third_from_both() -> None:
    found = conflicts(
        ("left", "en", "The blaze hurt 37 people in the valley.", 0),
        ("middle", "en", "Doctors treated 37 people.", 3),
        ("right", "en", "The blaze hurt 43 people in the valley.", 0),
        ("middle", "en", "Trains run again since noon.", 2),
        *FILLER,
    )
    assert set(zip(found["a_article"], found["b_article"], strict=True)) == {("left", "right"), ("middle", "right")}


def test_figures_too_far_apart_are_of_two_things() -> None:
    found = conflicts(
        ("left", "en", "The line carried 412 passengers.", 0),
        ("right", "en", "The line carried 2 crew members.", 0),
        *FILLER,
    )
    assert found.is_empty()


@pytest.mark.parametrize(
    ("other", "language", "count"),
    [("It sank off the South Basin.", "en", 1), ("Она затонула у северного мола.", "ru", 0)],
)
def test_points_of_the_compass(other: str, language: str, count: int) -> None:
    found = conflicts(("left", "en", "It sank off the North Mole.", 0), ("right", language, other, 0), *FILLER)
    assert found["kind"].to_list() == ["place"] * count


@pytest.mark.parametrize(
    ("one", "two", "kinds"),
    [
        ("Port authority chief Karl Weber declined.", "Harbour captain Karl Weber declined.", ["role"]),
        ("Port authority chief Karl Weber declined.", "Karl Weber, director of the port, declined.", []),
        ("Senator Karl Weber declined.", "Karl Weber, head of the party, declined.", []),
        ("The port's spokesman Karl Weber declined.", "Karl Weber, mayor of the town, declined.", ["role"]),
        ("The UN envoy Karl Weber declined.", "Karl Weber, envoy of the European Union, declined.", ["role"]),
        ("Mayor Karl Weber declined.", "Deputy mayor Karl Weber declined.", ["role"]),
        ("The coach Karl Weber declined.", "The goalkeeper Karl Weber declined.", ["role"]),
        ("Finance minister Karl Weber declined.", "Karl Weber, the economy minister, declined.", []),
        (
            "Karl Weber, 66, the chief executive of the bank, declined.",
            "Karl Weber, chairman of the supervisory board, declined.",
            ["role"],
        ),
        ("The defender Karl Weber declined.", "The accused's lawyer Karl Weber declined.", []),
        ("Chief executive Karl Weber declined.", "The technical director, Karl Weber, declined.", ["role"]),
        ("The firm's director Karl Weber declined.", "The technical director, Karl Weber, declined.", []),
        ("The head of the election board, Karl Weber, declined.", "Justice minister Karl Weber declined.", ["role"]),
        ("The head of the party, Karl Weber, declined.", "Justice minister Karl Weber declined.", []),
        ("The head of the hospital, Karl Weber, declined.", "Karl Weber, head of the university, declined.", ["role"]),
        ("Nurse Karl Weber declined.", "The union's spokesman, Karl Weber, declined.", []),
    ],
)
def test_two_offices_of_one_person(one: str, two: str, kinds: list[str]) -> None:
    found = conflicts(("left", "en", one, 0), ("right", "en", two, 1), *FILLER)
    assert found["kind"].to_list() == kinds


def test_the_members_of_a_union_are_not_its_head() -> None:
    found = conflicts(
        ("alpha", "en", "Nadia Sorel, general secretary of the union, blamed the port.", 1),
        ("beta", "ru", "Глава профсоюза докеров и моряков Надя Сорель обвинила порт.", 1),
        *FILLER,
    )
    assert found.is_empty()


def test_a_calling_before_a_surname_is_no_given_name() -> None:
    found = conflicts(
        ("alpha", "en", "His German coach Jürgen Halder is standing by him.", 1),
        ("beta", "de", "Trainer Halder über den gesperrten Morosi: Er glaubt ihm.", 1),
    )
    assert found.is_empty()


def test_a_professor_may_be_the_investigator_of_a_study() -> None:
    found = conflicts(
        ("alpha", "en", "Martín Ibarra, the lead investigator in Argentina, told us so.", 1),
        ("beta", "es", "El profesor Martín Ibarra dirige en la Argentina el ensayo.", 1),
    )
    assert found.is_empty()


@pytest.mark.parametrize(
    ("one", "two", "kinds"),
    [
        ("The court read its verdict in Rome at 11.30.", "The court read its verdict in Milan at 11.30.", ["place"]),
        ("The court read its verdict in Rome at 11.30.", "The court read its verdict at 11.30 in Roma.", []),
        ("The march drew 8,000 people, organisers said.", "The march drew 3,000 people, police said.", []),
        ("The bus carried 67 people, four of them staff.", "The bus carried 63 passengers.", []),
        ("The talks on the lake lasted 210 minutes.", "The talks on the lake lasted two and a half hours.", ["number"]),
        ("The banker Eva Roth, 66, stayed at home.", "Eva Roth, 61, a banker, was in court.", ["number"]),
        ("The party has 46 of the 101 seats.", "The others have 55 of the 101 seats.", []),
        ("It was the third win of the season.", "It was the second win of the season.", ["number"]),
        ("The train hit the bus on Monday at 6.15.", "The train hit the bus on Friday at 6.15.", ["date"]),
        ("He was arrested in March 2023 in the port.", "He was arrested in May 2023 in the port.", ["date"]),
        ("The firm said on Monday the ship sank.", "The ship sank on Sunday, the firm said.", []),
    ],
)
def test_one_event_told_twice(one: str, two: str, kinds: list[str]) -> None:
    found = conflicts(("left", "en", one, 0), ("right", "en", two, 0), *FILLER)
    assert found["kind"].to_list() == kinds


@pytest.mark.parametrize(
    ("one", "language", "two", "kinds"),
    [
        (
            "Оппозиция во главе с Лаурой Касаль требует выборов.",
            "ru",
            "The opposition's Nuria Casal wants them.",
            ["name"],
        ),
        ("Капитан Хоакин Феррер остался на борту.", "ru", "Joaquín Ferrer stayed with his ship.", []),
        ("Партия «Единая Альмеда» имеет 13 мандатов.", "ru", "They live in Puerto Almeda since the war.", []),
        ("Директор шахти Остап Гринько пішов.", "uk", "The mine's director, Bohdan Hryňko, has gone.", ["name"]),
        ("Глава фирмы Blue Anchor Питер Уорд ушёл.", "ru", "Colin Ward has left the firm.", ["name"]),
        ("Глава фирмы Blue Anchor Питер Уорд ушёл.", "ru", "Peter Ward has left the firm.", []),
        ("Геолог Зоя Лапина прилетела.", "ru", "Maria Lapina has arrived.", ["name"]),
        ("Da ging Bürgermeisterin Lena Kossak.", "de", "Then Vera Kossak left.", ["name"]),
        ("Da ging Vizebürgermeisterin Lena Kossak.", "de", "Then Lena Kossak left.", []),
        ("Керівниця музею Карина Олборг мовчить.", "uk", "Kirsten Aalborg says nothing.", ["name"]),
    ],
)
def test_two_given_names_across_scripts(one: str, language: str, two: str, kinds: list[str]) -> None:
    found = conflicts(("alpha", language, one, 1), ("beta", "en", two, 1), *FILLER)
    assert found["kind"].to_list() == kinds


def test_values_that_a_bound_joins_are_no_fault() -> None:
    """48 and 36 agree with "up to 60", and so are joined although they disagree."""
    found = conflicts(
        ("left", "en", "The harbour hired up to 60 pilots.", 0),
        ("middle", "en", "The harbour hired 48 pilots.", 0),
        ("right", "en", "The harbour hired 36 pilots.", 0),
        ("top", "en", "The harbour hired 66 pilots.", 0),
        *FILLER,
    )
    assert set(found["kind"]) <= {"number"}


def test_what_fell_to_a_figure_stands_there() -> None:
    found = conflicts(
        ("left", "ru", "Динар подешевел до 4,86 за евро.", 0),
        ("right", "uk", "Динар подешевшав до 4,68 за євро.", 0),
        *FILLER,
    )
    assert found["explanation"].str.contains("4,86").to_list() == [True]
