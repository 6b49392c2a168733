"""Logistic regression with weights that may not be negative, in numpy: small, exact to repeat, no random numbers.

Features are oriented so that more of each means more support; a weight below zero would be a quirk of a small gold
set, so it is barred.
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
class Logistic:
    """P(y | x) = sigmoid(weights . x + bias)."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, features: Floats) -> Floats:
        """(n,) for features (n, d)."""
        return _sigmoid(features @ np.asarray(self.weights) + self.bias)


def fit(features: Floats, labels: NDArray[np.bool_], weight: Floats, ridge: float = 1.0) -> Logistic:
    """Ridge-penalised maximum likelihood by accelerated projected gradients; the bias is free and not penalised.

    `features` (n, d); `weight` (n,) says how much each row counts.
    """
    n, d = features.shape
    rows = np.hstack([features, np.ones((n, 1))])
    step = 1.0 / (0.25 * float(np.linalg.norm(rows * np.sqrt(weight)[:, None], 2) ** 2) + ridge)
    penalty = np.append(np.full(d, ridge), 0.0)
    held = ahead = np.zeros(d + 1)
    momentum = 1.0
    for _ in range(_STEPS):
        gradient = rows.T @ (weight * (_sigmoid(rows @ ahead) - labels)) + penalty * ahead
        found = ahead - step * gradient
        found[:d] = np.maximum(found[:d], 0.0)
        if float(gradient @ (found - held)) > 0.0:
            momentum = 1.0  # overshot: O'Donoghue and Candès 2015
        faster = (1.0 + np.sqrt(1.0 + 4.0 * momentum**2)) / 2.0
        ahead = found + (momentum - 1.0) / faster * (found - held)
        settled = float(np.abs(found - held).max()) < _SETTLED
        held, momentum = found, faster
        if settled:
            break
    return Logistic(tuple(round(float(value), 4) for value in held[:d]), round(float(held[d]), 4))


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -35.0, 35.0))))
