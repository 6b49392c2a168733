from __future__ import annotations

import numpy as np
import pytest

from pipeline.evidence.order import beside
from pipeline.evidence.segments import Segments, Windows


def _beside(near: list[tuple[int, int]], size: int = 5) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    values = np.zeros((size, size))
    for row, column in near:
        values[row, column] = 0.3
    return beside(values, Segments([size]), Segments([size]), Windows(Segments([size]), 1), 0.3)


def test_neighbours_in_order_support_the_pair_between_them() -> None:
    found = _beside([(0, 1), (2, 3)])
    assert found[1, 2] == 1.0
    assert found[1, 0] == 0.0


def test_neighbours_in_the_other_order_do_not() -> None:
    assert _beside([(0, 3), (2, 1)])[1, 2] == 0.0


@pytest.mark.parametrize("near", [(1, 0), (0, 1), (1, 2)])
def test_a_sentence_left_out_or_told_together_counts_less(near: tuple[int, int]) -> None:
    assert _beside([near])[2, 2] == pytest.approx(0.4)


def test_a_run_is_judged_by_what_stands_before_and_after_the_whole_of_it() -> None:
    values = np.zeros((3, 4))
    values[0, 0] = values[2, 3] = 0.3
    windows = Windows(Segments([4]), 2)
    middle = [list(windows[at]) for at in range(len(windows))].index([1, 2])
    assert beside(values, Segments([3]), Segments([4]), windows, 0.3)[1, middle] == 1.0


def test_ends_have_nothing_beside_them() -> None:
    one = Segments([1])
    assert beside(np.ones((1, 1)), one, one, Windows(one, 3), 0.3).tolist() == [[0.0]]


def test_no_step_leads_from_one_article_into_the_next() -> None:
    two = Segments([1, 2])
    found = beside(np.ones((3, 3)), two, two, Windows(two, 1), 0.3)
    assert found.tolist() == [[0.0] * 3, [0.5] * 3, [0.5] * 3]
