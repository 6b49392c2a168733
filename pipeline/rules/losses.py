"""Words that one quotation has and another lacks across languages: which side has them, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Literal

from pipeline.rules.firing import Span, overlaps
from pipeline.rules.sources import Row, Sources

End = Literal["a", "b"]
Cuts = Mapping[tuple[str, str], list[Span]]
"""(quote that has them, quote that lacks them) -> the clauses that are left out."""


def having(row: Row) -> End | None:
    """The side whose words alone the explanation quotes: it has them, and the other has nothing for them."""
    told = row["explanation"] or ""
    a, b = (bool(row[f"{side}_text"]) and f"“{row[f'{side}_text']}”" in told for side in "ab")
    return None if a == b else "a" if a else "b"


def located(row: Row, side: str, sources: Sources) -> Span | None:
    """Where the words stand: across languages a side's span is a whole sentence, and the words a few of it."""
    span, words = row[f"{side}_span"], row[f"{side}_text"]
    if not words or span is None or span["start"] is None:
        return None
    article = str(sources.quote(row[side])["article"])
    at = sources.text((article, span["start"], span["end"])).find(words)
    return (article, span["start"] + at, span["start"] + at + len(words)) if at >= 0 else None


def cuts(rows: Iterable[Row], sources: Sources) -> Cuts:
    """The clauses that renderings leave out."""
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "clause" and (side := having(row)) and (span := located(row, side, sources)):
            found[_pair(row, side)].append(span)
    return found


def inside(row: Row, left_out: Cuts, sources: Sources) -> Iterator[Hashable]:
    """Keys of the clauses that hold the row's words: what is lost with a clause is no second loss."""
    side = having(row) if row["class"] == "translation" else None
    span = located(row, side, sources) if side else None
    if side and span:
        pair = _pair(row, side)
        yield from (("clause", *pair, *clause) for clause in left_out.get(pair, ()) if overlaps(span, clause))


def _pair(row: Row, side: End) -> tuple[str, str]:
    return (row["a"], row["b"]) if side == "a" else (row["b"], row["a"])
