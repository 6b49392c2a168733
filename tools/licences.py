"""`python -m tools.licences`: the licences of everything that a run installs, as docs/licences.md.

A licence is what the package itself states: its SPDX expression, else its classifiers, else its short licence field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "licences.md"
HEAD: Final = """# Licences of what is installed

What `locks/run.txt` installs, and torch, by what each package states of itself. Written by `python -m tools.licences`;
a test holds it to what is installed, and to the kinds of licence that a program under Apache-2.0 may depend on.

One package is of another kind: minisbd (AGPL-3.0), which argostranslate requires and this program never imports.
Whoever ships an environment that holds it ships it under that licence.

| package | version | licence |
|---|---|---|
"""


def locked(lock: str) -> dict[str, str]:
    """Package -> version of a lock file."""
    text = (ROOT / "locks" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE))


def licence_of(package: metadata.PackageMetadata) -> str:
    """What the package states; empty where it states nothing."""
    if expression := package.get("License-Expression"):
        return str(expression)
    classifiers = [each.rpartition(" :: ")[2] for each in package.get_all("Classifier") or () if "License ::" in each]
    stated = [each for each in classifiers if each != "OSI Approved"]
    if stated:
        return " / ".join(sorted(stated))
    first = (str(package.get("License") or "").strip().splitlines() or [""])[0]
    return first if len(first) <= 60 else ""


def rows() -> Iterator[tuple[str, str, str]]:
    """(package, version, licence) of what is installed here of the lock and torch."""
    for name in sorted({*locked("run.txt"), "torch"}):
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # of another system
            continue
        yield name, package.version.partition("+")[0], licence_of(package.metadata) or "not stated"


if __name__ == "__main__":
    PAGE.write_text(HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows()), encoding="utf-8")
