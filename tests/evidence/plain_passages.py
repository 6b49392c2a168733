"""Nearest passages as plainly as they can be told: pair by pair, passage by passage, word by word."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pipeline.evidence.margin import cosines, distance_margin
from pipeline.evidence.nearest import LENGTH_COST, SAME_WORDS, WEIGHED
from pipeline.evidence.order import STEPS
from pipeline.evidence.passages import FAITHFUL, HEDGED, REWORDED, Pair, Sentence
from pipeline.evidence.senses import is_known, meant
from pipeline.evidence.statements import compare_figures

Told = Mapping[str, tuple[Sequence[Sentence], Sequence[Sentence]]]
Features = dict[str, float]
Passage = tuple[Sentence, ...]
Words = Mapping[str, np.ndarray]  # type: ignore[type-arg]


class Plain:
    """A story of two or more articles; `words` are vectors of single words."""

    def __init__(self, told: Told, words: Words, longest: int) -> None:
        self.told, self.words, self.longest = told, words, longest
        self.everyone = list({s.id: s for both in told.values() for each in both for s in each}.values())

    def nearest(self) -> dict[Pair, list[tuple[Passage, Features]]]:
        found: dict[Pair, list[tuple[Passage, Features]]] = {}
        for article, (claims, _) in self.told.items():
            for other, (_, sentences) in self.told.items():
                if other != article and sentences:
                    found.update({(c.id, other): self.of(c, claims, sentences) for c in claims})
        for (claim, _), passages in found.items():
            home = claim.partition(":")[0]
            for passage, features in passages:
                features["mutual"] = max(_led_back(claim, found.get((s.id, home), [])) for s in passage)
                features["figures_mutual"] = features["figures"] * features["mutual"]
        return found

    def of(
        self, claim: Sentence, claims: Sequence[Sentence], heard: Sequence[Sentence]
    ) -> list[tuple[Passage, Features]]:
        weighed = []
        for first in range(len(heard)):
            for last in range(first, min(len(heard), first + self.longest)):
                relevance, features = self.weigh(claim, claims, heard, first, last)
                weighed.append(
                    (-(relevance - LENGTH_COST * (last - first)), len(weighed), heard[first : last + 1], features)
                )
        weighed.sort(key=lambda row: row[:2])
        same = [row for row in weighed if not row[3]["across"]][:WEIGHED]
        across = [row for row in weighed if row[3]["across"]][:WEIGHED]
        return [(tuple(row[2]), row[3]) for row in sorted([*same, *across], key=lambda row: row[:2])]

    def weigh(
        self, claim: Sentence, claims: Sequence[Sentence], heard: Sequence[Sentence], first: int, last: int
    ) -> tuple[float, Features]:
        passage, row = heard[first : last + 1], list(claims).index(claim)
        nearness = [distance_margin(cosines(_rows(claims, view), _rows(heard, view))) for view in (0, 1)]
        cosine = max(_cosine(_row(claim, view), sum(_row(s, view) for s in passage)) for view in (0, 1))
        own, english = self.share(claim, passage, "own"), self.share(claim, passage, "english")
        cognates, names = self.share(claim, passage, "cognates"), self.share(claim, passage, "names", "capitals")
        synonyms = self.synonyms(claim, passage)
        quoted = min(1.0, sum(claim.quoted.get(s.id, 0.0) for s in passage))
        clauses = _clauses(claim, heard)
        figures = compare_figures(claim.statement, [s.statement for s in passage])
        asked = figures.found + figures.missing
        anywhere = compare_figures(claim.statement, [s.statement for s in heard])
        asked_anywhere = anywhere.found + anywhere.missing
        senses, names_anywhere = self.senses(claim, passage), self.share(claim, heard, "names", "capitals")
        hedged = {s for s, how in claim.renders.items() if how == HEDGED}
        quoting = {s.statement.negated for s in passage if claim.quoted.get(s.id, 0.0) >= SAME_WORDS}
        same = any(s.language == claim.language for s in passage)
        features = {
            "cosine": cosine * same,
            "cosine_across": cosine * (not same),
            "across": float(not same),
            "margin": max(-1.0, min(1.0, max(n[row, first : last + 1].max() for n in nearness) / 0.3)),
            "clauses": sum(clauses) / len(clauses),
            "weakest_clause": min(clauses),
            "words": max(own, english) * same,
            "words_translated": english * (not same),
            "synonyms": synonyms * same,
            "synonyms_across": synonyms * (not same),
            "cognates": cognates * (not same),
            "senses": senses,
            "senses_few": min(0.0, senses - 0.5),
            "senses_article": self.senses(claim, heard),
            "senses_back": max(self.senses(s, [claim]) for s in passage) * (not same),
            "brevity": -math.log(1 + len(claim.statement.own)) / 3,
            "names": names,
            "names_missing_article": names_anywhere - 1.0 if claim.statement.names else 0.0,
            "figures_asked": -float(bool(claim.statement.numbers)),
            "figures_missing_article": -anywhere.missing / asked_anywhere if asked_anywhere else 0.0,
            "quotation": -float(bool(claim.quoted)),
            "rendered": float(any(claim.renders.get(s.id) == FAITHFUL for s in passage)),
            "rendered_hedged": -float(any(s.id in hedged for s in passage)),
            "rendered_otherwise": -float(any(claim.renders.get(s.id) == REWORDED for s in passage)),
            "hedged_article": -float(any(s.id in hedged for s in heard)),
            "differs_article": -float(any(s.id in claim.differs or s.article in claim.differs for s in heard)),
            "names_missing": names - 1.0 if claim.statement.names else 0.0,
            "figures": min(1.0, figures.found),
            "figures_missing": -figures.missing / asked if asked else 0.0,
            "figures_clash": -float(bool(figures.clash)),
            "polarity": -float(claim.statement.negated not in {s.statement.negated for s in passage}),
            "polarity_quoted": -float(bool(quoting) and claim.statement.negated not in quoting),
            "beside": _beside(np.maximum(*nearness), row, first, last),
            "quoted": quoted,
        }
        return cosine + max(own, english, synonyms, senses) + 0.3 * (cognates + names) + quoted, features

    def share(self, claim: Sentence, passage: Sequence[Sentence], asked: str, answered: str = "") -> float:
        """Share of the claim's terms, by rarity, that stand in the passage."""

        def terms(sentence: Sentence) -> frozenset[str]:
            found: frozenset[str] = getattr(sentence.statement, answered or asked)
            return found

        theirs = frozenset().union(*map(terms, passage))
        weight = {t: _rarity(self.everyone, lambda s, t=t: t in terms(s)) for t in getattr(claim.statement, asked)}  # type: ignore[misc]
        whole = max(sum(weight.values()), 1e-6)
        return sum(rare for term, rare in weight.items() if term in theirs) / whole

    def senses(self, claim: Sentence, passage: Sequence[Sentence]) -> float:
        """Share of the claim's words, by rarity, of which a sense stands in the passage; unknown ones where they do."""
        told: Features = {}
        for sense, weight in (pair for s in passage for term in _words(s) for pair in meant(term).items()):
            told[sense] = max(weight, told.get(sense, 0.0))
        covered = total = 0.0
        for term in _words(claim):
            near = max(min(weight, told.get(sense, 0.0)) for sense, weight in meant(term).items())
            rare = _rarity(self.everyone, lambda s, t=term: t in _words(s))  # type: ignore[misc]
            covered += near * rare
            total += rare if near or is_known(term) else 0.0
        return covered / max(total, 1e-6)

    def synonyms(self, claim: Sentence, passage: Sequence[Sentence]) -> float:
        """Mean nearness of the claim's words, by rarity, to the nearest of the passage."""
        mine = [word for word in claim.statement.words if word in self.words]
        theirs = [word for s in passage for word in s.statement.words if word in self.words]
        if not mine or not theirs:
            return 0.0
        weight = [_rarity(self.everyone, lambda s, w=word: w in s.statement.words) for word in mine]  # type: ignore[misc]
        nearest = [max(_cosine(self.words[word], self.words[other]) for other in theirs) for word in mine]
        near = [min(1.0, max(0.0, (cosine - 0.3) / 0.5)) for cosine in nearest]
        return sum(n * w for n, w in zip(near, weight, strict=True)) / sum(weight)


def _words(sentence: Sentence) -> list[str]:
    return sorted(term for term in sentence.statement.own if not term.partition(":")[2][:1].isdigit())


def _rarity(everyone: Sequence[Sentence], has: Callable[[Sentence], bool]) -> float:
    return math.log((len(everyone) + 1.0) / (sum(map(has, everyone)) + 0.5))


def _row(sentence: Sentence, view: int):  # type: ignore[no-untyped-def]
    row = sentence.views[0 if sentence.language == "en" else view]
    return np.zeros(WIDTH) if row is None else row.astype(np.float64)


def _rows(sentences: Sequence[Sentence], view: int):  # type: ignore[no-untyped-def]
    return np.array([_row(sentence, view) for sentence in sentences])


def _cosine(a, b) -> float:  # type: ignore[no-untyped-def]
    norms = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / norms) if norms else 0.0


def _clauses(claim: Sentence, heard: Sequence[Sentence]) -> list[float]:
    own = list(claim.clauses) or [_row(claim, 0 if claim.views[0] is not None else 1)]
    units = [unit for s in heard for unit in (_row(s, 0), _row(s, 1), *s.clauses)]
    return [max(_cosine(mine, unit) for unit in units) for mine in own]


def _beside(nearness, row: int, first: int, last: int) -> float:  # type: ignore[no-untyped-def]
    def share(sign: int, column: int) -> float:
        places = [(worth, row - sign * down, column - sign * across) for down, across, worth in STEPS]
        inside = [
            w * nearness[i, j] if 0 <= i < len(nearness) and 0 <= j < len(nearness[0]) else 0.0 for w, i, j in places
        ]
        return float(min(1.0, max(0.0, max(inside) / 0.3)))

    return (share(1, first) + share(-1, last)) / 2


def _led_back(claim: str, back: Sequence[tuple[Passage, Features]]) -> float:
    ranks = [rank for rank, (passage, _) in enumerate(back) if any(s.id == claim for s in passage)]
    return 1.0 / (1 + ranks[0]) if ranks else 0.0


WIDTH = 6
