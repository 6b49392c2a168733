"""When and by whom an article was published, as far as its own first lines say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Final

from pipeline.languages import languages
from pipeline.text import furniture
from pipeline.text.blocks import Block
from pipeline.text.dates import When, find_dates
from pipeline.text.folding import fold_space

_QUOTED: Final = re.compile(r"[«„“\"]([^«»„“”\"]{2,60})[»“”\"]")
_DATELINE: Final = re.compile(r"\A[^.!?()]{0,50}\(([^()]{2,40})\)\s*[-–—]")
_HEAD_BLOCKS: Final = 12
_EARLIEST_YEAR: Final = 1600


def published_of(stated: str, text: str, blocks: Sequence[Block]) -> str | None:
    """ISO date, with the time and zone where known: the stated one, else that of a date line; None without a year."""
    if stated and (iso := iso_date(stated)):
        return iso
    for block in _head(blocks):
        if iso := iso_date(text[block.start : block.end]):
            return iso
    return None


def day_of(published: str | None) -> date | None:
    """The day of an ISO date; None where there is none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def iso_date(text: str) -> str | None:
    """The one calendar day that a short text names, in whichever language it is written, as ISO."""
    text = fold_space(text)
    if not text or len(text) > 200:
        return None
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return _spoken_date(text)
    return text


def _spoken_date(text: str) -> str | None:
    if not furniture.has_date(text):
        return None
    found = (_iso(when) for code in languages() for when in find_dates(text, code) if _is_day(when))
    days = [iso for iso in found if iso]
    # A language that also reads the clock says more of the same day.
    return max(days, key=len, default=None)


def _is_day(when: When) -> bool:
    return None not in (when.year, when.month, when.day) and (when.year or 0) >= _EARLIEST_YEAR


def _iso(when: When) -> str | None:
    try:
        day = date(when.year or 0, when.month or 0, when.day or 0)
    except ValueError:
        return None
    if when.time is None:
        return day.isoformat()
    zone = timezone(timedelta(minutes=when.zone)) if isinstance(when.zone, int) else None
    hours, minutes = divmod(when.time, 60)
    return datetime(day.year, day.month, day.day, hours, minutes, tzinfo=zone).isoformat()


def _head(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines around the title that may hold the date: no paragraphs, no posts, and none after the first paragraphs."""
    for block in blocks[:_HEAD_BLOCKS]:
        if block.kind in ("byline", "subheading", "metadata", "boilerplate"):
            yield block


def outlet_of(text: str, blocks: Sequence[Block]) -> str | None:
    """The paper that a byline names in quotation marks or by its staff, or the agency of a dateline."""
    first_prose = next((at for at, block in enumerate(blocks) if block.kind == "paragraph"), len(blocks))
    for block in blocks[: first_prose + 1]:
        line = fold_space(text[block.start : block.end])
        if block.kind == "byline":
            quoted = _QUOTED.search(line)
            name = quoted.group(1) if quoted else furniture.staff_of(line)
            if name:
                return name
        if block.kind in ("byline", "paragraph"):
            dateline = _DATELINE.match(line)
            if dateline or (block.kind == "byline" and furniture.names_agency(line)):
                return dateline.group(1).strip() if dateline else line.strip("()[] ")
    return None
