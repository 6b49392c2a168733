"""Name forms: keys without case ending, script and diacritics; nominatives; the sex that first names show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from pipeline.languages import language, norm_word
from pipeline.text.quotation.resource import quotation

# Bílek, Bílka; Кравець, Кравця.
_FLEETING_VOWEL: Final = re.compile(r"(?<=[^\W_aeiouyáéíóúůýаеиоуыэюяіїє])[eеё](?=(?:[kclкц])$)")
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
# Surnames whose form shows the bearer's sex: women's in an oblique case, men's adjectives and possessives.
_WOMEN: Final = (
    *((f"{stem}{ending}", f"{stem}а") for stem in ("ов", "ев", "ин", "ын", "ёв") for ending in ("ой", "ою", "у")),
    *((f"{stem}{ending}", f"{stem}ая") for stem in ("ск", "цк") for ending in ("ой", "ою", "ую")),
    *((f"{stem}{ending}", f"{stem}а") for stem in ("ов", "єв", "ев", "ін", "їн") for ending in ("ої", "ій", "ою", "у")),
    *((f"{stem}{ending}", f"{stem}а") for stem in ("ськ", "цьк") for ending in ("ої", "ій", "ою", "у")),
    *((f"ov{ending}", "ová") for ending in ("é", "ou")),
    *((f"{stem}{ending}", f"{stem}á") for stem in ("sk", "ck", "n", "r", "l", "h") for ending in ("é", "ou")),
)
_MEN: Final = (
    *((f"{stem}{ending}", f"{stem}ий") for stem in ("ск", "цк", "ськ", "цьк") for ending in ("ого", "ому", "им")),
    *((f"{stem}{ending}", stem) for stem in ("ов", "ев", "ин", "ич") for ending in ("а", "у", "ым", "ем", "им", "ом")),
    *((ending, "ý") for ending in ("ého", "ému")),
    ("ного", "ный"),
    *((f"{stem}e", stem) for stem in ("š", "č", "ž", "ř", "c", "j")),
    *((ending, "a") for ending in ("ou", "y")),
    *((ending, "а") for ending in ("ы", "и")),
)
_INSTRUMENTAL: Final = ("ом", "ем", "ым")
_FLEETING: Final = ("lk", "rk", "ňk", "šk", "čk", "jk", "pk", "dk", "mk", "nk", "vl", "rl")
_OBLIQUE_MEN: Final = (
    "а", "у", "ом", "ем", "ым", "им", "я", "ю", "ого", "ому", "ы", "и",
    "a", "ovi", "em", "ého", "ému", "y", "u", "e",
)  # fmt: skip
_FEMALE_SURNAMES: Final = ("ова", "ева", "ина", "ая", "á", "ena")


@lru_cache(maxsize=65536)
def key(token: str, code: str) -> str:
    """A name token without case ending, script and diacritics."""
    word = norm_word(token)
    for ending in quotation(code).speakers.oblique:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if quotation(code).speakers.inflects:
        word = _FLEETING_VOWEL.sub("", word)
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
    """The fullest variant, most often used; where names inflect, in the nominative as far as the forms show it."""
    variants = [variant for variant in forms if len(variant) >= 2] or list(forms)
    if not inflected:
        return max(variants, key=lambda variant: (forms[variant], -variants.index(variant)))
    seen = {token for variant in forms for token in variant} | set(singles)
    ranked = sorted(variants, key=lambda v: (len(v) < 2, _lemma(v, seen) != v, sum(map(_obliqueness, v)), -forms[v]))
    return _lemma(ranked[0], seen)


def _lemma(tokens: tuple[str, ...], seen: Collection[str]) -> tuple[str, ...]:
    """A full name in the nominative; `seen` are the forms that the article uses anywhere."""
    if len(tokens) < 2:
        return tokens
    first, last = tokens[0], tokens[-1]
    man, woman = _man(first), _woman(first)
    if last.endswith("ой") and first[-1:] in _CONSONANTS and not woman:  # `Игнат Лисовой`
        return tokens
    if _female_surname(last) or last.endswith(("á", "ая")) or (last.endswith(_FEMALE_SURNAMES) and (woman or not man)):
        return (woman or first, *tokens[1:-1], _as_ending(last, _WOMEN))
    if first.endswith(("ы", "и", "і")) and last.endswith(("ої", "ой")):  # `Мар'яни Чорної`, `Инги Чёрной`
        return (woman or first[:-1] + "а", *tokens[1:-1], last[:-2] + ("а" if last.endswith("ої") else "ая"))
    if first.endswith(_INSTRUMENTAL) and last.endswith(_INSTRUMENTAL) and min(map(len, (first, last))) > 4:
        return (*map(_stripped, tokens[:-1]), _of_man(last, seen))
    if man and (not sex(norm_word(first)) or _oblique_man(last)):
        return (man, *map(_patronymic, tokens[1:-1]), _of_man(last, seen))
    if woman and woman != first:
        return (woman, *tokens[1:-1], _of_woman(last, seen))
    if sex(norm_word(first)) or not _obliqueness(first):
        return (*tokens[:-1], _bare_surname(last, seen))
    if all(_obliqueness(token) for token in tokens) and sex(norm_word(first)) != "f":
        return (*map(_stripped, tokens[:-1]), _of_man(last, seen))
    return tokens


def _man(token: str) -> str:
    """The man's first name of which this is an oblique case; empty where it need not be one."""
    for ending, restored in (("la", "el"), *_MASCULINE, ("ьи", "ья"), ("ы", "а"), ("и", "а"), ("e", "")):
        stem = token[: -len(ending)]
        if token.endswith(ending) and len(stem) >= 2 and sex(norm_word(stem + restored)) == "m":
            return stem + restored
    return ""


def _woman(token: str) -> str:
    """The woman's first name of which this is a form."""
    if sex(norm_word(token)) == "f":
        return token
    if token.endswith(("ії", "ии")) and len(token) > 4:
        return token[:-1] + "я"
    for ending, restored in (*_FEMININE, ("ii", "ie"), ("y", "a"), ("ě", "a"), ("ou", "a"), ("i", "ie"), ("u", "a")):
        stem = token[: -len(ending)]
        if token.endswith(ending) and len(stem) >= 2 and sex(norm_word(stem + restored)) == "f":
            return stem + restored
    return ""


def _female_surname(token: str) -> bool:
    return any(token.endswith(ending) for ending, _ in _WOMEN)


def _oblique_man(token: str) -> bool:
    return token.endswith(_OBLIQUE_MEN) and not token.endswith(_FEMALE_SURNAMES)


def _of_man(token: str, seen: Collection[str]) -> str:
    for ending, restored in _MEN:
        if token.endswith(ending) and len(token) - len(ending) >= 2:
            return token[: -len(ending)] + restored
    plain = _stripped(token)
    if plain != token and plain.endswith(("енк", "йк")):
        plain += "о"
    if plain != token and plain.endswith(_FLEETING):
        plain = plain[:-1] + "e" + plain[-1]
    return next((form for form in sorted(seen) if form != token and form in (plain, plain + "о", plain + "а")), plain)


def _of_woman(token: str, seen: Collection[str]) -> str:
    """A woman's surname: of one in -а the cases change, one that ends in a consonant stays."""
    if token.endswith("é"):
        return token[:-1] + "á"
    plain = next((token[: -len(end)] + "а" for end in ("ы", "и", "у", "ою", "ой", "і") if token.endswith(end)), token)
    return plain if plain in seen or (plain != token and token[-1] not in "ійоу") else token


def _bare_surname(token: str, seen: Collection[str]) -> str:
    """Of a surname in an oblique case the other form, where the article uses it."""
    if not _obliqueness(token):
        return token
    return next((form for form in sorted(seen) if not _obliqueness(form) and form == _stripped(token)), token)


def _patronymic(token: str) -> str:
    return _as_ending(token, _MEN) if token.endswith(("ича", "ичу", "ичем")) else token


def _as_ending(token: str, table: Sequence[tuple[str, str]]) -> str:
    return next((token[: -len(ending)] + to for ending, to in table if token.endswith(ending)), token)


def _obliqueness(token: str) -> int:
    last = token[-1].lower()
    if last in _CONSONANTS or last in "оіoýí":
        return 0
    return 1 if last in "аяaá" else 2


def _stripped(token: str) -> str:
    if token.endswith(("я", "ю")) and token[-2:-1] in _CONSONANTS and len(token) > 3:
        return token[:-1] + "ь"
    for ending, restored in _MASCULINE:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: -len(ending)] + restored
    return token


def governed(role: str, tokens: tuple[str, ...]) -> bool:
    """`адвокат Михаила Зуева`: a role in the nominative whose complement the full name is."""
    shown = role[-1:] in _CONSONANTS and not role.endswith(("ой", "ей"))
    return shown and len(tokens) > 1 and _lemma(tokens, ()) != tokens


def is_nominative(tokens: Sequence[str]) -> bool:
    """Whether a name's endings allow the nominative: a surname without ending, or both names in -а."""
    return _obliqueness(tokens[-1]) + _obliqueness(tokens[0]) < 3 and _obliqueness(tokens[-1]) < 2


def shows_nominative(noun: str) -> bool:
    """Whether a common noun has no ending at all (`мэр`, `předseda` does not show it)."""
    return noun[-1:] in _CONSONANTS and not noun.endswith(("ой", "ей", "ом", "ем", "ым", "им", "ам", "ям", "ах", "ов"))
