"""A stage to try executors with: workers import it by name."""

from __future__ import annotations

import os
from typing import Any

import polars as pl

from pipeline.errors import ModelError
from pipeline.flow import Stage
from pipeline.schemas import frame


class Fragile(Stage):
    """Does what an article's name says: dies, raises, misses a model; else writes a sentence."""

    __slots__ = ()

    @property
    def target(self) -> str:
        return "tests.executors.stand_ins:fragile"


def fragile(_config: Any, articles: pl.DataFrame) -> pl.DataFrame:
    names = articles["article"].to_list()
    if "dies" in names:
        os._exit(1)
    if "raises" in names:
        raise LookupError("no such word")
    if "model" in names:
        raise ModelError("no model", "install it")
    return frame("sentences", [{"article": name, "sentence": f"{name}:s0"} for name in names])


def stage() -> Fragile:
    return Fragile("segment", ("articles",), ("sentences",), "article")
