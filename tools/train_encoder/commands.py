"""The commands of the recipe, over one work folder."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from tools.recipes import changed
from tools.train_encoder import combined, data, hard, initial, teacher
from tools.train_encoder import export as exporting
from tools.train_encoder.examples import Examples, build_examples, load_examples, pack
from tools.train_encoder.static import StaticRecipe, bag, train_static
from tools.train_encoder.transformer import (
    Rivals,
    Trainer,
    TransformerRecipe,
    encode_examples,
)
from tools.train_encoder.ukrainian import ukrainianised
from tools.train_encoder.vocabulary import build_tokenizer, train_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from transformers import BertModel

HELD_OUT: dict[str, tuple[str, str | None]] = {
    **{name: (name, None) for name in ("de", "fr", "es", "cs", "it")},
    "ru-tatoeba": ("ru", data.TATOEBA),
}
# Sentences a language gives to the vocabulary: enough to spell it, not to crowd out the others.
PIECES_FROM = {"ru": 110_000, "uk": 70_000, "en": 90_000}
PIECES_FROM_OTHERS = 20_000
UKRAINIAN_EVERY = 3
LONGEST = 128  # positions of the Transformer student
LAYERS = (0, 4, 5)  # of the teacher's six
FIT_ON = 280_000  # examples that the word vectors are fitted to
RIVAL_SHARES = {"number": 0.5, "name": 0.25, "negation": 0.25}
PROBES = ["Встреча прошла в Хельсинки.", "Переговори тривали 3,5 години.", "The war is over."]


@dataclass(frozen=True)
class Work:
    """Where everything between the corpus and the shipped model lies."""

    folder: Path

    def path(self, name: str) -> Path:
        """Return the path of one thing in the folder."""
        return self.folder / name

    def lines(self, name: str) -> list[str]:
        """Read a text file of one sentence a line."""
        return self.path(name).read_text(encoding="utf-8").split("\n")[:-1]

    def write_lines(self, name: str, texts: Sequence[str]) -> None:
        """Write a text file of one sentence a line."""
        self.path(name).write_text("".join(text + "\n" for text in texts), encoding="utf-8")

    def tokenizer(self) -> Tokenizer:
        """Load the tokenizer without truncation."""
        from tokenizers import Tokenizer

        found = Tokenizer.from_file(str(self.path("tokenizer.json")))
        found.no_truncation()
        return found


def prepare(work: Work, pairs: Path, pieces: int, held_out: int, rivals: int) -> None:
    """Choose the pairs, hold some out, list the English, make rivals and the vocabulary."""
    usable = [pair for pair in data.read_pairs(pairs) if data.usable(pair)]
    chosen, held = data.split(data.capped(data.shuffled(usable, 0)), held_out, HELD_OUT)
    data.write_pairs(work.path("pairs.tsv"), chosen)
    for name, members in held.items():
        data.write_pairs(work.path(f"heldout-{name}.tsv"), members)
    english = list(dict.fromkeys(pair.english for pair in chosen))
    work.write_lines("english.txt", english)
    _write_rivals(work, chosen, english, rivals)
    kept = work.path("tokenizer.json").exists()  # of a model that is to be trained further
    size = work.tokenizer().get_vocab_size() if kept else _vocabulary(work, chosen, english, pieces)
    print(f"{len(chosen)} pairs, {len(english)} English sentences, {size} pieces")


def _write_rivals(work: Work, chosen: Sequence[data.Pair], english: Sequence[str], count: int) -> None:
    names = hard.names_of(english[:20_000])
    wanted = {kind: round(count * share) for kind, share in RIVAL_SHARES.items()}
    row_of = {text: row for row, text in enumerate(english)}
    rows, texts = [], []
    for row in sorted({row_of[pair.english] for pair in chosen if pair.language == "ru"}):
        for kind in hard.KINDS:
            edited = hard.rival(english[row], kind, names) if wanted[kind] else None
            if edited is not None:
                wanted[kind] -= 1
                rows.append(row)
                texts.append(edited)
                break
    work.write_lines("rivals.txt", texts)
    np.save(work.path("rival_rows.npy"), np.array(rows, np.int32))


def _vocabulary(work: Work, chosen: Sequence[data.Pair], english: Sequence[str], pieces: int) -> int:
    texts: dict[str, list[str]] = {"en": list(english)}
    for pair in chosen:
        texts.setdefault(pair.language, []).append(pair.source)
    russian = texts.get("ru", [])
    # Ukrainian spelling is made of other sentences than the Russian ones taken, if there are more.
    spare = russian[PIECES_FROM["ru"] :] or russian
    texts["uk"] = [ukrainianised(text) for text in spare[: PIECES_FROM["uk"]]]
    taken = [
        text for name, members in sorted(texts.items()) for text in members[: PIECES_FROM.get(name, PIECES_FROM_OTHERS)]
    ]
    tokenizer = build_tokenizer(train_pieces(taken, pieces, work.folder), LONGEST)
    tokenizer.save(str(work.path("tokenizer.json")))
    return int(tokenizer.get_vocab_size())


def warm(work: Work, model: Path) -> None:
    """Take up a shipped Transformer student, to train it further with the pieces it has."""
    shutil.copytree(model, work.path("warm"), dirs_exist_ok=True)
    shutil.copyfile(model / "tokenizer.json", work.path("tokenizer.json"))


def teach(work: Work) -> None:
    """Compute the teacher's vectors of the English side and of its rivals."""
    model = teacher.load_teacher()
    teacher.compute_vectors(model, work.lines("english.txt"), work.path("teacher"))
    teacher.compute_vectors(model, work.lines("rivals.txt"), work.path("rivals"))


def _examples(work: Work, ready: int) -> Examples:
    """Tokenise the examples once."""
    path = work.path("examples.npz")
    if not path.exists():
        pairs = data.read_pairs(work.path("pairs.tsv"))
        english = work.lines("english.txt")
        build_examples(pairs, english, ready, UKRAINIAN_EVERY, work.tokenizer()).save(path)
    return load_examples(path)


def train(work: Work, student: str, settings: Sequence[str]) -> None:
    """Train one student on all English sentences that have vectors."""
    vectors = teacher.read_vectors(work.path("teacher"))
    examples = _examples(work, len(vectors))
    if student == "static":
        _train_static(work, examples, vectors, changed(StaticRecipe(), settings))
        return
    if student == "combined":
        _combine(work, examples, vectors, changed(combined.CombinedRecipe(), settings))
        return
    if not work.path("warm").exists():
        fit_words(work, examples)
    trainer = Trainer(initial_model(work), changed(TransformerRecipe(), settings), work.path("transformer"))
    trainer.train(examples, vectors, _rivals(work, len(vectors)))


def _train_static(work: Work, examples: Examples, vectors: NDArray[np.float16], recipe: StaticRecipe) -> None:
    tokenizer = work.tokenizer()
    pieces = [tokenizer.id_to_token(i) or "" for i in range(tokenizer.get_vocab_size())]

    def save(epoch: int, table: torch.Tensor) -> None:
        torch.save(table, work.path("static.pt"))
        print(f"epoch {epoch} saved", flush=True)

    train_static(examples, vectors, pieces, recipe, save)


def _combine(work: Work, examples: Examples, vectors: NDArray[np.float16], recipe: combined.CombinedRecipe) -> None:
    """Fit the map that reads both finished students."""
    chosen = combined.fit_on(examples, recipe)
    table = combined.evened(torch.load(work.path("static.pt"), weights_only=True), chosen, recipe, LONGEST)
    deep = encode_examples(finished_transformer(work), chosen, LONGEST)
    target = torch.from_numpy(vectors[chosen.rows]).float()
    by_map = combined.fitted_map(deep, combined.mean_vectors(table, chosen, LONGEST), target, recipe.ridge)
    turn, table = combined.parted(table, by_map, deep)
    torch.save({"turn": turn, "table": table}, work.path("combined.pt"))


def _rivals(work: Work, rows: int) -> Rivals:
    """Read which row of the English side has which rival vector; -1 for none."""
    at = np.full(rows, -1, np.int64)
    owners = np.load(work.path("rival_rows.npy"))
    vectors = teacher.read_vectors(work.path("rivals"))
    owners = owners[: len(vectors)]
    at[owners[owners < rows]] = np.flatnonzero(owners < rows)
    return Rivals(at, vectors)


def fit_words(work: Work, examples: Examples) -> None:
    """Fit the word vectors that training starts from to the teacher's, once."""
    path = work.path("table.npy")
    if not path.exists():
        model = teacher.load_teacher()
        np.save(path, initial.word_table(examples, work.lines("english.txt"), work.tokenizer(),
                                         model.tokenizer, teacher.layers_of(model), FIT_ON))  # fmt: skip


def initial_model(work: Work) -> BertModel:
    """Build the student that training starts from: the model taken up, or the teacher's layers under fitted words."""
    if work.path("warm").exists():
        from transformers import BertModel

        return BertModel.from_pretrained(work.path("warm"), add_pooling_layer=False, dtype=torch.float32)
    bert = teacher.layers_of(teacher.load_teacher())
    return initial.student_model(bert, np.load(work.path("table.npy")), LAYERS, LONGEST)


def finished_transformer(work: Work) -> BertModel:
    """Return the Transformer student at its last checkpoint; without one, the model taken up."""
    return Trainer(initial_model(work), TransformerRecipe(), work.path("transformer")).averaged()


def export(work: Work, student: str, out: Path) -> None:
    """Write the trained student as a model folder, check that it loads, print its digest."""
    tokenizer, file = work.tokenizer(), work.path("tokenizer.json")
    probes = pack(tokenizer, PROBES, range(len(PROBES)), ["en"] * len(PROBES))
    if student == "static":
        table = torch.load(work.path("static.pt"), weights_only=True)
        exporting.write_static(out, file, table)
        ids, starts = bag(probes, np.arange(len(PROBES)))
        expected = torch.nn.functional.embedding_bag(ids, table, starts, mode="mean")
    else:
        model = finished_transformer(work)
        expected = encode_examples(model, probes, LONGEST)
        if student == "transformer":
            exporting.write_transformer(out, file, model, LONGEST)
        else:
            found = torch.load(work.path("combined.pt"), weights_only=True)
            turn, table = found["turn"], found["table"]
            exporting.write_combined(out, file, model, turn, table, LONGEST)
            expected = combined.combined_vectors(expected, combined.mean_vectors(table, probes, LONGEST), turn)
    print(f"{out} {exporting.checked(out, PROBES, expected)}")
