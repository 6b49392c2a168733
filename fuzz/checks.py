"""What must hold for whatever comes in: nothing crashes, nothing is lost, every offset slices to the text it names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import polars as pl

from fuzz.documents import Hostile
from pipeline.config import DetectConfig, IngestConfig, QuotesConfig, SegmentConfig
from pipeline.schemas import conform, frame
from pipeline.stages.detect import detect
from pipeline.stages.ingest import ingest
from pipeline.stages.quotes import quotes
from pipeline.stages.segment import segment
from pipeline.text.encoding import Decoded, decode
from pipeline.text.escapes import sound
from pipeline.text.folding import fold_space

Frames = dict[str, pl.DataFrame]


def read(files: Iterable[Hostile]) -> Frames:
    """The files through ingest, detect, segment and quotes, every frame held to its schema and to `hold`."""
    rows = [
        {
            "article": each.path.rpartition(".")[0],
            "path": each.path,
            "content": each.content,
            "sha256": hashlib.sha256(each.content).hexdigest(),
            "meta": json.dumps(each.row),
        }
        for each in files
    ]
    frames: Frames = {"files": frame("files", rows)}
    _keep(frames, ("articles", "blocks", "quarantine", "origins"), ingest(IngestConfig(), frames["files"]))
    _keep(frames, ("languages",), (detect(DetectConfig(), frames["articles"], frames["blocks"]),))
    found = segment(SegmentConfig(), frames["articles"], frames["blocks"], frames["languages"])
    _keep(frames, ("sentences",), (found,))
    said = quotes(QuotesConfig(), frames["articles"], frames["blocks"], frames["sentences"])
    _keep(frames, ("quotes", "parts", "reported"), said)
    hold(frames)
    return frames


def _keep(frames: Frames, names: tuple[str, ...], made: tuple[pl.DataFrame, ...]) -> None:
    for name, each in zip(names, made, strict=True):
        frames[name] = conform(name, each)


def hold(frames: Frames) -> None:
    """Raises AssertionError where a file is lost or an offset does not slice."""
    told = set(frames["articles"]["path"]) | set(frames["quarantine"]["path"])
    assert told == set(frames["files"]["path"]), "a file is neither read nor refused"
    assert all(frames["quarantine"]["reason"].str.len_chars() > 0), "a refusal gives no reason"
    texts = dict(frames["articles"].select("article", "text").iter_rows())
    _hold_blocks(frames["blocks"], texts)
    for row in frames["sentences"].iter_rows(named=True):
        _slices(texts[row["article"]], row["start"], row["end"], row["text"])
    _hold_quotes(frames, texts)
    _hold_origins(frames, texts)


def _hold_origins(frames: Frames, texts: dict[str, str]) -> None:
    """What the text has, the file has where it is said to, as far as it is not spelt by escapes."""
    contents = dict(frames["files"].select("path", "content").iter_rows())
    paths = dict(frames["articles"].select("article", "path").iter_rows())
    decoded = {path: decode(contents[path]) for path in {paths[each] for each in frames["origins"]["article"]}}
    for row in frames["origins"].iter_rows(named=True):
        file, text = decoded[paths[row["article"]]], texts[row["article"]]
        assert isinstance(file, Decoded), "a file that was refused has a text"
        assert 0 <= row["start"] < row["start"] + row["length"] <= len(text), "a run lies outside its text"
        there = file.text[row["at"] : row["at"] + row["length"] * row["width"]]
        assert len(there) == row["length"] * row["width"], "a run lies outside its file"
        if row["width"] == 1:
            here = text[row["start"] : row["start"] + row["length"]]
            assert here.split() == sound(there).split(), f"{there!r} in the file is {here!r} in the text"
            assert there.split() == file.text.split("\n")[row["line"] - 1][row["column"] - 1 :][: len(there)].split()


def _hold_blocks(blocks: pl.DataFrame, texts: dict[str, str]) -> None:
    spans: dict[str, list[tuple[int, int]]] = {article: [] for article in texts}
    for article, start, end in blocks.select("article", "start", "end").iter_rows():
        spans[article].append((start, end))
    for article, own in spans.items():
        text = texts[article]
        assert all(0 <= start < end <= len(text) for start, end in own), "a block lies outside its text"
        assert all(one[1] <= two[0] for one, two in pairwise(own)), "blocks overlap"
        kept = "".join("".join(text[start:end].split()) for start, end in own)
        assert kept == "".join(_body_of(text, own).split()), "characters lie in no block"


def _body_of(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without the front matter above its first block."""
    return text[spans[0][0] :] if spans and text.startswith("---") else text


def _hold_quotes(frames: Frames, texts: dict[str, str]) -> None:
    known = set(frames["sentences"]["sentence"])
    ids = set(frames["quotes"]["quote"])
    for row in frames["quotes"].iter_rows(named=True):
        text = texts[row["article"]]
        _slices(text, row["start"], row["end"], row["text"])
        for span, said in zip(row["spans"], [row["text"], *row["rest"]], strict=True):
            _slices(text, span["start"], span["end"], said)
        if row["speaker_start"] is not None:
            _slices(text, row["speaker_start"], row["speaker_end"], row["speaker_text"])
        assert row["sentence"] is None or row["sentence"] in known, "a quote in a sentence that is none"
        assert row["parent"] is None or row["parent"] in ids, "a quote in a quote that is none"
    for name in ("parts", "reported"):
        for row in frames[name].iter_rows(named=True):
            _slices(texts[row["article"]], row["start"], row["end"], row["text"])


def _slices(text: str, start: int, end: int, named: Any) -> None:
    assert 0 <= start < end <= len(text), f"{start}:{end} lies outside a text of {len(text)} characters"
    assert fold_space(text[start:end]) == named, f"{start}:{end} is {text[start:end]!r}, not {named!r}"
