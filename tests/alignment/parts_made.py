"""Parts, grids and matches made by hand: no model, no frames."""

from __future__ import annotations

import numpy as np

from pipeline.alignment.occasions import NOW, Occasion
from pipeline.alignment.pairs import Grid, Weighed, weigh
from pipeline.alignment.parts import Part
from pipeline.alignment.words import words


def part(
    name: str,
    text: str,
    *,
    language: str = "en",
    speaker: str | None = "Anna Keller",
    kind: str = "direct",
    english: str | None = None,
    around: str = "",
    nested: bool = False,
    block: int = 0,
    among_sentences: bool = False,
    occasion: Occasion = NOW,
) -> Part:
    """A part whose id, `name`, is `<article>:<quote>.<n>`; `around` are telling stems beside it."""
    own = words(text, language)
    view = own if language == "en" else words(english, "en") if english else None
    return Part(
        id=name, quote=name.rsplit(".", 1)[0], article=name.split(":")[0], kind=kind, language=language, text=text,
        start=0, end=len(text), own=own, english=view, speaker=speaker, nested=nested, block=block,
        sentence=f"{name}:s", around=frozenset(around.split()), among_sentences=among_sentences,
        occasion=occasion,
    )  # fmt: skip


def grid(cosine: list[list[float]], margin: list[list[float]]) -> Grid:
    """The same table for both views."""
    return Grid(
        {view: np.array(cosine) for view in ("original", "english")},
        {view: np.array(margin) for view in ("original", "english")},
    )


def flat(rows: int = 1, columns: int = 1) -> Grid:
    """Vectors that say nothing."""
    zero = [[0.0] * columns for _ in range(rows)]
    return grid(zero, zero)


def weighed(a: Part, b: Part) -> Weighed:
    """The pair by its words alone."""
    found = weigh(a, b, (0, 0), flat())
    assert found is not None
    return found
