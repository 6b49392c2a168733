"""For every test: no network but loopback, and none of the user's own models, caches or settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline import Run
from pipeline.offline import network_cut


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with network_cut():
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders of caches, data and settings in a temporary place, for child processes too."""
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable, folder in (("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")):
            patch.setenv(variable, str(home / folder))
        for variable in [name for name in os.environ if name.startswith(("ARGOS_", "VERIFY_"))]:
            patch.delenv(variable)
        yield


@pytest.fixture(scope="session")
def seeds_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The seed corpus run once with the bundled models, as `verify run configs/default.yaml` does."""
    config = pipeline.load_config(Path(__file__).parents[1] / "configs" / "default.yaml")
    return pipeline.run(config, tmp_path_factory.mktemp("seeds"))
