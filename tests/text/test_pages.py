"""Pages are read in a child process: whatever becomes of it, the reader goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.text import pages
from pipeline.text.encoding import Refused
from pipeline.text.pages import Page, PageReader, extract_page

GOOD = """<html><head><title>Dam drained</title></head><body><article><h1>Dam drained</h1>
<p>The reservoir above Tarn Edge was drained on Monday after an inspector found a crack in the spillway.</p>
<p>“We will not gamble with lives,” said Mayor Ada Holm, who had ordered the families to leave by noon.</p>
</article></body></html>"""
QUADRATIC = "<p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">text</p>"


def child_of(reader: PageReader) -> int:
    assert reader._child is not None
    return reader._child.pid


def test_child_says_what_this_process_would_say() -> None:
    with PageReader(60) as reader:
        assert reader.read(GOOD) == extract_page(GOOD)
        assert reader.read("<html></html>") == extract_page("<html></html>")
        assert isinstance(reader.read(GOOD), Page)


def test_no_child_is_started_without_a_page() -> None:
    with PageReader(60) as reader:
        assert reader._child is None


def test_page_that_keeps_a_c_library_busy_is_refused_and_the_next_is_read() -> None:
    with PageReader(4) as reader:
        assert reader.read(QUADRATIC) == Refused("took longer to read than ingest.max_seconds (4 s)")
        assert isinstance(reader.read(GOOD), Page)


def test_child_that_crashes_costs_one_page() -> None:
    with PageReader(60) as reader:
        assert isinstance(reader.read(GOOD), Page)
        os.kill(child_of(reader), signal.SIGSEGV)
        assert reader.read(GOOD) == Refused("the HTML broke its reader (signal 11)")
        assert isinstance(reader.read(GOOD), Page)


def test_memory_of_the_child_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from pipeline.text import pages; pages.MEMORY = 600 * 1024**2; pages.serve(60)"
    original = subprocess.Popen

    def small(command: list[str], **named: object) -> subprocess.Popen[bytes]:
        return original([sys.executable, "-P", "-c", code], **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(pages.subprocess, "Popen", small)
    with PageReader(60) as reader:
        assert isinstance(reader.read(GOOD), Page)
        assert isinstance(reader.read("<p>x</p>" * 5_000_000), Refused)
        assert isinstance(reader.read(GOOD), Page)


def test_child_ends_with_its_reader() -> None:
    with PageReader(60) as reader:
        reader.read(GOOD)
        pid = child_of(reader)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_modules_beside_the_corpus_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("trafilatura", "lxml", "pipeline", "json"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with PageReader(60) as reader:
        assert isinstance(reader.read(GOOD), Page)
    assert not (tmp_path / "ran").exists()
