"""For each claim, the passage of another article that comes nearest to it, and the evidence that it states the same.

A passage is one to three neighbouring sentences. Retrieval is a matrix product over all passages of an article;
only the nearest few are weighed in detail. The features are few, bounded, and point one way: more is more support.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.evidence.lexical import Terms
from pipeline.evidence.margin import cosines, distance_margin
from pipeline.evidence.statements import Statement, compare_figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEATURES: Final = (
    "cosine",
    "cosine_across",
    "across",
    "margin",
    "words",
    "words_translated",
    "cognates",
    "names",
    "names_missing",
    "figures",
    "figures_missing",
    "figures_clash",
    "polarity",
    "quoted",
)
"""`across`: the two are in different languages. Those that speak against support are given as negative values."""
WEIGHED: Final = 6
"""Passages of an article that are weighed in detail for one claim."""
LENGTH_COST: Final = 0.03
"""Relevance that each further sentence must add to be worth its length."""
MARGIN_SCALE: Final = 0.3


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of a story. `views` are its vectors: original and English; None where there is none.

    `quoted` maps ids of sentences of other articles to the share of this sentence that they quote too.
    """

    id: str
    article: str
    language: str
    block: int
    start: int
    end: int
    text: str
    statement: Statement
    views: tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]
    quoted: Mapping[str, float]

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


class Vocabulary:
    """Term sets of all sentences of a story, by the kind of term."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        statements = [sentence.statement for sentence in sentences]
        self.row = {sentence.id: row for row, sentence in enumerate(sentences)}
        self.own = Terms([statement.own for statement in statements])
        self.english = Terms([statement.english for statement in statements])
        self.cognates = Terms([statement.cognates for statement in statements])

    def rows(self, sentences: Sequence[Sentence]) -> list[int]:
        return [self.row[sentence.id] for sentence in sentences]


def windows(sentences: Sequence[Sentence], longest: int) -> list[tuple[int, ...]]:
    """Runs of 1..longest neighbouring sentences, as positions."""
    size = len(sentences)
    return [tuple(range(i, j)) for i in range(size) for j in range(i + 1, min(size, i + longest) + 1)]


def nearest_passages(
    claims: Sequence[Sentence], article: Sequence[Sentence], vocabulary: Vocabulary, longest: int
) -> list[Evidence]:
    """Evidence for each claim from one article, in order of the claims; `article` must not be empty."""
    runs = windows(article, longest)
    near, margins, seen_as = _cosines(claims, article, runs)
    of = vocabulary.rows(claims)
    by = [vocabulary.rows([article[i] for i in run]) for run in runs]
    own = vocabulary.own.coverage(of, by)
    english = vocabulary.english.coverage(of, by)
    alike = vocabulary.cognates.coverage(of, by)
    length = np.array([len(run) - 1 for run in runs])
    relevance = near + np.maximum(own, english) + 0.5 * alike - LENGTH_COST * length
    found = []
    for row, claim in enumerate(claims):
        quoted = np.array([_quoted(claim, [article[i] for i in run]) for run in runs])
        ranked = np.lexsort((np.arange(len(runs)), -(relevance[row] + quoted)))[:WEIGHED]
        weighed = []
        for column in ranked:
            passage = tuple(article[i] for i in runs[column])
            lexical = (float(own[row, column]), float(english[row, column]), float(alike[row, column]))
            weighed.append(
                _weigh(claim, passage, float(near[row, column]), float(margins[row, column]), lexical, seen_as[row][column])
            )
        best = max(range(len(weighed)), key=lambda n: (_figures_first(weighed[n]) + float((relevance[row] + quoted)[ranked[n]]), -n))
        found.append(weighed[best])
    return found


def _figures_first(evidence: Evidence) -> float:
    """Among passages about as near, the one with the claim's own figures is meant."""
    return 0.3 * float(evidence.features[FEATURES.index("figures")]) + 0.3 * float(evidence.features[FEATURES.index("names")])


def _cosines(
    claims: Sequence[Sentence], article: Sequence[Sentence], runs: Sequence[tuple[int, ...]]
) -> tuple[Floats, Floats, list[list[str]]]:
    """(claims, runs): cosine of the nearer view, its margin over both neighbourhoods, and which view it was."""
    cosine, margin = [], []
    for view in (0, 1):
        single = cosines(_stack(claims, view), _stack(article, view))
        merged = cosines(_stack(claims, view), _merge(_stack(article, view), runs))
        distance = distance_margin(single)
        margin.append(np.stack([distance[:, list(run)].max(axis=1) for run in runs], axis=1))
        cosine.append(merged)
    nearer = np.argmax(np.stack(cosine), axis=0)
    names = ("original", "english")
    return (
        np.maximum(*cosine),
        np.maximum(*margin),
        [[names[which] for which in row] for row in nearer],
    )


def _stack(sentences: Sequence[Sentence], view: int) -> NDArray[np.float32]:
    """(n, dimension); English originals stand in both views, a missing vector is a zero row, near to nothing."""
    width = next((len(v) for s in sentences for v in s.views if v is not None), 1)
    zero = np.zeros(width, np.float32)
    rows = [s.views[view] if s.views[view] is not None else s.views[0] if s.language == "en" else zero for s in sentences]
    return np.array([zero if row is None else row for row in rows], np.float32).reshape(-1, width)


def _merge(rows: NDArray[np.float32], runs: Sequence[tuple[int, ...]]) -> NDArray[np.float32]:
    """Unit vectors of the runs: the direction of the sum of their sentences."""
    sums = np.array([rows[list(run)].sum(axis=0) for run in runs])
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(norms == 0, 1.0, norms), np.float32)


def _quoted(claim: Sentence, passage: Sequence[Sentence]) -> float:
    return min(1.0, sum(claim.quoted.get(sentence.id, 0.0) for sentence in passage))


def _weigh(
    claim: Sentence,
    passage: tuple[Sentence, ...],
    cosine: float,
    margin: float,
    lexical: tuple[float, float, float],
    view: str,
) -> Evidence:
    mine = claim.statement
    theirs = [sentence.statement for sentence in passage]
    same = any(sentence.language == claim.language for sentence in passage)
    own, english, alike = lexical
    names = frozenset().union(*(statement.capitals for statement in theirs))
    named = len(mine.names & names) / len(mine.names) if mine.names else 0.0
    figures = compare_figures(mine, theirs)
    asked = figures.found + figures.missing
    polarity = mine.negated not in {statement.negated for statement in theirs}
    values = {
        "cosine": cosine if same else 0.0,
        "cosine_across": 0.0 if same else cosine,
        "across": float(not same),
        "margin": float(np.clip(margin / MARGIN_SCALE, -1.0, 1.0)),
        "words": max(own, english) if same else 0.0,
        "words_translated": 0.0 if same else english,
        "cognates": 0.0 if same else alike,
        "names": named,
        "names_missing": -(1.0 - named) if mine.names else 0.0,
        "figures": min(1.0, figures.found),
        "figures_missing": -figures.missing / asked if asked else 0.0,
        "figures_clash": -float(bool(figures.clash)),
        "polarity": -float(polarity),
        "quoted": _quoted(claim, passage),
    }
    features = np.round(np.array([values[name] for name in FEATURES]), 6)
    return Evidence(claim, passage, features, figures.agree, figures.clash, view)
