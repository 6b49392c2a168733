"""Detection and false alarms across eight languages, measured on renderings that belong to no corpus."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest

from pipeline.comparison.across import compare_sentences
from tests.alignment.parts_made import part

CODES = ("en", "ru", "de", "fr", "es", "it", "cs", "uk")
FILES = ("renderings.toml", "renderings_unseen.toml", "renderings_later.toml", "renderings_clauses.toml")
SETS: dict[str, list[dict[str, Any]]] = {
    name: tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))["case"] for name in FILES
}
CHANGED = [case for cases in SETS.values() for case in cases if "kinds" in case]
DETECTED = 0.9
"""Share of the ordered pairs of languages in which each kind of change is told."""
ALARMS = 0.03
"""Share of all faithful pairs of a set that may have a row."""


def kinds(a: str, a_code: str, b: str, b_code: str) -> set[str]:
    """Kinds of the rows that weigh something."""
    left, right = part("x:q1.1", a, language=a_code), part("y:q1.1", b, language=b_code)
    return {d.kind for d in compare_sentences(left, right, whole=True) if d.severity != "none"}


def faithful(cases: list[dict[str, Any]]) -> Iterator[bool]:
    """Of every faithful pair whether it raises an alarm."""
    for case in cases:
        for x, y in combinations(CODES, 2):
            yield bool(kinds(case[x][0], x, case[y][0], y))


@pytest.mark.parametrize("case", CHANGED, ids=lambda case: case["name"])
def test_a_change_is_told_in_nearly_every_pair_of_languages(case: dict[str, Any]) -> None:
    told = [bool(kinds(case[x][0], x, case[y][1], y) & {*case["kinds"]}) for x, y in permutations(CODES, 2)]
    assert sum(told) >= DETECTED * len(told)


@pytest.mark.parametrize("name", FILES)
def test_faithful_renderings_raise_hardly_an_alarm(name: str) -> None:
    alarms = list(faithful(SETS[name]))
    assert len(alarms) == len(SETS[name]) * 28
    assert sum(alarms) <= ALARMS * len(alarms)
