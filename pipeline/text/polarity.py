"""Negation, hedges, strength of wording and questions, by the word lists of each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages import Lexicon, language, norm_word
from pipeline.text.tokens import REMEMBERED, Token, remembered, tokenize

_QUESTION_MARKS = frozenset("?？؟¿⁇⁈⁉︖;")
_RESTRICTED = 6
"""Words between the halves of "ne ... que"."""
_REACH = 10
"""Words from a separable verb within which its last part stands."""
_CLAUSE_ENDS = frozenset(".!?;:…。！？")


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` of the source and what it is."""

    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Strength:
    """A word on a scale (obligation, certainty, frequency, quantity, degree); higher is stronger."""

    text: str
    start: int
    end: int
    scale: str
    level: int


def negations(text: str, language_code: str) -> list[Span]:
    """Negating expressions in order.

    Kinds: ``negator`` (not, никто), ``phrase`` (no longer), ``verb`` (denied), ``affix``
    (impossible), ``weak`` (hardly), and ``concord`` for a negative word that only agrees with
    a negator of its clause (``ничего`` in «ничего не сказал», ``pas`` after ``ne``).
    """
    return list(_negations(text, language_code))


@lru_cache(maxsize=REMEMBERED)
def _negations(text: str, language_code: str) -> tuple[Span, ...]:
    resource = language(language_code)
    tokens = tokenize(text, language_code)
    words = [token.norm for token in tokens]
    found = [
        span
        for span in _spans(tokens, words, resource.polarity.negators)
        if not _excepted(span, tokens, words, resource.polarity.exceptions)
    ]
    spans = [Span(text[a:b], a, b, kind) for a, b, kind in found if kind != "none"]
    restrictive = resource.section("polarity").get("restrictive")
    if restrictive:
        articles = frozenset(str(resource.section("grammar").get("articles", "")).split())
        spans = _unrestricted(spans, tokens, words, restrictive, articles)
    return tuple(_concord(text, spans, concord=resource.polarity.concord))


def negation_count(text: str, language_code: str) -> int:
    """How many negations change the meaning."""
    return len(denials(text, language_code))


def denials(text: str, language_code: str) -> list[Span]:
    """Negations that change the meaning: agreeing words and weak ones are left out."""
    return [span for span in negations(text, language_code) if span.kind not in ("concord", "weak", "particle")]


@remembered
def hedges(text: str, language_code: str) -> list[Span]:
    """Words that soften a statement; kind possibility, report, belief ("I think") or approximation.

    What only states an ability ("could be seen", «могли видеть») has the kind ``none`` in the
    language files and softens nothing.
    """
    resource = language(language_code)
    tokens = tokenize(text, language_code)
    words = [token.norm for token in tokens]
    found = [
        Span(text[a:b], a, b, kind)
        for a, b, kind in _spans(tokens, words, resource.polarity.hedges)
        if kind != "none" and not _calendar(text[a:b], a)
    ]
    rows = resource.section("polarity").get("apart")
    return sorted([*found, *_apart(text, tokens, words, rows)], key=lambda s: s.start) if rows else found


@remembered
def strengths(text: str, language_code: str) -> list[Strength]:
    """Words that stand on a scale of strength, so that ``must`` can be told above ``should``."""
    resource = language(language_code)
    tokens = tokenize(text, language_code)
    words = [token.norm for token in tokens]
    able = [(a, b) for a, b, kind in _spans(tokens, words, resource.polarity.hedges) if kind == "none"]
    found: list[Strength] = []
    for start, end, value in _spans(tokens, words, resource.polarity.strength):
        scale, _, level = value.partition(":")
        if any(a <= start < b for a, b in able):
            continue
        if level.isdecimal() and not _calendar(text[start:end], start):
            found.append(Strength(text[start:end], start, end, scale, int(level)))
    return found


def is_question(text: str, language_code: str) -> bool:
    """Whether the sentence ends in a question mark, closing quotes and brackets aside."""
    for char in reversed(text[-40:]):
        if char in _QUESTION_MARKS and (char != ";" or language_code == "el"):
            return True
        if char.isalnum():
            break
    ends = text.rstrip("\"'»”’」』)] \t\n.。")
    return language_code in ("ja", "zh") and ends.endswith(("か", "吗", "呢", "嗎"))


def _spans(tokens: Sequence[Token], words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Character offsets and values of a lexicon's phrases."""
    for first, last, value in lexicon.walk(words):
        yield tokens[first].start, tokens[last - 1].end, value


def _apart(text: str, tokens: Sequence[Token], words: Sequence[str], rows: Mapping[str, str]) -> Iterator[Span]:
    """Phrases whose first word stands apart from the rest in its clause (»schließt einen Streik nicht aus«)."""
    for kind, forms in rows.items():
        for form in forms.split():
            head, *rest = norm_word(form).split("_")
            for at in (n for n, word in enumerate(words) if word == head):
                for first in range(at + 1, min(at + _REACH, len(words) - len(rest) + 1)):
                    if words[first] == "," or words[first] in _CLAUSE_ENDS:
                        break
                    if list(words[first : first + len(rest)]) == rest:
                        start, end = tokens[at].start, tokens[first + len(rest) - 1].end
                        yield Span(text[start:end], start, end, kind)
                        break


def _excepted(span: tuple[int, int, str], tokens: Sequence[Token], words: Sequence[str], table: Lexicon) -> bool:
    """Whether the negator belongs to a phrase that negates nothing (``not only``)."""
    if not table:
        return False
    first = _index(tokens, span[0])
    for back in range(3):
        if first - back >= 0:
            match = table.match(words, first - back)
            if match is not None and match[0] > back:
                return True
    return False


def _unrestricted(
    spans: list[Span], tokens: Sequence[Token], words: Sequence[str], rows: Mapping[str, str], articles: frozenset[str]
) -> list[Span]:
    """Without the French "ne ... que", which says "only": «il ne reste que deux», «je n'entendais plus que le vent»."""
    opens, closes, full, more = (frozenset(rows[name].split()) for name in ("opens", "closes", "full", "more"))
    dropped: set[int] = set()
    for n, span in enumerate(spans):
        first = _index(tokens, span.start)
        if words[first] not in opens:
            continue
        for at in range(first + 1, min(first + _RESTRICTED, len(words) - 1)):
            if words[at] in full or not any(c.isalnum() for c in words[at]):
                break  # «ne ... pas que» denies
            if words[at] in closes:
                # «ne croit plus que c'est» no longer believes; «n'entend plus que le vent» hears it alone.
                if not more & {*words[first:at]} or words[at + 1] in articles:
                    dropped |= {m for m, s in enumerate(spans) if span.start <= s.start < tokens[at].end} | {n}
                break
    return [s for n, s in enumerate(spans) if n not in dropped]


def _index(tokens: Sequence[Token], start: int) -> int:
    """Position of the token that begins at ``start``."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < start:
            low = middle + 1
        else:
            high = middle
    return low


def _concord(text: str, spans: list[Span], *, concord: bool) -> list[Span]:
    """Mark words that only agree with a negator of the same clause.

    A ``particle`` (French plus, personne) negates only beside a negator; in languages of
    negative concord a negative pronoun beside one adds nothing, and alone it negates.
    """
    found: list[Span] = []
    for at, span in enumerate(spans):
        if span.kind not in ("pronoun", "particle"):
            found.append(span)
            continue
        beside = [*found[-2:], *spans[at + 1 : at + 3]]
        agrees = any(other.kind == "negator" and _same_clause(text, span, other) for other in beside)
        if agrees and (concord or span.kind == "particle"):
            found.append(Span(span.text, span.start, span.end, "concord"))
        elif span.kind == "pronoun":
            found.append(Span(span.text, span.start, span.end, "negator"))
    return found


def _same_clause(text: str, one: Span, two: Span) -> bool:
    left, right = (one.end, two.start) if one.end <= two.start else (two.end, one.start)
    between = text[left:right]
    return len(between) < 80 and not any(char in _CLAUSE_ENDS for char in between)


def _calendar(word: str, start: int) -> bool:
    """``May`` inside a sentence is the month, not the verb."""
    return word == "May" and start > 0
