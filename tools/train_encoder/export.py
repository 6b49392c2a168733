"""Write a trained student as a sentence-transformers model in safetensors of fp16 and bytes, and check it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from tools.train_encoder.vocabulary import CLS, PAD, SEP, UNK

if TYPE_CHECKING:
    from sentence_transformers.sentence_transformer.modules import Transformer
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
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    pooling = Pooling(model.config.hidden_size, pooling_mode="mean")
    modules = [_words(path, tokenizer_file, model, longest), pooling, Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(path))
    _halve(path / "model.safetensors")
    _tidy(path)


def write_combined(
    path: Path, tokenizer_file: Path, model: BertModel, turn: Tensor, table: Tensor, longest: int
) -> None:
    """Save a BERT, the turn of its vectors and a table of piece vectors as one model of the library's own modules.

    Pooling puts its `cls` beside its mean, so the Transformer's unit vector travels under that name. Both tables of
    pieces are whole numbers of one byte: the last map takes back the scale of each column of the one, and the layer
    normalisation that follows the other does not see its scale. The turn is made token by token, and the last map
    multiplies by powers of two and adds: a sentence's vector does not depend on how many are computed with it.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, WordEmbeddings
    from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer

    width = model.config.hidden_size
    whole, scale = in_bytes(table, table.std(dim=0))
    idle = WhitespaceTokenizer([], stop_words=[])  # asked for, never used: the ids are the Transformer's
    added = torch.cat([torch.eye(width), torch.diag(scale)], dim=1)
    modules = [
        _words(path, tokenizer_file, model, longest),
        Dense(width, width, False, None, turn.T.contiguous(), module_input_name="token_embeddings"),
        Pooling(width, pooling_mode="mean"),
        WordEmbeddings(idle, whole.float()),
        Normalize(module_output_name="cls_token_embeddings"),
        Pooling(width, pooling_mode=("cls", "mean")),
        Dense(2 * width, width, False, None, added),
        Normalize(),
    ]
    SentenceTransformer(modules=modules, device="cpu").save(str(path))
    _halve(path / "model.safetensors", words_in_bytes=True)
    _rewrite(path / "3_WordEmbeddings/model.safetensors", lambda _name, tensor: tensor.to(torch.int8))
    for dense in path.glob("*_Dense"):
        _rewrite(dense / "model.safetensors", lambda _name, tensor: tensor.half())
    _tidy(path)


def in_bytes(table: Tensor, spread: Tensor) -> tuple[Tensor, Tensor]:
    """Round a table to whole numbers of at most 127 (about six times `spread`); the scale back is a power of two."""
    scale = torch.exp2(torch.log2(6 * spread / 127).round())
    return (table / scale).round().clamp(-127, 127).to(torch.int8), scale


def _words(path: Path, tokenizer_file: Path, model: BertModel, longest: int) -> Transformer:
    """Wrap a BERT and its tokenizer as the library's first module."""
    from sentence_transformers.sentence_transformer.modules import Transformer
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    bert = path.with_name(path.name + ".bert")
    model.save_pretrained(bert)
    names = {"pad_token": PAD, "cls_token": CLS, "sep_token": SEP, "unk_token": UNK}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=longest, **names)  # type: ignore[no-untyped-call]
    fast.save_pretrained(bert)
    words = Transformer(str(bert), max_seq_length=longest)
    shutil.rmtree(bert)
    return words


def _rewrite(weights: Path, change: Callable[[str, Tensor], Tensor]) -> None:
    """Change every tensor of a safetensors file."""
    from safetensors.torch import load_file, save_file

    tensors = {name: change(name, tensor).contiguous() for name, tensor in load_file(weights).items()}
    save_file(tensors, weights, metadata={"format": "pt"})


def _halve(weights: Path, words_in_bytes: bool = False) -> None:
    """Rewrite a BERT's safetensors in fp16; the pooler, which is never read but asked for, becomes zeros.

    With `words_in_bytes` its word vectors become whole numbers, and what is added to them is scaled up alike.
    """
    from safetensors.torch import load_file

    whole, scale = {}, torch.ones(())
    if words_in_bytes:
        words = load_file(weights)["embeddings.word_embeddings.weight"]
        rounded, scale = in_bytes(words, words.std())
        whole["embeddings.word_embeddings.weight"] = rounded

    def change(name: str, tensor: Tensor) -> Tensor:
        if name in whole:
            return whole[name]
        if name.startswith("pooler."):
            return torch.zeros_like(tensor, dtype=torch.float16)
        if name.startswith(("embeddings.position", "embeddings.token_type")):
            return (tensor / scale).half()
        return tensor.half()

    _rewrite(weights, change)


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
