"""Two quotations in one language, word for word: each edit becomes one difference with a class and a severity.

Severity says what a reader would believe differently: `major` where a number, a negation, a hedge, a condition or a
name changes; `minor` where words were cut or changed without that; `none` where only the form differs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.comparison.brackets import compare_brackets
from pipeline.comparison.common import shared_words
from pipeline.comparison.difference import Difference
from pipeline.comparison.edits import Edit, edits
from pipeline.comparison.inside import PARTICLE, changed, left_out, moved
from pipeline.comparison.rows import row, said, whole
from pipeline.comparison.sequence import Sequence
from pipeline.comparison.trimming import segment, trimmed

Found = list[tuple[Edit, Difference]]


def compare_words(a: Sequence, b: Sequence, a_context: str, b_context: str, clause_words: int) -> list[Difference]:
    """Every difference of two quotations in one language; the contexts are their reporting sentences.

    Identical wording gives one row of class `identical` or `typographic`, so that a reader sees it was compared;
    quotations with no word in common give none. Swapping the two gives the same rows from the other side.
    """
    if (_order(b), b_context) < (_order(a), a_context):
        return [d.mirrored() for d in _compare(b, a, b_context, a_context, clause_words)]
    return _compare(a, b, a_context, b_context, clause_words)


def _order(side: Sequence) -> tuple[Any, ...]:
    """What one side is compared by when it is settled which of the two is read first."""
    marks = (side.brackets, side.cuts, side.joins, side.stops, side.pauses)
    return (
        side.norms(0, len(side.words)),
        [w.text for w in side.words],
        [(x.text, x.at) for x in side.brackets],
        *(sorted(found) for found in marks[1:]),
        side.slice(0, len(side.words)),
    )


def _compare(a: Sequence, b: Sequence, a_context: str, b_context: str, clause_words: int) -> list[Difference]:
    changes = edits(a, b)
    if not changes and a.norms(0, len(a.words)) != b.norms(0, len(b.words)):
        return []
    found: Found = []
    trims = [e for e in changes if e.side != "inside" and not e.moved]
    nearest = _nearest(trims)
    for edit in changes:
        if edit.moved:
            found += [(edit, d) for d in moved(edit, a, b)]
        elif edit.side != "inside":
            if edit in nearest:
                found += [(edit, d) for d in _trims(edit, a, b, (a_context, b_context), clause_words)]
        else:
            found.append((edit, _inside(edit, a, b)))
    pairs = {p.a: p.b for p in shared_words(a, b)}
    inserted, explained = compare_brackets(a, b, pairs, found)
    rows = _merged([d for i, (_, d) in enumerate(found) if i not in explained], a) + inserted
    rows += _dots(a, b, pairs) + [d.mirrored() for d in _dots(b, a, {j: i for i, j in pairs.items()})]
    if trims:
        rows.append(segment(a, b))
    return rows or [_same(a, b)]


def _nearest(trims: list[Edit]) -> set[Edit]:
    """Of the runs beyond either end, those that touch the shared words."""
    ends = [e for e in trims if e.side == "end"]
    starts = [e for e in trims if e.side == "start"]
    near: set[Edit] = set()
    for group, last in ((starts, True), (ends, False)):
        for one_sided in ([e for e in group if e.only_a], [e for e in group if e.only_b]):
            if one_sided:
                near.add(one_sided[-1] if last else one_sided[0])
    return near


def _trims(edit: Edit, a: Sequence, b: Sequence, contexts: tuple[str, str], clause_words: int) -> list[Difference]:
    if edit.only_b:
        return [d.mirrored() for d in trimmed(edit.mirrored(), b, a, contexts[0], clause_words)]
    return trimmed(edit, a, b, contexts[1], clause_words)


def _inside(edit: Edit, a: Sequence, b: Sequence) -> Difference:
    if edit.only_a:
        return left_out(edit, a, b)
    if edit.only_b:
        return left_out(edit.mirrored(), b, a).mirrored()
    return changed(edit, a, b)


def _merged(rows: list[Difference], a: Sequence) -> list[Difference]:
    """One row for one shift: tense and person through a sentence, the two halves of one negation ("ne … pas")."""
    out: list[Difference] = []
    for d in rows:
        twin = next((i for i, o in enumerate(out) if _one_shift(o, d, a)), None)
        if twin is None:
            out.append(d)
        elif d.cls == "tense_person":
            out[twin] = replace(out[twin], explanation=_also(out[twin], d))
    denied = {_sentence_of(d, a) for d in out if d.cls == "negation"}
    return [d for d in out if d.kind != PARTICLE or _sentence_of(d, a) not in denied]


def _one_shift(one: Difference, two: Difference, a: Sequence) -> bool:
    if one.cls != two.cls or one.cls not in ("tense_person", "negation") or one.severity != two.severity:
        return False
    return _sentence_of(one, a) == _sentence_of(two, a)


def _sentence_of(d: Difference, a: Sequence) -> int:
    at = sum(w.start < d.a_span[0] for w in a.words)
    return sum(s <= at for s in a.stops)


def _also(first: Difference, more: Difference) -> str:
    changed_too = f"(also “{more.a_text}”, “{more.b_text}”)"
    return f"{first.explanation} {changed_too}" if "(also" not in first.explanation else first.explanation


def _dots(a: Sequence, b: Sequence, pairs: dict[int, int]) -> list[Difference]:
    """Dots inside `a` that look like a cut where `b` has neither dots nor more words."""
    found = []
    for at in sorted(a.cuts):
        before, after = pairs.get(at - 1), pairs.get(at)
        if before is None or after is None or after != before + 1 or after in b.cuts:
            continue
        edit = Edit(at - 1, at + 1, before, after + 1, "inside")
        why = f"only {{a}} has dots that look like a cut in {said(a, at - 1, at + 1)}; {{b}} has no more words there"
        found.append(row(edit, a, b, "typographic", "dots", "minor", 0.8, why))
    return found


def _same(a: Sequence, b: Sequence) -> Difference:
    left, right = a.slice(0, len(a.words)), b.slice(0, len(b.words))
    if left == right:
        return whole(a, b, "identical", "form", "none", 0.95, "both have the same words")
    return whole(a, b, "typographic", "form", "none", 0.95, "both have the same words, with other marks")
