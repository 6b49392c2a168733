"""Sentence spans of one block: stops, closing marks and abbreviations, quotation and reporting clauses.

Candidates are runs of stops; each is kept or dropped by what stands before and after it. For a full stop after a
word that our tables do not know, sentencex's own abbreviation lists have a veto. White space is folded first, so
where lines break has no influence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import sentencex

from pipeline.languages import Lexicon, language, norm_word, split_forms

_STOP: Final = re.compile(r"[.!?…؟۔।॥]+|[。！？｡]+")
_WIDE_STOPS: Final = "。！？｡"
_ALWAYS_CLOSING: Final = "”’)]}>」』】）*"
_EITHER: Final = "\"'“‘»«›‹"
_QUOTES: Final = frozenset("\"'“”„«»‘’‚‹›「」『』")
_DASHES: Final = tuple("—–-−―")
_JOINING: Final = tuple(",;:，、；：/%&")
_LAST_TOKEN: Final = re.compile(r"[^\s\"'“”«»„‘(\[{<—–]+$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ORDINAL: Final = re.compile(r"\d{1,3}|[IVXLC]{1,6}")
_BRACKET: Final = re.compile(r"[()\[\]]")
_CLAUSE_END: Final = re.compile(r"[,;:—–]\s")
_MASK: Final = str.maketrans(dict.fromkeys('"“”„«»‘‚‹›()[]{}<>「」『』*', " "))
# Longest parenthesis that is taken for an aside, and how far the next letter may be from a stop, in characters.
_ASIDE_REACH: Final = 300
_HEAD_REACH: Final = 12
_REPORTING_WORDS: Final = 7


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Words before a full stop that need not end a sentence, normalised, without their last stop."""

    titles: frozenset[str]
    numbered: frozenset[str]
    final: frozenset[str]
    single: frozenset[str]
    trailing: tuple[str, ...]


@lru_cache(maxsize=64)
def abbreviations(code: str) -> Abbreviations:
    """The `segmentation` section of a language on top of the neutral one."""
    own, neutral = language(code).section("segmentation"), language("und").section("segmentation")

    def words(name: str) -> frozenset[str]:
        forms = split_forms(own.get(name, "")) + split_forms(neutral.get(name, ""))
        return frozenset(norm_word(form) for form in forms)

    trailing = tuple(split_forms(own.get("trailing", "")))
    return Abbreviations(words("titles"), words("numbered"), words("final"), words("single"), trailing)


def sentence_spans(text: str, code: str, max_chars: int = 2_000) -> list[tuple[int, int]]:
    """Spans of the sentences in `text`, ordered and disjoint, holding all its non-blank characters."""
    folded, offsets = _fold_space(text)
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*_boundaries(folded, code), len(folded)]:
        for low, high in _cut(folded, start, end, max_chars):
            spans.append((offsets[low], offsets[high - 1] + 1))
        start = end + 1 if folded[end : end + 1] == " " else end
    return spans


def _fold_space(text: str) -> tuple[str, list[int]]:
    """White space runs as one blank, ends trimmed, and the offset that every character comes from."""
    words = [(match.start(), match.group()) for match in re.finditer(r"\S+", text)]
    offsets: list[int] = []
    for start, word in words:
        if offsets:
            offsets.append(start - 1)
        offsets.extend(range(start, start + len(word)))
    return " ".join(word for _, word in words), offsets


def _boundaries(text: str, code: str) -> Iterator[int]:
    """Ends of the sentences inside the folded text; the end of the text itself is left out."""
    scan = _Scan(text, code)
    for match in _STOP.finditer(text):
        end = scan.closed(match.end())
        if end < len(text) and scan.ends_sentence(match.start(), match.end(), end):
            yield end


def _cut(text: str, start: int, end: int, max_chars: int) -> Iterator[tuple[int, int]]:
    """The span, in pieces of at most `max_chars`: cut after a clause, else between words, else anywhere."""
    while end - start > max_chars:
        limit = start + max_chars
        clauses = [match.start() + 1 for match in _CLAUSE_END.finditer(text, start + max_chars // 2, limit)]
        at = clauses[-1] if clauses else text.rfind(" ", start + 1, limit)
        at = at if at > start else limit
        yield start, at
        start = at + 1 if text[at] == " " else at
    if end > start:
        yield start, end


class _Scan:
    """One folded text and what the decisions on its stops look up."""

    def __init__(self, text: str, code: str) -> None:
        self.text = text
        self.code = code
        self.resource = language(code)
        self.known = abbreviations(code)
        self._asides = _asides(text)
        self._aside_starts = [start for start, _ in self._asides]

    @cached_property
    def _outside_ends(self) -> list[int]:
        """Sentence ends by sentencex, quotation marks hidden from it since it never splits inside them."""
        found = sentencex.get_sentence_boundaries(self.code, self.text.translate(_MASK))
        return [int(boundary["end_index"]) for boundary in found]

    def closed(self, at: int) -> int:
        """The offset after the closing marks and brackets that follow a stop."""
        text, size = self.text, len(self.text)
        while at < size:
            char, following = text[at], text[at + 1 : at + 2]
            if char in _ALWAYS_CLOSING or (char in _EITHER and not following.isalnum()):
                at += 1
            elif char == " " and following in ("»", "”") and not text[at + 2 : at + 3].isalnum():
                at += 2
            else:
                break
        return at

    def ends_sentence(self, start: int, stop: int, end: int) -> bool:
        """Whether the stops `text[start:stop]` with their closing marks up to `end` end a sentence."""
        text = self.text
        at = end + (text[end] == " ")
        if self._inside_aside(start, end) or text.startswith((*_JOINING, *_DASHES, *self.known.trailing), at):
            return False
        if text[start] in _WIDE_STOPS:
            return True
        head = next((i for i in range(at, min(at + _HEAD_REACH, len(text))) if text[i].isalnum()), None)
        if at == end or head is None or text[head].islower() or text[at] in ".!?…":
            return False
        mark = text[start:stop]
        if "…" in mark or (len(mark) > 1 and set(mark) == {"."}):
            return not self._is_omission(start)
        if mark != ".":
            return not (self._closes_quote(stop, end) and self._reporting_follows(at))
        return end > stop or self._period_ends(start, at, head)

    def _inside_aside(self, start: int, end: int) -> bool:
        at = bisect_left(self._aside_starts, start) - 1
        return at >= 0 and end < self._asides[at][1]

    def _is_omission(self, start: int) -> bool:
        """Dots that stand for words left out, not for a pause: set off by a blank or put in brackets."""
        return start > 0 and self.text[start - 1] in " ([<{"

    def _closes_quote(self, stop: int, end: int) -> bool:
        return any(char in _QUOTES for char in self.text[stop:end])

    def _reporting_follows(self, at: int) -> bool:
        """`"Is it safe?" Halvic asked.`: names and a verb of speech, no new quotation before the next stop."""
        words: list[re.Match[str]] = []
        for match in _WORD.finditer(self.text, at, at + 120):
            if words and not self.text[words[-1].end() : match.start()].isspace():
                break
            words.append(match)
        if not words or norm_word(words[0].group()) in self.resource.stopwords:
            # A pronoun or an article would be lower-case inside the sentence: its capital opens a new one.
            return False
        verbs = _speech_verbs(self.code)
        names = words[1:_REPORTING_WORDS]
        verb = next((at for at, word in enumerate(names) if not word.group()[0].isupper()), None)
        return verb is not None and verbs.get(norm_word(names[verb].group())) is not None

    def _period_ends(self, start: int, at: int, head: int) -> bool:
        """A single full stop without closing marks, before a capital, a digit or a caseless letter."""
        found = _LAST_TOKEN.search(self.text, max(0, start - 40), start)
        token = found.group() if found else ""
        token = re.split(r"['’]", token)[-1]
        norm = norm_word(token)
        if not token or not token[-1].isalnum() or norm in self.known.single:
            return True
        if head != at:
            # Names and numbers follow an abbreviation without marks of their own, all but companies and ships.
            bracket = self.text[at] in "([" and (norm in self.known.final or _DOTTED.fullmatch(token) is not None)
            return not (bracket or norm in self.known.titles or norm in self.known.numbered)
        if self.text[head].isdigit():
            return not (norm in self.known.numbered | self.known.titles | self.known.final or _DOTTED.fullmatch(token))
        return self._word_follows(token, norm, start, at)

    def _word_follows(self, token: str, norm: str, start: int, at: int) -> bool:
        match = _WORD.match(self.text, at)
        word = match.group() if match else self.text[at]
        following = norm_word(word)
        starter = following in self.resource.stopwords and following not in self.resource.names.particles
        if norm in self.known.titles:
            return starter and norm in self.known.final
        if norm in self.resource.numerals.scales and self.text[: start - len(token)].rstrip()[-1:].isdigit():
            return starter or not self._counted(following)
        if norm in self.known.final:
            zone_or_day = following in self.resource.dates.weekdays or (word.isupper() and 2 <= len(word) <= 4)
            return starter or not zone_or_day
        if _DOTTED.fullmatch(token) or (len(token) == 1 and token.isalpha()):
            # `В. И. Орлов`: a second initial may look like a word («и», "a").
            return starter and not (len(word) == 1 and self.text.startswith(".", at + 1))
        if self._may_be_ordinal(token):
            return starter and following not in self.resource.dates.months
        if token.isdecimal():
            # At the very start it numbers a point of a list.
            return start > len(token)
        return starter or self._outside_agrees(start, at)

    def _counted(self, word: str) -> bool:
        """What may follow `2,4 Mio.`: any noun where nouns have capitals, else a unit (`Kč`) or a people."""
        names = self.resource.names
        return names.nouns_capitalised or word in self.resource.units.words or word in names.demonyms

    def _may_be_ordinal(self, token: str) -> bool:
        """`3.` before a capital: an ordinal where nouns have capitals; a Roman one (`Karel IV.`) also elsewhere."""
        if not self.resource.numerals.ordinal_dot or _ORDINAL.fullmatch(token) is None:
            return False
        return self.resource.names.nouns_capitalised or token.isalpha()

    def _outside_agrees(self, start: int, at: int) -> bool:
        ends = self._outside_ends
        found = bisect_right(ends, start)
        return found < len(ends) and ends[found] <= at


@lru_cache(maxsize=64)
def _speech_verbs(code: str) -> Lexicon:
    """Finite verbs of speech, as they follow a closing quotation mark."""
    return Lexicon.from_forms(language(code).section("cues").get("speech", ""))


def _asides(text: str) -> list[tuple[int, int]]:
    """Outermost brackets that open in the middle of a sentence and close soon, in order."""
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if text[at] in "([":
            stack.append(at)
            continue
        if not stack:
            continue
        opened = stack.pop()
        before = text[max(0, opened - 3) : opened].rstrip()
        if before and before[-1] not in ".!?…" and at - opened <= _ASIDE_REACH:
            while found and found[-1][0] > opened:
                found.pop()
            found.append((opened, at))
    return found
