from __future__ import annotations

import itertools
import re
import signal
import threading
import time

import pytest

from pipeline.deadline import Overtime, time_limit


def test_loop_is_cut_short_and_the_signal_given_back() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(Overtime), time_limit(0.1):
        sum(1 for _ in itertools.count())
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_regular_expression_that_would_never_end_is_cut_short() -> None:
    with pytest.raises(Overtime), time_limit(0.1):
        re.match(r"(a+)+$", "a" * 40 + "b")


def test_library_that_swallows_everything_is_cut_short_all_the_same() -> None:
    swallowed: list[BaseException] = []

    def swallow() -> None:
        try:
            time.sleep(10)
        except BaseException as error:
            swallowed.append(error)
        time.sleep(10)

    with pytest.raises(Overtime), time_limit(0.05):
        swallow()
    assert len(swallowed) == 1


def test_work_within_its_time_is_left_alone() -> None:
    with time_limit(30):
        done = True
    with time_limit(0):
        done = done and True
    assert done


def test_other_threads_have_no_limit_and_no_fault() -> None:
    done: list[bool] = []

    def work() -> None:
        with time_limit(0.01):
            time.sleep(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
