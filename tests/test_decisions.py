"""review.jsonl: what a line is, which line holds, and what a crash or another hand leaves behind."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from pipeline.decisions import FILE, Decision, add_decisions, decision_of, parsed, read_decisions, state_of
from pipeline.errors import OutputError


def test_the_last_line_holds(tmp_path: Path) -> None:
    assert read_decisions(tmp_path).decisions == {}
    add_decisions(tmp_path, [Decision("f", "accepted", "да"), Decision("g", "rejected")])
    add_decisions(tmp_path, [Decision("f", "open")])
    assert read_decisions(tmp_path).states == {"f": "open", "g": "rejected"}
    assert (tmp_path / FILE).read_bytes().count(b"\n") == 3


def test_a_torn_last_line_is_left_out_with_a_note_and_harms_no_later_one(tmp_path: Path) -> None:
    add_decisions(tmp_path, [Decision("f", "accepted"), Decision("g", "rejected")])
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-9])
    torn = read_decisions(tmp_path)
    assert torn.states == {"f": "accepted"}
    assert torn.notes == ("review.jsonl: line 2 holds no decision and was left out (it was cut short).",)
    add_decisions(tmp_path, [Decision("h", "accepted")])
    assert read_decisions(tmp_path).states == {"f": "accepted", "h": "accepted"}


@pytest.mark.parametrize(
    "line", [b"null", b"[]", b"{}", b"\xff", b'{"finding": "f", "state": "maybe"}', b'{"finding": 1, "state": "open"}']
)
def test_lines_that_are_none(line: bytes) -> None:
    found = parsed(line + b"\n" + Decision("g", "accepted").line(), FILE)
    assert list(found.decisions) == ["g"]
    assert found.notes[0].startswith("review.jsonl: line 1 holds no decision")


def test_a_line_break_in_a_comment_stays_inside_its_line() -> None:
    line = Decision("f", "open", "one\ntwo\u2028three").line()
    assert line.count(b"\n") == 1
    assert decision_of(json.loads(line)).comment == "one\ntwo\u2028three"


def _add(folder: Path, name: str) -> None:
    for n in range(20):
        add_decisions(folder, [Decision(f"{name}{n}", "accepted", "x" * 3000)])


def test_two_writers_tear_no_line(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add, args=(tmp_path, name)) for name in "ab"]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    found = read_decisions(tmp_path)
    assert (len(found.decisions), found.notes) == (40, ())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        add_decisions(tmp_path / "gone", [Decision("f", "open")])


@pytest.mark.parametrize(
    ("stored", "decided", "known", "state"),
    [
        ("new", None, False, "new"),
        ("new", "accepted", False, "accepted"),
        ("new", "accepted", True, "baseline"),
        ("new", "rejected", True, "rejected"),
        ("rejected", "open", False, "new"),
        ("baseline", "open", False, "baseline"),
        ("accepted", None, False, "accepted"),
    ],
)
def test_what_holds_before_what(stored: str, decided: str | None, known: bool, state: str) -> None:
    decisions = {"f": decided} if decided else {}
    assert state_of("f", stored, decisions, frozenset({"f"} if known else ())) == state
