"""A word that was put for another in a rendering: neither has the other's sense, and both stand beside the same word.

"The misspelled reset button" against «кнопка перезагрузки с неправильным переводом»: button and reset are rendered,
and what stands beside them is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.comparison.rendering import FOUND, known, likeness_of, rendered_words
from pipeline.comparison.sides import side_row
from pipeline.dictionary import senses
from pipeline.text.numerals import find_numbers
from pipeline.text.tokens import stem

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part
    from pipeline.comparison.difference import Difference
    from pipeline.comparison.rendering import Word

RUN: Final = 2
"""Content words that may stand for others."""
ANCHOR: Final = 0.75
"""How surely the word beside them must be rendered."""
GAP: Final = 4
"""Characters between neighbours: a blank, or a short word between two."""

Run = tuple[int, int]


def replaced(a: Part, b: Part) -> list[Difference]:
    """Every such pair of runs, in the order of `a`."""
    if not known(a, b):
        return []
    ours, theirs = rendered_words(a, [b]), rendered_words(b, [a])
    found = []
    for run in _unrendered(ours, a.language):
        for other in _unrendered(theirs, b.language):
            if _valued(ours[slice(*run)], a) or _valued(theirs[slice(*other)], b):
                continue  # values and names are compared as such
            if _side_by_side(run, other, (ours, theirs), (a, b)):
                left, right = (
                    p.text[w[r[0]].start : w[r[1] - 1].end] for p, w, r in ((a, ours, run), (b, theirs, other))
                )
                why = f"“{left}” in {{a}} seems to have become “{right}” in {{b}}"
                found.append(side_row("translation", "words", "minor", 0.5, a, b, left, right, why))
    return found


def _valued(run: list[Word], part: Part) -> bool:
    start, end = run[0].start, run[-1].end
    figures = any(n.start < end and start < n.end for n in find_numbers(part.text, part.language))
    return figures or any(w.start and w.text[:1].isupper() for w in run)


def _unrendered(words: list[Word], code: str) -> list[Run]:
    """Runs of one or two words that the other has not, though the dictionary knows them."""
    runs: list[Run] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].rendered < FOUND and (end == at or _beside(words, end - 1, end)):
            end += 1
        if at < end <= at + RUN and all(senses(stem(w.text, code), code) for w in words[at:end]):
            runs.append((at, end))
        at = max(end, at + 1)
    return runs


def _side_by_side(one: Run, two: Run, words: tuple[list[Word], list[Word]], parts: tuple[Part, Part]) -> bool:
    """A word right beside the one run is rendered by a word right beside the other."""
    for i in (one[0] - 1, one[1]):
        for j in (two[0] - 1, two[1]):
            near = _next_to(words[0], i, one) and _next_to(words[1], j, two)
            if near and _same(words[0][i], words[1][j], parts):
                return True
    return False


def _next_to(words: list[Word], at: int, run: Run) -> bool:
    if not 0 <= at < len(words):
        return False
    return _beside(words, at, run[0]) if at < run[0] else _beside(words, run[1] - 1, at)


def _beside(words: list[Word], first: int, second: int) -> bool:
    return words[second].start - words[first].end <= GAP


def _same(one: Word, two: Word, parts: tuple[Part, Part]) -> bool:
    a, b = parts
    return likeness_of(one.text, a.language, two.text, b.language) >= ANCHOR
