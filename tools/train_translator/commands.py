"""The commands of the recipe, over one work folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.recipes import changed
from tools.train_encoder.data import Pair, read_pairs, write_pairs
from tools.train_translator import binary, export
from tools.train_translator.arrays import load_examples, packed
from tools.train_translator.augment import augmented
from tools.train_translator.corpus import WEIGHTS, chosen, plain_english
from tools.train_translator.network import Network, grown
from tools.train_translator.training import Recipe, Trainer, load_network, mean_loss, save_network

# How often an epoch takes a pair that was changed for what is copied (`augment`).
AUGMENTED = {"figures": 0.25, "quotes": 0.3, "names": 0.2}
EXACT = 1e-4
PROBES = [
    ("Президент прибыл в Париж.", "The president arrived in Paris."),
    ('Карпин впервые обыграл "Спартак"', 'Karpin beat "Spartak" for the first time'),
    ("В 2019 году экспорт вырос на 12,5%.", "In 2019, exports rose by 12.5%."),
]


@dataclass(frozen=True)
class Work:
    """Where everything between the corpus and the package lies."""

    folder: Path

    def path(self, name: str) -> Path:
        """The path of one thing in the folder."""
        return self.folder / name

    @property
    def tokenizer(self) -> Path:
        """The sentencepiece model that all commands share."""
        return self.path("sentencepiece.model")


def prepare(work: Work, corpus: Path, tokenizer: Path, development: Path, scored: int) -> None:
    """Choose pairs, make the changed ones, tokenise; keep the development sentences that training is scored on."""
    import sentencepiece

    work.folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tokenizer, work.tokenizer)
    held = read_pairs(development)
    write_pairs(work.path("development.tsv"), _spread(held, scored))
    known = {text for pair in held for text in (pair.source, pair.english)}
    pairs = [p for p in chosen(read_pairs(corpus)) if p.source not in known and p.english not in known]
    rows = [(pair.origin, pair.source, pair.english) for pair in pairs]
    for kind, made in augmented(pairs).items():
        rows += [(kind, pair.source, pair.english) for pair in made]
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(work.tokenizer))
    examples = packed(pieces, rows)
    examples.save(work.path("examples.npz"))
    lengths = examples.target.lengths()
    total = 0.0
    for number, name in enumerate(examples.names):
        mine = lengths[examples.origins == number]
        weight = _weights()[name]
        total += weight * float(mine.sum())
        print(f"{name}: {len(mine)} pairs, {int(mine.sum())} target pieces, weight {weight}")
    print(f"an epoch has about {total:.0f} target pieces")


def _spread(pairs: Sequence[Pair], count: int) -> list[Pair]:
    """Pairs at even distances: neighbours come from one article."""
    return [pairs[i * len(pairs) // count] for i in range(min(count, len(pairs)))]


def _weights() -> dict[str, float]:
    return {**WEIGHTS, **AUGMENTED}


def warm(work: Work, package: Path, encoder_layers: int, decoder_layers: int) -> None:
    """Read a package's weights back, deepen the network, check that both score as the package does."""
    network = binary.network_of(package / "model" / "model.bin").eval()
    print(f"{package.name}: {network.shape}")
    shape = network.shape
    deeper = grown(network, encoder_layers or shape.encoder_layers, decoder_layers or shape.decoder_layers).eval()
    worst = export.check_equal(deeper, package, PROBES, EXACT, "float32")
    save_network(work.path("warm.pt"), deeper)
    size = sum(value.numel() for value in deeper.parameters())
    print(f"{deeper.shape}: {size} weights, scores at most {worst:.1e} a piece apart")


def train(work: Work, settings: Sequence[str], until: int, threads: int) -> None:
    """Train from the warm network, or go on from the checkpoint."""
    recipe = changed(Recipe(weights=_weights()), settings)
    trainer = Trainer(load_network(work.path("warm.pt")), recipe, work.folder)
    trainer.train(load_examples(work.path("examples.npz")), scorer(work, threads), until)


def scorer(work: Work, threads: int) -> Callable[[Network], str]:
    """Scores a network on the development sentences, as an int8 package through the pipeline's own path."""
    import sentencepiece

    pairs = read_pairs(work.path("development.tsv"))
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(work.tokenizer))
    examples = packed(pieces, [(pair.origin, pair.source, plain_english(pair.english)) for pair in pairs])

    def score(network: Network) -> str:
        folder = work.path("snapshot") / "translate-ru_en"
        export.write_package(folder, network, work.tokenizer, "0")
        loss = mean_loss(network, examples)
        found, brevity = bleu(folder, pairs, threads)
        return f"BLEU {found:.2f} (brevity {brevity:.3f}), loss {loss:.4f} on {len(pairs)} held-out sentences"

    return score


def bleu(package: Path, pairs: Sequence[Pair], threads: int, beam: int = 4) -> tuple[float, float]:
    """sacreBLEU and brevity penalty of a package folder, alone in its parent, through the pipeline's own path."""
    from sacrebleu.metrics.bleu import BLEU

    from pipeline.config import TranslateConfig
    from pipeline.models.translator import ArgosTranslator

    translator = ArgosTranslator(TranslateConfig(), threads, user=package.parent, bundled=package.parent / "none")
    outputs = [found.english for found in translator.translate([pair.source for pair in pairs], "ru", beam)]
    score = BLEU().corpus_score(outputs, [[pair.english for pair in pairs]])
    return float(score.score), float(score.bp)


def export_package(work: Work, out: Path, version: str, readme: Path | None) -> None:
    """Write the averaged network of the checkpoint as a package and check its scores."""
    network = Trainer(load_network(work.path("warm.pt")), Recipe(), work.folder).averaged().eval()
    text = readme.read_text(encoding="utf-8") if readme else README
    export.write_package(out, network, work.tokenizer, version, text)
    worst = export.check_equal(network, out, PROBES, export.TOLERANCE, "int8")
    print(f"{out}: scores at most {worst:.3f} a piece from the network's")


README = """# Russian to English

A compact Transformer for reading and aligning Russian news where nothing can be downloaded; not good enough to quote
from. Data, recipe, scores and known failures: docs/model-card-translator.md of crossverify.
"""
