from __future__ import annotations

import numpy as np

from pipeline.evidence.logistic import fit


def _sample(n: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    x = rng.uniform(size=(n, 3))
    return x, 5 * x[:, 0] + 2 * x[:, 1] + rng.logistic(scale=0.6, size=n) > 3


def test_it_finds_the_weights_that_matter_and_is_calibrated() -> None:
    x, y = _sample()
    model = fit(x, y, np.ones(len(y)), ridge=0.1)
    assert model.weights[0] > model.weights[1] > model.weights[2]
    chances = model.probability(x)
    assert abs(chances.mean() - y.mean()) < 0.02
    likely = chances > 0.8
    assert abs(chances[likely].mean() - y[likely].mean()) < 0.04


def test_a_feature_that_hurts_gets_no_weight() -> None:
    x, y = _sample()
    x[:, 2] = 1.0 - y
    assert fit(x, y, np.ones(len(y))).weights[2] == 0.0


def test_more_ridge_means_less_weight() -> None:
    x, y = _sample()
    strong, weak = (fit(x, y, np.ones(len(y)), ridge=ridge) for ridge in (100.0, 0.1))
    assert sum(strong.weights) < sum(weak.weights)


def test_it_is_the_same_whatever_the_order_of_rows() -> None:
    x, y = _sample(300)
    order = np.random.default_rng(1).permutation(300)
    a, b = fit(x, y, np.ones(300)), fit(x[order], y[order], np.ones(300))
    assert np.allclose(a.weights, b.weights, atol=2e-3)
