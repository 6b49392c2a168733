"""For each claim, the passage of another article that comes nearest to it, and the evidence that it states the same.

A passage is one to three neighbouring sentences. Retrieval is a matrix product over all passages of an article;
only the nearest few are weighed in detail. The features are few, bounded, and point one way: more is more support.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.evidence.lexical import Terms, WordSpace
from pipeline.evidence.margin import cosines, distance_margin
from pipeline.evidence.order import beside
from pipeline.evidence.statements import Statement, compare_figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]

Differing = Mapping[str, Mapping[str, str]]
"""Sentence -> {sentence that renders the same words otherwise, or article that has another fact: how}."""

FEATURES: Final = (
    "cosine",
    "cosine_across",
    "across",
    "margin",
    "clauses",
    "weakest_clause",
    "words",
    "words_translated",
    "synonyms",
    "synonyms_across",
    "cognates",
    "names",
    "names_missing",
    "figures",
    "figures_missing",
    "figures_clash",
    "polarity",
    "polarity_quoted",
    "mutual",
    "beside",
    "quoted",
)
"""`across`: the two are in different languages. What speaks against support is given as a negative value. `mutual`: the
passage, asked in turn, finds the claim nearest. `beside`: so are the sentences before and after."""
WEIGHED: Final = 4
"""Passages of an article that are weighed in detail for one claim, in its language and again in others."""
LENGTH_COST: Final = 0.03
"""Relevance that each further sentence must add to be worth its length."""
MARGIN_SCALE: Final = 0.3
SAME_WORDS: Final = 0.5
"""Share of a claim from which a sentence that quotes it should negate what it negates."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of a story. `views` are its vectors: original and English; None where there is none.

    `clauses` are vectors of its clauses, no rows where it has but one. `quoted` maps ids of sentences that quote the
    same words to the share of this sentence that they quote; `differs` maps those that quote them otherwise, and
    articles that have another fact, to how.
    """

    id: str
    article: str
    language: str
    start: int
    end: int
    text: str
    statement: Statement
    views: tuple[Vectors | None, Vectors | None]
    clauses: Vectors
    quoted: Mapping[str, float]
    differs: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_english(self) -> bool:
        """Whether it stands in English, its own or a translation to trust."""
        return self.language == "en" or self.views[1] is not None

    @property
    def readable(self) -> bool:
        return any(view is not None for view in self.views)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The nearest passage of one article to a claim; `features` follow FEATURES."""

    claim: Sentence
    passage: tuple[Sentence, ...]
    features: Floats
    agree: tuple[str, ...]
    clash: tuple[tuple[str, str], ...]
    view: str
    reworded: tuple[str, ...] = ()
    """How quotations of the passage, or facts of its article, are known to differ from the claim's."""

    @property
    def differs(self) -> bool:
        """Another value, or other words that change the meaning: such a passage cannot state the whole claim."""
        return bool(self.clash or self.reworded)


class Vocabulary:
    """Term sets of all sentences of a story, by the kind of term."""

    def __init__(self, sentences: Sequence[Sentence], words: WordSpace) -> None:
        statements = [sentence.statement for sentence in sentences]
        self.row = {sentence.id: row for row, sentence in enumerate(sentences)}
        self.own = Terms([statement.own for statement in statements])
        self.english = Terms([statement.english for statement in statements])
        self.cognates = Terms([statement.cognates for statement in statements])
        self.names = Terms([s.names for s in statements], [s.capitals for s in statements])
        self.words = words

    def rows(self, sentences: Sequence[Sentence]) -> list[int]:
        return [self.row[sentence.id] for sentence in sentences]


def windows(size: int, longest: int) -> list[tuple[int, ...]]:
    """Runs of 1..longest neighbouring positions of 0..size-1."""
    return [tuple(range(i, j)) for i in range(size) for j in range(i + 1, min(size, i + longest) + 1)]


def nearest_passages(
    claims: Sequence[Sentence], article: Sequence[Sentence], vocabulary: Vocabulary, longest: int
) -> list[tuple[Evidence, ...]]:
    """For each claim the nearest passages of one article, nearest first; `article` must not be empty.

    The nearest in the claim's language and the nearest in others are both kept: closeness within a language and
    across languages is not one scale, and an article may hold both (a post and its rendering).
    """
    runs = windows(len(article), longest)
    grid = _grid(claims, article, runs, vocabulary)
    ranks = grid.relevance - LENGTH_COST * np.array([len(run) - 1 for run in runs])
    spoken = [{article[i].language for i in run} for run in runs]
    found = []
    for row, claim in enumerate(claims):
        same = np.array([claim.language in languages for languages in spoken])
        order = np.lexsort((np.arange(len(runs)), -ranks[row]))
        nearest = [*order[same[order]][:WEIGHED], *order[~same[order]][:WEIGHED]]
        nearest.sort(key=lambda column: (-ranks[row][column], column))
        found.append(
            tuple(_weigh(claim, tuple(article[i] for i in runs[column]), grid, row, int(column)) for column in nearest)
        )
    return found


@dataclass(frozen=True, eq=False)
class _Grid:
    """(claims, runs) arrays; `clauses` and `weakest` are (claims,): clauses are looked for in the whole article."""

    cosine: Floats
    margin: Floats
    beside: Floats
    english_is_nearer: NDArray[np.bool_]
    own: Floats
    english: Floats
    cognates: Floats
    names: Floats
    synonyms: Floats
    quoted: Floats
    clauses: Floats
    weakest: Floats

    @property
    def relevance(self) -> Floats:
        shared = np.maximum(self.own, self.english)
        return self.cosine + np.maximum(shared, self.synonyms) + 0.3 * (self.cognates + self.names) + self.quoted


def _grid(
    claims: Sequence[Sentence], article: Sequence[Sentence], runs: Sequence[tuple[int, ...]], vocabulary: Vocabulary
) -> _Grid:
    of, members = vocabulary.rows(claims), vocabulary.rows(article)
    by = [[members[i] for i in run] for run in runs]
    cosine, margin, single = [], [], []
    for view in (0, 1):
        mine, theirs = _stack(claims, view), _stack(article, view)
        cosine.append(cosines(mine, _merge(theirs, runs)))
        distance = distance_margin(cosines(mine, theirs))
        single.append(distance)
        margin.append(np.stack([distance[:, list(run)].max(axis=1) for run in runs], axis=1))
    clauses, weakest = _clauses(claims, article)
    return _Grid(
        cosine=np.maximum(*cosine),
        margin=np.maximum(*margin),
        beside=beside(np.maximum(*single), runs, MARGIN_SCALE),
        english_is_nearer=cosine[1] > cosine[0],
        own=vocabulary.own.coverage(of, by),
        english=vocabulary.english.coverage(of, by),
        cognates=vocabulary.cognates.coverage(of, by),
        names=vocabulary.names.coverage(of, by),
        synonyms=vocabulary.words.coverage(of, members, runs),
        quoted=np.array([[_quoted(claim, [article[i] for i in run]) for run in runs] for claim in claims]),
        clauses=clauses,
        weakest=weakest,
    )


def _clauses(claims: Sequence[Sentence], article: Sequence[Sentence]) -> tuple[Floats, Floats]:
    """Mean and least of the best cosines of a claim's clauses with any clause or sentence of the article."""
    units = [_stack(article, view) for view in (0, 1)]
    units += [sentence.clauses for sentence in article if len(sentence.clauses)]
    width = units[0].shape[1]
    pool = np.concatenate([unit.reshape(-1, width) for unit in units])
    own = [c.clauses if len(c.clauses) else _stack([c], 0 if c.views[0] is not None else 1) for c in claims]
    best = cosines(np.concatenate(own), pool).max(axis=1)
    starts = np.cumsum([0, *(len(rows) for rows in own)])[:-1]
    counts = np.array([len(rows) for rows in own])
    return np.add.reduceat(best, starts) / counts, np.minimum.reduceat(best, starts)


def _stack(sentences: Sequence[Sentence], view: int) -> Vectors:
    """(n, dimension); English originals stand in both views, a missing vector is a zero row, near to nothing."""
    width = next((len(v) for s in sentences for v in s.views if v is not None), 1)
    zero = np.zeros(width, np.float32)
    rows = [s.views[0] if s.language == "en" else s.views[view] for s in sentences]
    return np.array([zero if row is None else row for row in rows], np.float32).reshape(-1, width)


def _merge(rows: Vectors, runs: Sequence[tuple[int, ...]]) -> Vectors:
    """Unit vectors of the runs: the direction of the sum of their sentences."""
    sums = np.array([rows[list(run)].sum(axis=0) for run in runs])
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(norms == 0, 1.0, norms), np.float32)


def _quoted(claim: Sentence, passage: Sequence[Sentence]) -> float:
    return min(1.0, sum(claim.quoted.get(sentence.id, 0.0) for sentence in passage)) if claim.quoted else 0.0


def _weigh(claim: Sentence, passage: tuple[Sentence, ...], grid: _Grid, row: int, column: int) -> Evidence:
    mine, at = claim.statement, (row, column)
    theirs = [sentence.statement for sentence in passage]
    same = any(sentence.language == claim.language for sentence in passage)
    figures = compare_figures(mine, theirs)
    asked = figures.found + figures.missing
    values = {
        "cosine": grid.cosine[at] if same else 0.0,
        "cosine_across": 0.0 if same else grid.cosine[at],
        "across": float(not same),
        "margin": np.clip(grid.margin[at] / MARGIN_SCALE, -1.0, 1.0),
        "clauses": grid.clauses[row],
        "weakest_clause": grid.weakest[row],
        "words": max(grid.own[at], grid.english[at]) if same else 0.0,
        "words_translated": 0.0 if same else grid.english[at],
        "synonyms": grid.synonyms[at] if same else 0.0,
        "synonyms_across": 0.0 if same else grid.synonyms[at],
        "cognates": 0.0 if same else grid.cognates[at],
        "names": grid.names[at],
        "names_missing": grid.names[at] - 1.0 if mine.names else 0.0,
        "figures": min(1.0, figures.found),
        "figures_missing": -figures.missing / asked if asked else 0.0,
        "figures_clash": -float(bool(figures.clash)),
        "polarity": -float(mine.negated not in {statement.negated for statement in theirs}),
        "polarity_quoted": -float(_negated_otherwise(claim, passage)),
        "mutual": 0.0,
        "beside": grid.beside[at],
        "quoted": grid.quoted[at],
    }
    features: Floats = np.round(np.array([float(values[name]) for name in FEATURES]), 6)
    view = "english" if grid.english_is_nearer[at] else "original"
    others = (*(sentence.id for sentence in passage), passage[0].article)
    reworded = tuple(dict.fromkeys(claim.differs[other] for other in others if other in claim.differs))
    return Evidence(claim, passage, features, figures.agree, figures.clash + figures.vaguer, view, reworded)


def _negated_otherwise(claim: Sentence, passage: Sequence[Sentence]) -> bool:
    """Whether the sentences that quote the claim's words negate what it does not, or the other way round."""
    quoting = {s.statement.negated for s in passage if claim.quoted.get(s.id, 0.0) >= SAME_WORDS}
    return bool(quoting) and claim.statement.negated not in quoting


def with_mutual(found: Evidence, backward: Mapping[str, Sequence[Evidence]]) -> Evidence:
    """The same evidence, with how surely its passage leads back to the claim.

    `backward` maps sentences of the passage to their nearest passages in the claim's article, nearest first.
    """
    share = 0.0
    for sentence in found.passage:
        ranks = [
            n
            for n, back in enumerate(backward.get(sentence.id, ()))
            if any(s.id == found.claim.id for s in back.passage)
        ]
        share = max(share, 1.0 / (1 + ranks[0]) if ranks else 0.0)
    features = found.features.copy()
    features[FEATURES.index("mutual")] = round(share, 6)
    return replace(found, features=features)
