"""Which stretch of a sentence a fragment in another language renders: the run of clauses that lies nearest to it.

A fragment is short of nearly everything and says so by being one. What may be asked of it is whether a qualifier
inside the stretch that it does render has gone: "perhaps for years" as «годами».
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.comparison.across import OUTSIDE, unqualified, verbless
from pipeline.comparison.carried import COVERED, clause_vectors
from pipeline.comparison.qualifiers import QUALIFIERS
from pipeline.comparison.rendering import FOUND, known, rendered_words
from pipeline.text.clauses import clauses

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part
    from pipeline.comparison.carried import Vectors
    from pipeline.comparison.difference import Difference
    from pipeline.text.polarity import Span

SHARE: Final = 0.5
"""Share of a fragment's words that must be found in the sentence, for the clauses that have them to be its stretch."""
BESIDE: Final = 12
"""Characters between a qualifier and the words that a fragment renders, up to which it qualifies them."""
LONGEST: Final = 4
"""Clauses that a fragment may span."""


def compare_fragment(small: Part, big: Part, outside: str, vectors: Vectors) -> list[Difference]:
    """Qualifiers that the fragment has and the sentence lacks, and those lost from the stretch that it renders.

    `outside` is the reporter's sentence around the fragment: what he says in words of his own is not lost.
    """
    stretch = rendered(small, big, vectors) or worded(small, big)
    reach = reached(small, big)
    found: list[Difference] = []
    for kind in QUALIFIERS:
        inner = kind.kind not in OUTSIDE
        ours = kind.lost(small.text, small.language, big.text, big.language)
        if ours and (inner or big.kind not in ("partial", "headline")):
            found += unqualified(kind, ours, None, small, big)
        elif not ours and inner and stretch and not kind.find(outside, small.language):
            lost = kind.lost(stretch, big.language, small.text, small.language)
            if lost and (reach is None or _touches(big.text.find(stretch), lost, reach)):
                found += unqualified(kind, None, lost, small, big)
    return [d for d in found if not verbless(d, small, big)]


def reached(small: Part, big: Part) -> tuple[int, int] | None:
    """Where in `big` the words stand that `small` renders; None where the dictionaries find fewer than two."""
    if not known(small, big):
        return None
    there = [w for w in rendered_words(big, [small]) if w.rendered >= FOUND]
    return (there[0].start, there[-1].end) if len(there) > 1 else None


def _touches(offset: int, span: Span, reach: tuple[int, int]) -> bool:
    """Among the words that the fragment renders, or beside them: not a "perhaps" of the main clause."""
    return span.start + offset <= reach[1] + BESIDE and reach[0] - BESIDE <= span.end + offset


def rendered(small: Part, big: Part, vectors: Vectors) -> str | None:
    """The clauses of `big` that together lie nearest to `small`; None where none lies near."""
    target = vectors.get((small.id, "original"))
    rows = clause_vectors(big, vectors)
    found = [v for _, v in rows if v is not None]
    if target is None or len(found) < len(rows):
        return None
    ranges = clauses(big.text, big.language) if len(rows) > 1 else [(0, len(big.text))]
    best: tuple[float, int, int] | None = None
    for first in range(len(rows)):
        for last in range(first + 1, min(first + LONGEST, len(rows)) + 1):
            total = np.sum(found[first:last], axis=0)
            near = round(float(total @ target / max(float(np.linalg.norm(total)), 1e-9)), 4)
            if best is None or near > best[0]:
                best = (near, first, last)
    if best is None or best[0] < COVERED:
        return None
    return big.text[ranges[best[1]][0] : ranges[best[2] - 1][1]]


def worded(small: Part, big: Part) -> str | None:
    """The clauses of `big` from the first to the last that have words of `small`, where most of its words are found."""
    if not known(small, big):
        return None
    mine = rendered_words(small, [big])
    there = [w for w in rendered_words(big, [small]) if w.rendered >= FOUND]
    if len(mine) < 2 or sum(w.rendered >= FOUND for w in mine) < SHARE * len(mine):
        return None
    ranges = clauses(big.text, big.language)
    held = [n for n, (start, end) in enumerate(ranges) if any(start <= w.start < end for w in there)]
    return big.text[ranges[held[0]][0] : ranges[held[-1]][1]] if held else None
