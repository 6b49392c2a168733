"""Decisions and baselines in runs that come later: reports are drawn anew, and nothing is computed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pipeline
from pipeline.config import OutputConfig
from pipeline.decisions import Decision, add_decisions
from pipeline.errors import ConfigError
from pipeline.loading import load_config
from pipeline.report import build
from pipeline.runs import Run
from tests.report.stored import gold_run
from tests.staged import StandIns, corpus_of, install


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> StandIns:
    return install(monkeypatch)


def test_a_run_after_a_review_draws_and_computes_nothing(stages: StandIns, tmp_path: Path) -> None:
    config = corpus_of(tmp_path, a1="one", a2="two")
    first = pipeline.run(config)
    for drawn, decision in ((1, Decision("f", "accepted")), (1, Decision("f", "accepted", "with a reason")), (0, None)):
        stages.forget()
        if decision:
            add_decisions(first.directory, [decision])
        assert pipeline.run(config).computed == {}
        assert (stages.asked, stages.reports) == ({}, drawn)


def test_a_changed_baseline_draws_and_computes_nothing(stages: StandIns, tmp_path: Path) -> None:
    baseline = tmp_path / "known.json"
    config = corpus_of(tmp_path, a1="one")
    config = config.model_copy(update={"output": OutputConfig(dir=tmp_path / "output", baseline=baseline)})
    for ids, drawn in ((["f"], 1), (["f"], 0), (["f", "g"], 1)):
        stages.reports = 0
        baseline.write_text(json.dumps({"findings": [{"id": each} for each in ids]}), encoding="utf-8")
        computed = pipeline.run(config).computed
        assert stages.reports == drawn
    assert computed == {}
    baseline.unlink()
    with pytest.raises(ConfigError, match=r"known\.json: No such file"):
        pipeline.run(config)


def test_a_baseline_of_the_configuration_marks_findings(tmp_path: Path) -> None:
    known = [each.id for each in build(gold_run()).findings[:2]]
    (tmp_path / "known.json").write_text(json.dumps({"findings": [{"id": each} for each in known]}), encoding="utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "c.yaml").write_text("corpus: {path: articles}\noutput: {baseline: known.json}\n", encoding="utf-8")
    run = gold_run()
    run.directory = tmp_path
    run.config = load_config(tmp_path / "c.yaml")  # type: ignore[attr-defined]
    add_decisions(tmp_path, [Decision(known[0], "rejected")])
    states = {each.id: each.state for each in build(run).findings}
    assert (states[known[0]], states[known[1]]) == ("rejected", "baseline")
    assert list(states.values()).count("new") == len(states) - 2


def test_a_copied_folder_takes_its_decisions_along(run: Run, finding: str, tmp_path: Path) -> None:
    add_decisions(run.directory, [Decision(finding, "accepted", reviewer="ana")])
    (decided,) = [each for each in build(run).findings if each.decision]
    assert decided.decision is not None
    assert (decided.id, decided.decision.reviewer) == (finding, "ana")
