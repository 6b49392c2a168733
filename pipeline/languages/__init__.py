"""Language resources: ``language(code)`` gives the facts of one language as typed sections."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from pipeline.languages.lexicon import Lexicon, norm_word, split_forms
from pipeline.languages.resource import Dates, Language, Names, Numerals, Polarity, Units, load

__all__ = [
    "Dates",
    "Language",
    "Lexicon",
    "Names",
    "Numerals",
    "Polarity",
    "Units",
    "language",
    "languages",
    "norm_word",
    "split_forms",
]

NEUTRAL = "und"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Codes that have a file of their own, sorted; the neutral ``und`` is not among them."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    codes = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return tuple(sorted(code for code in codes if code != NEUTRAL))


@lru_cache(maxsize=256)
def language(code: str) -> Language:
    """Resource of a language by ISO 639-1 code; ``pt-BR`` reads ``pt``, an unknown code ``und``."""
    base = code.replace("_", "-").split("-")[0].strip().lower()
    return _load(base if base in languages() else NEUTRAL)


@lru_cache(maxsize=64)
def _load(code: str) -> Language:
    return load(code)
