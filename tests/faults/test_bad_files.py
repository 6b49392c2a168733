"""A corpus with one bad file of every sort: each is told with its reason, the good ones are read, the run goes on."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.condition import _ahead
from pipeline.gate import Policy, judge
from pipeline.runs import Run
from tests.faults import newsroom

TEXT = "The mayor of Orlow spoke on Monday.\n\n“The lake stays,” Ana Roe said.\n"
BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"\n\n", "the file is empty"),
    "nul.txt": (b"Words.\x00Words.", "zero bytes"),
    "controls.txt": (b"\x01\x02\x03\x04" * 20 + TEXT.encode(), "control characters"),
    "unknown.txt": (bytes(range(128, 256)) * 4, "not UTF-8"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n", "binary file (PNG)"),
    "marked.txt": (b"\xff\xfea", "byte order mark says utf-16"),
    "deep.json": (b"[" * 100_000, "not valid JSON"),
    "list.json": (b"[3]", "neither an article nor a list of articles"),
    "wrong.jsonl": (b'{"text": "One"}\n{"text": ', "not valid JSON"),
    "nothing.html": (b"<html><script>let x</script></html>", "no article text found"),
    "line.txt": (b"x" * 1_000_001, "a line of 1,000,001 characters"),
}
GOOD: dict[str, bytes] = {
    "good.txt": TEXT.encode(),
    "marked-utf8.txt": b"\xef\xbb\xbf" + TEXT.encode(),
    "marked-utf16.txt": TEXT.encode("utf-16"),
    "cyrillic.txt": ("Мэр Орлова заявила, что озеро останется. «Мы его не продадим», — сказала Роу.\n" * 4).encode(
        "cp1251"
    ),
    "halves.json": rb'{"text": "Cut \ud83d off. \u0000 Ana Roe said so on Monday.", "title": "\udc00"}',
    "odd-marks.txt": "A\u202eB \ufeff \u200b\x07 Ana Roe said: “Yes\u2028no”.\n".encode(),
    "front.md": b"---\ndate: !!timestamp x\nid: !!int ''\n---\n" + TEXT.encode(),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("bad")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, content in {**{name: content for name, (content, _) in BAD.items()}, **GOOD}.items():
        (corpus / name).write_bytes(content)
    with (corpus / "huge.txt").open("wb") as sparse:
        sparse.truncate(50_000_000)
    (folder / "secret.txt").write_text("Nobody may read this.", encoding="utf-8")
    (corpus / "link.txt").symlink_to(folder / "secret.txt")
    os.mkfifo(corpus / "pipe.txt")
    with pytest.MonkeyPatch.context() as patch:
        newsroom.install(patch)
        return newsroom.run(corpus, folder / "out")


def reasons(run: Run) -> dict[str, str]:
    return dict(run.frame("quarantine").select("path", "reason").iter_rows())


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_told_with_its_reason(run: Run, name: str) -> None:
    assert BAD[name][1] in reasons(run)[name]
    assert any(each.startswith(f"{name} was not read: ") for each in run.degraded)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("huge.txt", "has 50000000 bytes, more than ingest.max_bytes (10000000)"),
        ("link.txt", "leads out of the corpus folder"),
        ("pipe.txt", "is not a regular file"),
    ],
)
def test_file_that_is_never_opened(run: Run, name: str, reason: str) -> None:
    assert reasons(run)[name] == reason


def test_all_others_are_read(run: Run) -> None:
    found = run.frame("articles")
    assert set(found["path"]) == {*GOOD, "wrong.jsonl"}
    assert "Nobody may read" not in " ".join(found["text"])


def test_gate_fails_the_run_unless_it_may_be_degraded(run: Run) -> None:
    report: dict[str, Any] = json.loads((run.directory / "report.json").read_text(encoding="utf-8"))
    strict = judge(report, Policy(fail_on="none"))
    assert not strict.passes
    assert strict.reasons[0].startswith(f"the run is degraded ({report['run']['degraded'][0]}; and ")
    assert judge(report, Policy(fail_on="none", allow_degraded=True)).passes


ROWS: list[dict[str, Any]] = [
    {"id": "a", "path": "a.txt", "published": "2025-05-06"},
    {"id": "a", "path": "b.txt"},
    {"id": "gone", "path": "gone.txt"},
    {"id": "out", "path": "../secret.txt"},
    {"id": "end", "path": "end.txt", "published": "9999-12-31T23:59:59-14:00"},
    {"id": "first", "path": "first.txt", "published": "0001-01-01T00:00:00+14:00", "outlet": "\ud800"},
    {"id": "none", "path": "none.txt", "published": "32 Octember", "title": "\u0000", "url": {"a": [1]}},
]


def test_bad_rows_of_a_manifest_and_impossible_dates(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a", "b", "end", "first", "none", "unlisted"):
        (corpus / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (corpus / "articles.jsonl").write_text("\n".join(map(json.dumps, ROWS)) + "\n{\n", encoding="utf-8")
    found = newsroom.run(corpus, tmp_path / "out")
    assert found.frame("articles")["article"].to_list() == ["a", "end", "first", "none"]
    told = reasons(found)
    assert told["b.txt"] == "the id a is already that of a.txt"
    assert told["gone.txt"] == "is in the manifest but there is no such file"
    assert told["../secret.txt"] == "its path leads out of the corpus folder"
    assert told["articles.jsonl:8"].startswith("not JSON")
    notes = " ".join(found.notes)
    assert "1 file has no row in articles.jsonl and was left out: unlisted.txt" in notes
    assert "end: dated 9999-12-31T23:59:59-14:00, which is yet to come" in notes


def test_only_dates_that_are_yet_to_come_everywhere_are_told() -> None:
    today = datetime.now(UTC).date()
    dates = {"a": None, "b": today, "c": today + timedelta(days=1), "d": today + timedelta(days=2)}
    rows = [{"article": name, "published": str(day) if day else None} for name, day in dates.items()]
    assert [each[0] for each in _ahead(pl.DataFrame(rows), today)] == ["d"]
