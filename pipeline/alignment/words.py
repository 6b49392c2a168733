"""A quoted sentence as a weighted sequence of words, and what two such sequences share, in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz.distance import Indel

from pipeline.languages import language
from pipeline.text.tokens import REMEMBERED, Token, stem, tokenize

FUNCTION_WEIGHT: Final = 0.15
"""Weight of a function word beside a content word's 1: enough to break ties, too little to make a match."""


@dataclass(frozen=True)
class Words:
    """Words and numbers of one text (punctuation left out). Offsets are into the article."""

    tokens: tuple[Token, ...]
    stems: tuple[str, ...]
    content: tuple[bool, ...]
    base: int

    @cached_property
    def weight(self) -> float:
        return self.weigh(0, len(self.stems))

    @cached_property
    def content_at(self) -> tuple[int, ...]:
        return tuple(i for i, is_content in enumerate(self.content) if is_content)

    def weigh(self, first: int, last: int) -> float:
        """Summed weight of the words first..last-1."""
        full = sum(self.content[first:last])
        return full + FUNCTION_WEIGHT * (last - first - full)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Article offsets of the words first..last-1 (first < last)."""
        return self.base + self.tokens[first].start, self.base + self.tokens[last - 1].end


def words(text: str, code: str, base: int = 0) -> Words:
    """`text` as words of the language `code`; `base` is where it begins in its article."""
    return Words(*_read(text, code), base)


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, code: str) -> tuple[tuple[Token, ...], tuple[str, ...], tuple[bool, ...]]:
    """Words and numbers, their stems, and which of them carry meaning."""
    stopwords = language(code).stopwords
    kept = tuple(t for t in tokenize(text, code) if t.kind in ("word", "number"))
    stems = tuple(t.norm if t.kind == "number" else stem(t.norm, code) for t in kept)
    return kept, stems, tuple(t.kind == "number" or t.norm not in stopwords for t in kept)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two sequences share in order. Ranges are word indices [first, last) that bound the shared words."""

    containment: float
    similarity: float
    shared_content: int
    a_range: tuple[int, int]
    b_range: tuple[int, int]


NOTHING: Final = Overlap(0.0, 0.0, 0, (0, 0), (0, 0))


def overlap(a: Words, b: Words) -> Overlap:
    """Share of the lighter sequence found in the other, in order; a contiguous run is preferred to scattered words."""
    if not a.stems or not b.stems:
        return NOTHING
    if a.weight > b.weight:
        flipped = overlap(b, a)
        return Overlap(
            flipped.containment, flipped.similarity, flipped.shared_content, flipped.b_range, flipped.a_range
        )
    return _run(a, b) or _subsequence(a, b)


def _run(a: Words, b: Words) -> Overlap | None:
    """All content words of `a` as one uninterrupted run of content words of `b`."""
    needle = [a.stems[i] for i in a.content_at]
    hay = [b.stems[i] for i in b.content_at]
    size = len(needle)
    if not size or size > len(hay):
        return None
    for at in range(len(hay) - size + 1):
        if hay[at : at + size] == needle:
            first, last = b.content_at[at], b.content_at[at + size - 1] + 1
            return Overlap(1.0, _dice(a, b, a.weight), size, (0, len(a.stems)), (first, last))
    return None


def _subsequence(a: Words, b: Words) -> Overlap:
    blocks = [op for op in Indel.opcodes(a.stems, b.stems) if op.tag == "equal"]
    shared = sum(a.weigh(op.src_start, op.src_end) for op in blocks)
    content = sum(sum(a.content[op.src_start : op.src_end]) for op in blocks)
    if not content:
        return NOTHING
    anchors = [op for op in blocks if any(a.content[op.src_start : op.src_end])]
    return Overlap(
        containment=shared / a.weight,
        similarity=_dice(a, b, shared),
        shared_content=content,
        a_range=(anchors[0].src_start, anchors[-1].src_end),
        b_range=(anchors[0].dest_start, anchors[-1].dest_end),
    )


def _dice(a: Words, b: Words, shared: float) -> float:
    return 2 * shared / (a.weight + b.weight)
