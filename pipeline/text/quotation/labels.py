"""Whose words a label announces: `The board's statement:`, `La réaction du syndicat :`, `Ответ компании:`."""

from __future__ import annotations

from typing import Final

from pipeline.text.quotation.mentions import Run, is_place, runs
from pipeline.text.quotation.people import Entity
from pipeline.text.quotation.phrases import CUES, Source, determines
from pipeline.text.quotation.sources import Reader
from pipeline.text.quotation.stream import DASHES, Unit

_LONGEST: Final = 8
_CLOCK: Final = 8
_OF: Final = frozenset({"linking", "determiners"})
_AUTHORS: Final = frozenset({"name", "role", "group", "pronoun", "phrase"})


def author(label: Unit, reader: Reader) -> Source | None:
    """The possessor of a label's noun of speech; None for a label that is anything more than such a phrase."""
    if len(label) > _LONGEST or any(item.kind != "word" or item.tag in CUES for item in label):
        return None
    noun = next((at for at, item in enumerate(label) if item.tag == "documents"), None)
    if noun is None:
        return None
    if noun and label[noun - 1].person:
        return Source("pronoun", (label[noun - 1],), cls=label[noun - 1].person)
    owned = noun > 0 and label[noun - 1].norm.endswith(("'s", "s'"))
    found = reader.pick(label[:noun]) if owned else _complement(label, noun, reader)
    return found if found is not None and found.kind in _AUTHORS else None


def only_person(label: Unit, reader: Reader) -> Source | None:
    """The one person whom a sentence names, in full, right before its colon (`…the space agency, with Ed Meder:`)."""
    found = [run for run in runs(label, reader.resource) if not run.group and len(run.tokens) > 1]
    if not found or found[-1].end < len(label) or found[-1].owner:
        return None
    persons = {entity.keys for run in found if (entity := _person(label, run, reader)) is not None}
    last = found[-1]
    if len(persons) != 1 or _person(label, last, reader) is None:
        return None
    return Source("name", tuple(label[last.start : last.end]), last.tokens, role=last.cls)


def _person(label: Unit, run: Run, reader: Reader) -> Entity | None:
    entity = reader.people.find(run.tokens, label[run.start].start, run.cls)
    place = is_place(run.tokens, reader.resource)
    return entity if entity is not None and not entity.group and not place and len(entity.keys) > 1 else None


def past_clock(label: Unit, reader: Reader) -> Unit:
    """Without the time that heads an entry of a live report (`ORE 15.20 –`, `15h20 :`)."""
    dash = next((at for at, item in enumerate(label[:_CLOCK]) if item.text in DASHES), 0)
    resource = reader.resource
    plain = [item for item in label[:dash] if item.kind == "word"]
    timed = any(item.kind == "number" for item in label[:dash]) and all(
        resource.clock.get(item.norm) or resource.weekdays.get(item.norm) is not None for item in plain
    )
    return label[dash + 1 :] if timed else label


def _complement(label: Unit, noun: int, reader: Reader) -> Source | None:
    """What stands behind the noun: after `of`, after a genitive article, or in an oblique case."""
    rest = label[noun + 1 :]
    of = bool(rest) and (rest[0].tag in _OF or reader.resource.speakers.inflects)
    leading = all(determines(item, reader.resource.words["determiners"]) or not item.tag for item in label[:noun])
    return reader.pick(rest[1:] if rest[0].tag == "linking" else rest) if of and leading else None
