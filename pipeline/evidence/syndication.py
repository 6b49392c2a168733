"""Reprints: which articles of a story print one text. Five reprints of one wire are one source.

Three witnesses, each of which says why: a credit for the whole article, shared runs of words outside quotations
(two reporters quote one speech alike, but do not word their own sentences alike), and across languages a run of
sentences that follow each other in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evidence.credits import Credit

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHINGLE = 4
# Shared shingles over those of the shorter text. Independent reports of one event share 0 to 0.04 of them,
# edited reprints 0.3 and more; a credit that both print lets less suffice.
REPRINT = 0.25
REPRINT_CREDITED = 0.1
# The same for sentences aligned in order across languages; independent reports reach 0.2.
ALIGNED = 0.6
ALIGNED_CREDITED = 0.35
MIN_SHINGLES = 30
MIN_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class Printed:
    """One article as the reprint test sees it; `runs` are the words of its own prose, quotations cut out."""

    article: str
    outlet: str
    published: str
    language: str
    credits: tuple[Credit, ...]
    shingles: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reprints:
    """`origin` is an agency's name or an article id; `copies` leave the origin out."""

    origin: str
    copies: tuple[str, ...]
    score: float
    reason: str


def shingles(runs: Sequence[Sequence[str]], size: int = SHINGLE) -> frozenset[tuple[str, ...]]:
    """Every `size` neighbouring words of each run; a run never reaches over a quotation into the next."""
    return frozenset(tuple(run[at : at + size]) for run in runs for at in range(len(run) - size + 1))


def containment(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """Shared shingles over those of the shorter text; 0 where that is too short to tell."""
    shorter = min(len(a), len(b))
    return len(a & b) / shorter if shorter >= MIN_SHINGLES else 0.0


def aligned_share(similarity: NDArray[np.float64], floor: float) -> float:
    """Longest chain of pairs in both texts' order, each the best of its row and column, over the shorter text."""
    rows, columns = similarity.shape
    if min(rows, columns) < MIN_SENTENCES:
        return 0.0
    best_row = similarity.argmax(axis=0)
    mutual = [int(j) for i, j in enumerate(similarity.argmax(axis=1)) if best_row[j] == i and similarity[i, j] >= floor]
    tails: list[int] = []
    for j in mutual:
        at = int(np.searchsorted(tails, j))
        tails[at : at + 1] = [j]
    return float(len(tails) / min(rows, columns))


def group_reprints(printed: Sequence[Printed], aligned: Mapping[tuple[str, str], float]) -> list[Reprints]:
    """Groups of two or more origins' copies, by origin. `aligned` holds (a, b), a < b, of different languages."""
    ordered = sorted(printed, key=lambda text: text.article)
    leader = {text.article: text.article for text in ordered}
    reasons: dict[str, list[tuple[float, str]]] = {}
    for n, a in enumerate(ordered):
        for b in ordered[n + 1 :]:
            found = _same_text(a, b, aligned.get((a.article, b.article), 0.0))
            if found is not None:
                old, new = sorted((leader[a.article], leader[b.article]), reverse=True)
                leader = {article: new if held == old else held for article, held in leader.items()}
                reasons.setdefault(a.article, []).append(found)
    groups: dict[str, list[Printed]] = {}
    for text in ordered:
        groups.setdefault(leader[text.article], []).append(text)
    reprints = [_group(texts, [r for t in texts for r in reasons.get(t.article, [])]) for texts in groups.values()]
    return sorted((group for group in reprints if group is not None), key=lambda group: (group.origin, group.copies))


def _same_text(a: Printed, b: Printed, aligned: float) -> tuple[float, str] | None:
    """Why two articles print one text, or None."""
    whole = _agencies(a, whole=True) & _agencies(b, whole=True)
    named = (_agencies(a) | {a.outlet}) & (_agencies(b) | {b.outlet})
    pair = f"{a.article} and {b.article}"
    if a.language == b.language:
        shared = containment(a.shingles, b.shingles)
        if shared >= (REPRINT_CREDITED if named else REPRINT):
            return shared, f"{pair} share {shared:.0%} of the shorter text's own wording"
    elif aligned >= (ALIGNED_CREDITED if named else ALIGNED):
        return aligned, f"{pair}: {aligned:.0%} of the shorter text's sentences follow the other's in order"
    if whole:
        return 0.9, f"{pair} both print {sorted(whole)[0]} copy by their credits"
    outlet = {b.outlet} & _agencies(a, whole=True) or {a.outlet} & _agencies(b, whole=True)
    return (0.9, f"{pair}: one credits the whole article to the other ({sorted(outlet)[0]})") if outlet else None


def _agencies(text: Printed, *, whole: bool = False) -> set[str]:
    return {credit.agency for credit in text.credits if credit.whole or not whole}


def _group(texts: Sequence[Printed], reasons: Sequence[tuple[float, str]]) -> Reprints | None:
    """A lone article is a group only where it says that it is an agency's copy."""
    credited = sorted({credit.agency for text in texts for credit in text.credits if credit.whole})
    own = [text.article for text in texts if text.outlet in credited]
    if len(texts) == 1:
        known = [c for c in texts[0].credits if c.whole and c.known and c.agency != texts[0].outlet]
        if not known:
            return None
        return Reprints(known[0].agency, (texts[0].article,), 0.9, f"credited to {known[0].agency}: “{known[0].text}”")
    earliest = min(texts, key=lambda text: (text.published or "9999", text.article)).article
    origin = own[0] if own else credited[0] if credited else earliest
    copies = tuple(text.article for text in texts if text.article != origin)
    credit = f"; credited to {credited[0]}" if credited else "; the earliest of them is taken as the origin"
    ranked = sorted(reasons, key=lambda reason: (-reason[0], reason[1]))
    return Reprints(origin, copies, round(ranked[0][0], 3), ranked[0][1] + credit)
