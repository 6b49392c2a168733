"""A student that already half works: the teacher's layers under word vectors fitted to them.

The teacher sums word vectors, positions and types, then contextualises. If the student's
piece vectors lie where the teacher's words for the same thing lie, its layers can be the
teacher's own. So the piece vectors are fitted by least squares: over a parallel corpus the sum
of a sentence's piece vectors should equal the sum of the teacher's word vectors of its English.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from tools.train_encoder.vocabulary import CLS, PAD, SEP, SPECIAL, START, UNK

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from transformers import BertModel, PreTrainedTokenizerFast

    from tools.train_encoder.examples import Examples

    Matrix = NDArray[np.float32]


SHORTEST_VECTOR = 1.0  # the teacher's word vectors, less their mean, are mostly 0.75 to 1.3 long


def counts(examples: Examples, chosen: NDArray[np.int64], size: int) -> csr_matrix:
    """Count each piece in each chosen example, as a sparse (len(chosen), size) matrix."""
    lists = [examples.tokens(int(i)) for i in chosen]
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in lists])])
    columns = np.concatenate(lists)
    return csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(lists), size))


def word_sums(texts: Sequence[str], words: PreTrainedTokenizerFast, table: Matrix) -> Matrix:
    """Sum the teacher's word vectors of each text, without its special tokens: (n, width)."""
    out = np.zeros((len(texts), table.shape[1]), np.float32)
    for start in range(0, len(texts), 10_000):
        encoded = words(list(texts[start : start + 10_000]), add_special_tokens=False)
        for i, ids in enumerate(encoded["input_ids"]):
            out[start + i] = table[ids].sum(0)
    return out


def fitted(design: csr_matrix, wanted: Matrix, ridge: float, rounds: int) -> Matrix:
    """Solve min |design E - wanted|^2 + ridge |E|^2 for E by conjugate gradients.

    The columns of `wanted` are independent systems that share one matrix, solved side by side.
    """
    transposed = design.T.tocsr()
    found = np.zeros((design.shape[1], wanted.shape[1]), np.float32)
    residual = transposed @ wanted
    direction = residual.copy()
    power = (residual**2).sum(0)
    for _ in range(rounds):
        applied = transposed @ (design @ direction) + ridge * direction
        step = power / np.maximum((direction * applied).sum(0), 1e-12)
        found += step * direction
        residual -= step * applied
        new_power = (residual**2).sum(0)
        direction = residual + (new_power / np.maximum(power, 1e-12)) * direction
        power = new_power
    return found


def teacher_words(tokenizer: Tokenizer, vocabulary: dict[str, int]) -> dict[int, int]:
    """Map the student's pieces that are spelled as a teacher's word piece to that word piece."""
    found = {}
    for piece, i in tokenizer.get_vocab().items():
        inside = piece[:1].isalnum()  # the teacher splits off signs and starts anew after them
        spelled = piece[len(START) :] if piece.startswith(START) else "##" + piece if inside else piece
        if spelled in vocabulary and spelled.isascii():
            found[i] = vocabulary[spelled]
    names = {PAD: "[PAD]", CLS: "[CLS]", SEP: "[SEP]", UNK: "[UNK]"}
    return found | {SPECIAL.index(ours): vocabulary[theirs] for ours, theirs in names.items()}


def student_model(teacher: BertModel, table: Matrix, layers: Sequence[int], longest: int) -> BertModel:
    """Build a BERT of chosen teacher layers, its positions cut to `longest`, and given words."""
    from transformers import BertConfig, BertModel

    config = BertConfig(**teacher.config.to_dict())
    config.update(
        {
            "vocab_size": len(table),
            "num_hidden_layers": len(layers),
            "max_position_embeddings": longest,
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
            "pad_token_id": SPECIAL.index(PAD),
        }
    )
    student = BertModel(config, add_pooling_layer=False)
    ours, theirs = student.embeddings, teacher.embeddings
    with torch.no_grad():
        ours.word_embeddings.weight.copy_(torch.from_numpy(table))
        ours.position_embeddings.weight.copy_(theirs.position_embeddings.weight[:longest])
        ours.token_type_embeddings.weight.copy_(theirs.token_type_embeddings.weight)
    ours.LayerNorm.load_state_dict(theirs.LayerNorm.state_dict())
    for mine, number in zip(student.encoder.layer, layers, strict=True):
        mine.load_state_dict(teacher.encoder.layer[number].state_dict())
    return student


def word_table(
    examples: Examples,
    english: Sequence[str],
    tokenizer: Tokenizer,
    words: PreTrainedTokenizerFast,
    teacher: BertModel,
    fit_on: int,
) -> Matrix:
    """Fit the student's piece vectors (size, width) to the teacher's word vectors.

    Pieces that are spelled as one of the teacher's own take its vector as it stands.
    """
    table: Matrix = teacher.embeddings.word_embeddings.weight.detach().numpy()
    # The vectors share a large common part; fitted without it, rare pieces shrink to the mean.
    mean = table.mean(0)
    chosen = np.random.default_rng(0).permutation(len(examples))[:fit_on]
    rows, place = np.unique(examples.rows[chosen], return_inverse=True)
    sums = word_sums([english[row] for row in rows], words, table - mean)[place]
    design = counts(examples, chosen, tokenizer.get_vocab_size())
    found = fitted(design, sums, ridge=3.0, rounds=15)
    # The fit gives rare pieces the right direction but hardly any length; the teacher's layers
    # read length too (zero-shot P@1 rises from 0.3 to 0.7 with the teacher's own length).
    found *= np.maximum(1.0, SHORTEST_VECTOR / np.maximum(np.linalg.norm(found, axis=1), 1e-3))[:, None]
    found += mean
    for ours, theirs in teacher_words(tokenizer, words.get_vocab()).items():
        found[ours] = table[theirs]
    fitted_table: Matrix = found.astype(np.float32)
    return fitted_table
