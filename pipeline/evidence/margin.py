"""Margin scores: how much closer two vectors are than either is to its own neighbourhood.

A cosine alone favours "hubs", sentences that lie near everything. Dividing by the mean cosine of the k nearest
on both sides (Artetxe and Schwenk 2019, ratio margin) makes scores of different languages and topics comparable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAREST = 4
# Below this mean cosine a neighbourhood says nothing, and dividing by it would make anything look close.
FLOOR = 0.1


def cosines(a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.float64]:
    """(len(a), len(b)) cosines of unit rows, rounded to 1e-6 so that no decision turns on the order of a sum."""
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)))
    return np.asarray(np.round(a.astype(np.float64, copy=False) @ b.astype(np.float64, copy=False).T, 6))


def neighbourhood(similarity: NDArray[np.float64], k: int = NEAREST) -> NDArray[np.float64]:
    """Mean of the k largest values of each row (of all of them where a row is shorter)."""
    rows, columns = similarity.shape
    if not columns:
        return np.zeros(rows)
    nearest = min(k, columns)
    return np.asarray(np.partition(similarity, columns - nearest, axis=1)[:, columns - nearest :].mean(axis=1))


def ratio_margin(similarity: NDArray[np.float64], k: int = NEAREST) -> NDArray[np.float64]:
    """Cosine over the mean of both neighbourhoods, same shape; 1 is "no closer than its neighbours".

    `similarity` holds every pair of the two sides, since the neighbourhoods are read from it.
    """
    return np.asarray(similarity / np.maximum(_mean(similarity, k), FLOOR))


def distance_margin(similarity: NDArray[np.float64], k: int = NEAREST) -> NDArray[np.float64]:
    """Cosine less the mean of both neighbourhoods, same shape; steadier than the ratio where cosines are low."""
    return np.asarray(similarity - _mean(similarity, k))


def _mean(similarity: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    rows, columns = neighbourhood(similarity, k), neighbourhood(similarity.T, k)
    return np.asarray((rows[:, None] + columns[None, :]) / 2)
