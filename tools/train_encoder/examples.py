"""Training examples as flat arrays: token ids of any language, and the row of their target vector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.train_encoder.data import Pair
from tools.train_encoder.ukrainian import ukrainianised

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

LANGUAGES = ("ru", "uk", "de", "fr", "es", "cs", "it", "en")


@dataclass(frozen=True)
class Examples:
    """`n` token lists laid end to end; `starts` has n + 1 entries, the others one an example."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    languages: NDArray[np.int8]

    def __len__(self) -> int:
        """Count the examples."""
        return len(self.rows)

    def lengths(self) -> NDArray[np.int64]:
        """Count the tokens of each example."""
        return np.diff(self.starts)

    def tokens(self, i: int) -> NDArray[np.int32]:
        """Return the token ids of one example, without [CLS] and [SEP]."""
        return self.ids[self.starts[i] : self.starts[i + 1]]

    def taken(self, chosen: NDArray[np.int64]) -> Examples:
        """Return the chosen examples alone, in the order chosen."""
        lists = [self.tokens(int(i)) for i in chosen]
        starts = np.concatenate([[0], np.cumsum([len(ids) for ids in lists])]).astype(np.int64)
        return Examples(np.concatenate(lists), starts, self.rows[chosen], self.languages[chosen])

    def save(self, path: Path) -> None:
        """Write the arrays, replacing the file only when complete."""
        partial = path.with_suffix(".partial.npz")
        np.savez(partial, ids=self.ids, starts=self.starts, rows=self.rows, languages=self.languages)
        partial.replace(path)


def load_examples(path: Path) -> Examples:
    """Read what `Examples.save` wrote."""
    with np.load(path) as found:
        return Examples(found["ids"], found["starts"], found["rows"], found["languages"])


def pack(
    tokenizer: Tokenizer,
    texts: Sequence[str],
    rows: Sequence[int],
    languages: Sequence[str],
    chunk: int = 20_000,
) -> Examples:
    """Tokenise texts and lay them end to end."""
    lists: list[list[int]] = []
    for start in range(0, len(texts), chunk):
        found = tokenizer.encode_batch(list(texts[start : start + chunk]), add_special_tokens=False)
        lists.extend(one.ids for one in found)
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in lists])]).astype(np.int64)
    flat = np.fromiter((i for ids in lists for i in ids), dtype=np.int32, count=int(starts[-1]))
    names = [LANGUAGES.index(name) for name in languages]
    return Examples(flat, starts, np.array(rows, np.int32), np.array(names, np.int8))


def build_examples(
    pairs: Sequence[Pair], english: Sequence[str], ready: int, ukrainian_every: int, tokenizer: Tokenizer
) -> Examples:
    """Make examples of all pairs whose English has a teacher vector (the first `ready` ones).

    Every `ukrainian_every`-th Russian sentence is taken in Ukrainian spelling as well, and each
    English sentence is an example of itself, so that English keeps its place.
    """
    row_of = {text: row for row, text in enumerate(english[:ready])}
    items = [(p.source, row_of[p.english], p.language) for p in pairs if p.english in row_of]
    russian = [item for item in items if item[2] == "ru"]
    items += [(ukrainianised(text), row, "uk") for text, row, _ in russian[::ukrainian_every]]
    items += [(text, row, "en") for text, row in row_of.items()]
    texts, rows, languages = zip(*items, strict=True)
    return pack(tokenizer, texts, rows, languages)


def epoch_order(examples: Examples, shares: dict[str, float], generator: np.random.Generator) -> NDArray[np.int64]:
    """Draw one epoch: a share (0 to 1, or above for repeats) of each language, mixed."""
    drawn = []
    for number, name in enumerate(LANGUAGES):
        members = np.flatnonzero(examples.languages == number)
        share = shares.get(name, 1.0)
        for part in [1.0] * int(share) + [share % 1]:
            count = round(part * len(members))
            drawn.append(generator.permutation(members)[:count])
    order: NDArray[np.int64] = generator.permutation(np.concatenate(drawn))
    return order


def similar_lengths(
    order: NDArray[np.int64], lengths: NDArray[np.int64], batch: int, generator: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Cut an order into batches of similar length, sorting within windows of fifty batches."""
    batches: list[NDArray[np.int64]] = []
    for start in range(0, len(order), 50 * batch):
        window = order[start : start + 50 * batch]
        window = window[np.argsort(lengths[window], kind="stable")]
        cut = [window[i : i + batch] for i in range(0, len(window), batch)]
        batches.extend(cut[i] for i in generator.permutation(len(cut)))
    yield from batches
