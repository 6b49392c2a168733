"""Fits the judge of claims on labelled runs, with cross-validation by story, and says how well it does.

Labels come from a gold folder's claims.jsonl (doc, text, status, supported_in; full_in and partial_in where they are
given, else the status decides for all of `supported_in`).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.corroboration.calibration import Calibration, Thresholds
from pipeline.corroboration.gathering import gather
from pipeline.corroboration.reading import Told, read_story
from pipeline.corroboration.reprints import find_reprints
from pipeline.corroboration.sources import Sources
from pipeline.corroboration.verdicts import Judged, Support, judge_claim, weigh_all
from pipeline.errors import InputError
from pipeline.evidence.logistic import fit
from pipeline.evidence.passages import FEATURES, Evidence, Pair
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.models.protocols import Encoder
    from pipeline.runs import Run

SAME_CLAIM: Final = 0.7
"""Overlap of words from which a sentence of the run is the gold's claim."""
FALSE_SINGLE: Final = 0.04
"""Share of corroborated claims told as single-source that the thresholds keep below: the costly error."""
GRID: Final = np.round(np.arange(0.2, 0.85, 0.02), 2)
STEADY: Final = 2.0
"""Steps of the grid over which what a threshold achieves is averaged: a peak of one step is chance."""
ROUNDS: Final = 4
RIDGE: Final = 8.0
FULL, PART, NONE = 2, 1, 0


@dataclass(frozen=True, eq=False)
class Labelled:
    """One corpus: its stories' evidence and, for the claims that the gold knows, labels."""

    corpus: str
    sha256: str
    stories: tuple[_Story, ...]
    gold: dict[str, dict[str, Any]]
    """claim's sentence id -> its line of the gold"""


@dataclass(frozen=True, eq=False)
class _Story:
    told: tuple[Told, ...]
    sources: Sources
    evidence: Mapping[Pair, tuple[Evidence, ...]]


def calibrate(runs: Sequence[Run], golds: Sequence[Path], encoder: Encoder, ridge: float = RIDGE) -> Calibration:
    """The judge fitted on all corpora together, with leave-one-corpus-out figures where there are several.

    One finished run a gold folder, in order. Raises InputError where a gold folder has no claims of its run.
    """
    corpora = [label(run, gold, encoder) for run, gold in zip(runs, golds, strict=True)]
    whole = fit_judge(corpora, ridge)
    figures: dict[str, Any] = {"fitted": {corpus.corpus: measure(corpus, whole) for corpus in corpora}}
    if len(corpora) > 1:
        figures["left out"] = {
            left.corpus: measure(left, fit_judge([c for c in corpora if c is not left], ridge)) for left in corpora
        }
    fitted_on = tuple(
        {"corpus": c.corpus, "claims_sha256": c.sha256, "claims": len(c.gold), "encoder": encoder.digest}
        for c in corpora
    )
    return replace(whole, fitted_on=fitted_on, figures=figures)


def label(run: Run, gold: Path, encoder: Encoder) -> Labelled:
    """A run's evidence beside the gold's labels."""
    names = (
        "articles", "sentences", "quotes", "parts", "candidates", "differences", "conflicts", "translations", "vectors",
    )  # fmt: skip
    frames = {name: run.frame(name) for name in names}
    stories = []
    for members in run.frame("stories").partition_by("story"):
        told = tuple(read_story(members, **frames))
        if len(told) > 1:
            texts = (frames["articles"], run.frame("blocks"), frames["sentences"], frames["quotes"])
            reprints = find_reprints(told, *texts)
            sources = Sources(told, reprints, frames["quotes"], frames["parts"], run.frame("reported"))
            evidence = gather(told, encoder, run.config.corroborate.passage_sentences)
            stories.append(_Story(told, sources, evidence))
    content = (gold / "claims.jsonl").read_bytes()
    lines = [json.loads(line) for line in content.decode("utf-8").splitlines() if line.strip()]
    matched = _match(stories, lines)
    if not matched:
        raise InputError(f"{gold}: no claim of it stands in the run {run.corpus}")
    return Labelled(run.corpus, hashlib.sha256(content).hexdigest(), tuple(stories), matched)


def _match(stories: Sequence[_Story], lines: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Each gold claim to the likest sentence of its article that no other claim has taken."""
    claims = [claim for story in stories for article in story.told for claim in article.claims]
    words = {claim.id: _words(claim.text) for claim in claims}
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        asked = _words(line["text"])
        own = [claim for claim in claims if claim.article == line["doc"] and claim.id not in found]
        best = max(((_dice(asked, words[claim.id]), claim.id) for claim in own), default=(0.0, ""))
        if best[0] >= SAME_CLAIM:
            found[best[1]] = line
    return found


def _words(text: str) -> Counter[str]:
    return Counter(token.norm for token in tokenize(text, "und") if token.kind in ("word", "number"))


def _dice(a: Counter[str], b: Counter[str]) -> float:
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def level(line: dict[str, Any], article: str) -> int:
    """How far the gold says that `article` supports the claim: 0 none, 1 part of it, 2 the whole."""
    if article not in line["supported_in"]:
        return NONE
    if "full_in" in line:
        return FULL if article in line["full_in"] else PART
    return FULL if line["status"] == "corroborated" else PART


def fit_judge(corpora: Sequence[Labelled], ridge: float = RIDGE) -> Calibration:
    """Weights on all labelled pairs, every corpus counting the same; then the thresholds."""
    chosen = [{pair: each[0] for story in c.stories for pair, each in story.evidence.items()} for c in corpora]
    for _ in range(ROUNDS):
        # Which passage is meant depends on the weights, and the weights on which passages were meant.
        features, levels, weight = _table(corpora, chosen)
        part, full = (fit(features, levels >= least, weight, ridge) for least in (PART, FULL))
        judge = Calibration(part, full, Thresholds(0.5, 0.5, 0.5))
        chosen = [
            {pair: found[0] for story in c.stories for pair, found in judge.choose(story.evidence).items()}
            for c in corpora
        ]
    return replace(judge, thresholds=_best_thresholds([_cases(corpus, judge) for corpus in corpora]))


def _table(
    corpora: Sequence[Labelled], chosen: Sequence[dict[Pair, Evidence]]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Features (n, d), levels and weights of the labelled pairs; the weights of a corpus sum to the same."""
    features, levels, weight = [], [], []
    for corpus, found in zip(corpora, chosen, strict=True):
        rows = [(pair, found[pair]) for pair in sorted(found) if pair[0] in corpus.gold]
        features += [each.features for _, each in rows]
        levels += [level(corpus.gold[claim], article) for (claim, article), _ in rows]
        weight += [1.0 / len(rows)] * len(rows)
    scaled = np.array(weight)
    return np.array(features).reshape(-1, len(FEATURES)), np.array(levels), scaled / scaled.mean()


@dataclass(frozen=True, slots=True)
class _Case:
    """One labelled claim, what the judge says of each other article, and whose each statement is."""

    line: dict[str, Any]
    supports: dict[str, Support]
    copies: tuple[str, ...]
    own: str
    origins: dict[str, str]

    def judged(self, thresholds: Thresholds) -> Judged:
        return judge_claim(self.supports, self.copies, self.own, self.origins.__getitem__, thresholds, ())

    def highest(self, which: str) -> float:
        """The best support by an article that is no copy of the claim's own."""
        independent = [found for article, found in self.supports.items() if article not in self.copies]
        return max((getattr(found, which) for found in independent), default=0.0)


def _cases(corpus: Labelled, judge: Calibration) -> list[_Case]:
    cases: dict[str, _Case] = {}
    for story in corpus.stories:
        chosen = judge.choose(story.evidence)
        for (claim, article), support in weigh_all(chosen).items():
            found = chosen[claim, article][0]
            if claim in corpus.gold:
                own = story.sources.of_passage(found.claim.article, [found.claim])
                copies = tuple(story.sources.copies(found.claim.article))
                case = cases.setdefault(claim, _Case(corpus.gold[claim], {}, copies, own, {}))
                case.supports[article] = support
                case.origins[article] = story.sources.of_passage(article, found.passage)
    return [cases[claim] for claim in sorted(cases)]


def _best_thresholds(corpora: Sequence[Sequence[_Case]]) -> Thresholds:
    """Those that tell most statuses apart over the corpora, single-source claims counted once more, with few
    corroborated ones lost; then the count threshold that gets most numbers of sources right."""
    scores = np.mean([_scores(cases) for cases in corpora], axis=0).reshape(len(GRID), len(GRID))
    steadied = _steadied(_steadied(scores).T).T
    best = int(np.argmax(np.round(steadied, 6)))
    full, part = float(GRID[best // len(GRID)]), float(GRID[best % len(GRID)])
    right = [sum(_counts_right(cases, Thresholds(full, part, float(count))) for cases in corpora) for count in GRID]
    counted = np.round(_steadied(np.array(right)[:, None])[:, 0], 6)
    return Thresholds(full, part, float(max(zip(counted, -np.abs(GRID - 0.5), GRID, strict=True))[2]))


def _steadied(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores (len(GRID), n) averaged over neighbouring thresholds."""
    steps = np.arange(len(GRID))
    near = np.exp(-0.5 * ((steps[:, None] - steps) / STEADY) ** 2)
    return np.asarray((near / near.sum(axis=1, keepdims=True)) @ scores)


def _scores(cases: Sequence[_Case]) -> NDArray[np.float64]:
    """(len(GRID)^2,) how good each pair of thresholds (full, part) is on one corpus."""
    truth = np.array([case.line["status"] for case in cases])
    full = np.array([case.highest("full") for case in cases])
    part = np.array([case.highest("part") for case in cases])
    scores = []
    for least_full in GRID:
        for least_part in GRID:
            partial = np.where(part >= least_part, "partial", "single_source")
            figures = _status_figures(np.where(full >= least_full, "corroborated", partial), truth)
            excess = max(0.0, figures["false_single_source"] - FALSE_SINGLE)
            scores.append(figures["accuracy"] + 0.5 * figures["single_source_f1"] - 3 * excess)
    return np.array(scores)


def _counts_right(cases: Sequence[_Case], thresholds: Thresholds) -> float:
    known = [case for case in cases if "independent_sources" in case.line]
    right = [case.judged(thresholds).sources == case.line["independent_sources"] for case in known]
    return round(float(np.mean(right)), 4) if right else 0.0


def measure(corpus: Labelled, judge: Calibration) -> dict[str, float]:
    """Figures of a judge on a corpus: statuses, single-source claims, the costly error, counts of sources."""
    cases = _cases(corpus, judge)
    told = np.array([case.judged(judge.thresholds).status for case in cases])
    figures = _status_figures(told, np.array([case.line["status"] for case in cases]))
    if any("independent_sources" in case.line for case in cases):
        figures["independent_sources"] = _counts_right(cases, judge.thresholds)
    return {name: round(value, 3) for name, value in figures.items()}


def _status_figures(told: NDArray[Any], truth: NDArray[Any]) -> dict[str, float]:
    single, really = told == "single_source", truth == "single_source"
    corroborated = truth == "corroborated"
    return {
        "accuracy": float((told == truth).mean()),
        "single_source_f1": 2 * float((single & really).sum()) / max(1, int(single.sum() + really.sum())),
        "false_single_source": float((single & corroborated).sum()) / max(1, int(corroborated.sum())),
    }


def runs_of(directories: Sequence[Path]) -> list[Run]:
    """Finished runs by their output folders."""
    from pipeline.runner import open_run

    return [open_run(directory) for directory in directories]


def write(calibration: Calibration, path: Path) -> None:
    """The calibration as a file, whole or not at all."""
    from pipeline.store import write_text

    write_text(path, calibration.to_json())
