"""What the corpus folder holds: one Source an article, and a reason for everything that was left out.

With a manifest its rows are the articles; without one every file that fits `include` is. Nothing outside the
folder is ever opened, whatever a manifest row or a symbolic link says.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import chain, count
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, Final

from pipeline.config import CorpusConfig, IngestConfig
from pipeline.errors import ConfigError, InputError
from pipeline.runs import LOCK, Skipped

if TYPE_CHECKING:
    import polars as pl

MAX_ID: Final = 200
MAX_MANIFEST: Final = 200_000_000
UNSAFE_IN_ID: Final = re.compile(r"[\s/\\:]+")
"""What an id may not hold, for it is part of file names and of the ids of sentences and quotes."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one article's bytes are: a whole file, or one record (from 0) of a JSON or JSONL file that holds many.

    `meta` is its manifest row as canonical JSON, "{}" without one.
    """

    article: str
    path: str
    sha256: str
    meta: str
    record: int | None = None

    @property
    def key(self) -> str:
        """The root of every cache key of the article: its bytes, name, place and manifest row."""
        return hashlib.sha256("\0".join((self.article, self.path, self.sha256, self.meta)).encode()).hexdigest()


@dataclass(slots=True)
class Corpus:
    """A scanned folder; `sources` are sorted by article id, ids are unique."""

    root: Path
    sources: list[Source] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def scan(config: CorpusConfig, limits: IngestConfig) -> Corpus:
    """Read the folder and its manifest. Raises InputError where it holds no article at all."""
    if not config.path.is_dir():
        raise InputError(f"{config.path}: no such folder", "set corpus.path, or give the folder of articles")
    corpus = Corpus(config.path.resolve())
    admission = _Admission(corpus, limits)
    if (rows := _manifest_rows(corpus, config)) is not None:
        _admit_listed(admission, rows, config)
    else:
        _admit_found(admission, config)
    corpus.sources.sort(key=lambda source: source.article)
    corpus.skipped.sort()
    if not corpus.sources:
        first = f": {corpus.skipped[0].path}: {corpus.skipped[0].reason}" if corpus.skipped else ""
        raise InputError(f"{config.path}: no article to read{first}", f"articles are {', '.join(config.include)}")
    return corpus


def files_frame(root: Path, sources: Sequence[Source]) -> tuple[pl.DataFrame, list[Skipped]]:
    """The `files` frame of the sources, and those whose file changed or went away since the scan."""
    from pipeline.schemas import frame

    rows: list[dict[str, object]] = []
    gone: list[Skipped] = []
    split: dict[str, list[bytes]] = {}
    for source in sources:
        try:
            content = _content(root, source, split)
        except (OSError, IndexError) as error:
            gone.append(Skipped(source.article, source.path, f"could not be read: {error}"))
            continue
        if hashlib.sha256(content).hexdigest() != source.sha256:
            gone.append(Skipped(source.article, source.path, "changed while the run was reading it; run again"))
            continue
        named = {"article": source.article, "path": source.path, "sha256": source.sha256, "meta": source.meta}
        rows.append({**named, "content": content})
    return frame("files", rows), gone


def _content(root: Path, source: Source, split: dict[str, list[bytes]]) -> bytes:
    """The source's bytes; `split` keeps the records of files that hold many, each of which is read once."""
    if source.record is None:
        return (root / source.path).read_bytes()
    if source.path not in split:
        split[source.path] = _records(source.path, (root / source.path).read_bytes()) or []
    return split[source.path][source.record]


def _records(path: str, content: bytes) -> list[bytes] | None:
    """The articles of a JSON or JSONL file that holds many; None for a file that is one article, or is broken."""
    kind = Path(path).suffix.casefold()
    if kind == ".jsonl":
        return [line for line in content.splitlines() if line.strip()]
    if kind != ".json":
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict):
        found = next(
            (found[key] for key in ("articles", "items", "documents") if isinstance(found.get(key), list)), None
        )
    if not isinstance(found, list):
        return None
    return [_encoded(each) for each in found]


def _encoded(record: object) -> bytes:
    """A record as JSON; half a surrogate pair stays spelled out, for UTF-8 has no such character."""
    try:
        return json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(record).encode()


class _Admission:
    """Decides on one file after another; keeps ids unique and writes down why a file is refused."""

    def __init__(self, corpus: Corpus, limits: IngestConfig) -> None:
        self._corpus = corpus
        self._limits = limits
        self._path_of: dict[str, str] = {}

    @property
    def root(self) -> Path:
        return self._corpus.root

    def refuse(self, article: str, path: str, reason: str) -> None:
        self._corpus.skipped.append(Skipped(_printable(article), _printable(path), reason))

    def note(self, text: str) -> None:
        self._corpus.notes.append(text)

    def claim_id(self, article: str, path: str) -> bool:
        """Reserve an id; refuses the second article that asks for it."""
        if not article or len(article) > MAX_ID or not article.isprintable():
            self.refuse(article, path, f"its id must be 1 to {MAX_ID} printable characters")
            return False
        if article in self._path_of:
            self.refuse(article, path, f"the id {article} is already that of {self._path_of[article]}")
            return False
        self._path_of[article] = path
        return True

    def free_id(self, path: str) -> str:
        """The stem; where it is taken, the whole path with dashes, so that no file is lost to its name."""
        plain = Path(path)
        wider = (plain.stem, "-".join(plain.with_suffix("").parts), "-".join(plain.parts))
        candidates = chain(wider, (f"{wider[-1]}-{number}" for number in count(2)))
        safe = (UNSAFE_IN_ID.sub("-", name) for name in candidates)
        return next(name for name in safe if name not in self._path_of)

    def content(self, article: str, path: str) -> bytes | None:
        """The file's bytes, or None with the reason written down."""
        reason = None
        try:
            real = (self.root / path).resolve(strict=True)
            stat = real.stat()
            if not real.is_relative_to(self.root):
                reason = "leads out of the corpus folder"
            elif not S_ISREG(stat.st_mode):
                reason = "is not a regular file"
            elif stat.st_size > self._limits.max_bytes:
                reason = f"has {stat.st_size} bytes, more than ingest.max_bytes ({self._limits.max_bytes})"
            else:
                with real.open("rb") as handle:  # no more than was announced, should it be growing
                    return handle.read(stat.st_size)
        except FileNotFoundError:
            reason = "is in the manifest but there is no such file"
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL in the name
            reason = f"could not be read: {getattr(error, 'strerror', None) or error}"
        self.refuse(article, path, reason)
        return None

    def admit(self, article: str, path: str, content: bytes, row: Mapping[str, Any]) -> None:
        """Take a file in as one article, or, where it holds many records, as one article a record."""
        records = _records(path, content)
        if records is None:
            self._take(article, path, content, row, None)
            return
        if len(records) > self._limits.max_records:
            most = f"ingest.max_records ({self._limits.max_records})"
            self.refuse(article, path, f"holds {len(records)} articles, more than {most}")
            return
        # A manifest row speaks of the whole file: its id, title and url are not those of each record.
        shared = {name: value for name, value in row.items() if name not in ("id", "title", "url")}
        for number, record in enumerate(records):
            self._take(_id_in(record) or f"{article}-{number + 1}", path, record, shared, number)

    def _take(self, article: str, path: str, content: bytes, row: Mapping[str, Any], record: int | None) -> None:
        article = UNSAFE_IN_ID.sub("-", article)
        if self.claim_id(article, path):
            meta = json.dumps(row, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace").decode()
            self._corpus.sources.append(Source(article, path, hashlib.sha256(content).hexdigest(), meta, record))


def _manifest_rows(corpus: Corpus, config: CorpusConfig) -> list[tuple[int, Mapping[str, Any] | str]] | None:
    """(line number, row or the fault in it); None where there is no manifest."""
    path = corpus.root / config.manifest
    if not path.resolve().is_relative_to(corpus.root):
        raise ConfigError(f"corpus.manifest {config.manifest!r} leads out of {corpus.root}")
    if not path.is_file():
        if config.manifest != CorpusConfig.model_fields["manifest"].default:
            raise ConfigError(f"{path}: no such manifest", "correct corpus.manifest or leave it out")
        return None
    try:
        if path.stat().st_size > MAX_MANIFEST:
            raise ConfigError(f"{path}: larger than {MAX_MANIFEST} bytes; is it a manifest?")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}", "a manifest is JSON, one object a line, in UTF-8") from error
    lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    return [(number, _row(line)) for number, line in lines]


def _row(line: str) -> Mapping[str, Any] | str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error})"
    return found if isinstance(found, dict) else "not a JSON object"


def _admit_listed(admission: _Admission, rows: list[tuple[int, Mapping[str, Any] | str]], config: CorpusConfig) -> None:
    listed: set[str] = set()
    for number, row in rows:
        place = f"{config.manifest}:{number}"
        if isinstance(row, str):
            admission.refuse("", place, row)
            continue
        path = row.get("path")
        if not isinstance(path, str) or not path:
            admission.refuse(str(row.get("id") or ""), place, "its row names no path")
            continue
        article = str(row.get("id") or Path(path).stem)
        if Path(path).is_absolute() or ".." in Path(path).parts:
            admission.refuse(article, path, "its path leads out of the corpus folder")
        elif Path(path).as_posix() in listed:
            admission.refuse(article, path, "is listed twice in the manifest")
        elif (content := admission.content(article, path)) is not None:
            listed.add(Path(path).as_posix())
            admission.admit(article, Path(path).as_posix(), content, row)
        else:
            listed.add(Path(path).as_posix())
    _note_unlisted(admission, listed, config)


def _note_unlisted(admission: _Admission, listed: set[str], config: CorpusConfig) -> None:
    """Say which files beside listed ones have no row. Folders with no listed file (gold, notes) are not articles."""
    folders = {str(Path(path).parent) for path in listed}
    unlisted = [
        path
        for path in _walk(admission.root)
        if path not in listed and path != config.manifest and str(Path(path).parent) in folders and _fits(path, config)
    ]
    if unlisted:
        count = f"{len(unlisted)} file{'s have' if len(unlisted) > 1 else ' has'} no row in {config.manifest}"
        admission.note(f"{count} and {'were' if len(unlisted) > 1 else 'was'} left out: {_some(unlisted)}")


def _admit_found(admission: _Admission, config: CorpusConfig) -> None:
    other: list[str] = []
    for path in _walk(admission.root):
        if not _fits(path, config):
            other.append(_printable(path))
        elif _printable(path) != path:
            admission.refuse(Path(path).stem, path, "its name is not valid UTF-8 or not printable")
        elif (content := admission.content(Path(path).stem, path)) is not None:
            admission.admit(admission.free_id(path), path, content, {})
    if other:
        admission.note(f"{len(other)} of other types left out: {_some(other)}")


def _walk(root: Path) -> Iterator[str]:
    """Relative POSIX paths of all files in sorted order; hidden ones, linked folders and runs are not entered."""
    for folder, folders, files in os.walk(root, followlinks=False):
        if LOCK in files:  # the reports of a run into this corpus are no articles of it
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(root).as_posix()


def _fits(path: str, config: CorpusConfig) -> bool:
    return any(fnmatch(Path(path).name.casefold(), pattern.casefold()) for pattern in config.include)


def _id_in(line: bytes) -> str | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    named = found.get("id") if isinstance(found, dict) else None
    return str(named) if isinstance(named, (str, int)) and str(named).strip() else None


def _printable(text: str) -> str:
    """Text that can be written as UTF-8 on one line; what cannot is shown as `?`."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(each if each.isprintable() else "?" for each in text)


def _some(names: Sequence[str], limit: int = 5) -> str:
    shown = ", ".join(_printable(name) for name in names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"
