"""The pieces of the translator: those of Russian and English first, those of further languages after them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as models

RUSSIAN = re.compile(r"[▁а-яё]+", re.IGNORECASE)
ORDINARY = 1  # the type of a piece that is no mark and no byte


def _read(path: Path) -> Any:
    found = models.ModelProto()
    found.ParseFromString(path.read_bytes())
    return found


def processor(path: Path, first: int = 0) -> Any:
    """A tokenizer; with `first`, of its first pieces only, which is what English is written with."""
    model = _read(path)
    if first:
        del model.pieces[first:]
    return sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())


def extend(path: Path, sentences: Iterable[str], count: int, out: Path) -> int:
    """Write a tokenizer that knows what `count` pieces of these sentences add to another one; say how many they are.

    Nothing changes for text in which the new pieces do not occur: ids and scores of the old ones stay. Pieces that
    Russian could be spelled with are left out, so that it stays as the network knows it.
    """
    prefix = out.with_suffix("")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences), model_prefix=str(prefix) + ".further", vocab_size=count,
        character_coverage=0.9999, normalization_rule_name="identity", hard_vocab_limit=False, num_threads=2,
        minloglevel=2,
    )  # fmt: skip
    model, further = _read(path), _read(Path(f"{prefix}.further.model"))
    known = {piece.piece for piece in model.pieces}
    new = [
        piece
        for piece in further.pieces
        if piece.type == ORDINARY and not (piece.piece in known or RUSSIAN.fullmatch(piece.piece))
    ]
    for piece in new:
        model.pieces.add(piece=piece.piece, score=piece.score, type=ORDINARY)
    model.trainer_spec.vocab_size = len(model.pieces)
    out.write_bytes(model.SerializeToString())
    return len(new)


def pieces_of(path: Path) -> list[str]:
    """The pieces in the order of their ids."""
    return [piece.piece for piece in _read(path).pieces]
