"""A quoted sentence with all that is known of it, and the pairs of them that are worth weighing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.alignment.audience import EVERYBODY, Audience, audience
from pipeline.alignment.occasions import NOW, Occasion, occasion
from pipeline.alignment.words import Words, words
from pipeline.evidence.translations import usable_english
from pipeline.evidence.vectors import vector_table
from pipeline.languages import language
from pipeline.schemas import columns
from pipeline.text.grammar import phrases
from pipeline.text.names import same_name
from pipeline.text.publication import day_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

SHORT_WORDS: Final = 2
COMMON_SHARE: Final = 0.06
"""Stems in more than this share of a story's sentences say nothing about which sentence this is."""
SAME_SPEAKER: Final = 0.8
"""Name similarity from which two speakers are taken for one person."""


@dataclass(frozen=True, eq=False)
class Part:
    """One sentence of one quote. `english` is None where there is no usable translation; vectors may be missing."""

    id: str
    quote: str
    article: str
    kind: str
    language: str
    text: str
    start: int
    end: int
    own: Words
    english: Words | None
    speaker: str | None
    nested: bool
    block: int
    sentence: str
    around: frozenset[str]
    among_sentences: bool
    occasion: Occasion = NOW

    @property
    def short(self) -> bool:
        """Too few content words to be told from a stock phrase by themselves."""
        return len(self.own.content_at) <= SHORT_WORDS

    def speaker_agrees(self, other: Part) -> bool | None:
        """Whether both name the same speaker; None where either is unknown, or another one is known by a role only."""
        if not self.speaker or not other.speaker:
            return None
        if same_name(self.speaker, other.speaker) >= SAME_SPEAKER:
            return True
        return False if _names_somebody(self) and _names_somebody(other) else None


def _names_somebody(part: Part) -> bool:
    """ "The minister" may be anyone whom others call by name; where nouns have capitals, so may one capital."""
    capitals = sum(word[:1].isupper() for word in (part.speaker or "").split())
    return capitals > int(language(part.language).names.nouns_capitalised)


def parts_of(
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    parts: pl.DataFrame,
    translations: pl.DataFrame,
) -> list[Part]:
    """The parts of every quote that may report speech (scare quotes are left out), in frame order."""
    text = dict(columns(articles, "article", "text"))
    published = {article: day_of(stated) for article, stated in columns(articles, "article", "published")}
    hearing = _Hearing(articles, quotes)
    quote_of = {row["quote"]: row for row in quotes.iter_rows(named=True) if row["kind"] != "scare"}
    english = usable_english(translations)
    common = _common_stems(sentences)
    by_quote: dict[str, list[dict[str, Any]]] = defaultdict(list)
    quoted: dict[str, list[str]] = defaultdict(list)
    for row in parts.iter_rows(named=True):
        if row["quote"] in quote_of:
            by_quote[row["quote"]].append(row)
            quoted[quote_of[row["quote"]]["sentence"]].append(row["text"])
    leads = _leads(sentences, quoted)
    found = []
    for quote, rows in by_quote.items():
        reported = quote_of[quote]
        lead = leads.get(reported["sentence"], "")
        heard = hearing.of(reported)
        told = occasion(reported, quoted[reported["sentence"]], published[reported["article"]], heard, lead)
        for i, row in enumerate(rows):
            beside = [r["text"] for r in rows[max(0, i - 2) : i + 3] if r is not row]
            around = _around(row, reported, beside, common)
            english_of = english.get(row["part"])
            found.append(_part(row, reported, text[row["article"]], english_of, around, bool(beside), told))
    return found


def _leads(sentences: pl.DataFrame, quoted: Mapping[str, list[str]]) -> dict[str, str]:
    """The sentence before each in its paragraph, where nothing is quoted in it."""
    rows = list(columns(sentences, "article", "block", "index", "sentence", "text"))
    ids = {(article, block, index): (sentence, text) for article, block, index, sentence, text in rows}
    found = {}
    for article, block, index, sentence, _ in rows:
        lead, text = ids.get((article, block, index - 1), ("", ""))
        if lead and lead not in quoted:
            found[sentence] = text
    return found


class _Hearing:
    """Whom the quotations of a story were spoken to, by its articles and their outlets."""

    def __init__(self, articles: pl.DataFrame, quotes: pl.DataFrame) -> None:
        self._articles = {
            article: (text, outlet or "") for article, text, outlet in columns(articles, "article", "text", "outlet")
        }
        self._outlets = frozenset(outlet for _, outlet in self._articles.values() if outlet)
        self._codes = sorted(set(quotes["language"].drop_nulls()))
        self._quoted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for article, spans in columns(quotes, "article", "spans"):
            self._quoted[article].extend((span["start"], span["end"]) for span in spans)

    def of(self, quote: dict[str, Any]) -> Audience:
        """A post is read by everybody."""
        if quote["kind"] in ("post", "headline") or not quote["spans"]:
            return EVERYBODY._replace(public=quote["kind"] == "post")
        text, outlet = self._articles[quote["article"]]
        span = (quote["spans"][0]["start"], quote["spans"][-1]["end"])
        heard = audience(text, span, self._quoted[quote["article"]], quote["language"], outlet, self._outlets)
        # What a body "posted" may be set off below the words that say so, and in another language.
        posted = not heard.told and any(phrases(quote["cue"] or "", code, "public") for code in self._codes)
        return heard._replace(public=heard.public or posted)


def _common_stems(sentences: pl.DataFrame) -> frozenset[str]:
    """Stems that stand in many sentences (the names that the whole story is about, above all)."""
    seen: Counter[str] = Counter()
    for code, text in columns(sentences, "language", "text"):
        seen.update(set(words(text, code).stems))
    floor = max(3.0, COMMON_SHARE * sentences.height)
    return frozenset(stem for stem, count in seen.items() if count > floor)


def _around(row: dict[str, Any], quote: dict[str, Any], beside: list[str], common: frozenset[str]) -> frozenset[str]:
    """Telling stems next to a part: of the sentences beside it in the quotation, or of the reporting sentence."""
    texts = beside or [quote["context"] or ""]
    found = {s for t in texts for w in [words(t, row["language"])] for i, s in enumerate(w.stems) if w.content[i]}
    return frozenset(found - common)


def _part(
    row: dict[str, Any],
    quote: dict[str, Any],
    text: str,
    english: str | None,
    around: frozenset[str],
    among_sentences: bool,
    told: Occasion,
) -> Part:
    code = row["language"]
    own = words(text[row["start"] : row["end"]], code, row["start"])
    if code == "en":
        view: Words | None = own
    else:
        view = words(english, "en") if english else None
    return Part(
        id=row["part"],
        quote=row["quote"],
        article=row["article"],
        kind=quote["kind"],
        language=code,
        text=row["text"],
        start=row["start"],
        end=row["end"],
        own=own,
        english=view,
        speaker=quote["speaker"],
        nested=quote["parent"] is not None,
        block=quote["block"],
        sentence=quote["sentence"],
        around=around,
        among_sentences=among_sentences,
        occasion=told,
    )


@dataclass(frozen=True, eq=False)
class Space:
    """Vectors of a story's segments by view, and the unquoted sentences of each article as their background."""

    vectors: dict[tuple[str, str], NDArray[np.float32]]
    background: dict[str, list[str]]
    stacked: dict[tuple[str, tuple[str, ...]], NDArray[np.float64]] = field(default_factory=dict)
    """Rows of the parts of an article in a view, kept for its pairs with other articles."""

    def rows(self, segments: list[str], view: str) -> NDArray[np.float32]:
        """(n, dimension); a zero row where a segment has no vector in the view."""
        width = next((len(v) for v in self.vectors.values()), 1)
        zero = np.zeros(width, np.float32)
        return np.array([self.vectors.get((s, view), zero) for s in segments], np.float32).reshape(-1, width)


def space_of(sentences: pl.DataFrame, parts: pl.DataFrame, vectors: pl.DataFrame) -> Space:
    """Vectors in a dictionary; a sentence that overlaps a quoted part is no background to it."""
    quoted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for article, start, end in columns(parts, "article", "start", "end"):
        quoted[article].append((start, end))
    background: dict[str, list[str]] = defaultdict(list)
    for article, sentence, start, end in columns(sentences, "article", "sentence", "start", "end"):
        if not any(first < end and start < last for first, last in quoted[article]):
            background[article].append(sentence)
    return Space(vector_table(vectors), background)


def article_pairs(parts: list[Part]) -> Iterator[tuple[list[Part], list[Part]]]:
    """Every two articles of a story, and each article with itself, as lists of parts; order of ids."""
    by_article: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_article[part.article].append(part)
    for a, b in combinations(sorted(by_article), 2):
        yield by_article[a], by_article[b]
    for article in sorted(by_article):
        yield by_article[article], by_article[article]
