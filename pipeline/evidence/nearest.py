"""For each claim of a story, the passages of each other article that come nearest to it, and their features.

Retrieval is a matrix product over the claims and passages of the story; only the nearest few of an article are kept.
The features are few, bounded, and point one way: more is more support.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.evidence.figures import Answers, FiguresBetween
from pipeline.evidence.grid import MARGIN_SCALE, OF_ARTICLES, Grid, Group, Vocabulary, grid, width_of
from pipeline.evidence.passages import FAITHFUL, FEATURES, HEDGED, REWORDED, Evidence, Nearest, Sentence
from pipeline.evidence.segments import Segments, Windows
from pipeline.evidence.statements import Figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.segments import Places

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

WEIGHED: Final = 4
"""Passages of an article that are kept for one claim, in its language and again in others."""
LENGTH_COST: Final = 0.03
"""Relevance that each further sentence must add to be worth its length."""
SAME_WORDS: Final = 0.5
"""Share of a claim from which a sentence that quotes it should negate what it negates."""
HALF: Final = 0.5
LONG: Final = 3.0
"""Share of a claim's words below which each one less speaks against it; logarithm of the words of a long claim."""
CELLS: Final = 250_000
"""Claims times passages measured at once; a story of more is measured some articles at a time."""

Told = Mapping[str, tuple[Sequence[Sentence], Sequence[Sentence]]]
"""Article -> its claims that could be read, and its sentences that could be."""


def nearest_passages(told: Told, vocabulary: Vocabulary, longest: int, cells: int = CELLS) -> Nearest:
    """The nearest passages for each claim in each other article; passages have up to `longest` sentences.

    The nearest in the claim's language and the nearest in others are both kept: closeness within a language and
    across languages is not one scale, and an article may hold both (a post and its rendering).
    """
    by_article = [claims for claims, _ in told.values() if claims]
    heard = [sentences for _, sentences in told.values() if sentences]
    if not by_article or not heard:
        return Nearest.of({})
    everyone = [sentence for each in (*by_article, *heard) for sentence in each]
    width = width_of(everyone)
    claims = Group(by_article, vocabulary, width)
    blocks: list[_Chosen] = []
    before = 0
    for some in _blocks(heard, cells // (len(claims.sentences) * longest)):
        block = Group(some, vocabulary, width)
        blocks.append(_chosen(claims, block, Windows(block.articles, longest), vocabulary).moved(before))
        before += len(block.sentences)
    chosen = _joined(blocks)
    if not len(chosen.claim):
        return Nearest.of({})
    return _Table(claims.sentences, [sentence for each in heard for sentence in each], chosen).nearest()


def _blocks(articles: Sequence[Sequence[Sentence]], most: int) -> Iterator[list[Sequence[Sentence]]]:
    """Articles some at a time, `most` sentences together where more than one article is taken."""
    block: list[Sequence[Sentence]] = []
    for article in articles:
        if block and sum(map(len, block)) + len(article) > most:
            yield block
            block = []
        block.append(article)
    yield block


@dataclass(frozen=True, eq=False)
class _Chosen:
    """A row for each passage that is kept: numbers of its claim and of its first and last sentence, and measures."""

    claim: Places
    first: Places
    last: Places
    same: Flags
    english_is_nearer: Flags
    cosine: Floats
    margin: Floats
    beside: Floats
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

    def moved(self, by: int) -> _Chosen:
        """The same, the number of the first sentence heard being `by`."""
        return _Chosen(**{**vars(self), "first": self.first + by, "last": self.last + by})

    def ordered(self, order: Places) -> _Chosen:
        return _Chosen(**{name: values[order] for name, values in vars(self).items()})


def _joined(blocks: Sequence[_Chosen]) -> _Chosen:
    return _Chosen(**{each.name: np.concatenate([getattr(b, each.name) for b in blocks]) for each in fields(_Chosen)})


def _chosen(claims: Group, heard: Group, windows: Windows, vocabulary: Vocabulary) -> _Chosen:
    """The passages of a block of articles that are kept, each claim's own article left out; nearest first."""
    table = grid(claims, heard, windows, vocabulary)
    ranks = table.relevance - LENGTH_COST * (windows.last - windows.first)
    at: list[tuple[Places, Places, Flags]] = []
    for language in sorted({claim.language for claim in claims.sentences}):
        asking = np.array([row for row, claim in enumerate(claims.sentences) if claim.language == language])
        same = windows.most(np.array([[sentence.language == language for sentence in heard.sentences]]))[0]
        columns = _nearest(ranks[asking], windows, same)
        at.append((np.repeat(asking, columns.shape[1]), columns.ravel(), same[columns.ravel()]))
    claim, window, same = (np.concatenate(part) for part in zip(*at, strict=True))
    own = np.array([c.article for c in claims.sentences])[claim]
    elsewhere = own != np.array([heard.sentences[start].article for start in heard.articles.starts])[windows.of[window]]
    return _measures(table, claim[elsewhere], window[elsewhere], same[elsewhere], windows)


def _nearest(ranks: Floats, windows: Windows, same: Flags) -> Places:
    """(claims, kept) numbers of the windows that are kept of each article, article by article, the nearest first."""
    kind = 2 * windows.of + ~same
    order = np.lexsort((-ranks, np.broadcast_to(kind, ranks.shape)), axis=-1)
    kinds = np.sort(kind)
    place = np.arange(len(kinds)) - np.searchsorted(kinds, kinds)
    kept = np.sort(order[:, place < WEIGHED], axis=1)
    article = windows.of[kept]
    final = np.lexsort((-np.take_along_axis(ranks, kept, axis=1), article), axis=-1)
    return np.asarray(np.take_along_axis(kept, final, axis=1))


def _measures(table: Grid, claim: Places, window: Places, same: Flags, windows: Windows) -> _Chosen:
    at = (claim, window)
    whole = (claim, windows.of[window])
    measured = {name: values[whole if name in OF_ARTICLES else at] for name, values in vars(table).items()}
    return _Chosen(claim=claim, first=windows.first[window], last=windows.last[window], same=same, **measured)


def _missing(figures: Figures) -> float:
    """Share of the claim's figures that were not found; 0 where it has none."""
    asked = figures.found + figures.missing
    return figures.missing / asked if asked else 0.0


class _Table:
    """What is kept of a whole story, pair by pair, the nearest of each pair first."""

    def __init__(self, claims: Sequence[Sentence], heard: Sequence[Sentence], chosen: _Chosen) -> None:
        self._claims, self._heard = claims, heard
        articles = np.array([sentence.article for sentence in heard])
        claim_order = np.argsort(np.array([claim.id for claim in claims]))
        place = np.empty_like(claim_order)
        place[claim_order] = np.arange(len(claims))
        names, article = np.unique(articles, return_inverse=True)
        pair = place[chosen.claim] * len(names) + article[chosen.first]
        order = np.argsort(pair, kind="stable")
        codes, self._starts = np.unique(pair[order], return_index=True)
        self._pairs = [(claims[claim_order[code // len(names)]].id, str(names[code % len(names)])) for code in codes]
        self._rank = np.arange(len(order)) - np.repeat(self._starts, np.diff(np.append(self._starts, len(order))))
        self._rows = rows = chosen.ordered(order)
        answers = Answers([claim.statement for claim in claims], [sentence.statement for sentence in heard])
        self._figures = FiguresBetween(answers, rows.claim, rows.first, rows.last)
        ends = Segments([len(list(run)) for _, run in groupby(heard, key=lambda sentence: sentence.article)])
        begin = ends.starts[ends.of[rows.first]]
        finish = begin + ends.sizes[ends.of[rows.first]] - 1
        self._figures_of_article = FiguresBetween(answers, rows.claim, begin, finish)
        self._returns = self._mutual()

    def nearest(self) -> Nearest:
        features = self._features()
        return Nearest(self._pairs, self._starts, features, lambda row: self._spelled(row, features[row]))

    def _features(self) -> Floats:
        """(rows, features) rounded, so that no decision turns on the order of a sum."""
        columns = self._closeness() | self._words() | self._values() | self._wording()
        return np.round(np.array([columns[name] for name in FEATURES], np.float64).T, 6)

    def _closeness(self) -> dict[str, Floats | Flags]:
        rows, same = self._rows, self._rows.same
        return {
            "cosine": np.where(same, rows.cosine, 0.0),
            "cosine_across": np.where(same, 0.0, rows.cosine),
            "across": ~same,
            "margin": np.clip(rows.margin / MARGIN_SCALE, -1.0, 1.0),
            "clauses": rows.clauses,
            "weakest_clause": rows.weakest,
            "mutual": self._returns,
            "beside": rows.beside,
        }

    def _words(self) -> dict[str, Floats | Flags]:
        rows, same = self._rows, self._rows.same
        words = np.array([len(claim.statement.own) for claim in self._claims])[rows.claim]
        return {
            "words": np.where(same, np.maximum(rows.own, rows.english), 0.0),
            "words_translated": np.where(same, 0.0, rows.english),
            "synonyms": np.where(same, rows.synonyms, 0.0),
            "synonyms_across": np.where(same, 0.0, rows.synonyms),
            "senses": rows.senses,
            "senses_few": np.minimum(0.0, rows.senses - HALF),
            "senses_article": rows.senses_article,
            "senses_back": np.where(same, 0.0, rows.senses_back),
            "cognates": np.where(same, 0.0, rows.cognates),
            "brevity": -np.log1p(words) / LONG,
        }

    def _values(self) -> dict[str, Floats | Flags]:
        rows, claims = self._rows, [claim.statement for claim in self._claims]
        named = np.array([bool(claim.names) for claim in claims])[rows.claim]
        found, clash = (self._figures.column(read) for read in (lambda f: f.found, lambda f: bool(f.clash)))
        return {
            "names": rows.names,
            "names_missing": np.where(named, rows.names - 1.0, 0.0),
            "names_missing_article": np.where(named, rows.names_article - 1.0, 0.0),
            "figures": np.minimum(1.0, found),
            "figures_mutual": np.minimum(1.0, found) * self._returns,
            "figures_asked": -np.array([bool(claim.numbers) for claim in claims], np.float64)[rows.claim],
            "figures_missing": -self._figures.column(_missing),
            "figures_missing_article": -self._figures_of_article.column(_missing),
            "figures_clash": -clash,
        }

    def _wording(self) -> dict[str, Floats | Flags]:
        quotation = np.array([bool(claim.quoted) for claim in self._claims], np.float64)
        return {
            "polarity": -self._negated_otherwise(),
            "polarity_quoted": -self._quotes_negated_otherwise(),
            "quotation": -quotation[self._rows.claim],
            "quoted": self._rows.quoted,
            "rendered": self._rendered(FAITHFUL),
            "rendered_hedged": -self._rendered(HEDGED),
            "rendered_otherwise": -self._rendered(REWORDED),
            "hedged_article": -self._of_article(lambda claim: {s for s, how in claim.renders.items() if how == HEDGED}),
            "differs_article": -self._of_article(lambda claim: set(claim.differs)),
        }

    def _of_article(self, which: Callable[[Sentence], Collection[str]]) -> Floats:
        """(rows,) 1 where a sentence of the whole article, or the article itself, is among those of the claim."""
        home = {sentence.id: sentence.article for sentence in self._heard}
        held = [frozenset(home.get(each, each) for each in which(claim)) for claim in self._claims]
        told = np.array([bool(each) for each in held], bool)[self._rows.claim]
        found = np.zeros(len(self._rows.claim))
        for row in told.nonzero()[0].tolist():
            found[row] = self._heard[self._rows.first[row]].article in held[self._rows.claim[row]]
        return found

    def _negated_otherwise(self) -> Floats:
        """(rows,) 1 where no sentence of the passage is as the claim, negated or not."""
        rows = self._rows
        before = np.append(0, np.cumsum([sentence.statement.negated for sentence in self._heard]))
        negated = before[rows.last + 1] - before[rows.first]
        claims = np.array([claim.statement.negated for claim in self._claims], bool)[rows.claim]
        alike = np.where(claims, negated, rows.last + 1 - rows.first - negated)
        return np.asarray(alike == 0, np.float64)

    def _quotes_negated_otherwise(self) -> Floats:
        """(rows,) 1 where the sentences that quote the claim's words negate what it does not, or the reverse."""
        found = np.zeros(len(self._rows.claim))
        quoting = np.array([bool(claim.quoted) for claim in self._claims], bool)[self._rows.claim]
        for row in quoting.nonzero()[0].tolist():
            claim, passage = self._claims[self._rows.claim[row]], self._passage(row)
            signs = {s.statement.negated for s in passage if claim.quoted.get(s.id, 0.0) >= SAME_WORDS}
            found[row] = bool(signs) and claim.statement.negated not in signs
        return found

    def _rendered(self, how: str) -> Floats:
        """(rows,) 1 where a sentence of the passage renders the claim's words so."""
        found = np.zeros(len(self._rows.claim))
        rendered = np.array([how in claim.renders.values() for claim in self._claims], bool)[self._rows.claim]
        for row in rendered.nonzero()[0].tolist():
            renders = self._claims[self._rows.claim[row]].renders
            found[row] = any(renders.get(sentence.id) == how for sentence in self._passage(row))
        return found

    def _mutual(self) -> Floats:
        """(rows,) how surely the passage leads back to the claim: one over its rank among a sentence's nearest."""
        rows, size = self._rows, len(self._heard)
        at = {sentence.id: number for number, sentence in enumerate(self._heard)}
        claim = np.array([at.get(claim.id, -1) for claim in self._claims], np.intp)[rows.claim]
        held = [(further, (rows.first + further <= rows.last) & (claim >= 0)) for further in range(self._longest)]
        asked = np.concatenate([claim[has] * size + rows.first[has] + further for further, has in held])
        ranks = np.concatenate([self._rank[has] for _, has in held])
        order = np.lexsort((ranks, asked))
        known, least = np.unique(asked[order], return_index=True)
        found = np.zeros(len(claim))
        for further, has in held:
            back = (rows.first[has] + further) * size + claim[has]
            place = np.minimum(np.searchsorted(known, back), len(known) - 1)
            share = np.where(known[place] == back, 1.0 / (1 + ranks[order][least][place]), 0.0)
            found[has] = np.maximum(found[has], share)
        return found

    @property
    def _longest(self) -> int:
        return int((self._rows.last - self._rows.first).max(initial=0)) + 1

    def _passage(self, row: int) -> Sequence[Sentence]:
        return self._heard[self._rows.first[row] : self._rows.last[row] + 1]

    def _spelled(self, row: int, features: Floats) -> Evidence:
        claim, passage, figures = self._claims[self._rows.claim[row]], self._passage(row), self._figures[row]
        others = (*(sentence.id for sentence in passage), passage[0].article) if claim.differs else ()
        return Evidence(
            claim=claim,
            passage=tuple(passage),
            features=features,
            agree=figures.agree,
            clash=figures.clash + figures.vaguer,
            view="english" if self._rows.english_is_nearer[row] else "original",
            reworded=tuple(dict.fromkeys(claim.differs[other] for other in others if other in claim.differs)),
        )
