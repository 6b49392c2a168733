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
    from collections.abc import Iterable

    from pipeline.alignment.parts import Part
    from pipeline.comparison.carried import Vectors

LIGHT: Final = 0.75
"""Share of the other's weight up to which a sentence may be one half of it."""
HALF: Final = 0.2
"""Cosine from which the sentence beside it is the other half."""
TOGETHER: Final = 1.25
"""Times the other's weight up to which both halves may weigh."""
ALONE: Final = 1.6
"""Two sentences that together are so many times as heavy as the one that both lie near are not both in it."""


def attached(beads: list[Bead], ours: list[Part], theirs: list[Part], vectors: Vectors) -> list[Bead]:
    """With the second half of a sentence, where the other language has it as a sentence of its own."""
    out = list(_single(beads, vectors))
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


def _single(beads: list[Bead], vectors: Vectors) -> list[Bead]:
    """Without a bead whose two sentences both answer to others, and without the farther of two rivals for one."""
    out = [
        bead
        for bead in beads
        if not (
            any(o is not bead and o.a is bead.a for o in beads) and any(o is not bead and o.b is bead.b for o in beads)
        )
    ]
    out = out or beads
    return [bead for bead in out if not any(_outdone(bead, o, vectors) for o in out if o is not bead)]


def _outdone(bead: Bead, other: Bead, vectors: Vectors) -> bool:
    """Both hold the same sentence, which is too short for two, and the other fits it better."""
    if (bead.a is other.a) == (bead.b is other.b):
        return False
    shared, mine, rival = (bead.a, bead.b, other.b) if bead.a is other.a else (bead.b, bead.a, other.a)
    if mine.own.weight + rival.own.weight < ALONE * shared.own.weight:
        return False
    return _fit(rival, shared, vectors) > _fit(mine, shared, vectors)


def _fit(one: Part, two: Part, vectors: Vectors) -> tuple[float, float]:
    """Nearness in steps of a twentieth, then likeness of weight."""
    small, large = sorted((one.own.weight, two.own.weight))
    return round(likeness(one, two, vectors)[0] * 20) / 20, small / max(large, 1e-9)


def merged(beads: list[Bead]) -> list[Bead]:
    """The sentences that answer to one sentence put together, in order; the others as they are."""
    out: list[Bead] = []
    for bead in beads:
        rights = _in_order(o.b for o in beads if o.a is bead.a)
        lefts = _in_order(o.a for o in beads if o.b is bead.b)
        if len(rights) > 1:
            whole = Bead(bead.a, _one(rights), bead.linked)
        elif len(lefts) > 1:
            whole = Bead(_one(lefts), bead.b, bead.linked)
        else:
            whole = bead
        if not any(o.a.id == whole.a.id and o.b.id == whole.b.id for o in out):
            out.append(whole)
    return out


def _in_order(parts: Iterable[Part]) -> list[Part]:
    return sorted({p.id: p for p in parts}.values(), key=lambda p: p.start)


def _one(parts: list[Part]) -> Part:
    """Consecutive sentences as one part, under the first one's id."""
    first = max(parts, key=lambda p: p.own.weight)
    text = " ".join(p.text for p in parts)
    start = parts[0].start
    return replace(first, text=text, start=start, end=parts[-1].end, own=words(text, first.language, start))
