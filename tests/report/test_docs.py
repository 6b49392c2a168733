"""The documents of rules and of CI say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
import yaml
from typer.core import TyperGroup

from pipeline.cli import app
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


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a document that are marked as `language`; empty for those that are not marked."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["how-to-ci.md", "how-to-review.md"])
def test_every_command_of_the_how_tos_exists_with_its_options(name: str) -> None:
    commands = typer.main.get_command(app)
    assert isinstance(commands, TyperGroup)
    text = "\n".join(block for language in ("", "yaml") for block in blocks(name, language))
    found = re.findall(r"^(?: *- (?:run: )?)?verify ([a-z]+)([^\n|]*)", text, re.MULTILINE)
    assert found
    for command, rest in found:
        options = {each for param in commands.commands[command].params for each in param.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, (command, rest)


def test_the_workflow_publishes_the_report_before_the_gate_ends_it() -> None:
    workflow, gitlab = (yaml.safe_load(block) for block in blocks("how-to-ci.md", "yaml"))
    (job,) = workflow["jobs"].values()
    steps = [step.get("run") or step["uses"] for step in job["steps"]]
    assert "pull_request" in workflow[True], "YAML reads the key `on` as true"
    assert workflow["permissions"] == {"contents": "read", "security-events": "write"}
    assert steps[-1].startswith("verify check")
    kinds = ("verify run", "upload-sarif", "upload-artifact", "verify check")
    order = [next(n for n, step in enumerate(steps) if kind in step) for kind in kinds]
    assert order == sorted(order)
    assert gitlab["verify"]["artifacts"]["when"] == "always"
