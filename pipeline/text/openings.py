"""Which words can begin a number or a date: most begin none, and are passed over without asking every reader."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pipeline.languages import language

LONGEST: Final = 48
"""Letters of a glued number word at most."""
_REMEMBERED: Final = 32_768


@lru_cache(maxsize=_REMEMBERED)
def opens_value(word: str, code: str) -> bool:
    """Whether a value that is not written in digits can begin with the word: most words begin none."""
    numerals = language(code).numerals
    tables = (
        numerals.vague,
        numerals.cardinals,
        numerals.scales,
        numerals.ordinals,
        numerals.fractions,
        numerals.multiplicatives,
    )
    glued = numerals.pieces and 4 <= len(word) <= LONGEST
    return word in numerals.weak_one or any(table.opens(word) for table in tables) or bool(glued and _glued(word, code))


def _glued(word: str, code: str) -> bool:
    """Whether the word may hold number pieces: a compound begins with one, and so does an ordinal's stem."""
    numerals = language(code).numerals
    return any(word[:size] in numerals.pieces for size in range(2, min(len(word), 14) + 1))


@lru_cache(maxsize=_REMEMBERED)
def opens_number(word: str, code: str) -> bool:
    """Whether a number, its qualifier or its unit can begin with the word, or an idiom that is none."""
    resource = language(code)
    numerals = resource.numerals
    tables = (numerals.idioms, numerals.qualifiers, numerals.range_openers, resource.units.words)
    return word[:1].isdecimal() or any(table.opens(word) for table in tables) or opens_value(word, code)


@lru_cache(maxsize=_REMEMBERED)
def opens_date(word: str, code: str) -> bool:
    """Whether any reader can find its expression where the word stands: most words begin none."""
    dates, numerals = language(code).dates, language(code).numerals
    tables = (dates.clock_openers, dates.months, dates.weekdays, dates.relative)
    spoken = (dates.moments, dates.parts, dates.before_hour)
    if any(char.isdecimal() for char in word) or any(table.opens(word) for table in tables + spoken):
        return True
    if opens_value(word, code):
        return True
    return numerals.compound and any(dates.weekdays.get(word[:size]) for size in range(6, min(len(word) - 2, 12)))
