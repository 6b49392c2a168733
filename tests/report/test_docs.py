"""The documents of rules and of CI say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.report import write
from pipeline.rules.table import RULES, SILENT_CLASSES
from tests.report.stored import gold_run

DOCS = Path(__file__).parents[2] / "docs"


def test_every_rule_is_documented_in_the_tables_order() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", (DOCS / "rules.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(RULES)


def test_the_silent_classes_are_documented() -> None:
    text = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in SILENT_CLASSES)


def test_every_file_of_a_run_is_documented(tmp_path: Path) -> None:
    text = (DOCS / "how-to-ci.md").read_text(encoding="utf-8")
    for path in write(gold_run(), tmp_path):
        assert f"`{path.name}`" in text
