"""Phrase tables: word sequences to values, with inflection written as a wildcard.

Notation in the language files: a string lists forms separated by spaces, an
underscore joins the words of one phrase, a trailing ``*`` stands for any ending
(``январ*``), a leading one for any beginning (``*minister``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u02bc\u2018\u02b9\u00b4\u0060\uff07"), "'")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\ufe63\uff0d"), "-")
# Soft hyphens, joiners, tatweel and Arabic vowel signs carry no identity.
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x640, *range(0x64B, 0x653)])
_LETTERS = {ord("ё"): "е", ord("ѐ"): "е"}
# Tokens of these scripts are single characters.
_CJK = re.compile("[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_TABLE = _APOSTROPHES | _HYPHENS | _DROPPED | _LETTERS
_WORDS: Final = 32_768
"""Words whose looked-up form is kept."""
_REMEMBERED: Final = 4_096
"""Words of which a table keeps what they begin; then it begins anew."""


@lru_cache(maxsize=_WORDS)
def norm_word(word: str) -> str:
    """Casefolded NFKC form under which words are looked up; length may differ from the input."""
    if word.isascii():
        return word.lower().replace("`", "'")
    folded = unicodedata.normalize("NFKC", word).casefold().replace("i\u0307", "i")
    return unicodedata.normalize("NFC", folded).translate(_TABLE)


class _Node:
    """One step of the trie: exact, prefix and suffix edges, and the value that ends here."""

    __slots__ = ("exact", "prefix", "prefix_sizes", "suffix", "suffix_sizes", "value")

    def __init__(self) -> None:
        self.exact: dict[str, _Node] = {}
        self.prefix: dict[str, _Node] = {}
        self.suffix: dict[str, _Node] = {}
        self.prefix_sizes: tuple[int, ...] = ()
        self.suffix_sizes: tuple[int, ...] = ()
        self.value: str | None = None

    def child(self, word: str) -> _Node:
        """Edge for a word of a form, made when missing."""
        if word.endswith("*") and len(word) > 1:
            self.prefix_sizes = _with(self.prefix_sizes, len(word) - 1)
            return self.prefix.setdefault(word[:-1], _Node())
        if word.startswith("*") and len(word) > 1:
            self.suffix_sizes = _with(self.suffix_sizes, len(word) - 1)
            return self.suffix.setdefault(word[1:], _Node())
        return self.exact.setdefault(word, _Node())

    def follow(self, word: str) -> Iterator[_Node]:
        """Nodes that ``word`` leads to, the most specific first."""
        if word in self.exact:
            yield self.exact[word]
        for size in self.prefix_sizes:
            node = self.prefix.get(word[:size]) if len(word) >= size else None
            if node is not None:
                yield node
        for size in self.suffix_sizes:
            node = self.suffix.get(word[-size:]) if len(word) >= size else None
            if node is not None:
                yield node


def _with(sizes: tuple[int, ...], size: int) -> tuple[int, ...]:
    return sizes if size in sizes else tuple(sorted((*sizes, size), reverse=True))


class Lexicon:
    """Immutable table from phrases to string values with longest match from a position."""

    __slots__ = ("_begun", "_root", "size")

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """``entries`` are (form, value); an earlier entry wins over a later equal form."""
        self._root = _Node()
        self._begun: dict[str, tuple[_Node, ...]] = {}
        self.size = 0
        for form, value in entries:
            node = self._root
            normed = norm_word(form)
            for word in (normed if normed.isascii() else _CJK.sub(r"_\g<0>_", normed)).split("_"):
                if word:
                    node = node.child(word)
            if node is not self._root and node.value is None:
                node.value = value
                self.size += 1

    @classmethod
    def from_table(cls, table: Mapping[str, object]) -> Lexicon:
        """Build from ``value = "form form"`` rows of a language file."""
        return cls((form, value) for value, forms in table.items() for form in split_forms(forms))

    @classmethod
    def from_forms(cls, forms: object) -> Lexicon:
        """Build a plain set: every form maps to itself."""
        return cls((form, form.replace("_", " ")) for form in split_forms(forms))

    def match(self, words: Sequence[str], start: int) -> tuple[int, str] | None:
        """Longest phrase at ``words[start:]`` as (number of words, value), or None."""
        if not 0 <= start < len(words):
            return None
        begun = self._begin(words[start])
        return _longest_of(begun, words, start + 1, 1, None) if begun else None

    def closes(self, words: Sequence[str]) -> bool:
        """Whether a phrase, the longest from its first word, ends where the words do."""
        found = ((at, self.match(words, at)) for at in range(len(words)))
        return any(match is not None and match[0] == len(words) - at for at, match in found)

    def opens(self, word: str) -> bool:
        """Whether some phrase begins with the word."""
        return bool(self._begin(word))

    def _begin(self, word: str) -> tuple[_Node, ...]:
        """Where the word leads from the root; kept, since the same words are asked about again and again."""
        root = self._root
        if not (root.prefix or root.suffix):
            return (root.exact[word],) if word in root.exact else ()
        found = self._begun.get(word)
        if found is None:
            if len(self._begun) >= _REMEMBERED:
                self._begun.clear()
            found = self._begun[word] = tuple(root.follow(word))
        return found

    def walk(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """(first, last, value) of the longest phrases from left to right, none overlapping; `last` is exclusive."""
        at, size, begin = 0, len(words), self._begin
        while at < size:
            begun = begin(words[at])
            match = _longest_of(begun, words, at + 1, 1, None) if begun else None
            if match is None:
                at += 1
                continue
            yield at, at + match[0], match[1]
            at += match[0]

    def get(self, word: str) -> str | None:
        """Value of a one-word form."""
        return next((node.value for node in self._begin(word) if node.value is not None), None)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.get(word) is not None

    def __bool__(self) -> bool:
        return self.size > 0


def _longest(node: _Node, words: Sequence[str], at: int, depth: int) -> tuple[int, str] | None:
    best = (depth, node.value) if node.value is not None else None
    if at >= len(words) or not (node.exact or node.prefix or node.suffix):
        return best
    return _longest_of(node.follow(words[at]), words, at + 1, depth + 1, best)


def _longest_of(
    nodes: Iterable[_Node], words: Sequence[str], at: int, depth: int, best: tuple[int, str] | None
) -> tuple[int, str] | None:
    """The longest of what was found before and of what goes on from the nodes; of equal ones the first."""
    for node in nodes:
        found = _longest(node, words, at, depth)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def split_forms(forms: object) -> list[str]:
    """Forms of a row: a string is split at spaces, a list is taken as it is."""
    if isinstance(forms, str):
        return forms.split()
    if isinstance(forms, (list, tuple)):
        return [str(form).strip().replace(" ", "_") for form in forms if str(form).strip()]
    return []
