"""What the tests of faults share: stand-in models, and what an undisturbed run leaves."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import newsroom

Mount = Callable[[str], Path]
"""Mount the small disk with the given options, or mount it anew with other ones; gives its folder."""


@pytest.fixture(autouse=True)
def _stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.install(monkeypatch)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an undisturbed run; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        newsroom.install(patch)
        newsroom.run(newsroom.write_corpus(folder / "corpus"), folder / "out")
    return folder / "out"


@pytest.fixture(scope="session")
def undisturbed(finished: Path) -> dict[str, str]:
    return newsroom.contents(finished)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Mount]:
    """A tmpfs of this test's own; skips where mounting is not permitted."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> Path:
        again = "remount," if folder.is_mount() else ""
        command = ["mount", "-t", "tmpfs", "-o", again + options, "tmpfs", str(folder)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode:
            pytest.skip(f"no file system can be mounted here: {found.stderr.strip()}")
        return folder

    yield mount
    if folder.is_mount():
        subprocess.run(["umount", str(folder)], check=True)
