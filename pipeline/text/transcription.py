"""How a Latin name is written in Cyrillic, by the practical transcription of the language that it may come from.

A newsroom writes what it hears: Murgia is «Мурджа», Jacques is «Жак», Wright is «Райт», Řehoř is «Ржегорж». A name does
not say where it comes from, so each language gives one spelling, and the nearest counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from pipeline.languages import language, languages


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[tuple[re.Pattern[str], str], ...], ...]:
    """Of each language that has them, its rules in order."""
    found = (language(code).section("transcription").get("rules", ()) for code in languages())
    return tuple(tuple((re.compile(pattern), letters) for pattern, letters in rules) for rules in found if rules)


@lru_cache(maxsize=16384)
def transcribed(word: str) -> frozenset[str]:
    """Spellings of a word of Latin letters as its romanised Cyrillic has them, but for the word's own."""
    found = set()
    for rules in _rules():
        spelled = word.lower()
        for pattern, letters in rules:
            spelled = pattern.sub(letters, spelled)
        found.add("".join(char for char in anyascii(spelled).lower() if char.isalpha()))
    return frozenset(found - {anyascii(word).lower(), word.lower(), ""})
