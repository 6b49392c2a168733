"""Editors' insertions: alone they explain, in place of words they replace, and a [sic] accuses the word before it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.edits import Edit
from pipeline.comparison.sequence import Bracket, Sequence

SIC: Final = "[sic]"


def compare_brackets(
    a: Sequence, b: Sequence, pairs: dict[int, int], rows: list[tuple[Edit, Difference]]
) -> tuple[list[Difference], set[int]]:
    """Rows for the insertions that only one side has or that stand elsewhere; `pairs` maps words of `a` to `b`'s.

    Also the positions in `rows` that an insertion explains: words that it replaced need no row of their own.
    """
    found: list[Difference] = []
    explained: set[int] = set()
    back = {j: i for i, j in pairs.items()}
    seen: set[Bracket] = set()
    for bracket in a.brackets:
        twin = _twin(bracket, b, pairs, a)
        if twin:
            seen.add(twin)
            _replaced_beside(bracket, twin, a, b, rows, found, explained)
        else:
            elsewhere = next((o for o in b.brackets if _same_text(o, bracket) and o not in seen), None)
            if elsewhere:
                seen.add(elsewhere)
            found.append(_alone(bracket, elsewhere, a, b, rows, explained, pairs))
    flipped = [(e.mirrored(), d.mirrored()) for e, d in rows]
    for bracket in b.brackets:
        if bracket not in seen:
            found.append(_alone(bracket, None, b, a, flipped, explained, back).mirrored())
    return found, explained


def _same_text(one: Bracket, two: Bracket) -> bool:
    return one.text.casefold() == two.text.casefold()


def _twin(bracket: Bracket, other: Sequence, pairs: dict[int, int], mine: Sequence) -> Bracket | None:
    """The same insertion of the other side beside the same word."""
    before, after = pairs.get(bracket.at - 1), pairs.get(bracket.at)
    for o in other.brackets:
        beside = (before is not None and o.at == before + 1) or (after is not None and o.at == after)
        if _same_text(o, bracket) and (beside or (bracket.at, o.at) in ((0, 0), (len(mine.words), len(other.words)))):
            return o
    return None


def _replaced_beside(
    bracket: Bracket,
    twin: Bracket,
    a: Sequence,
    b: Sequence,
    rows: list[tuple[Edit, Difference]],
    found: list[Difference],
    explained: set[int],
) -> None:
    """Both have the insertion; one has it beside the words that the other replaced by it."""
    for i, (edit, d) in enumerate(rows):
        if i in explained or d.cls not in ("omission", "segment") or edit.moved:
            continue
        if edit.only_a and bracket.at in (edit.a_first, edit.a_last):
            glossed, span, who, other = a, edit, "{a}", "{b}"
        elif edit.only_b and twin.at in (edit.b_first, edit.b_last):
            glossed, span, who, other = b, edit.mirrored(), "{b}", "{a}"
        else:
            continue
        if span.a_last - span.a_first > 3 or edit.side != "inside":
            continue
        words = glossed.slice(span.a_first, span.a_last)
        why = f"{who} keeps “{words}” and explains it by {bracket.text}; {other} has only {twin.text}"
        found.append(replace(d, cls="bracket_edit", kind="replacement", severity="minor", explanation=why))
        explained.add(i)
        return


def _alone(
    bracket: Bracket,
    elsewhere: Bracket | None,
    a: Sequence,
    b: Sequence,
    rows: list[tuple[Edit, Difference]],
    explained: set[int],
    pairs: dict[int, int],
) -> Difference:
    """`a` has an insertion that `b` has not, or has at another word."""
    kind = "sic" if bracket.text.casefold() == SIC else "insertion"
    span = (bracket.start, bracket.end)
    text = a.text_of(span)
    if elsewhere:
        there = (elsewhere.start, elsewhere.end)
        why = f"{text} stands at another word in {{a}} than in {{b}}"
        return Difference("bracket_edit", kind, "minor", 0.9, text, b.text_of(there), span, there, why)
    for i, (edit, d) in enumerate(rows):
        if i not in explained and kind != "sic" and _replaces(bracket, edit, d):
            explained.add(i)
            words = b.slice(edit.b_first, edit.b_last)
            why = f"{{a}} has {text} where {{b}} has “{words}”"
            return Difference(
                "bracket_edit", "replacement", "minor", 0.9, text, words, span, b.span(edit.b_first, edit.b_last), why
            )
    at = pairs[bracket.at] if bracket.at in pairs else pairs.get(bracket.at - 1, -1) + 1
    place = b.span(at, at)
    severity: Severity = "none"
    return Difference("bracket_edit", kind, severity, 0.9, text, "", span, place, f"{{a}} inserts {text}")


def _replaces(bracket: Bracket, edit: Edit, d: Difference) -> bool:
    """Only the other side has words here, right where this side has the insertion, and few enough to be replaced."""
    if not edit.only_b or d.cls not in ("omission", "negation", "segment") or edit.b_last - edit.b_first > 6:
        return False
    return edit.a_first == bracket.at and edit.side == "inside"
