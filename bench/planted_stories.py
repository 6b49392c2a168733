"""What the search for conflicts of fact finds in made-up stories, and what it raises wrongly.

    python -m bench.planted_stories [FILE ...] [--misses]

Each story is two reports in two languages with a sentence a line (tests/contradiction/stories.toml). Found is a
conflict that names both lines of one that the file lists; whatever else is raised is a false alarm, and half of the
lines tell the same in other words, or values of other things.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.planted_facts import conflicts

STORIES: Final = Path(__file__).parents[1] / "tests/contradiction/stories.toml"


@dataclass
class Count:
    """Conflicts by kind, and what was missed or wrongly raised, in words."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.planted.total())

    @property
    def precision(self) -> float:
        return self.found.total() / max(1, self.found.total() + len(self.wrong))


def read_stories(path: Path = STORIES) -> list[dict[str, Any]]:
    stories: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["story"]
    return stories


def lines_of(report: str) -> list[tuple[str, str]]:
    """(slot, sentence): the number of the line, and `headline` for the first."""
    told = report.strip().splitlines()
    return [("headline" if n == 1 else str(n), line) for n, line in enumerate(told, 1)]


def measure(stories: list[dict[str, Any]]) -> Count:
    count = Count()
    for story in stories:
        one, two = story["languages"]
        raised = conflicts({"a": (one, lines_of(story["a"])), "b": (two, lines_of(story["b"]))})
        expected = Counter(tuple(row.split()[1:]) for row in story["conflicts"])
        kinds = {tuple(row.split()[1:]): row.split()[0] for row in story["conflicts"]}
        count.planted.update(row.split()[0] for row in story["conflicts"])
        for row in raised:
            slots = tuple(slot for _, slot in sorted((row[f"{side}_article"], row[f"{side}_slot"]) for side in "ab"))
            if expected[slots]:
                expected[slots] -= 1
                count.found[kinds[slots]] += 1
            else:
                count.wrong.append(f"{story['name']} {'/'.join(slots)} {row['kind']}: {row['explanation']}")
        count.missed += [f"{story['name']} {'/'.join(slots)} {kinds[slots]}" for slots in expected.elements()]
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[STORIES])
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for path in options.files:
        count = measure(read_stories(path))
        for kind, planted in sorted(count.planted.items()):
            print(f"{kind:8} planted {planted:3} found {count.found[kind]:3}")
        print(
            f"{path.name}: precision {count.precision:.3f} recall {count.recall:.3f}, {len(count.wrong)} false alarms"
        )
        for title, rows in (("missed", count.missed), ("wrong", count.wrong)) if options.misses else ():
            for line in rows:
                print(f"  {title} {line}")


if __name__ == "__main__":
    main()
