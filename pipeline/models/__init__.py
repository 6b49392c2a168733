"""Models: lazy objects behind two protocols. Making one is cheap and reads no weights; using one loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.config import EmbedConfig, TranslateConfig
from pipeline.models.protocols import Encoder, Translator

__all__ = ["Encoder", "Translator", "load_encoder", "load_translator"]


def load_encoder(config: EmbedConfig, threads: int = 0) -> Encoder:
    """The configured encoder: the bundled pair, or one model by name or path. ModelError if it is not here."""
    from pipeline.models.encoder import bundled_encoder, chosen_encoder

    return bundled_encoder(threads) if config.model == "bundled" else chosen_encoder(config, threads)


def load_translator(config: TranslateConfig, threads: int = 0) -> Translator:
    """The packages on this machine that lead to English, installed ones before bundled ones."""
    from pipeline.models.translator import ArgosTranslator

    return ArgosTranslator(config, threads)
