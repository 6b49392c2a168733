"""Editors' insertions: alone they explain, in place of words they replace, and a [sic] accuses the word before it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.edits import Edit
from pipeline.comparison.facts import ONE_NAME
from pipeline.comparison.sequence import Bracket, Sequence
from pipeline.text.folding import fold_typography
from pipeline.text.names import find_names, same_name
from pipeline.text.tokens import content_words

SIC: Final = "[sic]"
_SIGNATURE: Final = re.compile(r"[\s.,;]+(?:--|[—–-])\s*[^—–]{1,20}$")


def compare_brackets(
    a: Sequence, b: Sequence, pairs: dict[int, int], rows: list[tuple[Edit, Difference]]
) -> tuple[list[Difference], set[int]]:
    """Rows for the insertions that only one side has or that stand elsewhere; `pairs` maps words of `a` to `b`'s.

    Also the positions in `rows` that an insertion explains: words that it replaced need no row of their own.
    """
    found: list[Difference] = []
    explained: set[int] = set()
    ours, theirs = list(a.brackets), list(b.brackets)
    for bracket in a.brackets:
        twin = _twin(bracket, theirs, pairs, a, b)
        if twin:
            ours.remove(bracket)
            theirs.remove(twin)
            _replaced_beside(bracket, twin, a, b, rows, found, explained)
    for bracket in list(ours):
        other = _elsewhere(bracket, theirs) or _rival(bracket, theirs, pairs)
        if other:
            ours.remove(bracket)
            theirs.remove(other)
            found.append(_unlike(bracket, other, a, b))
    found += [_alone(bracket, a, b, rows, explained, pairs) for bracket in ours]
    flipped = [(e.mirrored(), d.mirrored()) for e, d in rows]
    back = {j: i for i, j in pairs.items()}
    found += [_alone(bracket, b, a, flipped, explained, back).mirrored() for bracket in theirs]
    return found, explained


def _folded(bracket: Bracket) -> str:
    return fold_typography(bracket.text, case=True)


def _beside(bracket: Bracket, other: Bracket, pairs: dict[int, int]) -> bool:
    """Both stand after, or before, the same shared word."""
    before, after = pairs.get(bracket.at - 1), pairs.get(bracket.at)
    return (before is not None and other.at == before + 1) or (after is not None and other.at == after)


def _twin(bracket: Bracket, theirs: list[Bracket], pairs: dict[int, int], a: Sequence, b: Sequence) -> Bracket | None:
    """The same insertion of the other side beside the same word."""
    edges = ((0, 0), (len(a.words), len(b.words)))
    for o in theirs:
        if _folded(o) == _folded(bracket) and (_beside(bracket, o, pairs) or (bracket.at, o.at) in edges):
            return o
    return None


def _elsewhere(bracket: Bracket, theirs: list[Bracket]) -> Bracket | None:
    return next((o for o in theirs if _folded(o) == _folded(bracket)), None)


def _rival(bracket: Bracket, theirs: list[Bracket], pairs: dict[int, int]) -> Bracket | None:
    """Another insertion of the other side in the same place."""
    return next((o for o in theirs if _beside(bracket, o, pairs)), None)


def _unlike(bracket: Bracket, other: Bracket, a: Sequence, b: Sequence) -> Difference:
    """The same insertion at another word, or two insertions that explain one word differently."""
    span, there = (bracket.start, bracket.end), (other.start, other.end)
    left, right = a.text_of(span), b.text_of(there)
    kind = "sic" if SIC in (_folded(bracket), _folded(other)) else "insertion"
    if _folded(bracket) == _folded(other):
        why = f"{left} stands at another word in {{a}} than in {{b}}"
        return Difference("bracket_edit", kind, "minor", 0.9, left, right, span, there, why)
    ours, theirs = _names(left, a.language), _names(right, b.language)
    both = f"{{a}} inserts {left} where {{b}} inserts {right}"
    if ours and theirs and not any(same_name(x, y) >= ONE_NAME for x in ours for y in theirs):
        return Difference("name", "name", "major", 0.8, left, right, span, there, f"{both}: another name")
    severity: Severity = (
        "none" if content_words(_unsigned(left), a.language) == content_words(_unsigned(right), b.language) else "minor"
    )
    return Difference("bracket_edit", kind, severity, 0.85, left, right, span, there, both)


def _unsigned(text: str) -> str:
    """An insertion without its brackets and without the signature of the editor."""
    return _SIGNATURE.sub("", text.strip("[]()"))


def _names(text: str, code: str) -> list[str]:
    return [n.text for n in find_names(_unsigned(text), code)]


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
    a: Sequence,
    b: Sequence,
    rows: list[tuple[Edit, Difference]],
    explained: set[int],
    pairs: dict[int, int],
) -> Difference:
    """`a` has an insertion where `b` has none."""
    kind = "sic" if _folded(bracket) == SIC else "insertion"
    span = (bracket.start, bracket.end)
    text = a.text_of(span)
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
    return Difference("bracket_edit", kind, "none", 0.9, text, "", span, place, f"{{a}} inserts {text}")


def _replaces(bracket: Bracket, edit: Edit, d: Difference) -> bool:
    """Only the other side has words here, right where this side has the insertion, and few enough to be replaced."""
    if not edit.only_b or d.cls not in ("omission", "negation", "segment") or edit.b_last - edit.b_first > 6:
        return False
    return edit.a_first == bracket.at and edit.side == "inside"
