"""Atoms: tokens with hyphenated words taken apart, so that ``12-day`` needs no rule of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from pipeline.languages import Language, language, norm_word
from pipeline.text.tokens import Kind, tokenize

_HYPHENS = "-\u2010\u2011"


@dataclass(frozen=True, slots=True)
class Atom:
    """A token or a part of a hyphenated word; ``glued`` when nothing stands before it."""

    text: str
    norm: str
    start: int
    end: int
    kind: Kind
    glued: bool


@dataclass(frozen=True, slots=True)
class Atoms:
    """The atoms of a text with what the readers need beside them."""

    items: tuple[Atom, ...]
    words: tuple[str, ...]
    text: str
    language: Language
    # Values already read, by position: date and number readers ask for the same ones.
    readings: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.items)

    def norm(self, at: int) -> str:
        """Norm of the atom at ``at``, empty outside."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def glued(self, at: int) -> bool:
        """Whether the atom at ``at`` follows the one before without a space."""
        return 0 < at < len(self.items) and self.items[at].glued


@lru_cache(maxsize=256)
def atoms_of(text: str, code: str) -> Atoms:
    """Tokens of ``text`` with hyphenated words split at their hyphens; numbers and dates are read from the same."""
    resource = language(code)
    items: list[Atom] = []
    last = -1
    for token in tokenize(text, resource.code):
        if token.kind == "word" and not token.text.isalpha() and any(char in _HYPHENS for char in token.text):
            for piece in _parts(token.text, token.start):
                items.append(replace(piece, glued=piece.start == last))
                last = piece.end
            continue
        glued = token.start == last
        items.append(Atom(token.text, token.norm, token.start, token.end, token.kind, glued))
        last = token.end
    return Atoms(tuple(items), tuple(item.norm for item in items), text, resource)


def _parts(word: str, start: int) -> list[Atom]:
    found: list[Atom] = []
    begin = 0
    for at, char in enumerate(word + "-"):
        if char not in _HYPHENS:
            continue
        if at > begin:
            piece = word[begin:at]
            found.append(Atom(piece, norm_word(piece), start + begin, start + at, "word", glued=True))
        if at < len(word):
            found.append(Atom(char, "-", start + at, start + at + 1, "punct", glued=True))
        begin = at + 1
    return found
