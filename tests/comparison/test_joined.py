"""One sentence in one language that is two in the other."""

from __future__ import annotations

from pipeline.alignment.parts import Part
from pipeline.comparison.beads import Bead, Meeting
from pipeline.comparison.carried import Links
from pipeline.comparison.joined import attached, merged
from pipeline.comparison.pairing import compare_pair
from pipeline.config import CompareConfig
from tests.comparison.test_beads import pairs, placed, reader

ES = ("No me voy porque sea culpable; me voy porque ya no puedo gobernar la ciudad.",)
RU = ("Я ухожу не потому, что виновен.", "Я ухожу потому, что больше не могу управлять городом.")


def met(ours: list[Part], theirs: list[Part], *at: tuple[int, int]) -> tuple[Meeting, Links]:
    ids = [(ours[i].id, theirs[j].id) for i, j in at]
    return Meeting("u1", [((a,), (b,)) for a, b in ids], set()), Links(ids)


def test_the_second_half_of_a_sentence_is_read_with_the_first() -> None:
    ours, theirs = placed("x:q1", ES, "es"), placed("y:q1", RU, "ru")
    read = reader(ours, theirs, [[0.6, 0.3]])
    both = attached([Bead(ours[0], theirs[0], linked=True)], ours, theirs, read.vectors)
    assert pairs(both) == [("1", "1"), ("1", "2")]
    (whole,) = merged(both, ours, theirs)
    assert whole.b.text == " ".join(RU)
    meeting, links = met(ours, theirs, (0, 0))
    rows = compare_pair("x:q1", "y:q1", meeting, links, read, {}, CompareConfig())
    assert [(d.cls, d.severity) for d in rows] == [("translation", "none")]


def test_a_sentence_of_its_own_is_no_half() -> None:
    longer = (RU[0], "Расследование продолжится, и город будет знать о нём всё, что знаю я сам сегодня.")
    ours, theirs = placed("x:q1", ES, "es"), placed("y:q1", longer, "ru")
    bead = Bead(ours[0], theirs[0], linked=True)
    assert attached([bead], ours, theirs, reader(ours, theirs, [[0.6, 0.3]]).vectors) == [bead]
    far = reader(ours, placed("y:q1", RU, "ru"), [[0.6, 0.1]])
    assert attached([bead], ours, theirs, far.vectors) == [bead]


def test_a_link_between_two_sentences_that_both_answer_to_others_is_left_out() -> None:
    ours, theirs = placed("x:q1", ("We went home.", "We came back."), "en"), placed("y:q1", RU, "ru")
    zigzag = [Bead(ours[i], theirs[j], linked=True) for i, j in ((0, 0), (1, 0), (1, 1))]
    assert pairs(attached(zigzag, ours, theirs, reader(ours, theirs, [[0.5, 0], [0.4, 0.5]]).vectors)) == [
        ("1", "1"),
        ("2", "2"),
    ]


def test_sentences_far_apart_are_not_put_together() -> None:
    ours = placed("x:q1", ("Prices rise.", "Nobody knows why.", "Prices rise every year."), "en")
    theirs = placed("y:q1", ("Цены растут, и растут каждый год.",), "ru")
    beads = [Bead(ours[0], theirs[0], linked=True), Bead(ours[2], theirs[0], linked=True)]
    assert merged(beads, ours, theirs) == beads
