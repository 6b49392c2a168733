"""A rule that fired, before it is numbered and placed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.rules.phrasing import folded
from pipeline.rules.table import severest

Span = tuple[str, int, int]
"""Article, start, end."""


@dataclass(frozen=True, slots=True)
class Firing:
    """`content` is what makes it the same finding in another run; `subjects` are the evidence it stands on."""

    rule: str
    story: str | None
    severity: str
    band: str
    confidence: float
    message: str
    content: tuple[str, ...]
    subjects: tuple[str, ...]
    spans: tuple[Span, ...] = field(default=())
    classes: frozenset[str] = frozenset()
    """Difference classes or the conflict kind behind it; with `reasons`, how one discrepancy told twice is known."""
    reasons: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """16 hex digits of content: no offset, no order of paragraphs, no typography."""
        parts = (self.rule, *map(folded, self.content))
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def joined(self, other: Firing) -> Firing:
        """Both as one: this one's words, the graver of the severities, all places."""
        return replace(
            self,
            severity=severest([self.severity, other.severity]),
            band="sure" if "sure" in (self.band, other.band) else self.band,
            confidence=max(self.confidence, other.confidence),
            subjects=tuple(dict.fromkeys((*self.subjects, *other.subjects))),
            spans=tuple(sorted({*self.spans, *other.spans})),
        )


def merged(firings: Iterable[Firing]) -> list[Firing]:
    """One a fingerprint, in the order of their fingerprints."""
    found: dict[str, Firing] = {}
    for firing in firings:
        name = firing.fingerprint
        known = found.get(name)
        found[name] = known.joined(firing) if known else firing
    return [found[key] for key in sorted(found)]


def difference_subject(
    utterance: str, a: str, b: str, class_: str, kind: str | None, a_start: int | None, b_start: int | None
) -> str:
    """The name of one row of the differences frame, which has no id column."""
    return f"difference:{utterance}:{a}:{b}:{class_}:{kind or ''}:{a_start}:{b_start}"


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share a character, or touch where one is empty."""
    if one[0] != other[0]:
        return False
    if one[1] == one[2] or other[1] == other[2]:
        return one[1] <= other[2] and other[1] <= one[2]
    return one[1] < other[2] and other[1] < one[2]
