"""Speakers of the quotations in headlines: from the body that has the same words, else from the headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.text.quotation.attribution import Attribution
from pipeline.text.quotation.frames import frame
from pipeline.text.quotation.mentions import runs
from pipeline.text.quotation.model import Found, Paragraph
from pipeline.text.quotation.people import Entity
from pipeline.text.quotation.phrases import Source
from pipeline.text.quotation.stream import Unit
from pipeline.text.tokens import content_words

_SHARED: Final = 0.8


def attribute(text: str, paragraph: Paragraph, body: Sequence[Found], walk: Attribution, language: str) -> None:
    """Name the speakers of a headline's quotations; what the body sets in marks as a name is `naming` here too."""
    words = [(item, frozenset(_stems(text, item, language))) for item in body if item.speaker and item.kind != "scare"]
    names = {tuple(_stems(text, item, language)) for item in body if item.kind == "scare"}
    for unit in paragraph.units:
        for at, item in enumerate(unit):
            if item.kind == "quote":
                found = paragraph.found[item.quote]
                found.naming = walk.titled(found, unit, at) or tuple(_stems(text, found, language)) in names
                _one(text, found, unit, at, words, walk, language)


def _stems(text: str, found: Found, language: str) -> list[str]:
    return [stem for start, end in found.spans for stem in content_words(text[start:end], language)]


def _one(
    text: str,
    found: Found,
    unit: Unit,
    at: int,
    body: Sequence[tuple[Found, frozenset[str]]],
    walk: Attribution,
    language: str,
) -> None:
    same = _in_body(_stems(text, found, language), body)
    read = frame(text, unit, at, walk.reader)
    if read is not None:
        found.frame, found.cue = read, read.cue.text
    source = (read.source if read is not None else None) or _labelled(unit, at, walk)
    entity = _known(source, walk) if source is not None else None
    if same is not None:
        found.entity, found.speaker = same.entity, same.speaker
    elif source is not None and entity is not None:
        found.entity, found.speaker = entity, walk.discourse.full_name(entity)
    elif source is not None:
        walk.name(found, source)
    else:
        entity = _first_known(unit, walk)
        found.entity, found.speaker = entity, walk.discourse.full_name(entity) if entity is not None else ""
    if source is not None and (same is None or entity is same.entity):
        found.source = (source.start, source.end)


def _in_body(stems: Sequence[str], body: Sequence[tuple[Found, frozenset[str]]]) -> Found | None:
    """The first quotation of the body that has nearly all the content words, the shortest where several do."""
    wanted = frozenset(stems)
    if not wanted:
        return None
    hits = [(len(have), item) for item, have in body if len(wanted & have) >= _SHARED * len(wanted)]
    return min(hits, key=lambda hit: hit[0])[1] if hits else None


def _labelled(unit: Unit, at: int, walk: Attribution) -> Source | None:
    """`Trump: “…”` and `“…”: министр транспорта — о …`."""
    if at >= 2 and unit[at - 1].text == ":":
        label = walk.reader.pick(unit[: at - 1])
        first = _first_source(unit[: at - 1], walk) if label is None or label.kind == "phrase" else None
        return first or label
    if at + 2 < len(unit) and unit[at + 1].text == ":":
        return walk.reader.after(unit, at + 2)
    return None


def _first_source(items: Unit, walk: Attribution) -> Source | None:
    return walk.reader.main_subject(items, len(items))


def _known(source: Source, walk: Attribution) -> Entity | None:
    """The entity of a source; in a headline in title case its leading words are tried alone."""
    entity = walk.discourse.entity(source)
    if entity is not None or source.kind != "name":
        return entity
    for end in range(len(source.tokens) - 1, 0, -1):
        entity = walk.reader.people.find(source.tokens[:end], source.start)
        if entity is not None:
            return entity
    return None


def _first_known(unit: Unit, walk: Attribution) -> Entity | None:
    for run in runs(unit, walk.reader.resource):
        entity = _known(Source("name", tuple(unit[run.start : run.end]), run.tokens), walk)
        if entity is not None and not entity.group:
            return entity
    return None
