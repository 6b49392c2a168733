"""Proportional-odds regression with weights that may not be negative.

One score, two cuts: P(y >= j | x) = sigmoid(w.x - cut_j) for y in none (0), partial (1), full (2). Features are
oriented so that more means more support; a weight below zero would be a quirk of a small gold set, so it is barred.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 4_000
_SETTLED = 1e-7


@dataclass(frozen=True, slots=True)
class OrdinalModel:
    """Fitted weights, one a feature, and the two cuts, the lower one first."""

    weights: tuple[float, ...]
    cuts: tuple[float, float]

    def probabilities(self, features: Floats) -> Floats:
        """(n, 2): P(at least partial), P(full); the second is never above the first."""
        score = features @ np.asarray(self.weights)
        return _sigmoid(score[:, None] - np.asarray(self.cuts)[None, :])


def fit(features: Floats, levels: NDArray[np.int64], weight: Floats, ridge: float = 1.0) -> OrdinalModel:
    """Penalised maximum likelihood by accelerated projected gradients; no library, no random numbers.

    `features` (n, d), `levels` 0..2, `weight` (n,) with mean 1; `ridge` is per observation-weighted unit.
    """
    n, d = features.shape
    theta = np.zeros(d + 2)
    theta[d:] = (0.0, 1.0)
    curvature = 0.5 * float(np.linalg.norm(np.hstack([features, np.ones((n, 1))]), 2) ** 2) * float(weight.max()) + ridge
    step, ahead, momentum = 1.0 / curvature, theta.copy(), 1.0
    for _ in range(_STEPS):
        found = _project(ahead - step * _gradient(ahead, features, levels, weight, ridge), d)
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = found + (momentum - 1) / faster * (found - theta)
        if float(np.abs(found - theta).max()) < _SETTLED:
            break
        theta, momentum = found, faster
    return OrdinalModel(tuple(round(float(w), 4) for w in theta[:d]), (round(float(theta[d]), 4), round(float(theta[d + 1]), 4)))


def _project(theta: Floats, d: int) -> Floats:
    theta = theta.copy()
    theta[:d] = np.maximum(theta[:d], 0.0)
    theta[d + 1] = max(theta[d + 1], theta[d] + 1e-3)
    return theta


def _gradient(theta: Floats, features: Floats, levels: NDArray[np.int64], weight: Floats, ridge: float) -> Floats:
    """Of the sum of both cuts' logistic losses: a bound on the ordinal likelihood that stays convex and smooth."""
    d = features.shape[1]
    score = features @ theta[:d]
    slope = np.zeros(len(score))
    gradient = np.zeros(d + 2)
    for j in (0, 1):
        miss = weight * (_sigmoid(score - theta[d + j]) - (levels > j))
        slope += miss
        gradient[d + j] = -miss.sum()
    gradient[:d] = features.T @ slope + ridge * theta[:d]
    return gradient


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -35.0, 35.0))))
