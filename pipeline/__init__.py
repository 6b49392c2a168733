"""verify: who said exactly what, where the wording differs, and what only one source claims.

    >>> import pipeline
    >>> found = pipeline.run(pipeline.load_config("configs/default.yaml"))
    >>> found.frame("findings")

`run`, `load_config` and `Run` are the stable interface; importing this package loads nothing heavy.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.config import RunConfig
    from pipeline.executors import Executor
    from pipeline.progress import Progress
    from pipeline.runs import Run

__all__ = ["Run", "load_config", "run"]


def load_config(path: str | PathLike[str]) -> RunConfig:
    """The configuration in a YAML file, or the defaults over a folder of articles. Raises errors.ConfigError."""
    from pipeline.loading import load_config as load

    return load(Path(path))


def run(
    config: RunConfig,
    directory: str | PathLike[str] | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Run:
    """Bring the run of a configuration up to date, draw its reports and return it.

    `directory` replaces the output folder that the configuration names. Raises a subclass of errors.VerifyError.
    """
    from pipeline.runner import run as run_flow

    return run_flow(config, Path(directory) if directory is not None else None, executor, progress, _draw)


def _draw(found: Run, directory: Path) -> Sequence[Path]:
    from pipeline import report  # only where there is something to draw

    return report.write(found, directory)


def __getattr__(name: str) -> Any:
    if name == "Run":
        from pipeline.runs import Run

        return Run
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
