"""report.json against its schema, its order and its stillness."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

from pipeline.report import build, write
from pipeline.report.model import joined_english
from pipeline.report.record import encoded
from pipeline.schemas import frame
from tests.report.hostile import hostile_run
from tests.report.stored import StoredRun, gold_run


@pytest.fixture(scope="module")
def gold() -> StoredRun:
    return gold_run()


def schema() -> dict[str, Any]:
    text = resources.files("pipeline.report").joinpath("schema/report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_an_utterance_says_which_view_joined_each_quote() -> None:
    run = gold_run()
    first = run.frame("utterances")["utterance"][0]
    by_vector = pl.when(pl.col("utterance") == first).then(pl.lit("original-only x:q1.1 0.91"))
    via = by_vector.otherwise(pl.lit("quotes another part of the same post")).alias("via")
    run.frames["utterances"] = run.frame("utterances").with_columns(via)
    found = json.loads(encoded(build(run)))
    jsonschema.validate(found, schema())
    views = {row["id"]: {view["view"] for view in row["views"]} for row in found["utterances"]}
    assert views.pop(first) == {"original-only"}
    assert set().union(*views.values()) == {"same post"}


def test_the_gold_as_a_run_is_valid(gold: StoredRun) -> None:
    found = json.loads(encoded(build(gold)))
    jsonschema.validate(found, schema())
    assert [article["language"] for article in found["articles"]] == ["en", "en", "en", "ru", "en"]
    assert len(found["quotes"]) == 110
    assert {story["id"]: len(story["articles"]) for story in found["stories"]} == {
        "story-1": 3,
        "story-2": 1,
        "story-3": 1,
    }


def test_a_hostile_run_is_valid() -> None:
    jsonschema.validate(json.loads(encoded(build(hostile_run()))), schema())


def test_an_empty_run_is_valid() -> None:
    found = json.loads(encoded(build(StoredRun({}, degraded=("nothing was readable",)))))
    jsonschema.validate(found, schema())
    assert found["run"]["degraded"] == ["nothing was readable"]


def test_the_schema_refuses_what_the_contract_does_not_have(gold: StoredRun) -> None:
    found = json.loads(encoded(build(gold)))
    found["quotes"][0]["kind"] = "shout"
    with pytest.raises(jsonschema.ValidationError, match="shout"):
        jsonschema.validate(found, schema())
    del found["quotes"][0]["kind"]
    with pytest.raises(jsonschema.ValidationError, match="'kind' is a required property"):
        jsonschema.validate(found, schema())


def test_the_order_of_rows_in_the_frames_does_not_show(gold: StoredRun) -> None:
    turned = StoredRun({name: found.reverse() for name, found in gold.frames.items()})
    assert encoded(build(turned)) == encoded(build(gold))


def test_offsets_and_lines_lead_to_the_words(gold: StoredRun) -> None:
    report = build(gold)
    texts = {article.id: article.text for article in report.articles}
    quote = next(quote for quote in report.quotes if quote.text == "haters and fools")
    text = texts[quote.place.article]
    assert text[quote.place.start : quote.place.end] == quote.text
    assert text.split("\n")[quote.place.line - 1][quote.place.column - 1 :].startswith(quote.text)


def test_english_joins_the_translations_of_a_quotes_parts() -> None:
    def part(n: int, language: str, text: str) -> dict[str, object]:
        return {"article": "a", "quote": "a:q01", "part": f"a:q01.{n}", "index": n, "language": language, "text": text}

    def english(n: int, words: str, status: str) -> dict[str, object]:
        return {"article": "a", "segment": f"a:q01.{n}", "language": "ru", "english": words, "status": status}

    parts = [part(4, "ru", "Э."), part(2, "ru", "Нет."), part(1, "ru", "Да."), part(3, "en", "OK.")]
    translations = [english(1, "Yes.", "ok"), english(2, "No.", "suspect"), english(4, "", "missing")]
    quote = {"article": "a", "quote": "a:q01", "kind": "direct", "language": "ru", "start": 0, "end": 4, "text": "Да."}
    frames = {
        "articles": frame("articles", [{"article": "a", "path": "a.txt", "outlet": "A", "text": "Да. Нет. OK. Э."}]),
        "quotes": frame("quotes", [quote]),
        "parts": frame("parts", parts),
        "translations": frame("translations", translations),
    }
    found = build(StoredRun(frames)).quotes[0]
    assert found.english == "Yes. No. OK. […]"
    assert joined_english(found.parts)[1] == "missing"
    assert joined_english(found.parts[:2]) == ("Yes. No.", "suspect")
    assert joined_english(found.parts[2:3]) == (None, "none")


def test_a_second_write_touches_nothing(gold: StoredRun, tmp_path: Path) -> None:
    first = {path: path.stat().st_mtime_ns for path in write(gold, tmp_path)}
    second = {path: path.stat().st_mtime_ns for path in write(gold, tmp_path)}
    assert first == second
    assert not list(tmp_path.rglob("*.part"))


def test_a_lone_surrogate_becomes_an_escape() -> None:
    row = {"article": "a", "path": "a.json", "outlet": "A", "title": "x", "text": "x"}
    report = build(StoredRun({"articles": frame("articles", [row])}, degraded=("half \ud83d a pair",)))
    assert json.loads(encoded(report).decode("utf-8"))["run"]["degraded"] == ["half \ud83d a pair"]
