from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evidence.clusters import average_link


def _any(a: Sequence[int], b: Sequence[int]) -> bool:
    return True


def test_a_chain_of_links_does_not_join_its_ends() -> None:
    # 0-1 and 1-2 are close, 0-2 was never weighed: the mean over all pairs stays under the threshold.
    assert average_link(3, {(0, 1): 0.8, (1, 2): 0.7}, 0.5, _any) == [[0, 1], [2]]


def test_a_strong_third_pair_joins_all() -> None:
    assert average_link(3, {(0, 1): 0.8, (1, 2): 0.7, (0, 2): 0.4}, 0.5, _any) == [[0, 1, 2]]


def test_a_forbidden_pair_keeps_its_groups_apart() -> None:
    scores = {(0, 1): 0.9, (2, 3): 0.9, (0, 2): 0.8, (0, 3): 0.8, (1, 2): 0.8, (1, 3): 0.8}
    assert average_link(4, scores, 0.5, lambda a, b: not {1, 3} <= {*a, *b}) == [[0, 1], [2, 3]]
    assert average_link(4, scores, 0.5, _any) == [[0, 1, 2, 3]]


def test_nothing_weighed_leaves_all_apart() -> None:
    assert average_link(3, {}, 0.1, _any) == [[0], [1], [2]]


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float]]:
    size = draw(st.integers(2, 8))
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
    # Distinct scores: with ties the answer may lawfully depend on the numbering.
    values = draw(st.lists(st.integers(1, 10_000), min_size=len(pairs), max_size=len(pairs), unique=True))
    return size, {pair: value / 10_000 for pair, value in zip(pairs, values, strict=True)}


@given(_graphs(), st.integers(1, 9))
def test_every_group_holds_together_and_every_item_is_in_one(
    graph: tuple[int, dict[tuple[int, int], float]], tenths: int
) -> None:
    size, scores = graph
    groups = average_link(size, scores, tenths / 10, _any)
    assert sorted(i for group in groups for i in group) == list(range(size))
    assert all(group == sorted(group) for group in groups)
    for a in groups:
        for b in groups:
            if a[0] < b[0]:
                mean = sum(scores[min(i, j), max(i, j)] for i in a for j in b) / (len(a) * len(b))
                assert mean < tenths / 10 + 1e-9
