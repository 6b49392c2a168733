"""`python tools/audited.py FOUND TOLD`: pip-audit's JSON in words. Exits 1 where a package has a known vulnerability.

A package that the service does not know is not one without vulnerabilities: those are counted and said.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def verdict(packages: Iterable[Mapping[str, Any]], told: str) -> tuple[list[str], bool]:
    """(lines to print, whether it passes)."""
    packages = list(packages)
    asked = [package for package in packages if "skip_reason" not in package]
    if not asked:
        skipped = next((str(package["skip_reason"]) for package in packages), told or "nothing came back")
        return [f"audit: not done, for the vulnerability service does not answer: {skipped}"], True
    lines = [
        f"audit: {package['name']} {package['version']}: {each['id']}, "
        f"mended in {', '.join(each['fix_versions']) or 'no version yet'}"
        for package in asked
        for each in package["vulns"]
    ]
    left = f", {len(packages) - len(asked)} not known to the service" if len(packages) > len(asked) else ""
    return [*lines, f"audit: {len(asked)} packages, {len(lines)} known vulnerabilities{left}"], not lines


def main(found: Path, told: Path) -> int:
    content = found.read_text(encoding="utf-8").strip()
    stderr = told.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    lines, passes = verdict(json.loads(content)["dependencies"] if content else [], stderr[-1] if stderr else "")
    print("\n".join(lines))
    return 0 if passes else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
