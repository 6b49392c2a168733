"""Names and figures that a translator garbled, put back from the source.

A small translator spells rare names by ear («Сироткин» became "Betkin") and miscounts digits. Where it looked while it
wrote such a word it knows very well: its attention says which word of the source the garbled one stands for. A name
goes in by the letters of its script, a figure by its digits. Whatever the dictionary, the sound or the source itself
can account for is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from anyascii import anyascii

from pipeline.dictionary import has_table, likeness, senses
from pipeline.languages import language
from pipeline.text.name_match import is_cyrillic, word_similarity
from pipeline.text.tokens import stem, stop_stems

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Attention = NDArray[np.float32]

LOOKED: Final = 0.5
"""Share of the attention that a written word must have given to one word of the source to stand for it."""
MEANT: Final = 0.05
"""Likeness by the dictionary from which a word is accounted for."""
HEARD: Final = 0.7
"""Likeness of sound from which a name is."""
SPELT: Final = 0.95
"""The same where both sides have one script, in which a name keeps its letters but for case endings."""
SHORTEST: Final = 4
_SPACE: Final = "\u2581"
_BYTE = re.compile(r"<0x[0-9A-F]{2}>")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+(?:['’][^\W\d_]+)*)*")
_FIGURE = re.compile(r"(?<![\w.,:])\d+(?:[.,:]\d+)*(?![\w.,:]?\d)(?!\w)")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_OPENS = (".", "!", "?", ":", "…", "«", '"', "“", "„", "—", "–")
# Case endings that stand on a name's consonant only in an oblique case: what goes, what comes.
_OBLIQUE: Final = (
    *(
        (f"{end}{case}", end)
        for end in ("ов", "ев", "ин", "ын", "ич", "ук", "юк", "ян")
        for case in ("а", "у", "ым", "ом", "ем")
    ),
    *((f"{end}{case}", f"{end}ий") for end in ("ск", "цк") for case in ("ого", "ому", "им")),
    ("ом", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mended:
    """The English text, and the words of the source that were put back into it."""

    english: str
    put_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    pieces: slice


def mended(source: Sequence[str], target: Sequence[str], attention: Attention, code: str) -> Mended:
    """The target's pieces as text, with what was garbled put back; `attention` is (target pieces, source pieces).

    Pieces are sentencepiece's, the space at their head as ▁. Left as it is: what comes from a language without a
    dictionary, and what has letters that are spelt out as bytes.
    """
    said, written = _joined(source), _joined(target)
    if not has_table(code) or any(map(_BYTE.search, (*source, *target))):
        return Mended(written.strip())
    look = np.asarray(attention, np.float32)[:, : len(source)]
    edits = [*_names(source, target, look, code), *_figures(source, target, look)]
    english, put_back = written, []
    after = len(written) + 1
    for word, (start, end), new in sorted(edits, key=lambda edit: (-edit[1][0], edit[0].start)):
        if end < after:
            english, after = english[:start] + new + english[end:], start
            put_back.append(said[word.start : word.end])
    return Mended(english.strip(), tuple(reversed(put_back)))


Edit = tuple[_Word, tuple[int, int], str]


def _names(source: Sequence[str], target: Sequence[str], look: Attention, code: str) -> Iterator[Edit]:
    said, words = _joined(source), _words(source, _WORD)
    written = _words(target, _WORD)
    text = _joined(target).lower()
    for name in words:
        if not _is_name(name, said, code) or name.text.lower() in text:
            continue
        if any(_accounts(name.text, word.text, code) for word in written):
            continue
        others = [word for word in words if word is not name]
        garbled = [
            place
            for place, word in enumerate(written)
            if _looked(look, word, name) >= LOOKED
            and word.text.lower() not in language("en").stopwords
            and not any(_accounts(other.text, word.text, code) for other in others)
        ]
        if garbled:
            run = _run(garbled, max(garbled, key=lambda place: (_looked(look, written[place], name), -place)))
            yield name, (written[run[0]].start, written[run[-1]].end), _in_latin(name.text)


def _figures(source: Sequence[str], target: Sequence[str], look: Attention) -> Iterator[Edit]:
    said, written = _words(source, _FIGURE), _words(target, _FIGURE)
    here, there = {_digits(word.text) for word in said}, {_digits(word.text) for word in written}
    for figure in said:
        if _digits(figure.text) in there:
            continue
        # "3 тысячи" is "3,000": digits that only grew by zeros are a scale written out.
        garbled = [
            word
            for word in written
            if _digits(word.text) not in here
            and _digits(word.text).rstrip("0") != _digits(figure.text).rstrip("0")
            and _looked(look, word, figure) >= LOOKED
        ]
        if garbled:
            word = max(garbled, key=lambda each: (_looked(look, each, figure), -each.start))
            decimal = _DECIMAL_COMMA.fullmatch(figure.text)
            yield figure, (word.start, word.end), figure.text.replace(",", ".") if decimal else figure.text


def _joined(pieces: Sequence[str]) -> str:
    return "".join(pieces).replace(_SPACE, " ")


def _words(pieces: Sequence[str], pattern: re.Pattern[str]) -> list[_Word]:
    """Matches of the pattern with the pieces that they are written in."""
    owner = [place for place, piece in enumerate(pieces) for _ in piece]
    return [
        _Word(found.group(), found.start(), found.end(), slice(owner[found.start()], owner[found.end() - 1] + 1))
        for found in pattern.finditer(_joined(pieces))
    ]


def _is_name(word: _Word, said: str, code: str) -> bool:
    """A word in Latin letters inside another script, or one in capitals that no dictionary knows."""
    cyrillic = is_cyrillic(said)
    if cyrillic and _LATIN.search(word.text):
        return bool(_LATIN.fullmatch(word.text))
    if not word.text[:1].isupper() or word.text.isupper() or len(word.text) < SHORTEST:
        return False
    if _opens(said[: word.start]):
        return False  # its capital may be due to its place
    parts = word.text.split("-")
    return all(part[:1].isupper() and not _is_known(part, code) for part in parts)


def _is_known(word: str, code: str) -> bool:
    """Whether the dictionary has a word; where all nouns have capitals, also a compound by its last part."""
    if senses(stem(word, code), code) or stem(word, code) in stop_stems(code):
        return True
    compounds = range(SHORTEST, len(word) - SHORTEST + 1) if language(code).names.nouns_capitalised else ()
    return any(senses(stem(word[start:], code), code) for start in compounds)


@lru_cache(maxsize=65_536)
def _accounts(said: str, written: str, code: str) -> bool:
    """Whether the written word may be what the source's word is in English."""
    if said.lower() == written.lower():
        return True
    if likeness(stem(said, code), code, stem(written, "en"), "en") >= MEANT:
        return True
    return word_similarity(said, written) >= (HEARD if is_cyrillic(said) else SPELT)


def _opens(before: str) -> bool:
    """Whether a sentence or a quotation begins here."""
    return not before.strip() or before.rstrip().endswith(_OPENS)


def _looked(look: Attention, written: _Word, said: _Word) -> float:
    """Mean share of the attention of a written word's pieces that went to the source's word."""
    return round(float(look[written.pieces, said.pieces].sum(axis=1).mean()), 3)


def _run(places: Sequence[int], best: int) -> list[int]:
    """The neighbouring places around the best one: a name spelt as several words."""
    first = last = best
    while first - 1 in places:
        first -= 1
    while last + 1 in places:
        last += 1
    return list(range(first, last + 1))


def _digits(figure: str) -> str:
    return re.sub(r"[.,:]", "", figure)


def _in_latin(name: str) -> str:
    """The name as it is, or by its letters and without an ending that only an oblique case has."""
    if not is_cyrillic(name):
        return name
    for ending, plain in _OBLIQUE:
        if name.endswith(ending) and len(name) - len(ending) >= 2 and len(name) > SHORTEST + 1:
            name = name[: -len(ending)] + plain
            break
    return anyascii(name).replace("'", "").replace("yy", "y").replace("iy", "y")
