"""What in a run of words would change a reader's belief: values, names, negation, hedges, conditions."""

from __future__ import annotations

from pipeline.comparison.edits import Edit
from pipeline.comparison.sequence import Sequence
from pipeline.text import dates
from pipeline.text.grammar import conditions
from pipeline.text.names import find_names, same_name
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.quantities import compatible
from pipeline.text.polarity import hedges, negation_count


def qualifier(text: str, code: str, wanted: str | None = None) -> str | None:
    """The weightiest qualifier in a run: negation, hedge, condition, number or name; None if it has none.

    With `wanted`, whether that one is there, whatever else is.
    """
    found = {
        "negation": negation_count(text, code) % 2 == 1,
        "hedge": any(h.kind != "approximation" for h in hedges(text, code)),
        "condition": bool(conditions(text, code)),
        "number": bool(find_numbers(text, code)),
        "name": bool(find_names(text, code)),
    }
    if wanted:
        return wanted if found[wanted] else None
    return next((kind for kind, there in found.items() if there), None)


def changed_value(
    ranges: tuple[tuple[int, int], tuple[int, int]], a: Sequence, b: Sequence, edit: Edit
) -> str | None:
    """'number', 'date' or 'time' where the edit lies inside values that do not agree; None where they agree."""
    (a0, a1), (b0, b1) = ranges
    left, right = _text(a, a0, a1), _text(b, b0, b1)
    a_edit = _within(a, a0, edit.a_first, edit.a_last)
    b_edit = _within(b, b0, edit.b_first, edit.b_last)
    whens_a = [w for w in dates.find_dates(left, a.language) if _hit(w.start, w.end, a_edit)]
    whens_b = [w for w in dates.find_dates(right, b.language) if _hit(w.start, w.end, b_edit)]
    if whens_a and whens_b:
        agree = dates.compatible(whens_a[0], whens_b[0])
        return "date" if agree is False else None
    ours = [n for n in find_numbers(left, a.language) if _hit(n.start, n.end, a_edit)]
    theirs = [n for n in find_numbers(right, b.language) if _hit(n.start, n.end, b_edit)]
    if ours and theirs and not _agree(ours, theirs):
        return "number"
    return None


def _agree(ours: list[Number], theirs: list[Number]) -> bool:
    return any(compatible(x, y) for x in ours for y in theirs)


def _text(side: Sequence, first: int, last: int) -> str:
    return side.article_text[side.words[first].start : side.words[last - 1].end] if last > first else ""


def _within(side: Sequence, origin: int, first: int, last: int) -> tuple[int, int]:
    """Character range of words first..last-1 in the text that begins at word `origin`."""
    base = side.words[origin].start if origin < len(side.words) else 0
    start, end = side.span(first, last)
    return start - base, end - base


def _hit(start: int, end: int, span: tuple[int, int]) -> bool:
    return start < span[1] and span[0] < end


def names_differ(left: str, right: str, code: str) -> bool:
    """Both runs hold a name and no name of one is one of the other's."""
    ours, theirs = find_names(left, code), find_names(right, code)
    if not ours or not theirs:
        return False
    return not any(same_name(x.text, y.text) >= 0.7 for x in ours for y in theirs)
