"""The Transformer student: a few of the teacher's layers, trained to give the teacher's vectors."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from pipeline.models.forward import bfloat16_is_native
from tools.train_encoder.examples import Examples, epoch_order, similar_lengths
from tools.train_encoder.objective import distil_loss, linear, rival_loss
from tools.train_encoder.vocabulary import CLS, PAD, SEP, SPECIAL

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import BertModel


@dataclass(frozen=True)
class TransformerRecipe:
    """Settings of one run; a later run with more steps resumes from its checkpoint."""

    steps: int = 3200
    decay: int = 1900
    warmup: int = 50
    batch: int = 256
    longest: int = 64
    word_rate: float = 1.5e-3
    layer_rate: float = 2e-4
    scale: float = 20.0
    weight: float = 5.0
    negatives: int = 2048
    rival_scale: float = 40.0
    rival_weight: float = 0.5
    average: float = 0.995
    seed: int = 0
    save_every: int = 100
    shares: tuple[tuple[str, float], ...] = (("en", 0.3), ("it", 2.0))


@dataclass(frozen=True)
class Rivals:
    """Vectors of edited sentences; `at` gives for each row of the targets its rival, or -1."""

    at: NDArray[np.int64]
    vectors: NDArray[np.float16]


def padded(examples: Examples, chosen: NDArray[np.int64], longest: int) -> tuple[Tensor, Tensor]:
    """Lay examples out as a padded matrix with [CLS] and [SEP], and its mask."""
    lists = [examples.tokens(int(i))[: longest - 2] for i in chosen]
    width = max(len(ids) for ids in lists) + 2
    out = np.full((len(lists), width), SPECIAL.index(PAD), np.int64)
    mask = np.zeros((len(lists), width), np.int64)
    out[:, 0] = SPECIAL.index(CLS)
    for row, ids in enumerate(lists):
        out[row, 1 : len(ids) + 1] = ids
        out[row, len(ids) + 1] = SPECIAL.index(SEP)
        mask[row, : len(ids) + 2] = 1
    return torch.from_numpy(out), torch.from_numpy(mask)


def sentence_vectors(model: BertModel, ids: Tensor, mask: Tensor) -> Tensor:
    """Unit mean of the last layer over real tokens: (n, width), computed in bf16 where the CPU has it."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16_is_native()):
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    return functional.normalize((hidden.float() * mask[..., None]).sum(1), dim=1)


def encode_examples(model: BertModel, examples: Examples, longest: int, batch: int = 64) -> Tensor:
    """Encode all examples in their order, batching those of similar length together."""
    order = np.argsort(examples.lengths(), kind="stable")
    out = torch.empty(len(examples), model.config.hidden_size)
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            out[torch.from_numpy(chosen)] = sentence_vectors(model, *padded(examples, chosen, longest))
    return out


class Trainer:
    """One training run: model, its running average, optimizer and step, all in one checkpoint."""

    def __init__(self, model: BertModel, recipe: TransformerRecipe, folder: Path) -> None:
        """Take up the checkpoint in `folder` if one is there."""
        self.model, self.recipe, self.folder = model, recipe, folder
        words = [model.embeddings.word_embeddings.weight]
        layers = [p for name, p in model.named_parameters() if "word_embeddings" not in name]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": words, "peak": recipe.word_rate},
                {"params": layers, "peak": recipe.layer_rate},
            ],
            lr=0.0,
            betas=(0.9, 0.98),
            weight_decay=0.0,
            fused=True,
        )
        self.step = 0
        self.mean = {name: p.detach().clone() for name, p in model.named_parameters()}
        if (folder / "checkpoint.pt").exists():
            self._load()

    def _load(self) -> None:
        found: dict[str, Any] = torch.load(self.folder / "checkpoint.pt", weights_only=True)
        self.model.load_state_dict(found["model"])
        self.optimizer.load_state_dict(found["optimizer"])
        for group, peak in zip(
            self.optimizer.param_groups, (self.recipe.word_rate, self.recipe.layer_rate), strict=True
        ):
            group["peak"] = peak
        self.mean, self.step = found["mean"], found["step"]

    def save(self) -> None:
        """Write the checkpoint, replacing the old one only when complete."""
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / "checkpoint.partial"
        torch.save(
            {
                "model": self.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "mean": self.mean,
                "step": self.step,
            },
            partial,
        )
        partial.replace(self.folder / "checkpoint.pt")

    def _learn(self, loss: Tensor) -> float:
        recipe = self.recipe
        factor = linear(self.step, recipe.steps, recipe.warmup, recipe.decay)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        self.optimizer.step()
        self.step += 1
        with torch.no_grad():
            keep = min(recipe.average, self.step / (self.step + 10))
            for name, parameter in self.model.named_parameters():
                self.mean[name].lerp_(parameter, 1 - keep)
        return float(loss.detach())

    def _loss(self, found: Tensor, rows: NDArray[np.int32], vectors: NDArray[np.float16], rivals: Rivals) -> Tensor:
        recipe = self.recipe
        draw = np.random.default_rng((recipe.seed, 1, self.step))
        extra = draw.integers(0, len(vectors), recipe.negatives)
        others = torch.from_numpy(vectors[extra]).float()
        target = torch.from_numpy(vectors[rows]).float()
        loss = distil_loss(found, target, others, recipe.scale, recipe.weight)
        have = np.flatnonzero(rivals.at[rows] >= 0)
        if len(have) and recipe.rival_weight:
            edited = torch.from_numpy(rivals.vectors[rivals.at[rows[have]]]).float()
            where = torch.from_numpy(have)
            loss = loss + recipe.rival_weight * rival_loss(found[where], target[where], edited, recipe.rival_scale)
        return loss

    def _batches(self, examples: Examples) -> Iterator[NDArray[np.int64]]:
        """Go through epoch after epoch, each drawn by its number; skip what is done already."""
        epoch = 0
        done = self.step
        while True:
            generator = np.random.default_rng((self.recipe.seed, epoch))
            order = epoch_order(examples, dict(self.recipe.shares), generator)
            batches = list(similar_lengths(order, examples.lengths(), self.recipe.batch, generator))
            yield from batches[done:]
            done = max(0, done - len(batches))
            epoch += 1

    def train(
        self,
        examples: Examples,
        vectors: NDArray[np.float16],
        rivals: Rivals,
        report: Callable[[Trainer], None] | None = None,
    ) -> None:
        """Train to the recipe's last step, saving and reporting every `save_every` steps."""
        torch.manual_seed(self.recipe.seed)
        began, losses = time.time(), []
        for chosen in self._batches(examples):
            if self.step >= self.recipe.steps:
                break
            ids, mask = padded(examples, chosen, self.recipe.longest)
            found = sentence_vectors(self.model, ids, mask)
            losses.append(self._learn(self._loss(found, examples.rows[chosen], vectors, rivals)))
            if self.step % self.recipe.save_every == 0 or self.step == self.recipe.steps:
                spent = time.time() - began
                print(f"step {self.step} loss {np.mean(losses):.3f} {spent:.0f} s", flush=True)
                losses.clear()
                self.save()
                if report is not None:
                    report(self)

    def averaged(self) -> BertModel:
        """Return the model with its running averages for weights (for judging and shipping)."""
        model: BertModel = copy.deepcopy(self.model)
        model.load_state_dict(self.model.state_dict() | self.mean)
        model.train(False)
        return model
