"""Answers of models, kept on disk for every run of this machine: no text is encoded or translated twice.

A vector or a translation depends on its own text and the model alone (see `forward` and `translator`), so that it may
be taken from any earlier run, of whatever corpus. The table is a SQLite file, which brings its own locking and
survives a killed process; each answer carries a checksum. Whatever is wrong with the file, the answer is computed:
the table saves time and decides nothing.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.models.environment import cpu_flags
from pipeline.models.protocols import Encoder, Loads, Route, Translation, Translator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME: Final = "answers.sqlite"
MEGABYTE: Final = 1024**2
CHECK_BYTES: Final = 8
ASKED_AT_ONCE: Final = 500
"""Keys in one query; SQLite takes 999 in its oldest builds."""
BUSY_SECONDS: Final = 30.0
FULL: Final = 0.75
"""What of the bound stays when it has been passed: the newest answers."""
SHORT: Final = 24
SHORT_ROWS: Final = 50_000
"""Single words are asked for story after story; those rows stay in memory (1.5 kB each), up to so many."""


class Answers:
    """Key -> bytes in `folder/answers.sqlite`, opened at first use. After a fault it knows and takes nothing."""

    def __init__(self, folder: Path, max_mb: int = 0) -> None:
        self.path = folder / NAME
        self.fault = ""
        self._max_mb = max_mb
        self._connection: sqlite3.Connection | None = None

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What is known of the keys; an answer whose checksum does not fit counts as unknown."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, bytes] = {}
        try:
            table = self._open()
            for start in range(0, len(wanted) if table else 0, ASKED_AT_ONCE):
                some = wanted[start : start + ASKED_AT_ONCE]
                marks = ",".join("?" * len(some))
                assert table is not None
                rows = table.execute(f"SELECT key, value FROM answers WHERE key IN ({marks})", some)
                found.update((key, value[CHECK_BYTES:]) for key, value in rows if _fits(key, value))
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)
            return {}
        return found

    def put(self, answers: Mapping[bytes, bytes]) -> None:
        """Keep the answers, in one transaction; an answer that is there already is replaced."""
        try:
            if answers and (table := self._open()):
                rows = [(key, _check(key, value) + value) for key, value in answers.items()]
                with table:
                    table.executemany("INSERT OR REPLACE INTO answers (key, value) VALUES (?, ?)", rows)
                    self._bound(table)
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the table; used again, it is opened again."""
        with suppress(sqlite3.Error):
            if self._connection is not None:
                self._connection.close()
        self._connection = None

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is None and not self.fault:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = _connect(self.path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # busy, read-only, full: not a fault of the content
                    raise
                self._remove()
                self._connection = _connect(self.path)
        return self._connection

    def _give_up(self, error: Exception) -> None:
        """A damaged table is removed, so that the next run begins a new one."""
        self.fault = f"{self.path}: {error}"
        self.close()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                self._remove()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(NAME + suffix).unlink(missing_ok=True)

    def _bound(self, table: sqlite3.Connection) -> None:
        """Drop the oldest answers when there are too many; SQLite writes the next ones in their place."""
        page, pages, free = (
            int(table.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_size", "page_count", "freelist_count")
        )
        used = page * (pages - free) / MEGABYTE
        if not self._max_mb or used <= self._max_mb:
            return
        kept = self._max_mb * FULL / used
        count = int(table.execute("SELECT count(*) FROM answers").fetchone()[0])
        oldest = "SELECT rowid FROM answers ORDER BY rowid LIMIT ?"
        table.execute(f"DELETE FROM answers WHERE rowid IN ({oldest})", (int(count * (1 - kept)),))


def _connect(path: Path) -> sqlite3.Connection:
    table = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        table.execute("PRAGMA journal_mode = WAL")
        table.execute("PRAGMA synchronous = NORMAL")  # a crash of the machine may lose the newest, and damages nothing
        table.execute("CREATE TABLE IF NOT EXISTS answers (key BLOB NOT NULL UNIQUE, value BLOB NOT NULL)")
    except BaseException:
        table.close()
        raise
    return table


def _check(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(key + value, digest_size=CHECK_BYTES).digest()


def _fits(key: bytes, value: object) -> bool:
    return isinstance(value, bytes) and value[:CHECK_BYTES] == _check(key, value[CHECK_BYTES:])


def processor() -> str:
    """The kind of processor: other instructions round otherwise, so answers are not carried from one to another."""
    return " ".join([platform.machine(), *sorted(f for f in cpu_flags() if f.startswith(("avx", "amx", "fma")))])


def key_of(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


class RememberedEncoder:
    """An Encoder that computes only what no run on this machine has asked it for. `basis` is what else answers hang on.

    `computed` counts the texts that went to the model.
    """

    def __init__(self, encoder: Encoder, answers: Answers, basis: str) -> None:
        self.encoder = encoder
        self.computed = 0
        self._answers = answers
        self._basis = (basis, processor())
        self._short: dict[tuple[str, str], NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def digest(self) -> str:
        return self.encoder.digest

    def reads(self, language: str) -> bool:
        return self.encoder.reads(language)

    def load(self, stop: Callable[[], bool]) -> None:
        if isinstance(self.encoder, Loads):
            self.encoder.load(stop)

    def has_read(self, contents: Iterable[str]) -> bool:
        """Whether the texts of all these articles (sha256 of their bytes) have been asked for, by any run."""
        marks = {self._mark(content) for content in contents}
        return len(self._answers.get(marks)) == len(marks)

    def note_read(self, contents: Iterable[str]) -> None:
        """The texts of these articles have been asked for. Decides only whether weights are read ahead."""
        self._answers.put({self._mark(content): b"" for content in contents})

    def _mark(self, content: str) -> bytes:
        return key_of("article", *self._basis, self.digest, content)

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), dimension) unit rows, from memory, from the table, and the rest from the model."""
        import numpy as np

        asked = dict.fromkeys(zip(texts, languages, strict=True))
        rows = {each: self._short[each] for each in asked if each in self._short}
        keys = {each: key_of("vector", *self._basis, self.digest, *reversed(each)) for each in asked.keys() - rows}
        kept = self._answers.get(keys.values())
        rows |= {each: np.frombuffer(kept[key], np.float32) for each, key in keys.items() if key in kept}
        new = [each for each in asked if each not in rows]
        if new or not asked:
            found = self.encoder.encode([text for text, _ in new], [language for _, language in new])
            if not asked:
                return found
            rows |= dict(zip(new, found, strict=True))
            self._answers.put({keys[each]: row.tobytes() for each, row in zip(new, found, strict=True)})
            self.computed += len(new)
        self._remember(rows)
        return np.array([rows[each] for each in zip(texts, languages, strict=True)], np.float32)

    def _remember(self, rows: Mapping[tuple[str, str], NDArray[np.float32]]) -> None:
        if len(self._short) < SHORT_ROWS:
            self._short.update({each: row.copy() for each, row in rows.items() if len(each[0]) <= SHORT})


class RememberedTranslator:
    """A Translator that decodes only what no run on this machine has asked it for; `computed` counts those texts."""

    def __init__(self, translator: Translator, answers: Answers, basis: str) -> None:
        self.translator = translator
        self.computed = 0
        self._answers = answers
        self._basis = (basis, processor())

    @property
    def digest(self) -> str:
        return self.translator.digest

    def route(self, language: str) -> Route | None:
        return self.translator.route(language)

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        """One translation a text, in order."""
        route = self.route(language)
        if route is None:
            return self.translator.translate(texts, language, beam_size)
        fixed = ("translation", *self._basis, route.digest, language, str(beam_size))
        keys = {text: key_of(*fixed, text) for text in texts}
        kept = self._answers.get(keys.values())
        found = {text: _unpacked(kept[key]) for text, key in keys.items() if key in kept}
        new = [text for text in keys if text not in found]
        if new:
            fresh = self.translator.translate(new, language, beam_size)
            found |= dict(zip(new, fresh, strict=True))
            self._answers.put({keys[text]: _packed(each) for text, each in zip(new, fresh, strict=True)})
            self.computed += len(new)
        return [found[text] for text in texts]


def _packed(said: Translation) -> bytes:
    return json.dumps([said.english, said.unknown_tokens, said.put_back, said.unsure]).encode("ascii")


def _unpacked(answer: bytes) -> Translation:
    english, unknown, put_back, unsure = json.loads(answer)
    return Translation(english, unknown, tuple(put_back), unsure)
