"""Gives every quotation of an article its frame and speaker, walking the sentences once in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.text.folding import fold_space
from pipeline.text.quotation import labels
from pipeline.text.quotation.discourse import Discourse
from pipeline.text.quotation.frames import COLONS, frame, introduced, resumed
from pipeline.text.quotation.look import Frame
from pipeline.text.quotation.model import Found, Paragraph, Reported, Settings
from pipeline.text.quotation.people import Entity
from pipeline.text.quotation.phrases import CUES, Source, phrase_end
from pipeline.text.quotation.reported import reported
from pipeline.text.quotation.sources import Reader
from pipeline.text.quotation.stream import Unit

_STRENGTH: Final = {"colon": 0, "after": 0, "left": 1, "according": 2, "trailing": 3, "predicate": 3}
_TITLE_CHARS: Final = 60
_TERMINAL: Final = frozenset(".!?…。！？")
WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Attribution:
    """The walk. `announced` is the frame of a sentence that ended in a colon right before."""

    def __init__(self, text: str, reader: Reader, discourse: Discourse, settings: Settings) -> None:
        self.text = text
        self.reader = reader
        self.discourse = discourse
        self.settings = settings
        self.announced: Frame | None = None
        self.claims: list[Reported] = []
        self.interviewed: Entity | None = None
        """Who answers in an interview whose turns are headed by "Q." and "A."."""

    def paragraph(self, paragraph: Paragraph) -> None:
        """Attribute the outermost quotations of one paragraph."""
        previous: Found | None = None
        self.discourse.open_paragraph()
        for number, unit in enumerate(paragraph.units):
            latest = self._unit(paragraph, unit, previous, first=number == 0)
            if latest is None and previous is not None and number and self._take_up(paragraph, number, previous):
                continue
            previous = latest or previous
        self.announced = self._announcement(paragraph.units[-1]) if paragraph.units else self.announced

    def _take_up(self, paragraph: Paragraph, number: int, previous: Found) -> bool:
        """A sentence that says who said what the one before quotes."""
        before = paragraph.units[number - 1]
        if previous.frame is not None or before[-1].start < previous.spans[-1][0]:
            return False
        read = resumed(paragraph.units[number], self.reader)
        if read is None and number == 1 and previous.whole and not previous.speaker and self.is_speech(previous):
            read = introduced(paragraph.units[number], self.reader)
        if read is None or read.source is None:
            return False
        self.attribute(previous, read, paragraph.units[number])
        self.discourse.spoke(previous.entity)
        return True

    def _announcement(self, unit: Unit) -> Frame | None:
        """A sentence that ends in a colon announces the next paragraph (`Caddell continued:`)."""
        if len(unit) < 2 or unit[-1].text not in COLONS:
            return None
        for at in range(len(unit) - 1, -1, -1):
            if unit[at].tag in CUES:
                return Frame(unit[at], self.reader.subject(unit, at), "colon")
        source = labels.author(unit[:-1], self.reader) or labels.only_person(unit[:-1], self.reader)
        return Frame(unit[-1], source, "colon") if source is not None else None

    def _unit(self, paragraph: Paragraph, unit: Unit, previous: Found | None, *, first: bool) -> Found | None:
        self.discourse.begin(unit, self.reader.main_subject(unit, len(unit)))
        latest: Found | None = None
        spoken: Entity | None = None
        for at, item in enumerate(unit):
            if item.kind != "quote":
                continue
            found = paragraph.found[item.quote]
            found.naming = found.naming or item.name or self.titled(found, unit, at)
            found.whole = found.whole or all(other.kind != "word" for other in unit)
            found.apposed = at > 0 and unit[at - 1].kind == "word" and unit[at - 1].tag in ("", "documents")
            if found.voice:
                self._voiced(found)
                continue
            self._frame(found, unit, at)
            if found.source is None and not found.speaker:
                self._carry(found, unit, at, latest or previous, first=first)
            spoken = spoken or found.entity
            if found.entity is None and found.frame is not None and found.frame.source is not None:
                self.discourse.spoke_unnamed(found.frame.source)
            latest = found
        self.claims.extend(reported(unit, self.reader, self.discourse, paragraph.region.language))
        self._report(unit, spoken)
        return latest

    def titled(self, found: Found, unit: Unit, at: int) -> bool:
        """A work, ship or operation behind the noun for it, or what somebody is called (`alias “el Zurdo”`)."""
        speakers = self.reader.resource.speakers
        content = self.text[found.spans[0][0] : found.spans[-1][1]]
        apposed = at > 1 and unit[at - 1].text == ","  # `Del film, “Mare chiuso”, non parla`
        if apposed and speakers.titled.match([unit[at - 2].norm], 0) is not None:
            return content[:1].isupper() and content[-1:] not in _TERMINAL and len(content) <= _TITLE_CHARS
        if at == 0 or unit[at - 1].kind != "word" or content[-1:] in _TERMINAL | {","} or len(found.spans) > 1:
            return False
        norms = [item.norm for item in unit[:at]]
        for back in range(max(0, at - 3), at):
            called = speakers.so_called.match(norms, back)
            if (
                called is not None
                and (not back or unit[back - 1].tag != "between")
                and (back + called[0] == at or back + called[0] == at - 1)
            ):
                return True
        if self._addressed(content, unit, at):
            return True
        titled = speakers.titled.match(norms, at - 1) is not None
        return titled and content[:1].isupper() and len(content) <= _TITLE_CHARS

    def _addressed(self, content: str, unit: Unit, at: int) -> bool:
        """An outlet that was told (`сказал «Вестнику», что`, `sagte er gegenüber dem „Bund“`) or that quotes."""
        words = WORD.findall(content)
        if len(words) > 3 or not all(word[0].isupper() for word in words):
            return False
        before = at - 1 if unit[at - 1].tag != "determiners" else at - 2
        if before < 0 or not (
            unit[before].tag in ("speech", "relay") or unit[before].norm in self.reader.resource.towards
        ):
            return False
        spoken = any(item.kind == "quote" and not item.name for item in unit[:at])
        that = at + 2 < len(unit) and unit[at + 1].text == "," and unit[at + 2].tag == "that"
        return that or (
            spoken
            and (
                unit[before].tag == "relay"
                or unit[before].norm in self.reader.resource.towards
                or unit[at - 1] is unit[before]
            )
        )

    def _voiced(self, found: Found) -> None:
        """A turn of an interview: its label in full where the article has the name; "A." is who is interviewed."""
        start = found.source[0] if found.source is not None else found.spans[0][0]
        lettered = found.voice.casefold() in self.reader.resource.answer_labels
        found.entity = self.interviewed if lettered else self.reader.people.find(tuple(found.voice.split()), start)
        plain = "" if lettered else found.voice
        found.speaker = self.discourse.full_name(found.entity) if found.entity is not None else plain

    def _report(self, unit: Unit, spoken: Entity | None) -> None:
        """Note who speaks in a sentence; in one without a quotation who reports, named or not."""
        for at, item in enumerate(unit):
            if spoken is not None:
                break
            if item.tag == "according":
                source = self.reader.told(unit, at)
                spoken = self.discourse.entity(source) if source is not None else None
                continue
            if item.tag == "speech" or (item.tag == "inline" and at and unit[at - 1].text == ","):
                source = self.reader.subject(unit, at)
                spoken = self.discourse.entity(source) if source is not None else None
                quoted = any(other.kind == "quote" and not other.name for other in unit)
                if spoken is None and source is not None and not quoted and self.discourse.new(source):
                    self.discourse.spoke_unnamed(source)
                break
        self.discourse.spoke(spoken)

    def _frame(self, found: Found, unit: Unit, at: int) -> None:
        """Take the frame read here if it is surer than one that an earlier part gave."""
        read = frame(self.text, unit, at, self.reader)
        if read is None:
            return
        if found.frame is None or _STRENGTH[read.place] < _STRENGTH[found.frame.place]:
            self.attribute(found, read, unit)

    def attribute(self, found: Found, read: Frame, unit: Unit | None, outer: Found | None = None) -> None:
        """Write the frame and what it says of the speaker into `found`; `outer` is the quotation round it."""
        found.frame = read
        found.cue = self._cue(read, unit)
        if unit:
            found.context = (unit[0].start, unit[-1].end)
        if read.relay is not None:
            found.relay = self.discourse.name(read.relay, self.discourse.entity(read.relay))
        if read.source is not None:
            self.name(found, read.source, outer.entity if outer is not None else None)

    def _cue(self, read: Frame, unit: Unit | None) -> str:
        """The cue as it stands, all words of a phrase; a predicate in marks has none."""
        if read.place == "predicate":
            return ""
        at = next((slot for slot, item in enumerate(unit or ()) if item is read.cue), -1)
        end = phrase_end(unit, at) if unit and at >= 0 else read.cue.end
        return fold_space(self.text[read.cue.start : end])

    def name(self, found: Found, source: Source, without: Entity | None = None) -> None:
        """Resolve `source` as the speaker of `found`."""
        found.entity = self.discourse.entity(source, without)
        found.speaker = self.discourse.name(source, found.entity)
        found.source = (source.start, source.end)

    def _carry(self, found: Found, unit: Unit, at: int, earlier: Found | None, *, first: bool) -> None:
        """A quotation whose sentence names nobody: announced, continued, or spoken by who was last in focus."""
        if first and at == 0 and self.announced is not None:
            self.attribute(found, self.announced, None)
            return
        alone = all(item.kind != "word" for item in unit)
        if not (found.frame is not None or alone or self.is_speech(found)):
            last = self.discourse.reporting()
            if last is not None and not self.discourse.named_here():
                found.entity, found.speaker = last, self.discourse.full_name(last)
            return
        sex = self.reader.sex(found.frame.cue.norm) if found.frame is not None else ""
        here = self.discourse.focus_here(sex)
        if here is not None:
            found.entity, found.speaker = here, self.discourse.full_name(here)
            return
        fits = earlier is not None and (earlier.entity is None or not sex or earlier.entity.gender in ("", sex))
        if earlier is not None and earlier.speaker and fits:
            found.entity, found.speaker = earlier.entity, earlier.speaker
            return
        focus = self.discourse.focus(sex)
        if focus is not None:
            found.entity, found.speaker = focus, self.discourse.full_name(focus)

    def name_later(self, every: Sequence[Found]) -> None:
        """Give speakers known by a role alone the name that the article gives the role further down."""
        known: dict[str, Entity | None] = {}
        for found in every:
            source = found.frame.source if found.frame is not None else None
            if found.entity is None and source is not None and found.speaker not in known:
                known[found.speaker] = self.discourse.named_later(source)
        for found in every:
            phrase = found.entity.phrase if found.entity is not None else found.speaker
            entity = known.get(phrase)
            if entity is not None and (found.entity is None or found.entity.phrase):
                found.entity, found.speaker = entity, self.discourse.full_name(entity)

    def is_speech(self, found: Found) -> bool:
        """Whether the content reads as a sentence: longer than a scare quote, opened or closed like one."""
        content = self.text[found.spans[0][0] : found.spans[-1][1]].strip()
        if found.whole and content[-1:] in _TERMINAL and not content[:1].islower():
            return True
        words = len(WORD.findall(content[:400]))
        return words > self.settings.scare_max_words and (
            content[-1:] in _TERMINAL | {","} or not content[:1].islower()
        )


def kind(text: str, found: Found, settings: Settings, *, speech: bool) -> str:
    """direct, partial or scare, by the frame and the shape of the content."""
    content = text[found.spans[0][0] : found.spans[0][1]].strip()
    words = WORD.findall(content[:400])
    if found.voice:
        return "direct"
    if found.naming or is_title(content, found):
        return "scare"
    if found.frame is None and not speech:
        return "scare" if len(words) <= settings.scare_max_words else "partial"
    opened = not content[:1].islower() or len(found.spans) > 1
    closed = content[-1:] in _TERMINAL | {","}
    introduced = found.frame is not None and found.frame.place in ("colon", "after")
    if opened and (closed or introduced or len(words) > settings.scare_max_words):
        return "direct"
    return "direct" if closed and len(words) > 2 * settings.scare_max_words else "partial"


def is_title(content: str, found: Found) -> bool:
    """Every word capitalised and no sentence's punctuation: a name or title, unless it is introduced as speech."""
    words = WORD.findall(content[:400])
    if not words or len(words) > 4 or content[-1:] in ".,!?…" or (found.speaker and not found.apposed):
        return False
    if found.frame is not None and found.frame.place in ("colon", "after"):
        return False
    return all(word[0].isupper() for word in words)
