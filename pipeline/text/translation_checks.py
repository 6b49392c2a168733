"""Does a translation look like one? Checks that need no second translation, each named by a word.

A failed hard check makes a translation suspect; a soft one is a note. What machine translation is known to do:
cut or invent text (`length`), loop (`repetition`), lose or change figures (`numbers`), leave words as they were
(`script`), write what stands for nothing (`unknown`), guess (`unsure`: its own words seem unlikely to it), drop a
negation (`polarity`, soft: languages negate differently).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.languages import language as language_facts
from pipeline.text.counted import INFINITY
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import negations

HARD: Final = ("empty", "length", "repetition", "numbers", "script", "unknown", "unsure")
SOFT: Final = ("polarity",)

# Words of English a word of the source, generously: noun cases and articles move it, compounds (German) double it.
MIN_RATIO: Final = 0.45
MAX_RATIO: Final = 2.4
# Headlines and exclamations: a few words either way say nothing.
FREE_WORDS: Final = 4
SHORT_WORDS: Final = 8
# A character of a script without spaces carries about this much of an English word.
UNSPACED_WORD: Final = 0.6
MIN_PLAIN_WORDS: Final = 4
RESIDUE_SHARE: Final = 0.6
MAIN_SHARE: Final = 0.2
UNSPACED: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"[0-2]?\d\.[0-5]\d")
# Centuries and regnal numbers, in Latin letters and the Cyrillic one that looks like X.
_ROMAN = re.compile(r"\b[IVXХ]{1,5}\b")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "Х": 10}


def failed_checks(
    source: str, english: str, language: str, unknown_tokens: int = 0, *, unsure: bool = False
) -> tuple[str, ...]:
    """The names of the checks that the translation of `source` fails, hard ones first, in a fixed order."""
    if not english.strip():
        return ("empty",) if _WORD.search(source) else ()
    found = {
        "length": not length_is_plausible(source, english),
        "repetition": repeats(english) > max(1, repeats(source)),
        "numbers": not numbers_survive(source, english, language),
        "script": has_residue(source, english),
        "unknown": unknown_tokens > 0 or "<unk>" in english or "⁇" in english,
        "unsure": unsure,
        "polarity": not polarity_survives(source, english, language),
    }
    return tuple(name for name in (*HARD, *SOFT) if found.get(name, False))


def is_suspect(checks: tuple[str, ...]) -> bool:
    """Whether a hard check is among the failed ones."""
    return any(name in HARD for name in checks)


def badness(checks: tuple[str, ...]) -> tuple[int, int]:
    """(hard, soft) failures: of two translations the smaller is kept."""
    hard = sum(name in HARD for name in checks)
    return hard, len(checks) - hard


def expected_words(text: str) -> float:
    """Words in the text; a character of a script without spaces counts as a part of one."""
    unspaced = sum(unicodedata.name(char, "").startswith(UNSPACED) for char in text)
    spaced = [word for word in _WORD.findall(text) if not unicodedata.name(word[0], "").startswith(UNSPACED)]
    return len(spaced) + UNSPACED_WORD * unspaced


def length_is_plausible(source: str, english: str) -> bool:
    """Whether the translation is neither cut nor padded, by words."""
    before, after = expected_words(source), expected_words(english)
    spare = FREE_WORDS if before < SHORT_WORDS else 0
    return MIN_RATIO * before - spare <= after <= MAX_RATIO * before + FREE_WORDS


def repeats(text: str) -> int:
    """How often the most repeated run of words follows itself: 1 for none, 3 for "in the city in the city in the city".

    A single word, and a pair, must stand three times in a row to count ("very, very").
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    worst = 1
    for size in range(1, min(8, len(words) // 2) + 1):
        for start in range(len(words) - size):
            count = _times(words, start, size)
            if count > worst and (count >= 3 or size >= 3):
                worst = count
    return worst


def _times(words: list[str], start: int, size: int) -> int:
    run = words[start : start + size]
    count = 1
    while words[start + count * size : start + (count + 1) * size] == run:
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class _Figures:
    """The numbers of one side: those in digits, all of them, and the hours of its clock times, by twelve."""

    digits: frozenset[Decimal]
    dated: frozenset[Decimal]
    every: frozenset[Decimal]
    hours: frozenset[int]


def numbers_survive(source: str, english: str, language: str) -> bool:
    """Whether every figure written in digits has its value on the other side, in digits or in words.

    Numbers written out are free on both sides: "один из" need not become "one of". 14h30 may be 2:30 p.m.
    """
    before, after = _figures(source, language), _figures(english, "en")
    return not (_lost(before, after) or _lost(after, before))


def _lost(here: _Figures, there: _Figures) -> bool:
    clocks = {value for value in here.dated if value == int(value) and int(value) % 12 in there.hours}
    return bool(here.digits - there.every - clocks)


def _figures(text: str, language: str) -> _Figures:
    digits: set[Decimal] = set()
    dated: set[Decimal] = set()
    every: set[Decimal] = {Decimal(_roman(numeral)) for numeral in _ROMAN.findall(text)}
    # Digits inside a word ("Формула-1", "SP1") are no number there, but may be one on the other side.
    every |= {Decimal(figures) for figures in _DIGITS.findall(text)}
    hours: set[int] = set()
    for number in find_numbers(text, language):
        ends = {end for end in (number.low, number.high) if end not in (0, INFINITY)} or {number.value}
        # "17.00" may be a price or the hour.
        clock = number.kind == "time" or _CLOCK.fullmatch(number.text) is not None
        if clock:
            hour = int(_DIGITS.findall(number.text + " 0")[0])
            ends = {Decimal(hour)} if number.kind == "time" else ends
            hours.add(hour % 12)
        every |= ends
        if any(char.isdigit() for char in number.text):
            digits |= ends
            dated |= ends if clock or number.kind == "date" else set()
    return _Figures(frozenset(digits), frozenset(dated), frozenset(every), frozenset(hours))


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[char] for char in numeral]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))


def has_residue(source: str, english: str) -> bool:
    """Whether source text was left standing: letters of a foreign script, or most of a Latin source's plain words."""
    letters = Counter(_script(char) for char in source if char.isalpha())
    # A Greek letter in a term is no script of the text.
    scripts = {name for name, count in letters.items() if count > MAIN_SHARE * letters.total()}
    foreign = scripts - {"LATIN"}
    if foreign:
        return any(_script(char) in foreign for char in english if char.isalpha())
    # Names, figures and short words stand in both; long words in lower case do so only now and then.
    plain = {word for word in _WORD.findall(source) if len(word) >= 4 and word.islower()}
    kept = plain & set(_WORD.findall(english))
    return len(plain) >= MIN_PLAIN_WORDS and len(kept) > RESIDUE_SHARE * len(plain)


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def polarity_survives(source: str, english: str, language: str) -> bool:
    """Whether no plain negation of one side is without any counterpart ("unable", "denied") on the other."""
    if not language_facts(language).polarity.negators:
        return True
    before = {span.kind for span in negations(source, language)}
    after = {span.kind for span in negations(english, "en")}
    return not (("negator" in before and not after) or ("negator" in after and not before))
