"""Rivals of an English sentence: the same words but for one number, name or negator."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

KINDS = ("number", "name", "negation")

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty"
_SPELLED = re.compile(rf"\b(?:{_COUNTS.replace(' ', '|')})\b")
_SCALES = {"thousand": "million", "million": "billion", "billion": "million"}
_SCALE = re.compile(rf"\b(?:{'|'.join(_SCALES)})\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_NEGATED = re.compile(r"\bnot |(?<=[a-z])n['’]t\b")
_VERB = re.compile(r"\b(?:is|are|was|were|will|would|can|could|has|have|had|should|must|did|does|may)\b(?! not)")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_NOT_NAMES = {*_DAYS.split(), "They", "That", "This", "There"}


def _changed_figure(figure: str, draw: random.Random) -> str:
    """Change a figure as slips do: a lost decimal point, another digit, another order."""
    if "." in figure and draw.random() < 0.5:
        return figure.replace(".", "")
    place = draw.choice([i for i, sign in enumerate(figure) if sign.isdigit()])
    digit = str((int(figure[place]) + draw.randint(1, 8)) % 10 or 1)
    changed = figure[:place] + digit + figure[place + 1 :]
    return changed if changed != figure else figure + "0"


def _number(text: str, draw: random.Random) -> str | None:
    """Change one number of a sentence, in figures or words; None if it has none."""
    figures = list(_FIGURE.finditer(text))
    scale = _SCALE.search(text)
    if scale and (not figures or draw.random() < 0.3):
        return text[: scale.start()] + _SCALES[scale[0]] + text[scale.end() :]
    if figures:
        found = draw.choice(figures)
        return text[: found.start()] + _changed_figure(found[0], draw) + text[found.end() :]
    if spelled := _SPELLED.search(text):
        other = draw.choice([word for word in _COUNTS.split() if word != spelled[0]])
        return text[: spelled.start()] + other + text[spelled.end() :]
    return None


def _name(text: str, draw: random.Random, names: Sequence[str]) -> str | None:
    """Put another name for one inside a sentence; None if it has none."""
    found = [match for match in _NAME.finditer(text) if match[0] not in _NOT_NAMES]
    if not found or not names:
        return None
    place = draw.choice(found)
    other = draw.choice(names)
    return None if other == place[0] else text[: place.start()] + other + text[place.end() :]


def _negation(text: str) -> str | None:
    """Remove the negator of a sentence or give it one; None if no place is found."""
    if negated := _NEGATED.search(text):
        return text[: negated.start()] + text[negated.end() :]
    if verb := _VERB.search(text):
        return text[: verb.end()] + " not" + text[verb.end() :]
    return None


def names_of(texts: Sequence[str]) -> list[str]:
    """Collect the names that stand inside sentences, each once, in order of appearance."""
    found = (match[0] for text in texts for match in _NAME.finditer(text))
    return [name for name in dict.fromkeys(found) if name not in _NOT_NAMES]


def rival(text: str, kind: str, names: Sequence[str], seed: int = 0) -> str | None:
    """Edit one number, name or negator of `text`, the same way on each call; None if it cannot."""
    draw = random.Random(f"{seed}:{kind}:{text}")
    if kind == "number":
        return _number(text, draw)
    if kind == "name":
        return _name(text, draw, names)
    return _negation(text)
