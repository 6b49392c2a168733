"""Cache keys, all known before anything is computed. Keys propagate: a shard's key is made of its stage's recipe and
of the keys of the shards that it reads, so that no frame is ever hashed to find out whether it is still good.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from pipeline.config import RunConfig
from pipeline.flow import Stage
from pipeline.models.digests import file_digest

PACKAGE: Final = Path(__file__).parent
# A list of names ends with its line or its bracket: read on, it would swallow the next import.
IMPORT: Final = re.compile(
    rb"^[ \t]*(?:from|import)[ \t]+(pipeline[\w.]*)(?:[ \t]+import[ \t]+(?:\(([^)]*)\)|([\w, \t]+)))?", re.MULTILINE
)
NOT_ANSWERS: Final = ("output", "executor", "threads", "ray", "cache")

MODEL_LIBRARIES: Final = {
    "encoder": ("sentence-transformers", "tokenizers", "torch", "transformers"),
    "translator": ("ctranslate2", "sentencepiece"),
}
"""What computes a model's answers, beside its weights."""

OPTIONAL_LIBRARIES: Final = {"stories": ("usearch",)}
"""What a stage uses where it is installed."""

Membership = Mapping[str, Sequence[Sequence[str | None]]]
"""Story -> its rows of the stories frame without the story itself; the first value of a row is the article."""


def digest(*parts: object) -> str:
    """sha256 of the parts as canonical JSON."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def config_digest(config: RunConfig) -> str:
    """What of the configuration may change answers: neither where the corpus lies nor where the output goes."""
    kept = config.model_dump(mode="json", exclude={*NOT_ANSWERS, "corpus"})
    kept["corpus"] = config.corpus.model_dump(mode="json", exclude={"path"})
    return digest(kept)


def recipe(stage: Stage, config: RunConfig, models: Mapping[str, str]) -> dict[str, Any]:
    """Everything besides the input that a stage's answers depend on; kept in the manifest, so that `plan` can say why.

    `models` maps each of the stage's models to its digest.
    """
    return {
        "version": stage.version,
        "config": _section(config.section(stage.name)),
        "models": {name: models[name] for name in stage.models},
        "libraries": {name: metadata.version(name) for name in sorted(_libraries(stage))}
        | {name: metadata.version(name) for name in OPTIONAL_LIBRARIES.get(stage.name, ()) if find_spec(name)},
        "source": source_digest(stage.target.partition(":")[0], bool(stage.models)),
    }


def basis_of(model: str) -> str:
    """What a model's answers depend on besides its weights and the text: the code around it and its libraries."""
    libraries = {name: metadata.version(name) for name in MODEL_LIBRARIES[model]}
    return digest(model, libraries, source_digest("pipeline.models", with_models=True))


def _libraries(stage: Stage) -> set[str]:
    return {"polars", *stage.libraries, *(library for model in stage.models for library in MODEL_LIBRARIES[model])}


def _section(section: BaseModel) -> dict[str, Any]:
    """The section's values; a file that one names counts by its content, not by its place."""
    values: dict[str, Any] = section.model_dump(mode="json")
    for name in values:
        if isinstance(path := getattr(section, name), Path):
            values[name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else f"no file {path.name}"
    return values


def source_digest(module: str, with_models: bool) -> str:
    """Digest over the source of a stage's module, of all that it imports of this package, and of the tables beside."""
    found: dict[str, str] = {}
    waiting = [module, "pipeline.models"] if with_models else [module]
    met = set(waiting)
    while waiting:
        for name, content, imported in _module_files(waiting.pop()):
            found[name] = content
            waiting += [each for each in imported if each not in met]
            met.update(imported)
    return digest(sorted(found.items()))


@cache
def _module_files(module: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(name, sha256, modules it imports) of a module's file; of a package those of its source and of the tables (TOML,
    JSON, xz) in its folder."""
    base = PACKAGE.joinpath(*module.split(".")[1:])
    if base.with_suffix(".py").is_file():
        return (_file(base.with_suffix(".py"), module.rpartition(".")[0]),)  # its package is imported with it
    if module == "pipeline" or not (base / "__init__.py").is_file():
        return ()
    tables = sorted(path for path in base.iterdir() if path.suffix in {".toml", ".json", ".xz"})
    return (_file(base / "__init__.py"), *map(_file, tables))


def _file(path: Path, *package: str) -> tuple[str, str, tuple[str, ...]]:
    content = path.read_bytes()
    imported = (*package, *_imports(content)) if path.suffix == ".py" else ()
    return path.relative_to(PACKAGE).as_posix(), hashlib.sha256(content).hexdigest(), imported


def _imports(source: bytes) -> tuple[str, ...]:
    """Names of this package's modules in the import statements of a file, those inside functions included."""
    names: set[str] = set()
    for match in IMPORT.finditer(source):
        module = match.group(1).decode()
        names.add(module)
        listed = match.group(2) or match.group(3)
        if listed:
            names.update(f"{module}.{name}" for name in re.findall(r"\w+", listed.decode()))
    return tuple(sorted(names))


class Keys:
    """The keys of a run, stage after stage. `root` maps each article to the key of its file."""

    def __init__(self, flow: Sequence[Stage], root: Mapping[str, str], recipe_of: Callable[[Stage], dict[str, Any]]):
        self._maker = {frame: stage for stage in flow for frame in stage.writes}
        self._root = dict(root)
        self._recipe_of = recipe_of
        self._of: dict[str, dict[str, str]] = {}
        self._membership: Membership = {}

    def set_membership(self, membership: Membership) -> None:
        """The stories are known from here on."""
        self._membership = membership

    def of(self, stage: Stage) -> dict[str, str]:
        """Shard -> key. A story's key is made of its own members', so that news elsewhere changes nothing here."""
        if stage.name not in self._of:
            mix = digest(stage.name, self._recipe_of(stage))
            self._of[stage.name] = {shard: digest(mix, self._upstream(stage, shard)) for shard in self._shards(stage)}
        return self._of[stage.name]

    def _shards(self, stage: Stage) -> list[str]:
        if stage.shard == "article":
            return sorted(self._root)
        return sorted(self._membership) if stage.shard == "story" else ["corpus"]

    def _upstream(self, stage: Stage, shard: str) -> list[object]:
        makers = dict.fromkeys(self._maker.get(name) for name in stage.reads)
        return [self._read_keys(stage, shard, maker) for maker in makers]

    def _read_keys(self, stage: Stage, shard: str, maker: Stage | None) -> object:
        """Keys of what one shard reads of one maker (None: the files themselves)."""
        keys = self._root if maker is None else self.of(maker)
        if stage.shard == "corpus":
            return sorted(keys.items())
        if stage.shard == "article":
            return keys[shard]
        if maker is not None and maker.shard == "corpus":
            return self._membership[shard]
        if maker is not None and maker.shard == "story":
            return keys[shard]
        return [keys[str(row[0])] for row in self._membership[shard]]


def folder_digest(name: str) -> str:
    """Digest over every source, template and table under a folder of the package."""
    paths = sorted(path for path in (PACKAGE / name).rglob("*") if path.is_file() and path.suffix != ".pyc")
    return digest([(path.relative_to(PACKAGE).as_posix(), file_digest(path)) for path in paths])
