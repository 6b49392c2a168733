"""Full disks, read-only disks, files that may not grow: one line that says so, and nothing half-written is kept."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import ExitCode, OutputError
from tests.faults import newsroom
from tests.faults.conftest import Mount


def temporary(folder: Path) -> list[Path]:
    return list(folder.rglob("*.tmp"))


@pytest.mark.parametrize("size", ["4k", "32k", "128k", "240k"])
def test_full_disk_is_told_and_the_next_run_with_room_finishes(
    small_disk: Mount, undisturbed: dict[str, str], tmp_path: Path, size: str
) -> None:
    disk = small_disk(f"size={size}")
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    with pytest.raises(OutputError, match="cannot write") as caught:
        newsroom.run(corpus, disk / "out")
    assert caught.value.exit_code == ExitCode.INPUT
    assert temporary(disk) == []
    small_disk("size=64m")
    newsroom.run(corpus, disk / "out")
    assert newsroom.contents(disk / "out") == undisturbed


def test_disk_too_full_for_the_owner_of_the_lock(small_disk: Mount, tmp_path: Path) -> None:
    disk = small_disk("size=4k")
    (disk / "out").mkdir()
    (disk / "filler").write_bytes(b"x" * 4096)
    with pytest.raises(OutputError, match=r"cannot write .*No space left"):
        newsroom.run(newsroom.write_corpus(tmp_path / "corpus"), disk / "out")


def test_read_only_disk_is_told_and_the_finished_run_on_it_stays_readable(
    small_disk: Mount, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    disk = small_disk("size=64m")
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    newsroom.run(corpus, disk / "out")
    small_disk("ro")
    with pytest.raises(OutputError, match=r"cannot write .*[Rr]ead-only"):
        newsroom.run(corpus, disk / "out")
    with pytest.raises(OutputError, match=r"cannot write .*[Rr]ead-only"):
        newsroom.run(corpus, disk / "new")
    assert newsroom.contents(disk / "out") == undisturbed


@pytest.mark.parametrize("most", [100, 3_000, 6_000])
def test_files_that_may_not_grow(undisturbed: dict[str, str], tmp_path: Path, most: int) -> None:
    """The same where nothing can be mounted: the kernel refuses bytes beyond a size."""
    corpus, output = newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out"
    stopped = subprocess.run(
        [sys.executable, "-m", "tests.faults.child", str(corpus), str(output), "never", "", "0"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert stopped.returncode == ExitCode.INPUT
    assert stopped.stderr.splitlines()[-2].startswith("verify: cannot write ")
    assert "Traceback" not in stopped.stderr
    assert temporary(output) == []
    newsroom.run(corpus, output)
    assert newsroom.contents(output) == undisturbed
