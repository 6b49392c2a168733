"""Label-smoothed cross entropy over a tied vocabulary, gradients computed with the loss, and the learning rate."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

ROWS = 1024  # places a block: its probabilities stay in the cache


class SmoothedCrossEntropy(torch.autograd.Function):
    """Mean loss of `hidden @ table.T` against `wanted`, without ever holding all the logits.

    The uniform part of the smoothed target adds the same row to each gradient, so it is added at the end (a rank-one
    term) instead of to every probability.
    """

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, table: Tensor, wanted: Tensor, smoothing: float) -> Tensor:
        """hidden (n, d), table (v, d), wanted (n,)."""
        count, size = len(wanted), len(table)
        weights = table.to(hidden.dtype)
        by_hidden, by_table = torch.empty_like(hidden), torch.zeros_like(table)
        right = 1.0 - smoothing
        loss, mean_row = 0.0, table.mean(0)
        for start in range(0, count, ROWS):
            block, answers = hidden[start : start + ROWS], wanted[start : start + ROWS]
            rows = torch.arange(len(answers))
            logits = block @ weights.T
            reached = logits[rows, answers].float()
            found = torch.softmax(logits, 1)
            kept = found[rows, answers]
            normaliser = reached - kept.float().clamp(min=1e-30).log()
            loss += float((normaliser - right * reached - smoothing * (block.float() @ mean_row)).sum())
            found[rows, answers] = kept - right
            by_hidden[start : start + ROWS] = found @ weights
            by_table += found.T @ block
        share = smoothing / size
        by_hidden -= (share * table.sum(0)).to(hidden.dtype)
        by_table -= share * hidden.float().sum(0)
        ctx.save_for_backward(by_hidden.div_(count), by_table.div_(count))
        return torch.tensor(loss / count)

    @staticmethod
    def backward(ctx: Any, *outer: Tensor) -> Any:
        """Hand out what `forward` computed."""
        by_hidden, by_table = ctx.saved_tensors
        return by_hidden * outer[0], by_table * outer[0], None, None


def rate(step: int, warm_up: int, done: float, shape: str) -> float:
    """Factor of the peak learning rate: linear up over the first updates, then to zero when all is `done` (1.0)."""
    left = 1.0 - min(1.0, done)
    fallen = left if shape == "linear" else 0.5 * (1.0 - math.cos(math.pi * left))
    return min((step + 1) / warm_up, fallen)
