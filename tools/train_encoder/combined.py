"""The combined student: a finished Transformer and a finished bag of tokens over its pieces, read by one linear map.

The two fail on different sentences, so that together they find more than either. Nothing is trained by steps: the
lengths of the piece vectors are evened out, and the map is fitted by least squares to the teacher's vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tools.train_encoder.examples import LANGUAGES
from tools.train_encoder.static import bag
from tools.train_encoder.vocabulary import CLS, PAD, SEP, SPECIAL

if TYPE_CHECKING:
    from tools.train_encoder.examples import Examples

PLAIN = 0.6  # factor that brings the sum of both vectors near unit length
AROUND = 2  # [CLS] and [SEP]: they count in the mean, and their vectors are zero


@dataclass(frozen=True)
class CombinedRecipe:
    """Settings of the combined student."""

    power: float = 0.5  # of a piece vector's length: rare pieces learn long vectors from the few sentences they saw
    share: float = 2.0  # mean length of the bag's vectors, where the Transformer's have one
    ridge: float = 0.03  # how firmly the map is held to the plain sum of both vectors, as a share of the examples
    examples: int = 20_000
    seed: int = 0


def fit_on(examples: Examples, recipe: CombinedRecipe) -> Examples:
    """Draw the sentences that the map is fitted to; none of them English, which the teacher reads itself."""
    foreign = np.flatnonzero(examples.languages != LANGUAGES.index("en"))
    drawn = np.random.default_rng(recipe.seed).permutation(foreign)[: recipe.examples]
    return examples.taken(np.sort(drawn))


def tempered(table: Tensor, power: float) -> Tensor:
    """Raise the length of every piece vector to `power`; pieces without a meaning of their own become zero."""
    lengths = table.norm(dim=1, keepdim=True).clamp(min=1e-9)
    found = table * lengths ** (power - 1)
    found[[SPECIAL.index(name) for name in (PAD, CLS, SEP)]] = 0
    return found


def mean_vectors(table: Tensor, examples: Examples, longest: int) -> Tensor:
    """Mean piece vector of each example, of as many pieces as the Transformer reads."""
    cut = longest - AROUND
    ids, starts = bag(examples, np.arange(len(examples)))
    lengths = torch.diff(starts, append=torch.tensor([len(ids)]))
    place = torch.arange(len(ids)) - starts.repeat_interleave(lengths)
    read = (place < cut).float()
    summed = functional.embedding_bag(ids, table, starts, mode="sum", per_sample_weights=read)
    return summed / (lengths.clamp(max=cut) + AROUND)[:, None]


def evened(table: Tensor, examples: Examples, recipe: CombinedRecipe, longest: int) -> Tensor:
    """Temper the table, and scale it so that the means of the examples have the length `share` on average."""
    found = tempered(table, recipe.power)
    return found * recipe.share / mean_vectors(found, examples, longest).norm(dim=1).mean()


def fitted_map(deep: Tensor, mean: Tensor, target: Tensor, ridge: float) -> Tensor:
    """Fit the map (2 * width, width) from both vectors side by side to the teacher's, held to their plain sum."""
    both = torch.cat([deep, mean], dim=1).double()
    width = target.shape[1]
    plain = torch.eye(width, dtype=torch.float64).repeat(2, 1) * PLAIN
    held = both.T @ both + ridge * len(both) * torch.eye(2 * width, dtype=torch.float64)
    return (plain + torch.linalg.solve(held, both.T @ (target.double() - both @ plain))).float()


def parted(table: Tensor, by_map: Tensor, deep: Tensor) -> tuple[Tensor, Tensor]:
    """Lay the map into its two parts: a turn (width, width) of the Transformer's vectors, and a table turned already.

    What is left to do to a sentence is then an addition, exact in any batch. The turned unit vectors are of one length
    to within a hundredth; the table is scaled to that length being one.
    """
    turn = by_map[: table.shape[1]]
    return turn, table @ by_map[table.shape[1] :] / (deep @ turn).norm(dim=1).mean()


def combined_vectors(deep: Tensor, mean: Tensor, turn: Tensor) -> Tensor:
    """Unit vectors (n, width) of the combined student."""
    return functional.normalize(functional.normalize(deep @ turn, dim=1) + mean, dim=1)
