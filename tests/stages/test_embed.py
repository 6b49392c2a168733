"""The stage embed on an encoder made for the test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.config import EmbedConfig
from pipeline.schemas import SCHEMAS, empty, frame
from pipeline.stages.embed import embed


class Lengths:
    """A unit vector by a text's length; reads English and German."""

    name = "lengths"
    digest = "d"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def reads(self, language: str) -> bool:
        return language in ("en", "de")

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        self.asked += zip(texts, languages, strict=True)
        angles = np.array([len(text) / 100 for text in texts], dtype=np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def sentence(segment: str, language: str | None, text: str, kind: str = "paragraph") -> dict[str, object]:
    article = segment.partition(":")[0]
    return {"article": article, "sentence": segment, "kind": kind, "language": language, "text": text}


def translation(segment: str, english: str | None, status: str) -> dict[str, object]:
    return {
        "article": segment.partition(":")[0],
        "segment": segment,
        "language": "de",
        "english": english,
        "status": status,
    }


def views(found: pl.DataFrame) -> list[tuple[str, str]]:
    assert found.schema == SCHEMAS["vectors"]
    return list(found.select("segment", "view").iter_rows())


def test_a_segment_has_a_vector_for_each_view_that_can_be_read() -> None:
    table = frame(
        "sentences",
        [
            sentence("a:s000", "en", "It is good."),
            sentence("a:s001", "de", "Es ist gut."),
            sentence("a:s002", "de", "Es fehlt."),
            sentence("b:s000", "pl", "To jest."),
            sentence("b:s001", "pl", "Nie ma."),
            sentence("b:s002", None, "???"),
        ],
    )
    translated = frame(
        "translations",
        [
            translation("a:s001", "It is good.", "ok"),
            translation("a:s002", None, "missing"),
            translation("b:s000", "This is.", "suspect"),
            translation("b:s001", None, "missing"),
        ],
    )
    encoder = Lengths()
    found = embed(EmbedConfig(), table, empty("parts"), translated, encoder=encoder)
    assert views(found) == [
        ("a:s000", "original"),
        ("a:s001", "english"),
        ("a:s001", "original"),
        ("a:s002", "original"),
        ("b:s000", "english"),
    ]
    assert ("It is good.", "en") in encoder.asked
    assert ("Es ist gut.", "de") in encoder.asked


def test_parts_have_vectors_and_boilerplate_has_none() -> None:
    table = frame("sentences", [sentence("a:s000", "en", "Read more.", "boilerplate")])
    parts = frame(
        "parts", [{"article": "a", "quote": "a:q01", "part": "a:q01.1", "index": 1, "language": "en", "text": "Yes."}]
    )
    found = embed(EmbedConfig(), table, parts, empty("translations"), encoder=Lengths())
    assert views(found) == [("a:q01.1", "original")]


def test_nothing_to_embed_gives_an_empty_frame_and_asks_for_nothing() -> None:
    encoder = Lengths()
    found = embed(EmbedConfig(), empty("sentences"), empty("parts"), empty("translations"), encoder=encoder)
    assert found.schema == SCHEMAS["vectors"]
    assert found.is_empty()
    assert encoder.asked == []
