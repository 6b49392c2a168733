from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.cli import app, main
from pipeline.flow import FLOW
from tests.staged import StandIns, corpus_of, install

Verify = Callable[..., tuple[int, str, str]]
HEAVY = ("torch", "polars", "argostranslate", "sentence_transformers", "pydantic", "trafilatura", "ctranslate2")


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> StandIns:
    found = install(monkeypatch)
    write = found.write_report

    def whole(run: Any, directory: Path) -> tuple[Path, ...]:
        written = write(run, directory)
        names = ("stories", "quotes", "utterances", "differences", "claims", "conflicts", "findings")
        report: dict[str, Any] = {"schema": 1, **dict.fromkeys(names, ())}
        report["articles"] = [{"id": name} for name in run.frame("articles")["article"]]
        report["run"] = {"corpus": run.corpus, "degraded": list(run.degraded)}
        written[0].write_text(json.dumps(report), encoding="utf-8")
        return written

    monkeypatch.setattr("pipeline.report.write", whole)
    return found


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Verify:
    """Call the command in this process, in an empty folder: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["verify", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['verify', '--help']\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert found.stderr.strip() == "[]"
    assert all(command in found.stdout for command in ("run", "plan", "check", "explain", "eval", "doctor", "init"))


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = f"import sys, pipeline; print([name for name in {HEAVY!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"
    assert pipeline.Run.__name__ == "Run"


def test_run_of_a_folder_says_where_the_report_is(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one", b1="two")
    code, out, err = verify("run", "corpus")
    assert (code, out) == (0, f"{tmp_path}/output/corpus/report.json\n")
    assert re.search(r"^ingest +2 computed, 4 rows, \d+\.\d s$", err, re.MULTILINE) or "ingest" in err
    assert "\x1b" not in err


def test_output_takes_the_reports_directly(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one")
    assert verify("run", "corpus", "--output", "here", "--quiet") == (0, f"{tmp_path}/here/report.json\n", "")
    assert (tmp_path / "here" / "frames" / "articles.parquet").is_file()


def test_json_summary_counts(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one", b1="two")
    found = json.loads(verify("run", "corpus", "--json")[1])
    assert (found["articles"], found["findings"], found["computed"]["ingest"]) == (2, 0, 2)
    again = json.loads(verify("run", "corpus", "--json")[1])
    assert again["computed"] == {}


def test_broken_article_is_told_and_the_rest_finishes(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one", b1="two")
    stages.fails = {("ingest", "a1")}
    code, _, err = verify("run", "corpus")
    assert code == 0
    assert "degraded: a1.txt was not read: stage ingest failed" in err
    code, out, _ = verify("check", "output/corpus")
    assert code == 1
    assert "the run is degraded" in out
    code, _, err = verify("check", "output/corpus", "--allow-degraded")
    assert code == 0
    assert "passing over a degraded run" in err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("run", "gone.yaml"), 2, "gone.yaml: no such file or folder"),
        (("run", "empty"), 3, "no article to read"),
        (("run", "wrong.yaml"), 2, "unknown key corpus.pth\n  hint: did you mean corpus.path?"),
        (("run", "away.yaml"), 3, "no such folder"),
        (("run", "corpus", "--executor", "cloud"), 2, "unknown executor cloud"),
        (("plan", "gone"), 2, "no such file or folder"),
        (("check", "corpus", "--max", "x"), 2, "no such rule"),
        (("check", "corpus", "--baseline", "gone.json"), 2, "gone.json: No such file"),
        (("baseline", "empty"), 3, "no such report"),
        (("explain", "abc"), 3, "no finished run under output"),
        (("eval", "empty", "empty"), 3, "no such report"),
        (("eval", "empty", "gone"), 3, "no such folder of gold"),
        (("init", "wrong.yaml"), 2, "exists already"),
    ],
)
def test_errors_are_one_line_a_hint_and_a_code(
    stages: StandIns, verify: Verify, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    corpus_of(tmp_path, a1="one")
    (tmp_path / "empty").mkdir()
    (tmp_path / "wrong.yaml").write_text("corpus: {pth: x}\n", encoding="utf-8")
    (tmp_path / "away.yaml").write_text("corpus: {path: gone}\n", encoding="utf-8")
    found, out, err = verify(*arguments)
    assert found == code
    assert out == ""
    assert message in err
    assert err.startswith("verify: ")
    assert len(err.splitlines()) <= 2


def test_usage_errors_exit_2(verify: Verify) -> None:
    assert verify("run")[0] == 2
    assert verify("nonsense")[0] == 2


def test_fault_of_ours_is_one_line_too(verify: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.commands.run.load_config", lambda _: 1 / 0)
    code, _, err = verify("run", "x")
    assert code == 3
    assert err.splitlines()[0] == "verify: a fault of verify itself: ZeroDivisionError: division by zero"


def test_interrupted_run_exits_130(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    stages.write_report = interrupt  # type: ignore[assignment, method-assign]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.report.write", interrupt)
        patch.setattr("os._exit", sys.exit)  # the command leaves without waiting for threads; the tests go on
        assert verify("run", "corpus")[0] == 130


def test_plan_says_what_and_why(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one", a2="two", b1="three")
    first = json.loads(verify("plan", "corpus", "--json")[1])
    assert {each["reason"] for each in first} == {"has not run yet"}
    verify("run", "corpus")
    kept = json.loads(verify("plan", "corpus", "--json")[1])
    assert [each["stage"] for each in kept] == [stage.name for stage in FLOW]
    assert all(not each["run"] and each["reason"] == "unchanged" for each in kept)
    corpus_of(tmp_path, b1="three, mended")
    changed = {each["stage"]: each for each in json.loads(verify("plan", "corpus", "--json")[1])}
    assert (changed["ingest"]["run"], changed["ingest"]["reason"]) == (["b1"], "changed: b1")
    assert (changed["align"]["run"], changed["align"]["at_least"]) == (["b"], True)
    assert "reads what ingest" in changed["segment"]["reason"]
    assert re.search(r"^ingest +runs 1 of 3 articles +changed: b1$", verify("plan", "corpus")[1], re.MULTILINE)


def test_plan_names_the_changed_setting(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one")
    config = tmp_path / "c.yaml"
    config.write_text("corpus: {path: corpus}\n", encoding="utf-8")
    verify("run", config)
    config.write_text("corpus: {path: corpus}\nsegment: {max_chars: 900}\n", encoding="utf-8")
    planned = {each["stage"]: each for each in json.loads(verify("plan", config, "--json")[1])}
    assert planned["detect"]["run"] == []
    assert planned["segment"]["reason"] == "config max_chars 2000 -> 900"


def test_gate_with_a_baseline(verify: Verify, tmp_path: Path) -> None:
    place = {"path": "a.txt", "line": 3, "column": 7, "start": 0, "end": 1}
    finding = {
        "id": "f1",
        "rule": "quote-wording",
        "severity": "major",
        "state": "new",
        "message": "m",
        "confidence": 0.9,
    }
    report = {"schema": 1, "run": {"corpus": "c", "degraded": []}, "articles": [{}]}
    path = tmp_path / "run" / "report.json"
    path.parent.mkdir()
    path.write_text(json.dumps({**report, "findings": [{**finding, "locations": [place]}]}), encoding="utf-8")
    code, out, _ = verify("check", "run")
    assert code == 1
    assert out.splitlines() == ["major  quote-wording        a.txt:3:7 m [f1]", "1 finding counts: fails: 1 major"]
    assert verify("baseline", "run", "--output", "known.json")[0] == 0
    code, out, _ = verify("check", "run", "--baseline", "known.json")
    assert (code, out) == (0, "0 findings count; 1 known or rejected: passes\n")


def test_check_lists_the_gravest_and_surest_first(verify: Verify, tmp_path: Path) -> None:
    ranks = (("a", "minor", 0.9), ("b", "major", 0.6), ("c", "major", 0.8))
    shared = {"rule": "quote-wording", "state": "new", "message": "m", "locations": []}
    findings = [{**shared, "id": name, "severity": grave, "confidence": sure} for name, grave, sure in ranks]
    report = {"schema": 1, "run": {"corpus": "c", "degraded": []}, "articles": [{}], "findings": findings}
    path = tmp_path / "run" / "report.json"
    path.parent.mkdir()
    path.write_text(json.dumps(report), encoding="utf-8")
    _, out, _ = verify("check", "run", "--fail-on", "minor")
    assert re.findall(r"\[(\w)\]", out) == ["c", "b", "a"]


def test_init_writes_what_run_reads(stages: StandIns, verify: Verify, tmp_path: Path) -> None:
    corpus_of(tmp_path, a1="one")
    assert verify("init", "mine.yaml", "--corpus", "corpus")[:2] == (0, "mine.yaml\n")
    assert verify("run", "mine.yaml", "--quiet")[0] == 0


def test_doctor_lists_versions_and_routes(verify: Verify) -> None:
    code, out, _ = verify("doctor", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["libraries"]["polars"]
    assert found["models"]["translation"]["ru"]["packages"]
    assert "en" in found["models"]["encoder"]["reads"]


@pytest.mark.models
def test_doctor_proves_that_it_works_offline(verify: Verify) -> None:
    code, out, _ = verify("doctor", "--offline", "--json")
    found = json.loads(out)["offline"]
    assert (code, found["problem"]) == (0, None)
    assert any(line.startswith("translated") for line in found["done"])


def test_every_command_has_help_of_one_line() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        text = command.callback.__doc__ or ""
        assert text.endswith(".")
        assert "\n" not in text


def test_calibrate_wants_a_run_and_claims_for_each_gold(verify: Verify, tmp_path: Path) -> None:
    code, _, told = verify("calibrate", tmp_path, tmp_path, "--run", tmp_path)
    assert (code, "2 gold folders and 1 runs" in told) == (2, True)
    code, _, told = verify("calibrate", tmp_path, "--run", tmp_path)
    assert (code, "no claims.jsonl" in told) == (3, True)
