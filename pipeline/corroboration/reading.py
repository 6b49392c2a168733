"""A story's frames as sentences with all that is known of them, and which of them are claims."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from pipeline.corroboration.differing import differing_sentences, renderings
from pipeline.evidence.passages import Differing, Renderings, Sentence
from pipeline.evidence.statements import read_statement
from pipeline.evidence.translations import usable_english
from pipeline.evidence.vectors import vector_table
from pipeline.schemas import columns
from pipeline.text.dates import find_dates
from pipeline.text.polarity import is_question
from pipeline.text.publication import day_of
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLAIMED: Final = ("headline", "paragraph", "post")
TOLD: Final = (*CLAIMED, "subheading", "caption")
"""Kinds that can state a claim of another article; captions and subheadings make none of their own."""
TOPIC: Final = 0.8
"""Share of a story's mean vector that is taken out."""
_WHOLE: Final = ("direct", "post")
"""Kinds of quotation that say something by themselves; a partial one is a piece of its sentence."""
_REPORTING: Final = 0.2
"""Weight of a reporting clause beside the words it reports."""
_BARE_QUESTION: Final = 3
_LEADING_UP: Final = 6
_PLACE: Final = 3
"""Words of the place, or of the outlet, in a dateline."""
_SET_OFF: Final = re.compile(r"(\*{1,3}|_{1,3})[^*_]+\1")
"""Emphasis of a whole sentence, as Markdown writes it."""


@dataclass(frozen=True, eq=False)
class Told:
    """One article of a story: its sentences in order, those that are claims, and what could not be read."""

    article: str
    outlet: str
    published: str
    language: str
    sentences: tuple[Sentence, ...]
    claims: tuple[Sentence, ...]
    unread: int

    @property
    def readable(self) -> bool:
        """Whether enough of it could be read for its silence to mean anything."""
        return self.unread * 2 < max(1, len(self.claims))

    @property
    def translated(self) -> bool:
        """Whether most of it stands in English, its own or a translation to trust."""
        return 2 * sum(claim.in_english for claim in self.claims) >= len(self.claims)

    @property
    def day(self) -> date | None:
        return day_of(self.published)


def read_story(
    members: pl.DataFrame,
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    parts: pl.DataFrame,
    candidates: pl.DataFrame,
    differences: pl.DataFrame,
    conflicts: pl.DataFrame,
    translations: pl.DataFrame,
    vectors: pl.DataFrame,
) -> list[Told]:
    """The story's articles by id. `members` are its rows of the stories frame."""
    about = {article: dated for article, *dated in columns(articles, "article", "outlet", "published")}
    lines = by_article(sentences, TOLD, "start", "sentence")
    english = usable_english(translations)
    rows = vector_table(vectors)
    quoted = quoted_shares(sentences, quotes, parts, candidates)
    differing = differing_sentences(sentences, quotes, differences, conflicts)
    rendered = renderings(sentences, quotes, differences)
    told = []
    for article, published in sorted(columns(members, "article", "published")):
        outlet, dated = about[article]
        day = day_of(dated or published)
        read = tuple(_sentence(row, english, rows, quoted, differing, rendered, day) for row in lines[article])
        claimed = {row["sentence"] for row in lines[article] if row["kind"] in CLAIMED}
        prose = {row["sentence"] for row in lines[article] if row["kind"] == "paragraph"}
        furniture = {s.id for s in read if s.id in prose and is_furniture(s.text, s.language)}
        claims = tuple(s for s in read if s.id in claimed - furniture and asserts(s.text, s.language))
        told.append(
            Told(
                article=article,
                outlet=outlet or article,
                published=dated or published or "",
                language=_main_language(read),
                sentences=tuple(s for s in read if s.readable),
                claims=claims,
                unread=sum(not claim.readable for claim in claims),
            )
        )
    return _centred(told)


def _centred(told: Sequence[Told]) -> list[Told]:
    """The story's own topic taken out of its vectors, language by language: what is left tells sentences apart.

    Otherwise all sentences on one summit are near to each other, and those of one language the more so.
    """
    rows: dict[str, list[NDArray[np.float32]]] = defaultdict(list)
    for article in told:
        for sentence in article.sentences:
            for language, row in zip((sentence.language, "en"), sentence.views, strict=True):
                if row is not None:
                    rows[language].append(row)
    means = {language: np.mean(found, axis=0) for language, found in rows.items()}

    def moved(sentence: Sentence) -> Sentence:
        original, english = sentence.views
        return replace(
            sentence,
            views=(_off(original, means.get(sentence.language)), _off(english, means.get("en"))),
            clauses=_off(sentence.clauses, means.get(sentence.language)) if len(sentence.clauses) else sentence.clauses,
        )

    def both(article: Told) -> Told:
        found = {each.id: moved(each) for each in article.sentences}
        # What cannot be read has no vectors to move.
        claims = tuple(found.get(claim.id, claim) for claim in article.claims)
        return replace(article, sentences=tuple(found.values()), claims=claims)

    return [both(article) for article in told]


def by_article(rows: pl.DataFrame, kinds: Collection[str] | None, *order: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of each article, those of some kinds or all, by some columns; none for an article that it lacks."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        if kinds is None or row["kind"] in kinds:
            found[row["article"]].append(row)
    for each in found.values():
        each.sort(key=itemgetter(*order))
    return found


def _off(rows: Any, mean: NDArray[np.float32] | None) -> Any:
    """Unit rows less the share TOPIC of `mean`, unit again; None stays None."""
    if rows is None or mean is None:
        return rows
    left = rows - TOPIC * mean
    norms = np.linalg.norm(left, axis=-1, keepdims=True)
    return np.asarray(left / np.where(norms == 0, 1.0, norms), np.float32)


def asserts(text: str, language: str) -> bool:
    """Whether the sentence says something: not bare signs, links or tags, nor a question of a word or two."""
    words = [token for token in tokenize(text, language) if token.kind == "word" and token.text[:1] not in "#@"]
    if not words:
        return False
    return not (is_question(text, language) and len(words) <= _BARE_QUESTION)


def is_furniture(text: str, language: str) -> bool:
    """Whether a sentence of a paragraph only arranges the text.

    A few words that lead up to what follows ("The company's statement:"), a line set off as a heading or a note of the
    desk ("**Second, the doctors are calm.**"), a dateline ("МАДРИД, 19 мая.").
    """
    words = [token for token in tokenize(text, language) if token.kind == "word"]
    if _SET_OFF.fullmatch(text.strip()) or (text.rstrip().endswith(":") and len(words) <= _LEADING_UP):
        return True
    days = [(when.start, when.end) for when in find_dates(text, language)]
    rest = [token for token in words if not any(start <= token.start < end for start, end in days)]
    return bool(days) and len(rest) <= _PLACE and all(token.text[:1].isupper() for token in rest)


def _sentence(
    row: dict[str, Any],
    english: Mapping[str, str],
    rows: Mapping[tuple[str, str], NDArray[np.float32]],
    quoted: Mapping[str, dict[str, float]],
    differing: Differing,
    rendered: Renderings,
    published: date | None,
) -> Sentence:
    segment = row["sentence"]
    return Sentence(
        id=segment,
        article=row["article"],
        language=row["language"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        statement=read_statement(row["text"], row["language"], english.get(segment), published),
        clauses=_clauses(segment, rows),
        views=(rows.get((segment, "original")), rows.get((segment, "english")) if segment in english else None),
        quoted=quoted.get(segment, {}),
        differs=differing.get(segment, {}),
        renders=rendered.get(segment, {}),
    )


def _clauses(segment: str, rows: Mapping[tuple[str, str], NDArray[np.float32]]) -> NDArray[np.float32]:
    """(clauses, dimension); no rows where the sentence is one clause or was not read."""
    found: list[NDArray[np.float32]] = []
    while (row := rows.get((f"{segment}#{len(found)}", "clause"))) is not None:
        found.append(row)
    return np.array(found, np.float32) if found else np.zeros((0, 1), np.float32)


def _main_language(sentences: Sequence[Sentence]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for sentence in sentences:
        counts[sentence.language] += len(sentence.text)
    return min(counts, key=lambda code: (-counts[code], code), default="")


def quoted_shares(
    sentences: pl.DataFrame, quotes: pl.DataFrame, parts: pl.DataFrame, candidates: pl.DataFrame
) -> dict[str, dict[str, float]]:
    """sentence -> {sentence that quotes the same words: share of the first that the second quotes too, 0..1}.

    Inside one article these are the rendering of a post and the post itself, or a headline and the words it is from.
    """
    kinds = dict(columns(quotes, "quote", "kind"))
    spans = _Spans(sentences)
    located: dict[str, tuple[str, int, int]] = {}
    for article, quote, part, start, end in columns(parts, "article", "quote", "part", "start", "end"):
        located[part] = (article, start, end)
        if kinds.get(quote) in _WHOLE:
            spans.quote(article, start, end)
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row in sorted(candidates.iter_rows(named=True), key=itemgetter("a", "b")):
        left, right = (spans.shares(located[row[side]], row[f"{side}_span"]) for side in ("a", "b"))
        for here, there in ((left, right), (right, left)):
            for sentence, share in here.items():
                for other in there:
                    held = shares[sentence].get(other, 0.0)
                    shares[sentence][other] = round(min(1.0, held + share * row["score"]), 4)
    return dict(shares)


class _Spans:
    """Sentences of the articles, and how much of each is a quotation that stands as a sentence of its own."""

    def __init__(self, sentences: pl.DataFrame) -> None:
        self._sentences: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for article, sentence, start, end in columns(sentences, "article", "sentence", "start", "end"):
            self._sentences[article].append((sentence, start, end))
        self._quoted: dict[str, int] = defaultdict(int)

    def quote(self, article: str, start: int, end: int) -> None:
        for sentence, common, _ in self._common(article, start, end):
            self._quoted[sentence] += common

    def shares(self, part: tuple[str, int, int], shared: Mapping[str, int] | None) -> dict[str, float]:
        """Sentences that hold the shared words of a quoted part, and the share of what they say that these are.

        Beside a whole quotation the rest of the sentence says who spoke, and counts little.
        """
        start, end = (shared["start"], shared["end"]) if shared else part[1:]
        found = {}
        for sentence, common, length in self._common(part[0], start, end):
            quoted = min(length, self._quoted[sentence])
            said = quoted + _REPORTING * (length - quoted) if quoted else length
            found[sentence] = min(1.0, common / max(1.0, said))
        return found

    def _common(self, article: str, start: int, end: int) -> list[tuple[str, int, int]]:
        found = []
        for sentence, first, last in self._sentences[article]:
            common = min(end, last) - max(start, first)
            if common > 0:
                found.append((sentence, common, last - first))
        return found
