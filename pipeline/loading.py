"""From a YAML file, or a bare folder, to a checked RunConfig. Every fault ends in one line that names its place."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.config import CorpusConfig, OutputConfig, RunConfig
from pipeline.errors import ConfigError

MAX_BYTES: Final = 1_000_000
MAX_ALIASES: Final = 100
MAX_DEPTH: Final = 20
MISREAD: Final = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What PyYAML raises, beside its own errors, on values that are not what their tag or form says."""


def load_config(path: Path) -> RunConfig:
    """The configuration in a YAML file, its paths taken from the file's own folder; a folder is read with defaults.

    Raises ConfigError.
    """
    if path.is_dir():
        return config_for_folder(path)
    text = _read(path)
    return config_from(_parse(text, path), path.parent, str(path))


def config_for_folder(folder: Path) -> RunConfig:
    """The defaults over a folder of articles; its `articles.jsonl` is the manifest where there is one."""
    folder = folder.resolve()
    name = re.sub(r"[^\w.-]+", "-", folder.name).strip(".-") or "corpus"
    return RunConfig(corpus=CorpusConfig(name=name, path=folder), output=OutputConfig(dir=Path("output").resolve()))


def config_from(mapping: Mapping[str, Any], base: Path, origin: str = "configuration") -> RunConfig:
    """A mapping as a RunConfig with paths absolute; `origin` names it in errors. Raises ConfigError."""
    unknown = next(_unknown_keys(mapping, RunConfig, ""), None)
    if unknown:
        raise ConfigError(f"{origin}: {unknown[0]}", unknown[1])
    try:
        config = RunConfig.model_validate(mapping)
    except ValidationError as error:
        raise ConfigError(f"{origin}: {_first_fault(error)}", "see `verify init` for every key") from error
    if not re.fullmatch(r"[\w][\w.-]*", config.corpus.name):
        raise ConfigError(f"{origin}: corpus.name {config.corpus.name!r} must be usable as a folder's name")
    return _absolute(config, base.resolve())


def _read(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            raw = handle.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file or folder", "`verify init` writes a configuration") from error
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{path}: larger than {MAX_BYTES} bytes; is it a configuration?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}", "give a YAML file or a folder") from error


def _parse(text: str, path: Path) -> Mapping[str, Any]:
    """YAML with the safe loader only; aliases and depth are bounded before any value is built."""
    try:
        _bound(text, path)
        found = yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise ConfigError(f"{path}{place}: {error.problem or 'not valid YAML'}") from error
    except (yaml.YAMLError, *MISREAD) as error:
        raise ConfigError(f"{path}: not valid YAML ({(str(error) or type(error).__name__).splitlines()[0]})") from error
    if not isinstance(found, Mapping):
        raise ConfigError(f"{path}: expected keys and values", "`verify init` writes a configuration")
    return found


def _bound(text: str, path: Path) -> None:
    aliases = depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if aliases > MAX_ALIASES or depth > MAX_DEPTH:
            raise ConfigError(f"{path}: more than {MAX_ALIASES} aliases or {MAX_DEPTH} levels")


class _StrictLoader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML is untyped
    """SafeLoader that refuses a key given twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key.value!r} given twice", key.start_mark)
            if isinstance(key.value, str):
                seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


def _unknown_keys(mapping: Mapping[str, Any], model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str | None]]:
    """(message, hint with the nearest known key) for each key that the model lacks, sections included."""
    known = list(model.model_fields)
    for key, value in mapping.items():
        if key not in known:
            nearest = difflib.get_close_matches(str(key), known, 1, 0.5)
            hint = f"did you mean {prefix}{nearest[0]}?" if nearest else f"known keys: {', '.join(known)}"
            yield f"unknown key {prefix}{key}", hint
            continue
        section = model.model_fields[key].annotation
        if isinstance(value, Mapping) and isinstance(section, type) and issubclass(section, BaseModel):
            yield from _unknown_keys(value, section, f"{prefix}{key}.")


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}" + (f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else "")


def _absolute(config: RunConfig, base: Path) -> RunConfig:
    corpus = config.corpus.model_copy(update={"path": base / config.corpus.path.expanduser()})
    output = config.output.model_copy(update={"dir": base / config.output.dir.expanduser()})
    if output.baseline is not None:
        output = output.model_copy(update={"baseline": base / output.baseline.expanduser()})
    update: dict[str, BaseModel] = {"corpus": corpus, "output": output}
    if config.corroborate.calibration is not None:
        calibration = base / config.corroborate.calibration.expanduser()
        update["corroborate"] = config.corroborate.model_copy(update={"calibration": calibration})
    if config.cache.dir is not None:
        update["cache"] = config.cache.model_copy(update={"dir": base / config.cache.dir.expanduser()})
    if config.embed.model != "bundled" and (base / config.embed.model).is_dir():  # a path, where a name may stand
        update["embed"] = config.embed.model_copy(update={"model": str(base / config.embed.model)})
    return config.model_copy(update=update)


def canonical(config: RunConfig) -> str:
    """The configuration as JSON with sorted keys, for digests and records."""
    return json.dumps(config.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
