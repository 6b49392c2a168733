from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.claims_ablation import STEPS, limit
from pipeline.calibrate import calibrate, label, level
from pipeline.config import CorpusConfig, RunConfig
from pipeline.errors import InputError
from pipeline.evidence.passages import FEATURES
from pipeline.runs import Run
from pipeline.store import write_frame
from tests.corroboration.newsroom import Article, BagOfWords, frames

EVENTS = [
    (
        "The dam at Ostrava burst on Monday and 37 houses were flooded.",
        "Mayor Jana Novotna asked for 12 million crowns.",
    ),
    (
        "Student Tomas Brandt won the open with a queen sacrifice.",
        "The next event of the series begins in Lorn in April.",
    ),
    ("The ferry struck a freighter in thick fog off the mole.", "Divers found a gash nine metres long in the hull."),
    ("Nurses in Leeds voted for a strike over night shifts.", "The hospital trust said that it would hire 40 people."),
]
ELSEWHERE = "Trains between the two cities will not run before Friday."


def _reworded(text: str) -> str:
    return " ".join(reversed(text.rstrip(".").split())) + "."


def _run(tmp_path: Path, name: str) -> tuple[Run, Path]:
    """Two articles that tell the first sentence of every event, in words of another order; the second has but one."""
    alpha = [text for n, event in enumerate(EVENTS) for text in (event if n % 2 else event[:1])]
    told = [_reworded(event[0]) for event in EVENTS]
    beta = [text for n, event in enumerate(EVENTS) for text in ([told[n]] if n % 2 else [told[n], event[1]])] + [
        ELSEWHERE
    ]
    folder = tmp_path / name
    for frame_name, frame in frames([Article("alpha", alpha), Article("beta", beta)]).items():
        (folder / "frames").mkdir(parents=True, exist_ok=True)
        write_frame(folder / "frames", frame_name, frame)
    shared = {*told, *(event[0] for event in EVENTS)}
    lines = []
    for doc, other, texts in (("alpha", "beta", alpha), ("beta", "alpha", beta)):
        for text in texts:
            status, supported = ("corroborated", [other]) if text in shared else ("single_source", [])
            lines.append({"doc": doc, "text": text, "status": status, "supported_in": supported})
    gold = tmp_path / f"{name}-gold"
    gold.mkdir()
    (gold / "claims.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return Run(RunConfig(corpus=CorpusConfig(path=folder)), name, folder, "0"), gold


def test_it_learns_what_the_gold_says_and_reports_each_corpus_left_out(tmp_path: Path) -> None:
    (one, one_gold), (two, two_gold) = _run(tmp_path, "one"), _run(tmp_path, "two")
    found = calibrate([one, two], [one_gold, two_gold], BagOfWords())
    assert found.figures["left out"]["one"]["accuracy"] == 1.0
    assert found.figures["fitted"]["two"]["single_source_f1"] == 1.0
    assert [row["corpus"] for row in found.fitted_on] == ["one", "two"]
    assert [row["claims"] for row in found.fitted_on] == [13, 13]


def test_one_corpus_has_nothing_to_be_left_out_of(tmp_path: Path) -> None:
    run, gold = _run(tmp_path, "one")
    assert "left out" not in calibrate([run], [gold], BagOfWords()).figures


def test_gold_of_another_corpus_is_refused(tmp_path: Path) -> None:
    run, gold = _run(tmp_path, "one")
    line = {"doc": "gamma", "text": "Of another run.", "status": "partial", "supported_in": []}
    (gold / "claims.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(InputError, match="no claim"):
        calibrate([run], [gold], BagOfWords())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"status": "corroborated", "supported_in": ["b"]}, 2),
        ({"status": "partial", "supported_in": ["b"]}, 1),
        ({"status": "corroborated", "supported_in": ["b"], "full_in": ["c"], "partial_in": ["b"]}, 1),
        ({"status": "corroborated", "supported_in": ["b"], "full_in": ["b"], "partial_in": []}, 2),
        ({"status": "single_source", "supported_in": []}, 0),
    ],
)
def test_levels_of_support(line: dict[str, object], expected: int) -> None:
    assert level(line, "b") == expected


def test_the_ablation_adds_every_kind_of_evidence_once(tmp_path: Path) -> None:
    assert sorted(name for step in STEPS.values() for name in step) == sorted(FEATURES)
    run, gold = _run(tmp_path, "one")
    whole = label(run, gold, BagOfWords())
    limited = limit(whole, ["embedding"])
    (found, *_) = next(iter(limited.stories[0].evidence.values()))
    kept = dict(zip(FEATURES, found.features.tolist(), strict=True))
    assert kept["cosine"] > 0 == kept["words"]
    assert limit(whole, list(STEPS)).stories[0].evidence.keys() == whole.stories[0].evidence.keys()
