"""Two sentences here that are one sentence there: which they are, and how they are read as one.

"It is not against the town. It is against the price." is one sentence in the next language. Read half by half against
the whole, each half lacks what the other has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.alignment.words import words
from pipeline.comparison.beads import Bead, likeness

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part
    from pipeline.comparison.carried import Vectors

LIGHT: Final = 0.75
"""Share of the other's weight up to which a sentence may be one half of it."""
HALF: Final = 0.2
"""Cosine from which the sentence beside it is the other half."""
TOGETHER: Final = 1.25
"""Times the other's weight up to which both halves may weigh."""


def attached(beads: list[Bead], ours: list[Part], theirs: list[Part], vectors: Vectors) -> list[Bead]:
    """With the second half of a sentence, where the other language has it as a sentence of its own."""
    out = _single(beads)
    for bead in list(out):
        out += _halves(bead, out, ours, theirs, vectors)
        flipped = [Bead(o.b, o.a, o.linked) for o in out]
        halves = _halves(Bead(bead.b, bead.a, bead.linked), flipped, theirs, ours, vectors)
        out += [Bead(o.b, o.a, o.linked) for o in halves]
    return sorted(out, key=lambda o: (o.a.start, o.b.start))


def _halves(bead: Bead, beads: list[Bead], ours: list[Part], theirs: list[Part], vectors: Vectors) -> list[Bead]:
    """The neighbours of `bead.b` that nothing answers to, and that make it as heavy as `bead.a`."""
    a, b = bead.a, bead.b
    if not bead.linked or b.own.weight > LIGHT * a.own.weight or sum(o.a is a for o in beads) > 1:
        return []
    at = theirs.index(b)
    for y in (*theirs[at + 1 : at + 2], *theirs[max(0, at - 1) : at]):
        if any(o.b is y for o in beads) or b.own.weight + y.own.weight > TOGETHER * a.own.weight:
            continue
        near = likeness(a, y, vectors)[0]
        if near >= HALF and near >= max(likeness(x, y, vectors)[0] for x in ours):
            return [Bead(a, y, linked=True)]
    return []


def _single(beads: list[Bead]) -> list[Bead]:
    """Without a bead whose two sentences both answer to others besides."""
    out = [
        bead
        for bead in beads
        if not (
            any(o is not bead and o.a is bead.a for o in beads) and any(o is not bead and o.b is bead.b for o in beads)
        )
    ]
    return out or beads


def merged(beads: list[Bead], ours: list[Part], theirs: list[Part]) -> list[Bead]:
    """Neighbours that answer to one sentence put together, in order; the others as they are."""
    out: list[Bead] = []
    for bead in beads:
        rights = [y for y in theirs if any(o.a is bead.a and o.b is y for o in beads)]
        lefts = [x for x in ours if any(o.b is bead.b and o.a is x for o in beads)]
        if len(rights) > 1 and _adjacent(rights, theirs):
            whole = Bead(bead.a, _one(rights), bead.linked)
        elif len(lefts) > 1 and _adjacent(lefts, ours):
            whole = Bead(_one(lefts), bead.b, bead.linked)
        else:
            whole = bead
        if not any(o.a.id == whole.a.id and o.b.id == whole.b.id for o in out):
            out.append(whole)
    return out


def _adjacent(some: list[Part], parts: list[Part]) -> bool:
    return parts.index(some[-1]) - parts.index(some[0]) == len(some) - 1


def _one(parts: list[Part]) -> Part:
    """Consecutive sentences as one part, under the first one's id."""
    first = max(parts, key=lambda p: p.own.weight)
    text = " ".join(p.text for p in parts)
    start = parts[0].start
    return replace(first, text=text, start=start, end=parts[-1].end, own=words(text, first.language, start))
