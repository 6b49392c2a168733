"""Write a trained network as an Argos package in int8, and check that it scores as the network does."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from tools.train_translator.binary import names
from tools.train_translator.network import BEGIN, END, Network
from tools.train_translator.vocabulary import pieces_of, processor

NAMES = {
    "ru": "Russian", "uk": "Ukrainian", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "cs": "Czech",
}  # fmt: skip
LARGEST = 60_000_000  # bytes that a shipped package may take, all files together
# Of the held-out sentences below it more than half are of no use (chrF under 35), of those above it one in seven.
LEAST_SCORE = -1.0
TOLERANCE = 0.35  # of a sentence's mean log probability a piece, after rounding to eight bits
_NUMBERED = re.compile(r"(layer|linear|embeddings)_(\d+)$")


def _module_at(spec: Any, name: str) -> Any:
    """The part of a CTranslate2 specification that a variable name leads to."""
    for step in name.split("/"):
        numbered = _NUMBERED.fullmatch(step)
        if numbered and numbered[1] == "layer":
            spec = spec.layer[int(numbered[2])]
        elif numbered and isinstance(getattr(spec, numbered[1], None), list):
            spec = getattr(spec, numbered[1])[int(numbered[2])]
        else:
            spec = getattr(spec, step)
    return spec


def _array(value: torch.Tensor) -> Any:
    """A copy: the converter rounds the arrays that it is given in place."""
    return value.detach().float().numpy().copy()


def specification(network: Network, pieces: Sequence[str]) -> Any:
    """CTranslate2's description of a network, holding copies of its weights.

    English is written with the first of the pieces, as many as the network's table of English has.
    """
    from ctranslate2.specs import common_spec, transformer_spec

    shape = network.shape
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers), shape.heads, pre_norm=True,
        activation=common_spec.Activation.RELU,
    )  # fmt: skip
    for name, module in names(network).items():
        place = _module_at(spec, name)
        norm = isinstance(module, torch.nn.LayerNorm)
        for parameter, value in module.named_parameters():
            setattr(place, {"weight": "gamma", "bias": "beta"}[parameter] if norm else parameter, _array(value))
    # One array object for both, so that the file holds it once.
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        side.position_encodings.encodings = _array(network.positions)
    spec.register_source_vocabulary(list(pieces))
    spec.register_target_vocabulary(list(pieces[: shape.vocabulary]))
    marks = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>", "decoder_start_token": "<s>"}
    for name, mark in marks.items():
        setattr(spec.config, name, mark)
    spec.config.add_source_eos = True
    return spec


def _convert(network: Network, pieces: Sequence[str], out: Path, quantization: str | None) -> None:
    from ctranslate2.converters.converter import Converter

    class Given(Converter):  # type: ignore[misc]
        def _load(self) -> Any:
            return specification(network, pieces)

    Given().convert(str(out), quantization=quantization, force=True)


def written_pieces(package: Path) -> int:
    """How many of a package's pieces English is written with; 0 for all."""
    own = package / "model" / "target_vocabulary.json"
    return len(json.loads(own.read_text(encoding="utf-8"))) if own.exists() else 0


def write_package(
    out: Path, network: Network, tokenizer: Path, version: str, readme: str = "", languages: Sequence[str] = ("ru",)
) -> None:
    """Write an Argos package folder; the model is int8. argostranslate itself sees the first of the languages."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    shutil.copyfile(tokenizer, out / "sentencepiece.model")
    _convert(network, pieces_of(tokenizer), out / "model", "int8")
    metadata = {
        "package_version": version,
        "argos_version": "1.11",
        "from_code": languages[0],
        "from_name": NAMES[languages[0]],
        **({"from_codes": list(languages)} if len(languages) > 1 else {}),
        "to_code": "en",
        "to_name": "English",
        "code": out.name,
        "type": "translate",
        # By argostranslate's 0.2 this small network stops short (newstest2019: brevity 0.968, BLEU 0.6 lower).
        "length_penalty": 1.0,
        # Without it, one sentence in twenty says a clause twice.
        "no_repeat_ngram_size": 5,
        "repetition_penalty": 1.02,
        # The last of few decoder layers looks at the word it writes.
        "attention_aligns": True,
        "least_score": LEAST_SCORE,
    }
    (out / "metadata.json").write_text(json.dumps(metadata, indent=2) + "\n", encoding="utf-8")
    if readme:
        (out / "README.md").write_text(readme, encoding="utf-8")
    for file in out.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    if size > LARGEST:
        raise SystemExit(f"{out} takes {size} bytes, more than {LARGEST}")


@torch.no_grad()
def network_scores(network: Network, tokenizer: Path, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Mean log probability a piece of each translation, by the network in float32."""
    pieces, english = processor(tokenizer), processor(tokenizer, network.shape.vocabulary)
    found = []
    for source, translation in pairs:
        wanted = [*english.encode(translation), END]
        hidden = network(torch.tensor([[*pieces.encode(source), END]]), torch.tensor([[BEGIN, *wanted[:-1]]]))
        logs = torch.log_softmax(hidden[0] @ network.table.weight.T, -1)
        found.append(float(logs[torch.arange(len(wanted)), torch.tensor(wanted)].mean()))
    return found


def package_scores(
    package: Path, pairs: Sequence[tuple[str, str]], compute_type: str = "int8", threads: int = 1
) -> list[float]:
    """The same by CTranslate2 from a package folder; "float32" multiplies with the stored weights exactly."""
    import ctranslate2

    tokenizer = package / "sentencepiece.model"
    pieces, english = processor(tokenizer), processor(tokenizer, written_pieces(package))
    model = ctranslate2.Translator(str(package / "model"), compute_type=compute_type, intra_threads=threads)
    sources = pieces.encode([source for source, _ in pairs], out_type=str)
    targets = english.encode([translation for _, translation in pairs], out_type=str)
    return [float(np.mean(score.log_probs)) for score in model.score_batch(sources, targets)]


def check_equal(
    network: Network, package: Path, pairs: Sequence[tuple[str, str]], tolerance: float, kind: str
) -> float:
    """The largest difference of the two scores; refuses when it is above the tolerance."""
    ours = network_scores(network, package / "sentencepiece.model", pairs)
    theirs = package_scores(package, pairs, kind)
    worst = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
    if worst > tolerance:
        raise SystemExit(f"{package} scores otherwise than the network: {worst:.4f} a piece apart")
    return worst
