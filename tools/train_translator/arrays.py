"""Tokenised pairs as flat arrays, and batches of similar length drawn from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from tools.train_translator.network import BEGIN, END, PAD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Ids = NDArray[np.int16]

MOST_PIECES = 120
WINDOW = 24_000  # pairs sorted by length together: enough for little padding, few enough to mix
# Rectangles come in few sizes: for each new one the matrix products are compiled anew, a third of the time on a CPU.
PLACES, ROWS = 4, 8


def rounded(length: int) -> int:
    """A length as it is padded."""
    return -(-length // PLACES) * PLACES


@dataclass(frozen=True)
class Side:
    """Piece lists laid end to end; `starts` has one entry more than there are lists."""

    ids: Ids
    starts: Numbers

    def lengths(self) -> Numbers:
        """How many pieces each list has."""
        return np.diff(self.starts)

    def part(self, kept: NDArray[np.bool_]) -> Side:
        """Some of the lists."""
        lengths = self.lengths()
        return Side(self.ids[np.repeat(kept, lengths)], np.concatenate([[0], np.cumsum(lengths[kept])]))

    def padded(self, chosen: Numbers, before: Sequence[int] = (), after: Sequence[int] = ()) -> Tensor:
        """Chosen lists as rows, with pieces put before and after each."""
        lists = [[*before, *self.ids[self.starts[i] : self.starts[i + 1]], *after] for i in chosen]
        rows = np.full((len(lists), rounded(max(map(len, lists)))), PAD, np.int64)
        for row, pieces in zip(rows, lists, strict=True):
            row[: len(pieces)] = pieces
        return torch.from_numpy(rows)


@dataclass(frozen=True)
class Examples:
    """Both sides of n pairs and the number of each one's origin."""

    source: Side
    target: Side
    origins: NDArray[np.int8]
    names: tuple[str, ...]

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.origins)

    def part(self, kept: NDArray[np.bool_]) -> Examples:
        """Some of the pairs."""
        return Examples(self.source.part(kept), self.target.part(kept), self.origins[kept], self.names)

    def save(self, path: Path) -> None:
        """Write the arrays, replacing the file only when complete."""
        partial = path.with_suffix(".partial.npz")
        sides = {
            f"{name}_{part}": getattr(side, part)
            for name, side in (("source", self.source), ("target", self.target))
            for part in ("ids", "starts")
        }
        np.savez(partial, origins=self.origins, names=np.array(self.names), **sides)
        partial.replace(path)


def load_examples(path: Path) -> Examples:
    """Read what `Examples.save` wrote."""
    with np.load(path) as found:
        source, target = (Side(found[f"{name}_ids"], found[f"{name}_starts"]) for name in ("source", "target"))
        return Examples(source, target, found["origins"], tuple(map(str, found["names"])))


def _laid(lists: Sequence[Sequence[int]]) -> Side:
    starts = np.concatenate([[0], np.cumsum([len(pieces) for pieces in lists])]).astype(np.int64)
    flat = np.fromiter((piece for pieces in lists for piece in pieces), np.int16, int(starts[-1]))
    return Side(flat, starts)


def packed(pieces: Any, rows: Sequence[tuple[str, str, str]], english: Any = None) -> Examples:
    """Tokenise (origin, source, target) rows with a sentencepiece processor, English with its own if it has one.

    Pairs with too many pieces are left out.
    """
    sources, targets = pieces.encode([row[1] for row in rows]), (english or pieces).encode([row[2] for row in rows])
    names = tuple(sorted({row[0] for row in rows}))
    kept = [i for i in range(len(rows)) if 0 < len(sources[i]) <= MOST_PIECES and 0 < len(targets[i]) <= MOST_PIECES]
    origins = np.array([names.index(rows[i][0]) for i in kept], np.int8)
    return Examples(_laid([sources[i] for i in kept]), _laid([targets[i] for i in kept]), origins, names)


def epoch(examples: Examples, weights: Mapping[str, float], generator: np.random.Generator) -> Numbers:
    """Draw an epoch: each origin as often as its weight says, 1.5 being all once and half of it again."""
    drawn = []
    for number, name in enumerate(examples.names):
        members = np.flatnonzero(examples.origins == number)
        weight = weights.get(name, 1.0)
        for part in [1.0] * int(weight) + [weight % 1]:
            drawn.append(generator.permutation(members)[: round(part * len(members))])
    return generator.permutation(np.concatenate(drawn))


def batches(examples: Examples, order: Numbers, tokens: int, generator: np.random.Generator) -> list[Numbers]:
    """Cut an order into batches whose padded rectangle of either side has at most `tokens` places, in mixed order."""
    source, target = examples.source.lengths() + 1, examples.target.lengths() + 1
    found: list[Numbers] = []
    for start in range(0, len(order), WINDOW):
        window = order[start : start + WINDOW]
        window = window[np.lexsort((target[window], -(-source[window] // PLACES)))]
        longest = [rounded(int(length)) for length in np.maximum(source[window], target[window])]
        first, widest, i = 0, 0, 0
        while i < len(longest):
            widest = max(widest, longest[i])
            if i > first and widest * (i - first + 1) > tokens:
                i = first + max(1, (i - first) // ROWS * ROWS)
                found.append(window[first:i])
                first, widest = i, 0
                continue
            i += 1
        found.append(window[first:])
    return [found[i] for i in generator.permutation(len(found))]


def tensors(examples: Examples, batch: Numbers) -> tuple[Tensor, Tensor, Tensor]:
    """Source, target as the decoder reads it, and target as it should write it."""
    source = examples.source.padded(batch, after=(END,))
    read = examples.target.padded(batch, before=(BEGIN,))
    return source, read, examples.target.padded(batch, after=(END,))


def stream(
    examples: Examples, weights: Mapping[str, float], tokens: int, seed: int, skipped: int = 0
) -> Iterator[Numbers]:
    """Batches without end, the same for the same seed; the first `skipped` are left out."""
    number = 0
    while True:
        generator = np.random.default_rng([seed, number])
        cut = batches(examples, epoch(examples, weights, generator), tokens, generator)
        yield from cut[skipped:]
        skipped = max(0, skipped - len(cut))
        number += 1
