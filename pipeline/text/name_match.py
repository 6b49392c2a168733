"""How alike two names sound across scripts, spellings and case endings."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Indel

from pipeline.text.transcription import transcribed

# Romanisations of one sound meet in one letter; longer clusters first.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("shch", "S"),
    ("tsch", "C"),
    ("sch", "S"),
    ("dzh", "G"),
    ("dsch", "G"),
    ("dj", "G"),
    ("tch", "C"),
    ("cz", "C"),
    ("ch", "C"),
    ("sh", "S"),
    ("sz", "S"),
    ("zh", "Z"),
    ("kh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "s"),
    ("tz", "s"),
    ("ck", "k"),
    ("qu", "kv"),
    ("ks", "x"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("q", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ae", "e"),
    ("oe", "o"),
    ("ue", "u"),
)
# What a Cyrillic rendering makes of sounds that Latin spellings write otherwise (Voss: Фосс, Wilson: Уилсон,
# Michel: Мишель, Hallam: Галлам, Hugo: Уго, Maurras: Моррас, Hladík: Гладик, Murgia: Мурджа, Reichl: Райхль, Rowntree:
# Раунтри, Aalborg: Ольборг, Olborh in Ukrainian, Medeiros: Медейруш). Tried only between a rendering and a Latin name.
_RENDERED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^v"), "f"),
    (re.compile(r"^w(?=[aeiou])"), "u"),
    (re.compile(r"ch"), "sh"),
    (re.compile(r"e?au"), "o"),
    (re.compile(r"h(?=[aeiou])|^h(?=[lmnrv])"), "g"),
    (re.compile(r"gi(?=[aou])|g(?=[ei])"), "dj"),
    (re.compile(r"ei"), "ai"),
    (re.compile(r"ow(?=[bcdfghklmnprstvz])"), "au"),
    (re.compile(r"g"), "h"),
    (re.compile(r"os$"), "ush"),
    (re.compile(r"^h(?=[aeiou])"), ""),
)
_SPELLED = ((re.compile("$^"), ""), *_RENDERED)  # the first changes nothing: marks alone may differ
# Letters whose marks are heard, and written out in a rendering (Tomáš: Томаш).
_HISSED = str.maketrans({"š": "sh", "ž": "zh", "č": "ch", "ř": "rzh", "ś": "sh", "ż": "zh", "ź": "zh", "ć": "ch"})
_SOFT_C = re.compile(r"c(?=[eiy])")
_DOUBLED = re.compile(r"(.)\1+")
_MUTE_H = re.compile(r"(?<=[a-z])h(?=[bcdfgklmnprstvz]|$)")
_VOWELS = re.compile(r"[aeiou]+")
_NOT_LETTER = re.compile(r"[^a-z0-9 ]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Case endings after transliteration, as Slavic languages add them to foreign names.
_SLAVIC_ENDINGS = (
    "iami", "yami", "ymi", "imi", "ovi", "evi", "emu", "omu", "ogo", "ego", "oyu", "ami",
    "aya", "ym", "im", "om", "em", "oy", "ey", "oi", "ei", "oj", "ou", "iu", "yu", "ya", "ia",
    "iy", "ii", "y", "i", "a", "u", "e", "o",
)  # fmt: skip
_LATIN_ENDINGS = frozenset(
    [
        "s",
        "es",
        "a",
        "u",
        "y",
        "e",
        "em",
        "om",
        "ovi",
        "owi",
        "ova",
        "ove",
        "ovou",
        "ou",
        "ie",
        "iem",
        "a",
        "ego",
        "emu",
        "ym",
        "in",
        "en",
        "nin",
        "nun",
    ]
)


Forms = tuple[tuple[float, str], ...]
"""(penalty, sound) of each form of a word."""


@lru_cache(maxsize=65536)
def romanise(text: str) -> str:
    """Lower-case ASCII letters, digits and single spaces."""
    ascii_text = anyascii(text.replace("ё", "е").replace("Ё", "Е")).lower().replace("'", "")
    return " ".join(_NOT_LETTER.sub(" ", ascii_text).split())


def is_cyrillic(text: str) -> bool:
    """Whether any letter is Cyrillic."""
    return bool(_CYRILLIC.search(text))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Letters of a romanised word with rival spellings of one sound unified."""
    if word.startswith("mc") and len(word) > 3:
        word = "mak" + word[2:]
    for cluster, letter in _SOUNDS:
        word = word.replace(cluster, letter)
    word = _SOFT_C.sub("s", word).replace("c", "k")
    word = _MUTE_H.sub("", word)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65536)
def word_similarity(a: str, b: str, *, rendered: bool = False) -> float:
    """Likeness of two name words in any script, 0 to 1; case endings are forgiven.

    `rendered`: one of the two went through Cyrillic, so that sounds it has no letter for may differ.
    """
    forms_a, forms_b = _forms(a), _forms(b)
    best = _nearest(forms_a, forms_b, _inflected(romanise(a), romanise(b)))
    if rendered:
        best = _nearest(_rendered(a), forms_b, best)
        best = _nearest(forms_a, _rendered(b), best)
    return best


def _nearest(ours: Forms, theirs: Forms, best: float) -> float:
    """The likeness of the two forms that are most alike, or `best` where none is more alike than that."""
    for cost, one in ours:
        for other, two in theirs:
            if 1.0 - cost - other > best:
                best = max(best, _alike(one, two) - cost - other)
    return best


def compared(word: str, *, rendered: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All forms of a word that `word_similarity` holds against those of another, and the consonants of each."""
    told = tuple(form for _, form in (*_forms(word), *(_rendered(word) if rendered else ())))
    return told, tuple(_VOWELS.sub("", form) for form in told)


@lru_cache(maxsize=16384)
def _forms(word: str) -> Forms:
    """(penalty, sound) of the word as it stands and without a Slavic case ending."""
    plain = romanise(word).replace(" ", "")
    forms = [(0.0, sound(plain))]
    if plain.endswith("c"):
        # Final -c of South Slavic names is read as -ch (Halvic, Halvich).
        forms.append((0.0, sound(plain + "h")))
    if "j" in plain:
        # English and French j, which other scripts write as dzh (John, Джон).
        forms.append((0.0, sound(plain.replace("j", "dj"))))
    if _CYRILLIC.search(word):
        for ending in _SLAVIC_ENDINGS:
            if plain.endswith(ending) and len(plain) - len(ending) >= 3:
                forms.append((0.02, sound(plain[: -len(ending)])))
    return tuple((cost, form) for form, cost in {form: cost for cost, form in reversed(forms)}.items())


@lru_cache(maxsize=16384)
def _rendered(word: str) -> Forms:
    """Further forms of a word that went through Cyrillic."""
    hissed = romanise(word.casefold().translate(_HISSED)).replace(" ", "")
    plain = romanise(word).replace(" ", "")
    changed = {pattern.sub(letter, spelled) for spelled in (plain, hissed) for pattern, letter in _SPELLED} - {plain}
    if not _CYRILLIC.search(word):
        changed |= transcribed(word)
    known = {form for _, form in _forms(word)}
    return tuple((0.03, form) for form in sorted({sound(spelled) for spelled in changed} - known))


def _alike(one: str, two: str) -> float:
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    spelled = Indel.normalized_similarity(one, two)
    same_start = one[0] == two[0] or (one[0] in "aeiou" and two[0] in "aeiou")
    if spelled <= 0.5 or not same_start:
        return spelled
    bones_one, bones_two = _VOWELS.sub("", one), _VOWELS.sub("", two)
    if len(bones_one) < 2 or len(bones_two) < 2:
        return spelled
    return max(spelled, (spelled + Indel.normalized_similarity(bones_one, bones_two)) / 2)


def _inflected(one: str, two: str) -> float:
    """Latin-script case endings: ``Trumpa`` beside ``Trump``."""
    short, long = sorted((one, two), key=len)
    if len(short) >= 4 and long.startswith(short) and long[len(short) :] in _LATIN_ENDINGS:
        return 0.95
    return 0.0
