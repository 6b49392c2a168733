"""`verify review` as a person runs it, and what its decisions do to reports, gate and scores."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
import xml.etree.ElementTree as Xml
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.decisions import Decision, add_decisions
from pipeline.report import build, write
from pipeline.runner import open_run
from pipeline.runs import Run

Verify = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verify:
    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["verify", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


def states(folder: Path) -> dict[str, str]:
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return {each["id"]: each["state"] for each in report["findings"]}


def test_a_review_from_start_to_interrupt(run: Run, finding: str) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "review", str(run.directory), "--no-open", "--reviewer", "ana"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        base, _, page = address.rpartition("/")
        assert page == "report.html"
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert b'data-save="server"' in answer.read()
        request = urllib.request.Request(
            f"{base}/decision",
            json.dumps({"finding": finding, "state": "rejected", "comment": "same words"}).encode(),
            {"Content-Type": "application/json", "Origin": base.rpartition("/")[0]},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert json.load(answer)["reviewer"] == "ana"
        os.kill(server.pid, signal.SIGINT)
        _, told = server.communicate(timeout=20)
    assert server.returncode == 0, told
    assert "Traceback" not in told
    assert states(run.directory)[finding] == "rejected"
    assert "same words" in (run.directory / "report.html").read_text(encoding="utf-8")


def test_decisions_reach_every_report(run: Run, finding: str) -> None:
    add_decisions(run.directory, [Decision(finding, "rejected", "<script>alert(1)</script>", reviewer='"ana"')])
    write(run, run.directory)
    assert states(run.directory)[finding] == "rejected"
    sarif = json.loads((run.directory / "report.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    (suppressed,) = [each for each in sarif if "suppressions" in each]
    assert suppressed["partialFingerprints"]["finding/v1"] == finding
    page = (run.directory / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert f"[{finding}]" not in (run.directory / "annotations.txt").read_text(encoding="utf-8")


def test_an_accepted_major_finding_is_a_failed_test(run: Run, finding: str) -> None:
    before = Xml.parse(run.directory / "junit.xml").getroot().get("failures")
    add_decisions(run.directory, [Decision(finding, "accepted")])
    write(run, run.directory)
    assert Xml.parse(run.directory / "junit.xml").getroot().get("failures") == before
    add_decisions(run.directory, [Decision(finding, "rejected")])
    write(run, run.directory)
    assert Xml.parse(run.directory / "junit.xml").getroot().get("failures") == str(int(before or 0) - 1)


def test_the_how_to_names_every_option() -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to-review.md").read_text(encoding="utf-8")
    for option in ("--port", "--no-open", "--reviewer", "--import", "--export-gold"):
        assert f"| `{option}" in text


def test_the_frames_keep_their_own_state(run: Run, finding: str) -> None:
    add_decisions(run.directory, [Decision(finding, "accepted")])
    again = open_run(run.directory)
    assert set(again.frame("findings")["state"]) == {"new"}
    assert {each.state for each in build(again).findings if each.id == finding} == {"accepted"}


def test_the_gate_counts_what_was_accepted_and_not_what_was_rejected(run: Run, verify: Verify) -> None:
    major = [each for each in build(run).findings if each.severity == "major"]
    assert verify("check", run.directory)[0] == 1
    add_decisions(run.directory, [Decision(each.id, "rejected") for each in major])
    code, out, _ = verify("check", run.directory)
    assert code == 0
    assert f"({len(major)} rejected in review)" in out
    add_decisions(run.directory, [Decision(major[0].id, "accepted")])
    code, out, _ = verify("check", run.directory)
    assert code == 1
    assert out.endswith("fails: 1 major\n")


def test_the_gate_takes_the_report_itself_and_says_what_it_let_pass(run: Run, verify: Verify) -> None:
    path = run.directory / "report.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    report["run"]["degraded"] = ["Nothing in Czech was read."]
    report["findings"][0] |= {"rule": "degraded", "severity": "minor"}
    path.write_text(json.dumps(report), encoding="utf-8")
    code, out, _ = verify("check", path, "--fail-on", "none")
    assert code == 1
    assert "the run is degraded" in out
    code, out, told = verify("check", path, "--fail-on", "none", "--allow-degraded")
    assert code == 0
    assert "1 of what was not checked let pass: passes" in out
    assert "Nothing in Czech was read." in told


def test_a_torn_line_is_told_by_the_gate(run: Run, verify: Verify) -> None:
    (run.directory / "review.jsonl").write_bytes(b'{"finding": "f", "sta')
    assert "line 1 holds no decision" in verify("check", run.directory)[2]


def test_an_exported_file_is_taken_into_another_run(run: Run, finding: str, verify: Verify, tmp_path: Path) -> None:
    exported = tmp_path / "mine.jsonl"
    exported.write_bytes(Decision(finding, "accepted", "так").line() + Decision("elsewhere", "rejected").line())
    code, out, told = verify("review", run.directory, "--import", exported)
    assert (code, out) == (0, "")
    assert told.startswith("1 decisions taken from")
    assert "1 about findings of no such id" in told
    assert states(run.directory)[finding] == "accepted"


def test_decisions_become_gold_that_eval_scores(run: Run, verify: Verify, tmp_path: Path) -> None:
    ids = [each.id for each in build(run).findings[:4]]
    taken = zip(ids, ("accepted", "accepted", "rejected", "open"), strict=True)
    add_decisions(run.directory, [Decision(each, state) for each, state in taken])
    assert verify("review", run.directory, "--export-gold", tmp_path / "gold")[0] == 0
    rows = [json.loads(line) for line in (tmp_path / "gold" / "decisions.jsonl").read_text("utf-8").splitlines()]
    assert [row["finding"] for row in rows] == sorted(ids[:3])
    articles = {each.id: each.text for each in build(run).articles}
    for row in rows:
        assert row["places"]
        assert all(at["text"] == articles[at["article"]][at["start"] : at["end"]] for at in row["places"])
    code, out, _ = verify("eval", run.directory, tmp_path / "gold", "--json")
    assert code == 0
    assert json.loads(out)["decisions"] == pytest.approx(
        {"precision": 2 / 3, "recall": 1.0, "f1": 0.8, "predicted": 3, "gold": 2}
    )


def test_a_folder_without_a_run(verify: Verify, tmp_path: Path) -> None:
    code, _, told = verify("review", tmp_path)
    assert code == 3
    assert "holds no finished run" in told
