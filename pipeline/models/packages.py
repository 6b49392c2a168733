"""Argos packages on this machine, the user's own (argostranslate's folder) and the bundled, and routes into English.

Read from their metadata.json alone: importing `argostranslate.package` makes folders in the user's home, and
`argostranslate.translate` imports stanza, so neither is imported to find or to run a package.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from pipeline.errors import ModelError
from pipeline.models import digests
from pipeline.models.decoding import Decoding, read_decoding, read_least_score
from pipeline.models.environment import argos_config_file, argos_data_folder

BUNDLED: Final = digests.ASSETS / "packages"
ENGLISH: Final = "en"
SEVERAL: Final = "mul"
"""ISO 639-2's code for several languages."""
TOKENIZERS: Final = ("sentencepiece.model", "bpe.model")

Origin = Literal["installed", "bundled"]


@dataclass(frozen=True)
class ArgosPackage:
    """One package folder. `sources` are the languages it reads (more than one for a many-to-English package)."""

    path: Path
    sources: tuple[str, ...]
    target: str
    version: str
    target_prefix: str
    origin: Origin
    decoding: Decoding = field(default_factory=Decoding)
    attention_aligns: bool = False
    """Whether its attention says which word stands for which, so that garbled names can be put back."""
    least_score: float | None = None
    """Log probability a piece, at its length penalty, below which its translations are not to be trusted."""

    @property
    def name(self) -> str:
        """The folder-independent name: `ru_en`, or `mul_en` for one that reads several languages."""
        return f"{self.sources[0] if len(self.sources) == 1 else SEVERAL}_{self.target}"

    @property
    def asset(self) -> str:
        """The key of a bundled package in digests.json."""
        return f"packages/{self.path.name}"

    @cached_property
    def digest(self) -> str:
        """sha256 over metadata, tokenizer and model files; from the pins when bundled."""
        if self.origin == "bundled" and self.path.parent == BUNDLED:
            return digests.pinned_digest(self.asset)
        return digests.listing_digest(digests.listing(self.path, _decoding_files(self.path)))

    @property
    def order(self) -> tuple[bool, tuple[int, ...]]:
        """Sorts better packages last: an installed one over a bundled one, then the higher version."""
        return self.origin == "installed", version_key(self.version)


@dataclass(frozen=True, slots=True)
class Unusable:
    """A folder in a package directory that is no usable package, and why."""

    path: Path
    reason: str


def user_folder() -> Path:
    """Where argostranslate looks for installed packages: its variable, its settings file, its default."""
    named = os.environ.get("ARGOS_PACKAGES_DIR") or _argos_settings().get("ARGOS_PACKAGES_DIR")
    return Path(named) if named else argos_data_folder() / "packages"


def discover(user: Path | None = None, bundled: Path = BUNDLED) -> tuple[list[ArgosPackage], list[Unusable]]:
    """Every package in the two folders, sorted by name, and the folders that cannot be used."""
    found: list[ArgosPackage] = []
    unusable: list[Unusable] = []
    folders: tuple[tuple[Path, Origin], ...] = ((user or user_folder(), "installed"), (bundled, "bundled"))
    for folder, origin in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if not path.is_dir():
                continue
            try:
                package = read_package(path, origin)
            except ModelError as error:
                unusable.append(Unusable(path, error.message))
                continue
            if package is not None:
                found.append(package)
    return sorted(found, key=lambda p: (p.name, p.order, p.path)), unusable


def read_package(path: Path, origin: Origin = "installed") -> ArgosPackage | None:
    """The package in a folder, None for a package that does not translate; ModelError when it is damaged."""
    try:
        metadata = json.loads((path / "metadata.json").read_text("utf-8"))
    except OSError:
        raise ModelError(f"{path.name}: no readable metadata.json") from None
    except ValueError:
        raise ModelError(f"{path.name}: metadata.json is not JSON") from None
    if not isinstance(metadata, dict):
        raise ModelError(f"{path.name}: metadata.json holds no object")
    if metadata.get("type", "translate") != "translate":
        return None
    sources, target = _codes(path.name, metadata)
    if not any((path / name).is_file() for name in TOKENIZERS):
        raise ModelError(f"{path.name}: no tokenizer ({' or '.join(TOKENIZERS)})")
    if not (path / "model" / "model.bin").is_file():
        raise ModelError(f"{path.name}: no model/model.bin")
    version = str(metadata.get("package_version", ""))
    prefix = str(metadata.get("target_prefix") or "")
    decoding, least = read_decoding(path.name, metadata), read_least_score(path.name, metadata)
    aligns = metadata.get("attention_aligns") is True
    return ArgosPackage(path, sources, target, version, prefix, origin, decoding, aligns, least)


def _codes(name: str, metadata: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    single, several, target = metadata.get("from_code"), metadata.get("from_codes"), metadata.get("to_code")
    sources = tuple(several) if isinstance(several, list) and several else (single,)
    if not all(isinstance(code, str) and re.fullmatch(r"[a-z]{2,8}", code) for code in (*sources, target)):
        raise ModelError(f"{name}: metadata.json does not name its languages (from_code, to_code)")
    return tuple(str(code) for code in sources), str(target)


def version_key(version: str) -> tuple[int, ...]:
    """`1.10` after `1.9`; what is no number counts as 0."""
    return tuple(int(number) for number in re.findall(r"\d+", version)) or (0,)


def routes(packages: Sequence[ArgosPackage], pins: Mapping[str, str]) -> dict[str, tuple[ArgosPackage, ...]]:
    """language -> the fewest packages that lead to English, in order.

    As in argostranslate a direct package comes before a pivot; of pivots of equal length the first by language
    code is taken. ModelError when a pinned version is not on this machine.
    """
    edges = _best_edges(packages, pins)
    found: dict[str, tuple[ArgosPackage, ...]] = {ENGLISH: ()}
    frontier = [ENGLISH]
    while frontier:
        reached: list[str] = []
        for target in frontier:
            for source, package in sorted(edges.get(target, {}).items()):
                if source not in found:
                    found[source] = (package, *found[target])
                    reached.append(source)
        frontier = sorted(reached)
    del found[ENGLISH]
    return found


def _best_edges(packages: Iterable[ArgosPackage], pins: Mapping[str, str]) -> dict[str, dict[str, ArgosPackage]]:
    """target -> source -> the package to use for that pair."""
    edges: dict[str, dict[str, ArgosPackage]] = {}
    for package in sorted(packages, key=lambda p: p.order):
        for source in package.sources:
            if source != ENGLISH and pins.get(source, package.version) == package.version:
                edges.setdefault(package.target, {})[source] = package
    for language, version in pins.items():
        if not any(language in sources for sources in edges.values()):
            raise ModelError(
                f"translation package for {language!r} is pinned to version {version}, which is not on this machine",
                f"verify models pull {language}",
            )
    return edges


def fresh_digest(package: ArgosPackage) -> str:
    """`package.digest` with every file hashed now, whatever its size and time say."""
    names = _decoding_files(package.path)
    return digests.listing_digest({name: digests.file_digest(package.path / name) for name in names})


def _decoding_files(folder: Path) -> list[str]:
    """The files that decide a translation; official packages also bring a sentence splitter, which is not used."""
    top = [name for name in ("metadata.json", *TOKENIZERS) if (folder / name).is_file()]
    return top + [p.relative_to(folder).as_posix() for p in (folder / "model").rglob("*") if p.is_file()]


def _argos_settings() -> dict[str, str]:
    try:
        content = json.loads(argos_config_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
