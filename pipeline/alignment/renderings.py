"""How far the words of one quoted sentence are rendered in another of another language, by the dictionaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.alignment.parts import Part
from pipeline.dictionary import has_table, senses
from pipeline.evidence.segments import Segments, Windows
from pipeline.evidence.senses import SenseSpace

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTER: Final = 3.0
LONGER: Final = 2.0
"""Logits for all words of the shorter sentence rendered in the longer, and the reverse."""
CHANCE: Final = 0.8
"""What two sentences of one story share without being one, in logits."""
NOTHING: Final = 0.1
STRANGERS: Final = 5.0
"""Two sentences of which no word renders another lose as much, by the share of their words that are in dictionaries."""
SHORT: Final = 0.5
"""A phrase of two words may be rendered freely, and one word of it by chance: it says half as much."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Share of the shorter sentence's words that the longer renders, of the longer's that the shorter does, and of
    words that the dictionaries know in the sentence of which they know fewer."""

    shorter: float
    longer: float
    known: float

    def logit(self, *, short: bool) -> float:
        """What it adds to the odds that both report the same words; fitted on pairs of six annotated corpora."""
        found = SHORTER * self.shorter + LONGER * self.longer - CHANCE
        if self.shorter < NOTHING:
            found = -STRANGERS * self.known
        return found * (SHORT if short else 1.0)


class Renderings:
    """The parts of a story by the senses of their words."""

    def __init__(self, parts: list[Part]) -> None:
        stems = [[part.own.stems[at] for at in part.own.content_at] for part in parts]
        self._row = {part.id: at for at, part in enumerate(parts)}
        terms = [
            frozenset(f"{part.language}:{stem}" for stem in found) for part, found in zip(parts, stems, strict=True)
        ]
        self._space = SenseSpace(terms)
        self._known = np.array([_known(part) for part in parts])

    def table(self, a: list[Part], b: list[Part]) -> NDArray[np.float64]:
        """(3, len(a), len(b)): share of a's words rendered in b, of b's in a, and of known words in the poorer."""
        left, right = (np.array([self._row[part.id] for part in side], np.intp) for side in (a, b))
        forward = self._space.coverage(left, right, _each(right))
        backward = self._space.coverage(right, left, _each(left)).T
        return np.array([forward, backward, np.minimum.outer(self._known[left], self._known[right])])


def _each(rows: NDArray[np.intp]) -> Windows:
    return Windows(Segments([1] * len(rows)), 1)


def _known(part: Part) -> float:
    """Share of the content words that a dictionary has."""
    stems = [part.own.stems[at] for at in part.own.content_at]
    return sum(bool(senses(stem, part.language)) for stem in stems) / max(1, len(stems))


def comparable(a: Part, b: Part) -> bool:
    """Whether the dictionaries know both languages and there are words to look up."""
    return has_table(a.language) and has_table(b.language) and bool(a.own.content_at) and bool(b.own.content_at)


def read_as_english(a: Part, b: Part) -> bool:
    """Whether an outlet's own English meets a translation, the words of which are compared too. Two translations are
    not: each strays in its own way."""
    return a.english is not None and b.english is not None and "en" in (a.language, b.language)
