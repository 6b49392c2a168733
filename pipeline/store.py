"""What a run leaves on disk: Parquet artifacts, the manifest that vouches for them, and the lock of its owner.

Every file is written beside its place, synced and renamed, the manifest after the artifacts that it names: whatever
is interrupted, a reader meets the old file or the new one, and an artifact that the manifest does not vouch for
counts as absent.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import DamagedError, OutputError
from pipeline.runs import LOCK

if TYPE_CHECKING:
    import polars as pl

FORMAT: Final = 1

Members = dict[str, list[list[str | None]]]
"""Story -> its rows of the stories frame without the story itself, so that keys need not read the frame."""


def write_atomic(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary sibling, sync it, and rename it to `path`. Raises OutputError, leaves no litter."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(temporary)
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise OutputError(f"cannot write {path}: {error.strerror or error}", "free space or choose --output") from error
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """`text` as UTF-8 with the line ends that it has."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    write_atomic(path, lambda temporary: _fill(temporary, content))


def sweep(directory: Path) -> None:
    """Remove what killed processes left half-written under a run's folder; files of living ones stay."""
    for path in directory.rglob(".*.tmp"):
        owner = path.suffixes[-2].removeprefix(".") if len(path.suffixes) > 1 else ""
        if owner.isdecimal() and not _is_alive(int(owner)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return process != os.getpid()


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _sync_folder(folder: Path) -> None:
    """A rename is durable only when its folder is; some file systems refuse, which is no fault of the run."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Artifact:
    """One written frame: enough to tell that the file is still the one that was written."""

    size: int
    modified_ns: int
    sha256: str
    rows: int = 0

    @classmethod
    def of(cls, path: Path, rows: int = 0) -> Artifact:
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns, _digest_of(path), rows)

    def vouches_for(self, path: Path) -> bool:
        """Whether `path` is that file: by size and time, and by content where the time differs."""
        try:
            stat = path.stat()
            if stat.st_size != self.size:
                return False
            return stat.st_mtime_ns == self.modified_ns or _digest_of(path) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class StageRecord:
    """What made a stage's artifacts: its recipe (version, config, models, libraries, source) and a key a shard."""

    recipe: dict[str, Any]
    shards: dict[str, str]
    frames: dict[str, Artifact]
    seconds: float = 0.0

    def intact(self, frames: Path) -> bool:
        """Whether all its artifacts are still the files that were written."""
        return all(artifact.vouches_for(frames / f"{name}.parquet") for name, artifact in self.frames.items())


@dataclass(slots=True)
class Manifest:
    """The record of a run's folder, written after each stage and last of all with `report`, the mark of a whole run."""

    corpus: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    config_digest: str = ""
    stages: dict[str, StageRecord] = field(default_factory=dict)
    stories: Members = field(default_factory=dict)
    models: dict[str, Any] = field(default_factory=dict)
    degraded: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: list[list[str]] = field(default_factory=list)
    report: str = ""
    reports: dict[str, Artifact] = field(default_factory=dict)

    @classmethod
    def read(cls, frames: Path) -> Manifest:
        """The folder's manifest; an absent, torn or foreign one counts as none, so everything is computed anew."""
        try:
            found = json.loads((frames / "manifest.json").read_text(encoding="utf-8"))
            if found.pop("format") != FORMAT:
                return cls()
            found["reports"] = {name: Artifact(**each) for name, each in found["reports"].items()}
            found["stages"] = {name: _record(stage) for name, stage in found["stages"].items()}
            return cls(**found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    @property
    def digests(self) -> dict[str, str]:
        """Frame -> sha256 of its file."""
        return {name: each.sha256 for stage in self.stages.values() for name, each in stage.frames.items()}

    def write(self, frames: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True)
        write_text(frames / "manifest.json", text + "\n")


def _record(stage: dict[str, Any]) -> StageRecord:
    artifacts = {name: Artifact(**artifact) for name, artifact in stage["frames"].items()}
    return StageRecord(stage["recipe"], stage["shards"], artifacts, stage["seconds"])


def write_frame(frames: Path, name: str, frame: pl.DataFrame) -> Artifact:
    """Write a frame as Parquet; the same rows give the same bytes."""
    path = frames / f"{name}.parquet"
    write_atomic(path, lambda temporary: _write_parquet(frame.rechunk(), temporary))
    return Artifact.of(path, frame.height)


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Raises OSError: of a failed write polars only tells that the file came out wrong."""
    import polars as pl

    try:
        frame.write_parquet(path, compression="zstd", statistics=True)
    except pl.exceptions.PolarsError as error:
        full = shutil.disk_usage(path.parent).free < frame.estimated_size()
        raise OSError(errno.ENOSPC if full else errno.EIO, "no space left" if full else str(error)) from error


def read_frame(frames: Path, name: str, sha256: str = "") -> pl.DataFrame:
    """The named frame of a run. Raises DamagedError where it is absent, unreadable, or not the one of that `sha256`."""
    import polars as pl

    from pipeline.schemas import conform

    path = frames / f"{name}.parquet"
    try:
        if sha256 and _digest_of(path) != sha256:
            raise DamagedError(path, "is damaged: its content is not what was written")
        return conform(name, pl.read_parquet(path, memory_map=False))
    except FileNotFoundError as error:
        raise DamagedError(path, "is missing") from error
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DamagedError(path, f"is damaged: {error}") from error


def _digest_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold a run's folder. The kernel drops the lock with its owner, so that none is ever stale.

    Raises OutputError naming the owner and its age where another run holds it, and where the folder is not writable.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError(f"cannot write {directory}: {error.strerror}", "choose another folder by --output") from error
    try:
        _hold(lock, directory)
        sweep(directory)
        yield
    finally:
        os.close(lock)


def _hold(lock: int, directory: Path) -> None:
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(lock, 0)
        os.write(lock, json.dumps({"pid": os.getpid(), "started": int(time.time())}).encode())
    except BlockingIOError as error:
        raise OutputError(_held(directory), "wait for it, or choose another folder by --output") from error
    except OSError as error:
        raise OutputError(f"cannot write {directory}: {error.strerror}", "free space or choose --output") from error


def _held(folder: Path) -> str:
    try:
        owner = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        return f"{folder} is held by another run: process {owner['pid']}, for {int(time.time()) - owner['started']} s"
    except (OSError, ValueError, KeyError, TypeError):
        return f"{folder} is held by another run"
