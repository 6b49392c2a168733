"""`verify init`: the configuration that documents itself, written from the models, so that no key is forgotten."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.config import RunConfig
from pipeline.console import say
from pipeline.errors import ConfigError
from pipeline.store import write_text


def init(path: Path, corpus: Path, force: bool) -> None:
    """Write FILE; refuses to replace one. Raises ConfigError."""
    if path.exists() and not force:
        raise ConfigError(f"{path} exists already", "--force replaces it")
    write_text(path.resolve(), commented(corpus, path.resolve().parent))
    print(path)
    if not corpus.is_dir():
        say(f"put articles into {corpus}, then: verify run {path}")


def commented(corpus: Path, base: Path) -> str:
    """YAML with every key: the two that matter are set, the others stand as comments with their defaults."""
    place = os.path.relpath(corpus.resolve(), base)
    lines = [
        "# A configuration for `verify run`. Paths are taken from this file's folder.",
        "# A line that starts with `#` shows a default; remove the mark to change it.",
        "corpus:",
        f"  path: {json.dumps(place)}",
        *(f"  {line}" for line in _fields(RunConfig.model_fields["corpus"].annotation, {"path"})),
    ]
    for name, field in RunConfig.model_fields.items():
        section = field.annotation
        if name == "corpus":
            continue
        if isinstance(section, type) and issubclass(section, BaseModel):
            meaning = vars(section).get("__doc__")
            lines += ["", *([f"## {' '.join(meaning.split())}"] if meaning else [])]
            lines += [f"# {name}:", *(f"#   {line.removeprefix('# ')}" for line in _fields(section, set()))]
        else:
            lines += ["", *_fields(RunConfig, set(RunConfig.model_fields) - {name})]
    return "\n".join(lines) + "\n"


def _fields(section: Any, left_out: set[str]) -> Iterator[str]:
    for name, field in section.model_fields.items():
        if name in left_out:
            continue
        default = field.get_default(call_default_factory=True)
        if not field.is_required():
            meaning = f"  # {field.description}" if field.description else ""
            yield f"# {name}: {_yaml(default)}{meaning}"


def _yaml(value: object) -> str:
    plain = list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Path) else value
    return json.dumps(plain, ensure_ascii=False)
