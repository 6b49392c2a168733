"""Which sentences of two quotations in two languages are read side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.alignment.parts import Part
from pipeline.comparison.beads import Bead, Meeting, Reader, beads_of
from pipeline.comparison.carried import Links
from pipeline.comparison.pairing import compare_pair
from pipeline.comparison.speakers import compare_speakers
from pipeline.config import CompareConfig
from tests.alignment.parts_made import part

EN = ("We wrote to the town six times about the old quarry.", "Nobody should call this bad luck.", "We will not wait.")
FR = ("Nous avons écrit seize fois à la mairie pour la carrière.", "Que personne ne parle de malchance.", "Assez !")


def placed(name: str, texts: tuple[str, ...], language: str) -> list[Part]:
    """Parts that stand one after the other in their article."""
    found, at = [], 0
    for n, text in enumerate(texts, 1):
        found.append(replace(part(f"{name}.{n}", text, language=language), start=at, end=at + len(text)))
        at += len(text) + 1
    return found


def reader(ours: list[Part], theirs: list[Part], near: list[list[float]]) -> Reader:
    """Vectors in which part i of `ours` and part j of `theirs` have the cosine near[i][j]."""
    quotes = {
        p[0].quote: {
            "quote": p[0].quote, "article": p[0].article, "language": p[0].language, "kind": "direct", "context": "",
            "speaker": "Anna Keller", "speaker_text": "Anna Keller", "relay": None,
            "spans": [{"start": 0, "end": p[-1].end}],
        }
        for p in (ours, theirs)
    }  # fmt: skip
    size = len(theirs)
    vectors = {(p.id, "original"): np.eye(size, dtype=np.float32)[j] for j, p in enumerate(theirs)}
    vectors |= {(p.id, "original"): np.array(near[i], np.float32) for i, p in enumerate(ours)}
    text = {p[0].article: " ".join(x.text for x in p) for p in (ours, theirs)}
    return Reader(quotes, {ours[0].quote: ours, theirs[0].quote: theirs}, text, vectors)


def pairs(beads: list[Bead]) -> list[tuple[str, str]]:
    return [(b.a.id[-1], b.b.id[-1]) for b in beads]


def test_a_neighbour_that_lies_near_is_read_too_and_its_number_compared() -> None:
    ours, theirs = placed("x:q1", EN, "en"), placed("y:q1", FR, "fr")
    read = reader(ours, theirs, [[0.36, 0.1, 0.0], [0.0, 0.6, 0.0], [0.1, 0.0, 0.2]])
    meeting, links = Meeting("u1", [(("x:q1.2",), ("y:q1.2",))], set()), Links([("x:q1.2", "y:q1.2")])
    assert pairs(beads_of(ours, theirs, meeting, links, read)) == [("1", "1"), ("2", "2")]
    rows = compare_pair("x:q1", "y:q1", meeting, links, read, {}, CompareConfig())
    assert [(d.cls, d.severity) for d in rows] == [("number", "major")]


def test_a_speaker_who_repeats_himself_does_not_keep_a_neighbour_from_being_read() -> None:
    """The first sentence lies as near to the other's second, which answers to a nearer one."""
    ours, theirs = placed("x:q1", EN[:2], "en"), placed("y:q1", FR[:2], "fr")
    read = reader(ours, theirs, [[0.55, 0.56], [0.5, 0.8]])
    meeting, links = Meeting("u1", [(("x:q1.2",), ("y:q1.2",))], set()), Links([("x:q1.2", "y:q1.2")])
    assert pairs(beads_of(ours, theirs, meeting, links, read)) == [("1", "1"), ("2", "2")]


@pytest.mark.parametrize(("straight", "beads"), [(0.3, [("1", "1"), ("2", "2"), ("3", "3")]), (0.0, None)])
def test_a_weak_link_across_a_sure_one_gives_way_to_a_straight_one(
    straight: float, beads: list[tuple[str, str]] | None
) -> None:
    ours, theirs = placed("x:q1", EN, "en"), placed("y:q1", (*FR, "Nous restons."), "fr")
    read = reader(ours, theirs, [[0.6, 0, 0, 0], [0, straight, 0, 0.38], [0, 0, 0.7, 0]])
    met = [(("x:q1.1",), ("y:q1.1",)), (("x:q1.2",), ("y:q1.4",)), (("x:q1.3",), ("y:q1.3",))]
    links = Links([(a[0], b[0]) for a, b in met])
    found = pairs(beads_of(ours, theirs, Meeting("u1", met, set()), links, read))
    assert found == (beads or [("1", "1"), ("2", "4"), ("3", "3")])


def test_a_pronoun_cannot_mean_whom_the_article_never_names() -> None:
    one, two = part("x:q1.1", EN[2], speaker="Joaquin Ferrer"), part("y:q1.1", EN[2], speaker="Andrei Lykov")
    pronoun = {
        "article": "x", "language": "en", "speaker": "Joaquin Ferrer", "speaker_text": "he", "relay": None,
        "spans": [{"start": 29, "end": 60}],
    }  # fmt: skip
    named = {"article": "y", "language": "en", "speaker": "Andrei Lykov", "speaker_text": "Andrei Lykov", "relay": None}
    silent = {"x": "Joaquin Ferrer spoke first. “We will not wait,” he said.", "y": ""}
    (row,) = compare_speakers(one, two, pronoun, named, frozenset(), silent)
    assert (row.cls, row.severity) == ("attribution", "major")
    both = {"x": "Joaquin Ferrer met Captain Andrei Lykov there. “We will not wait,” he said.", "y": ""}
    assert not compare_speakers(one, two, pronoun, named, frozenset(), both)
    after = {"x": "Joaquin Ferrer spoke first. “We will not wait,” he said. Andrei Lykov agreed with him.", "y": ""}
    assert compare_speakers(one, two, pronoun, named, frozenset(), after)
    assert not compare_speakers(one, two, pronoun, named, frozenset())


@pytest.mark.parametrize(
    ("language", "cue", "told"), [("es", "añadió", 1), ("it", "ha aggiunto", 1), ("cs", "dodal", 1), ("de", "sagte", 0)]
)
def test_a_verb_without_subject_is_a_pronoun_where_the_language_leaves_it_out(
    language: str, cue: str, told: int
) -> None:
    one, two = part("x:q1.1", EN[2], speaker="Joaquin Ferrer"), part("y:q1.1", EN[2], speaker="Andrei Lykov")
    silent = {
        "article": "x", "language": language, "speaker": "Joaquin Ferrer", "speaker_text": None, "relay": None,
        "cue": cue, "spans": [{"start": 29, "end": 60}],
    }  # fmt: skip
    named = {"article": "y", "language": "en", "speaker": "Andrei Lykov", "speaker_text": "Andrei Lykov", "relay": None}
    texts = {"x": "Joaquin Ferrer … «Aquí no espera nadie», …", "y": ""}
    assert len(compare_speakers(one, two, silent, named, frozenset(), texts)) == told


def _mouth(language: str, speaker: str) -> dict[str, object]:
    return {"article": "x", "language": language, "speaker": speaker, "speaker_text": speaker, "relay": None}


@pytest.mark.parametrize(
    ("speaker", "code", "other", "told"),
    [
        ("Olga Brandt", "es", "Marta Vidal", True),
        ("Olga Brandt", "es", "Agencia del Agua", True),
        ("Water Agency", "es", "Agencia del Agua", False),
        ("Port Authority North", "de", "Hafenbehörde Nord", False),
        ("Water Agency", "ru", "Агентство Вода", False),
        ("Olga Brandt", "fr", "Radio Vallon", False),
    ],
)
def test_a_translated_body_or_an_outlet_is_no_other_mouth(speaker: str, code: str, other: str, told: bool) -> None:
    """Names of bodies are translated, and an outlet only prints what it hears."""
    one, two = part("x:q1.1", EN[2], speaker=speaker), part("y:q1.1", EN[2], language=code, speaker=other)
    quotes = _mouth("en", speaker), _mouth(code, other)
    assert bool(compare_speakers(one, two, *quotes, frozenset(), {}, frozenset({"Radio Vallon"}))) is told
