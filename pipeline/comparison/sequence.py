"""A quotation as a sequence of words ready to be compared: brackets set aside, cuts and joins remembered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from pipeline.languages import language
from pipeline.text.sentences import sentence_spans
from pipeline.text.tokens import Token, tokenize

_ELLIPSIS: Final = re.compile(r"\.{3,}|…|<\s*(?:\.{2,}|…)\s*>|\[\s*(?:\.{2,}|…)\s*\]|\(\s*(?:\.{2,}|…)\s*\)")
# [North Korea], [sic]; and a signed editor's note: (Северной Кореи. — RT), (Mr Putin – Ed.), (… — прим. ред.)
_BRACKET: Final = re.compile(
    r"\[[^\[\]]{1,80}\]|\([^()]{1,80}?[\s.,;](?:--|[—–-])\s*(?P<signature>[^\W\d_][^()—–]{0,20})\)"
)
# [T]he, play[ed]: letters changed inside a word
_GRAFT: Final = re.compile(r"(?<!\w)\[(\w{1,2})\](?=\w)|(?<=\w)\[(\w{1,4})\](?!\w)")
_STOP: Final = re.compile(r"[.!?…。！？]+[\"'”’»“）)\]]*\s*$")
_PAUSE: Final = re.compile(r"[,;:.!?…—–、。！？]|\s-|--")
_MEASURES: Final = frozenset("%‰°")


@dataclass(frozen=True, slots=True)
class Word:
    """One compared word; offsets are into the article. `grafted`: an editor changed letters of it in brackets."""

    norm: str
    text: str
    start: int
    end: int
    grafted: bool = False


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
    which the outlet broke off and quoted again, `stops` those after whose predecessor a sentence ends, `pauses`
    those before which any punctuation stands."""

    article_text: str
    language: str
    words: tuple[Word, ...]
    brackets: tuple[Bracket, ...]
    cuts: frozenset[int]
    joins: frozenset[int]
    stops: frozenset[int]
    pauses: frozenset[int]

    def slice(self, first: int, last: int) -> str:
        """The article's own text from word `first` to word `last - 1`, white space folded; empty if there is none."""
        if last <= first:
            return ""
        return self.text_of(self.span(first, last))

    def text_of(self, span: tuple[int, int]) -> str:
        """The article's text of a span, white space folded."""
        return " ".join(self.article_text[span[0] : span[1]].split())

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Article offsets of the words; an empty range gives the place where they are missing."""
        if last > first:
            return self.words[first].start, self.words[last - 1].end
        at = self.words[first].start if first < len(self.words) else self.words[-1].end if self.words else 0
        return at, at

    def bounds(self, first: int, last: int) -> tuple[int, int]:
        """Word range of the sentence (or sentences) around words first..last-1, never across a join."""
        edges = self.stops | self.joins
        start = max((s for s in edges if s <= first), default=0)
        end = min((s for s in edges if s >= max(last, first + 1)), default=len(self.words))
        return start, max(end, last)

    def norms(self, first: int, last: int) -> list[str]:
        """Compared forms of the words first..last-1."""
        return [w.norm for w in self.words[first:last]]

    def content(self, first: int, last: int) -> int:
        """How many of the words carry meaning of their own."""
        stopwords = language(self.language).stopwords
        return sum(norm not in stopwords for norm in self.norms(first, last))


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    text: str
    language: str
    words: list[Word] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    cuts: set[int] = field(default_factory=set)
    stops: set[int] = field(default_factory=set)
    pauses: set[int] = field(default_factory=set)

    def gap(self, text: str) -> None:
        """Notes the marks that stand before the next word."""
        at = len(self.words)
        if _ELLIPSIS.search(text):
            self.cuts.add(at)
        if at and _PAUSE.search(text):
            self.pauses.add(at)


def sequence(article_text: str, language: str, parts: list[tuple[int, int]], quoted: list[tuple[int, int]]) -> Sequence:
    """The words of a quotation's sentences (`parts`, in order) in one row; `quoted` are its spans between marks."""
    reading = _Reading(article_text, language)
    joins: set[int] = set()
    for i, (start, end) in enumerate(parts):
        if reading.words:
            reading.stops.add(len(reading.words))
            if not any(s <= parts[i - 1][0] and end <= e for s, e in quoted):
                joins.add(len(reading.words))
        _read_span(reading, start, end)
    return Sequence(
        article_text,
        language,
        tuple(reading.words),
        tuple(reading.brackets),
        frozenset(reading.cuts),
        frozenset(joins),
        frozenset(reading.stops),
        frozenset(reading.pauses),
    )


def _read_span(reading: _Reading, start: int, end: int) -> None:
    text = reading.text[start:end]
    grafts = [m.span() for m in _GRAFT.finditer(text)]
    aside = [m.span() for m in _BRACKET.finditer(text) if _editorial(m) and m.span() not in grafts]
    pending = list(aside)
    ends = [b for _, b in sentence_spans(text, reading.language)[:-1]]
    previous = 0
    for token in _compared(text, reading.language):
        if any(a <= token.start < b for a, b in aside):
            continue
        while pending and pending[0][1] <= token.start:
            a, b = pending.pop(0)
            reading.brackets.append(Bracket(text[a:b], start + a, start + b, len(reading.words)))
        gap = _without(text, previous, token.start, aside)
        low, high = _with_brackets(token, grafts)
        word = Word(token.norm.lstrip("#@") or token.norm, token.text, start + low, start + high)
        if reading.words and gap in ("[", "]") and _grafted(grafts, previous, token.start):
            _graft(reading, word)
        else:
            reading.gap(gap)
            if reading.words and any(previous <= e <= token.start for e in ends):
                reading.stops.add(len(reading.words))
            reading.words.append(word)
        previous = token.end
    reading.brackets.extend(Bracket(text[a:b], start + a, start + b, len(reading.words)) for a, b in pending)
    tail = _without(text, previous, len(text), aside)
    reading.gap(tail)
    if _STOP.search(tail) and reading.words:
        reading.stops.add(len(reading.words))


def _editorial(match: re.Match[str]) -> bool:
    """Square brackets are the editor's; round ones only when signed by a name or an abbreviation."""
    if _ELLIPSIS.fullmatch(match.group()):
        return False
    signature = match.group("signature")
    return signature is None or signature[0].isupper() or "." in signature


@lru_cache(maxsize=4096)
def _compared(text: str, code: str) -> tuple[Token, ...]:
    """Words, numbers, and the signs that are read aloud: currencies, percent, degrees."""
    return tuple(t for t in tokenize(text, code) if t.kind in ("word", "number") or _spoken(t))


def _spoken(token: Token) -> bool:
    return token.text in _MEASURES or (len(token.text) == 1 and unicodedata.category(token.text) == "Sc")


def _without(text: str, start: int, end: int, aside: list[tuple[int, int]]) -> str:
    """text[start:end] less the brackets in it: their own full stops end no sentence."""
    kept, at = [], start
    for a, b in aside:
        if start <= a and b <= end:
            kept.append(text[at:a])
            at = b
    return "".join([*kept, text[at:end]])


def _with_brackets(token: Token, grafts: list[tuple[int, int]]) -> tuple[int, int]:
    """The token's span with the brackets around grafted letters."""
    around = (token.start - 1, token.end + 1)
    return around if around in grafts else (token.start, token.end)


def _grafted(grafts: list[tuple[int, int]], previous: int, start: int) -> bool:
    return any(a < previous <= b - 1 == start - 1 or previous == a == start - 1 for a, b in grafts)


def _graft(reading: _Reading, word: Word) -> None:
    """Joins a word to the letters before it: [T] and he are The."""
    last = reading.words[-1]
    reading.words[-1] = replace(
        last, norm=last.norm + word.norm, text=last.text + word.text, end=word.end, grafted=True
    )
