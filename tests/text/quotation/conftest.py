"""A reader's view of the extraction: paragraphs in, (kind, parts, speaker, cue) out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.text.quotation.extract import extract
from pipeline.text.quotation.model import Region, Settings


@dataclass(frozen=True)
class Seen:
    """One quotation with its texts in place of offsets."""

    kind: str
    parts: tuple[str, ...]
    speaker: str
    cue: str
    relay: str
    nested: bool
    unclosed: bool
    words: str


@dataclass(frozen=True)
class Claim:
    text: str
    speaker: str
    cue: str


Read = Callable[..., list[Seen]]


def regions(text: str, language: str, kinds: dict[int, str]) -> list[Region]:
    """Blank lines part the blocks; `kinds` names those that are no paragraphs by number."""
    found, at = [], 0
    for number, block in enumerate(text.split("\n\n")):
        start = text.index(block, at)
        found.append(Region(number, kinds.get(number, "paragraph"), start, start + len(block), language))
        at = start + len(block)
    return found


@pytest.fixture
def read() -> Read:
    def run(text: str, language: str, kinds: dict[int, str] | None = None) -> list[Seen]:
        found, _ = extract(text, regions(text, language, kinds or {}), language, Settings())
        return [
            Seen(
                item.kind,
                tuple(text[start:end] for start, end in item.spans),
                item.speaker,
                item.cue,
                item.relay,
                item.parent is not None,
                item.unclosed,
                text[slice(*item.source)] if item.source else "",
            )
            for item in found
        ]

    return run


@pytest.fixture
def claims() -> Callable[[str, str], list[Claim]]:
    def run(text: str, language: str) -> list[Claim]:
        _, found = extract(text, regions(text, language, {}), language, Settings())
        return [Claim(text[claim.start : claim.end], claim.speaker, text[slice(*claim.cue)]) for claim in found]

    return run
