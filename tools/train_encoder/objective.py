"""The loss both students share, and the measure both are judged by while they train."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

# Teacher vectors closer than this say the same thing: they are no negatives of one another.
SAME = 0.9


def distil_loss(found: Tensor, target: Tensor, others: Tensor, scale: float, weight: float) -> Tensor:
    """Contrastive in both directions plus `weight` times the mean cosine distance.

    found: unit student vectors (n, d); target: unit teacher vectors (n, d); others: further
    teacher vectors (m, d) that serve as negatives of every row.
    """
    candidates = torch.cat([target, others])
    with torch.no_grad():
        near = target @ candidates.T > SAME
        near[:, : len(target)].fill_diagonal_(False)
    scores = found @ candidates.T
    labels = torch.arange(len(target))
    rows = (scores * scale).masked_fill(near, -1e4)
    columns = (scores[:, : len(target)] * scale).masked_fill(near[:, : len(target)], -1e4).T
    contrast = functional.cross_entropy(rows, labels) + functional.cross_entropy(columns, labels)
    return contrast / 2 + weight * (1 - (found * target).sum(1)).mean()


def rival_loss(found: Tensor, target: Tensor, rivals: Tensor, scale: float) -> Tensor:
    """Ask each vector to lie nearer its target than the edited sentence beside it.

    The teacher itself hardly tells the two apart, so the gap is scaled up, not fixed in size.
    """
    gap = ((rivals - target) * found).sum(1)
    return functional.softplus(gap * scale).mean()


def precision_at_1(found: Tensor, target: Tensor) -> float:
    """How often the nearest target of row i (by cosine) is target i."""
    best = (functional.normalize(found) @ functional.normalize(target).T).argmax(1)
    return float((best == torch.arange(len(found))).float().mean())


def linear(step: int, total: int, warmup: int, decay: int) -> float:
    """Factor of the learning rate: up over `warmup`, flat, down to zero over the last `decay`."""
    return max(0.0, min(1.0, (step + 1) / max(warmup, 1), (total - step) / max(decay, 1)))
