"""The edits that turn one quotation into another: runs of words left out, added, changed or moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final, Literal

from rapidfuzz.distance import Indel, Opcode

from pipeline.comparison.common import Pair, lemma_key, shared_words
from pipeline.comparison.sequence import Sequence
from pipeline.languages import language
from pipeline.text.grammar import grammar

Side = Literal["start", "inside", "end"]
MOVED: Final = 0.7
"""Share of common content words from which a run left out here and added there has been moved."""
SHORT_RUN: Final = 8
"""Words up to which a replaced run is searched for common words too weak to have been found in the whole."""
LOPSIDED: Final = 2
"""At an end, words beyond twice the other's and this many more were not replaced: the other does not quote them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words a_first..a_last-1 stand where the other has b_first..b_last-1. `side`: at an end of the shared words?

    `inflected`: the two runs hold another form of one word, and auxiliaries or pronouns beside it. `moved`: the other
    has these words elsewhere.
    """

    a_first: int
    a_last: int
    b_first: int
    b_last: int
    side: Side
    inflected: bool = False
    moved: bool = False

    @property
    def only_a(self) -> bool:
        return self.b_first == self.b_last

    @property
    def only_b(self) -> bool:
        return self.a_first == self.a_last

    def mirrored(self) -> Edit:
        """The same edit seen from the other side."""
        return replace(self, a_first=self.b_first, a_last=self.b_last, b_first=self.a_first, b_last=self.a_last)


def edits(a: Sequence, b: Sequence) -> list[Edit]:
    """All edits in order. Applying them to `a` gives `b`; none where the two share no word that carries meaning."""
    pairs = shared_words(a, b)
    stopwords = language(a.language).stopwords
    if not any(a.words[p.a].norm not in stopwords for p in pairs):
        return []
    runs = _runs(pairs, a, b)
    pieces = [piece for run in runs for piece in _divided(run, a, b)]
    return _mark_moves(pieces, a, b)


def _runs(pairs: list[Pair], a: Sequence, b: Sequence) -> list[Edit]:
    """Gaps between the pairs, and inflected pairs with the auxiliaries beside them."""
    found: list[Edit] = []
    at_a = at_b = 0
    ends = [*pairs, None]
    for k, pair in enumerate(ends):
        stop_a, stop_b = (pair.a, pair.b) if pair else (len(a.words), len(b.words))
        if stop_a > at_a or stop_b > at_b:
            side: Side = "start" if k == 0 else "inside" if pair else "end"
            found.append(Edit(at_a, stop_a, at_b, stop_b, side))
        if pair and not pair.exact:
            found.append(Edit(pair.a, pair.a + 1, pair.b, pair.b + 1, "inside", inflected=True))
        at_a, at_b = stop_a + 1, stop_b + 1
    return _absorb(found, a, b)


def _absorb(found: list[Edit], a: Sequence, b: Sequence) -> list[Edit]:
    """Auxiliaries, pronouns and negators right beside an inflected word belong to the change of its form."""
    out: list[Edit] = []
    for edit in found:
        previous = out[-1] if out else None
        if previous and (previous.a_last, previous.b_last) == (edit.a_first, edit.b_first):
            if edit.inflected and not previous.inflected:
                out.pop()
                cut_a = _function_tail(a, previous.a_first, previous.a_last)
                cut_b = _function_tail(b, previous.b_first, previous.b_last)
                rest = replace(previous, a_last=cut_a, b_last=cut_b)
                out += [rest] if rest.a_last > rest.a_first or rest.b_last > rest.b_first else []
                edit = replace(edit, a_first=cut_a, b_first=cut_b)
            elif previous.inflected and not edit.inflected:
                cut_a = _function_head(a, edit.a_first, edit.a_last)
                cut_b = _function_head(b, edit.b_first, edit.b_last)
                out[-1] = replace(previous, a_last=cut_a, b_last=cut_b)
                edit = replace(edit, a_first=cut_a, b_first=cut_b)
                if edit.only_a and edit.only_b:
                    continue
        out.append(edit)
    return out


def _function_tail(side: Sequence, first: int, last: int) -> int:
    while last > first and _is_function(side, last - 1) and last not in side.stops | side.joins:
        last -= 1
    return last


def _function_head(side: Sequence, first: int, last: int) -> int:
    while first < last and _is_function(side, first) and first not in side.stops | side.joins:
        first += 1
    return first


def _is_function(side: Sequence, at: int) -> bool:
    norm = side.words[at].norm
    negator = language(side.language).polarity.negators.match([norm], 0)
    return norm in grammar(side.language).function_words or (negator is not None and negator[1] == "negator")


def _divided(edit: Edit, a: Sequence, b: Sequence) -> list[Edit]:
    """One edit a sentence and change: equal edges are taken off, runs are cut where a sentence or quotation ends."""
    if edit.inflected:
        return [edit]
    edit = _bare(edit, a, b)
    if edit.only_a:
        return _sentences(_slid(edit, a, b), a)
    if edit.only_b:
        return [e.mirrored() for e in _sentences(_slid(edit.mirrored(), b, a), b)]
    if edit.side != "inside":
        return [piece for half in _halved(edit, a, b) for piece in _two_sided(half, a, b)]
    return _two_sided(edit, a, b)


def _bare(edit: Edit, a: Sequence, b: Sequence) -> Edit:
    """Without the equal words at its edges (a lone "the" between two changes joins nothing); then it lies inside."""
    first = 0
    size = min(edit.a_last - edit.a_first, edit.b_last - edit.b_first)
    while first < size and a.words[edit.a_first + first].norm == b.words[edit.b_first + first].norm:
        first += 1
    last = 0
    while last < size - first and a.words[edit.a_last - 1 - last].norm == b.words[edit.b_last - 1 - last].norm:
        last += 1
    anchored = (first and edit.side == "start") or (last and edit.side == "end")
    return replace(
        edit,
        a_first=edit.a_first + first,
        b_first=edit.b_first + first,
        a_last=edit.a_last - last,
        b_last=edit.b_last - last,
        side="inside" if anchored else edit.side,
    )


def _slid(edit: Edit, a: Sequence, b: Sequence) -> Edit:
    """Of the equal ways to leave out words of `a` ("A. *B. A.* C", "*A. B.* A. C"), the one that cuts at a stop."""
    options = [edit]
    left = edit
    while left.side != "start" and left.b_first and _same(a, left.a_first - 1, left.a_last - 1):
        if not _same_words(a, left.a_first - 1, b, left.b_first - 1):
            break
        left = _shifted(left, -1)
        options.append(left)
    right = edit
    while right.side != "end" and right.a_last < len(a.words) and _same(a, right.a_first, right.a_last):
        if right.b_first >= len(b.words) or not _same_words(a, right.a_last, b, right.b_first):
            break
        right = _shifted(right, 1)
        options.append(right)
    best = max(options, key=lambda e: _edges(e, a))
    return best if best == edit else replace(best, side="inside")


def _shifted(edit: Edit, by: int) -> Edit:
    return replace(
        edit,
        a_first=edit.a_first + by,
        a_last=edit.a_last + by,
        b_first=edit.b_first + by,
        b_last=edit.b_last + by,
    )


def _same(side: Sequence, i: int, j: int) -> bool:
    return side.words[i].norm == side.words[j].norm


def _same_words(a: Sequence, i: int, b: Sequence, j: int) -> bool:
    return a.words[i].norm == b.words[j].norm


def _edges(edit: Edit, a: Sequence) -> int:
    """How well the run's edges fit the marks around it."""
    ends = (edit.a_first, edit.a_last)
    return sum(2 * (i in a.stops or i == 0) + (i in a.pauses) for i in ends)


def _sentences(edit: Edit, a: Sequence) -> list[Edit]:
    """A run that only `a` has, cut at joins, and at stops unless whole sentences follow each other."""
    pieces = _pieces(a, edit.a_first, edit.a_last)
    merged: list[tuple[int, int]] = []
    for first, last in pieces:
        whole = last in a.stops or last == len(a.words)
        if merged and whole and first not in a.joins and _opens(a, merged[-1][0]):
            first = merged.pop()[0]
        merged.append((first, last))
    return [replace(edit, a_first=first, a_last=last) for first, last in merged]


def _opens(side: Sequence, at: int) -> bool:
    return at == 0 or at in side.stops


def _pieces(side: Sequence, first: int, last: int) -> list[tuple[int, int]]:
    edges = [i for i in sorted(side.stops | side.joins) if first < i < last]
    return list(zip([first, *edges], [*edges, last], strict=True)) if last > first else []


def _halved(edit: Edit, a: Sequence, b: Sequence) -> list[Edit]:
    """At an end of the quotation: the words next to the shared ones were replaced, those beyond are just not quoted."""
    at_a, at_b = (edit.a_last, edit.b_last) if edit.side == "start" else (edit.a_first, edit.b_first)
    if at_a in a.stops and at_b in b.stops:
        return _apart(edit)
    near_a = _near(edit, a, b)
    near_b = _near(edit.mirrored(), b, a)
    if edit.side == "start":
        near = replace(edit, a_first=edit.a_last - near_a, b_first=edit.b_last - near_b, side="inside")
        far = replace(edit, a_last=near.a_first, b_last=near.b_first)
        halves = [far, _bare(near, a, b)]
    else:
        near = replace(edit, a_last=edit.a_first + near_a, b_last=edit.b_first + near_b, side="inside")
        far = replace(edit, a_first=near.a_last, b_first=near.b_last)
        halves = [_bare(near, a, b), far]
    return [e for e in halves if e.a_last > e.a_first or e.b_last > e.b_first]


def _near(edit: Edit, a: Sequence, b: Sequence) -> int:
    """How many words of `a` at the shared ones the words of `b` replace: up to where both have the same word again."""
    size_a, size_b = edit.a_last - edit.a_first, edit.b_last - edit.b_first
    if size_a <= size_b:
        return size_a
    run, other = a.norms(edit.a_first, edit.a_last), b.norms(edit.b_first, edit.b_last)
    if edit.side == "start":
        run, other = run[::-1], other[::-1]
    reach = run[: size_b + LOPSIDED]
    if other[-1] in reach:
        return len(reach) - reach[::-1].index(other[-1])
    return size_b if size_a > 2 * size_b + LOPSIDED else size_a


def _apart(edit: Edit) -> list[Edit]:
    """Two one-sided runs in place of one replaced run: different sentences stand there."""
    return [
        replace(edit, b_last=edit.b_first),
        replace(edit, a_first=edit.a_last),
    ]


def _two_sided(edit: Edit, a: Sequence, b: Sequence) -> list[Edit]:
    """Replaced runs, sentence by sentence; leading and trailing pronouns and auxiliaries are a change of their own."""
    if edit.only_a or edit.only_b:
        return _divided(edit, a, b)
    if _whole(a, edit.a_first, edit.a_last) and _whole(b, edit.b_first, edit.b_last):
        return [piece for half in _apart(edit) for piece in _divided(half, a, b)]
    out: list[Edit] = []
    left, right = _pieces(a, edit.a_first, edit.a_last), _pieces(b, edit.b_first, edit.b_last)
    for x, y in zip_longest(left, right):
        x = x or (edit.a_last, edit.a_last)
        y = y or (edit.b_last, edit.b_last)
        piece = replace(edit, a_first=x[0], a_last=x[1], b_first=y[0], b_last=y[1])
        out += [e for part in _rejoined(piece, a, b) for e in _peeled(part, a, b)]
    return out


def _whole(side: Sequence, first: int, last: int) -> bool:
    """Whole sentences of some length."""
    return _opens(side, first) and last in side.stops and side.content(first, last) >= 3


def _peeled(edit: Edit, a: Sequence, b: Sequence) -> list[Edit]:
    """A change of person and a change of word are two: "she was satisfied" / "I am convinced"."""
    words = grammar(a.language).function_words
    if edit.only_a or edit.only_b:
        return [edit]
    at_a, at_b = edit.a_first, edit.b_first
    while at_a < edit.a_last and a.words[at_a].norm in words:
        at_a += 1
    while at_b < edit.b_last and b.words[at_b].norm in words:
        at_b += 1
    both = at_a > edit.a_first and at_b > edit.b_first
    if not both or (at_a, at_b) == (edit.a_last, edit.b_last):
        return [edit]
    head = replace(edit, a_last=at_a, b_last=at_b)
    return [head, replace(edit, a_first=at_a, b_first=at_b)]


def _rejoined(edit: Edit, a: Sequence, b: Sequence) -> list[Edit]:
    """A short replaced run with a word in common is two changes: "Weber was probably" / "Maier was"."""
    left, right = a.norms(edit.a_first, edit.a_last), b.norms(edit.b_first, edit.b_last)
    if max(len(left), len(right)) > SHORT_RUN or sorted(left) == sorted(right):
        return [edit]
    return [
        replace(
            edit,
            a_first=edit.a_first + op.src_start,
            a_last=edit.a_first + op.src_end,
            b_first=edit.b_first + op.dest_start,
            b_last=edit.b_first + op.dest_end,
        )
        for op in _replacements(left, right)
    ]


def _replacements(left: list[str], right: list[str]) -> list[Opcode]:
    """The unequal stretches of two short runs, neighbours joined."""
    out: list[Opcode] = []
    for op in Indel.opcodes(left, right):
        if op.tag == "equal":
            continue
        if out and (out[-1].src_end, out[-1].dest_end) == (op.src_start, op.dest_start):
            op = Opcode("replace", out[-1].src_start, op.src_end, out[-1].dest_start, op.dest_end)
            out.pop()
        out.append(op)
    return out


def _mark_moves(found: list[Edit], a: Sequence, b: Sequence) -> list[Edit]:
    """A run that only one has, and that the other has elsewhere, was moved: both ends are marked."""
    ours = {i: _lemmas(a, e.a_first, e.a_last) for i, e in enumerate(found) if e.only_a}
    theirs = {i: _lemmas(b, e.b_first, e.b_last) for i, e in enumerate(found) if e.only_b}
    moved: set[int] = set()
    for i, left in ours.items():
        for j, right in theirs.items():
            if i not in moved and j not in moved and left and right and _alike(left, right):
                moved |= {i, j}
    return [replace(e, moved=True) if i in moved else e for i, e in enumerate(found)]


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    common, sizes = len(left & right), sorted((len(left), len(right)))
    return left == right or (common >= 2 and common >= MOVED * sizes[0] and 2 * common >= sizes[1])


def _lemmas(side: Sequence, first: int, last: int) -> frozenset[str]:
    stopwords = language(side.language).stopwords
    return frozenset(lemma_key(norm, side.language) for norm in side.norms(first, last) if norm not in stopwords)
