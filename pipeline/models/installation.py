"""Putting packages into the user's package folder and taking them out; a failure leaves the folder as it was.

Packages are unpacked beside the folder (argostranslate takes every folder in it for a package), tried out in a
process of its own, then renamed into place. `crossverify.json` in the folder records size and sha256 of what was
installed; the same version with other bytes is refused from then on.
"""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import ModelError
from pipeline.models import digests, packages
from pipeline.models.archive import extract
from pipeline.models.packages import ENGLISH, ArgosPackage

LEDGER: Final = "crossverify.json"
TRIAL_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Record:
    """What was installed once: the archive's size and sha256, the digest of the files that decode, where from."""

    bytes: int
    sha256: str
    digest: str
    source: str


def install(
    path: Path, folder: Path, language: str | None = None, source: str | None = None
) -> tuple[ArgosPackage, Record, bool]:
    """Install a .argosmodel file; (package, record, False when it was there already).

    `language` is the one that the package must read. ModelError for a damaged, hostile or unfitting file and for a
    version whose bytes were recorded otherwise.
    """
    with _staging(folder) as staging:
        unpacked = packages.read_package(extract(path, staging))
        if unpacked is None:
            raise ModelError(f"{path.name} is an Argos package that does not translate")
        _check_languages(unpacked, path.name, folder, language)
        record = Record(path.stat().st_size, digests.file_digest(path), unpacked.digest, source or path.name)
        _check_record(unpacked, record, folder)
        present = _installed(folder, unpacked)
        if present is not None:
            return present, record, False
        _try_out(unpacked.path, path.name)
        target = folder / folder_name(unpacked)
        _rename(unpacked.path, target)
        _write_ledger(folder, ledger(folder) | {_key(unpacked): record})
    installed = packages.read_package(target)
    assert installed is not None
    return installed, record, True


def remove(folder: Path, name: str, forget: bool = False) -> list[ArgosPackage]:
    """Take out the installed packages of a name (`ru_en`) or language (`ru`); `forget` drops their records too."""
    found, _ = packages.discover(folder)
    chosen = [p for p in found if p.origin == "installed" and (name == p.name or name in p.sources)]
    if not chosen:
        bundled = any(name == p.name or name in p.sources for p in found)
        why = "it is bundled with the program" if bundled else "see `verify models list`"
        raise ModelError(f"no installed package {name!r} to remove", why)
    with _staging(folder) as staging:
        for package in chosen:
            _rename(package.path, staging / package.path.name)
    if forget:
        gone = {_key(package) for package in chosen}
        _write_ledger(folder, {key: record for key, record in ledger(folder).items() if key not in gone})
    return chosen


def ledger(folder: Path) -> dict[str, Record]:
    """`ru_en 1.9` -> what was installed under that name and version."""
    try:
        content = json.loads((folder / LEDGER).read_text("utf-8"))
        return {key: Record(**fields) for key, fields in content.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError):
        raise ModelError(f"{folder / LEDGER} cannot be read", "move the file away to start a new record") from None


def state_of(package: ArgosPackage, records: dict[str, Record]) -> str:
    """`ok`, `changed` or `unrecorded` for an installed package; ModelError (damaged) for a bundled one."""
    if package.origin == "bundled":
        digests.verify_pinned(package.asset)
        return "ok"
    record = records.get(_key(package))
    if record is None:
        return "unrecorded"
    return "ok" if record.digest == packages.fresh_digest(package) else "changed"


def folder_name(package: ArgosPackage) -> str:
    """The official packages' own naming; the archive's folder name is not used."""
    return f"translate-{package.name}-{'_'.join(str(part) for part in packages.version_key(package.version))}"


def _check_languages(package: ArgosPackage, name: str, folder: Path, language: str | None) -> None:
    if language is not None and language not in package.sources:
        raise ModelError(f"{name} translates from {', '.join(package.sources)}, not from {language}")
    if ENGLISH in package.sources:
        raise ModelError(f"{name} translates from English; packages into English are needed")
    if package.target != ENGLISH and package.target not in packages.routes(packages.discover(folder)[0], {}):
        raise ModelError(
            f"{name} translates into {package.target}, from which no package leads to English",
            f"verify models pull {package.target}",
        )


def _check_record(package: ArgosPackage, record: Record, folder: Path) -> None:
    known = ledger(folder).get(_key(package))
    if known is not None and known.sha256 != record.sha256:
        raise ModelError(
            f"{_key(package)} was recorded with sha256 {known.sha256}, this file has {record.sha256}",
            f"if you trust the new file: verify models remove {package.name} --forget",
        )


def _installed(folder: Path, package: ArgosPackage) -> ArgosPackage | None:
    """The same version if it is there; ModelError when it has other bytes, or something else is in its place."""
    for present in packages.discover(folder)[0]:
        if present.origin == "installed" and _key(present) == _key(package):
            if present.digest == package.digest:
                return present
            raise ModelError(
                f"{_key(package)} is installed with other bytes in {present.path}",
                f"verify models remove {package.name}",
            )
    if (folder / folder_name(package)).exists():
        raise ModelError(f"{folder / folder_name(package)} is in the way", "move it away")
    return None


def _try_out(path: Path, name: str) -> None:
    """Translate a word with it in another process: a damaged model can crash the library that loads it."""
    command = [sys.executable, "-m", "pipeline.models.trial", str(path)]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=TRIAL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ModelError(f"{name}: its model did not answer in {TRIAL_SECONDS} s") from None
    if result.returncode != 0:
        why = result.stderr.strip().rpartition("\n")[2] or f"the process ended with {result.returncode}"
        raise ModelError(f"{name}: its model cannot be used: {why}", "get the file again")


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder beside the package folder, on the same file system as a rule, gone afterwards."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".crossverify-", dir=folder.parent) as name:
            yield Path(name)
    except PermissionError as error:
        raise ModelError(f"cannot write to {error.filename}", "set ARGOS_PACKAGES_DIR to a folder of yours") from None


def _rename(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise ModelError(f"cannot move {source.name} to {target}: {error.strerror}") from None
        # The package folder is a mount of its own: the copy is made whole or taken back.
        try:
            shutil.move(source, target)
        except OSError as failed:
            shutil.rmtree(target, ignore_errors=True)
            raise ModelError(f"cannot copy {source.name} to {target}: {failed.strerror}") from None


def _write_ledger(folder: Path, records: dict[str, Record]) -> None:
    content = {key: asdict(record) for key, record in sorted(records.items())}
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".json", delete=False, encoding="utf-8") as stream:
        stream.write(json.dumps(content, indent=1) + "\n")
    Path(stream.name).replace(folder / LEDGER)


def _key(package: ArgosPackage) -> str:
    return f"{package.name} {package.version}"
