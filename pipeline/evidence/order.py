"""Retellings keep an order: a passage is the likelier a claim's when the sentences beside both are near as well.

The same fact lies behind the alignment of translated texts sentence by sentence (Gale and Church 1993).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.segments import Places, Segments, Windows

    Floats = NDArray[np.float64]

STEPS: Final = ((1, 1, 1.0), (1, 2, 0.8), (2, 1, 0.8), (1, 0, 0.8))
"""(sentences on in the claim's article, in the other, what that is worth): one each, one left out, two told in one."""
REACH: Final = max(max(down, across) for down, across, _ in STEPS)


def beside(nearness: Floats, of: Segments, by: Segments, windows: Windows, scale: float) -> Floats:
    """(claims, windows) 0..1: how near the sentences before and after a claim are to those before and after a window.

    `nearness` is (claims, sentences), the claims `of` several articles and the sentences `by` several, in order;
    `windows` are runs of the sentences, `scale` the value that counts as near.
    """
    rows, columns = _apart(of), _apart(by)
    spread = np.zeros((int(rows[-1]) + 1, int(columns[-1]) + 1))
    spread[np.ix_(rows, columns)] = nearness
    before = np.max([worth * _moved(spread, down, across) for down, across, worth in STEPS], axis=0)
    after = np.max([worth * _moved(spread, -down, -across) for down, across, worth in STEPS], axis=0)
    first, last = np.ix_(rows, columns[windows.first]), np.ix_(rows, columns[windows.last])
    return np.asarray((_share(before[first], scale) + _share(after[last], scale)) / 2)


def _apart(articles: Segments) -> Places:
    """Places of the rows with room between articles, so that no step leads from one into the next."""
    return np.asarray(np.arange(len(articles.of)) + REACH * articles.of)


def _moved(values: Floats, down: int, across: int) -> Floats:
    """values[i - down, j - across], 0 outside."""
    rows, columns = values.shape
    moved = np.zeros_like(values)
    to = (slice(max(0, down), rows + min(0, down)), slice(max(0, across), columns + min(0, across)))
    source = (slice(max(0, -down), rows + min(0, -down)), slice(max(0, -across), columns + min(0, -across)))
    moved[to] = values[source]
    return moved


def _share(values: Floats, scale: float) -> Floats:
    return np.asarray(np.clip(values / scale, 0.0, 1.0))
