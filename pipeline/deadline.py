"""A time limit on a piece of work that someone else's bytes decide the length of."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

AGAIN: Final = 0.5
"""Seconds until the limit is enforced once more, should a library have swallowed it."""


class Overtime(BaseException):  # no Exception: libraries that catch all of those must not catch this
    """The work took longer than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise Overtime inside the block once it has run for `seconds`; 0 sets no limit.

    Set by a timer signal, so that regular expressions and loops are cut short too. Signals reach only the main
    thread: elsewhere there is no limit, and sizes alone bound the work. Limits do not nest.
    """
    if seconds <= 0 or threading.current_thread() is not threading.main_thread():
        yield
        return
    over = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        if not over:
            raise Overtime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
