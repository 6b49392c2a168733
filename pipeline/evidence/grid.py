"""Measures of every claim of a story against every passage of its articles: arrays, no loops over pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.evidence.lexical import Terms, WordSpace
from pipeline.evidence.margin import cosines
from pipeline.evidence.order import beside
from pipeline.evidence.passages import Sentence
from pipeline.evidence.segments import Segments, Windows
from pipeline.evidence.senses import SenseSpace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.segments import Places

    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]

MARGIN_SCALE: Final = 0.3
OF_ARTICLES: Final = ("clauses", "weakest", "senses_article", "names_article")
"""Measures that a grid holds by article, not by window."""


class Vocabulary:
    """Term sets of all sentences of a story, by the kind of term."""

    def __init__(self, sentences: Sequence[Sentence], words: WordSpace) -> None:
        statements = [sentence.statement for sentence in sentences]
        self._row = {sentence.id: row for row, sentence in enumerate(sentences)}
        self.own = Terms([statement.own for statement in statements])
        self.english = Terms([statement.english for statement in statements])
        self.cognates = Terms([statement.cognates for statement in statements])
        self.names = Terms([s.names for s in statements], [s.capitals for s in statements])
        self.words = words
        self.senses = SenseSpace([statement.own for statement in statements])

    def rows(self, sentences: Sequence[Sentence]) -> Places:
        return np.array([self._row[sentence.id] for sentence in sentences], np.intp)


class Group:
    """Sentences of some articles end to end, none of them without any; vectors of a view as one matrix."""

    def __init__(self, articles: Sequence[Sequence[Sentence]], vocabulary: Vocabulary, width: int) -> None:
        self.sentences = [sentence for article in articles for sentence in article]
        self.articles = Segments([len(article) for article in articles])
        self.rows = vocabulary.rows(self.sentences)
        self.views = tuple(stack(self.sentences, view, width) for view in (0, 1))


def width_of(sentences: Sequence[Sentence]) -> int:
    """Components of the sentences' vectors, 1 where none has any."""
    return next((len(v) for s in sentences for v in s.views if v is not None), 1)


def stack(sentences: Sequence[Sentence], view: int, width: int) -> Vectors:
    """(n, width); English originals stand in both views, a missing vector is a zero row, near to nothing."""
    zero = np.zeros(width, np.float32)
    rows = [s.views[0] if s.language == "en" else s.views[view] for s in sentences]
    return np.array([zero if row is None else row for row in rows], np.float32).reshape(-1, width)


@dataclass(frozen=True, eq=False)
class Grid:
    """(claims, windows) arrays; those of OF_ARTICLES (claims, articles): looked for in all of one.

    `senses` is the share of the claim's words that a window renders, `senses_back` the share of a sentence of the
    window that the claim renders.
    """

    cosine: Floats
    margin: Floats
    beside: Floats
    english_is_nearer: NDArray[np.bool_]
    own: Floats
    english: Floats
    cognates: Floats
    names: Floats
    synonyms: Floats
    senses: Floats
    senses_back: Floats
    quoted: Floats
    clauses: Floats
    weakest: Floats
    senses_article: Floats
    names_article: Floats

    @property
    def relevance(self) -> Floats:
        shared = np.maximum.reduce([self.own, self.english, self.synonyms, self.senses])
        return np.asarray(self.cosine + shared + 0.3 * (self.cognates + self.names) + self.quoted)


def grid(claims: Group, heard: Group, windows: Windows, vocabulary: Vocabulary) -> Grid:
    """All claims against all windows of the sentences heard; a claim's own article is measured like another."""
    of, by = claims.rows, heard.rows
    cosine, distance = [], []
    for mine, theirs in zip(claims.views, heard.views, strict=True):
        cosine.append(cosines(mine, _merged(theirs, windows)))
        distance.append(heard.articles.distances(cosines(mine, theirs), claims.articles))
    clauses, weakest = _clauses(claims, heard)
    senses = partial(vocabulary.senses.coverage, unknown_missed=False)
    apart = Windows(claims.articles, 1)
    return Grid(
        cosine=np.maximum(*cosine),
        margin=np.maximum(*(windows.most(each) for each in distance)),
        beside=beside(np.maximum(*distance), claims.articles, heard.articles, windows, MARGIN_SCALE),
        english_is_nearer=cosine[1] > cosine[0],
        own=vocabulary.own.coverage(of, by, windows),
        english=vocabulary.english.coverage(of, by, windows),
        cognates=vocabulary.cognates.coverage(of, by, windows),
        names=vocabulary.names.coverage(of, by, windows),
        synonyms=vocabulary.words.coverage(of, by, windows),
        senses=senses(of, by, windows),
        senses_back=windows.most(senses(by, of, apart).T),
        quoted=_quoted(claims.sentences, heard.sentences, windows),
        clauses=clauses,
        weakest=weakest,
        senses_article=senses(of, by, heard.articles),
        names_article=vocabulary.names.coverage(of, by, heard.articles),
    )


def _merged(rows: Vectors, windows: Windows) -> Vectors:
    """Unit vectors of the windows: the direction of the sum of their sentences."""
    sums = np.ascontiguousarray(windows.sums(rows.T).T)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(norms == 0, 1.0, norms), np.float32)


def _clauses(claims: Group, heard: Group) -> tuple[Floats, Floats]:
    """Mean and least of the best cosines of a claim's clauses with any clause or sentence of each article."""
    width = heard.views[0].shape[1]
    units = [
        [heard.views[0][row : row + 1], heard.views[1][row : row + 1], sentence.clauses.reshape(-1, width)]
        for row, sentence in enumerate(heard.sentences)
    ]
    sizes = [sum(map(len, each)) for each in units]
    pool = np.concatenate([unit for each in units for unit in each])
    begins: Places = (np.cumsum(sizes) - sizes).astype(np.intp)[heard.articles.starts]
    own = [_units(claims, row) for row in range(len(claims.sentences))]
    counts = np.array([len(rows) for rows in own])
    best = np.maximum.reduceat(cosines(np.concatenate(own), pool), begins, axis=1)
    starts = np.cumsum(counts) - counts
    return np.add.reduceat(best, starts) / counts[:, None], np.minimum.reduceat(best, starts)


def _units(claims: Group, row: int) -> Vectors:
    claim = claims.sentences[row]
    view = 0 if claim.views[0] is not None else 1
    return claim.clauses if len(claim.clauses) else claims.views[view][row : row + 1]


def _quoted(claims: Sequence[Sentence], heard: Sequence[Sentence], windows: Windows) -> Floats:
    """The share of each claim that the sentences of a window quote too."""
    column = {sentence.id: at for at, sentence in enumerate(heard)}
    shares = np.zeros((len(claims), len(heard)))
    for row, claim in enumerate(claims):
        for other, share in claim.quoted.items():
            if other in column:
                shares[row, column[other]] = share
    return np.asarray(np.minimum(1.0, windows.sums(shares)))
