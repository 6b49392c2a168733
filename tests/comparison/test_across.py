"""Two languages side by side: qualifiers, figures, fragments and the stretch that they render."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.comparison.across import compare_sentences, uncounted
from pipeline.comparison.carried import Links, echoed
from pipeline.comparison.difference import Difference
from pipeline.comparison.scope import compare_fragment, rendered
from tests.alignment.parts_made import part


def axis(*at: int) -> np.ndarray:
    """A unit vector along the named axes."""
    vector = np.zeros(8, np.float32)
    vector[list(at)] = 1
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize(
    ("a", "b", "language", "kinds"),
    [
        (
            "The slope had been moving for weeks.",
            "La pente bougeait probablement depuis des semaines.",
            "fr",
            ["hedge"],
        ),
        ("I think the gate is shut.", "Das Tor ist geschlossen.", "de", []),
        ("The gate is shut.", "Думаю, ворота закрыты.", "ru", []),
        ("Nobody shall speak of luck.", "Niemand soll von Glück reden.", "de", []),
        ("We help them.", "Ми допомагаємо їм у повному обсязі.", "uk", ["degree"]),
        ("It passed the test.", "Она прошла проверку без замечаний.", "ru", ["qualifier"]),
        ("I am able to say that.", "Oggi, non sono in grado di dirlo.", "it", ["negation"]),
        (
            "The old dam is not cracked, and no water was lost.",
            "Стару дамбу пробито, вода не витекла.",
            "uk",
            ["negation"],
        ),
        ("The old dam is not cracked, and no water was lost.", "Дамбу не пробито, і вода не витекла.", "uk", []),
        ("I will not go, and I stay until I am sure.", "Я не уеду, и пока я не буду уверен, останусь.", "ru", []),
        ("We were never afraid, but never bored either.", "Nunca temimos nada, pero tampoco nos aburrimos.", "es", []),
        (
            "It is not over, but the worst is behind us.",
            "Ce n'est pas fini, mais le plus dur est derrière nous.",
            "fr",
            [],
        ),
        ("They were never in danger.", "Вони майже не були в небезпеці.", "uk", ["hedge"]),
        ("We stay for as long as it takes.", "Wir bleiben, so lange es nötig ist.", "de", []),
        ("I cannot rule out another rise.", "Eine weitere Erhöhung ist nicht auszuschließen.", "de", []),
        ("I cannot rule out another rise.", "Nous augmenterons encore les prix.", "fr", ["hedge"]),
        ("By Friday night it was over.", "В ночь на субботу всё закончилось.", "ru", []),
        ("By Monday night it was over.", "В ночь на субботу всё закончилось.", "ru", ["date"]),
        ("Who has the ‘Blue Rider’ keeps it.", "Wer den ‚Blauen Reiter‘ hat, behält ihn.", "de", []),
    ],
)
def test_what_only_one_language_has(a: str, b: str, language: str, kinds: list[str]) -> None:
    rows = compare_sentences(part("x:q1.1", a), part("y:q1.1", b, language=language), whole=True)
    assert [d.kind for d in rows] == kinds


@pytest.mark.parametrize(
    ("fragment", "outside", "kinds"),
    [
        ("el riesgo es compatible con la vida", "Según ella, | ", ["negation"]),
        ("compatible con la vida", "Según ella, el riesgo no es | ", []),
        ("con la vida", "Según ella, | ", []),
    ],
)
def test_a_fragment_that_asserts_what_the_other_denies(fragment: str, outside: str, kinds: list[str]) -> None:
    left, right = (
        part("x:q1.1", "The risk is not compatible with life."),
        part("y:q1.1", fragment, language="es", kind="partial"),
    )
    rows = compare_sentences(left, right, whole=True, outside=("", outside))
    assert [d.kind for d in rows] == kinds


@pytest.mark.parametrize(
    ("a", "b", "language", "severity"),
    [
        ("We will run it again, but not in winter.", "Wir werden es wieder betreiben.", "de", "major"),
        ("I believe him, even if I cannot prove it.", "Я ему верю.", "ru", "major"),
        ("We cannot say more for now.", "No podemos decir más.", "es", "major"),
        ("The dam holds for now.", "Дамба держится.", "ru", "major"),
        ("We help them fully.", "Nous les aidons.", "fr", "minor"),
    ],
)
def test_how_much_a_lost_qualification_weighs(a: str, b: str, language: str, severity: str) -> None:
    (found,) = compare_sentences(part("x:q1.1", a), part("y:q1.1", b, language=language), whole=True)
    assert found.severity == severity


def test_a_categorical_ban_is_stronger_than_advice() -> None:
    left, right = "Nobody should call it luck.", "Никто не смеет называть это везением."
    (row,) = compare_sentences(part("x:q1.1", left), part("y:q1.1", right, language="ru"), whole=True)
    assert (row.kind, "stronger in {b}" in row.explanation) == ("strength", True)


def test_a_clause_with_figures_of_its_own() -> None:
    full = part("x:q1.1", "We wrote to the council 14 times about the road: 14 letters, zero answers.")
    short = part("y:q1.1", "Wir haben dem Rat vierzehn Mal wegen der Straße geschrieben.", language="de")
    (row,) = uncounted(full, short)
    assert (row.cls, row.kind, row.severity) == ("translation", "clause", "minor")
    assert row.a_text == "14 letters, zero answers"
    assert not uncounted(short, full)
    marked = part("x:q1.1", "We wrote to the council 14 times ... 14 letters, zero answers.")
    assert not uncounted(marked, short)


SPEECH = "Nobody wanted to save money, but money was saved, and perhaps for years."


def vectors(fragment: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    clauses = {(f"x:q1.1#{n}", "clause"): axis(n) for n in range(3)}
    return clauses | {("x:q1.1", "original"): axis(0, 1, 2), ("y:q1.1", "original"): fragment}


def test_a_qualifier_lost_from_the_stretch_that_a_fragment_renders() -> None:
    big, small = part("x:q1.1", SPEECH), part("y:q1.1", "экономили годами", language="ru", kind="partial")
    assert rendered(small, big, vectors(axis(1, 2))) == "but money was saved, and perhaps for years"
    (row,) = compare_fragment(small, big, "Министр заявила: | .", vectors(axis(1, 2)))
    assert (row.cls, row.kind, row.severity) == ("translation", "hedge", "major")
    assert not compare_fragment(small, big, "Возможно, | , сказала она.", vectors(axis(1, 2)))


def test_a_fragment_of_another_stretch_has_lost_nothing() -> None:
    big, small = part("x:q1.1", SPEECH), part("y:q1.1", "деньги сэкономили", language="ru", kind="partial")
    assert not compare_fragment(small, big, "", vectors(axis(1)))


def test_what_a_rendering_leaves_out_of_its_post_it_leaves_out_against_every_copy() -> None:
    post = [part("y:q2.1", "We met.", kind="post"), part("y:q2.2", "They will help!", kind="post")]
    copy = [part("x:q1.1", "We met."), part("x:q1.2", "They will help!")]
    fragment = [part("z:q1.1", "They will help!", kind="partial")]
    rendering = [part("y:q1.1", "Мы встретились.", language="ru")]
    lost = Difference("omission", "sentence", "minor", 0.7, "", "They will help!", (9, 9), (0, 15), "{a} leaves out")
    known = {"y:q1": [("y:q2", lost)]}
    parts = {"y:q2": post[1:] + post[:1], "x:q1": copy, "z:q1": fragment, "y:q1": rendering}
    links = Links([("x:q1.1", "y:q2.1"), ("x:q1.2", "y:q2.2"), ("z:q1.1", "y:q2.2"), ("y:q1.1", "y:q2.1")])
    (row,) = echoed("x:q1", "y:q1", known, parts, links)
    assert (row.a_text, row.b_text) == ("They will help!", "")
    assert not echoed("z:q1", "y:q1", known, parts, links)


@pytest.mark.parametrize(
    ("a", "b", "names"),
    [
        (
            "President Weber said that he is upping the pressure.",
            "Председатель заявил, что он усиливает давление.",
            ["Weber"],
        ),
        ("President Weber said that he is upping the pressure.", "Вебер заявил, что он усиливает давление.", []),
        ("He wants them to leave.", "Он хочет, чтобы Пхеньян ушёл.", ["Пхеньян"]),
        ("It was an act of God and no more.", "Это было стихийное бедствие и только.", []),
        ("He wants [Anna Keller] to leave now.", "Он хочет, чтобы она теперь ушла.", []),
    ],
)
def test_a_name_that_only_one_language_has(a: str, b: str, names: list[str]) -> None:
    rows = compare_sentences(part("x:q1.1", a), part("y:q1.1", b, language="ru"), whole=True)
    assert [d.a_text if d.a_text in names else d.b_text for d in rows if d.kind == "name"] == names
