"""`verify explain`: the whole chain behind a finding, told in text and in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from pipeline.commands.explain import chain_of, explain
from pipeline.config import CorpusConfig, CorroborateConfig, RunConfig
from pipeline.decisions import Decision, add_decisions
from pipeline.errors import ConfigError
from pipeline.runner import open_run
from pipeline.runs import Run
from pipeline.schemas import SCHEMAS, frame
from pipeline.store import Manifest, write_frame
from tests.report.stored import StoredRun, with_findings

EN, RU = "If it rains we may close the park.", "Мы закроем парк."
MODELS = {
    "encoder": {"name": "bundled", "digest": "e" * 64},
    "translators": {
        "ru": {"package": "ru_en", "version": "0.1", "digest": "r" * 64},
        "de": {"package": "de_en", "version": "0.1", "digest": "d" * 64},
    },
}


def _frames() -> dict[str, pl.DataFrame]:
    whole = {"en": {"start": 0, "end": len(EN)}, "ru": {"start": 0, "end": len(RU)}}
    words = (("a", "en", EN), ("b", "ru", RU))
    sides = {"a": "a:q1", "b": "b:q1", "a_span": whole["en"], "b_span": whole["ru"], "a_text": EN, "b_text": RU}
    common = {"story": "s", "utterance": "u", "band": "sure", "confidence": 0.9, "via_translation": False, **sides}
    kinds = (("translation", "hedge", "major"), ("translation", "condition", "minor"), ("translation", "form", "none"))
    rows: dict[str, list[dict[str, object]]] = {
        "articles": [{"article": n, "path": f"{n}.txt", "outlet": n.upper(), "text": text} for n, _, text in words],
        "stories": [{"story": "s", "article": name} for name, _, _ in words],
        "sentences": [
            {"article": n, "sentence": f"{n}:s1", "language": code, "text": text, **whole[code]}
            for n, code, text in words
        ],
        "quotes": [
            {"article": n, "quote": f"{n}:q1", "kind": "direct", "language": code, "text": text, **whole[code]}
            | {"speaker": "Ana Roe", "cue": "said", "spans": [whole[code]], "rest": []}
            for n, code, text in words
        ],
        "parts": [
            {"article": n, "quote": f"{n}:q1", "part": f"{n}:q1.1", "index": 1, "language": code, **whole[code]}
            for n, code, _ in words
        ],
        "translations": [
            {
                "article": "b",
                "segment": "b:q1.1",
                "language": "ru",
                "english": "We will close the park.",
                "status": "ok",
            }
            | {"package": "ru_en", "version": "0.1"},
            {"article": "b", "segment": "b:s1", "language": "ru", "english": "Park park park", "status": "suspect"}
            | {"checks": ["repetition"], "package": "ru_en", "version": "0.1"},
        ],
        "candidates": [
            {"story": "s", "a": "a:q1.1", "b": "b:q1.1", "a_quote": "a:q1", "b_quote": "b:q1", "view": "english"}
            | {"band": "match", "score": 0.71, "cosine": 0.66, "margin": 0.2, "evidence": ["same speaker"]}
        ],
        "utterances": [
            {"story": "s", "utterance": "u", "quote": f"{name}:q1", "parts": [f"{name}:q1.1"]} for name, _, _ in words
        ],
        "differences": [
            {**common, "class": class_, "kind": kind, "severity": severity, "explanation": f"B drops the {kind}"}
            for class_, kind, severity in kinds
        ],
        "claims": [
            {"story": "s", "claim": "a:c1", "article": "a", "sentence": "a:s1", "text": EN, "status": "single_source"}
            | {"band": "sure", "score": 0.2, "checked_against": ["b"], "explanation": "Nobody else.", **whole["en"]}
        ],
        "support": [
            {"story": "s", "claim": "a:c1", "article": "b", "verdict": "none", "score": 0.2, "view": "english"}
            | {"text": RU, "evidence": ["closeness 0.4"], **whole["ru"]}
        ],
        "conflicts": [
            {"story": "s", "conflict": "k1", "kind": "number", "band": "sure", "confidence": 0.8, "explanation": "why"}
            | {"a_article": "a", "a_text": EN, "a_start": 0, "a_end": 5}
            | {"b_article": "b", "b_text": RU, "b_start": 0, "b_end": 5}
        ],
    }
    return {name: frame(name, found) for name, found in rows.items()}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    stored = with_findings(StoredRun(_frames()))
    for name in SCHEMAS:
        write_frame(tmp_path / "frames", name, stored.frame(name))
    config = RunConfig(corpus=CorpusConfig(name="park", path=tmp_path)).model_dump(mode="json")
    Manifest(corpus="park", config=config, config_digest="0" * 64, models=MODELS, report="drawn").write(
        tmp_path / "frames"
    )
    (tmp_path / "report.json").write_text("{}", encoding="utf-8")
    return open_run(tmp_path)


def told(run: Run, subject: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The text on the finding that stands on evidence with `subject` in its name."""
    (name,) = run.frame("findings").filter(pl.col("subject").str.contains(subject, literal=True))["finding"]
    explain(name, run.directory, as_json=False)
    return capsys.readouterr().out


def test_a_quotes_chain_from_sentence_to_calibration(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(run, ":hedge:", capsys)
    sections = [line for line in text.splitlines() if line and not line.startswith("  ")][2:]
    assert sections == [
        "rule",
        "sentences",
        "quotes",
        "translations and their checks",
        "candidates: how the quotes were found to be one",
        "differences that fired",
        "other differences between these quotes",
        "calibration",
    ]
    assert "A rendering that says something else." in text
    assert f"b:s1 (ru): {RU}" in text
    assert "b:q1.1 (ru) ok, by ru_en 0.1: We will close the park." in text
    assert "b:s1 (ru) suspect: failed repetition, by ru_en 0.1" in text
    assert "a:q1.1 ~ b:q1.1 match by english: score 0.71, cosine 0.66, margin 0.20 (same speaker)" in text
    fired, _, rest = text.partition("differences that fired")[2].partition("other differences")
    assert "B drops the hedge" in fired
    assert "B drops the condition" not in fired
    assert "B drops the condition" in rest
    assert "B drops the form" not in text, "a difference without weight explains nothing"
    assert "quotes: match from 0.62, review from 0.5" in text
    assert "no word of it was compared" in text
    assert "translator of ru: ru_en 0.1 rrrrrrrrrrrr" in text
    assert "de_en" not in text, "a translator that had no part in it"


def test_a_claims_chain_names_its_judge(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(run, "claim:a:c1", capsys)
    assert "b none 0.20 by english" in text
    assert "b:s1 (ru) suspect: failed repetition" in text, "the translation of the passage that was weighed"
    assert "claims: shipped " in text
    assert "fitted on" in text


def test_a_conflicts_chain(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(run, "conflict:k1", capsys)
    assert "number (sure, 0.80)" in text
    assert "conflicts: review from 0.5" in text


def test_a_calibration_that_is_gone_is_said(run: Run, tmp_path: Path) -> None:
    gone = CorroborateConfig(calibration=tmp_path / "gone.json")
    moved = run.config.model_copy(update={"corroborate": gone})
    object.__setattr__(run, "config", moved)
    found = run.frame("findings").filter(pl.col("rule") == "single-source").to_dicts()[0]
    assert "gone.json is no calibration" in chain_of(run, found)["calibration"]["error"]


def test_a_decision_is_part_of_it(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    name = run.frame("findings")["finding"][0]
    add_decisions(run.directory, [Decision(name, "rejected", "the same words", reviewer="ana")])
    explain(name, run.directory, as_json=False)
    assert "  rejected by ana: the same words\n" in capsys.readouterr().out


def test_json_holds_the_same(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for name in run.frame("findings")["finding"]:
        explain(name[:8], run.directory, as_json=True)
        chain = json.loads(capsys.readouterr().out)
        assert chain["finding"]["finding"] == name
        assert chain["rule"]["help"]
        assert chain["models"]["encoder"]["digest"] == "e" * 64


def test_an_id_that_is_none_or_many(run: Run) -> None:
    with pytest.raises(ConfigError, match="has no finding 'zz"):
        explain("zz", run.directory, as_json=False)
    with pytest.raises(ConfigError, match="findings begin with"):
        explain("", run.directory, as_json=False)
