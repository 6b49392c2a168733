"""CTranslate2's model.bin, read back: the weights of a package as a network that can be trained further."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from tools.train_translator.network import Attention, DecoderLayer, EncoderLayer, Network, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import nn

    Variables = Mapping[str, NDArray[np.generic]]

VERSION = 6
# Type numbers of the file; 5 (bfloat16) has no numpy type and is not written by int8 conversion.
TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
SCALE = "_scale"
SOURCE = "encoder/embeddings_0"


class _Reader:
    """Little-endian fields of a file, front to back."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        found = self._content[self._at : self._at + count]
        if len(found) < count:
            raise ValueError("model.bin ends early")
        self._at += count
        return found

    def number(self, form: str) -> int:
        """The next integer of a `struct` form."""
        return int(struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0])

    def text(self) -> str:
        """The next string: its length with the closing zero, then its bytes."""
        return self.take(self.number("H"))[:-1].decode("utf-8")


def read_variables(path: Path) -> dict[str, NDArray[np.generic]]:
    """All variables by name, int8 ones multiplied out, aliases resolved."""
    reader = _Reader(path.read_bytes())
    if (version := reader.number("I")) != VERSION:
        raise ValueError(f"{path.name} has format version {version}, not {VERSION}")
    reader.text(), reader.number("I")  # the name and revision of the architecture
    raw: dict[str, NDArray[np.generic]] = {}
    for _ in range(reader.number("I")):
        name = reader.text()
        dimensions = [reader.number("I") for _ in range(reader.number("B"))]
        kind = TYPES[reader.number("B")]
        raw[name] = np.frombuffer(reader.take(reader.number("I")), kind).reshape(dimensions)
    found = {name: _multiplied_out(name, value, raw) for name, value in raw.items() if not name.endswith(SCALE)}
    for _ in range(reader.number("I")):
        alias, name = reader.text(), reader.text()
        if name in found:
            found[alias] = found[name]
    return found


def _multiplied_out(name: str, value: NDArray[np.generic], raw: Variables) -> NDArray[np.generic]:
    scale = raw.get(name + SCALE)
    if scale is None:
        return value
    found: NDArray[np.float32] = value.astype(np.float32) / scale.astype(np.float32).reshape(-1, 1)
    return found


def shape_of(variables: Variables) -> Shape:
    """The size of the network in a file."""

    def layers(side: str) -> int:
        return len(
            {
                name.split("/")[1]
                for name in variables
                if name.startswith(f"{side}/layer_") and "norm" not in name.split("/")[1]
            }
        )

    table, sources = variables["decoder/embeddings/weight"], len(variables[f"{SOURCE}/weight"])
    return Shape(
        vocabulary=table.shape[0],
        width=table.shape[1],
        inner=variables["encoder/layer_0/ffn/linear_0/weight"].shape[0],
        heads=int(variables["encoder/num_heads"]),
        encoder_layers=layers("encoder"),
        decoder_layers=layers("decoder"),
        sources=sources if sources != len(table) else 0,
    )


def names(network: Network) -> dict[str, nn.Module]:
    """CTranslate2's name of every module that has weights."""
    found: dict[str, nn.Module] = {
        SOURCE: network.source,
        "decoder/embeddings": network.table,
        "encoder/layer_norm": network.encoder_norm,
        "decoder/layer_norm": network.decoder_norm,
    }
    for side, layers in (("encoder", network.encoder), ("decoder", network.decoder)):
        for number, layer in enumerate(layers):
            at = f"{side}/layer_{number}"
            assert isinstance(layer, EncoderLayer | DecoderLayer)
            found |= _attention_names(f"{at}/self_attention", layer.attention)
            if isinstance(layer, DecoderLayer):
                found |= _attention_names(f"{at}/attention", layer.across)
            feed = layer.feed
            found |= {f"{at}/ffn/layer_norm": feed.norm, f"{at}/ffn/linear_0": feed.up, f"{at}/ffn/linear_1": feed.down}
    return found


def _attention_names(at: str, attention: Attention) -> dict[str, nn.Module]:
    maps = [attention.query, attention.key_value] if attention.across else [attention.projection]
    return {f"{at}/layer_norm": attention.norm} | {
        f"{at}/linear_{number}": module for number, module in enumerate([*maps, attention.out])
    }


@torch.no_grad()
def network_of(path: Path) -> Network:
    """The network in a model.bin, its weights as exact as the file has them."""
    variables = read_variables(path)
    network = Network(shape_of(variables))
    for name, module in names(network).items():
        norm = isinstance(module, torch.nn.LayerNorm)
        for parameter, value in module.named_parameters():
            stored = {"weight": "gamma", "bias": "beta"}[parameter] if norm else parameter
            value.copy_(torch.from_numpy(variables[f"{name}/{stored}"].astype(np.float32)))
    network.positions.copy_(torch.from_numpy(variables["encoder/position_encodings/encodings"].astype(np.float32)))
    return network
