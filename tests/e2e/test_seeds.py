"""The default run from end to end: what a newcomer sees after `make run`, checked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pipeline
from pipeline import Run

pytestmark = pytest.mark.models

ROOT = Path(__file__).parents[2]
MODEL_LIBRARIES = ("torch", "argostranslate", "sentence_transformers", "ctranslate2", "transformers", "polars")


@pytest.fixture(scope="module")
def report(seeds_run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((seeds_run.directory / "report.json").read_text(encoding="utf-8"))
    return found


def test_report_fits_its_schema(report: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "pipeline" / "report" / "schema" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)


def test_five_articles_four_english_one_russian(report: dict[str, Any]) -> None:
    assert Counter(article["language"] for article in report["articles"]) == {"en": 4, "ru": 1}
    assert report["run"]["degraded"] == []


def test_three_stories(report: dict[str, Any]) -> None:
    found = sorted(sorted(story["articles"]) for story in report["stories"])
    assert found == [["independent-2017", "rferl-2017", "rt-2017"], ["reuters-2018"], ["scmp-2019"]]


def test_russian_is_translated_and_aligned(report: dict[str, Any]) -> None:
    assert report["run"]["models"]["translators"]["ru"]["package"]
    article = {quote["id"]: quote["article"] for quote in report["quotes"]}
    together = [{article[quote] for quote in utterance["quotes"]} for utterance in report["utterances"]]
    assert any({"rt-2017", "independent-2017"} <= articles for articles in together)


def test_lengths_of_the_trip_are_a_number_conflict(report: dict[str, Any]) -> None:
    found = [c for c in report["conflicts"] if {c["a_article"], c["b_article"]} == {"independent-2017", "rferl-2017"}]
    texts = [f"{conflict['a_text']} {conflict['b_text']}" for conflict in found if conflict["kind"] == "number"]
    assert any("12-day" in text and "13-day" in text for text in texts)


def test_progress_of_two_years_is_not_one_utterance(report: dict[str, Any]) -> None:
    of_2017 = {quote["id"] for quote in report["quotes"] if quote["article"] != "scmp-2019"}
    of_2019 = {quote["id"] for quote in report["quotes"] if quote["article"] == "scmp-2019"}
    assert of_2019, "the article of 2019 has quotes"
    assert not [
        each for each in report["utterances"] if set(each["quotes"]) & of_2017 and set(each["quotes"]) & of_2019
    ]


def test_offsets_land_on_the_words(report: dict[str, Any]) -> None:
    for article in report["articles"]:
        text = (ROOT / "seeds" / article["path"]).read_text(encoding="utf-8")
        for claim in (claim for claim in report["claims"] if claim["article"] == article["id"]):
            assert " ".join(text[claim["start"] : claim["end"]].split()) == claim["text"]


def test_second_run_loads_no_model_and_writes_nothing(seeds_run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in seeds_run.directory.rglob("*") if path.name != ".lock"}
    script = (
        "import sys; sys.argv = ['verify', 'run', *sys.argv[1:]]\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        f"finally: print('loaded', [name for name in {MODEL_LIBRARIES!r} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(ROOT / "configs" / "default.yaml"), "--output", str(seeds_run.directory)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "nothing changed" in found.stderr
    assert found.stderr.splitlines()[-1] == "loaded []"
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_plain_text_files_without_a_manifest(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        (plain / path.name).write_bytes(path.read_bytes())
    (plain / "latin.txt").write_bytes("Der Präsident sagte, die Gespräche seien „nützlich“.".encode("cp1252"))
    (plain / "binary.txt").write_bytes(bytes(range(256)) * 8)
    found = pipeline.run(pipeline.load_config(plain), tmp_path / "out")
    assert found.frame("articles").height == 6
    assert [row["path"] for row in found.frame("quarantine").iter_rows(named=True)] == ["binary.txt"]
    assert any(text.startswith("binary.txt was not read") for text in found.degraded)
