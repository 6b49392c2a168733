from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import polars as pl

from pipeline.condition import condition_of
from pipeline.runs import Skipped
from pipeline.schemas import empty, frame

Rows = list[dict[str, object]]


def told(
    translations: Rows,
    quarantine: Rows = (),  # type: ignore[assignment]
    skipped: tuple[Skipped, ...] = (),
    stories: Sequence[tuple[str, str]] = (),
) -> Any:
    frames: dict[str, pl.DataFrame] = {
        "articles": frame("articles", [{"article": article, "outlet": article.title()} for _, article in stories]),
        "stories": frame("stories", [{"story": story, "article": article} for story, article in stories]),
        "translations": frame("translations", translations),
        "quarantine": frame("quarantine", list(quarantine)) if quarantine else empty("quarantine"),
    }
    models: Any = SimpleNamespace(
        get=lambda name: SimpleNamespace(name=name, digest="d", reads=lambda code: code != "pl")
    )
    return condition_of(frames.__getitem__, models, skipped, ["a note"])


def row(article: str, number: int, language: str, status: str, package: str | None = None) -> dict[str, object]:
    segment = f"{article}:s{number:03}"
    found = {"article": article, "segment": segment, "language": language, "status": status}
    return {**found, "package": package, "version": package and "1.9", "digest": package and "x"}


def test_missing_package_is_told_with_the_command_that_installs_it() -> None:
    _, degraded, _ = told([row("a", 1, "de", "missing"), row("b", 1, "de", "missing"), row("b", 2, "pl", "missing")])
    assert degraded == [
        "German: 2 sentences in 2 articles compared without a translation, which finds less; "
        "`verify models pull de` installs the package",
        "Polish: 1 sentence in 1 article could not be translated and no model reads them, so they are unchecked; "
        "`verify models pull pl` installs the package",
    ]


def test_suspect_translations_are_a_note_and_lessen_nothing() -> None:
    _, degraded, notes = told([row("a", 1, "ru", "ok", "ru_en"), row("a", 2, "ru", "suspect", "ru_en")])
    assert degraded == []
    assert notes == ["a note", "Russian: 1 of 2 translations failed a check and makes no finding alone"]


def test_unread_files_lessen_the_run() -> None:
    quarantine: Rows = [{"article": "b", "path": "b.txt", "reason": "binary"}]
    _, degraded, _ = told([], quarantine, (Skipped("a", "a.txt", "too large"),))
    assert degraded == ["a.txt was not read: too large", "b.txt was not read: binary"]


def test_models_are_those_that_spoke() -> None:
    models, _, _ = told([row("a", 1, "ru", "ok", "ru_en"), row("b", 1, "de", "missing")])
    assert models["encoder"] == {"name": "encoder", "digest": "d"}
    assert models["translators"] == {"ru": {"package": "ru_en", "version": "1.9", "digest": "x"}}


def test_stories_that_one_article_tells_are_one_note_on_coverage() -> None:
    _, degraded, notes = told([], stories=[("s1", "ash"), ("s1", "birch"), ("s2", "cedar")])
    assert degraded == []
    assert notes[1:] == [
        "coverage: cedar (Cedar) tells its story alone, so there was nothing to check the claims against"
    ]
    assert told([], stories=[("s1", "ash"), ("s1", "birch")])[2] == ["a note"]


def test_many_lone_articles_are_counted() -> None:
    (note,) = told([], stories=[(f"s{n}", f"a{n:02}") for n in range(12)])[2][1:]
    assert note.startswith("coverage: a00 (A00), a01 (A01)")
    assert "a09 (A09) and 2 more tell their stories alone" in note
