"""Dates, weekdays and clock times as values that compare across languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from pipeline.languages import language
from pipeline.text.atoms import Atoms, atoms_of
from pipeline.text.clock import LATER_HALF
from pipeline.text.date_parts import read_piece
from pipeline.text.date_piece import Piece
from pipeline.text.openings import opens_date
from pipeline.text.tokens import REMEMBERED

Precision = Literal["year", "month", "day", "weekday", "relative", "time"]

_EUROPE: Final = frozenset({0, 60, 120})
"""Standard times of zones whose clocks turn on the last Sundays of March and October."""
_NEAR_TURN: Final = 3

_DASHES = frozenset({"-", "–", "—"})
_FIELDS = ("year", "month", "day", "weekday", "minutes", "zone", "days", "part")

SUMMER: Final = "summer:"


@dataclass(frozen=True, slots=True)
class When:
    """A point in time as far as the words state it.

    ``time`` is minutes after midnight, ``zone`` minutes east of UTC or ``"local"``,
    ``days`` an offset from the day of publication (yesterday is -1), ``weekday`` 0 is Monday.
    """

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    time: int | None
    zone: int | Literal["local"] | None
    summer: bool
    """Whether the zone is a place's ("Kyiv time"), an hour further east in summer."""
    days: int | None
    part: str | None
    precision: Precision
    text: str
    start: int
    end: int


_NIGHT_ENDS: Final[dict[str | None, tuple[int, ...]]] = {"dawn": (0,), "night": (0, 1), "evening": (1,), None: (0, 1)}
"""Days after the one named on which a night ends that the words may mean: "Friday night" ends on Saturday."""


def one_night(a: When, b: When) -> bool:
    """Neighbouring days of what may be one night: «в ночь на субботу», „die Nacht zum Samstag“ is Friday night."""
    if not {a.part, b.part} & {"night", "dawn"}:
        return False
    apart = _days_apart(a, b)
    ends = [_NIGHT_ENDS.get(when.part, (0,)) for when in (a, b)]
    return bool(apart) and any((one - two - apart) % 7 == 0 for one in ends[0] for two in ends[1])


def _days_apart(a: When, b: When) -> int:
    """Days from the one to the other, by weekday or by day of one month; 0 where either names none."""
    if a.weekday is not None and b.weekday is not None:
        return (b.weekday - a.weekday) % 7
    return b.day - a.day if a.day and b.day and a.month == b.month else 0


def find_dates(text: str, language_code: str) -> list[When]:
    """Every date and clock time in order; neighbours that describe one moment are one value."""
    return list(_found(text, language_code))


@lru_cache(maxsize=REMEMBERED)
def _found(text: str, language_code: str) -> tuple[When, ...]:
    return tuple(find_in(atoms_of(text, language(language_code).code)))


def find_in(atoms: Atoms) -> list[When]:
    """``find_dates`` on atoms that are already cut."""
    pieces = list(_nights(atoms, list(_pieces(atoms))))
    found: list[When] = []
    at = 0
    while at < len(pieces):
        joined = pieces[at]
        at += 1
        while at < len(pieces):
            merged = _merge(atoms, joined, pieces[at])
            if merged is None:
                break
            joined, at = merged, at + 1
        if not joined.weak:
            found.append(_when(atoms, joined))
    return found


def _pieces(atoms: Atoms) -> Iterator[Piece]:
    at, size, code = 0, len(atoms), atoms.language.code
    while at < size:
        if not opens_date(atoms.words[at], code):
            at += 1
            continue
        first, second = _day_range(atoms, at)
        piece = first or read_piece(atoms, at)
        if piece is None:
            at += 1
            continue
        yield piece
        if second is not None:
            yield second
        at = max(second.end if second else piece.end, at + 1)


def _nights(atoms: Atoms, pieces: list[Piece]) -> Iterator[Piece]:
    """The night to a day, by one weekday or by two: «в ночь на субботу», ``dans la nuit de mardi à mercredi``."""
    at = 0
    while at < len(pieces):
        night, days = pieces[at], pieces[at + 1 : at + 3]
        if night.part == "night" and night.weak and days and _near(atoms, night, days[0]):
            if len(days) == 2 and _next_day(atoms, *days):
                yield replace(days[1], start=night.start, part="dawn")
                at += 3
                continue
            dated = days[0].part is None and (days[0].weekday is not None or days[0].day is not None)
            if dated and set(atoms.words[night.end : days[0].start]) & atoms.language.dates.night_to:
                yield replace(days[0], start=night.start, part="dawn")
                at += 2
                continue
        yield night
        at += 1


def _near(atoms: Atoms, one: Piece, two: Piece) -> bool:
    """Only function words stand between."""
    between = atoms.words[one.end : two.start]
    return len(between) <= 3 and all(word in atoms.language.stopwords for word in between)


def _next_day(atoms: Atoms, one: Piece, two: Piece) -> bool:
    """``Dienstag auf Mittwoch``: two weekdays in a row with a word between that leads from one to the other."""
    if one.weekday is None or two.weekday is None or two.part or not 1 <= two.start - one.end <= 2:
        return False
    between = set(atoms.words[one.end : two.start])
    return (two.weekday - one.weekday) % 7 == 1 and bool(between & atoms.language.dates.night_spans)


def _day_range(atoms: Atoms, at: int) -> tuple[Piece | None, Piece | None]:
    """``12—14 ноября``: the first day takes month and year from the second."""
    digits = atoms.items[at].text
    if atoms.norm(at + 1) not in _DASHES or len(digits) > 2 or not digits.isdecimal():
        return None, None
    if at + 2 >= len(atoms) or not 1 <= int(digits) <= 31:
        return None, None
    last = read_piece(atoms, at + 2)
    if last is None or last.day is None or last.month is None or last.day <= int(digits):
        return None, None
    first = Piece(at, at + 1, year=last.year, month=last.month, day=int(digits))
    return first, last


def _merge(atoms: Atoms, one: Piece, two: Piece) -> Piece | None:
    """Both as one piece when only small words stand between and no field is said twice."""
    if two.start - one.end > 4:
        return None
    at = one.end
    while at < two.start:
        glue = atoms.language.dates.glue.match(atoms.words, at)
        if glue is None:
            return None
        at += glue[0]
    if any(getattr(one, name) is not None and getattr(two, name) is not None for name in _FIELDS):
        return None
    if one.minutes is not None and two.year is not None and two.day is None:
        return None
    values = {name: getattr(one, name) if getattr(one, name) is not None else getattr(two, name) for name in _FIELDS}
    if one.part in LATER_HALF and two.zone is None and two.minutes is not None:
        # 下午4点: the part of day stands before the hour.
        values["minutes"] = two.minutes + 720 if 60 <= two.minutes < 720 else two.minutes
    return replace(one, end=two.end, weak=one.weak and two.weak, **values)


def _when(atoms: Atoms, piece: Piece) -> When:
    start, end = atoms.items[piece.start].start, atoms.items[piece.end - 1].end
    zone: int | Literal["local"] | None = None
    summer = isinstance(piece.zone, str) and piece.zone.startswith(SUMMER)
    if isinstance(piece.zone, int):
        zone = piece.zone
    elif piece.zone is not None:
        zone = int(piece.zone.removeprefix(SUMMER)) if summer else "local"
    return When(
        year=piece.year,
        month=piece.month,
        day=piece.day,
        weekday=piece.weekday,
        time=piece.minutes,
        zone=zone,
        summer=summer,
        days=piece.days,
        part=piece.part,
        precision=_precision(piece),
        text=atoms.text[start:end],
        start=start,
        end=end,
    )


def _precision(piece: Piece) -> Precision:
    if piece.minutes is not None:
        return "time"
    if piece.day is not None:
        return "day"
    if piece.weekday is not None:
        return "weekday"
    if piece.days is not None:
        return "relative"
    return "month" if piece.month is not None else "year"


def resolve(when: When, anchor: date) -> date | None:
    """Calendar day of ``when`` for a text published on ``anchor``; None when it names no day.

    A weekday is the last one up to the anchor, as news reports the past; a day and month
    without a year take the year that brings them nearest to the anchor.
    """
    if when.day is not None and when.month is not None:
        if when.year is not None:
            return _day(when.year, when.month, when.day)
        years = (anchor.year - 1, anchor.year, anchor.year + 1)
        days = [day for year in years if (day := _day(year, when.month, when.day))]
        return min(days, key=lambda day: abs((day - anchor).days), default=None)
    if when.day is not None and when.year is None:
        return _day(anchor.year, anchor.month, when.day)
    if when.days is not None:
        return _shift(anchor, when.days)
    if when.weekday is not None:
        return _shift(anchor, -((anchor.weekday() - when.weekday) % 7))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(anchor: date, days: int) -> date | None:
    try:
        return anchor + timedelta(days=days)
    except OverflowError:
        return None


def compatible(a: When, b: When, anchor_a: date | None = None, anchor_b: date | None = None) -> bool | None:
    """Whether both may name one moment: True, False, or None when nothing can be compared.

    Anchors are the days of publication. A weekday against a date compares the date's weekday,
    so ``on Friday`` said of the coming Friday is not held against it.
    """
    moved = (_in_season(a, anchor_a), _in_season(b, anchor_b))
    answers = (_same_day(a, b, anchor_a, anchor_b), _same_time(*moved))
    if False in answers:
        return False
    return True if True in answers else None


def _same_day(a: When, b: When, anchor_a: date | None, anchor_b: date | None) -> bool | None:
    checks = [_equal(a.year, b.year), _equal(a.month, b.month), _equal(a.day, b.day)]
    weekdays = _equal(_weekday_of(a, anchor_a), _weekday_of(b, anchor_b))
    dated = a.day is not None and b.day is not None
    checks.append(weekdays if not dated else None)
    one = resolve(a, anchor_a) if anchor_a else None
    two = resolve(b, anchor_b) if anchor_b else None
    said = a.weekday is None and b.weekday is None
    if one is not None and two is not None and said and not dated:
        checks.append(one == two)
    if one is not None and two is None and b.month is not None:
        checks.append(one.month == b.month)
    if two is not None and one is None and a.month is not None:
        checks.append(two.month == a.month)
    if False in checks:
        return False
    return True if True in checks else None


def _weekday_of(when: When, anchor: date | None) -> int | None:
    if when.weekday is not None:
        return when.weekday
    if anchor is None and when.year is None:
        return None
    day = resolve(when, anchor or date(when.year or 1, 1, 1))
    return day.weekday() if day else None


def _equal(one: int | None, two: int | None) -> bool | None:
    return None if one is None or two is None else one == two


def _in_season(when: When, anchor: date | None) -> When:
    """A European clock with its summer hour put in or ruled out, where the day of publication says which."""
    if not when.summer or anchor is None or not isinstance(when.zone, int) or when.zone not in _EUROPE:
        return when
    turns = [_last_sunday(anchor.year, month) for month in (3, 10)]
    if any(abs((anchor - turn).days) <= _NEAR_TURN for turn in turns):
        return when
    return replace(when, zone=when.zone + 60 * (turns[0] < anchor < turns[1]), summer=False)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _same_time(a: When, b: When) -> bool | None:
    """Clock times: by UTC where both zones are known, by the dial where neither is."""
    if a.time is None or b.time is None:
        return None
    if isinstance(a.zone, int) and isinstance(b.zone, int):
        apart = (a.time - a.zone - b.time + b.zone) % 1440
        shifts = {0, 60 * a.summer, -60 * b.summer % 1440}
        return True if not apart else None if apart in shifts else False
    if not isinstance(a.zone, int) and not isinstance(b.zone, int):
        return a.time == b.time
    # One clock is known, the other local: zones lie on quarter hours, nearly all on full ones.
    apart = (a.time - b.time) % 1440
    return not apart if apart % 15 or not apart else None
