"""The rules of the house that a machine can hold: which way imports point, how large things are, what is documented."""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

from pipeline.cli import app
from pipeline.flow import FLOW
from pipeline.models.commands import app as models_app

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

LAYERS = (
    ("errors", "offline", "deadline"),
    ("schemas", "config"),
    ("text", "languages", "dictionary"),
    ("alignment", "comparison", "evidence", "corroboration", "contradiction", "rules"),
    ("models",),
    ("stages",),
    ("flow",),
    ("runs", "progress", "store", "slices", "keys", "loading", "corpus", "decisions", "supply"),
    ("executors", "condition"),
    ("runner", "planning"),
    ("report",),
    ("review",),
    ("evaluate", "gate", "console", "calibrate"),
    ("commands", "cli"),
)
"""From the ground up: a module imports its own layer and those before it. Imports for types alone do not count."""

HEAVY = {"torch", "argostranslate", "sentence_transformers", "trafilatura", "ctranslate2", "transformers"}
LATE_POLARS = {
    "supply",
    "cli",
    "commands",
    "runner",
    "runs",
    "store",
    "slices",
    "keys",
    "corpus",
    "planning",
    "condition",
    "loading",
    "gate",
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def unit(path: Path) -> str:
    """The part of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        if node.module == "pipeline":
            yield from (f"pipeline.{alias.name}" for alias in node.names)


def run_time_nodes(node: ast.AST, inside_functions: bool) -> Iterator[ast.AST]:
    """Nodes that run: not those under `if TYPE_CHECKING`, and those of functions only where asked for."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        if not inside_functions and isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        yield child
        yield from run_time_nodes(child, inside_functions)


def imports_of(path: Path, inside_functions: bool = True) -> set[str]:
    return {name for node in run_time_nodes(tree(path), inside_functions) for name in imported(node)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    level = {name: at for at, names in enumerate(LAYERS) for name in names}
    here = unit(path)
    if here == "__init__":
        return
    assert here in level, f"{here} has no place among the layers of this test"
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "pipeline" and len(parts) > 1 and parts[1] in level:
            assert level[parts[1]] <= level[here], f"{here} imports {name}"


@pytest.mark.parametrize("stage", FLOW, ids=lambda stage: stage.name)
def test_no_stage_imports_another(stage: object) -> None:
    path = PACKAGE / "stages" / f"{stage.name}.py"  # type: ignore[attr-defined]
    assert not [name for name in imports_of(path) if name.startswith("pipeline.stages")]
    assert not [
        name for name in imports_of(path) if name.split(".")[1:2] in (["models"], ["store"], ["runner"])
    ] or all(
        name.startswith("pipeline.models.protocols") for name in imports_of(path) if name.startswith("pipeline.models")
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    at_once = {name.split(".")[0] for name in imports_of(path, inside_functions=False)}
    assert not at_once & HEAVY
    if unit(path) in LATE_POLARS:
        assert not at_once & {"polars", "numpy"}
        assert "pipeline.schemas" not in imports_of(path, inside_functions=False)


def test_functions_and_modules_stay_small() -> None:
    functions = [
        (node.end_lineno - node.lineno + 1, f"{path.name}:{node.name}")
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno
    ]
    lengths = sorted(functions)
    assert lengths[int(len(lengths) * 0.9)][0] <= 40
    assert lengths[-1][0] <= 80, lengths[-1]
    long = [path.name for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_and_public_names_say_what_they_are(path: Path) -> None:
    if path.read_text(encoding="utf-8").strip():
        assert ast.get_docstring(tree(path)), f"{path} has no docstring"


def commands() -> list[str]:
    own = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    sub = [command.name or command.callback.__name__ for command in models_app.registered_commands if command.callback]
    return [*own, *(f"models {name}" for name in sub)]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`verify {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_opens_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert -1 < text.find("make run") < text.find("make test") < 1500


def test_direct_dependencies_are_pinned_and_agree_with_the_constraints() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    constraints = {
        line.partition("==")[0].lower().replace("_", "-"): line.partition("==")[2] for line in lines if "==" in line
    }
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    for requirement in [*project["dependencies"], *extras]:
        name, _, version = requirement.partition("==")
        assert version, f"{requirement} is not pinned"
        assert constraints[name.lower()] == version
    assert "torch==2.13.0" in project["dependencies"]


def test_every_library_that_is_imported_is_a_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["review"], *extras["ray"], *extras["stories"]]
    direct = {each.partition("==")[0].lower() for each in declared}
    providers = metadata.packages_distributions()
    names = (
        {name.split(".")[0] for path in MODULES for name in imports_of(path)} - sys.stdlib_module_names - {"pipeline"}
    )
    assert names, "nothing found to check"
    for name in names:
        assert {each.lower().replace("_", "-") for each in providers[name]} & direct, f"{name} is not in pyproject.toml"


def test_constraints_name_versions_only() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or line.count("==") == 1
        assert not any(mark in line for mark in ("/", "@", "+"))


def test_configs_directory_and_ci_call_the_same_checks() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert ".ci/run" in (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def test_languages_are_listed_once() -> None:
    names = [path.stem for path in (PACKAGE / "languages").glob("*.toml")]
    assert json.dumps(sorted(set(names))) == json.dumps(sorted(names))


def test_constraints_hold_no_address_of_a_registry() -> None:
    for name in ("constraints.txt", "pyproject.toml", "Makefile", ".ci/run"):
        assert "index-url" not in (ROOT / name).read_text(encoding="utf-8")
