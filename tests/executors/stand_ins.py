"""A stage to try executors with: workers import it by name."""

from __future__ import annotations

import os
import time
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


class Asking(Stage):
    """Asks the encoder the same for every article."""

    __slots__ = ()

    @property
    def target(self) -> str:
        return "tests.executors.stand_ins:ask"


def ask(_config: Any, articles: pl.DataFrame, *, encoder: Any) -> pl.DataFrame:
    row = encoder.encode(["six", "six"], ["en", "en"])[1]
    said = f"{row[0]} {row[1]} {encoder.reads('en')} {encoder.reads('xx')}"
    names = articles["article"].to_list()
    return frame("sentences", [{"article": name, "sentence": f"{name}:s0", "text": said} for name in names])


def asking() -> Asking:
    return Asking("segment", ("articles",), ("sentences",), "article", models=("encoder",))


def stage() -> Fragile:
    return Fragile("segment", ("articles",), ("sentences",), "article")


class Later(Stage):
    """Comes after the first stage; it fails on, or dies of, what that wrote of some articles."""

    __slots__ = ()

    @property
    def target(self) -> str:
        return "tests.executors.stand_ins:later"


def later(_config: Any, sentences: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    names = sentences["article"].to_list()
    if "ends" in names:
        os._exit(1)
    if "fails" in names:
        raise LookupError("no such word")
    return frame("languages", [{"article": name, "reason": str(blocks.height)} for name in names])


def following() -> Later:
    return Later("detect", ("sentences", "blocks"), ("languages",), "article")


class ToldApart(Stage):
    """Says which process it is in, and takes its time, so that each gets something to do."""

    __slots__ = ()

    @property
    def target(self) -> str:
        return "tests.executors.stand_ins:tell_apart"


def tell_apart(_config: Any, articles: pl.DataFrame) -> pl.DataFrame:
    time.sleep(0.1)
    names = articles["article"].to_list()
    return frame("sentences", [{"article": n, "sentence": f"{n}:s0", "text": str(os.getpid())} for n in names])


def told_apart() -> ToldApart:
    return ToldApart("segment", ("articles",), ("sentences",), "article")
