"""Running a sentence-transformers model on the CPU so that a vector depends on its own text only.

Texts are padded to a length that follows from their own number of tokens, never from their neighbours': the matrix
kernels then do the same arithmetic for a text whatever batch it is in. Padding to the batch's longest text moves
single components by up to 1e-3 in bfloat16 (all-MiniLM-L6-v2, measured on newstest2019), enough to tip a threshold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.models.environment import cores, cpu_flags, go_offline, keep_freed_memory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

PAD_MULTIPLE: Final = 8
# Rows are rounded: what is left of differences between machines and kernels should not reach a comparison.
DECIMALS: Final = 5


def load_model(folder: Path, threads: int = 0) -> SentenceTransformer:
    """A sentence-transformers folder, from disk only, weights from safetensors only, no code of its own."""
    go_offline()
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    _set_threads(cores(threads))
    keep_freed_memory()
    model = SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )
    # Shipped half-precision weights are a storage format: arithmetic on the CPU is float32, or bfloat16 by autocast.
    return model.to(torch.float32).eval()


def library_imports() -> Iterator[None]:
    """Import what `load_model` needs, a library a step, so that a caller may leave off in between."""
    go_offline()
    for name in ("torch", "transformers", "sklearn.metrics", "torch._dynamo", "sentence_transformers"):
        import_module(name)
        yield


@cache
def _set_threads(count: int) -> None:
    import torch

    torch.set_num_threads(count)


def bfloat16_is_native() -> bool:
    """Whether this CPU multiplies bfloat16 in hardware (AVX512-BF16 or AMX); elsewhere it is slower than float32."""
    return not cpu_flags().isdisjoint(("avx512_bf16", "amx_bf16"))


def encode(model: SentenceTransformer, texts: Sequence[str], batch_tokens: int, half: bool) -> NDArray[np.float32]:
    """(len(texts), dimension) float32 rows of unit length; equal texts are computed once."""
    import numpy as np
    import torch

    unique = sorted(set(texts))
    place = {text: row for row, text in enumerate(unique)}
    rows = np.zeros((len(unique), model.get_embedding_dimension() or 0), dtype=np.float32)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half and bfloat16_is_native()):
        if hasattr(model[0], "auto_model"):
            for length, group in _by_padded_length(model, unique).items():
                step = max(1, batch_tokens // length)
                for start in range(0, len(group), step):
                    chosen = group[start : start + step]
                    rows[chosen] = _forward(model, [unique[i] for i in chosen], length)
        elif unique:
            # A bag of tokens pads nothing, so that batches cannot matter.
            rows[:] = model.encode(unique, convert_to_numpy=True, show_progress_bar=False)
    return unit_rows(rows)[[place[text] for text in texts]]


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length one and rounded; a row of zeros stays."""
    import numpy as np

    norms: NDArray[np.float64] = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    unit = np.divide(rows, norms, out=np.zeros(rows.shape), where=norms > 0)
    return unit.round(DECIMALS).astype(np.float32)


def _by_padded_length(model: SentenceTransformer, texts: Sequence[str]) -> dict[int, list[int]]:
    """padded length -> the texts of that length, shortest first."""
    longest = int(model.max_seq_length or 512)
    groups: dict[int, list[int]] = {}
    if texts:
        for i, ids in enumerate(model.tokenizer(list(texts), truncation=True, max_length=longest)["input_ids"]):
            padded = min(longest, -(-len(ids) // PAD_MULTIPLE) * PAD_MULTIPLE)
            groups.setdefault(padded, []).append(i)
    return dict(sorted(groups.items()))


def _forward(model: SentenceTransformer, texts: list[str], length: int) -> NDArray[np.float32]:
    features: dict[str, Any] = dict(
        model.tokenizer(texts, padding="max_length", truncation=True, max_length=length, return_tensors="pt")
    )
    rows: NDArray[np.float32] = model(features)["sentence_embedding"].float().numpy()
    return rows
