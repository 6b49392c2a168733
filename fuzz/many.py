"""`python -m fuzz.many 100000`: that many hostile documents from ingest to quotes, with time and memory measured.

Exits 1 with the numbers of the documents that broke something; `--seed S --first N 1` reads one of them again.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import traceback
from collections.abc import Sequence
from typing import Final

from fuzz.checks import read
from fuzz.documents import document

BATCH: Final = 500
TOLD: Final = 5_000
SETTLED: Final = 8
"""Batches after which caches and tables are full; memory is measured from here."""


def faulty(seed: int, numbers: Sequence[int]) -> dict[int, str]:
    """Number -> traceback of every document that breaks something when it is read with the others or alone."""
    try:
        read(document(seed, number) for number in numbers)
    except Exception:
        if len(numbers) == 1:
            return {numbers[0]: traceback.format_exc()}
        middle = len(numbers) // 2
        found = {**faulty(seed, numbers[:middle]), **faulty(seed, numbers[middle:])}
        return found or {numbers[0]: f"only together, {numbers[0]} to {numbers[-1]}:\n{traceback.format_exc()}"}
    return {}


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--growth", type=float, default=512, help="MiB that memory may grow by once it has settled")
    given = parser.parse_args(arguments)
    started, settled, slowest = time.monotonic(), 0.0, 0.0
    broken: dict[int, str] = {}
    last = given.first + given.count
    for at in range(given.first, last, BATCH):
        before = time.monotonic()
        broken |= faulty(given.seed, range(at, min(at + BATCH, last)))
        slowest = max(slowest, time.monotonic() - before)
        settled = settled or (peak() if at - given.first >= SETTLED * BATCH else 0.0)
        if (done := min(at + BATCH, last) - given.first) % TOLD == 0:
            print(f"{done} read, {len(broken)} broke, peak memory {peak():.0f} MiB", file=sys.stderr, flush=True)
    for number, trace in broken.items():
        print(f"--- seed {given.seed}, document {number}\n{trace}", file=sys.stderr)
    grown = peak() - (settled or peak())
    print(
        f"{given.count} documents (seed {given.seed}) in {time.monotonic() - started:.0f} s, {len(broken)} broke; "
        f"slowest {BATCH} took {slowest:.1f} s; peak memory {peak():.0f} MiB, {grown:.0f} MiB above the settled level"
    )
    return 1 if broken or grown > given.growth else 0


if __name__ == "__main__":
    sys.exit(main())
