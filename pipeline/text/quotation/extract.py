"""All quotations of one article: found by their marks, joined into utterances, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.text.folding import fold_space
from pipeline.text.quotation.discourse import Discourse
from pipeline.text.quotation.frames import Frame, frame
from pipeline.text.quotation.marks import Marked, quotations
from pipeline.text.quotation.people import Entity, collect
from pipeline.text.quotation.resource import Quotation, quotation
from pipeline.text.quotation.sources import CUES, Reader, Source
from pipeline.text.quotation.speech import Stretch, dash_speech, stretch
from pipeline.text.quotation.stream import Part, Unit, units

SCANNED: Final = frozenset({"headline", "subheading", "paragraph", "caption", "post"})
_HEADS: Final = frozenset({"headline", "subheading"})
_TERMINAL: Final = frozenset(".!?…")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STRENGTH: Final = {"colon": 0, "after": 0, "left": 1, "according": 2, "trailing": 3}


@dataclass(frozen=True, slots=True)
class Region:
    """One block to search, with its language."""

    block: int
    kind: str
    start: int
    end: int
    language: str


@dataclass(slots=True)
class Found:
    """One quotation. `spans` are its parts in reading order, `parent` the index of the one it stands in."""

    region: Region
    spans: list[tuple[int, int]]
    mark: str
    unclosed: bool
    kind: str = ""
    parent: Found | None = None
    frame: Frame | None = None
    entity: Entity | None = None
    speaker: str = ""
    source: tuple[int, int] | None = None
    cue: str = ""
    relay: str = ""
    posted: str = ""
    provenance: str = ""
    context: tuple[int, int] | None = None
    outer_end: int = 0
    children: list[Marked] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settings:
    max_quote_chars: int = 5_000
    scare_max_words: int = 4


@dataclass(slots=True)
class _Paragraph:
    """A region's outermost quotations, and its sentences with them as single items."""

    region: Region
    found: list[Found]
    units: list[Unit]


def extract(text: str, regions: Sequence[Region], main_language: str, settings: Settings) -> list[Found]:
    """Quotations in order of position, an outer one before those inside it."""
    paragraphs = [_paragraph(text, region, settings) for region in regions if region.kind in SCANNED]
    resource = quotation(main_language)
    people = collect((unit for paragraph in paragraphs for unit in paragraph.units), main_language, resource)
    reader = Reader(people, resource)
    discourse = Discourse(text, people, resource)
    _Attribution(text, paragraphs, reader, discourse, settings).run()
    joined = _joined(text, paragraphs)
    return sorted(joined, key=lambda item: (item.spans[0][0], -item.spans[0][1]))


def _paragraph(text: str, region: Region, settings: Settings) -> _Paragraph:
    resource = quotation(region.language)
    marked = quotations(text, region.start, region.end)
    found: list[Found] = []
    spoken = dash_speech(text, region.start, region.end, marked, resource) if region.kind == "paragraph" else None
    if spoken is not None:
        found.append(_found(region, spoken, list(marked), settings))
    else:
        for slot, item in enumerate(marked):
            if item.parent == -1:
                inner = _descendants(marked, slot)
                found.append(_found(region, stretch(text, item, inner, resource), inner, settings))
    parts = [part for number, item in enumerate(found) for part in _parts(item, number)]
    return _Paragraph(region, found, units(text, region.start, region.end, parts, resource))


def _descendants(marked: Sequence[Marked], slot: int) -> list[Marked]:
    inside = {slot}
    kept = []
    for later in range(slot + 1, len(marked)):
        if marked[later].parent in inside:
            inside.add(later)
            kept.append(marked[later])
        else:
            break
    return kept


def _found(region: Region, speech: Stretch, inner: list[Marked], settings: Settings) -> Found:
    spans = list(speech.spans) or [(speech.outer_start, speech.outer_end)]
    if speech.unclosed and spans[-1][1] - spans[0][0] > settings.max_quote_chars:
        spans = [(spans[0][0], spans[0][0] + settings.max_quote_chars)]
    return Found(region, spans, speech.mark, speech.unclosed, children=inner, outer_end=speech.outer_end)


def _parts(item: Found, number: int) -> list[Part]:
    """Each span as an item of the stream; the marks go with the first and the last."""
    last = len(item.spans) - 1
    outer = item.spans[0][0] - len(item.mark)
    return [
        Part(start, end, outer if at == 0 else start, item.outer_end if at == last else end, number)
        for at, (start, end) in enumerate(item.spans)
    ]


class _Attribution:
    """Walks the article once, in order, and gives every quotation its frame and speaker."""

    def __init__(
        self, text: str, paragraphs: list[_Paragraph], reader: Reader, discourse: Discourse, settings: Settings
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.reader = reader
        self.discourse = discourse
        self.settings = settings
        self.opener: Found | None = None
        self.announced: Frame | None = None

    def run(self) -> None:
        for paragraph in self.paragraphs:
            self._paragraph(paragraph)

    def _paragraph(self, paragraph: _Paragraph) -> None:
        previous: Found | None = None
        for number, unit in enumerate(paragraph.units):
            here = self._unit(paragraph, unit, previous, first=number == 0)
            previous = here or previous
        last = paragraph.units[-1] if paragraph.units else ()
        self.announced = self._announcement(last)

    def _announcement(self, unit: Unit) -> Frame | None:
        """A sentence that ends in a colon announces the next paragraph (`Caddell continued:`)."""
        if len(unit) < 2 or unit[-1].text != ":":
            return None
        for at in range(len(unit) - 1, -1, -1):
            if unit[at].tag in CUES:
                return Frame(unit[at], self.reader.subject(unit, at), "colon")
        return None

    def _unit(self, paragraph: _Paragraph, unit: Unit, previous: Found | None, *, first: bool) -> Found | None:
        subject = self.reader.main_subject(unit, len(unit))
        self.discourse.begin(unit, subject)
        latest: Found | None = None
        spoken: Entity | None = None
        for at, item in enumerate(unit):
            if item.kind != "quote":
                continue
            found = paragraph.found[item.quote]
            if found.frame is None:
                self._frame(found, unit, at)
            if found.source is None and not found.speaker:
                self._carry(found, unit, at, previous, latest, first=first)
            spoken = spoken or found.entity
            latest = found
            self._inner(found)
        self.discourse.spoke(spoken or self._reported(unit))
        return latest

    def _reported(self, unit: Unit) -> Entity | None:
        """Who reports in a sentence without a quotation."""
        for at, item in enumerate(unit):
            if item.tag == "speech":
                source = self.reader.subject(unit, at)
                return self.discourse.entity(source) if source is not None else None
        return None

    def _frame(self, found: Found, unit: Unit, at: int) -> None:
        read = frame(self.text, unit, at, self.reader)
        if read is None:
            return
        better = found.frame is None or _STRENGTH[read.place] < _STRENGTH[found.frame.place]
        if better:
            self._attribute(found, read, unit)

    def _attribute(self, found: Found, read: Frame, unit: Unit | None, without: Entity | None = None) -> None:
        found.frame = read
        found.cue = read.cue.text
        if unit:
            found.context = (unit[0].start, unit[-1].end)
        if read.source is None:
            return
        self._name(found, read.source, without)

    def _name(self, found: Found, source: Source, without: Entity | None = None) -> None:
        found.entity = self.discourse.entity(source, without)
        found.speaker = self.discourse.name(source, found.entity)
        found.source = (source.start, source.end)

    def _carry(
        self, found: Found, unit: Unit, at: int, previous: Found | None, latest: Found | None, *, first: bool
    ) -> None:
        """A quotation whose sentence names nobody: announced, continued, or spoken by who was last in focus."""
        alone = all(item.kind != "word" for item in unit)
        if first and at == 0 and self.announced is not None:
            self._attribute(found, self.announced, None)
            return
        earlier = latest or previous
        if self._is_speech(found) or alone:
            if earlier is not None and (earlier.entity or earlier.speaker):
                found.entity, found.speaker = earlier.entity, earlier.speaker
                return
            focus = self.discourse.focus
            if focus is not None:
                found.entity, found.speaker = focus, self.discourse.full_name(focus)

    def _is_speech(self, found: Found) -> bool:
        content = self.text[found.spans[0][0] : found.spans[-1][1]].strip()
        words = len(_WORD.findall(content))
        return words > self.settings.scare_max_words and (content[-1:] in _TERMINAL | {","} or content[:1].isupper())

    def _inner(self, outer: Found) -> None:
        """Quotations inside a quotation, attributed by the words around them there."""


def _joined(text: str, paragraphs: list[_Paragraph]) -> list[Found]:
    """Utterances: parts that a reporting clause or a new paragraph separates, put together."""
    kept: list[Found] = []
    open_speech: Found | None = None
    for paragraph in paragraphs:
        before: Found | None = None
        for number, item in enumerate(paragraph.found):
            continues = number == 0 and open_speech is not None and _continues(text, open_speech, item)
            if continues and open_speech is not None:
                _join(open_speech, item)
                before = open_speech
                continue
            if before is not None and _one_utterance(text, paragraph, before, item):
                _join(before, item)
                continue
            kept.append(item)
            before = item
        if paragraph.found and paragraph.region.kind == "paragraph":
            open_speech = before if before is not None and before.unclosed else None
        elif paragraph.region.kind == "paragraph":
            open_speech = None
    return kept


def _join(first: Found, later: Found) -> None:
    first.spans.extend(later.spans)
    first.unclosed = later.unclosed
    first.outer_end = later.outer_end
    if first.source is None and later.source is not None:
        first.source, first.entity, first.speaker, first.cue, first.frame = (
            later.source, later.entity, later.speaker, later.cue, later.frame,
        )


def _continues(text: str, opened: Found, item: Found) -> bool:
    """The next paragraph repeats the opening mark of speech that was left open."""
    return item.mark == opened.mark and not text[item.region.start : item.spans[0][0] - len(item.mark)].strip()


def _one_utterance(text: str, paragraph: _Paragraph, first: Found, later: Found) -> bool:
    """Only a reporting clause stands between the two (`“A,” he said. “B.”`)."""
    if first.frame is None or first.frame.place not in ("after", "colon", "left"):
        return False
    gap_start, gap_end = first.outer_end, later.spans[0][0] - len(later.mark)
    gap = [
        item
        for unit in paragraph.units
        for item in unit
        if gap_start <= item.start and item.end <= gap_end and item.kind != "quote"
    ]
    if not gap or not gap_start <= first.frame.cue.start < gap_end:
        return False
    if any(item.text == ":" for item in gap) or gap[-1].text not in (".", ",", "—", "–", "-"):
        return False
    inside = [unit for unit in paragraph.units if unit[0].start >= gap_start and unit[-1].end <= gap_end]
    if inside:
        return False
    opening = text[later.spans[0][0] : later.spans[0][0] + 1]
    return gap[-1].text != "." or not opening.islower()
