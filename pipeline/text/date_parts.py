"""Readers of one calendar expression at a position: the pieces that dates are made of."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.text.atoms import Atoms
from pipeline.text.clock import read_clock, read_moment
from pipeline.text.date_piece import Piece, lookup, small
from pipeline.text.number_words import read_value
from pipeline.text.openings import opens_date

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", re.ASCII)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d", re.ASCII)


def read_piece(atoms: Atoms, at: int) -> Piece | None:
    """The first reader that finds its expression at ``atoms[at]``."""
    atom = atoms.items[at]
    if atom.kind in ("punct", "symbol") or not opens_date(atom.norm, atoms.language.code):
        return None
    return next((piece for reader in _READERS if (piece := reader(atoms, at)) is not None), None)


def _year_at(atoms: Atoms, at: int) -> int | None:
    word = atoms.norm(at)
    return int(word) if _YEAR.fullmatch(word) else None


# --- calendar -------------------------------------------------------------------------


def _iso(atoms: Atoms, at: int) -> Piece | None:
    """2025-03-12, 12/03/2025, 12.03.2025."""
    dotted = _DOTTED.fullmatch(atoms.norm(at))
    if dotted:
        first, second, last = (int(group) for group in dotted.groups())
        return _checked(at, at + 1, last + (2000 if last < 100 else 0), second, first)
    mark = atoms.norm(at + 1)
    if mark not in ("-", "/") or atoms.norm(at + 3) != mark:
        return None
    if not all(atoms.glued(at + step) for step in range(1, 5)):
        return None
    year_first = _year_at(atoms, at)
    if year_first is not None:
        month, day = small(atoms, at + 2, 1, 12), small(atoms, at + 4, 1, 31)
        return _checked(at, at + 5, year_first, month, day)
    one, two = small(atoms, at, 1, 31), small(atoms, at + 2, 1, 31)
    year_last = _year_at(atoms, at + 4)
    if year_last is None or one is None or two is None:
        return None
    if atoms.language.dates.order == "mdy" and one <= 12 < two:
        one, two = two, one
    elif atoms.language.dates.order == "mdy" and one <= 12 and one != two:
        # 3/4/2025 is April in London and March in New York: only the year is certain.
        return Piece(at, at + 5, year=year_last)
    return _checked(at, at + 5, year_last, two, one)


def _checked(start: int, end: int, year: int | None, month: int | None, day: int | None) -> Piece | None:
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Piece(start, end, year=year, month=month, day=day)


def _cjk(atoms: Atoms, at: int) -> Piece | None:
    """2025年3月12日 and its parts."""
    year = _year_at(atoms, at)
    if year is not None and atoms.norm(at + 1) == "年":
        rest = _cjk(atoms, at + 2)
        if rest is not None and rest.year is None:
            return Piece(at, rest.end, year=year, month=rest.month, day=rest.day)
        return Piece(at, at + 2, year=year)
    month = small(atoms, at, 1, 12)
    if month is not None and atoms.norm(at + 1) == "月":
        day = small(atoms, at + 2, 1, 31)
        if day is not None and atoms.norm(at + 3) in ("日", "号"):
            return Piece(at, at + 4, month=month, day=day)
        return Piece(at, at + 2, month=month)
    day = small(atoms, at, 1, 31)
    if day is not None and atoms.norm(at + 1) in ("日", "号"):
        return Piece(at, at + 2, day=day)
    return None


def _day_month(atoms: Atoms, at: int) -> Piece | None:
    """3 February, 3rd of February 2025, 3. Februar, 3 de marzo de 2025, третьего февраля."""
    day, end = _day_number(atoms, at)
    if day is None:
        return None
    dates = atoms.language.dates
    for _ in range(2):
        month = dates.months.match(atoms.words, end)
        if month is not None:
            after = _dot(atoms, end + month[0])
            year, after = _trailing_year(atoms, after)
            return Piece(at, after, year=year, month=int(month[1]), day=day)
        if atoms.norm(end) not in dates.links or atoms.norm(end) == ",":
            return None
        end += 1
    return None


def _day_number(atoms: Atoms, at: int) -> tuple[int | None, int]:
    numerals = atoms.language.numerals
    day, end = small(atoms, at, 1, 31), at + 1
    if day is not None:
        if atoms.norm(end) == "-" and atoms.norm(end + 1) in numerals.ordinal_suffixes:
            return day, end + 2
        if atoms.glued(end) and (atoms.norm(end) in numerals.ordinal_suffixes or atoms.norm(end) in (".", "º", "°")):
            return day, end + 1
        return day, end
    if atoms.items[at].kind != "word" or atoms.norm(at) in atoms.language.stopwords:
        return None, at
    value = read_value(atoms, at)
    if value is None or value.form not in ("ordinal", "plain") or not 1 <= value.low <= 31:
        return None, at
    return (int(value.low), value.end) if value.low == int(value.low) else (None, at)


def _dot(atoms: Atoms, at: int) -> int:
    """Past the stop of an abbreviation (``Feb. 3``) when more of the date may follow."""
    following = atoms.items[at + 1].text[:1] if at + 1 < len(atoms) else ""
    return at + 1 if atoms.norm(at) == "." and following.isdecimal() else at


def _trailing_year(atoms: Atoms, at: int) -> tuple[int | None, int]:
    dates = atoms.language.dates
    end = at
    for _ in range(3):
        year = _year_at(atoms, end)
        if year is not None:
            after = end + 1
            word = dates.year_words.match(atoms.words, after)
            return year, after + (word[0] if word else 0)
        if atoms.norm(end) not in dates.links and atoms.norm(end) != ",":
            break
        end += 1
    return None, at


def _month_first(atoms: Atoms, at: int) -> Piece | None:
    """March 12, 2025; in February; in March 2025."""
    dates = atoms.language.dates
    month = dates.months.match(atoms.words, at)
    if month is None or atoms.items[at].kind != "word":
        return None
    number, end = int(month[1]), at + month[0]
    capital = atoms.items[at].text[:1].isupper()
    if dates.months_lower == capital and not _opens_sentence(atoms, at):
        return None
    after = _dot(atoms, end)
    if dates.order == "mdy":
        day, stop = _day_number(atoms, after) if after < len(atoms) else (None, after)
        if day is not None and atoms.items[after].kind == "number":
            year, stop = _trailing_year(atoms, stop)
            return Piece(at, stop, year=year, month=number, day=day)
    year, stop = _trailing_year(atoms, after)
    if year is not None:
        return Piece(at, stop, year=year, month=number)
    if atoms.norm(at) in atoms.language.numerals.cardinals:
        return None  # French "sept" is seven unless a day or a year makes it September.
    short = len(atoms.norm(at)) <= 3 and number != 5
    weak = (short and dates.order == "mdy") or number in (3, 5, 8)
    cue = dates.year_cues.match(atoms.words, at - 1) if at else None
    if weak and not (cue and capital is not dates.months_lower and not short):
        return Piece(at, end, month=number, weak=True) if cue else None
    return Piece(at, end, month=number)


def _opens_sentence(atoms: Atoms, at: int) -> bool:
    return at == 0 or atoms.items[at - 1].kind == "punct"


def _weekday(atoms: Atoms, at: int) -> Piece | None:
    dates = atoms.language.dates
    listed = dates.weekdays.match(atoms.words, at)
    if listed is not None and listed[1] == "none":
        # What is held on every such day (`Sonntagsruhe`) names no date.
        return None
    found = lookup(listed)
    if found is not None:
        end = at + found[0]
        short = found[0] == 1 and len(atoms.norm(at)) <= 3
        if short and not (atoms.items[at].text[:1].isupper() or dates.months_lower):
            return None
        return Piece(at, end, weekday=found[1], weak=short)
    if not atoms.language.numerals.compound:
        return None
    word = atoms.norm(at)
    for size in range(6, min(len(word) - 2, 12)):
        day = dates.weekdays.get(word[:size])
        part = dates.parts.get(word[size:])
        moment = dates.moments.get(word[size:])
        if day is not None and (part is not None or moment is not None):
            minutes = int(moment) if moment is not None else None
            return Piece(at, at + 1, weekday=int(day), part=part, minutes=minutes)
    return None


def _relative(atoms: Atoms, at: int) -> Piece | None:
    found = lookup(atoms.language.dates.relative.match(atoms.words, at))
    return Piece(at, at + found[0], days=found[1]) if found else None


def _part(atoms: Atoms, at: int) -> Piece | None:
    found = atoms.language.dates.parts.match(atoms.words, at)
    return Piece(at, at + found[0], part=found[1], weak=True) if found else None


def _year(atoms: Atoms, at: int) -> Piece | None:
    """A bare year: ``in 2022``, ``зимой 2003 года``, ``the 2016 election``."""
    year = _year_at(atoms, at)
    if year is None or atoms.items[at].kind != "number":
        return None
    dates = atoms.language.dates
    word = dates.year_words.match(atoms.words, at + 1)
    if word is not None:
        return Piece(at, at + 1 + word[0], year=year)
    if _ordinal_year(atoms, at, year):
        return Piece(at, at + 3, year=year)
    if atoms.language.units.words.match(atoms.words, at + 1):
        return None
    if atoms.language.numerals.scales.match(atoms.words, at + 1):
        return None
    lower = at + 1 < len(atoms) and atoms.items[at + 1].text[:1].islower()
    if atoms.language.names.nouns_capitalised and 1900 <= year <= 2099 and lower:
        return Piece(at, at + 1, year=year)  # „die 1987 gegründete Bank“: what is counted has a capital.
    back = at - 1
    cue = back >= 0 and dates.year_cues.match(atoms.words, back) is not None
    after_year = atoms.norm(back) in ("-", "–", "—") and _year_at(atoms, back - 1) is not None
    bare = 1900 <= year <= 2100 and atoms.norm(back) in ("(", ",", "©")
    return Piece(at, at + 1, year=year) if cue or after_year or bare else None


def _ordinal_year(atoms: Atoms, at: int, year: int) -> bool:
    """«до конца 2031-го»: the ending of an ordinal, and nothing after it that would be the 2031st."""
    resource = atoms.language
    if not (atoms.norm(at + 1) == "-" and atoms.glued(at + 1) and atoms.glued(at + 2) and 1900 <= year <= 2100):
        return False
    if atoms.norm(at + 2) not in resource.numerals.ordinal_suffixes:
        return False
    after = atoms.items[at + 3] if at + 3 < len(atoms) else None
    return after is None or after.kind == "punct" or after.norm in resource.stopwords


_READERS: tuple[Callable[[Atoms, int], Piece | None], ...] = (
    _iso,
    _cjk,
    read_clock,
    _day_month,
    _month_first,
    _weekday,
    _relative,
    read_moment,
    _part,
    _year,
)
