"""Which bytes a model is made of: pinned digests of the bundled ones, listings of the others.

`assets/digests.json` pins every bundled asset file by sha256 and says which languages an asset reads.
After an asset is replaced: `python -m pipeline.models.digests refresh` (and `check`, which tests run too).
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from pipeline.errors import ModelError
from pipeline.models.environment import cache_folder

ASSETS: Final = Path(__file__).parent / "assets"
PINS: Final = ASSETS / "digests.json"


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def listing_digest(files: Mapping[str, str]) -> str:
    """One sha256 for a folder given as {path inside it: sha256}; order does not matter."""
    listing = "".join(f"{name}\0{digest}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256(listing.encode()).hexdigest()


def listing(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """{path inside the folder: sha256} of `names` (default: every file), hashing only what changed since last time."""
    known = _Remembered(cache_folder() / "digests.json")
    chosen = sorted(names) if names is not None else sorted(_files(folder))
    found = {name: known.digest(folder / name) for name in chosen}
    known.save()
    return found


def pins() -> dict[str, Any]:
    """The pinned assets: {folder under assets/: {"files": {path: sha256}, ...}}."""
    return _read_pins(PINS.stat().st_mtime_ns)


@cache
def _read_pins(_mtime: int) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(PINS.read_text("utf-8"))
    return content


def pinned_digest(asset: str) -> str:
    """The digest of a bundled asset (a folder under assets/) by its pins; reads none of its files."""
    try:
        return listing_digest(pins()[asset]["files"])
    except KeyError:
        raise ModelError(f"the bundled model {asset!r} has no pinned digest", "reinstall crossverify") from None


def verify_pinned(asset: str) -> None:
    """Compare a bundled asset's bytes with its pins; ModelError names the first file that differs."""
    folder = ASSETS / asset
    expected: dict[str, str] = pins()[asset]["files"]
    for name, digest in sorted(expected.items()):
        path = folder / name
        if not path.is_file() or file_digest(path) != digest:
            state = "is missing" if not path.is_file() else "does not match its pinned digest"
            raise ModelError(f"bundled model file {asset}/{name} {state}", "pip install --force-reinstall crossverify")


def _files(folder: Path) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
    ]


class _Remembered:
    """sha256 by (path, size, modification time), kept between runs; losing it only costs time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = False
        try:
            self._entries: dict[str, str] = dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            self._entries = {}

    def digest(self, path: Path) -> str:
        stat = path.stat()
        key = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
        if key not in self._entries:
            self._entries[key] = file_digest(path)
            self._changed = True
        return self._entries[key]

    def save(self) -> None:
        if not self._changed:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self._path.parent, delete=False, encoding="utf-8") as stream:
                json.dump(self._entries, stream)
            Path(stream.name).replace(self._path)
        except OSError:
            # A read-only home: the digests are computed again next time.
            return


def refresh() -> None:
    """Rewrite the pins from the files under assets/, keeping each asset's other entries (its languages)."""
    old = json.loads(PINS.read_text("utf-8")) if PINS.exists() else {}
    folders = [ASSETS / "encoder", *sorted(path for path in (ASSETS / "packages").iterdir() if path.is_dir())]
    new = {}
    for folder in folders:
        asset = folder.relative_to(ASSETS).as_posix()
        files = {name: file_digest(folder / name) for name in sorted(_files(folder))}
        new[asset] = {**old.get(asset, {}), "files": files}
    PINS.write_text(json.dumps(new, indent=1, sort_keys=True) + "\n", "utf-8")


def main(arguments: list[str]) -> int:
    """`refresh` writes the pins, `check` compares; returns the exit code."""
    if arguments == ["refresh"]:
        refresh()
        return 0
    if arguments == ["check"]:
        for asset in pins():
            verify_pinned(asset)
        return 0
    sys.stderr.write("usage: python -m pipeline.models.digests refresh|check\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
