"""Choose the parallel pairs to learn from, and hold whole families of sentences out of them."""

from __future__ import annotations

import hashlib
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# How many characters either side may have: shorter ones say too little, longer ones cost too much.
SHORTEST, LONGEST = 6, 200
# Rows kept of an origin; the rest are far from news, or repeat themselves.
ORIGIN_CAPS = {"php-docs": 0, "bilinguator-books": 5000}
# System outputs repeat one source sentence many times; two readings of it are enough.
READINGS_PER_SOURCE = 2
TATOEBA = "tatoeba-all-versions"


@dataclass(frozen=True)
class Pair:
    """One source sentence, its language and origin, and its English counterpart."""

    language: str
    origin: str
    source: str
    english: str


def read_pairs(path: Path) -> list[Pair]:
    """Read a tab-separated file (plain or .xz) of language, origin, source, English."""
    packed = path.read_bytes()
    text = (lzma.decompress(packed) if path.suffix == ".xz" else packed).decode("utf-8")
    rows = (line.split("\t") for line in text.split("\n"))
    return [Pair(*row) for row in rows if len(row) == 4]


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs in the form that `read_pairs` reads, replacing the file only when complete."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as out:
        for pair in pairs:
            out.write("\t".join((pair.language, pair.origin, pair.source, pair.english)) + "\n")
    partial.replace(path)


def usable(pair: Pair) -> bool:
    """Tell whether both sides are of a useful length and of about the same extent."""
    long, short = len(pair.source), len(pair.english)
    if not (SHORTEST <= long <= LONGEST and SHORTEST <= short <= LONGEST):
        return False
    return long < 2.5 * short + 10 and short < 2.5 * long + 10 and pair.source != pair.english


def capped(pairs: Iterable[Pair]) -> list[Pair]:
    """Apply the caps on origins and on repeated source sentences, first come first kept."""
    origins: Counter[str] = Counter()
    readings: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str]] = set()
    kept = []
    for pair in pairs:
        key = (pair.language, pair.source)
        if (pair.source, pair.english) in seen or readings[key] >= READINGS_PER_SOURCE:
            continue
        if origins[pair.origin] >= ORIGIN_CAPS.get(pair.origin, len(readings) + 1):
            continue
        origins[pair.origin] += 1
        readings[key] += 1
        seen.add((pair.source, pair.english))
        kept.append(pair)
    return kept


def families(pairs: Sequence[Pair]) -> list[int]:
    """Number each pair by the family it belongs to: pairs that share a side, directly or by others.

    News test sets are translated into many languages and by many systems, so holding out one
    row alone would leave its twins in training.
    """
    parent = list(range(len(pairs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[str, int] = {}
    for i, pair in enumerate(pairs):
        for side in (pair.source, pair.english):
            parent[root(i)] = root(first.setdefault(" ".join(side.lower().split()), i))
    return [root(i) for i in range(len(pairs))]


def split(
    pairs: Sequence[Pair], per_group: int, groups: dict[str, tuple[str, str | None]]
) -> tuple[list[Pair], dict[str, list[Pair]]]:
    """Hold out `per_group` pairs of each group (name -> language, origin or None for any).

    Returns the pairs to train on, which share no family with any pair held out, and the held-out
    pairs by group, one a family, so that no English sentence is the answer twice.
    """
    family = families(pairs)
    by_group: dict[str, list[int]] = defaultdict(list)
    for i, pair in enumerate(pairs):
        for name, (language, origin) in groups.items():
            if pair.language == language and origin in (None, pair.origin):
                by_group[name].append(i)
    taken: set[int] = set()
    held: dict[str, list[Pair]] = {name: [] for name in groups}
    for name, members in by_group.items():
        for i in members:
            if len(held[name]) < per_group and family[i] not in taken:
                taken.add(family[i])
                held[name].append(pairs[i])
    return [pair for i, pair in enumerate(pairs) if family[i] not in taken], held


def shuffled(pairs: Iterable[Pair], seed: int) -> list[Pair]:
    """Put pairs into an order that depends on the seed and on their contents alone."""
    mixed = sorted(pairs, key=lambda pair: (pair.language, pair.source, pair.english))
    random.Random(seed).shuffle(mixed)
    return mixed


def fingerprint(texts: Iterable[str]) -> str:
    """Digest a list of strings, so that cached vectors are never matched with another list."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\n")
    return digest.hexdigest()[:16]
