"""Models of a run: read ahead where that is of use, asked only for what no run has asked before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline import models
from pipeline.config import CacheConfig, CorpusConfig, OutputConfig, RunConfig
from pipeline.errors import ModelError
from pipeline.models.answers import NAME
from pipeline.supply import Models
from tests.faults import newsroom
from tests.models.test_answers import Counting, CountingTranslator


class Weighty(Counting):
    """An encoder that knows which thread read its weights."""

    def __init__(self, fault: Exception | None = None) -> None:
        super().__init__()
        self.read_by: list[str] = []
        self.fault = fault

    def load(self, stop: Callable[[], bool]) -> None:
        if not stop():
            self.read_by.append(threading.current_thread().name)
        if self.fault:
            raise self.fault


@pytest.fixture
def supplied(monkeypatch: pytest.MonkeyPatch) -> tuple[Weighty, CountingTranslator]:
    encoder, translator = Weighty(), CountingTranslator()
    monkeypatch.setattr(models, "load_encoder", lambda config, threads: encoder)
    monkeypatch.setattr(models, "load_translator", lambda config, threads: translator)
    return encoder, translator


def config(folder: Path, corpus: Path, output: str, answers: bool = True) -> RunConfig:
    return RunConfig(
        corpus=CorpusConfig(name="lake", path=corpus),
        output=OutputConfig(dir=folder / output),
        cache=CacheConfig(answers=answers, dir=folder / "cache"),
    )


def test_another_corpus_asks_only_for_what_is_new_and_gives_the_same_bytes(
    tmp_path: Path, supplied: tuple[Weighty, CountingTranslator]
) -> None:
    encoder, translator = supplied
    some = newsroom.write_corpus(tmp_path / "some", [name for name in newsroom.ARTICLES if name != "vesti"])
    every = newsroom.write_corpus(tmp_path / "every")
    pipeline.run(config(tmp_path, some, "one"))
    assert encoder.asked
    assert translator.asked == []
    encoder.asked.clear()
    pipeline.run(config(tmp_path, every, "two"))
    told = "".join((every / "vesti.txt").read_text(encoding="utf-8").split())
    assert translator.asked
    assert all("".join(text.split()) in told for text in translator.asked)
    seen, asked = len(translator.asked), list(encoder.asked)
    assert 0 < len(asked) == len(set(asked))
    pipeline.run(config(tmp_path, every, "three"))
    assert (encoder.asked, len(translator.asked)) == (asked, seen)
    pipeline.run(config(tmp_path, every, "four", answers=False))
    assert len(encoder.asked) > len(asked)
    outputs = [newsroom.contents(tmp_path / name / "lake") for name in ("two", "three", "four")]
    assert outputs[0] == outputs[1] == outputs[2]


def test_weights_are_read_ahead_only_where_something_new_is_to_be_encoded(
    tmp_path: Path, supplied: tuple[Weighty, CountingTranslator]
) -> None:
    encoder, _ = supplied
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    pipeline.run(config(tmp_path, corpus, "one"))
    assert encoder.read_by == ["reading the encoder"]
    pipeline.run(config(tmp_path, corpus, "one"))  # its own artifacts hold everything
    pipeline.run(config(tmp_path, corpus, "two"))  # the answers do
    assert encoder.read_by == ["reading the encoder"]
    pipeline.run(config(tmp_path, corpus, "three", answers=False))
    assert encoder.read_by == ["reading the encoder"] * 2
    assert not [thread for thread in threading.enumerate() if thread.name == "reading the encoder"]


def test_an_unchanged_run_opens_no_table(tmp_path: Path, supplied: tuple[Weighty, CountingTranslator]) -> None:
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    pipeline.run(config(tmp_path, corpus, "one"))
    for path in (tmp_path / "cache").glob(f"{NAME}*"):
        path.unlink()
    assert not pipeline.run(config(tmp_path, corpus, "one")).computed
    assert not list((tmp_path / "cache").glob(f"{NAME}*"))


def test_a_fault_while_reading_ahead_is_told_where_the_model_is_used(
    tmp_path: Path, supplied: tuple[Weighty, CountingTranslator], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder, _ = supplied
    encoder.fault = ModelError("the weights are gone")

    def encode(*_: object) -> None:
        raise ModelError("the weights are gone")

    monkeypatch.setattr(encoder, "encode", encode)
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    with pytest.raises(ModelError, match="the weights are gone"):
        pipeline.run(config(tmp_path, corpus, "one"))
    assert (tmp_path / "one" / "lake" / "frames" / "translations.parquet").is_file()
    assert not (tmp_path / "one" / "lake" / "frames" / "vectors.parquet").is_file()


def test_release_ends_the_reading(tmp_path: Path, supplied: tuple[Weighty, CountingTranslator]) -> None:
    encoder, _ = supplied
    begun, left_off = threading.Event(), threading.Event()

    def load(stop: Callable[[], bool]) -> None:
        begun.set()
        while not stop():
            threading.Event().wait(0.01)
        left_off.set()

    encoder.load = load  # type: ignore[method-assign]
    of_run = Models(config(tmp_path, tmp_path, "one"))
    of_run.read_ahead("encoder", ["content"])
    assert begun.wait(10)
    of_run.release()
    assert left_off.is_set()


def test_answers_that_cannot_be_kept_are_told(tmp_path: Path, supplied: tuple[Weighty, CountingTranslator]) -> None:
    from tests.staged import Watch

    (tmp_path / "cache").write_text("")
    watch = Watch()
    corpus = newsroom.write_corpus(tmp_path / "corpus")
    pipeline.run(config(tmp_path, corpus, "one"), progress=watch)
    assert [text for text in watch.warnings if str(tmp_path / "cache") in text]
