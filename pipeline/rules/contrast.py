"""What stands against what, in one phrase: outlets that say the same stand together, whatever their languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pipeline.rules.phrasing import Side, extract, listed

CAMPS = 4
"""Wordings, or groups of them, that a message shows."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording with all who print it."""

    folded: str
    shown: str
    figure: str
    gloss: bool
    outlets: tuple[str, ...]


def contrast(sides: Sequence[Side], opposed: Iterable[tuple[Side, Side]] = ()) -> str:
    """`“seven” in A and B, “sieben” in C; but “восемь” (8) in D`, and nothing for a side without words.

    `opposed` are the pairs that were found to differ: wordings of which no two do are one camp.
    """
    tight = _tightest(sides)
    found = _camps(_wordings(tight), _opposition(tight, opposed))
    several = any(len(camp) > 1 for camp in found)
    told = [_camp(camp) for camp in found[:CAMPS]]
    if several and len(found) == 2:
        return "; but ".join(told)
    more = len(found) - CAMPS
    return "; ".join(told) + (f"; and {more} other wording{'s' if more > 1 else ''}" if more > 0 else "")


def _camp(wordings: Sequence[Wording]) -> str:
    more = sum(len(each.outlets) for each in wordings[CAMPS:])
    return ", ".join(map(_said, wordings[:CAMPS])) + (f" and {more} more" if more else "")


def _said(wording: Wording) -> str:
    words = extract(wording.shown) if wording.shown.strip() else "nothing"
    gloss = f" ({wording.figure})" if wording.gloss and wording.figure and not _DIGIT.search(wording.shown) else ""
    return f"{words}{gloss} in {listed(wording.outlets)}"


def _wordings(sides: Iterable[Side]) -> list[Wording]:
    """Most outlets first, then by the words."""
    by: dict[str, list[Side]] = {}
    for side in sides:
        by.setdefault(side.folded, []).append(side)
    found = [
        Wording(
            folded,
            min(side.shown or side.text for side in group),
            min(side.figure for side in group),
            all(side.gloss for side in group),
            tuple(dict.fromkeys(side.outlet for side in group)),
        )
        for folded, group in by.items()
    ]
    return sorted(found, key=lambda each: (-len(each.outlets), each.folded))


def _tightest(sides: Sequence[Side]) -> list[Side]:
    """Sides without those that only say more of an article's same words than another side does."""
    return [side for side in sides if _tighter(side, sides) is side]


def _tighter(side: Side, sides: Iterable[Side]) -> Side:
    """The side of the same article whose words stand inside this one's; itself where there is none."""
    padded = f" {side.folded} "
    inside = (
        each
        for each in sides
        if each.article == side.article and each.folded and each.folded != side.folded and f" {each.folded} " in padded
    )
    return min(inside, key=lambda each: (len(each.folded), each.folded), default=side)


def _opposition(sides: Sequence[Side], opposed: Iterable[tuple[Side, Side]]) -> set[frozenset[str]]:
    return {frozenset(_tighter(side, sides).folded for side in pair) for pair in opposed}


def _camps(wordings: Sequence[Wording], opposed: Collection[frozenset[str]]) -> list[list[Wording]]:
    """Wordings that nothing holds against each other, directly or through a third, together.

    Where that would put two into one camp that are held against each other or come to two figures, each stands alone.
    """
    alone = [[each] for each in wordings]
    if not opposed:
        return alone
    camp = {each.folded: n for n, each in enumerate(wordings)}
    for n, one in enumerate(wordings):
        for other in wordings[n + 1 :]:
            if frozenset((one.folded, other.folded)) not in opposed:
                _join(camp, one.folded, other.folded)
    found: dict[int, list[Wording]] = {}
    for each in wordings:
        found.setdefault(camp[each.folded], []).append(each)
    camps = sorted(found.values(), key=lambda group: -len({o for each in group for o in each.outlets}))
    return camps if len(camps) > 1 and not any(_torn(group, opposed) for group in camps) else alone


def _join(camp: dict[str, int], one: str, other: str) -> None:
    old, new = camp[other], camp[one]
    for name, at in camp.items():
        camp[name] = new if at == old else at


def _torn(camp: Sequence[Wording], opposed: Collection[frozenset[str]]) -> bool:
    folded = {each.folded for each in camp}
    figures = {each.figure for each in camp if each.figure}
    return len(figures) > 1 or any(len(pair) > 1 and pair <= folded for pair in opposed)
