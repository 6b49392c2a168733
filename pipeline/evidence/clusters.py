"""Average-link clustering over a sparse graph of weighed pairs.

Two groups merge while the mean score over all their pairs reaches the threshold. A pair that was never weighed
counts as zero, so no chain of weak links joins strangers.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence

Pair = tuple[int, int]
MayJoin = Callable[[Sequence[int], Sequence[int]], bool]


def average_link(size: int, scores: Mapping[Pair, float], threshold: float, may_join: MayJoin) -> list[list[int]]:
    """Groups of 0..size-1, each sorted, in order of their first member.

    `scores` maps (i, j) with i < j to 0..1; `may_join` can forbid a merge whatever the scores. Ties fall to the lowest
    members, so the answer depends on the numbering of the items only: number them by id. O(E log E) in the pairs.
    """
    sums: list[dict[int, float]] = [{} for _ in range(size)]
    for (i, j), score in sorted(scores.items()):
        sums[i][j] = sums[j][i] = score
    members: list[list[int]] = [[i] for i in range(size)]
    heap = [(-round(score, 6), i, j, 1, 1) for (i, j), score in scores.items() if score >= threshold]
    heapq.heapify(heap)
    while heap:
        _, a, b, a_size, b_size = heapq.heappop(heap)
        if len(members[a]) != a_size or len(members[b]) != b_size or not may_join(members[a], members[b]):
            continue
        _merge(a, b, members, sums)
        for other, total in sums[a].items():
            mean = total / (len(members[a]) * len(members[other]))
            if mean >= threshold:
                low, high = min(a, other), max(a, other)
                heapq.heappush(heap, (-round(mean, 6), low, high, len(members[low]), len(members[high])))
    return [group for group in members if group]


def _merge(a: int, b: int, members: list[list[int]], sums: list[dict[int, float]]) -> None:
    """Group b (the higher number) is taken into group a."""
    members[a] = sorted(members[a] + members[b])
    members[b] = []
    for other, total in sums[b].items():
        del sums[other][b]
        if other != a:
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
    sums[b] = {}
