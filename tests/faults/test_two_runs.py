"""Two runs at once on one output: one works, the other says who holds it and for how long."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from pipeline.errors import ExitCode
from pipeline.store import locked, sweep
from tests.faults import newsroom


def start(corpus: Path, output: Path) -> subprocess.Popen[str]:
    arguments = [str(corpus), str(output), "never", "", "0"]
    return subprocess.Popen([sys.executable, "-m", "tests.faults.child", *arguments], stderr=subprocess.PIPE, text=True)


def test_second_run_says_who_holds_the_folder(tmp_path: Path) -> None:
    corpus, output = newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out"
    with locked(output):
        second = start(corpus, output)
        told = second.communicate()[1]
    assert second.returncode == ExitCode.INPUT
    assert re.search(rf"out is held by another run: process {os.getpid()}, for \d+ s", told)
    assert [path.name for path in output.iterdir()] == [".lock"]


def test_runs_at_once_leave_what_one_leaves(undisturbed: dict[str, str], tmp_path: Path) -> None:
    corpus, output = newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out"
    runs = [start(corpus, output) for _ in range(3)]
    told = [each.communicate()[1] for each in runs]
    codes = [each.returncode for each in runs]
    assert ExitCode.CLEAN in codes
    assert all(code == 0 or "held by another run" in text for code, text in zip(codes, told, strict=True))
    assert newsroom.contents(output) == undisturbed


def test_sweep_takes_what_the_dead_left_and_nothing_of_the_living(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = [f".a.parquet.{dead.pid}.tmp", f".b.json.{os.getppid()}.tmp", "c.tmp", ".d.tmp", ".e.x.tmp"]
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[1:])
