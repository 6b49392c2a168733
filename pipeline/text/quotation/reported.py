"""Indirect speech: sentences, or parts of them, that say what somebody said without quoting it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.text.quotation.discourse import Discourse
from pipeline.text.quotation.model import Reported
from pipeline.text.quotation.phrases import CUES, Source, phrase_end
from pipeline.text.quotation.sources import Reader
from pipeline.text.quotation.stream import Unit

_SAYING: Final = frozenset({"speech", "impersonal", "participles", "relay", "quoted"})
_LEAST_WORDS: Final = 3
_REACH: Final = 7


def reported(unit: Unit, reader: Reader, discourse: Discourse, language: str) -> Iterator[Reported]:
    """Claims that the sentence attributes, outermost cue first; none for what stands wholly in quotation marks."""
    covered = -1
    for cue, item in enumerate(unit):
        if cue <= covered:
            continue
        span: tuple[int, int] | None = None
        source: Source | None = None
        if item.tag in _SAYING and item.tag != "participles" and cue:
            source = reader.subject(unit, cue)
            span = _content(unit, cue, source, reader) if source is not None else None
        elif item.tag in ("according", "inline"):
            span, source = _according(unit, cue, reader)
        if span is None or source is None or not _holds_words(unit, *span):
            continue
        covered = max(covered, span[1] - 1)
        yield _claim(unit, span, source, cue, discourse, language)


def _claim(
    unit: Unit, span: tuple[int, int], source: Source, cue: int, discourse: Discourse, language: str
) -> Reported:
    entity = discourse.entity(source)
    return Reported(
        unit[span[0]].start,
        max(unit[span[1] - 1].end, unit[span[1] - 1].outer_end),
        discourse.name(source, entity),
        (source.start, source.end),
        (unit[cue].start, phrase_end(unit, cue)),
        language,
    )


def _content(unit: Unit, cue: int, source: Source, reader: Reader) -> tuple[int, int] | None:
    """Items reported by the cue: behind its `that`, behind a bare cue, or all before a trailing `, X said`."""
    end = _last_word(unit)
    that = _conjunction(unit, cue, reader)
    if that is not None:
        return that + 1, end
    trailing = _trailing_start(unit, cue)
    if trailing is not None and source.start > unit[trailing].start:
        return None if any(item.text == ":" for item in unit[cue:]) else (0, trailing)
    if source.start > unit[cue].start or any(item.kind == "quote" and not item.name for item in unit[:cue]):
        return None
    start = cue + 1
    while start < len(unit) and (unit[start].tag in ("+", "between") or _addressee(unit, start)):
        start += 1
    clause = any(item.tag in CUES or item.tag == "between" or item.name or item.person for item in unit[start:end])
    if not clause or start >= end or unit[start].kind != "word" or any(item.text == ":" for item in unit[start:end]):
        return None
    return start, end


def _addressee(unit: Unit, at: int) -> bool:
    """`told` reporters `the port was shut`: who is told, before the clause that says what."""
    if at + 1 >= len(unit) or not (unit[at].role or unit[at].group):
        return False
    return unit[at + 1].tag == "determiners" or unit[at + 1].name or bool(unit[at + 1].person)


def _conjunction(unit: Unit, cue: int, reader: Reader) -> int | None:
    """The `that` of the cue: right behind it, or the language's plain one a few words on (`told the court that`)."""
    for at in range(cue + 1, min(len(unit), cue + _REACH)):
        if (unit[at].kind == "quote" and not unit[at].name) or unit[at].text in (".", ";", ":"):
            return None
        if unit[at].tag == "that" and (at <= cue + 2 or unit[at].norm[:2] == reader.resource.that[:2]):
            return at
    return None


def _trailing_start(unit: Unit, cue: int) -> int | None:
    """Index of the comma before a reporting clause that ends the sentence; None where the cue does not end it."""
    comma = next((at for at in range(cue, 0, -1) if unit[at].text == ","), None)
    if comma is None or comma < _LEAST_WORDS or len(unit) - cue > 12 or cue - comma > 8:
        return None
    if any(unit[at].text == "," or unit[at].tag == "that" for at in range(cue + 1, len(unit))):
        return None
    if any(unit[at].tag == "relative" for at in range(comma, cue)):
        return None
    return comma


def _according(unit: Unit, cue: int, reader: Reader) -> tuple[tuple[int, int] | None, Source | None]:
    """What a sentence says according to somebody: all of it but the phrase that names the source."""
    end = cue + 1
    while end < len(unit) and unit[end].tag == "+":
        end += 1
    source = reader.in_phrase(unit, cue, end) or reader.after(unit, end)
    if source is None:
        return None, None
    last = _last_word(unit)
    if cue > last // 2:
        return (0, _without_marks(unit, cue)), source
    behind = next((at for at in range(end, len(unit)) if unit[at].end >= source.end), end - 1)
    start = max(behind + 1, end)
    while start < last and unit[start].kind == "punct":
        start += 1
    return (start, last), source


def _last_word(unit: Unit) -> int:
    return _without_marks(unit, len(unit))


def _without_marks(unit: Unit, end: int) -> int:
    while end > 0 and unit[end - 1].kind == "punct":
        end -= 1
    return end


def _holds_words(unit: Unit, start: int, end: int) -> bool:
    words = [item for item in unit[start:end] if item.kind in ("word", "number")]
    return len(words) >= _LEAST_WORDS
