"""Artifacts that are not what was written, though size and time say so: told, made anew, never read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline.errors import DamagedError
from pipeline.flow import FLOW
from pipeline.runner import open_run
from tests.faults import newsroom
from tests.staged import Watch

FRAMES = [name for stage in FLOW for name in stage.writes]


def flip(path: Path) -> None:
    """Change one byte in the middle and nothing that a directory shows."""
    stat = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.fixture
def output(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "out"))


@pytest.mark.parametrize("name", FRAMES)
def test_a_finished_run_refuses_a_frame_with_one_byte_changed(output: Path, name: str) -> None:
    assert open_run(output).frame(name).height >= 0
    flip(output / "frames" / f"{name}.parquet")
    with pytest.raises(DamagedError, match=rf"{name}\.parquet is damaged"):
        open_run(output).frame(name)


@pytest.mark.parametrize("name", [FRAMES[0], "translations", "candidates"])
def test_the_next_run_makes_a_damaged_frame_anew(
    output: Path, undisturbed: dict[str, str], tmp_path: Path, name: str
) -> None:
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    path = corpus / "orlow-post.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("three offers", "four offers"), encoding="utf-8")
    flip(output / "frames" / f"{name}.parquet")
    watch = Watch()
    newsroom.run(corpus, output, progress=watch)
    assert len(watch.warnings) == 1
    assert "it is made anew" in watch.warnings[0]
    path.write_text(text, encoding="utf-8")
    newsroom.run(corpus, output)
    assert newsroom.contents(output) == undisturbed


def test_every_frame_damaged_at_once(output: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    for name in FRAMES:
        (output / "frames" / f"{name}.parquet").write_bytes(b"PAR1 nothing PAR1")
    newsroom.run(newsroom.write_corpus(tmp_path / "corpus"), output)
    assert newsroom.contents(output) == undisturbed


def test_damaged_report_is_drawn_anew(output: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    (output / "report.json").write_bytes((output / "report.json").read_bytes()[:-200])
    newsroom.run(corpus, output)
    assert newsroom.contents(output) == undisturbed
