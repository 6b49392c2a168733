"""Rows of single words are kept: asked again they are the same, and the model is not run for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline.models import encoder, forward
from pipeline.models.encoder import SingleEncoder

LONG = "a sentence that is too long to be kept"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    seen: list[list[str]] = []

    def encode(model: object, texts: Sequence[str], batch_tokens: int, half: bool) -> np.ndarray:
        seen.append(list(texts))
        return np.array([[len(text), ord(text[0])] for text in texts], np.float32).reshape(-1, 2)

    monkeypatch.setattr(forward, "encode", encode)
    monkeypatch.setattr(SingleEncoder, "model", None)
    return seen


def encode(found: SingleEncoder, *texts: str) -> list[list[float]]:
    return found.encode(texts, ["en"] * len(texts)).tolist()


def test_words_are_encoded_once_and_sentences_each_time(asked: list[list[str]]) -> None:
    one = SingleEncoder("stand-in", Path("/nowhere"), "")
    first = encode(one, "ferry", LONG, "quay")
    assert encode(one, "quay", "ferry", LONG, "quay") == [first[2], first[0], first[1], first[2]]
    assert encode(one, "ferry", "ferry") == [first[0], first[0]]
    assert asked == [["ferry", LONG, "quay"], [LONG]]


def test_no_text_and_repeats(asked: list[list[str]]) -> None:
    one = SingleEncoder("stand-in", Path("/nowhere"), "")
    assert one.encode([], []).shape == (0, 2)
    assert encode(one, LONG, LONG) == [[len(LONG), ord("a")]] * 2
    assert asked == [[], [LONG]]


def test_memory_is_bounded(asked: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "WORDS", 1)
    one = SingleEncoder("stand-in", Path("/nowhere"), "")
    for text in ("a", "b", "b"):
        encode(one, text)
    assert asked == [["a"], ["b"], ["b"]]
