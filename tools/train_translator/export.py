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

LARGEST = 60_000_000  # bytes that a shipped package may take, all files together
TOLERANCE = 0.35  # of a sentence's mean log probability a piece, after rounding to eight bits
_NUMBERED = re.compile(r"(layer|linear)_(\d+)$")


def _module_at(spec: Any, name: str) -> Any:
    """The part of a CTranslate2 specification that a variable name leads to."""
    for step in name.split("/"):
        numbered = _NUMBERED.fullmatch(step)
        if numbered and numbered[1] == "layer":
            spec = spec.layer[int(numbered[2])]
        elif numbered and isinstance(getattr(spec, "linear", None), list):
            spec = spec.linear[int(numbered[2])]
        else:
            spec = getattr(spec, step)
    return spec


def _array(value: torch.Tensor) -> Any:
    """A copy: the converter rounds the arrays that it is given in place."""
    return value.detach().float().numpy().copy()


def specification(network: Network, pieces: Sequence[str]) -> Any:
    """CTranslate2's description of a network, holding copies of its weights."""
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
    # One array object for all three, so that the file holds it once.
    spec.encoder.embeddings[0].weight = spec.decoder.projection.weight = spec.decoder.embeddings.weight
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        side.position_encodings.encodings = _array(network.positions)
    spec.register_source_vocabulary(list(pieces))
    spec.register_target_vocabulary(list(pieces))
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


def vocabulary(tokenizer: Path) -> list[str]:
    """The pieces of a sentencepiece model in the order of their ids."""
    import sentencepiece

    found = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer))
    return [found.id_to_piece(i) for i in range(found.vocab_size())]


def write_package(out: Path, network: Network, tokenizer: Path, version: str, readme: str = "") -> None:
    """Write an Argos package folder; the model is int8."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    shutil.copyfile(tokenizer, out / "sentencepiece.model")
    _convert(network, vocabulary(tokenizer), out / "model", "int8")
    metadata = {
        "package_version": version,
        "argos_version": "1.11",
        "from_code": "ru",
        "from_name": "Russian",
        "to_code": "en",
        "to_name": "English",
        "code": "translate-ru_en",
        "type": "translate",
        # By argostranslate's 0.2 this small network stops short (newstest2019: brevity 0.968, BLEU 0.6 lower).
        "length_penalty": 1.0,
        # Without it, one sentence in twenty says a clause twice.
        "no_repeat_ngram_size": 5,
        "repetition_penalty": 1.02,
        # The last of few decoder layers looks at the word it writes.
        "attention_aligns": True,
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
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer))
    found = []
    for source, english in pairs:
        wanted = [*pieces.encode(english), END]
        hidden = network(torch.tensor([[*pieces.encode(source), END]]), torch.tensor([[BEGIN, *wanted[:-1]]]))
        logs = torch.log_softmax(hidden[0] @ network.table.weight.T, -1)
        found.append(float(logs[torch.arange(len(wanted)), torch.tensor(wanted)].mean()))
    return found


def package_scores(
    package: Path, pairs: Sequence[tuple[str, str]], compute_type: str = "int8", threads: int = 1
) -> list[float]:
    """The same by CTranslate2 from a package folder; "float32" multiplies with the stored weights exactly."""
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    model = ctranslate2.Translator(str(package / "model"), compute_type=compute_type, intra_threads=threads)
    lists = [pieces.encode([pair[side] for pair in pairs], out_type=str) for side in (0, 1)]
    return [float(np.mean(score.log_probs)) for score in model.score_batch(*lists)]


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
