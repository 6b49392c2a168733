from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.config import CorpusConfig, IngestConfig
from pipeline.corpus import MAX_MANIFEST, Corpus, files_frame, scan
from pipeline.errors import ConfigError, InputError


def scanned(folder: Path, rows: list[object] | None = None, max_bytes: int = 10_000) -> Corpus:
    if rows is not None:
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return scan(CorpusConfig(path=folder), IngestConfig(max_bytes=max_bytes))


def write(folder: Path, *names: str, text: str = "Some words.") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def reasons(corpus: Corpus) -> dict[str, str]:
    return {each.path: each.reason for each in corpus.skipped}


def ids(corpus: Corpus) -> list[str]:
    return [source.article for source in corpus.sources]


def test_folder_without_manifest_takes_every_article_file(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.md", "deep/c.html", ".hidden.txt", ".git/x.txt")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    found = scanned(tmp_path)
    assert ids(found) == ["a", "b", "c"]
    assert found.notes == ["1 of other types left out: photo.jpg"]


def test_manifest_rows_are_the_articles_and_their_row_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "x/one.txt", "gold/quotes.txt")
    found = scanned(tmp_path, [{"id": "first", "path": "x/one.txt", "outlet": "Bay Courier"}])
    assert ids(found) == ["first"]
    assert json.loads(found.sources[0].meta)["outlet"] == "Bay Courier"
    assert found.notes == []


def test_file_beside_listed_ones_without_a_row_is_noted(tmp_path: Path) -> None:
    write(tmp_path, "one.txt", "two.txt")
    assert scanned(tmp_path, [{"path": "one.txt"}]).notes == [
        "1 file has no row in articles.jsonl and was left out: two.txt"
    ]


def test_row_without_file_and_broken_rows_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    found = scanned(tmp_path, [{"path": "one.txt"}, {"path": "gone.txt"}, "{", "[1]", {"id": "x"}])
    assert ids(found) == ["one"]
    told = reasons(found)
    assert told["gone.txt"] == "is in the manifest but there is no such file"
    assert told["articles.jsonl:3"].startswith("not JSON")
    assert told["articles.jsonl:4"] == "not a JSON object"
    assert told["articles.jsonl:5"] == "its row names no path"


def test_second_article_with_an_id_and_second_row_of_a_file_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "one.txt", "two.txt")
    found = scanned(
        tmp_path, [{"id": "x", "path": "one.txt"}, {"id": "x", "path": "two.txt"}, {"id": "y", "path": "one.txt"}]
    )
    assert ids(found) == ["x"]
    assert reasons(found) == {
        "two.txt": "the id x is already that of one.txt",
        "one.txt": "is listed twice in the manifest",
    }


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "a/../../secret.txt"])
def test_path_that_leaves_the_corpus_is_never_opened(tmp_path: Path, path: str) -> None:
    write(tmp_path, "secret.txt", "corpus/one.txt")
    found = scanned(tmp_path / "corpus", [{"path": "one.txt"}, {"id": "s", "path": path}])
    assert ids(found) == ["one"]
    assert reasons(found) == {path: "its path leads out of the corpus folder"}


def test_symbolic_links_out_of_the_corpus_are_refused_and_inside_it_followed(tmp_path: Path) -> None:
    write(tmp_path, "secret.txt", "corpus/one.txt")
    corpus = tmp_path / "corpus"
    (corpus / "out.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "in.txt").symlink_to(corpus / "one.txt")
    (corpus / "loop.txt").symlink_to(corpus / "loop.txt")
    (corpus / "folder").symlink_to(tmp_path)
    found = scanned(corpus)
    assert ids(found) == ["in", "one"]
    assert reasons(found)["out.txt"] == "leads out of the corpus folder"
    assert reasons(found)["loop.txt"].startswith("could not be read")


def test_oversize_and_special_files_are_refused_unread(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    write(tmp_path, "big.txt", text="x" * 101)
    os.mkfifo(tmp_path / "pipe.txt")
    found = scanned(tmp_path, max_bytes=100)
    assert ids(found) == ["one"]
    assert reasons(found)["big.txt"] == "has 101 bytes, more than ingest.max_bytes (100)"
    assert reasons(found)["pipe.txt"] == "is not a regular file"


def test_ids_from_equal_stems_stay_apart(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "b/x.txt", "b/x.html", "c d.txt", "c-d.txt")
    assert ids(scanned(tmp_path)) == ["b-x", "b-x.txt", "c-d", "c-d.txt", "x"]


def test_file_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))).write_text("x", encoding="utf-8")
    found = scanned(tmp_path)
    assert reasons(found) == {"caf?.txt": "its name is not valid UTF-8 or not printable"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("feed.jsonl", '{"id": "p", "text": "one"}\n\n{"text": "two"}\n{broken\n'),
        ("feed.json", '[{"id": "p", "text": "one"}, {"text": "two"}, 3]'),
        ("feed.json", '{"articles": [{"id": "p", "text": "one"}, {"text": "two"}, null]}'),
    ],
)
def test_each_record_of_a_feed_is_an_article(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, name, text=text)
    found = scanned(tmp_path)
    assert ids(found) == ["feed-2", "feed-3", "p"]
    frame, gone = files_frame(found.root, found.sources)
    assert gone == []
    assert [json.loads(content)["text"] for content in frame["content"].to_list()[::2]] == ["two", "one"]


def test_single_json_article_stays_whole(tmp_path: Path) -> None:
    write(tmp_path, "one.json", text='{"text": "words"}')
    assert [(source.article, source.record) for source in scanned(tmp_path).sources] == [("one", None)]


def test_empty_or_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article to read"):
        scanned(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        scanned(tmp_path / "gone")


def test_manifest_that_was_asked_for_must_be_there_and_inside(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    with pytest.raises(ConfigError, match="no such manifest"):
        scan(CorpusConfig(path=tmp_path, manifest="list.jsonl"), IngestConfig())
    with pytest.raises(ConfigError, match="leads out of"):
        scan(CorpusConfig(path=tmp_path, manifest="../list.jsonl"), IngestConfig())


def test_key_depends_on_bytes_and_row_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    key = scanned(tmp_path, [{"path": "one.txt", "outlet": "A"}]).sources[0].key
    os.utime(tmp_path / "one.txt", (1, 1))
    assert scanned(tmp_path, [{"outlet": "A", "path": "one.txt"}]).sources[0].key == key
    assert scanned(tmp_path, [{"outlet": "B", "path": "one.txt"}]).sources[0].key != key


def test_reports_of_a_run_into_the_corpus_are_no_articles_of_it(tmp_path: Path) -> None:
    write(tmp_path, "one.txt", "output/mine/report.json", "output/mine/report/story.html", "output/mine/.lock")
    assert ids(scanned(tmp_path)) == ["one"]


def test_lone_surrogates_of_json_end_neither_the_scan_nor_the_record(tmp_path: Path) -> None:
    write(tmp_path, "feed.json", text='[{"text": "cut \\ud83d", "id": "a"}, {"text": "b", "id": "\\ud800"}]')
    found = scanned(tmp_path)
    assert ids(found) == ["a"]
    assert [each.reason for each in found.skipped] == ["its id must be 1 to 200 printable characters"]
    assert json.loads(files_frame(found.root, found.sources)[0]["content"][0])["text"] == "cut \ud83d"
    listed = scanned(tmp_path, ['{"path": "feed.json", "outlet": "\\udc80", "id": "f"}', '{"path": "\\ud800.txt"}'])
    assert json.loads(listed.sources[0].meta)["outlet"] == "?"
    assert listed.sources[0].key
    assert reasons(listed)["?.txt"].startswith("could not be read")


def test_feed_of_too_many_records_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    write(tmp_path, "feed.jsonl", text="{}\n" * 11)
    found = scan(CorpusConfig(path=tmp_path), IngestConfig(max_records=10))
    assert reasons(found) == {"feed.jsonl": "holds 11 articles, more than ingest.max_records (10)"}


def test_manifest_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    with (tmp_path / "articles.jsonl").open("wb") as sparse:
        sparse.truncate(MAX_MANIFEST + 1)
    with pytest.raises(ConfigError, match="larger than"):
        scan(CorpusConfig(path=tmp_path), IngestConfig())
