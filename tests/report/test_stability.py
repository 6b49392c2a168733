"""Findings keep their ids through edits elsewhere: the whole flow on a corpus that is edited between runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pipeline

pytestmark = [pytest.mark.slow, pytest.mark.models]

QUOTED = "We will not sell the lake to anyone, and the park will stay open until the spring."
OUTLETS = {
    "fen-times": [
        "Orlow keeps its lake, says mayor",
        "The mayor of Orlow, Ana Roe, told the town council on Monday that the lake would remain public.",
        f"“{QUOTED}” Roe said.",
        "The council had received two offers from builders in the past month.",
        "A ferry across the lake was built in 1931 and carries 400 people a day.",
    ],
    "orlow-post": [
        "Mayor rules out sale of lake",
        "Ana Roe, the mayor of Orlow, spoke to the town council on Monday about the future of the lake.",
        f"“{QUOTED}” said Roe.",
        "Builders have made two offers to the council in the past month.",
        "Rain is expected at the weekend.",
    ],
}


def run(folder: Path, texts: dict[str, list[str]]) -> dict[str, str]:
    """Finding id -> rule, single-source claims and coverage aside."""
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for name, paragraphs in texts.items():
        (corpus / f"{name}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    rows = [{"id": name, "path": f"{name}.txt", "outlet": name, "published": "2025-05-06"} for name in texts]
    (corpus / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = pipeline.run(pipeline.load_config(corpus), folder / "out").frame("findings")
    return dict(found.select("finding", "rule").iter_rows())


def edited(name: str, old: str, new: str) -> dict[str, list[str]]:
    return {**OUTLETS, name: [paragraph.replace(old, new) for paragraph in OUTLETS[name]]}


def test_a_moved_paragraph_and_a_changed_word(tmp_path: Path) -> None:
    before = run(tmp_path, OUTLETS)

    moved = [*OUTLETS["orlow-post"][:3], *reversed(OUTLETS["orlow-post"][3:])]
    after_move = run(tmp_path, {**OUTLETS, "orlow-post": moved})
    assert after_move.keys() == before.keys()

    after_change = run(tmp_path, edited("orlow-post", "stay open until", "stay shut until"))
    assert [after_change[each] for each in after_change.keys() - before.keys()] == ["quote-wording"]

    after_negation = run(tmp_path, edited("orlow-post", "We will not sell", "We will sell"))
    assert [after_negation[each] for each in after_negation.keys() - before.keys()] == ["quote-wording"]

    assert run(tmp_path, OUTLETS) == before
