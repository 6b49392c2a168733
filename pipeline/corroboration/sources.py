"""Where a statement comes from: reprints of one wire are one source, and who cites another outlet relays it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipeline.corroboration.reading import Told
from pipeline.corroboration.relays import relayed_sentences
from pipeline.evidence.passages import Sentence
from pipeline.evidence.syndication import Reprints


class Sources:
    """Origins of the articles of a story, and of single statements in them."""

    def __init__(
        self,
        told: Sequence[Told],
        reprints: Sequence[Reprints],
        quotes: pl.DataFrame,
        parts: pl.DataFrame,
        reported: pl.DataFrame,
    ) -> None:
        self._group = {article.article: article.article for article in told}
        for group in reprints:
            for article in (group.origin, *group.copies):
                if article in self._group:
                    self._group[article] = group.origin
        self._relays = relayed_sentences(told, quotes, parts, reported)

    def of(self, article: str) -> str:
        """The article's origin: an agency, or the article that it is or copies."""
        return self._group[article]

    def of_passage(self, article: str, passage: Sequence[Sentence]) -> str:
        """The same for one passage: the outlet of the story, or outside it, that it is taken from."""
        relayed = sorted({self._relays[sentence.id] for sentence in passage if sentence.id in self._relays})
        if len(relayed) != 1:
            return self.of(article)
        return self._group.get(relayed[0], relayed[0])

    def copies(self, article: str) -> list[str]:
        """Other articles of the same origin."""
        return sorted(other for other, origin in self._group.items() if other != article and origin == self.of(article))


def told_by(told: Sequence[Told]) -> Mapping[str, str]:
    """article -> how it is named to a reader: outlet and day."""
    return {article.article: f"{article.outlet} ({article.published[:10] or 'undated'})" for article in told}
