"""Which sentences of two quotations answer to each other, where the alignment alone leaves it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.alignment.pairs import WHOLE
from pipeline.alignment.words import overlap
from pipeline.comparison.carried import COVERED, Links

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part
    from pipeline.comparison.carried import Vectors

FAR: Final = 0.1
"""Cosine of the originals below which two sentences that meet only through others are not read side by side."""
SURER: Final = 0.2
"""By how much the crossing pair lies nearer, for the other to count as a mistake of alignment."""
BETWEEN: Final = 0.2
"""The same for a sentence left alone between two pairs that answer to each other."""
APART: Final = 0.35
"""The same where a reporting clause or a cut stands between the neighbours."""
NEARER: Final = 0.12
"""By how much another sentence must lie nearer, to answer in place of the one that the alignment chose."""
LEVEL: Final = 0.15
"""Cosine, and gain over the crosswise order, from which sentences at one place of two quotations of as many answer to
each other across a reporting clause."""
NEIGHBOUR: Final = 0.25
"""Cosine from which neighbours of two sentences that answer to each other do so too, if each is the other's nearest."""


class Bead(NamedTuple):
    """Two sentences that answer to each other; `linked` when they matched themselves or lie near, not only through a
    third copy."""

    a: Part
    b: Part
    linked: bool

    @property
    def whole(self) -> bool:
        """Neither is a mere fragment of the other."""
        return min(self.a.own.weight, self.b.own.weight) >= WHOLE * max(self.a.own.weight, self.b.own.weight)


@dataclass(frozen=True, slots=True)
class Meeting:
    """How two quotations meet: the first utterance they share, and their parts in each that they share.

    `vouched` are the speakers whom other copies of those utterances name.
    """

    utterance: str
    parts: list[tuple[tuple[str, ...], tuple[str, ...]]]
    vouched: set[str]


@dataclass(frozen=True, slots=True)
class Reader:
    """The story's quotations by id, their sentences, the articles' texts, vectors of sentences and clauses, outlets."""

    quotes: dict[str, dict[str, Any]]
    parts: dict[str, list[Part]]
    text: dict[str, str]
    vectors: Vectors
    outlets: frozenset[str] = frozenset()

    def part(self, name: str) -> Part:
        """A part by its id, which is its quotation's with a number."""
        return next(p for p in self.parts[name.rsplit(".", 1)[0]] if p.id == name)


def beads_of(ours: list[Part], theirs: list[Part], meeting: Meeting, links: Links, reader: Reader) -> list[Bead]:
    """Sentences that answer to each other; where a long one answers to two, it stands in two beads.

    Two copies may meet only through a third ("satisfied" there, "convinced" here): they are read side by side too.
    """
    left, right = {p.id: p for p in ours}, {p.id: p for p in theirs}
    beads: dict[tuple[str, str], Bead] = {}
    for a_ids, b_ids in meeting.parts:
        linked = [(a, b) for a in a_ids for b in b_ids if (a, b) in links]
        linked = linked or [(a, b) for a in a_ids for b in b_ids if _through_one(left[a], right[b], links, reader)]
        for a, b in linked:
            beads[a, b] = Bead(left[a], right[b], linked=True)
        if not linked:
            near, a, b = _likeliest([left[i] for i in a_ids], [right[i] for i in b_ids], reader.vectors)
            beads[a, b] = Bead(left[a], right[b], linked=left[a].language != right[b].language and near >= COVERED)
    found = [beads[key] for key in sorted(beads, key=lambda k: (left[k[0]].start, right[k[1]].start))]
    if ours[0].language == theirs[0].language:
        return _filled(found, ours, theirs, reader.vectors)
    kept = _nearer(_uncrossed(found, ours, theirs, reader.vectors), ours, theirs, reader.vectors)
    return _filled(_beside(kept, ours, theirs, reader), ours, theirs, reader.vectors)


def _through_one(a: Part, b: Part, links: Links, reader: Reader) -> bool:
    """Both match one third sentence, and one of them is a whole copy of it: two fragments may be its two halves."""
    if a.language == b.language:
        return False
    common = [reader.part(i) for i in sorted(links.of(a.id) & links.of(b.id))]
    return any(max(a.own.weight, b.own.weight) >= WHOLE * third.own.weight for third in common)


def _filled(beads: list[Bead], ours: list[Part], theirs: list[Part], vectors: Vectors) -> list[Bead]:
    """A sentence left alone on either side between the same two neighbours answers to the other: speech keeps order."""
    place_a, place_b = {p.id: i for i, p in enumerate(ours)}, {p.id: j for j, p in enumerate(theirs)}
    out = beads[:1]
    for bead in beads[1:]:
        i, j = place_a[out[-1].a.id], place_b[out[-1].b.id]
        if (place_a[bead.a.id], place_b[bead.b.id]) == (i + 2, j + 2):
            x, y = ours[i + 1], theirs[j + 1]
            near = likeness(x, y, vectors)[0] if x.language != y.language else 0.0
            out.append(Bead(x, y, linked=near >= BETWEEN))
        out.append(bead)
    return out


def _uncrossed(beads: list[Bead], ours: list[Part], theirs: list[Part], vectors: Vectors) -> list[Bead]:
    """Without those that a much surer one of the same two quotations crosses, or that nothing speaks for beside others:

    speech keeps its order, and a far link over a third copy joins what does not belong together.
    """
    near = {id(bead): likeness(bead.a, bead.b, vectors)[0] for bead in beads}
    best = max(near.values())
    kept = [bead for bead in beads if bead.linked or near[id(bead)] >= FAR or near[id(bead)] == best]
    out = []
    for bead in kept:
        surer = [o for o in kept if _crosses(bead.a, bead.b, o) and near[id(o)] >= near[id(bead)] + SURER]
        used = {p.id for o in kept if o is not bead for p in (o.a, o.b)}
        elsewhere = [(x, bead.b) for x in ours if x.id not in used and x is not bead.a]
        elsewhere += [(bead.a, y) for y in theirs if y.id not in used and y is not bead.b]
        straight = any(
            likeness(x, y, vectors)[0] >= NEIGHBOUR and not any(_crosses(x, y, o) for o in surer) for x, y in elsewhere
        ) or any((o.a is bead.a) != (o.b is bead.b) and not any(_crosses(o.a, o.b, s) for s in surer) for o in kept)
        if near[id(bead)] >= COVERED or not surer or not straight:
            out.append(bead)
    return out


def _crosses(a: Part, b: Part, other: Bead) -> bool:
    return (a.start - other.a.start) * (b.start - other.b.start) < 0


def _nearer(beads: list[Bead], ours: list[Part], theirs: list[Part], vectors: Vectors) -> list[Bead]:
    """Where a sentence lies far nearer to another one that has no counterpart, that one answers to it."""
    out = []
    for bead in beads:
        used = {p.id for o in beads if o is not bead for p in (o.a, o.b)}
        pairs = [(x, bead.b) for x in ours if x.id not in used] + [(bead.a, y) for y in theirs if y.id not in used]
        weighed = [(likeness(x, y, vectors)[0], x, y) for x, y in pairs]
        near, x, y = max(weighed, key=lambda p: p[0], default=(0.0, bead.a, bead.b))
        here = likeness(bead.a, bead.b, vectors)[0]
        floor = max(COVERED, here + NEARER) if bead.linked else here
        out.append(Bead(x, y, linked=bead.linked) if near >= floor else bead)
    return out


def _beside(beads: list[Bead], ours: list[Part], theirs: list[Part], reader: Reader) -> list[Bead]:
    """With the sentences next to the first and the last bead, where both quote on in one breath and the two lie near:

    a changed number or a dropped condition is just what keeps two copies of a sentence from matching.
    """
    out = list(beads)
    place_a, place_b = {p.id: i for i, p in enumerate(ours)}, {p.id: j for j, p in enumerate(theirs)}
    for bead, step in ((beads[0], -1), (beads[-1], 1)):
        i, j = place_a[bead.a.id] + step, place_b[bead.b.id] + step
        if not (0 <= i < len(ours) and 0 <= j < len(theirs)) or not bead.linked:
            continue
        x, y = ours[i], theirs[j]
        if any(x is o.a or y is o.b for o in beads):
            continue
        joined = adjoins(x, bead.a, reader.quotes[x.quote]) and adjoins(y, bead.b, reader.quotes[y.quote])
        near = likeness(x, y, reader.vectors)[0]
        # A sentence that answers to a nearer one is no rival, however near it lies: speakers repeat themselves.
        surer = {p.id for o in beads if likeness(o.a, o.b, reader.vectors)[0] > near for p in (o.a, o.b)}
        rivals = [(x, o) for o in theirs if o.id not in surer] + [(o, y) for o in ours if o.id not in surer]
        best = near >= max(likeness(*pair, reader.vectors)[0] for pair in rivals)
        # Copies of as many sentences, at the same place of both: order speaks where another sentence lies nearer.
        level = len(ours) == len(theirs) and i == j
        paced = level and (near >= NEIGHBOUR if joined else _straight(bead, x, y, reader.vectors))
        if paced or (best and near >= (NEIGHBOUR if joined else APART)):
            out.insert(0 if step < 0 else len(out), Bead(x, y, linked=True))
    return out


def _straight(bead: Bead, x: Part, y: Part, vectors: Vectors) -> bool:
    """Two sentences and their neighbours, which answer to each other, fit far better straight than crosswise."""
    straight = likeness(bead.a, bead.b, vectors)[0] + likeness(x, y, vectors)[0]
    crossed = likeness(bead.a, y, vectors)[0] + likeness(x, bead.b, vectors)[0]
    return likeness(x, y, vectors)[0] >= LEVEL and straight >= crossed + LEVEL


def _likeliest(ours: list[Part], theirs: list[Part], vectors: Vectors) -> tuple[float, str, str]:
    return max(likeness(a, b, vectors) for a in ours for b in theirs)


def likeness(a: Part, b: Part, vectors: Vectors) -> tuple[float, str, str]:
    """Words in common in one language; nearness of the originals in two."""
    if a.language == b.language:
        return overlap(a.own, b.own).similarity, a.id, b.id
    left, right = vectors.get((a.id, "original")), vectors.get((b.id, "original"))
    near = round(float(left @ right), 4) if left is not None and right is not None else 0.0
    return near, a.id, b.id


def adjoins(one: Part, two: Part, quote: dict[str, Any]) -> bool:
    """Both in one span of the quotation, with no dots between them."""
    first, last = sorted((one, two), key=lambda p: p.start)
    dots = ("...", "…")
    return (
        any(s <= first.start and last.end <= e for s, e in spans_of(quote))
        and not first.text.rstrip("\"'”’» )]").endswith(dots)
        and not last.text.lstrip("\"'“‘« ([").startswith(dots)
    )


def spans_of(quote: dict[str, Any]) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in quote["spans"]]
