"""Both students of the cross-lingual encoder beside their teacher: retrieval, Ukrainian, rivals, English, speed.

    python -m bench.encoder dev-newstest2019.tsv.xz [--held-out WORK] [--student NAME=FOLDER ...] [--sentences 2000]

The file holds tab-separated language, origin, source, English (plain or .xz). `--held-out` is the work folder of
tools/train_encoder, whose heldout-*.tsv were kept out of training. Students default to the shipped one. Measures:
P@1, how often the English counterpart is the nearest by cosine among all English sentences of its set, where English
is read by the teacher; the same with sentences that differ in one number, name or negator thrown in; Pearson
correlation of the student's cosines with the teacher's on English pairs; sentences per second.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from pipeline.models.encoder import english_folder
from pipeline.models.forward import bfloat16_is_native
from tools.train_encoder.data import Pair, read_pairs
from tools.train_encoder.hard import KINDS, names_of, rival

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Rows = NDArray[np.float32]

SHIPPED = Path(__file__).parent.parent / "pipeline/models/assets/encoder"
HELD_OUT = ("de", "fr", "es", "cs", "it", "ru-tatoeba")
ENGLISH_SAMPLE = 1000
SPEED_SAMPLE = 500
ROUNDS = 2
Encode = Callable[[Sequence[str]], "Rows"]


@dataclass(frozen=True)
class RivalSet:
    """Rivals of some English sentences: `at[k]` is the sentence that `vectors[k]` was edited from."""

    kind: str
    at: NDArray[np.int64]
    vectors: Rows


def loaded(folder: Path) -> SentenceTransformer:
    """Load a model as its users do."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True).to(torch.float32)


def encoder(model: SentenceTransformer) -> Encode:
    """Encode to unit rows in bf16 where the CPU multiplies it natively, in batches of similar length."""

    batch = 64 if hasattr(model[0], "auto_model") else 1024  # a bag of tokens pads nothing

    def encode(texts: Sequence[str]) -> Rows:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16_is_native()):
            found = model.encode(list(texts), batch_size=batch, convert_to_tensor=True, show_progress_bar=False)
        rows: Rows = torch.nn.functional.normalize(found.float(), dim=1).numpy()
        return rows

    return encode


def precision(source: Rows, english: Rows) -> float:
    """How often row i of `english` is the nearest to row i of `source`."""
    return float(((source @ english.T).argmax(1) == np.arange(len(source))).mean())


def rival_sets(pairs: Sequence[Pair], teacher: Encode) -> list[RivalSet]:
    """Edit one number, name or negator of each English sentence that has one, and encode the edits."""
    texts = [pair.english for pair in pairs]
    names = names_of(texts)
    found = []
    for kind in KINDS:
        edits = [(i, edited) for i, text in enumerate(texts) if (edited := rival(text, kind, names))]
        rows = teacher([edited for _, edited in edits])
        found.append(RivalSet(kind, np.array([i for i, _ in edits]), rows))
    return found


def rival_scores(source: Rows, english: Rows, rivals: RivalSet) -> tuple[float, float]:
    """How often the true sentence beats its rival, and beats all sentences and rivals of the kind."""
    asked, true = source[rivals.at], english[rivals.at]
    own = (asked * true).sum(1)
    beaten = own > (asked * rivals.vectors).sum(1)
    everything = np.concatenate([english, rivals.vectors])
    first = (asked @ everything.T).argmax(1) == rivals.at
    return float(beaten.mean()), float(first.mean())


def english_correlation(texts: Sequence[str], student: Encode, teacher: Encode) -> float:
    """Pearson correlation of the two models' cosines over all pairs of the English sentences."""
    above = np.triu_indices(len(texts), 1)
    ours, theirs = student(texts), teacher(texts)
    return float(np.corrcoef((ours @ ours.T)[above], (theirs @ theirs.T)[above])[0, 1])


def speed(encode: Encode, texts: Sequence[str]) -> dict[str, float]:
    """Sentences by the clock and by processor time (which other work hardly moves), best of a few rounds."""
    encode(texts[:64])
    texts = texts[:SPEED_SAMPLE]
    clock, processor = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter(), time.process_time()
        encode(texts)
        clock.append(time.perf_counter() - began[0])
        processor.append(time.process_time() - began[1])
    return {"sentences/s": len(texts) / min(clock), "sentences/s of one core": len(texts) / min(processor)}


def ukrainian_pairs() -> list[Pair]:
    """Read the hand-written Ukrainian sentences and their English."""
    text = files("tools.train_encoder").joinpath("ukrainian_check.tsv").read_text(encoding="utf-8")
    return [Pair("uk", "hand-written", *line.split("\t")) for line in text.splitlines()]


def measured(
    model: SentenceTransformer,
    sets: dict[str, list[Pair]],
    english: dict[str, Rows],
    rivals: list[RivalSet],
    teacher: Encode,
) -> dict[str, float]:
    """Measure one student: every figure by its name."""
    student = encoder(model)
    figures: dict[str, float] = {}
    for name, pairs in sets.items():
        source = student([pair.source for pair in pairs])
        figures[f"P@1 {name} of {len(pairs)}"] = precision(source, english[name])
        if name == "newstest":
            for one in rivals:
                beaten, first = rival_scores(source, english[name], one)
                figures[f"{one.kind}: true pair above its rival, {len(one.at)}"] = beaten
                figures[f"{one.kind}: true pair first of all"] = first
    news = sets["newstest"]
    figures["English: correlation with teacher"] = english_correlation(
        [pair.english for pair in news[:ENGLISH_SAMPLE]], student, teacher
    )
    return figures | speed(student, [pair.source for pair in news])


def show(columns: dict[str, dict[str, float]]) -> None:
    """Print one line a figure and one column a model."""
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    width = max(map(len, names))
    print(" " * width, *(f"{column:>12}" for column in columns))
    for name in names:
        cells = (figures.get(name) for figures in columns.values())
        shown = ("" if cell is None else f"{cell:.0f}" if cell > 2 else f"{cell:.3f}" for cell in cells)
        print(f"{name:<{width}}", *(f"{cell:>12}" for cell in shown))


def main(arguments: list[str] | None = None) -> None:
    """Measure the students and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newstest", type=Path)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--student", action="append", metavar="NAME=FOLDER")
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    sets = {"newstest": read_pairs(options.newstest)[: options.sentences], "Ukrainian": ukrainian_pairs()}
    for name in HELD_OUT if options.held_out else ():
        sets[name] = read_pairs(options.held_out / f"heldout-{name}.tsv")
    teacher = encoder(loaded(english_folder()))
    english = {name: teacher([pair.english for pair in pairs]) for name, pairs in sets.items()}
    rivals = rival_sets(sets["newstest"], teacher)
    for one in rivals:
        near = float((one.vectors * english["newstest"][one.at]).sum(1).mean())
        print(f"{one.kind}: the teacher's cosine of a sentence and its rival is {near:.3f} on average")
    columns = {"teacher": speed(teacher, [pair.english for pair in sets["newstest"]])}
    for given in options.student or [f"shipped={SHIPPED}"]:
        name, _, folder = given.partition("=")
        columns[name] = measured(loaded(Path(folder)), sets, english, rivals, teacher)
    show(columns)


if __name__ == "__main__":
    main()
