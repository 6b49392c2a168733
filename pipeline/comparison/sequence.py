"""A quotation as a sequence of words ready to be compared: brackets set aside, cuts and joins remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.text.tokens import Token, tokenize

_ELLIPSIS: Final = re.compile(r"\.{3,}|…|<\s*(?:\.{2,}|…)\s*>|\[\s*(?:\.{2,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)")
# [North Korea], [sic]; and a signed editor's note: (Северной Кореи. — RT), (Mr Putin – Ed.)
_BRACKET: Final = re.compile(r"\[[^\[\]]{1,80}\]|\((?=[^()]{1,80}[.,;]?\s*[—–-]\s*\S)[^()]{1,80}\)")
_STOP: Final = re.compile(r"[.!?…]+[\"'”’»“]*\s*$")


@dataclass(frozen=True, slots=True)
class Word:
    """One compared word; offsets are into the article."""

    norm: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bracket:
    """An insertion by the editor; `at` is the index of the word that follows it."""

    text: str
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words of a quotation in order. `cuts` are word indices before which an ellipsis stands, `joins` those before
    which the outlet broke off and quoted again, `stops` those after whose predecessor a sentence ends."""

    article_text: str
    language: str
    words: tuple[Word, ...]
    brackets: tuple[Bracket, ...]
    cuts: frozenset[int]
    joins: frozenset[int]
    stops: frozenset[int]

    def slice(self, first: int, last: int) -> str:
        """The article's own text from word `first` to word `last - 1`, white space folded; empty if there is none."""
        if last <= first:
            return ""
        return " ".join(self.article_text[self.words[first].start : self.words[last - 1].end].split())

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Article offsets of the words; an empty range gives the place where they are missing."""
        if last > first:
            return self.words[first].start, self.words[last - 1].end
        at = self.words[first].start if first < len(self.words) else self.words[-1].end if self.words else 0
        return at, at


def sequence(
    article_text: str, language: str, parts: list[tuple[int, int]], quoted: list[tuple[int, int]]
) -> Sequence:
    """The words of a quotation's sentences (`parts`, in order) in one row; `quoted` are its spans between marks."""
    words: list[Word] = []
    brackets: list[Bracket] = []
    cuts: set[int] = set()
    joins: set[int] = set()
    stops: set[int] = set()
    for i, (start, end) in enumerate(parts):
        if words:
            stops.add(len(words))
            if not any(s <= parts[i - 1][0] and end <= e for s, e in quoted):
                joins.add(len(words))
        _read_span(article_text, language, (start, end), words, brackets, cuts, stops)
    return Sequence(
        article_text, language, tuple(words), tuple(brackets), frozenset(cuts), frozenset(joins), frozenset(stops)
    )


def _read_span(
    article_text: str,
    language: str,
    span: tuple[int, int],
    words: list[Word],
    brackets: list[Bracket],
    cuts: set[int],
    stops: set[int],
) -> None:
    start, end = span
    text = article_text[start:end]
    aside = [m.span() for m in _BRACKET.finditer(text) if not _ELLIPSIS.fullmatch(m.group())]
    previous = 0
    pending = list(aside)
    for token in tokenize(text, language):
        if token.kind not in ("word", "number") or any(a <= token.start < b for a, b in aside):
            continue
        gap = text[previous : token.start]
        while pending and pending[0][1] <= token.start:
            a, b = pending.pop(0)
            brackets.append(Bracket(text[a:b], start + a, start + b, len(words)))
        if _ELLIPSIS.search(gap):
            cuts.add(len(words))
        if _STOP.search(gap.rstrip() + " ") and words:
            stops.add(len(words))
        words.append(_word(token, start))
        previous = token.end
    brackets.extend(Bracket(text[a:b], start + a, start + b, len(words)) for a, b in pending)
    if _ELLIPSIS.search(text[previous:]):
        cuts.add(len(words))
    if _STOP.search(text[previous:].rstrip() + " "):
        stops.add(len(words))


def _word(token: Token, base: int) -> Word:
    return Word(token.norm, token.text, base + token.start, base + token.end)
