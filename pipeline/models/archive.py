"""Reading a .argosmodel file (a zip archive) that may come from anywhere, into a staging folder.

Everything is checked on the archive's own directory before a byte is written, and sizes again while writing,
because a directory can lie.
"""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from pipeline.errors import ModelError
from pipeline.models.packages import TOKENIZERS

MAX_ENTRIES: Final = 5_000
MAX_BYTES: Final = 4 * 1024**3
# Weights hardly compress; text vocabularies do so about 5 times. Beyond this an archive is a bomb.
MAX_RATIO: Final = 100
RATIO_FREE_BYTES: Final = 1024**2
# What zipfile raises on a directory that lies about offsets, names, methods and sizes (and a full disk).
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, ValueError, RuntimeError, OverflowError),
)
_CHUNK: Final = 1024**2


def extract(path: Path, staging: Path) -> Path:
    """Unpack a checked archive into `staging` and give its one top folder; ModelError says what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            top = check(archive, path.name)
            for entry in archive.infolist():
                if not entry.is_dir():
                    _write(archive, entry, staging / entry.filename, path.name)
    except FileNotFoundError:
        raise ModelError(f"{path} does not exist") from None
    except _UNREADABLE as error:
        raise ModelError(f"{path.name} is no intact .argosmodel file: {error}", "get the file again") from None
    return staging / top


def check(archive: zipfile.ZipFile, name: str) -> str:
    """The name of the one top folder; ModelError for anything that a package has no need of."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ModelError(f"{name} has {len(entries)} entries, more than {MAX_ENTRIES}")
    for entry in entries:
        _check_entry(entry, name)
    _check_sizes(entries, name)
    paths = [PurePosixPath(entry.filename) for entry in entries]
    tops = {path.parts[0] for path in paths}
    if len(tops) != 1 or any(len(path.parts) == 1 and not e.is_dir() for path, e in zip(paths, entries, strict=True)):
        raise ModelError(f"{name} has {len(tops)} top entries; a package is one folder")
    folded = [entry.filename.rstrip("/").casefold() for entry in entries]
    if len(set(folded)) != len(folded):
        raise ModelError(f"{name} names a file twice")
    top = tops.pop()
    files = {"/".join(path.parts[1:]) for path, entry in zip(paths, entries, strict=True) if not entry.is_dir()}
    for required in ("metadata.json", "model/model.bin"):
        if required not in files:
            raise ModelError(f"{name} holds no {required}: not an Argos package")
    if not files & set(TOKENIZERS):
        raise ModelError(f"{name} holds no tokenizer ({' or '.join(TOKENIZERS)})")
    return top


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    raw = entry.orig_filename
    parts = raw.rstrip("/").split("/")
    unsafe = raw.startswith("/") or any(part in ("", ".", "..") for part in parts)
    if unsafe or any(char in raw for char in "\\:\0") or not raw.isprintable():
        raise ModelError(f"{name} holds an unsafe path ({raw!r})", "do not use this file")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ModelError(f"{name} holds a link or device ({raw!r})", "do not use this file")
    if entry.flag_bits & 0x1:
        raise ModelError(f"{name} is encrypted")


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_BYTES:
        raise ModelError(f"{name} unpacks to {total} bytes, more than {MAX_BYTES}")
    for size, compressed in [(total, packed), *((e.file_size, e.compress_size) for e in entries)]:
        if size > RATIO_FREE_BYTES and size > MAX_RATIO * max(1, compressed):
            raise ModelError(f"{name} unpacks to more than {MAX_RATIO} times its size", "do not use this file")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, name: str) -> None:
    """One entry, never more bytes than it declares; its checksum is checked at its end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(entry) as source, target.open("xb") as sink:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > entry.file_size:
                raise ModelError(f"{name}: {entry.filename} is longer than declared", "do not use this file")
            sink.write(chunk)
    if written != entry.file_size:
        raise ModelError(f"{name}: {entry.filename} is shorter than declared", "get the file again")
