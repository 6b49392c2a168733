"""Spans of articles' texts to places in their files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pipeline.report.model import Place
from pipeline.text.lines import Lines
from pipeline.text.origins import Region, Run, region

Row = Mapping[str, Any]

EXTRACTED = frozenset({"html", "json", "jsonl"})
"""Formats whose text is not the file; where it stands there is told by the frame `origins`."""


class Places:
    """Looks spans up; made once a report from the frames `articles` and `origins`."""

    def __init__(self, articles: Iterable[Row], origins: Iterable[Row]) -> None:
        self._articles = {row["article"]: row for row in articles}
        self._runs: dict[str, list[Run]] = defaultdict(list)
        for row in origins:
            self._runs[row["article"]].append(Run(*(row[name] for name in Run._fields)))
        for runs in self._runs.values():
            runs.sort()
        self._lines = cache(lambda article: Lines(self._articles[article]["text"] or ""))
        self._known: dict[tuple[str, int, int, str], Place] = {}

    def __call__(self, article: str, start: int, end: int, path: str = "") -> Place:
        """A span's place; `path` names the file of what is no article, since it was not read."""
        span = (article, start, end, path)
        found = self._known.get(span)
        if found is None:  # one for all claims that a passage was held against
            row = self._articles.get(article)
            found = Place(article, row["path"] if row else path, start, end, self._region(row, start, end))
            self._known[span] = found
        return found

    def _region(self, row: Row | None, start: int, end: int) -> Region | None:
        if row is None:
            return None
        if row["format"] in EXTRACTED:
            return region(self._runs[row["article"]], start, end)
        lines = self._lines(row["article"])
        return Region(start, end, *lines.place(start), *lines.place(end))
