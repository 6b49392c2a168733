"""Figures of many claims against many passages: what a sentence has for a claim is found once for all its passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.evidence.statements import Answer, Figures, Statement, answer, figures_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.segments import Places

NONE: Final = Figures(0.0, 0.0, (), ())


class Answers:
    """What each sentence has for the figures of each claim, by their numbers."""

    def __init__(self, claims: Sequence[Statement], heard: Sequence[Statement]) -> None:
        self.claims, self.heard = claims, heard
        self._found: dict[tuple[int, int], Answer | None] = {}
        self._unanswered: dict[int, Figures] = {}

    def figures(self, claim: int, run: Sequence[int]) -> Figures:
        """The claim's figures in a run of sentences."""
        answers = [found for sentence in run if (found := self._answer(claim, sentence)) is not None]
        if answers:
            return figures_of(self.claims[claim], answers)
        if claim not in self._unanswered:
            self._unanswered[claim] = figures_of(self.claims[claim], [])
        return self._unanswered[claim]

    def _answer(self, claim: int, sentence: int) -> Answer | None:
        """None where the sentence has nothing to say of any of them."""
        pair = (claim, sentence)
        if pair not in self._found:
            mine, theirs = self.claims[claim], self.heard[sentence]
            comparable = (mine.numbers and theirs.numbers) or (mine.dates and theirs.dates)
            found = answer(mine, theirs) if comparable else None
            self._found[pair] = found if found is not None and found.says_something else None
        return self._found[pair]


class FiguresBetween:
    """Comparisons of claims with runs of sentences, a row each; sentences without figures are passed over."""

    def __init__(self, answers: Answers, claim: Places, first: Places, last: Places) -> None:
        """`claim`, `first` and `last` are the numbers of each row's claim and of its run's first and last sentence."""
        telling = [number for number, statement in enumerate(answers.heard) if _tells(statement)]
        start, end = np.searchsorted(telling, first), np.searchsorted(telling, last, side="right")
        asked = np.array([_tells(statement) for statement in answers.claims], bool)[claim]
        size = len(telling) + 1
        # Where the claim or the run has no figure, which one it is plays no part.
        code = np.where(asked, (claim * size + np.where(start < end, start, 0)) * size, -1)
        code = np.where(asked & (start < end), code + end, code)
        _, rows, self._of = np.unique(code, return_index=True, return_inverse=True)
        self._distinct: list[Figures] = [
            answers.figures(int(claim[row]), telling[start[row] : end[row]]) if asked[row] else NONE for row in rows
        ]

    def __getitem__(self, row: int) -> Figures:
        return self._distinct[int(self._of[row])]

    def column(self, read: Callable[[Figures], float]) -> NDArray[np.float64]:
        """(rows,) a number read off each comparison."""
        return np.array([read(figures) for figures in self._distinct], np.float64)[self._of]


def _tells(statement: Statement) -> bool:
    return bool(statement.numbers or statement.dates)
