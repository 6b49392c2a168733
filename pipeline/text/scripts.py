"""Writing systems: the script of a text, and the languages that are written in it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

from pipeline.languages import language, split_forms

_RANGES: Final = (
    (0x0041, 0x024F, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bengali"),
    (0x0E00, 0x0E7F, "thai"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x3040, 0x30FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
)
# A tenth of kana among Chinese characters is already Japanese.
_KANA_SHARE: Final = 0.1


def main_script(text: str) -> str:
    """The script of most letters (`latin`, `cyrillic`, `han`, ...); empty for a text without letters."""
    counts = Counter(_script(char) for char in text if char.isalpha())
    if not counts:
        return ""
    east_asian = counts["kana"] + counts["han"]
    if counts["kana"] > _KANA_SHARE * east_asian and east_asian > counts["latin"]:
        return "kana"
    return max(counts, key=lambda script: (counts[script], script))


@lru_cache(maxsize=16_384)
def _script(char: str) -> str:
    code = ord(char)
    return next((name for low, high, name in _RANGES if low <= code <= high), "other")


def letter_count(text: str) -> int:
    return sum(char.isalpha() for char in text)


@lru_cache(maxsize=4_096)
def written_in(code: str, script: str) -> bool:
    """Whether the language is written in the script; scripts that no table names fit every language."""
    tables = _script_tables()
    if script == "latin":
        return not any(code in codes for codes in tables.values())
    return script not in tables or code in tables[script]


def has_alien_letters(text: str, code: str) -> bool:
    """Whether letters occur that the language's alphabet lacks and a neighbour's has."""
    aliens = _aliens().get(code)
    return aliens is not None and not aliens.isdisjoint(text.lower())


@lru_cache(maxsize=1)
def _script_tables() -> dict[str, frozenset[str]]:
    section = language("und").section("scripts")
    return {name: frozenset(split_forms(codes)) for name, codes in section.items() if isinstance(codes, str)}


@lru_cache(maxsize=1)
def _aliens() -> dict[str, frozenset[str]]:
    return {code: frozenset(letters) for code, letters in language("und").section("scripts").get("alien", {}).items()}
