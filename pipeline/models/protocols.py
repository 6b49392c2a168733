"""What a stage may ask of a model. Stages are handed these; they never load anything themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Translation:
    """One translated segment. `english` is empty where the decoder gave nothing; `put_back` are words of the source
    that were put in the place of garbled ones; `unsure` says that the model itself finds its words unlikely."""

    english: str
    unknown_tokens: int = 0
    put_back: tuple[str, ...] = ()
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """How a language reaches English: package codes in order, e.g. ('uk_ru', 'ru_en')."""

    packages: tuple[str, ...]
    version: str
    digest: str


class Encoder(Protocol):
    """Sentences to unit vectors in one space."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str:
        """sha256 over the weights that would be loaded; known without loading them."""
        ...

    def reads(self, language: str) -> bool:
        """Whether the encoder was trained on the language (ISO 639-1)."""
        ...

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), dimension), rows of unit length, independent of batch order."""
        ...


class Translator(Protocol):
    """Sentences into English, batched over everything that a run needs."""

    @property
    def digest(self) -> str: ...

    def route(self, language: str) -> Route | None:
        """None where no installed or bundled package reaches English from it."""
        ...

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        """One translation a text, in order."""
        ...


@runtime_checkable
class Loads(Protocol):
    """A model that can be made ready before its first use."""

    def load(self, stop: Callable[[], bool]) -> None:
        """Import libraries and read weights; between steps `stop` is asked whether to leave off."""
        ...
