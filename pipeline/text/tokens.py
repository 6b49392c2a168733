"""Words, numbers, punctuation and symbols with offsets; stems and content words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Final, Literal, TypeVar

import regex

from pipeline.languages import Language, language, norm_word

Kind = Literal["word", "number", "punct", "symbol"]

_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}"
_LETTER = rf"[[\p{{L}}\p{{M}}]--[{_CJK}]]"
_TOKEN = regex.compile(
    rf"""
      (?P<symbol> https?://[^\s<>"»”]+ | www\.[^\s<>"»”]+ )
    | (?P<tag> [\#@][\p{{L}}\p{{M}}\p{{N}}_]+ )
    | (?P<abbr> (?<![\p{{L}}\p{{M}}\p{{N}}]) (?:{_LETTER}\.){{2,}} )
    | (?P<number> \p{{Nd}}+ (?:[.,:'’]\p{{Nd}}+)* )
    | (?P<cjk> [{_CJK}] )
    | (?P<word> {_LETTER} (?: [[\p{{L}}\p{{M}}\p{{N}}\u00ad\u200c\u200d]--[{_CJK}]]
                           | ['’ʼ`](?={_LETTER}) | [-‐‑](?=[\p{{L}}\p{{N}}]) )* )
    | (?P<punct> \.{{2,}} | -{{2,}} | \p{{P}} )
    | (?P<other> [^\s\p{{Cc}}\p{{Cf}}] )
    """,
    regex.VERBOSE | regex.VERSION1,
)
_KINDS: dict[str, Kind] = {
    "symbol": "symbol",
    "tag": "word",
    "abbr": "word",
    "number": "number",
    "cjk": "word",
    "word": "word",
    "punct": "punct",
    "other": "symbol",
}

REMEMBERED: Final = 8_192
"""Texts whose reading is kept: every stage asks again about a sentence, and once for each pair that it is in."""


Found = TypeVar("Found")


def remembered(read: Callable[[str, str], list[Found]]) -> Callable[[str, str], list[Found]]:
    """What reads a text in a language, so that what it found in the texts of late is kept; each caller gets a list."""

    @lru_cache(maxsize=REMEMBERED)
    def kept(text: str, language_code: str) -> tuple[Found, ...]:
        return tuple(read(text, language_code))

    @wraps(read)
    def found(text: str, language_code: str) -> list[Found]:
        return list(kept(text, language_code))

    return found


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is ``source[start:end]``; ``norm`` is the casefolded form for comparison."""

    text: str
    norm: str
    start: int
    end: int
    kind: Kind


def tokenize(text: str, language_code: str) -> list[Token]:
    """Tokens in order, white space and controls left out; CJK text one character a token."""
    return list(_tokens(text, language_code))


@lru_cache(maxsize=REMEMBERED)
def _tokens(text: str, language_code: str) -> tuple[Token, ...]:
    elisions = language(language_code).elisions
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or "other"
        word, start = match.group(), match.start()
        if elisions and group == "word":
            tokens.extend(_split_elision(word, start, elisions))
        else:
            tokens.append(Token(word, norm_word(word), start, start + len(word), _KINDS[group]))
    return tuple(tokens)


def _token(text: str, start: int, kind: Kind) -> Token:
    return Token(text, norm_word(text), start, start + len(text), kind)


def _split_elision(word: str, start: int, elisions: frozenset[str]) -> list[Token]:
    """French and Italian ``l'inspection`` as ``l'`` + ``inspection``."""
    found: list[Token] = []
    for at, char in enumerate(word[:8]):
        if char in "'’ʼ`" and norm_word(word[:at]) in elisions:
            found.append(_token(word[: at + 1], start, "word"))
            word, start = word[at + 1 :], start + at + 1
            break
    found.append(_token(word, start, "word"))
    return found


def content_words(text: str, language_code: str) -> list[str]:
    """Stems of the words that carry meaning, and numbers as written, in order."""
    resource = language(language_code)
    found: list[str] = []
    for token in tokenize(text, language_code):
        if token.kind == "number":
            found.append(token.norm)
        elif token.kind == "word" and not _is_stop(token.norm, resource):
            found.append(stem(token.norm, language_code))
    return found


def _is_stop(norm: str, resource: Language) -> bool:
    if norm in resource.stopwords:
        return True
    return norm.endswith("'") and norm[:-1] in resource.elisions


@lru_cache(maxsize=65536)
@lru_cache(maxsize=64)
def stop_stems(language_code: str) -> frozenset[str]:
    """Stems of the words that carry no meaning: a form that the list lacks has the stem of one that it has."""
    return frozenset(stem(word, language_code) for word in language(language_code).stopwords)


@lru_cache(maxsize=65536)
def stem(word: str, language_code: str) -> str:
    """Stem of one word: snowball where it knows the language, listed suffixes elsewhere."""
    norm = norm_word(word).lstrip("#@")
    norm = norm.replace(".", "") if norm.count(".") > 1 else norm
    resource = language(language_code)
    if resource.code == "en":
        norm = norm.removesuffix("'s").removesuffix("'")
    return _stem(norm, resource.code)


@lru_cache(maxsize=65536)
def _stem(norm: str, code: str) -> str:
    resource = language(code)
    snowball = _snowball(resource.stemmer) if resource.stemmer else None
    if snowball is not None:
        return snowball(norm) or norm
    for suffix in resource.suffixes:
        if norm.endswith(suffix) and len(norm) - len(suffix) >= 3:
            return norm[: -len(suffix)]
    return norm


@lru_cache(maxsize=32)
def _snowball(name: str) -> Callable[[str], str] | None:
    import snowballstemmer

    try:
        stemmer = snowballstemmer.stemmer(name)
    except KeyError:
        return None
    apply: Callable[[str], str] = stemmer.stemWord
    return apply
