"""A story's frames as sentences with all that is known of them, and which of them are claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from pipeline.evidence.passages import Sentence
from pipeline.evidence.statements import read_statement
from pipeline.text.polarity import is_question
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLAIMED: Final = ("headline", "paragraph", "post")
TOLD: Final = (*CLAIMED, "subheading", "caption")
"""Kinds that can state a claim of another article; captions and subheadings make none of their own."""
_BAND: Final = {"match": 1.0, "review": 0.5}
_BARE_QUESTION: Final = 3


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
    def day(self) -> date | None:
        try:
            return date.fromisoformat(self.published[:10])
        except ValueError:
            return None


def read_story(
    members: pl.DataFrame,
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    parts: pl.DataFrame,
    candidates: pl.DataFrame,
    translations: pl.DataFrame,
    vectors: pl.DataFrame,
) -> list[Told]:
    """The story's articles by id. `members` are its rows of the stories frame."""
    about = {row["article"]: row for row in articles.iter_rows(named=True)}
    english = usable_english(translations)
    rows = _vectors(vectors)
    quoted = _quoted_shares(sentences, parts, candidates)
    told = []
    for article, published in members.sort("article").select("article", "published").iter_rows():
        own = sentences.filter((pl.col("article") == article) & pl.col("kind").is_in(TOLD)).sort("start", "sentence")
        kinds = dict(own.select("sentence", "kind").iter_rows())
        read = tuple(_sentence(row, english, rows, quoted) for row in own.iter_rows(named=True))
        claims = tuple(s for s in read if kinds[s.id] in CLAIMED and asserts(s.text, s.language))
        stated = about[article]
        told.append(
            Told(
                article=article,
                outlet=stated["outlet"] or article,
                published=stated["published"] or published or "",
                language=_main_language(read),
                sentences=tuple(s for s in read if s.readable),
                claims=claims,
                unread=sum(not claim.readable for claim in claims),
            )
        )
    return told


def usable_english(translations: pl.DataFrame) -> dict[str, str]:
    """segment -> English; suspect translations are left out, they prove nothing and disprove nothing."""
    ok = translations.filter((pl.col("status") == "ok") & pl.col("english").is_not_null())
    return dict(ok.select("segment", "english").iter_rows())


def asserts(text: str, language: str) -> bool:
    """Whether the sentence says something: not bare signs, links or tags, nor a question of a word or two."""
    words = [token for token in tokenize(text, language) if token.kind == "word" and token.text[:1] not in "#@"]
    if not words:
        return False
    return not (is_question(text, language) and len(words) <= _BARE_QUESTION)


def _sentence(
    row: dict[str, Any],
    english: Mapping[str, str],
    rows: Mapping[tuple[str, str], NDArray[np.float32]],
    quoted: Mapping[str, dict[str, float]],
) -> Sentence:
    segment = row["sentence"]
    return Sentence(
        id=segment,
        article=row["article"],
        language=row["language"],
        block=row["block"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        statement=read_statement(row["text"], row["language"], english.get(segment)),
        views=(rows.get((segment, "original")), rows.get((segment, "english")) if segment in english else None),
        quoted=quoted.get(segment, {}),
    )


def _vectors(vectors: pl.DataFrame) -> dict[tuple[str, str], NDArray[np.float32]]:
    return {
        (segment, view): np.asarray(vector, np.float32)
        for segment, view, vector in vectors.select("segment", "view", "vector").iter_rows()
    }


def _main_language(sentences: Sequence[Sentence]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for sentence in sentences:
        counts[sentence.language] += len(sentence.text)
    return min(counts, key=lambda code: (-counts[code], code), default="")


def _quoted_shares(
    sentences: pl.DataFrame, parts: pl.DataFrame, candidates: pl.DataFrame
) -> dict[str, dict[str, float]]:
    """sentence -> {sentence that quotes the same words: share of the first that the second quotes too}."""
    spans = {part: (article, start, end) for article, part, start, end in parts.select("article", "part", "start", "end").iter_rows()}
    by_article: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for article, sentence, start, end in sentences.select("article", "sentence", "start", "end").iter_rows():
        by_article[article].append((sentence, start, end))
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row in candidates.iter_rows(named=True):
        ends = [(spans[row[side]], row[f"{side}_span"]) for side in ("a", "b")]
        left, right = (_overlaps(by_article[part[0]], part, shared) for part, shared in ends)
        for here, there in ((left, right), (right, left)):
            for sentence, share in here.items():
                for other in there:
                    held = shares[sentence].get(other, 0.0)
                    shares[sentence][other] = round(min(1.0, max(held, share * _BAND.get(row["band"], 0.0))), 4)
    return dict(shares)


def _overlaps(
    sentences: Sequence[tuple[str, int, int]], part: tuple[str, int, int], shared: Mapping[str, int] | None
) -> dict[str, float]:
    """Sentences that hold the shared words of a quoted part, and the share of the sentence that these make up."""
    start, end = (shared["start"], shared["end"]) if shared else part[1:]
    found = {}
    for sentence, first, last in sentences:
        common = min(end, last) - max(start, first)
        if common > 0:
            found[sentence] = common / max(1, last - first)
    return found
