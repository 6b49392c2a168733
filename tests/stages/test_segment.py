"""Blocks to sentences; the seeds' annotated sentences are found again."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import DetectConfig, IngestConfig, SegmentConfig
from pipeline.schemas import conform, frame
from pipeline.stages.detect import detect
from pipeline.stages.ingest import ingest
from pipeline.stages.segment import segment
from pipeline.text.folding import fold_space

SEEDS = Path(__file__).parents[2] / "seeds"


def sentences(rows: list[dict[str, object]], max_chars: int = 2000) -> tuple[pl.DataFrame, pl.DataFrame]:
    articles, blocks, *_ = ingest(IngestConfig(), frame("files", rows))
    found = segment(SegmentConfig(max_chars=max_chars), articles, blocks, detect(DetectConfig(), articles, blocks))
    return articles, conform("sentences", found)


def file(name: str, text: str, meta: str = "{}") -> dict[str, object]:
    return {"article": name, "path": f"{name}.txt", "content": text.encode(), "sha256": "", "meta": meta}


def test_ids_count_through_the_article_and_kinds_are_those_of_the_blocks() -> None:
    text = "Dam drained. Hundreds leave their homes\n\nPhoto: A dam. (Ivo Lund/AFP)\n\nIt was late. “We go,” she said."
    _, found = sentences([file("a", text)])
    assert found["sentence"].to_list() == [f"a:s{n:03d}" for n in range(len(found))]
    assert found.filter(pl.col("kind") == "caption")["text"].to_list() == ["Photo: A dam. (Ivo Lund/AFP)"]
    assert found["text"].to_list()[-2:] == ["It was late.", "“We go,” she said."]


def test_each_block_is_cut_by_the_rules_of_its_own_language() -> None:
    text = (
        "Der Rat trat am 16. März zusammen, um über den Damm zu sprechen.\n"
        "We were told of it on the 16. March was very cold.\n"
        "— Ada Holm (@adaholm)\nMarch 4, 2024\nDer 3. Ausschuss tagt heute und morgen im Rathaus der Stadt."
    )
    _, found = sentences([file("a", text)])
    posts = found.filter(pl.col("kind") == "post")
    assert posts["text"].to_list() == ["We were told of it on the 16.", "March was very cold."]
    assert "Der 3. Ausschuss tagt heute und morgen im Rathaus der Stadt." in found["text"].to_list()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB1 .!?…\"“”«»'()\n—:,\u202eжЖ", max_size=200))
def test_sentences_slice_the_article(text: str) -> None:
    articles, found = sentences([file("a", text)], max_chars=50)
    if articles.is_empty():
        return
    original = articles["text"][0]
    spans = list(found.select("start", "end", "text").iter_rows())
    assert all(fold_space(original[start:end]) == body for start, end, body in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert "".join("".join(body.split()) for _, _, body in spans) == "".join(original.split())


def test_the_annotated_sentences_of_the_seeds_are_found() -> None:
    manifest = [json.loads(line) for line in (SEEDS / "articles.jsonl").read_text("utf-8").splitlines()]
    rows = [
        file(row["id"], (SEEDS / row["path"]).read_text("utf-8"), json.dumps(row)) | {"path": row["path"]}
        for row in manifest
    ]
    _, found = sentences(rows)
    known = set(found.select("article", "text").iter_rows())
    gold = [json.loads(line) for line in (SEEDS / "gold" / "claims.jsonl").read_text("utf-8").splitlines()]
    missed = [row["text"] for row in gold if (row["doc"], fold_space(row["text"])) not in known]
    assert len(missed) <= 0.02 * len(gold), missed
