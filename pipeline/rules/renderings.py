"""What a rendering has or lacks against another, told once for all the pairs of outlets that show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.comparison.qualifiers import QUALIFIERS
from pipeline.rules.contrast import contrast
from pipeline.rules.losses import having
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
    """A phrase for rows of class `translation`; None where their explanations have to be told as they are.

    A clause that is left out stands for what is lost with it.
    """
    kinds = {row["kind"] for row in rows}
    effects = sorted(kinds & EFFECTS.keys()) if "clause" in kinds else []
    if kinds == {"clause", *effects}:
        rows, kinds = [row for row in rows if row["kind"] == "clause"], {"clause"}
    losses = [loss for row in rows if (loss := _loss(row, sources))]
    if len(kinds) == 1 and not losses:
        return _either(rows, sources)
    if len(kinds) != 1 or len(losses) < len(rows):
        return None
    with_words, without = {loss.has.outlet for loss in losses}, {loss.lacks.outlet for loss in losses}
    without = (without - with_words) or without
    if with_words == without:
        return None
    phrase = _phrase(kinds.pop(), sorted(without), [loss.has for loss in losses if loss.lacks.outlet in without])
    return phrase and "; ".join([phrase, *(EFFECTS[kind] for kind in effects)]).replace("; ", ": ", bool(effects))


def _phrase(kind: str, lacking: Sequence[str], has: Sequence[Side]) -> str | None:
    who, words = listed(lacking), _by_wording(has)
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


def _either(rows: Sequence[Row], sources: Sources) -> str | None:
    """Both sides have words of their own; what follows the last colon says in which way they are unlike."""
    told = [str(row["explanation"] or "") for row in rows]
    if not all(f"“{row[f'{side}_text']}”" in text for row, text in zip(rows, told, strict=True) for side in "ab"):
        return None
    pairs = [(_teller(row, "a", sources), _teller(row, "b", sources)) for row in rows]
    words = contrast([side for pair in pairs for side in pair], pairs)
    strong = {text.rpartition("stronger in ")[2] for text in told if "stronger in " in text}
    if strong:
        return f"{words}: stronger in {listed(strong)}"
    if all("seems to have become" in text for text in told):
        return f"{words}: the words do not seem to say the same"
    ways = {text.rpartition("”")[2].partition(": ")[2] for text in told}
    return f"{words}: {ways.pop()}" if len(ways) == 1 and "" not in ways else None


def _loss(row: Row, sources: Sources) -> Loss | None:
    has = having(row)
    if has is None:
        return None
    return Loss(_teller(row, has, sources), _teller(row, "b" if has == "a" else "a", sources))


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
