from __future__ import annotations

import io

import pytest

from pipeline import console
from pipeline.console import LineProgress, is_terminal


def test_one_line_a_stage_with_what_was_kept() -> None:
    stream = io.StringIO()
    watch = LineProgress(stream)
    watch.stage("embed", 2, 5)
    watch.advance("embed", 2)
    watch.done("embed", 40, 1.25)
    assert stream.getvalue() == "embed        2 computed, 5 from the cache, 40 rows, 1.2 s\n"


def test_long_stage_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(console, "time", type("Clock", (), {"monotonic": staticmethod(lambda: now[0])}))
    stream = io.StringIO()
    watch = LineProgress(stream)
    watch.stage("embed", 100, 0)
    for _ in range(3):
        now[0] += 10
        watch.advance("embed", 20)
    assert stream.getvalue() == "embed        40 of 100, about 30 s left\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bars_are_for_people_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert is_terminal(Terminal())
    assert not is_terminal(io.StringIO())
    monkeypatch.setenv("CI", "true")
    assert not is_terminal(Terminal())
    monkeypatch.delenv("CI")
    monkeypatch.setenv("TERM", "dumb")
    assert not is_terminal(Terminal())


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with console.progress(quiet=True) as watch:
        watch.stage("x", 1, 0)
        watch.done("x", 1, 0.0)
    assert capsys.readouterr() == ("", "")


def test_errors_fold_to_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.report_error("several\nlines", "one\nhint")
    assert capsys.readouterr().err == "verify: several lines\n  hint: one hint\n"
