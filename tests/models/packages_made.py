"""Argos packages and archives made for a test: small, and with nothing in them that decodes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path


def metadata(source: str, target: str, version: str = "1.0", **more: object) -> bytes:
    """A metadata.json."""
    fields = {"package_version": version, "from_code": source, "to_code": target, "type": "translate", **more}
    return json.dumps(fields).encode()


def files(source: str = "uk", target: str = "en", version: str = "1.0", **more: object) -> dict[str, bytes]:
    """The files of a package that looks complete."""
    return {
        "metadata.json": metadata(source, target, version, **more),
        "sentencepiece.model": b"pieces",
        "model/model.bin": b"weights",
    }


def folder(parent: Path, name: str, content: Mapping[str, bytes]) -> Path:
    """A package folder on disk."""
    for inside, data in content.items():
        path = parent / name / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return parent / name


def archive(path: Path, entries: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    """A .argosmodel with the given entries."""
    with zipfile.ZipFile(path, "w", compression) as stream:
        for name, data in entries.items():
            stream.writestr(name, data)
    return path


def under(top: str, content: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with a top folder before their names."""
    return {f"{top}/{name}": data for name, data in content.items()}
