"""Ctrl-C ends a run whatever it is at, and its workers with it; the next run goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import newsroom

PATIENCE = 200
"""Seconds that a run may take to end on a machine with much else to do; by itself it would take 300."""


def children(pid: int) -> list[int]:
    """Processes that the process has started; none where the system does not tell."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]


def interrupted(corpus: Path, output: Path, where: str, seen: str) -> tuple[int, str, list[int]]:
    """Exit code, what the run said, and its workers, of a run that is interrupted once it has said `seen`."""
    command = [sys.executable, "-m", "tests.faults.interrupted", str(corpus), str(output), where]
    own = {**os.environ, "XDG_CACHE_HOME": str(output.parent / "cache")}  # no translation is known from elsewhere
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=own) as run:
        assert run.stderr is not None
        said = []
        for line in run.stderr:
            said.append(line)
            if line.startswith(seen):
                break
        workers = children(run.pid)
        run.send_signal(signal.SIGINT)
        try:
            _, rest = run.communicate(timeout=PATIENCE)
        finally:
            run.kill()
        return run.returncode, "".join(said) + rest, workers


@pytest.mark.parametrize(
    ("where", "seen"), [("reading", "translate "), ("translating", "translating"), ("computing", "segment ")]
)
def test_ends_and_the_next_run_goes_on(undisturbed: dict[str, str], tmp_path: Path, where: str, seen: str) -> None:
    corpus, output = newsroom.write_corpus(tmp_path / "corpus"), tmp_path / "out"
    code, said, workers = interrupted(corpus, output, where, seen)
    assert code == 130, said
    assert said.splitlines()[-1].startswith("interrupted; what was computed is kept"), said
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    again = newsroom.run(corpus, output)
    assert "ingest" not in again.computed
    assert newsroom.contents(output) == undisturbed
