"""What one calendar or clock expression says: the pieces that dates are made of."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text.atoms import Atoms


@dataclass(frozen=True, slots=True)
class Piece:
    """What ``atoms[start:end]`` says: any of year, month, day, weekday, minutes, zone, days, part.

    ``weak`` pieces (``Sun``, ``May``, ``morning``) count only beside another piece.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    minutes: int | None = None
    zone: int | str | None = None
    days: int | None = None
    part: str | None = None
    weak: bool = False


def small(atoms: Atoms, at: int, low: int, high: int) -> int | None:
    """Integer of one or two digits at ``at`` within bounds."""
    if not 0 <= at < len(atoms):
        return None
    text = atoms.items[at].text
    if len(text) > 2 or not text.isdecimal():
        return None
    return int(text) if low <= int(text) <= high else None


def lookup(table: tuple[int, str] | None) -> tuple[int, int] | None:
    return (table[0], int(table[1])) if table else None
