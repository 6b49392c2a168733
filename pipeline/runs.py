"""A run that has finished, as reports and the Python API see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import RunConfig

if TYPE_CHECKING:
    import polars as pl

LOCK = ".lock"
"""The file by which a run holds its folder, and by which the folder of a run is known."""


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file or manifest row that was left out before any stage saw it, and why."""

    article: str
    path: str
    reason: str


@dataclass(frozen=True)
class Run:
    """What a run found. Frames are read from Parquet when first asked for; nothing else is loaded.

    `directory` holds the reports, `directory/frames` one Parquet file a frame. `models` is the contract's
    `run.models`: {"encoder": {"name", "digest"}, "translators": {language: {"package", "version", "digest"}}}.
    `degraded` says in whole sentences what lessens the run; `notes` what a reader may want to know besides.
    """

    config: RunConfig
    corpus: str
    directory: Path
    config_digest: str
    models: Mapping[str, Any] = field(default_factory=dict)
    degraded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    computed: Mapping[str, int] = field(default_factory=dict)
    """Stage -> shards computed by this very run; empty when everything was taken from the cache."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Frame -> sha256 of its file, by which a damaged one, or one of another run, is told."""

    @cached_property
    def _frames(self) -> dict[str, pl.DataFrame]:
        return {}

    def frame(self, name: str) -> pl.DataFrame:
        """The named frame of schemas.py; `quarantine` also has what the corpus scan left out.

        Raises DamagedError where the run's folder lacks it, or holds another than this run wrote.
        """
        if name not in self._frames:
            self._frames[name] = self._read(name)
        return self._frames[name]

    def _read(self, name: str) -> pl.DataFrame:
        import polars as pl

        from pipeline import schemas
        from pipeline.store import read_frame

        found = read_frame(self.directory / "frames", name, self.digests.get(name, ""))
        if name != "quarantine" or not self.skipped:
            return found
        rows: list[dict[str, object]] = [
            {"article": each.article, "path": each.path, "reason": each.reason} for each in self.skipped
        ]
        return pl.concat([found, schemas.frame(name, rows)]).sort("article", "path", "reason", maintain_order=True)
