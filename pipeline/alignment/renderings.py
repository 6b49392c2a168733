"""How far the words of one quoted sentence are rendered in another of another language, by the dictionaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.alignment.parts import Part
from pipeline.dictionary import DERIVED, has_table, senses
from pipeline.evidence.segments import Segments, Windows
from pipeline.evidence.senses import SenseSpace

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTER: Final = 4.7
SHORT: Final = 3.75
LONGER: Final = 0.9
"""Logits for all words of the shorter sentence (of a phrase of two words) rendered in the longer, and the reverse."""
CHANCE: Final = 0.6
"""What two sentences of one story share without being one, in logits."""
NOTHING: Final = 0.1
STRANGE: Final = 0.9
FEW: Final = 2
MANY: Final = 3
"""What each word that the dictionaries have takes away where nothing is rendered, but the first two, up to three:

they find two words of three of a good free translation, so two that are missed say little."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Share of the shorter sentence's words that the longer renders, of the longer's that the shorter does, and how
    many words the dictionaries have of the sentence of which they have fewer."""

    shorter: float
    longer: float
    known: float

    def logit(self, *, short: bool) -> float:
        """What it adds to the odds that both report the same words; fitted on pairs of ten annotated corpora."""
        found = (SHORT if short else SHORTER) * self.shorter + LONGER * self.longer - CHANCE
        return found - STRANGE * min(max(self.known - FEW, 0.0), MANY) if self.shorter < NOTHING else found


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
        self._everybody = np.arange(len(parts))
        self._asked: tuple[list[str], NDArray[np.float64], NDArray[np.float64]] | None = None

    def table(self, a: list[Part], b: list[Part]) -> NDArray[np.float64]:
        """(3, len(a), len(b)): share of a's words rendered in b, of b's in a, how many of the poorer side are known."""
        left, right = (np.array([self._row[part.id] for part in side], np.intp) for side in (a, b))
        forward, backward = self._with_everybody(a, left)
        return np.array(
            [forward[:, right], backward[:, right], np.minimum.outer(self._known[left], self._known[right])]
        )

    def _with_everybody(self, a: list[Part], left: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The shares for all parts of the story, kept for as long as the same article is asked about."""
        names = [part.id for part in a]
        if self._asked is None or self._asked[0] != names:
            forward = self._space.coverage(left, self._everybody, _each(self._everybody))
            backward = self._space.coverage(self._everybody, left, _each(left)).T
            self._asked = names, forward, backward
        return self._asked[1:]


def _each(rows: NDArray[np.intp]) -> Windows:
    return Windows(Segments([1] * len(rows)), 1)


def _known(part: Part) -> float:
    """How many of the content words a dictionary has; half as many where it was made from another language's."""
    found = sum(bool(senses(part.own.stems[at], part.language)) for at in part.own.content_at)
    return found * (0.5 if part.language in DERIVED else 1.0)


def comparable(a: Part, b: Part) -> bool:
    """Whether the dictionaries know both languages and there are words to look up."""
    return has_table(a.language) and has_table(b.language) and bool(a.own.content_at) and bool(b.own.content_at)
