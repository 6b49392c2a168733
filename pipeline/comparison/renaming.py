"""One person's name for another's in two languages: "Thanks to Emil" rendered as »Danke an Nils«."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.comparison.difference import Difference
from pipeline.comparison.sides import side_row
from pipeline.text.name_match import word_similarity
from pipeline.text.names import find_names
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.alignment.parts import Part

UNLIKE: Final = 0.6
"""Likeness of sound below which two spellings are of two names."""

SAME: Final = 0.85
"""The same from which they are of one."""


def renamed(a: Part, b: Part, texts: Mapping[str, str]) -> list[Difference]:
    """Each sentence has one word of a name that its article gives in full, and the two sound nothing alike.

    One of the articles must have the other's name as well: it has no spelling of its own for that name.
    """
    names_a, names_b = _people(texts[a.article], a.language), _people(texts[b.article], b.language)
    ours, theirs = _named(a, names_a), _named(b, names_b)
    if len(ours) != 1 or len(theirs) != 1:
        return []
    x, y = ours[0], theirs[0]
    of_one = any(_among(x, name) and _among(y, name) for name in names_a | names_b)
    known = any(_among(x, name) for name in names_b) or any(_among(y, name) for name in names_a)
    if word_similarity(x, y) >= UNLIKE or of_one or not known or not _places(x, names_a) & _places(y, names_b):
        return []
    why = f"“{x}” in {{a}} is “{y}” in {{b}}: another name"
    return [side_row("name", "name", "major", 0.7, a, b, x, y, why)]


@lru_cache(maxsize=256)
def _people(text: str, code: str) -> frozenset[tuple[str, ...]]:
    """All names of an article by their last two words: a German noun may stand before them (»der Däne Emil Sand«)."""
    found = (tuple(name.text.split()[-2:]) for name in find_names(text, code) if name.sure)
    return frozenset(words for words in found if len(words) == 2 and all(word[:1].isupper() for word in words))


def _named(part: Part, people: frozenset[tuple[str, ...]]) -> list[str]:
    words = {word for name in people for word in name}
    return list(dict.fromkeys(t.text for t in tokenize(part.text, part.language) if t.text in words))


def _among(word: str, name: tuple[str, ...]) -> bool:
    return any(word_similarity(word, other) >= SAME for other in name)


def _places(word: str, people: frozenset[tuple[str, ...]]) -> set[int]:
    """Whether it is a given name (0) or a family name (1)."""
    return {name.index(word) for name in people if word in name}
