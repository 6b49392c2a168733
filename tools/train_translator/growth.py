"""Larger networks that compute what a smaller one computes, until they learn more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from tools.train_translator.network import Attention, DecoderLayer, EncoderLayer, FeedForward, Network


@torch.no_grad()
def deepened(network: Network, encoder_layers: int, decoder_layers: int) -> Network:
    """A deeper network that computes the same: new last layers whose maps into the residual are zero."""
    old = network.shape
    if encoder_layers < old.encoder_layers or decoder_layers < old.decoder_layers:
        raise ValueError(f"cannot shrink {old.encoder_layers}+{old.decoder_layers} layers")
    deeper = Network(replace(old, encoder_layers=encoder_layers, decoder_layers=decoder_layers))
    deeper.load_state_dict(network.state_dict(), strict=False)
    added = [*deeper.encoder[old.encoder_layers :], *deeper.decoder[old.decoder_layers :]]
    for module in (part for layer in added for part in layer.modules()):
        if isinstance(module, Attention):
            nn.init.zeros_(module.out.weight)
        elif isinstance(module, FeedForward):
            nn.init.zeros_(module.down.weight)
    return deeper


@torch.no_grad()
def with_sources(network: Network, vectors: Tensor) -> Network:
    """A network that reads more pieces: `vectors` (n, width) follow the table of the source."""
    old = network.shape
    larger = Network(replace(old, sources=(old.sources or old.vocabulary) + len(vectors)))
    weights = network.state_dict()
    weights["source.weight"] = torch.cat([weights["source.weight"], vectors])
    larger.load_state_dict(weights)
    return larger


@torch.no_grad()
def widened(network: Network, width: int, inner: int) -> Network:
    """A network of more dimensions, heads of the same size and larger feed-forward maps that computes the same.

    Each new dimension of the residual holds the mean of the old ones. A norm then finds the same mean and a variance
    smaller by the ratio of the widths, which its gain makes up for, and gives zero in the new dimensions: they say
    nothing until the maps into the residual have learnt to write there.
    """
    old = network.shape
    size = old.width // old.heads
    if width < old.width or width % size or inner < old.inner:
        raise ValueError(f"cannot widen {old.width}/{old.inner} to {width}/{inner} with heads of {size}")
    wide = Network(replace(old, width=width, inner=inner, heads=width // size))
    narrowing = math.sqrt(old.width / width)
    for ours, theirs in ((wide.source, network.source), (wide.table, network.table)):
        ours.weight.copy_(
            _with_mean(theirs.weight, width) * narrowing
        )  # the network multiplies by the root of the width
    wide.positions.copy_(_with_mean(network.positions, width))
    for layers, sources in ((wide.encoder, network.encoder), (wide.decoder, network.decoder)):
        for new, given in zip(layers, sources, strict=True):
            assert isinstance(new, EncoderLayer | DecoderLayer)
            assert isinstance(given, EncoderLayer | DecoderLayer)
            _widen_layer(new, given, narrowing)
    _widen_norm(wide.encoder_norm, network.encoder_norm, narrowing)
    _widen_norm(wide.decoder_norm, network.decoder_norm, narrowing)
    for parameter in wide.decoder_norm.parameters():  # the table of the output was made smaller
        parameter.div_(narrowing)
    return wide


def _widen_layer(new: EncoderLayer | DecoderLayer, old: EncoderLayer | DecoderLayer, narrowing: float) -> None:
    _widen_attention(new.attention, old.attention, narrowing)
    if isinstance(new, DecoderLayer) and isinstance(old, DecoderLayer):
        _widen_attention(new.across, old.across, narrowing)
    _widen_norm(new.feed.norm, old.feed.norm, narrowing)
    _widen_reader(new.feed.up, old.feed.up, 1)
    _widen_writer(new.feed.down, old.feed.down)


def _widen_attention(new: Attention, old: Attention, narrowing: float) -> None:
    _widen_norm(new.norm, old.norm, narrowing)
    if new.across:
        _widen_reader(new.query, old.query, 1)
        _widen_reader(new.key_value, old.key_value, 2)
    else:
        _widen_reader(new.projection, old.projection, 3)
    _widen_writer(new.out, old.out)


def _with_mean(vectors: Tensor, width: int) -> Tensor:
    """Rows made longer by their own means."""
    return torch.cat([vectors, vectors.mean(1, keepdim=True).expand(-1, width - vectors.shape[1])], 1)


def _widen_norm(new: nn.LayerNorm, old: nn.LayerNorm, narrowing: float) -> None:
    width = len(old.weight)
    new.weight[:width].copy_(old.weight * narrowing)
    new.bias[:width].copy_(old.bias)


def _widen_reader(new: nn.Linear, old: nn.Linear, blocks: int) -> None:
    """Maps out of a norm, `blocks` of them in one: what is new stays as random as it was made."""
    for ours, theirs in zip(_blocks(new.weight, blocks), _blocks(old.weight, blocks), strict=True):
        ours[: theirs.shape[0], : theirs.shape[1]].copy_(theirs)
    for ours, theirs in zip(_blocks(new.bias, blocks), _blocks(old.bias, blocks), strict=True):
        ours[: len(theirs)].copy_(theirs)


def _blocks(parameter: Tensor, count: int) -> Sequence[Tensor]:
    return parameter.detach().chunk(count)


def _widen_writer(new: nn.Linear, old: nn.Linear) -> None:
    """Maps into the residual: new heads and units write nothing yet, new dimensions get the mean of the old."""
    new.weight.zero_()
    new.weight[:, : old.in_features].copy_(_with_mean(old.weight.T, new.out_features).T)
    new.bias.copy_(_with_mean(old.bias[None], new.out_features)[0])
