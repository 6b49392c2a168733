"""What is let in: every installed file by its hash, every licence known, nothing that runs code when it is read."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from tools.audited import verdict
from tools.licences import PAGE, locked, rows

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
PERMITTED = re.compile(
    r"MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software Foundation|Unlicense|0BSD|HPND|Historical Permission|zlib|CC0",
    re.IGNORECASE,
)
NAMED = {"minisbd"}
"""Not of those kinds: it is named in docs/licences.md, and no run imports it."""
UNPICKLING = {"pickle", "joblib", "shelve", "marshal", "dill"}


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("==") for line in lines if "==" in line)
    return {name.lower().replace("_", "-"): version for name, _, version in pairs}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    assert all(re.match(r"[a-z0-9._-]+==\S+", entry) for entry in entries)
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    assert not re.search(r"://|@ |--index|--find", text)


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_locks_agree_with_the_constraints(lock: str) -> None:
    versions = constraints()
    known = {name: version for name, version in locked(lock).items() if name in versions}
    assert len(known) > 50
    assert known == {name: versions[name] for name in known}


def test_locks_hold_every_direct_dependency_but_torch() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    direct = {each.partition("==")[0].lower() for each in project["project"]["dependencies"]}
    assert direct - locked("run.txt").keys() == {"torch"}
    developing = {each.partition("==")[0].lower() for each in project["project"]["optional-dependencies"]["dev"]}
    assert developing <= locked("dev.txt").keys()
    assert locked("run.txt").items() <= locked("dev.txt").items()
    (backend,) = project["build-system"]["requires"]
    assert locked("run.txt")["hatchling"] == backend.partition("==")[2]


def test_installing_checks_hashes() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--require-hashes --no-deps --requirement" in text
    for lock in ("run", "dev", "fuzz"):
        assert f"$(LOCKED) locks/{lock}.txt" in text


def test_licences_are_listed_and_permitted() -> None:
    listed = dict(re.findall(r"^\| ([\w.-]+) \| \S+ \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    versions = {**locked("run.txt"), "torch": constraints()["torch"]}
    found = [row for row in rows() if row[1] == versions[row[0]].partition("+")[0]]
    assert len(found) > 50, "the locked packages are not installed here"
    for name, _, licence in found:
        assert listed[name] == licence, f"{name}: write docs/licences.md anew with python -m tools.licences"
    assert {name for name, licence in listed.items() if not PERMITTED.search(licence)} - {"package"} == NAMED


def test_nothing_is_unpickled_and_no_code_of_a_model_is_run() -> None:
    for path in (ROOT / "pipeline").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not {alias.name for alias in node.names} & UNPICKLING, path
            if isinstance(node, ast.ImportFrom):
                assert node.module not in UNPICKLING, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec"}, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert ast.unparse(node.func) not in {"torch.load", "yaml.unsafe_load", "yaml.full_load"}, path
            if isinstance(node, ast.keyword) and node.arg in ("trust_remote_code", "allow_pickle", "shell"):
                assert ast.unparse(node.value) == "False", path


def test_fuzzer_is_the_locked_one_where_it_is_installed() -> None:
    try:
        assert metadata.version("atheris") == locked("fuzz.txt")["atheris"]
    except metadata.PackageNotFoundError:
        pytest.skip("atheris is not installed")


def test_an_audit_that_was_not_answered_is_no_clean_one() -> None:
    unknown = {"name": "a", "skip_reason": "not found"}
    clean = {"name": "b", "version": "1", "vulns": []}
    bad = {"name": "c", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["3"]}]}
    assert verdict([], "refused") == (["audit: not done, for the vulnerability service does not answer: refused"], True)
    assert verdict([unknown], "")[0][0].startswith("audit: not done")
    assert verdict([unknown, clean], "") == (
        ["audit: 1 packages, 0 known vulnerabilities, 1 not known to the service"],
        True,
    )
    lines, passes = verdict([clean, bad], "")
    assert lines[0] == "audit: c 2: X-1, mended in 3"
    assert not passes
