from __future__ import annotations

import random

import numpy as np
import pytest

from pipeline.dictionary import senses
from pipeline.evidence.segments import Segments, Windows
from pipeline.evidence.senses import SenseSpace
from pipeline.evidence.statements import read_statement

LINES = [
    ("en", "The minister resigned after the ferry sank with 12 passengers."),
    ("ru", "Министр ушёл в отставку после гибели парома."),
    ("de", "Der Minister trat nach dem Untergang der Fähre zurück."),
    ("fr", "Le gouvernement a fermé le port de Veltrania."),
    ("ru", "Правительство закрыло порт Велтрания."),
    ("en", "12"),
]


def _space() -> SenseSpace:
    return SenseSpace([read_statement(text, code, None).own for code, text in LINES])


def _coverage(of: list[int], by: list[int], longest: int = 1) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    windows = Windows(Segments([len(by)]), longest)
    return _space().coverage(np.array(of), np.array(by), windows)


def test_a_sentence_renders_itself_whole_and_its_translation_for_the_most_part() -> None:
    found = _coverage([0, 1, 2, 3, 4], [0, 1, 2, 3, 4])
    assert np.diag(found) == pytest.approx(1.0)
    for one, other in ((0, 1), (1, 2), (3, 4)):
        strangers = [row for row in range(5) if row not in (one, other)]
        assert found[one, other] > 0.3
        assert found[one, other] > 2 * max(found[one, row] for row in strangers if (one, row) not in ((0, 2), (1, 0)))


def test_a_window_renders_what_its_sentences_render_together() -> None:
    apart, together = _coverage([0], [1, 3]), _coverage([0], [1, 3], longest=2)
    assert together[0, 1] >= apart.max()


def test_a_sentence_of_figures_alone_has_no_words_to_render() -> None:
    assert _coverage([5], [0, 1]).tolist() == [[0.0, 0.0]]


def test_unknown_names_are_known_by_their_spelling() -> None:
    assert not senses("велтран", "ru")
    space = SenseSpace([frozenset({"fr:veltran"}), frozenset({"ru:велтран"})])
    found = space.coverage(np.array([0]), np.array([1]), Windows(Segments([1]), 1))
    assert found[0, 0] == pytest.approx(0.7)


def test_order_of_sentences_changes_nothing() -> None:
    rows = [read_statement(text, code, None).own for code, text in LINES]
    order = list(range(len(rows)))
    random.Random(4).shuffle(order)
    moved = SenseSpace([rows[at] for at in order])
    place = {at: new for new, at in enumerate(order)}
    windows = Windows(Segments([len(rows)]), 1)
    plain = _space().coverage(np.arange(len(rows)), np.arange(len(rows)), windows)
    other = moved.coverage(
        np.array([place[at] for at in range(len(rows))]), np.array([place[at] for at in range(len(rows))]), windows
    )
    assert plain.tolist() == other.tolist()
