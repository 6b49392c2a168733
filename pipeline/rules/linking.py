"""Rows that show one discrepancy from several sides, brought together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from pipeline.rules.firing import Span

Row = TypeVar("Row")


def linked(rows: Iterable[Row], keys: Callable[[Row], Iterable[Hashable]]) -> list[list[Row]]:
    """Rows that share a key, directly or through others, in the order of first appearance."""
    ordered = list(rows)
    parent = list(range(len(ordered)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    first: dict[Hashable, int] = {}
    for index, row in enumerate(ordered):
        for key in keys(row):
            one, other = root(first.setdefault(key, index)), root(index)
            parent[max(one, other)] = min(one, other)
    groups: dict[int, list[Row]] = defaultdict(list)
    for index, row in enumerate(ordered):
        groups[root(index)].append(row)
    return list(groups.values())


def clusters(spans: Iterable[Span]) -> dict[Span, int]:
    """Each span with the number of its cluster: spans of an article that share a character, directly or in a chain."""
    found: dict[Span, int] = {}
    number, article, reach = -1, "", -1
    for span in sorted(set(spans)):
        if span[0] != article or span[1] >= reach:
            number, article, reach = number + 1, span[0], span[2]
        reach = max(reach, span[2])
        found[span] = number
    return found
