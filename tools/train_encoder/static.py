"""The static student: a sentence is the mean of its tokens' vectors.

With `letters` set, a token's vector is, while it trains, its own plus those of the letter sequences
in it, so that rare forms of a word learn from the frequent ones; the sum is what is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tools.train_encoder.examples import Examples, epoch_order
from tools.train_encoder.objective import distil_loss, linear

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StaticRecipe:
    """Settings of the static student; shares say how much of a language one epoch takes."""

    epochs: int = 2
    batch: int = 2048
    rate: float = 0.01
    drop: float = 0.15
    scale: float = 20.0
    weight: float = 5.0
    negatives: int = 2048
    average: float = 0.99
    letters: bool = False
    seed: int = 0
    shares: tuple[tuple[str, float], ...] = (("en", 0.2), ("it", 2.0))


def letter_sequences(pieces: Sequence[str], sizes: Sequence[int] = (3, 4, 5), least: int = 3) -> Tensor:
    """Count in each piece the letter sequences that at least `least` pieces share.

    Returns a sparse (len(pieces), sequences) matrix whose rows sum to one, or are empty.
    """
    found = [{piece[i : i + n] for n in sizes for i in range(len(piece) - n + 1)} for piece in pieces]
    shared = Counter(sequence for sequences in found for sequence in sequences)
    column = {sequence: i for i, sequence in enumerate(sorted(s for s, n in shared.items() if n >= least))}
    places, weights = [], []
    for row, sequences in enumerate(found):
        known = sorted(column[sequence] for sequence in sequences if sequence in column)
        places += [(row, place) for place in known]
        weights += [1 / max(1, len(known))] * len(known)
    index = torch.tensor(places, dtype=torch.long).reshape(-1, 2).T
    shape = (len(pieces), len(column))
    return torch.sparse_coo_tensor(index, torch.tensor(weights), shape, check_invariants=True).coalesce()


def bag(examples: Examples, chosen: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """Lay the chosen examples end to end: their ids and where each begins."""
    lists = [examples.tokens(int(i)) for i in chosen]
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in lists])[:-1]])
    return torch.from_numpy(np.concatenate(lists).astype(np.int64)), torch.from_numpy(starts)


def dropped(ids: Tensor, starts: Tensor, rate: float) -> Tensor:
    """Weights of the tokens: zero for a random `rate` of them, never for the first of a bag."""
    weights = (torch.rand(len(ids)) >= rate).float()
    weights[starts] = 1.0
    return weights


def train_static(
    examples: Examples,
    vectors: NDArray[np.float16],
    pieces: Sequence[str],
    recipe: StaticRecipe,
    report: Callable[[int, Tensor], None],
) -> Tensor:
    """Train the vectors of the pieces (len(pieces), width); `report` sees the averaged ones after each epoch.

    The average runs over steps: single weights overfit rare tokens long before the end.
    """
    torch.manual_seed(recipe.seed)
    generator = np.random.default_rng(recipe.seed)
    inside = letter_sequences(pieces) if recipe.letters else None
    own = torch.nn.Parameter(torch.randn(len(pieces), vectors.shape[1]) * 0.02)
    shared = torch.nn.Parameter(torch.zeros(0 if inside is None else inside.shape[1], vectors.shape[1]))
    mean, step = torch.zeros_like(own), 0
    optimizer = torch.optim.Adam([own] if inside is None else [own, shared], lr=recipe.rate, fused=True)
    shares = dict(recipe.shares)
    total = recipe.epochs * (len(epoch_order(examples, shares, generator)) // recipe.batch)
    for epoch in range(recipe.epochs):
        order = epoch_order(examples, shares, generator)
        for start in range(0, len(order) - recipe.batch + 1, recipe.batch):
            chosen = order[start : start + recipe.batch]
            ids, starts = bag(examples, chosen)
            table = own if inside is None else own + torch.sparse.mm(inside, shared)
            weights = dropped(ids, starts, recipe.drop)
            summed = functional.embedding_bag(ids, table, starts, mode="sum", per_sample_weights=weights)
            target = torch.from_numpy(vectors[examples.rows[chosen]]).float()
            extra = generator.integers(0, len(vectors), recipe.negatives)
            others = torch.from_numpy(vectors[extra]).float()
            loss = distil_loss(functional.normalize(summed), target, others, recipe.scale, recipe.weight)
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate * linear(step, total, 20, total)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            step += 1
            keep = min(recipe.average, step / (step + 10))
            mean.mul_(keep).add_(table.detach(), alpha=1 - keep)
        report(epoch, mean)
    return mean
