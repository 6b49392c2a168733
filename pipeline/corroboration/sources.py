"""Where a statement comes from: reprints of one wire are one source, and who cites another outlet relays it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from pipeline.corroboration.reading import Told
from pipeline.evidence.passages import Sentence
from pipeline.evidence.syndication import Reprints
from pipeline.text.names import same_name

SAME_OUTLET: Final = 0.85


class Sources:
    """Origins of the articles of a story, and of single statements in them."""

    def __init__(self, told: Sequence[Told], reprints: Sequence[Reprints], quotes: pl.DataFrame) -> None:
        self._outlets = {article.article: article.outlet for article in told}
        self._group = {article.article: article.article for article in told}
        for group in reprints:
            for article in (group.origin, *group.copies):
                if article in self._group:
                    self._group[article] = group.origin
        self._relays = dict(
            quotes.filter(pl.col("relay").is_not_null()).sort("quote").select("sentence", "relay").iter_rows()
        )

    def of(self, article: str) -> str:
        """The article's origin: an agency, or the article that it is or copies."""
        return self._group[article]

    def of_passage(self, article: str, passage: Sequence[Sentence]) -> str:
        """The same for one passage: an outlet of the story that it cites, or another outlet by its name."""
        relayed = sorted({self._relays[sentence.id] for sentence in passage if sentence.id in self._relays})
        if len(relayed) != 1:
            return self.of(article)
        cited = [other for other, outlet in self._outlets.items() if same_name(outlet, relayed[0]) >= SAME_OUTLET]
        if article in cited:
            return self.of(article)
        return self.of(cited[0]) if cited else f"relayed from {relayed[0]}"

    def copies(self, article: str) -> list[str]:
        """Other articles of the same origin."""
        return sorted(other for other, origin in self._group.items() if other != article and origin == self.of(article))


def told_by(told: Sequence[Told]) -> Mapping[str, str]:
    """article -> how it is named to a reader: outlet and day."""
    return {article.article: f"{article.outlet} ({article.published[:10] or 'undated'})" for article in told}
