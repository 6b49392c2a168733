"""The stage: frames in, frames out, ids, parts and offsets."""

from __future__ import annotations

import polars as pl

from pipeline.config import QuotesConfig
from pipeline.schemas import SCHEMAS, frame
from pipeline.stages.quotes import quotes

TEXT = (
    "Minister: “no risk”\n\n"
    "Transport minister Irena Kross spoke on Monday. “We take no risk. "
    "None at\nall,” she said. “The port stays shut.”\n\n"
    "“He said: ‘Wait,’ and we did,” said Oleg Zar of Nord. The port would open on Friday, he added.\n\n"
    "Two dead. Never again.\n\n— Anna Reed (@annareed)"
)
KINDS = ("headline", "paragraph", "paragraph", "post", "post_signature")


def run(text: str = TEXT, kinds: tuple[str, ...] = KINDS) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    blocks, sentences, at = [], [], 0
    for number, part in enumerate(text.split("\n\n")):
        start = text.index(part, at)
        at = start + len(part)
        blocks.append({"article": "a", "block": number, "kind": kinds[number], "start": start, "end": at})
        row = {"article": "a", "sentence": f"a:s{number:03d}", "block": number, "index": number, "language": "en"}
        sentences.append({**row, "kind": kinds[number], "start": start, "end": at, "text": part})
    articles = frame("articles", [{"article": "a", "text": text}])
    return quotes(QuotesConfig(), articles, frame("blocks", blocks), frame("sentences", sentences))


def test_frames_fit_their_schemas() -> None:
    for name, found in zip(("quotes", "parts", "reported"), run(), strict=True):
        assert found.schema == SCHEMAS[name]


def test_quotes() -> None:
    found = run()[0]
    rows = [(row["quote"], row["kind"], row["text"], row["rest"], row["speaker"]) for row in found.to_dicts()]
    assert rows == [
        ("a:q01", "headline", "no risk", [], "Irena Kross"),
        ("a:q02", "direct", "We take no risk. None at all,", ["The port stays shut."], "Irena Kross"),
        ("a:q03", "direct", "He said: ‘Wait,’ and we did,", [], "Oleg Zar"),
        ("a:q04", "direct", "Wait,", [], None),
        ("a:q05", "post", "Two dead. Never again.", [], "Anna Reed"),
    ]
    assert found["parent"].to_list() == [None, None, None, "a:q03", None]
    assert found["provenance"].to_list()[-1] == "@annareed"


def test_offsets_slice_to_the_text() -> None:
    for row in run()[0].to_dicts():
        assert " ".join(TEXT[row["start"] : row["end"]].split()) == row["text"]
        assert [" ".join(TEXT[s["start"] : s["end"]].split()) for s in row["spans"]] == [row["text"], *row["rest"]]
        if row["speaker_text"]:
            assert " ".join(TEXT[row["speaker_start"] : row["speaker_end"]].split()) == row["speaker_text"]


def test_parts_are_the_sentences_of_all_spans() -> None:
    parts = run()[1].filter(pl.col("quote") == "a:q02")
    assert parts["part"].to_list() == ["a:q02.1", "a:q02.2", "a:q02.3"]
    assert parts["text"].to_list() == ["We take no risk.", "None at all,", "The port stays shut."]


def test_reported() -> None:
    rows = run()[2].to_dicts()
    assert [(row["text"], row["cue"]) for row in rows] == [("The port would open on Friday", "added")]
    assert rows[0]["speaker_text"] == "he"


def test_no_article_is_lost_to_an_odd_mark() -> None:
    assert run('He said "yes" and "perhaps', ("paragraph",))[0]["unclosed"].to_list() == [False, True]


def test_nothing_in_nothing_out() -> None:
    assert [len(found) for found in run("", ("paragraph",))] == [0, 0, 0]
