"""The executor that a configuration names."""

from __future__ import annotations

from pipeline.config import RunConfig
from pipeline.executors import Executor
from pipeline.executors.local import LocalExecutor
from pipeline.models.environment import cores


def executor_of(config: RunConfig) -> Executor:
    """Raises ConfigError where it needs what is not installed."""
    if config.executor == "local":
        return LocalExecutor(workers=cores(config.threads))
    from pipeline.executors.ray import RayExecutor

    return RayExecutor(config)
