"""What the search for conflicts of fact finds: invented events told in eight languages, one fact changed at a time.

    python -m bench.planted_facts [--facts tests/contradiction/planted.toml] [--misses 20] [--language en ...]

Two reports of one event, in every ordered pair of languages, the second with one fact changed: found when a conflict
names both sentences of that fact. Whatever else is reported is a false alarm, as is anything between two reports
without a change, or between two that tell a fact in other words. The reports of each language hold a sentence with
values of its own, which nothing may be held against. No translation is used.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, Final

import polars as pl

from pipeline import schemas
from pipeline.config import ContradictConfig
from pipeline.models.encoder import bundled_encoder
from pipeline.stages.contradict import contradict
from pipeline.text.clauses import clauses

FACTS: Final = Path(__file__).parents[1] / "tests/contradiction/planted.toml"
LANGUAGES: Final = ("en", "ru", "de", "fr", "es", "it", "cs", "uk")
PUBLISHED: Final = "2025-05-09"
CHOICE: Final = re.compile(r"\{([^}]*)\}")
EMPTY: Final = ("quotes", "differences")

Facts = dict[str, dict[str, dict[str, str]]]


@dataclass
class Tally:
    """Counts by kind of fact, and what was missed or wrongly raised."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    alarms: int = 0
    kinds: set[tuple[str, ...]] = field(default_factory=set)
    """False alarms that differ by event, languages or sentences: one is raised again in most trials of its pair."""
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.planted.total())

    @property
    def precision(self) -> float:
        return self.found.total() / max(1, self.found.total() + self.alarms)


def read_facts(path: Path = FACTS) -> Facts:
    """event -> slot -> language (or `kind`) -> sentence."""
    facts: Facts = tomllib.loads(path.read_text(encoding="utf-8"))
    return facts


def told(sentence: str, variant: int) -> str:
    """The sentence with its `variant`th choice; the first where there is no such."""

    def choose(match: re.Match[str]) -> str:
        choices = match[1].split("|")
        return choices[variant] if variant < len(choices) else choices[0]

    return CHOICE.sub(choose, sentence)


def report(slots: dict[str, dict[str, str]], language: str, changed: dict[str, int]) -> list[tuple[str, str]]:
    """(slot, sentence) of one report; `changed` names the variants that are not the first."""
    return [(slot, told(rows[language], changed.get(slot, 0))) for slot, rows in slots.items()]


@lru_cache(maxsize=1)
def _encoder() -> Any:
    return bundled_encoder()


@lru_cache(maxsize=8192)
def _vectors(text: str, language: str) -> tuple[tuple[str, str, tuple[float, ...]], ...]:
    """(suffix of the segment, view, vector) of a sentence and of its clauses."""
    ranges = clauses(text, language)
    texts = [text, *(text[start:end] for start, end in ranges if len(ranges) > 1)]
    rows = _encoder().encode(texts, [language] * len(texts))
    names = [("", "original"), *((f"#{n}", "clause") for n in range(len(texts) - 1))]
    return tuple((*name, tuple(float(x) for x in row)) for name, row in zip(names, rows, strict=True))


def conflicts(reports: dict[str, tuple[str, list[tuple[str, str]]]]) -> list[dict[str, Any]]:
    """What is raised between reports (name -> language, (slot, sentence)), with the slots of both sides."""
    sentences: list[dict[str, object]] = []
    vectors: list[dict[str, object]] = []
    slot_at: dict[tuple[str, int], str] = {}
    for name, (language, lines) in reports.items():
        for n, (slot, text) in enumerate(lines):
            start = 1000 * n
            slot_at[name, start] = slot
            kind = "headline" if slot == "headline" else "paragraph"
            sentences.append(
                {
                    "article": name, "sentence": f"{name}:s{n:03}", "block": n, "index": n, "kind": kind,
                    "language": language, "start": start, "end": start + len(text), "text": text,
                }
            )  # fmt: skip
            vectors += [
                {"article": name, "segment": f"{name}:s{n:03}{suffix}", "view": view, "vector": list(vector)}
                for suffix, view, vector in _vectors(text, language)
            ]
    articles: list[dict[str, object]] = [
        {"article": n, "path": f"{n}.txt", "outlet": n.title(), "published": PUBLISHED, "text": ""} for n in reports
    ]
    empty = {name: schemas.empty(name) for name in EMPTY}
    found: pl.DataFrame = contradict(
        ContradictConfig(),
        stories=schemas.frame("stories", [{"story": "one", "article": name} for name in reports]),
        articles=schemas.frame("articles", articles),
        sentences=schemas.frame("sentences", sentences),
        vectors=schemas.frame("vectors", vectors),
        **empty,
    )
    return [
        {
            **row,
            "a_slot": slot_at[row["a_article"], row["a_start"]],
            "b_slot": slot_at[row["b_article"], row["b_start"]],
        }
        for row in found.iter_rows(named=True)
    ]


def trials(facts: Facts, languages: tuple[str, ...]) -> Iterator[tuple[str, str, str, str, int]]:
    """(event, slot, language, language, variant): every fact changed (1), said otherwise (2), and no change ("", 0)."""
    for (event, slots), one, two in product(facts.items(), languages, languages):
        yield event, "", one, two, 0
        for slot, rows in slots.items():
            if "kind" in rows:
                choices = CHOICE.search(rows[two])
                yield event, slot, one, two, 1
                if choices and choices[1].count("|") > 1:
                    yield event, slot, one, two, 2


def measure(facts: Facts, languages: tuple[str, ...] = LANGUAGES) -> Tally:
    tally = Tally()
    for event, slot, one, two, variant in trials(facts, languages):
        slots = facts[event]
        reports = {
            "left": (one, report(slots, one, {})),
            "right": (two, report(slots, two, {slot: variant} if slot else {})),
        }
        raised = conflicts(reports)
        hit = [row for row in raised if variant == 1 and row["a_slot"] == row["b_slot"] == slot]
        wrong = [row for row in raised if row not in hit]
        tally.runs += 1
        tally.alarms += len(wrong)
        if variant == 1:
            kind = slots[slot]["kind"]
            tally.planted[kind] += 1
            tally.found[kind] += bool(hit)
            if not hit:
                tally.misses.append(f"{event}.{slot} {one}-{two}")
        tally.kinds |= {(event, one, two, row["a_slot"], row["b_slot"]) for row in wrong}
        tally.wrong += [
            f"{event} {one}-{two} [{slot} {variant}] {r['a_slot']}/{r['b_slot']} {r['confidence']}: {r['explanation']}"
            for r in wrong
        ]
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=Path, default=FACTS)
    parser.add_argument("--language", nargs="+", default=LANGUAGES)
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    tally = measure(read_facts(options.facts), tuple(options.language))
    for kind, planted in sorted(tally.planted.items()):
        print(f"{kind:8} planted {planted:5} found {tally.found[kind] / planted:.3f}")
    print(f"{'all':8} planted {tally.planted.total():5} found {tally.recall:.3f}")
    alarms = f"{tally.alarms} ({len(tally.kinds)} of their kind)"
    print(f"false alarms {alarms} in {tally.runs} pairs of reports; precision {tally.precision:.3f}")
    for title, lines in (("missed", tally.misses), ("wrong", tally.wrong)):
        for line, count in Counter(lines).most_common(options.misses):
            print(f"  {title} {count}x {line}")


if __name__ == "__main__":
    main()
