from __future__ import annotations

import numpy as np
import pytest

from pipeline.evidence.margin import cosines, distance_margin, neighbourhood, ratio_margin


def _unit(rows: list[list[float]]) -> np.ndarray:
    found = np.array(rows, np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_hub_scores_below_a_true_pair_of_the_same_cosine() -> None:
    # Column 0 lies near every row; column 1 near row 1 alone.
    similarity = np.array([[0.8, 0.1, 0.1], [0.8, 0.8, 0.1], [0.8, 0.1, 0.1]])
    margin = ratio_margin(similarity, k=3)
    assert margin[1, 1] > margin[1, 0]
    assert distance_margin(similarity, k=3)[1, 1] > distance_margin(similarity, k=3)[1, 0]


def test_neighbourhood_is_the_mean_of_the_nearest_and_takes_short_rows() -> None:
    similarity = np.array([[0.9, 0.1, 0.5, 0.3, 0.2]])
    assert neighbourhood(similarity, k=2)[0] == pytest.approx(0.7)
    assert neighbourhood(similarity, k=9)[0] == pytest.approx(0.4)
    assert neighbourhood(np.zeros((2, 0)), k=4).tolist() == [0.0, 0.0]


def test_low_neighbourhoods_do_not_blow_a_ratio_up() -> None:
    assert ratio_margin(np.full((2, 2), 0.01))[0, 0] <= 0.1


def test_cosines_do_not_depend_on_the_order_of_rows() -> None:
    rng = np.random.default_rng(7)
    a, b = _unit(rng.normal(size=(9, 64)).tolist()), _unit(rng.normal(size=(11, 64)).tolist())
    order = rng.permutation(11)
    assert np.array_equal(cosines(a, b)[:, order], cosines(a, b[order]))
    assert cosines(a, b[:0]).shape == (9, 0)
