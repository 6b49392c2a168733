"""What the extraction of one article works on and returns."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.text.quotation.look import Frame
from pipeline.text.quotation.marks import Marked
from pipeline.text.quotation.people import Entity
from pipeline.text.quotation.stream import Item, Unit


@dataclass(frozen=True, slots=True)
class Region:
    """One block to search, with its language."""

    block: int
    kind: str
    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Settings:
    """`max_quote_chars` bounds a quotation that is never closed; `scare_max_words` one that nobody is said to say."""

    max_quote_chars: int = 5_000
    scare_max_words: int = 4


@dataclass(slots=True, eq=False)
class Found:
    """One quotation. `spans` are its parts in reading order, `parent` the one it stands in, `source` the span of the
    words that name its speaker, `context` that of the reporting sentence, `whole` says that it stands as a sentence."""

    region: Region
    spans: list[tuple[int, int]]
    mark: str
    unclosed: bool
    outer_start: int
    outer_end: int
    children: list[Marked] = field(default_factory=list)
    parent: Found | None = None
    kind: str = ""
    frame: Frame | None = None
    entity: Entity | None = None
    speaker: str = ""
    source: tuple[int, int] | None = None
    cue: str = ""
    relay: str = ""
    posted: str = ""
    provenance: str = ""
    context: tuple[int, int] | None = None
    naming: bool = False
    apposed: bool = False
    whole: bool = False
    voice: str = ""


@dataclass
class Paragraph:
    """A region's outermost quotations, and its sentences with them as single items."""

    region: Region
    found: list[Found]
    units: list[Unit]

    @cached_property
    def _items(self) -> list[Item]:
        return [item for unit in self.units for item in unit if item.kind != "quote" or item.name]

    @cached_property
    def _starts(self) -> list[int]:
        return [item.start for item in self._items]

    @cached_property
    def _unit_starts(self) -> list[int]:
        return [unit[0].start for unit in self.units]

    def between(self, low: int, high: int) -> list[Item]:
        """Words and marks outside quotations from `low` to `high`."""
        return self._items[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def holds_sentence(self, low: int, high: int) -> bool:
        """Whether a whole sentence lies between the two offsets."""
        at = bisect_left(self._unit_starts, low)
        return at < len(self.units) and self.units[at][-1].end <= high


@dataclass(frozen=True, slots=True)
class Reported:
    """An indirect claim: content `start:end`, who makes it and by which cue."""

    start: int
    end: int
    speaker: str
    source: tuple[int, int] | None
    cue: tuple[int, int]
    language: str
