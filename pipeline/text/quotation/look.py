"""A quotation seen in its sentence, and the reporting frame that a look at it gives."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text.quotation.phrases import Source
from pipeline.text.quotation.sources import Reader
from pipeline.text.quotation.stream import Item, Unit


@dataclass(frozen=True, slots=True)
class Frame:
    """`place` says where the cue stands: colon, after, left, according, trailing; nowhere in a predicate."""

    cue: Item
    source: Source | None
    place: str
    relay: Source | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A quotation, `unit[at]`, in its sentence."""

    text: str
    unit: Unit
    at: int
    reader: Reader
