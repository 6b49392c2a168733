"""The edits that turn one quotation into another: runs of words left out, added, changed or moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz.distance import Indel

from pipeline.comparison.sequence import Sequence
from pipeline.languages import language
from pipeline.text.tokens import stem

Side = Literal["start", "inside", "end"]
MOVED: Final = 0.7
"""Share of common content stems from which a run left out here and added there has been moved."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words a_first..a_last-1 stand where the other has b_first..b_last-1. `side`: at an end of the shared words?"""

    a_first: int
    a_last: int
    b_first: int
    b_last: int
    side: Side
    moved: bool = False

    @property
    def only_a(self) -> bool:
        return self.b_first == self.b_last

    @property
    def only_b(self) -> bool:
        return self.a_first == self.a_last


def edits(a: Sequence, b: Sequence) -> list[Edit]:
    """All edits in order. Applying them to `a` gives `b`; nothing is returned where no content word is shared."""
    opcodes = list(Indel.opcodes([w.norm for w in a.words], [w.norm for w in b.words]))
    equal = [i for i, op in enumerate(opcodes) if op.tag == "equal"]
    if not equal:
        return []
    found: list[Edit] = []
    run: list[int] = []
    for i, op in enumerate([*opcodes, None]):
        if op is not None and op.tag != "equal":
            run.append(i)
            continue
        if run:
            first, last = opcodes[run[0]], opcodes[run[-1]]
            side: Side = "start" if run[0] < equal[0] else "end" if run[-1] > equal[-1] else "inside"
            found.append(Edit(first.src_start, last.src_end, first.dest_start, last.dest_end, side))
            run = []
    return _mark_moves(_tidy(found, a, b), a, b)


def _tidy(found: list[Edit], a: Sequence, b: Sequence) -> list[Edit]:
    """Joins edits that are parted by a single function word: "I am" / "she was" is one change, not three."""
    out: list[Edit] = []
    for edit in found:
        if out and _parted_by_little(out[-1], edit, a):
            previous = out.pop()
            side = previous.side if previous.side != "inside" else edit.side
            edit = Edit(previous.a_first, edit.a_last, previous.b_first, edit.b_last, side)
        out.append(edit)
    return out


def _parted_by_little(first: Edit, second: Edit, a: Sequence) -> bool:
    between = a.words[first.a_last : second.a_first]
    replaced = not (first.only_a or first.only_b or second.only_a or second.only_b)
    stopwords = language(a.language).stopwords
    return replaced and len(between) == 1 and between[0].norm in stopwords


def _mark_moves(found: list[Edit], a: Sequence, b: Sequence) -> list[Edit]:
    """A run that only one has, and that the other has elsewhere, was moved: both ends are marked."""
    stems_a = {i: _stems(a, e.a_first, e.a_last) for i, e in enumerate(found) if e.a_last > e.a_first}
    stems_b = {i: _stems(b, e.b_first, e.b_last) for i, e in enumerate(found) if e.b_last > e.b_first}
    moved: set[int] = set()
    for i, left in stems_a.items():
        for j, right in stems_b.items():
            common = len(left & right)
            if i != j and common >= 2 and common >= MOVED * min(len(left), len(right)):
                moved |= {i, j}
    return [
        Edit(e.a_first, e.a_last, e.b_first, e.b_last, e.side, moved=True) if i in moved else e
        for i, e in enumerate(found)
    ]


def _stems(side: Sequence, first: int, last: int) -> frozenset[str]:
    stopwords = language(side.language).stopwords
    return frozenset(stem(w.norm, side.language) for w in side.words[first:last] if w.norm not in stopwords)
