"""The tables of faults and threats name tests that exist, and every test of faults is in a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/faults.md", "SECURITY.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", (ROOT / page).read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_test_of_faults_is_in_the_table() -> None:
    text = (ROOT / PAGES[0]).read_text(encoding="utf-8")
    tests = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert [name for name in sorted(tests) if f"tests/faults/{name}" not in text] == []
