"""What a word of one language stands for in another: English senses of stems, learnt from parallel news.

Every stem of every language that has a table becomes a small set of weighted English stems, so that any two words can
be compared. The tables were made by `tools/train_dictionary`; they are evidence, not a lexicographer's work.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Final

Senses = Mapping[str, float]
"""English stem -> how surely it is meant, 0..1."""

DERIVED: Final = frozenset({"uk"})
"""Languages whose table was made from another's: that a word is unknown, or not rendered, says less."""

NO_SENSES: Final[Senses] = MappingProxyType({})


def has_table(code: str) -> bool:
    """Whether words of a language can be looked up."""
    return bool(table(code))


@lru_cache(maxsize=65_536)
def senses(stem: str, code: str) -> Senses:
    """English senses of a stem (as `text.tokens.stem` makes it); an English stem is its own surest sense."""
    found = table(code).get(stem)
    if code == "en":
        return MappingProxyType({stem: 1.0, **(_parsed(found) if found else {})})
    return MappingProxyType(_parsed(found)) if found else NO_SENSES


@lru_cache(maxsize=262_144)
def likeness(a: str, a_code: str, b: str, b_code: str) -> float:
    """0..1: how surely two stems mean the same; 1 for one stem of one language, 0 where either is unknown."""
    if a == b and a_code == b_code:
        return 1.0
    left, right = senses(a, a_code), senses(b, b_code)
    if len(left) > len(right):
        left, right = right, left
    return max((min(weight, right[sense]) for sense, weight in left.items() if sense in right), default=0.0)


def _parsed(line: str) -> dict[str, float]:
    pairs = (sense.rpartition(" ") for sense in line.split("\t"))
    return {meaning: int(weight) / 100 for meaning, _, weight in pairs}


@cache
def table(code: str) -> Mapping[str, str]:
    """Stem -> the rest of its line, parsed when it is asked for; empty for a language without a table."""
    file = resources.files(__name__).joinpath(f"{code}.tsv.xz")
    if not file.is_file():
        return {}
    lines = lzma.decompress(file.read_bytes()).decode().splitlines()
    return {stem: rest for stem, _, rest in (line.partition("\t") for line in lines)}
