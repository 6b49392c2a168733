"""`python -m tests.faults.child CORPUS OUTPUT MOMENT NAME COUNT`: a run that kills itself at a chosen write.

MOMENT is `middle` (half of the file is there, not yet renamed) or `after` (renamed); NAME and COUNT say which write:
the COUNT-th of a file of that name. With the moment `never` it is a run like any other.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import store
from pipeline.console import report_error
from pipeline.errors import VerifyError
from pipeline.offline import network_cut
from tests.faults import newsroom


def deadly(moment: str, name: str, count: int) -> Callable[[Path, Callable[[Path], Any]], None]:
    """`store.write_atomic` that ends this process as `kill -9` does."""
    original = store.write_atomic
    seen = 0

    def write_atomic(path: Path, write: Callable[[Path], Any]) -> None:
        nonlocal seen
        seen += path.name == name
        chosen = path.name == name and seen == count

        def half(temporary: Path) -> None:
            write(temporary)
            os.truncate(temporary, temporary.stat().st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)

        original(path, half if chosen and moment == "middle" else write)
        if chosen:
            os.kill(os.getpid(), signal.SIGKILL)

    return write_atomic


if __name__ == "__main__":
    corpus, output, moment, name, count = sys.argv[1:]
    with pytest.MonkeyPatch.context() as patch, network_cut():
        newsroom.install(patch)
        if moment != "never":
            patch.setattr(store, "write_atomic", deadly(moment, name, int(count)))
        try:
            newsroom.run(Path(corpus), Path(output))
        except VerifyError as error:
            report_error(error.message, error.hint)
            sys.exit(error.exit_code)
