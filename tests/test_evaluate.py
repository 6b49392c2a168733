"""`pipeline.evaluate` against the reference scorer: its figures on two reports are kept here, and where the reference
itself is at hand it is run beside ours.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.evaluate import overlap, pair_up, read_report, score

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "seeds" / "gold"
REFERENCE = ROOT.parent / "shared" / "eval" / "score.py"
FIGURES = Path(__file__).parent / "evaluate_figures.json"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def report_from_gold(spoiled: bool) -> dict[str, Any]:
    """Gold told as a report; `spoiled` drops, cuts and mislabels every few rows."""

    def every(number: int, at: int) -> bool:
        return spoiled and at % number == 0

    quotes = [
        {**row, "article": row["doc"], "text": row["text"][: len(row["text"]) // 2] if every(9, at) else row["text"]}
        for at, row in enumerate(rows("quotes"))
        if not every(7, at)
    ]
    for at, row in enumerate(quotes):
        row["speaker"] = "Somebody Else" if every(5, at) else row.get("speaker")
    families = [row["members"][1:] if every(3, at) else row["members"] for at, row in enumerate(rows("families"))]
    if spoiled:
        families.append([quotes[0]["id"], quotes[40]["id"], quotes[-1]["id"]])
    wording = [{**row, "class": "number" if every(4, at) else row["class"]} for at, row in enumerate(rows("wording"))]
    return {
        "schema": 1,
        "stories": [{"id": str(at), "articles": event} for at, event in enumerate(_events(spoiled))],
        "quotes": quotes,
        "utterances": [{"id": str(at), "quotes": members} for at, members in enumerate(families)],
        "differences": [row for at, row in enumerate(wording) if not every(6, at)],
        "claims": [
            {
                "article": row["doc"],
                "text": row["text"],
                "status": "single_source" if every(5, at) else row["status"],
                "independent_sources": 2,
            }
            for at, row in enumerate(rows("claims"))
            if not every(8, at)
        ],
        "conflicts": [
            _conflict(row, turned=every(2, at)) for at, row in enumerate(rows("conflicts")) if not every(5, at)
        ],
        "syndication": [{"origin": "rt-2017", "copies": ["rferl-2017"]}] if spoiled else [],
    }


def _events(spoiled: bool) -> list[list[str]]:
    events: list[list[str]] = json.loads((GOLD / "events.json").read_text(encoding="utf-8"))
    return [[*events[0][1:]], [events[0][0], *events[1]], *events[2:]] if spoiled else events


def _conflict(row: dict[str, Any], turned: bool) -> dict[str, Any]:
    a, b = ("b", "a") if turned else ("a", "b")
    return {
        "a_article": row[f"{a}_doc"],
        "a_text": f"In the report, {row[f'{a}_text']}, as said.",
        "b_article": row[f"{b}_doc"],
        "b_text": row[f"{b}_text"],
    }


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds' gold, with the optional files that it lacks."""
    folder: Path = tmp_path_factory.mktemp("gold")
    shutil.copytree(GOLD, folder, dirs_exist_ok=True)
    claims = [{**row, "independent_sources": at % 3} for at, row in enumerate(rows("claims"))]
    (folder / "claims.jsonl").write_text("\n".join(map(json.dumps, claims)), encoding="utf-8")
    alarms, traps = [rows("conflicts")[0]], [{"a": rows("quotes")[0]["id"], "b": rows("quotes")[-1]["id"]}]
    (folder / "false_alarms.jsonl").write_text("\n".join(map(json.dumps, alarms)), encoding="utf-8")
    (folder / "not_same.jsonl").write_text("\n".join(map(json.dumps, traps)), encoding="utf-8")
    groups = [{"original_or_wire": "rferl-2017", "copies": ["rt-2017", "independent-2017"]}]
    (folder / "syndication.json").write_text(json.dumps(groups), encoding="utf-8")
    return folder


@pytest.mark.parametrize("spoiled", [False, True], ids=["perfect", "spoiled"])
def test_figures_are_those_of_the_reference(gold: Path, spoiled: bool) -> None:
    expected = json.loads(FIGURES.read_text(encoding="utf-8"))["spoiled" if spoiled else "perfect"]
    assert score(report_from_gold(spoiled), gold) == expected


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference scorer is not beside this checkout")
@pytest.mark.parametrize("spoiled", [False, True], ids=["perfect", "spoiled"])
def test_reference_beside_ours(gold: Path, tmp_path: Path, spoiled: bool) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report_from_gold(spoiled)), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(REFERENCE), str(path), str(gold), "--json"], check=True, capture_output=True, text=True
    )
    assert score(read_report(path), gold) == json.loads(told.stdout)


def test_overlap_folds_marks_and_case() -> None:
    assert overlap("“Fools” — he said", '"fools" - HE said') == 1.0
    assert overlap("a b", "c d") == 0.0
    assert overlap("", "") == 0.0


def test_pairs_are_one_to_one_and_best_first() -> None:
    key = (lambda row: row["k"], lambda row: row["k"])
    found = [{"k": 1, "v": 1.0}, {"k": 1, "v": 2.0}, {"k": 2, "v": 9.0}]
    gold = [{"k": 1, "v": 2.0}, {"k": 1, "v": 5.0}]
    assert pair_up(found, gold, key, lambda a, b: 1 / (1 + abs(a["v"] - b["v"])), 0.2) == [(1, 0), (0, 1)]


def test_unreadable_report_and_gold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such report"):
        read_report(tmp_path)
    (tmp_path / "report.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="not a report"):
        read_report(tmp_path)
    with pytest.raises(InputError, match=r"events\.json"):
        score({}, tmp_path)
