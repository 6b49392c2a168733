"""What a rendering has or lacks against another, told once for all the pairs of outlets that show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.comparison.qualifiers import QUALIFIERS
from pipeline.rules.contrast import contrast
from pipeline.rules.phrasing import Side, extract, listed
from pipeline.rules.sources import Row, Sources

EFFECTS: Final = {kind.kind: kind.effect for kind in QUALIFIERS}
_CONDITION: Final = re.compile(r"[^.,;:!?…()\[\]«»“”„\"\n]+")
WORDS: Final = 12
"""Words of a condition that are shown."""
SHOWN: Final = 3
"""Wordings that are shown."""

Wording = tuple[str, list[str]]
"""Words, and the outlets that have them."""


class Loss(NamedTuple):
    """Words that one side has and the other lacks."""

    has: Side
    lacks: Side


def departure(rows: Sequence[Row], sources: Sources) -> str | None:
    """A phrase for rows of class `translation` of one kind; None where they tell of more than words lost."""
    kinds = {row["kind"] for row in rows}
    losses = [loss for row in rows if (loss := _loss(row, sources))]
    if kinds == {"strength"} and not losses:
        return _stronger(rows, sources)
    if len(kinds) != 1 or len(losses) < len(rows):
        return None
    having, lacking = {loss.has.outlet for loss in losses}, {loss.lacks.outlet for loss in losses}
    lacking = (lacking - having) or lacking
    if having == lacking:
        return None
    return _phrase(kinds.pop(), sorted(lacking), [loss.has for loss in losses if loss.lacks.outlet in lacking])


def _phrase(kind: str, lacking: Sequence[str], having: Sequence[Side]) -> str | None:
    who, words = listed(lacking), _by_wording(having)
    leave = "leaves" if len(lacking) == 1 else "leave"
    if kind == "clause":
        return f"{who} {leave} out {_one_of(words, 'what')}"
    if kind in EFFECTS:
        return f"{who} {leave} out the {kind} {_one_of(words, 'that')}: {EFFECTS[kind]}"
    if kind == "name":
        return f"{_in_each(words)}, but not named in {who}"
    if kind == "strength":
        return f"{_in_each(words)}, but no word so strong in {who}"
    return None


def _one_of(words: Sequence[Wording], relative: str) -> str:
    """`“if it rains”, which A and B have`, or `what is “if it rains” in A, “wenn es regnet” in B`."""
    if len(words) > 1:
        return f"{relative} is {_in_each(words)}"
    (only,) = words
    return f"{extract(only[0])}, which {listed(only[1])} {'has' if len(only[1]) == 1 else 'have'}"


def _in_each(words: Sequence[Wording]) -> str:
    return ", ".join(f"{extract(shown)} in {listed(outlets)}" for shown, outlets in words[:SHOWN])


def _by_wording(sides: Sequence[Side]) -> list[Wording]:
    """Each wording with those who have it: most outlets first, then by the words."""
    by: dict[str, list[Side]] = {}
    for side in sides:
        by.setdefault(side.folded, []).append(side)
    found = [
        (min(side.shown or side.text for side in group), sorted({side.outlet for side in group}))
        for group in by.values()
    ]
    return sorted(found, key=lambda each: (-len(each[1]), each[0]))


def _stronger(rows: Sequence[Row], sources: Sources) -> str | None:
    """Two words of one scale; the explanation ends with the outlet that has the stronger."""
    told = {str(row["explanation"] or "").rpartition("stronger in ")[2] for row in rows}
    pairs = [(_teller(row, "a", sources), _teller(row, "b", sources)) for row in rows]
    strong = {side.outlet for pair in pairs for side in pair if side.outlet in told}
    if not strong or strong >= {side.outlet for pair in pairs for side in pair}:
        return None
    return f"{contrast([side for pair in pairs for side in pair], pairs)}: stronger in {listed(strong)}"


def _loss(row: Row, sources: Sources) -> Loss | None:
    """The explanation quotes the words of one side only: that side has them."""
    told = row["explanation"] or ""
    having = [side for side in "ab" if row[f"{side}_text"] and f"“{row[f'{side}_text']}”" in told]
    if len(having) != 1:
        return None
    has = having[0]
    lacks = "b" if has == "a" else "a"
    return Loss(_teller(row, has, sources), _teller(row, lacks, sources))


def _teller(row: Row, side: str, sources: Sources) -> Side:
    quote = sources.quote(row[side])
    outlet = sources.outlet(quote["article"])
    words = row[f"{side}_text"]
    shown = _condition(row, side, sources) if row["kind"] == "condition" else words
    return Side(quote["article"], f"the post in {outlet}" if quote["kind"] == "post" else outlet, words, shown)


def _condition(row: Row, side: str, sources: Sources) -> str:
    """The condition itself, not only its "if": from there to the next mark."""
    words, span = str(row[f"{side}_text"]), row[f"{side}_span"]
    if span is None or span["start"] is None:
        return words
    text = sources.text((sources.quote(row[side])["article"], span["start"], span["end"]))
    at = text.find(words)
    found = _CONDITION.match(text, at) if at >= 0 else None
    whole = found.group().split() if found else []
    return words if len(whole) < len(words.split()) else " ".join(whole[:WORDS]) + ("…" if len(whole) > WORDS else "")
