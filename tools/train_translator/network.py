"""The Transformer of the bundled translator: pre-norm, ReLU, a table of the source and one of English."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

UNKNOWN, BEGIN, END, PAD = 0, 1, 2, 3
LONGEST = 512  # positions


@dataclass(frozen=True)
class Shape:
    """How large a network is; `vocabulary` counts the pieces of English, `sources` those of the source (0: as many)."""

    vocabulary: int
    width: int
    inner: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    sources: int = 0


def positions(width: int, longest: int = LONGEST) -> Tensor:
    """Sinusoids (longest, width): all sines first, then all cosines."""
    place = torch.arange(longest).float()[:, None]
    rate = torch.exp(-math.log(10_000) * torch.arange(0, width, 2).float() / width)
    return torch.cat([torch.sin(place * rate), torch.cos(place * rate)], 1)


def attended(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Softmax attention written out: for sentences on a CPU twice as fast as the fused kernel, backward above all."""
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    if mask is not None:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    return torch.softmax(scores, -1).to(value.dtype) @ value


def _causal(x: Tensor) -> Tensor:
    return torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).tril()


class Attention(nn.Module):
    """Attention of a sequence to itself or to the source, behind a norm and before a residual."""

    def __init__(self, width: int, heads: int, across: bool = False) -> None:
        super().__init__()
        self.heads, self.across = heads, across
        self.norm = nn.LayerNorm(width)
        if across:
            self.query, self.key_value = nn.Linear(width, width), nn.Linear(width, 2 * width)
        else:
            self.projection = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def forward(
        self, x: Tensor, memory: Tensor | None = None, mask: Tensor | None = None, causal: bool = False
    ) -> Tensor:
        """Add what each place reads to it; `memory` is the encoded source."""
        normed = self.norm(x)
        if memory is not None:
            query = self.query(normed)
            key, value = self.key_value(memory).chunk(2, -1)
        else:
            query, key, value = self.projection(normed).chunk(3, -1)
        read = attended(self._split(query), self._split(key), self._split(value), _causal(x) if causal else mask)
        added: Tensor = self.out(read.transpose(1, 2).reshape(x.shape))
        return x + added


class FeedForward(nn.Module):
    """Two linear maps behind a norm and before a residual."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        """Add the map of each place to it."""
        added: Tensor = self.down(functional.relu(self.up(self.norm(x))))
        return x + added


class EncoderLayer(nn.Module):
    """Attention within the source, then a feed-forward map."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape.width, shape.heads)
        self.feed = FeedForward(shape.width, shape.inner)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Refine the source."""
        refined: Tensor = self.feed(self.attention(x, mask=mask))
        return refined


class DecoderLayer(nn.Module):
    """Attention within the translation so far, then to the source, then a feed-forward map."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape.width, shape.heads)
        self.across = Attention(shape.width, shape.heads, across=True)
        self.feed = FeedForward(shape.width, shape.inner)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        """Refine the translation."""
        refined: Tensor = self.feed(self.across(self.attention(x, causal=True), memory, mask))
        return refined


class Network(nn.Module):
    """Source ids and target ids in, the hidden state that precedes each next piece out."""

    positions: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.source = nn.Embedding(shape.sources or shape.vocabulary, shape.width)
        self.table = nn.Embedding(shape.vocabulary, shape.width)
        for table in (self.source, self.table):
            nn.init.normal_(table.weight, std=shape.width**-0.5)
        # Part of the weights: a network that was made wider keeps the places of the narrow one.
        self.register_buffer("positions", positions(shape.width))
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)

    def _placed(self, vectors: Tensor) -> Tensor:
        return vectors * math.sqrt(self.shape.width) + self.positions[: vectors.shape[1]]

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Hidden states (n, target length, width); padding of the source is not read."""
        padded = source == PAD
        mask = None if not bool(padded.any()) else ~padded[:, None, None, :]
        memory = self._placed(self.source(source))
        for layer in self.encoder:
            memory = layer(memory, mask)
        memory = self.encoder_norm(memory)
        hidden = self._placed(self.table(target))
        for layer in self.decoder:
            hidden = layer(hidden, memory, mask)
        normed: Tensor = self.decoder_norm(hidden)
        return normed
