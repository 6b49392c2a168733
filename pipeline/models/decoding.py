"""How a package wants to be decoded, and in which arithmetic this machine does it best."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.errors import ModelError
from pipeline.models.environment import cpu_flags

BOUNDS: Final = {
    "length_penalty": (0.0, 2.0),
    "repetition_penalty": (1.0, 2.0),
    "no_repeat_ngram_size": (0, 20),
}


@dataclass(frozen=True, slots=True)
class Decoding:
    """CTranslate2's options by their own names; argostranslate's where the package says nothing.

    argostranslate itself does not read what a package says here.
    """

    length_penalty: float = 0.2
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0

    def options(self) -> dict[str, float]:
        """As arguments of `translate_batch`."""
        return {name: getattr(self, name) for name in BOUNDS}


def read_decoding(name: str, metadata: Mapping[str, Any]) -> Decoding:
    """The options that a package's metadata.json says. Raises ModelError for one that is no such number."""
    said: dict[str, Any] = {}
    for option, (least, most) in BOUNDS.items():
        if option not in metadata:
            continue
        value, whole = metadata[option], isinstance(least, int)
        fits = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if not fits or not least <= value <= most:
            kind = "whole number" if whole else "number"
            raise ModelError(f"{name}: metadata.json has a {option} that is no {kind} from {least:g} to {most:g}")
        said[option] = value if whole else float(value)
    return Decoding(**said)


def read_least_score(name: str, metadata: Mapping[str, Any]) -> float | None:
    """The least score of a translation to trust, if metadata.json says one. Raises ModelError for no such number."""
    value = metadata.get("least_score")
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not -20 <= value <= 0:
        raise ModelError(f"{name}: metadata.json has a least_score that is no number from -20 to 0")
    return float(value)


def compute_type() -> str:
    """int8 where the processor adds up products of bytes exactly (VNNI; ARM), else float32.

    x86 without VNNI adds pairs of products in 16 bits, where they saturate: newstest2019 loses 0.3 BLEU by it.
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return "int8"
    flags = cpu_flags()
    return "int8" if not flags or not flags.isdisjoint(("avx512_vnni", "avx_vnni", "avx512vnni")) else "float32"
