"""Many ways to qualify one statement in eight languages: each answers the others, none is in the plain one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from pipeline.comparison.across import compare_sentences
from tests.alignment.parts_made import part

CODES = ("en", "ru", "de", "fr", "es", "it", "cs", "uk")
WAYS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "ways.toml").read_text("utf-8"))["way"]
TOLD = 0.99
"""Share of the ways of which the plain statement in another language is told to lack something."""
ALARMS = 0.01
"""Share of the pairs of ways in two languages that may have a row."""


def kinds(a: str, a_code: str, b: str, b_code: str) -> set[str]:
    left, right = part("x:q1.1", a, language=a_code), part("y:q1.1", b, language=b_code)
    return {d.kind for d in compare_sentences(left, right, whole=True) if d.severity != "none"}


def lost(way: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Every way against the plain statement of every other language, and whether its loss is told."""
    for x, y in permutations(CODES, 2):
        for text in way[x]:
            yield f"{x} {text} | {y}", bool(kinds(text, x, way["plain"][y], y) & {*way["kinds"]})


def kept(way: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Every way against every way of another language, and whether it raises a row."""
    every = {code: way[code] + way.get("answers", {}).get(code, []) for code in CODES}
    for x, y in permutations(CODES, 2):
        for one in every[x]:
            for two in every[y]:
                yield f"{x} {one} | {y} {two}", bool(kinds(one, x, two, y))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["plain"]["en"])
def test_the_plain_statement_lacks_what_any_way_adds(way: dict[str, Any]) -> None:
    found = dict(lost(way))
    assert sum(found.values()) >= way.get("told", TOLD) * len(found)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["plain"]["en"])
def test_any_way_answers_any_other(way: dict[str, Any]) -> None:
    found = dict(kept(way))
    assert sum(found.values()) <= way.get("alarms", ALARMS) * len(found)
