"""What is set before the model libraries come in."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys

import pytest

from pipeline.models.environment import collect_seldom

FAULTS = """
import resource, sys
import numpy as np
from pipeline.models.environment import keep_freed_memory

if sys.argv[1] == "keep":
    keep_freed_memory()
for _ in range(3):
    np.ones(24_000_000, np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(40):
    np.ones(24_000_000, np.uint8) + np.ones(1, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an option of glibc's allocator")
def test_freed_memory_is_not_asked_for_again() -> None:
    def faults(how: str) -> int:
        return int(
            subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=True).stdout
        )

    assert faults("keep") < faults("give back") / 4


def test_cycles_are_collected_but_seldom() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 10 * 700
    finally:
        gc.set_threshold(*before)
