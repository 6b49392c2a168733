"""What each kind of evidence is worth to the judge of claims, and the judge fitted anew after a change of encoder.

    python -m bench.claims_ablation FOLDER [FOLDER ...] [--work DIR] [--calibrate [FILE]] [--ablate]

Each FOLDER is a corpus with its gold in FOLDER/gold. The corpora are run into DIR (what has not changed is taken from
there), once with translation and, for `--ablate`, once without. `--calibrate` fits on all of them and writes the
shipped calibration (or FILE), then prints its figures; `--ablate` prints the table of docs/design/claims.md: accuracy
of the status / F1 of single-source / corroborated told as single-source / number of sources right, fitted on the other
corpora, kinds of evidence added one after the other. Without either flag, both. Rules that forbid a whole statement
(another value, quotations known to differ) come with the kind of evidence that they read.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

import pipeline
from pipeline.calibrate import Labelled, calibrate, fit_judge, label, measure, write
from pipeline.evidence.passages import FEATURES, Evidence
from pipeline.loading import load_config
from pipeline.models import load_encoder

if TYPE_CHECKING:
    from pipeline.runs import Run

SHIPPED: Final = Path(__file__).parents[1] / "pipeline" / "corroboration" / "calibration.json"
STEPS: Final = {
    "embedding": (
        "cosine",
        "cosine_across",
        "across",
        "margin",
        "clauses",
        "weakest_clause",
        "mutual",
        "beside",
    ),
    "+ words": ("words", "words_translated", "synonyms", "synonyms_across", "cognates", "brevity"),
    "+ dictionaries": ("senses", "senses_few", "senses_article", "senses_back"),
    "+ numbers, names": (
        "names",
        "names_missing",
        "names_missing_article",
        "figures",
        "figures_mutual",
        "figures_asked",
        "figures_missing",
        "figures_missing_article",
        "figures_clash",
        "polarity",
    ),
    "+ quotations, attribution": (
        "quotation",
        "quoted",
        "polarity_quoted",
        "rendered",
        "rendered_hedged",
        "rendered_otherwise",
        "hedged_article",
        "differs_article",
    ),
}
VALUES, QUOTATIONS = "+ numbers, names", "+ quotations, attribution"
FIGURES: Final = ("accuracy", "single_source_f1", "false_single_source", "independent_sources")


def main(arguments: Sequence[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folders", type=Path, nargs="+")
    asked.add_argument("--work", type=Path, default=Path("output") / "claims")
    asked.add_argument("--calibrate", type=Path, nargs="?", const=SHIPPED)
    asked.add_argument("--ablate", action="store_true")
    given = asked.parse_args(arguments)
    golds = [folder / "gold" for folder in given.folders]
    both = given.calibrate is None and not given.ablate
    if given.calibrate or both:
        runs = run_all(given.folders, given.work, translate=True)
        found = calibrate(runs, golds, load_encoder(runs[0].config.embed))
        write(found, given.calibrate or SHIPPED)
        for how, corpora in found.figures.items():
            for corpus, figures in corpora.items():
                print(f"{how:10}{corpus:10}" + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    if given.ablate or both:
        ablate(given.folders, golds, given.work)


def run_all(folders: Sequence[Path], work: Path, *, translate: bool) -> list[Run]:
    """A finished run of each corpus, with or without translation."""
    found = []
    for folder in folders:
        config = load_config(folder)
        config = config.model_copy(
            update={"translate": config.translate.model_copy(update={"enabled": translate})},
        )
        found.append(pipeline.run(config, work / ("translated" if translate else "untranslated") / folder.name))
    return found


def ablate(folders: Sequence[Path], golds: Sequence[Path], work: Path) -> None:
    """The table, a row a step, first with and then without translation."""
    print("| evidence | translation | " + " | ".join(folder.name for folder in folders) + " |")
    print("|" + "---|" * (len(folders) + 2))
    for translate in (True, False):
        runs = run_all(folders, work, translate=translate)
        encoder = load_encoder(runs[0].config.embed)
        corpora = [label(run, gold, encoder) for run, gold in zip(runs, golds, strict=True)]
        taken: list[str] = []
        for step in STEPS:
            taken.append(step)
            limited = [limit(corpus, taken) for corpus in corpora]
            cells = [_cell(left, [other for other in limited if other is not left]) for left in limited]
            print(f"| {step} | {'yes' if translate else 'no'} | " + " | ".join(cells) + " |", flush=True)


def limit(corpus: Labelled, steps: Sequence[str]) -> Labelled:
    """The corpus with the evidence of these steps only; what is left out counts zero and forbids nothing."""
    kept = np.array([any(name in STEPS[step] for step in steps) for name in FEATURES], np.float64)

    def cut(found: Evidence) -> Evidence:
        return replace(
            found,
            features=found.features * kept,
            clash=found.clash if VALUES in steps else (),
            reworded=found.reworded if QUOTATIONS in steps else (),
        )

    stories = (
        replace(story, evidence={pair: tuple(map(cut, each)) for pair, each in story.evidence.items()})
        for story in corpus.stories
    )
    return replace(corpus, stories=tuple(stories))


def _cell(left: Labelled, others: Sequence[Labelled]) -> str:
    """Figures of the corpus that the judge has not seen; fitted on itself where it is the only one."""
    figures = measure(left, fit_judge(others or [left]))
    return " / ".join(f"{figures[name]:.2f}" if name in figures else "-" for name in FIGURES)


if __name__ == "__main__":
    main()
