"""Phrase tables: word sequences to values, with inflection written as a wildcard.

Notation in the language files: a string lists forms separated by spaces, an
underscore joins the words of one phrase, a trailing ``*`` stands for any ending
(``январ*``), a leading one for any beginning (``*minister``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u02bc\u2018\u02b9\u00b4\u0060\uff07"), "'")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\ufe63\uff0d"), "-")
# Soft hyphens, joiners, tatweel and Arabic vowel signs carry no identity.
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x640, *range(0x64B, 0x653)])
_LETTERS = {ord("ё"): "е", ord("ѐ"): "е"}
# Tokens of these scripts are single characters.
_CJK = re.compile("[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_TABLE = _APOSTROPHES | _HYPHENS | _DROPPED | _LETTERS


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
            node = self.prefix.setdefault(word[:-1], _Node())
            self.prefix_sizes = tuple(sorted({len(key) for key in self.prefix}, reverse=True))
            return node
        if word.startswith("*") and len(word) > 1:
            node = self.suffix.setdefault(word[1:], _Node())
            self.suffix_sizes = tuple(sorted({len(key) for key in self.suffix}, reverse=True))
            return node
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


class Lexicon:
    """Immutable table from phrases to string values with longest match from a position."""

    __slots__ = ("_root", "size")

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """``entries`` are (form, value); an earlier entry wins over a later equal form."""
        self._root = _Node()
        self.size = 0
        for form, value in entries:
            node = self._root
            for word in _CJK.sub(r"_\g<0>_", norm_word(form)).split("_"):
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
        root = self._root
        if not (root.prefix or root.suffix) and words[start] not in root.exact:
            return None
        return _longest(self._root, words, start, 0)

    def walk(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """(first, last, value) of the longest phrases from left to right, none overlapping; `last` is exclusive."""
        at = 0
        while at < len(words):
            match = self.match(words, at)
            if match is None:
                at += 1
                continue
            yield at, at + match[0], match[1]
            at += match[0]

    def get(self, word: str) -> str | None:
        """Value of a one-word form."""
        found = _longest(self._root, (word,), 0, 0)
        return found[1] if found else None

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.get(word) is not None

    def __bool__(self) -> bool:
        return self.size > 0


def _longest(node: _Node, words: Sequence[str], at: int, depth: int) -> tuple[int, str] | None:
    best: tuple[int, str] | None = (depth, node.value) if depth and node.value is not None else None
    if at >= len(words):
        return best
    for child in node.follow(words[at]):
        found = _longest(child, words, at + 1, depth + 1)
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
