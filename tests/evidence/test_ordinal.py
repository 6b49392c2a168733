from __future__ import annotations

import numpy as np

from pipeline.evidence.ordinal import fit


def _sample(n: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    x = rng.uniform(size=(n, 3))
    noise = rng.logistic(scale=0.6, size=n)
    score = 5 * x[:, 0] + 2 * x[:, 1] - 4 * x[:, 2] * 0 + noise
    return x, ((score > 3).astype(np.int64) + (score > 4.5).astype(np.int64))


def test_it_finds_the_weights_that_matter_and_orders_the_cuts() -> None:
    x, y = _sample()
    model = fit(x, y, np.ones(len(y)), ridge=0.1)
    assert model.weights[0] > model.weights[1] > model.weights[2]
    assert model.cuts[0] < model.cuts[1]
    chances = model.probabilities(x)
    assert (chances[:, 0] >= chances[:, 1]).all()
    assert abs(chances[:, 0].mean() - (y > 0).mean()) < 0.02
    assert abs(chances[:, 1].mean() - (y > 1).mean()) < 0.02


def test_a_feature_that_hurts_gets_no_weight() -> None:
    x, y = _sample()
    x[:, 2] = 1 - y / 2
    assert fit(x, y, np.ones(len(y))).weights[2] == 0.0


def test_it_is_the_same_whatever_the_order_of_rows() -> None:
    x, y = _sample(300)
    order = np.random.default_rng(1).permutation(300)
    a, b = fit(x, y, np.ones(300)), fit(x[order], y[order], np.ones(300))
    assert np.allclose(a.weights, b.weights, atol=2e-3)
