"""How long work takes, robustly enough to tell linear from quadratic on a busy machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def least_seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The best of `rounds`, in this thread's processor seconds: other threads, other processes and the collection of
    what earlier tests left behind do not count."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return min(_seconds(work) for _ in range(rounds))
    finally:
        if collecting:
            gc.enable()


def _seconds(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started
