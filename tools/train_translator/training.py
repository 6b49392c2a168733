"""Training that can be stopped at any time: updates, checkpoint, averaged weights."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from pipeline.models.forward import bfloat16_is_native
from tools.train_translator.arrays import Examples, batches, stream, tensors
from tools.train_translator.network import PAD, Network, Shape
from tools.train_translator.objective import SmoothedCrossEntropy, rate

AVERAGE_EVERY = 10
Weights = dict[str, Tensor]


@dataclass(frozen=True)
class Recipe:
    """What a run is made of; the same recipe goes on where it stopped."""

    updates: int = 4_000
    minutes: float = 0.0  # instead of `updates`: for a machine whose other work makes them slow or quick
    peak: float = 8e-4
    warm_up: int = 200
    decay: str = "linear"
    tokens: int = 6_500
    smoothing: float = 0.1
    weight_decay: float = 1e-4
    window: int = 400  # updates that the running average looks back
    score_every: int = 500
    save_every: int = 250
    seed: int = 1
    weights: Mapping[str, float] = field(default_factory=dict)


def save_network(path: Path, network: Network) -> None:
    """Write a network's shape and weights."""
    torch.save({"shape": asdict(network.shape), "weights": network.state_dict()}, path)


def load_network(path: Path) -> Network:
    """Read what `save_network` wrote."""
    found = torch.load(path, weights_only=True)
    network = Network(Shape(**found["shape"]))
    network.load_state_dict(found["weights"])
    return network


def loss_of(network: Network, source: Tensor, read: Tensor, wanted: Tensor, smoothing: float) -> Tensor:
    """Mean loss over the pieces that are no padding; matrix products in bfloat16 where the CPU has it."""
    half = bfloat16_is_native()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        hidden = network(source, read)
    real = wanted != PAD
    loss: Tensor = SmoothedCrossEntropy.apply(  # type: ignore[no-untyped-call]
        hidden[real].to(torch.bfloat16 if half else torch.float32), network.table.weight, wanted[real], smoothing
    )
    return loss


@torch.no_grad()
def mean_loss(network: Network, examples: Examples, tokens: int = 6_500) -> float:
    """Cross entropy a piece, without smoothing, over all examples."""
    network.eval()
    total, count = 0.0, 0
    for batch in batches(examples, np.arange(len(examples)), tokens, np.random.default_rng(0)):
        pieces = tensors(examples, batch)
        real = int((pieces[2] != PAD).sum())
        total, count = total + real * float(loss_of(network, *pieces, 0.0)), count + real
    return total / count


class Trainer:
    """A network, its optimizer and the running average of its weights, kept in one checkpoint."""

    def __init__(self, network: Network, recipe: Recipe, folder: Path) -> None:
        self.network, self.recipe, self.step, self.seconds = network, recipe, 0, 0.0
        self._path = folder / "checkpoint.pt"
        self._optimizer = torch.optim.AdamW(
            network.parameters(), lr=1.0, betas=(0.9, 0.98), eps=1e-9, weight_decay=recipe.weight_decay, fused=True
        )
        self._average: Weights = {name: value.clone() for name, value in network.state_dict().items()}
        if self._path.exists():
            self._resume()

    def _resume(self) -> None:
        found = torch.load(self._path, weights_only=True)
        self.network.load_state_dict(found["weights"])
        self._optimizer.load_state_dict(found["optimizer"])
        self._average, self.step, self.seconds = found["average"], found["step"], found["seconds"]
        print(f"goes on at update {self.step}, minute {self.seconds / 60:.1f}", flush=True)

    def save(self) -> None:
        """Write the checkpoint, replacing the last one only when complete."""
        partial = self._path.with_suffix(".partial")
        state = {
            "weights": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "average": self._average,
            "step": self.step,
            "seconds": self.seconds,
        }
        torch.save(state, partial)
        partial.replace(self._path)

    def averaged(self) -> Network:
        """A network with the averaged weights."""
        network = Network(self.network.shape)
        network.load_state_dict(self._average)
        return network

    @property
    def done(self) -> float:
        """The share of the run that is behind."""
        recipe = self.recipe
        return self.seconds / (60 * recipe.minutes) if recipe.minutes else self.step / recipe.updates

    def update(self, source: Tensor, read: Tensor, wanted: Tensor) -> float:
        """One update; the loss before it."""
        recipe = self.recipe
        for group in self._optimizer.param_groups:
            group["lr"] = recipe.peak * rate(self.step, recipe.warm_up, self.done, recipe.decay)
        loss = loss_of(self.network, source, read, wanted, recipe.smoothing)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self.step += 1
        if self.step % AVERAGE_EVERY == 0:
            share = max(AVERAGE_EVERY / recipe.window, AVERAGE_EVERY / (self.step + AVERAGE_EVERY))
            with torch.no_grad():
                for name, value in self.network.state_dict().items():
                    self._average[name].lerp_(value, share)
        return float(loss.detach())

    def train(self, examples: Examples, score: Callable[[Network], str], until: int = -1) -> None:
        """Go on to the end of the recipe, or stop after the update `until`."""
        recipe, log, last = self.recipe, _Log(), time.perf_counter()
        for batch in stream(examples, recipe.weights, recipe.tokens, recipe.seed, self.step):
            if self.done >= 1.0 or self.step == until:
                break
            pieces = tensors(examples, batch)
            log.add(self.update(*pieces), int((pieces[2] != PAD).sum()))
            if self.step % 50 == 0:
                log.print(self.step)
            if self.step % recipe.save_every == 0:
                self.save()
            if self.step % recipe.score_every == 0:
                print(f"  minute {self.seconds / 60:.1f}: {score(self.averaged())}", flush=True)
            last, before = time.perf_counter(), last
            self.seconds += last - before
        self.save()
        print(f"update {self.step}: {score(self.averaged())}", flush=True)


class _Log:
    """Loss and speed since the last line."""

    def __init__(self) -> None:
        self._start, self._loss, self._updates, self._tokens = time.perf_counter(), 0.0, 0, 0

    def add(self, loss: float, tokens: int) -> None:
        self._loss, self._updates, self._tokens = self._loss + loss, self._updates + 1, self._tokens + tokens

    def print(self, step: int) -> None:
        seconds = time.perf_counter() - self._start
        speed = f"{self._tokens / seconds:.0f} target pieces/s, {seconds / self._updates:.2f} s/update"
        print(f"update {step} loss {self._loss / self._updates:.4f} {speed}", flush=True)
        self.__init__()  # type: ignore[misc]
