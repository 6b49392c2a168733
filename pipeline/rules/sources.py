"""What the rules look up: outlets, quotes and places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from pipeline.rules.firing import Span, overlaps
from pipeline.text.quotation.unify import unified

Row = dict[str, Any]


class Sources:
    """The frames that messages and locations draw on, indexed once. Quarantined files have a path and no text."""

    def __init__(
        self,
        articles: Iterable[Row],
        quarantine: Iterable[Row],
        stories: Iterable[Row],
        quotes: Iterable[Row],
        segments: Iterable[Row],
    ) -> None:
        """`segments` are the rows of sentences (named by `sentence`) and of parts (named by `part`)."""
        self._articles = {row["article"]: row for row in articles}
        self._paths = {row["article"]: row["path"] for row in quarantine}
        self._stories = {row["article"]: row["story"] for row in stories}
        self._quotes = {row["quote"]: row for row in quotes}
        self._segments: dict[str, Span] = {}
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._quoted = _quoted(self._quotes.values())
        self._names = unified(
            (row["speaker"], row["language"] or "und") for row in self._quotes.values() if row["speaker"]
        )
        self._languages: dict[str, Counter[str]] = defaultdict(Counter)
        for row in segments:
            self._languages[row["article"]][row["language"] or "und"] += 1
            segment = row.get("part") or row["sentence"]
            self._segments[segment] = (row["article"], row["start"], row["end"])
            if row.get("part"):
                self._parts[row["quote"]].append(segment)

    def outlet(self, article: str) -> str:
        row = self._articles.get(article)
        return (row and row["outlet"]) or article

    def outlets(self, articles: Iterable[str]) -> list[str]:
        return [self.outlet(article) for article in articles]

    def language(self, article: str) -> str:
        """The language of most of its sentences; und where that is not known."""
        found = self._languages[article]
        return min(found, key=lambda each: (-found[each], each), default="und")

    def story(self, article: str) -> str | None:
        return self._stories.get(article)

    def quote(self, quote: str) -> Row:
        return self._quotes[quote]

    def last(self, quote: Row) -> int:
        """Where the last part of a quote ends."""
        return max([int(quote["end"]), *(int(span["end"]) for span in quote["spans"] or ())])

    def quotes_in(self, span: Span) -> list[Span]:
        """Spans of quoted words that share a character with `span`, in order."""
        return [each for each in self._quoted.get(span[0], []) if overlaps(each, span)]

    def text(self, span: Span) -> str:
        article, start, end = span
        return str(self._articles[article]["text"] or "")[start:end]

    def segment(self, segment: str) -> Span | None:
        return self._segments.get(segment)

    def parts(self, quote: str, within: Span | None) -> list[str]:
        """The quote's parts that share a character with `within`; all of them where that is unknown or empty."""
        every = self._parts.get(quote, [])
        chosen = [part for part in every if within and overlaps(self._segments[part], within)]
        return chosen or every

    def called(self, quote: str) -> str | None:
        """The speaker of a quote, by one name whatever the spelling of its language."""
        return self._names.get(self._quotes[quote]["speaker"] or "")

    def speaker(self, quotes: Iterable[str]) -> str | None:
        """The speaker that most of the quotes name; the first by name where they tie."""
        named = Counter(name for quote in quotes if (name := self.called(quote)))
        return min(named, key=lambda each: (-named[each], each)) if named else None

    def place(self, span: Span) -> Row:
        """A row of the findings frame's `locations`."""
        article, start, end = span
        row = self._articles.get(article)
        path = row["path"] if row else self._paths.get(article, article)
        return {"article": article, "path": path, "start": start, "end": end}


def _quoted(quotes: Iterable[Row]) -> dict[str, list[Span]]:
    """Article -> the spans of all its quoted words, sorted."""
    found: dict[str, list[Span]] = defaultdict(list)
    for row in quotes:
        bounds = [(span["start"], span["end"]) for span in row["spans"] or ()]
        for start, end in bounds or [(row["start"], row["end"])]:
            found[row["article"]].append((row["article"], start, end))
    return {article: sorted(spans) for article, spans in found.items()}
