"""Who watches a run, and is told what it does."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told what happens; draws it or not."""

    def stage(self, name: str, shards: int, cached: int) -> None: ...

    def advance(self, name: str, shards: int) -> None: ...

    def done(self, name: str, rows: int, seconds: float) -> None: ...

    def warn(self, text: str) -> None: ...


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, shards: int, cached: int) -> None: ...

    def advance(self, name: str, shards: int) -> None: ...

    def done(self, name: str, rows: int, seconds: float) -> None: ...

    def warn(self, text: str) -> None: ...
