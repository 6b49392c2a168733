"""gist: what tells the event of an article from others: its day, and the names, figures and days that it mentions.

Read an article at a time, so that news is grouped without reading again what was there before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from pipeline.evidence.events import TOLD, read_gist
from pipeline.schemas import frame
from pipeline.text.dates import find_dates
from pipeline.text.publication import day_of

if TYPE_CHECKING:
    import polars as pl

    from pipeline.config import Section

Row = dict[str, Any]
DATED: Final = ("byline", "subheading", "metadata")
_HEAD: Final = 6


def gist(config: Section, articles: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """`gists`, one row an article."""
    del config  # It has no settings.
    told: dict[str, list[Row]] = defaultdict(list)
    for row in sentences.iter_rows(named=True):
        told[row["article"]].append(row)
    rows = [
        _row(article, outlet or "", stated, sorted(told[article], key=itemgetter("start")))
        for article, outlet, stated in articles.select("article", "outlet", "published").iter_rows()
    ]
    return frame("gists", rows, "article")


def _row(article: str, outlet: str, stated: str | None, sentences: Sequence[Row]) -> Row:
    published, inferred = _published(stated, sentences[:_HEAD])
    spoken = [(row["text"], row["language"]) for row in sentences if row["kind"] in TOLD]
    found = read_gist(article, outlet, spoken, published)
    return {
        "article": article,
        "language": found.language,
        "published": published.isoformat() if published else None,
        "inferred": inferred,
        "names": sorted(found.names),
        "figures": sorted(found.figures),
        "days": sorted(found.days),
    }


def _published(stated: str | None, head: Iterable[Row]) -> tuple[date | None, bool]:
    """The manifest's date, else a whole date in a byline or dateline near the head; (date, whether inferred)."""
    day = day_of(stated)
    if day is not None:
        return day, False
    for row in head:
        for when in find_dates(row["text"], row["language"]) if row["kind"] in DATED else ():
            if when.year and when.month and when.day:
                return date(when.year, when.month, when.day), True
    return None, False
