"""Write a trained student as a sentence-transformers model in fp16 safetensors, and check it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from tools.train_encoder.vocabulary import CLS, PAD, SEP, UNK

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import BertModel

LARGEST = 40_000_000  # bytes that a shipped model may take, all files together


def write_static(path: Path, tokenizer_file: Path, table: Tensor) -> None:
    """Save token vectors (size, width) as a static model with normalisation."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_truncation()
    module = StaticEmbedding(tokenizer, embedding_weights=table.half().numpy())
    SentenceTransformer(modules=[module, Normalize()], device="cpu").save(str(path))
    _tidy(path)


def write_transformer(path: Path, tokenizer_file: Path, model: BertModel, longest: int) -> None:
    """Save a BERT as a mean-pooling model with normalisation; weights fp16, loaded as fp32."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    bert = path.with_name(path.name + ".bert")
    model.save_pretrained(bert)
    names = {"pad_token": PAD, "cls_token": CLS, "sep_token": SEP, "unk_token": UNK}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=longest, **names)  # type: ignore[no-untyped-call]
    fast.save_pretrained(bert)
    words = Transformer(str(bert), max_seq_length=longest)
    pooling = Pooling(model.config.hidden_size, pooling_mode="mean")
    SentenceTransformer(modules=[words, pooling, Normalize()], device="cpu").save(str(path))
    shutil.rmtree(bert)
    _halve(path / "model.safetensors")
    _tidy(path)


def _halve(weights: Path) -> None:
    """Rewrite a safetensors file in fp16; the pooler, which is never read but asked for, becomes zeros."""
    from safetensors.torch import load_file, save_file

    tensors = {name: tensor.half().contiguous() for name, tensor in load_file(weights).items()}
    for name, tensor in tensors.items():
        if name.startswith("pooler."):
            tensor.zero_()
    save_file(tensors, weights, metadata={"format": "pt"})


def _tidy(path: Path) -> None:
    """Drop the generated card, write JSON compactly, and let everyone read the files."""
    (path / "README.md").unlink(missing_ok=True)
    for file in path.rglob("*.json"):
        found = json.loads(file.read_text(encoding="utf-8"))
        indent = None if file.name == "tokenizer.json" else 2
        text = json.dumps(found, ensure_ascii=False, indent=indent)
        file.write_text(text + "\n", encoding="utf-8")
    for file in path.rglob("*"):
        if file.is_file():
            file.chmod(0o644)


def digest(path: Path) -> str:
    """Return the sha256 of the weights of a saved model."""
    return hashlib.sha256((path / "model.safetensors").read_bytes()).hexdigest()


def checked(path: Path, texts: list[str], expected: Tensor) -> str:
    """Load a saved model as its users do, compare its vectors, bound its size; return its digest."""
    from sentence_transformers import SentenceTransformer

    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    if size > LARGEST:
        raise SystemExit(f"{path} takes {size} bytes, more than {LARGEST}")
    found = SentenceTransformer(str(path), device="cpu").encode(texts)
    unit = torch.nn.functional.normalize(torch.from_numpy(np.asarray(found, np.float32)), dim=1)
    worst = float((unit * torch.nn.functional.normalize(expected, dim=1)).sum(1).min())
    if worst < 0.999:
        raise SystemExit(f"{path} gives other vectors than the trained model: cosine {worst:.4f}")
    return digest(path)
