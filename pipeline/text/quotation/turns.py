"""Speech without marks of its own: the turns of an interview or transcript, and block quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_WORD: Final = r"[^\W\d_][\w.’'-]{0,30}"
_LABEL: Final = re.compile(rf"\s*(?P<mark>[\"“«„]?)\s*(?P<name>{_WORD}(?: {_WORD}){{0,3}})\s*:\s+(?=\S)")
_BLOCK: Final = re.compile(r"\s*(?P<mark>>)\s+(?=\S)")
_LEAST_TURNS: Final = 3
_LEAST_ANSWERS: Final = 2
_ASKING: Final = ("?", "؟", "？")
_PAIRS: Final = {"“": "”", "«": "»", "„": "“", '"': '"'}
_CLOSING: Final = '"”»“'


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says in a paragraph: content `start:end`; the label that names it stands at `label`."""

    name: str
    label: tuple[int, int]
    start: int
    end: int
    mark: str
    unclosed: bool


def labels(text: str, paragraphs: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Names that head turns of speech: two voices at least, and one of them more than once; or one voice that answers
    questions, which stand as paragraphs without a name."""
    counted: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    asked = False
    for start, end in paragraphs:
        found = _LABEL.match(text, start, end)
        named = found is not None and _is_name(found.group("name"))
        if found is not None and named:
            counted[found.group("name")] += 1
            answers[found.group("name")] += asked
        asked = not named and text[start:end].rstrip().rstrip(_CLOSING).endswith(_ASKING)
    if sum(counted.values()) < _LEAST_TURNS:
        return frozenset()
    if len(counted) > 1 and max(counted.values()) > 1:
        return frozenset(counted)
    return frozenset(name for name, count in answers.items() if count >= _LEAST_ANSWERS)


def _is_name(label: str) -> bool:
    return all(word[0].isupper() for word in label.split())


def turn(text: str, start: int, end: int, known: frozenset[str]) -> Turn | None:
    """The turn or block quotation that a paragraph is; None for any other."""
    found = _LABEL.match(text, start, end)
    named = found is not None and found.group("name") in known
    if not named:
        found = _BLOCK.match(text, start, end)
    if found is None:
        return None
    if not named:
        return _block(text, found.end(), end)
    content = text[found.end() : end].rstrip()
    closed = bool(found.group("mark")) and content[-1:] in _CLOSING and content[-1:] != ""
    if closed:
        content = content[:-1].rstrip()
    unclosed = bool(found.group("mark")) and not closed
    return Turn(
        found.group("name"),
        found.span("name"),
        found.end(),
        found.end() + len(content),
        found.group("mark"),
        unclosed,
    )


def _block(text: str, start: int, end: int) -> Turn:
    """A block quotation; marks that some outlets set round it as well are no part of its words."""
    content = text[start:end].rstrip()
    closing = _PAIRS.get(content[:1], "")
    inside = content[1:].find(closing) + 1 if closing else 0
    if not closing or inside not in (0, len(content) - 1):
        return Turn("", (-1, -1), start, start + len(content), ">", unclosed=False)
    stop = start + (inside or len(content))
    return Turn("", (-1, -1), start + 1, stop, content[0], unclosed=not inside)
