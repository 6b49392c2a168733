"""Files to articles and blocks; everything unread is in quarantine with its reason."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from hashlib import sha256

import polars as pl
import pytest

from pipeline.config import IngestConfig
from pipeline.schemas import conform, frame
from pipeline.stages.ingest import ingest

TEXT = "Crack found in the great dam\n\nBy Ann Lee\n4 March 2024\n\nThe council met on Monday to talk about the dam.\n"


def files(*rows: tuple[str, bytes] | tuple[str, bytes, dict[str, object]]) -> pl.DataFrame:
    return frame(
        "files",
        [
            {
                "article": str((rest[0] if rest else {}).get("id", path.rsplit("/", 1)[-1].rsplit(".", 1)[0])),
                "path": path,
                "content": content,
                "sha256": sha256(content).hexdigest(),
                "meta": json.dumps(rest[0] if rest else {}),
            }
            for path, content, *rest in rows
        ],
    )


def run(found: pl.DataFrame, **config: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    articles, blocks, quarantine, _ = ingest(IngestConfig(**config), found)
    return conform("articles", articles), conform("blocks", blocks), conform("quarantine", quarantine)


def test_an_article_without_a_manifest_speaks_for_itself() -> None:
    articles, blocks, quarantine = run(files(("a/post-1.txt", TEXT.encode())))
    row = articles.row(0, named=True)
    assert row["article"] == "post-1"
    assert row["title"] == "Crack found in the great dam"
    assert row["outlet"] == "post-1"
    assert row["published"] == "2024-03-04"
    assert row["text"] == TEXT
    assert (row["encoding"], row["format"]) == ("utf-8", "txt")
    assert blocks["kind"].to_list() == ["headline", "byline", "byline", "paragraph"]
    assert quarantine.is_empty()


def test_the_manifest_goes_before_what_the_file_says() -> None:
    meta = {"id": "m", "outlet": "Post", "title": "Another title", "published": "2024-03-05T08:00:00Z", "url": "u"}
    articles, _, _ = run(files(("a.md", b"---\ntitle: T\noutlet: O\n---\n" + TEXT.encode(), meta)))
    row = articles.row(0, named=True)
    assert [row[name] for name in ("article", "outlet", "title", "published", "url")] == list(meta.values())


def test_code_pages_and_line_ends_keep_offsets_into_the_decoded_text() -> None:
    text = "Трещина в большой плотине\r\n\r\nСовет собрался в понедельник, чтобы обсудить плотину.\r\n" * 3
    articles, blocks, _ = run(files(("a.txt", text.encode("cp1251"))))
    assert articles["encoding"].to_list() == ["cp1251"]
    assert articles["text"].to_list() == [text]
    spans = [text[start:end] for start, end in blocks.select("start", "end").iter_rows()]
    assert "".join("".join(span.split()) for span in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("content", "config", "words"),
    [
        (b"", {}, "empty"),
        (b"\x00\x01\x02\x03binary", {}, "binary"),
        (b"a" * 200, {"max_bytes": 100}, "200 bytes (limit 100)"),
        (b"a" * 200, {"max_line": 100}, "a line of 200 characters (limit 100)"),
        (bytes(range(128, 256)) * 3, {}, "not UTF-8"),
    ],
)
def test_quarantine_says_why(content: bytes, config: dict[str, int], words: str) -> None:
    articles, blocks, quarantine = run(files(("bad.txt", content), ("good.txt", b"Words.")), **config)
    assert articles["article"].to_list() == ["good"]
    assert set(blocks["article"]) == {"good"}
    assert quarantine["article"].to_list() == ["bad"]
    assert words in quarantine["reason"][0]


def test_one_json_lines_file_holds_many_articles() -> None:
    rows = [{"title": f"Title number {n} of four", "text": TEXT, "outlet": f"O{n}"} for n in range(3)]
    rows[2]["id"] = "own/id"
    content = "\n".join([*(json.dumps(row) for row in rows), "{bad"]).encode()
    articles, _, quarantine = run(files(("all.jsonl", content)))
    assert articles["article"].to_list() == ["all-1", "all-2", "own-id"]
    assert articles["outlet"].to_list() == ["O0", "O1", "O2"]
    assert articles["title"].to_list() == [row["title"] for row in rows]
    assert quarantine["article"].to_list() == ["all-4"]


def test_a_contested_id_stays_with_the_first_file() -> None:
    content = b'{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}'
    articles, _, quarantine = run(files(("x.jsonl", content)))
    assert articles["text"].to_list() == ["One."]
    assert "already gave" in quarantine["reason"][0]


def test_hostile_text_is_kept_as_it_is() -> None:
    text = "A hacked page\n\nVisitors saw “<script>alert(1)</script>” and a file “report\u202efdp.exe\u202c” there.\n"
    articles, _, _ = run(files(("a.txt", text.encode())))
    assert articles["text"].to_list() == [text]


def test_the_order_of_files_does_not_matter() -> None:
    rows = [("b.txt", TEXT.encode()), ("a.txt", b"Other words here."), ("c.txt", b"")]
    one, two = run(files(*rows)), run(files(*reversed(rows)))
    assert all(left.equals(right) for left, right in zip(one, two, strict=True))


def test_no_files_give_empty_frames() -> None:
    assert all(found.is_empty() for found in run(files()))


def test_half_a_surrogate_pair_and_a_nul_in_json_become_replacement_characters() -> None:
    record = r'{"text": "Cut \ud83d here\u0000.", "title": "T\udc80", "outlet": {"name": "O\ud800"}}'
    articles, blocks, quarantine = run(files(("a.json", record.encode(), {"url": "u\ud800"})))
    row = articles.row(0, named=True)
    assert row["text"].endswith("Cut � here�.")
    assert (row["title"], row["outlet"], row["url"]) == ("T�", "O�", "u�")
    assert quarantine.is_empty()
    assert [row["text"][s:e] for s, e in blocks.select("start", "end").iter_rows()][-1] == "Cut � here�."


@pytest.mark.parametrize(
    ("path", "content", "limits", "words"),
    [
        ("bad.json", json.dumps({"text": "word " * 50}), {"max_chars": 100}, "characters (limit 100)"),
        ("bad.json", json.dumps({"text": "x" * 150}), {"max_line": 100}, "a line of 150 characters (limit 100)"),
        ("bad.html", f"<article>{'<p>Words of a page, and more of them.</p>' * 50}", {"max_chars": 100}, "(limit 100)"),
        ("bad.txt", "word\n" * 50, {"max_chars": 100}, "250 characters (limit 100)"),
        ("bad.json", '{"text": ' * 100_000, {}, "not valid JSON"),
        ("bad.html", "<div>" * 200_000, {}, "HTML"),
        ("bad.html", "<html>" + "<!-- " * 100_000, {}, "no article text found"),
    ],
)  # fmt: skip
def test_bounds_hold_for_every_format(path: str, content: str, limits: dict[str, int], words: str) -> None:
    _, _, quarantine = run(files((path, content.encode()), ("good.txt", b"Words.")), **limits)
    assert quarantine["article"].to_list() == ["bad"]
    assert words in quarantine["reason"][0]


@pytest.mark.parametrize(
    "content",
    [
        "<article>" + "<div>" * 300_000 + "<p>Deep down there is one sentence of text.</p>",
        "<article>" + "<p>A paragraph that nobody ever closes in this long page.\n" * 50_000,
        "<table><tr><td>" * 100_000 + "cell",
        "<p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">text</p>",
        "&" + "amp;" * 500_000,
        "<a href='x'>" * 200_000,
    ],
    ids=["deep", "endless", "tables", "attributes", "entities", "links"],
)
def test_deep_and_endless_html_ends_in_an_article_or_a_reason(content: str) -> None:
    articles, _, quarantine = run(files(("a.html", content.encode())), max_seconds=3)
    assert articles.height + quarantine.height == 1
    assert all(reason.startswith(("took longer", "no article")) for reason in quarantine["reason"])


def test_file_that_takes_too_long_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def dawdle(text: str, **_known: object) -> list[object]:
        while "slow" in text:
            with suppress(Exception):  # as libraries do
                time.sleep(0.01)
        return []

    monkeypatch.setattr("pipeline.stages.ingest.find_blocks", dawdle)
    found = files(("a.txt", b"slow"), ("b.txt", b"quick"))
    articles, _, quarantine, _ = ingest(IngestConfig(max_seconds=0.2), found)
    assert articles["article"].to_list() == ["b"]
    assert quarantine.rows() == [("a", "a.txt", "took longer to read than ingest.max_seconds (0.2 s)")]


@pytest.mark.parametrize("front", ["id: !!int ''", "date: !!timestamp x", "date: 2024-13-45", "a: &a {<<: *a}"])
def test_front_matter_that_breaks_the_yaml_reader_is_text(front: str) -> None:
    articles, _, _ = run(files(("a.md", f"---\n{front}\n---\nThe words of it.".encode())))
    assert articles["text"].to_list() == [f"---\n{front}\n---\nThe words of it."]


def test_line_separators_inside_a_record_do_not_end_it() -> None:
    line = json.dumps({"text": "One\u2028two\x85three."}, ensure_ascii=False)
    articles, _, quarantine = run(files(("a.jsonl", line.encode())))
    assert articles["text"].to_list() == ["One\u2028two\x85three."]
    assert quarantine.is_empty()
