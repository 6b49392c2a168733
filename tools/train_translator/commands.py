"""The commands of the recipe, over one work folder."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from pipeline.models.packages import read_package
from tools.recipes import changed
from tools.train_encoder.data import Pair, read_pairs, write_pairs
from tools.train_translator import binary, export, initial
from tools.train_translator.arrays import Examples, load_examples, packed
from tools.train_translator.augment import augmented, respelled
from tools.train_translator.corpus import FURTHER_ORIGINS, WEIGHTS, apart, chosen, held_out, plain_english
from tools.train_translator.growth import deepened, widened, with_sources
from tools.train_translator.network import Network
from tools.train_translator.training import Recipe, Trainer, load_network, mean_loss, save_network
from tools.train_translator.vocabulary import extend, pieces_of, processor

# How often an epoch takes a pair that was changed for what is copied (`augment`).
AUGMENTED = {"figures": 0.25, "quotes": 0.3, "names": 0.2}
EXACT = 1e-4
HELD = 400  # sentences a further language that are never trained on
FURTHER = 13_000  # pieces that a tokenizer of the further languages has; some are old ones
SAMPLE = 20_000  # sentences an origin that it is made of
PACKAGE = "translate-mul_en"
PROBES = [
    ("Президент прибыл в Париж.", "The president arrived in Paris."),
    ('Карпин впервые обыграл "Спартак"', 'Karpin beat "Spartak" for the first time'),
    ("В 2019 году экспорт вырос на 12,5%.", "In 2019, exports rose by 12.5%."),
]


@dataclass(frozen=True)
class Size:
    """How large a network is to become; zero leaves it."""

    encoder_layers: int = 0
    decoder_layers: int = 0
    width: int = 0
    inner: int = 0


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


def prepare(work: Work, corpus: Path, package: Path, development: Path, scored: int, languages: Sequence[str]) -> None:
    """Choose pairs, make the changed ones, tokenise; keep the development sentences that training is scored on."""
    work.folder.mkdir(parents=True, exist_ok=True)
    newstest = [replace(pair, language="ru") for pair in read_pairs(development)]
    pairs = chosen(read_pairs(corpus), languages)
    held = held_out([pair for pair in pairs if pair.language != "ru"], HELD)
    pairs = apart(pairs, [*newstest, *(pair for language in held.values() for pair in language)])
    write_pairs(work.path("held.tsv"), [pair for language in held.values() for pair in language])
    scored_too = [pair for language in held.values() for pair in language[: scored // 4]]
    write_pairs(work.path("development.tsv"), [*_spread(newstest, scored), *scored_too])
    russian = [pair for pair in pairs if pair.language == "ru"]
    if "uk" in languages:
        pairs += respelled(pair for pair in russian if WEIGHTS[pair.origin] >= 1)
    written = _tokenizer(work, package, pairs)
    rows = [(pair.origin, pair.source, pair.english) for pair in pairs]
    for kind, made in augmented(russian).items():
        rows += [(kind, pair.source, pair.english) for pair in made]
    examples = packed(processor(work.tokenizer), rows, processor(work.tokenizer, written))
    examples.save(work.path("examples.npz"))
    _report(examples)


def _tokenizer(work: Work, package: Path, pairs: Sequence[Pair]) -> int:
    """Write the package's tokenizer, with pieces of the languages new to it; say how many English is written with."""
    tokenizer, read = package / "sentencepiece.model", read_package(package)
    origins: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        if read is not None and pair.language not in read.sources:
            origins[pair.origin].append(pair.source)
    if origins:
        sentences = [text for texts in origins.values() for text in texts[:: max(1, len(texts) // SAMPLE)]]
        print(f"{extend(tokenizer, sentences, FURTHER, work.tokenizer)} further pieces")
    else:
        shutil.copyfile(tokenizer, work.tokenizer)
    return export.written_pieces(package) or len(pieces_of(tokenizer))


def _report(examples: Examples) -> None:
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


def warm(work: Work, package: Path, wanted: Size) -> None:
    """Read a package's weights back, enlarge the network, check that it still scores as the package does."""
    network = binary.network_of(package / "model" / "model.bin").eval()
    print(f"{package.name}: {network.shape}")
    pieces = len(pieces_of(work.tokenizer))
    if pieces > len(network.source.weight):
        network = with_sources(network, _first_vectors(work, network, pieces))
    shape = network.shape
    network = deepened(
        network, wanted.encoder_layers or shape.encoder_layers, wanted.decoder_layers or shape.decoder_layers
    )
    if wanted.width:
        network = widened(network, wanted.width, wanted.inner or shape.inner * wanted.width // shape.width)
    worst = export.check_equal(network.eval(), package, PROBES, EXACT, "float32")
    save_network(work.path("warm.pt"), network)
    size = sum(value.numel() for value in network.parameters())
    print(f"{network.shape}: {size} weights, scores at most {worst:.1e} a piece apart")


def _first_vectors(work: Work, network: Network, pieces: int) -> torch.Tensor:
    """Vectors for the pieces of further languages: by translation, else the mean of the old pieces in their place."""
    examples = load_examples(work.path("examples.npz"))
    further = [number for number, name in enumerate(examples.names) if name in FURTHER_ORIGINS]
    is_new = np.isin(examples.origins, further)
    table = network.source.weight.detach().numpy()
    found, reached = initial.vectors(examples.part(~is_new), examples.part(is_new), table, pieces)
    old, names = processor(work.tokenizer, len(table)), pieces_of(work.tokenizer)
    for i in np.flatnonzero(~reached):
        spelled = old.encode(names[len(table) + i].replace("▁", " ")) or [0]
        found[i] = table[spelled].mean(0)
    print(f"{int(reached.sum())} of {len(found)} further pieces begin with a translation")
    return torch.from_numpy(found)


def train(work: Work, settings: Sequence[str], until: int, threads: int) -> None:
    """Train from the warm network, or go on from the checkpoint."""
    recipe = changed(Recipe(weights=_weights()), settings)
    trainer = Trainer(load_network(work.path("warm.pt")), recipe, work.folder)
    trainer.train(load_examples(work.path("examples.npz")), scorer(work, threads), until)


def scorer(work: Work, threads: int) -> Callable[[Network], str]:
    """Scores a network on the development sentences, as an int8 package through the pipeline's own path."""
    pairs = read_pairs(work.path("development.tsv"))
    languages = tuple(dict.fromkeys(pair.language for pair in pairs))
    pieces = processor(work.tokenizer)

    def score(network: Network) -> str:
        folder = work.path("snapshot") / PACKAGE
        export.write_package(folder, network, work.tokenizer, "0", languages=languages)
        english = processor(work.tokenizer, network.shape.vocabulary)
        found = []
        for language in languages:
            mine = [pair for pair in pairs if pair.language == language]
            rows = [(pair.origin, pair.source, plain_english(pair.english)) for pair in mine]
            loss = mean_loss(network, packed(pieces, rows, english))
            reached, brevity = bleu(folder, mine, threads)
            found.append(f"{language} {reached:.2f} (brevity {brevity:.3f}, loss {loss:.3f})")
        return "BLEU " + ", ".join(found)

    return score


def bleu(package: Path, pairs: Sequence[Pair], threads: int, beam: int = 4) -> tuple[float, float]:
    """sacreBLEU and brevity penalty of a package folder, alone in its parent, through the pipeline's own path."""
    from sacrebleu.metrics.bleu import BLEU

    from pipeline.config import TranslateConfig
    from pipeline.models.translator import ArgosTranslator

    translator = ArgosTranslator(TranslateConfig(), threads, user=package.parent, bundled=package.parent / "none")
    outputs = translator.translate([pair.source for pair in pairs], pairs[0].language, beam)
    english = [plain_english(pair.english) if pair.language != "ru" else pair.english for pair in pairs]
    score = BLEU().corpus_score([found.english for found in outputs], [english])
    return float(score.score), float(score.bp)


def export_package(
    work: Work, out: Path, version: str, readme: Path | None, languages: Sequence[str] = ("ru",)
) -> None:
    """Write the averaged network of the checkpoint as a package and check its scores."""
    network = Trainer(load_network(work.path("warm.pt")), Recipe(), work.folder).averaged().eval()
    text = readme.read_text(encoding="utf-8") if readme else README
    export.write_package(out, network, work.tokenizer, version, text, languages)
    worst = export.check_equal(network, out, PROBES, export.TOLERANCE, "int8")
    print(f"{out}: scores at most {worst:.3f} a piece from the network's")


README = """# Russian, Ukrainian, German, French, Spanish, Italian and Czech to English

A compact Transformer for reading and aligning news where nothing can be downloaded; not good enough to quote
from. Data, recipe, scores and known failures: docs/model-card-translator.md of crossverify.
"""
