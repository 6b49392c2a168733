"""Name forms: keys without case ending, script and diacritics; nominatives; the sex that first names show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from pipeline.languages import language, norm_word
from pipeline.text.quotation.resource import quotation

_CONSONANTS: Final = frozenset("бвгджзйклмнпрстфхцчшщьbcdfghjklmnpqrstvwxzž")
_FEMININE: Final = (
    ("ією", "ія"),
    ("ою", "а"),
    ("ой", "а"),
    ("ей", "я"),
    ("у", "а"),
    ("ю", "я"),
    ("ы", "а"),
    ("и", "а"),
    ("е", "а"),
    ("і", "а"),
)
_MASCULINE: Final = (
    ("ом", ""),
    ("ем", "й"),
    ("ым", ""),
    ("у", ""),
    ("а", ""),
    ("я", "й"),
    ("е", ""),
    ("em", ""),
    ("ovi", ""),
    ("a", ""),
)
_FEMALE_SURNAMES: Final = ("ова", "ева", "ина", "ая", "á", "ena")


@lru_cache(maxsize=65536)
def key(token: str, code: str) -> str:
    """A name token without case ending, script and diacritics."""
    word = norm_word(token)
    for ending in quotation(code).speakers.oblique:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return anyascii(word).casefold().replace("-", "").replace("'", "").replace(" ", "")


def keys(tokens: Iterable[str], code: str) -> tuple[str, ...]:
    return tuple(key(part, code) for token in tokens for part in token.split("-") if part)


@lru_cache(maxsize=1)
def _given() -> dict[str, str]:
    table = language("und").section("given_names")
    return {anyascii(norm_word(name)): sex for sex, names in table.items() for name in str(names).split()}


def given_gender(tokens: Sequence[str]) -> str:
    """Gender that a first name commonly has, empty when unknown."""
    return sex(norm_word(tokens[0])) if len(tokens) >= 2 else ""


def sex(norm: str) -> str:
    return _given().get(anyascii(norm).casefold().replace("'", ""), "")


def nominative(forms: Counter[tuple[str, ...]], singles: Counter[str], *, inflected: bool) -> tuple[str, ...]:
    """The fullest variant, most often used; where names inflect, the one nearest to the nominative."""
    variants = [variant for variant in forms if len(variant) >= 2] or list(forms)
    if not inflected:
        return max(variants, key=lambda variant: (forms[variant], -variants.index(variant)))
    ranked = sorted(variants, key=lambda v: (len(v) < 2, sum(map(_obliqueness, v)), -forms[v]))
    chosen = ranked[0]
    if len(chosen) < 2:
        return chosen
    surname = min(singles, key=lambda form: (_obliqueness(form), len(form)), default=chosen[-1])
    if _obliqueness(surname) == 0 and _obliqueness(chosen[-1]) and chosen[-1].startswith(surname[:-1]):
        return (*map(_stripped, chosen[:-1]), surname)
    if _obliqueness(chosen[-1]) == 0 and _obliqueness(chosen[0]) == 2:
        return (_feminine(chosen[0]), *chosen[1:])
    return _restored(chosen) if all(_obliqueness(token) for token in chosen) else chosen


def _obliqueness(token: str) -> int:
    last = token[-1].lower()
    if last in _CONSONANTS or last in "оіo":
        return 0
    return 1 if last in "аяa" else 2


def _feminine(token: str) -> str:
    """A first name in an oblique case beside a surname that does not decline, hence a woman's (`Ірину Савчук`)."""
    for ending, restored in _FEMININE:
        if token.endswith(ending) and len(token) - len(ending) >= 2:
            return token[: -len(ending)] + restored
    return token


def _restored(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A man's name seen only in an oblique case (`Томаса Брандта`) back in the nominative."""
    if tokens[-1].endswith(_FEMALE_SURNAMES) or given_gender(tokens) == "f":
        return tokens
    return tuple(_stripped(token) for token in tokens)


def _stripped(token: str) -> str:
    for ending, restored in _MASCULINE:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: -len(ending)] + restored
    return token


def is_nominative(tokens: Sequence[str]) -> bool:
    """Whether a name's endings allow the nominative: a surname without ending, or both names in -а."""
    return _obliqueness(tokens[-1]) + _obliqueness(tokens[0]) < 3 and _obliqueness(tokens[-1]) < 2
