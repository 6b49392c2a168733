"""Where a run gets its models from: made when first asked for, read ahead by a thread where that is of use."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from pipeline.config import RunConfig
from pipeline.keys import basis_of

if TYPE_CHECKING:
    from pipeline.models.answers import Answers
    from pipeline.models.protocols import Encoder, Loads, Translator


class _Reading:
    """A thread that reads a model's weights, step by step, until it is told to stop."""

    def __init__(self, name: str, model: Loads, stop: Event) -> None:
        self._model, self._stop, self._over = model, stop, Event()
        Thread(target=self._read, name=f"reading the {name}").start()

    def _read(self) -> None:
        try:
            with suppress(Exception):
                self._model.load(self._stop.is_set)
        finally:
            self._over.set()

    def wait(self) -> None:
        """Until it is over. By an event: a `join` that an interrupt cuts short takes a living thread for ended."""
        self._over.wait()


class Models:
    """The models that a configuration names. Asking for a digest loads no weights; a model loads when it is used."""

    def __init__(self, config: RunConfig) -> None:
        self._config = config
        self._answers = answers_of(config)
        self._loaded: dict[str, Encoder | Translator] = {}
        self._ahead: dict[str, _Reading] = {}
        self._stop = Event()

    def get(self, name: str) -> Encoder | Translator:
        """The model as it is: perhaps not loaded, perhaps being read."""
        if name not in self._loaded:
            self._loaded[name] = load(name, self._config, self._config.threads, self._answers)
        return self._loaded[name]

    def ready(self, name: str) -> Encoder | Translator:
        """The model for use, when nobody else is reading it any more."""
        if name in self._ahead:
            self._ahead.pop(name).wait()
        return self.get(name)

    def read_ahead(self, name: str, contents: Iterable[str]) -> None:
        """Begin to read the weights, unless what articles of these contents (sha256) need of the model is known.

        A fault is left to come up again where the model is used.
        """
        from pipeline.models.answers import RememberedEncoder
        from pipeline.models.protocols import Loads

        model = self.get(name)
        known = isinstance(model, RememberedEncoder) and model.has_read(contents)
        if isinstance(model, Loads) and not known and name not in self._ahead:
            self._ahead[name] = _Reading(name, model, self._stop)

    def note_read(self, name: str, contents: Iterable[str]) -> None:
        """What articles of these contents need of the model has been asked for."""
        from pipeline.models.answers import RememberedEncoder

        if isinstance(model := self.get(name), RememberedEncoder):
            model.note_read(contents)

    def let_go(self, name: str) -> None:
        """Drop the weights of one model; it is made anew should anything be asked of it."""
        if name not in self._ahead:
            self._loaded.pop(name, None)

    def release(self, wait: bool = True) -> None:
        """Let go of the weights; what is asked for again is made anew. Without `wait` a step of reading may go on."""
        self._stop.set()
        for reading in self._ahead.values() if wait else ():
            reading.wait()
        self._ahead.clear()
        self._stop = Event()
        self._loaded.clear()
        if self._answers is not None:
            self._answers.close()

    @property
    def fault(self) -> str:
        """Why the answers of this run are not kept; empty where they are."""
        return self._answers.fault if self._answers is not None else ""


def answers_of(config: RunConfig) -> Answers | None:
    """The table of answers that the configuration names; not opened here."""
    if not config.cache.answers:
        return None
    from pipeline.models.answers import Answers
    from pipeline.models.environment import cache_folder

    return Answers(config.cache.dir or cache_folder(), config.cache.max_mb)


def load(name: str, config: RunConfig, threads: int, answers: Answers | None) -> Encoder | Translator:
    """The named model, asked only for what is not among the answers. Raises ModelError where it is not here."""
    from pipeline import models
    from pipeline.models.answers import RememberedEncoder, RememberedTranslator

    if name == "encoder":
        encoder = models.load_encoder(config.embed, threads)
        return RememberedEncoder(encoder, answers, basis_of(name)) if answers is not None else encoder
    translator = models.load_translator(config.translate, threads)
    return RememberedTranslator(translator, answers, basis_of(name)) if answers is not None else translator
