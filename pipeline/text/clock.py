"""Readers of clock times: ``16.30``, ``4 p.m.``, ``в 11 утра``, ``halb neun``, ``las ocho y cuarto``, ``0900 GMT``."""

from __future__ import annotations

import re
from typing import Final

from pipeline.text.atoms import Atoms
from pipeline.text.date_piece import Piece, lookup, small
from pipeline.text.number_words import read_value

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?", re.ASCII)
_COLON = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_H_MINUTES = re.compile(r"h(\d{2})", re.ASCII)
_STOPPED = re.compile(r"\d{1,2}\.\d{2}", re.ASCII)
_FOUR = re.compile(r"([01]\d|2[0-3])([0-5]\d)", re.ASCII)
LATER_HALF = frozenset({"afternoon", "evening"})
_DIAL: Final = 12
"""Hours that a spoken time counts to."""


def read_moment(atoms: Atoms, at: int) -> Piece | None:
    """``noon``, ``полдень``, ``midi et demi``."""
    found = lookup(atoms.language.dates.moments.match(atoms.words, at))
    if found is None:
        return None
    more, end = _after_hour(atoms, at + found[0])
    return Piece(at, end, minutes=found[1] + more)


def read_clock(atoms: Atoms, at: int) -> Piece | None:
    """14:00 GMT, 6.40 a.m., 16 Uhr, 16h30, 17:00 по московскому времени, a las 16.00, в половине девятого."""
    opener = atoms.language.dates.clock_openers.match(atoms.words, at)
    begin = at + opener[0] if opener else at
    spoken = _spoken(atoms, at, begin) or _four_digits(atoms, at)
    if spoken is not None:
        return spoken
    hours, minutes, end = _hours(atoms, begin)
    if hours is None or hours > 24 or minutes > 59:
        return None
    sure = opener is not None or _COLON.fullmatch(atoms.norm(begin)) is not None
    sure = sure or (end > begin + 1 and atoms.items[begin].kind == "number")
    marker = atoms.language.dates.clock.match(atoms.words, end)
    sure = sure or (marker is None and _dotted_clock(atoms, at, end))
    if marker is not None:
        kind = marker[1]
        if kind == "hours" and not (_led(atoms, at) or sure):
            return None
        sure, end = True, end + marker[0]
        hours = _twelve(hours, kind)
        if minutes == 0:
            minutes, end = _more_minutes(atoms, end, kind)
    elif not sure:
        sure = _led(atoms, at) and hours <= _DIAL and _told_by_what_follows(atoms, end)
    return _piece(atoms, at, hours, minutes, end) if sure else None


def _piece(atoms: Atoms, at: int, hours: int, minutes: int, end: int) -> Piece:
    if minutes == 0:
        minutes, end = _after_hour(atoms, end)
    hours, end = _by_part(atoms, hours, end)
    zone, end = _zone(atoms, end)
    return Piece(at, end, minutes=(hours * 60 + minutes) % 1440, zone=zone)


def _spoken(atoms: Atoms, at: int, begin: int) -> Piece | None:
    """``half past eight``, ``halb neun``, «без четверти девять»: what is said before the hour, which may be ordinal."""
    told = atoms.language.dates.before_hour.match(atoms.words, begin)
    value = read_value(atoms, begin + told[0]) if told else None
    if told is None or value is None or value.form not in ("plain", "ordinal") or value.rest:
        return None
    if value.low != value.high or value.low not in range(1, _DIAL + 1):
        return None
    if value.form == "ordinal" and not _led(atoms, at) and _by_part(atoms, 1, value.end)[1] == value.end:
        return None  # «половина второго дома»
    marker = atoms.language.dates.clock.match(atoms.words, value.end)
    end = value.end + (marker[0] if marker else 0)
    hours = _twelve(int(value.low), marker[1]) if marker else int(value.low)
    hours, end = _by_part(atoms, hours, end)
    zone, end = _zone(atoms, end)
    return Piece(at, end, minutes=(hours * 60 + int(told[1])) % 1440, zone=zone)


def _four_digits(atoms: Atoms, at: int) -> Piece | None:
    """``0900 GMT``: four digits before a zone."""
    literal = _FOUR.fullmatch(atoms.norm(at))
    zone, end = _zone(atoms, at + 1) if literal else (None, at)
    if literal is None or zone is None:
        return None
    return Piece(at, end, minutes=int(literal[1]) * 60 + int(literal[2]), zone=zone)


def _told_by_what_follows(atoms: Atoms, end: int) -> bool:
    """``в 11 утра``, ``at 8 in the evening``: a part of the day or a zone; ``в 2 дня`` may be two days."""
    if atoms.language.units.words.match(atoms.words, end) is not None:
        return False
    return _by_part(atoms, 1, end)[1] > end or _zone(atoms, end)[0] is not None


def _more_minutes(atoms: Atoms, end: int, kind: str) -> tuple[int, int]:
    """``16 Uhr 40``, ``à 10 heures 40``, «в 10 часов 40 минут»."""
    extra = small(atoms, end, 1, 59) if kind in ("oclock", "hours") else None
    if extra is None:
        return 0, end
    unit = atoms.language.units.words.match(atoms.words, end + 1)
    if unit is not None and unit[1] == "duration:minute":
        return extra, end + 1 + unit[0]
    if unit is not None or (kind == "hours" and len(atoms.norm(end)) < 2):
        return 0, end
    counted = end + 1 < len(atoms) and atoms.items[end + 1].kind == "word"
    counted = counted and atoms.norm(end + 1) not in atoms.language.stopwords
    return (0, end) if kind == "hours" and counted else (extra, end + 1)


def _after_hour(atoms: Atoms, end: int) -> tuple[int, int]:
    """``y cuarto``, ``et demie``, ``meno un quarto``."""
    told = lookup(atoms.language.dates.after_hour.match(atoms.words, end))
    return (told[1], end + told[0]) if told else (0, end)


def _dotted_clock(atoms: Atoms, at: int, end: int) -> bool:
    """``в 18.40``, ``v 18.40``: where decimals have a comma, two digits after a stop, led by a word of time."""
    written = atoms.language.numerals.decimal == "," and _STOPPED.fullmatch(atoms.norm(at))
    return bool(written) and at > 0 and _led(atoms, at) and not atoms.language.units.words.match(atoms.words, end)


def _led(atoms: Atoms, at: int) -> bool:
    """Whether a word of ``clock_needs`` stands before ``at``."""
    needs = atoms.language.dates.clock_needs
    return any(
        (match := needs.match(atoms.words, at - size)) is not None and match[0] == size
        for size in (1, 2, 3)
        if at - size >= 0
    )


def _hours(atoms: Atoms, at: int) -> tuple[int | None, int, int]:
    """Hours, minutes and the index after them."""
    if at >= len(atoms):
        return None, 0, at
    literal = _CLOCK.fullmatch(atoms.norm(at))
    if literal is not None:
        return int(literal[1]), int(literal[2]), at + 1
    hours = small(atoms, at, 0, 24)
    ending = atoms.language.numerals.ordinal_suffixes
    if hours is not None and atoms.language.dates.ordinal_hours and atoms.norm(at + 1) == "-":
        return (hours, 0, at + 3) if atoms.norm(at + 2) in ending and atoms.glued(at + 2) else (None, 0, at)
    if hours is not None:
        split = _H_MINUTES.fullmatch(atoms.norm(at + 1))
        if split is not None:
            return hours, int(split[1]), at + 2
        spaced = small(atoms, at + 2, 0, 59) if atoms.norm(at + 1) in ("h", "ч") else None
        if spaced is not None and len(atoms.norm(at + 2)) == 2:
            return hours, spaced, at + 3
        return hours, 0, at + 1
    return _hours_in_words(atoms, at)


def _hours_in_words(atoms: Atoms, at: int) -> tuple[int | None, int, int]:
    """``fünf``, and with its half: ``otto e mezza``."""
    if atoms.items[at].kind != "word":
        return None, 0, at
    value = read_value(atoms, at)
    forms = ("plain", "ordinal") if atoms.language.dates.ordinal_hours else ("plain",)
    if value is None or value.form not in forms or value.low != value.high or value.low > 24 or value.rest:
        return None, 0, at
    whole, half = int(value.low), value.low % 1
    return (whole, int(half * 60), value.end) if half * 2 in (0, 1) else (None, 0, at)


def _twelve(hours: int, marker: str) -> int:
    if marker == "pm" and hours < 12:
        return hours + 12
    return 0 if marker == "am" and hours == 12 else hours


def _by_part(atoms: Atoms, hours: int, end: int) -> tuple[int, int]:
    """Read ``in the afternoon``, ``вечера``, ``de la tarde`` after an hour."""
    dates = atoms.language.dates
    for gap in range(3):
        part = dates.parts.match(atoms.words, end + gap)
        if part is not None:
            later = part[1] in LATER_HALF or (part[1] == "night" and hours > 6)
            return (hours + 12 if later and 1 <= hours < 12 else hours), end + gap + part[0]
        if dates.glue.match(atoms.words, end + gap) is None or atoms.norm(end + gap) == ",":
            break
    return hours, end


def _zone(atoms: Atoms, end: int) -> tuple[int | str | None, int]:
    """Offset in minutes, ``summer:`` offset or ``local`` after a clock time, ``GMT+2`` included."""
    gap = 1 if atoms.norm(end) in (",", "(") else 0
    found = atoms.language.dates.zones.match(atoms.words, end + gap)
    if found is None:
        return None, end
    stop = end + gap + found[0]
    if not found[1].lstrip("-").isdecimal():
        return found[1], stop
    offset = int(found[1])
    sign = {"+": 1, "-": -1, "−": -1}.get(atoms.norm(stop))
    shift = small(atoms, stop + 1, 0, 14) if sign and atoms.glued(stop) else None
    if sign and shift is not None:
        return offset + sign * shift * 60, stop + 2
    return offset, stop
