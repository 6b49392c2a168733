"""The formats for machines and for comments: each read back by a parser of its own kind."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import polars as pl
import pytest
from lxml import etree

from pipeline.report import Report, build
from pipeline.report import sarif as sarif_format
from pipeline.report.ci import code_quality, junit, workflow_notes
from pipeline.report.plain import cell, markdown, one_line
from pipeline.report.sarif import sarif
from pipeline.report.summary import SHOWN, summary
from pipeline.report.tables import COLUMNS, tables
from pipeline.rules.table import RULES
from pipeline.schemas import frame
from pipeline.text.lines import Lines
from pipeline.text.markup import visible
from pipeline.text.origins import trace
from tests.report import hostile
from tests.report.stored import gold_run, with_findings

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"


@pytest.fixture(scope="module")
def seeds() -> Report:
    return build(gold_run())


@pytest.fixture(scope="module")
def attacked() -> Report:
    return build(hostile.hostile_run())


@pytest.fixture(scope="module", params=["seeds", "attacked"])
def either(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def with_states(report: Report, *states: str) -> Report:
    """The report with the states given to its first major findings."""
    major = [finding for finding in report.findings if finding.severity == "major"]
    given = {finding.id: state for finding, state in zip(major, states, strict=False)}
    return replace(report, findings=tuple(replace(f, state=given.get(f.id, f.state)) for f in report.findings))


def log(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sarif(report)["report.sarif"])
    return found


def reviewed(report: Report) -> Report:
    """The report with a finding in every state, and with what the run could not do."""
    return replace(with_states(report, "baseline", "rejected", "accepted"), degraded=("Nothing in Czech was read.",))


def invalid(name: str, document: object) -> list[str]:
    """Where a document breaks the named schema."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    check = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in check.iter_errors(document)]


def test_sarif_is_valid_by_the_standards_schema(either: Report) -> None:
    for report in (either, reviewed(either), replace(either, findings=(), articles=())):
        assert invalid("sarif-2.1.0", log(report)) == []
    broken = log(either)
    broken["runs"][0]["results"][0]["level"] = "fatal"
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"] = {"startLine": 0}
    assert len(invalid("sarif-2.1.0", broken)) == 2


def test_sarif_of_a_cut_report_is_valid_too(either: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_format, "MOST_RESULTS", 2)
    monkeypatch.setattr(sarif_format, "MOST_PLACES", 1)
    assert invalid("sarif-2.1.0", log(either)) == []


def test_junit_is_valid_by_the_schema_that_hosts_check(either: Report) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))
    for report in (either, reviewed(either), replace(either, findings=(), stories=())):
        schema.assertValid(etree.fromstring(junit(report)["junit.xml"]))
    broken = junit(either)["junit.xml"].replace(b"<testsuite ", b"<testsuite line='1' ")
    assert not schema.validate(etree.fromstring(broken))


def test_code_quality_is_valid(either: Report) -> None:
    for report in (either, reviewed(either), replace(either, findings=())):
        found = json.loads(code_quality(report)["codequality.json"])
        assert invalid("code-quality", found) == []
        assert len({entry["fingerprint"] for entry in found}) == len(found)


def test_csv_holds_every_finding_and_no_formula(either: Report) -> None:
    text = tables(either)["findings.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["finding"] for row in rows] == [finding.id for finding in either.findings]
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        for value in row.values():
            assert not re.match(r"\s*[=+\-@＝＋－＠]", value), value
            assert "\n" not in value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1", "＝1", "\u200b=1", "\u202e=1"])
def test_what_would_start_a_formula_is_disarmed(text: str) -> None:
    assert cell(text).startswith("'")


def test_plain_words_are_left_as_they_are() -> None:
    assert cell("a = b") == "a = b"
    assert one_line("a\n b\ud800") == "a b\ufffd"


def test_parquet_is_the_same_table(seeds: Report) -> None:
    found = pl.read_parquet(io.BytesIO(tables(seeds)["findings.parquet"]))
    assert tuple(found.columns) == COLUMNS
    assert found["finding"].to_list() == [finding.id for finding in seeds.findings]
    assert found["line"].dtype == pl.Int64


def test_summary_counts_and_fits_in_a_comment(either: Report) -> None:
    text = summary(either)["summary.md"].decode()
    counts = Counter(finding.severity for finding in either.findings)
    assert f"**{counts['major']} major, {counts['minor']} minor finding" in text
    assert len(text) < 65_536


def test_summary_words_are_inert(attacked: Report) -> None:
    text = summary(attacked)["summary.md"].decode()
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\(", text), "a link that an article wrote"
    assert "@everyone" not in text
    assert "\u202e" not in text


def test_summary_lists_the_gravest_and_leaves_the_rest_to_the_report(seeds: Report) -> None:
    many = replace(seeds, findings=tuple(replace(f, severity="minor") for f in seeds.findings) * 3)
    text = summary(many)["summary.md"].decode()
    assert text.count("\n- ") == SHOWN
    assert "more findings in report.html" in text


def test_markdown_escapes() -> None:
    assert markdown("a|b `c` <d> @e #1 [x](y)") == r"a\|b \`c\` &lt;d&gt; &#64;e \#1 \[x\]\(y\)"


def test_sarif_has_the_shape_that_hosts_read(either: Report) -> None:
    found = log(either)
    assert found["version"] == "2.1.0"
    (run,) = found["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in driver["rules"])
    assert {result["partialFingerprints"]["finding/v1"] for result in run["results"]} == {f.id for f in either.findings}
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        for place in (*result["locations"], *result["relatedLocations"]):
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", uri), uri
            region = place["physicalLocation"].get("region")
            assert region is None or (region["startLine"], region["startColumn"]) <= (
                region["endLine"],
                region["endColumn"],
            )
        ids = [place["id"] for place in result["relatedLocations"]]
        assert ids == list(range(1, len(ids) + 1))


def test_sarif_regions_cover_the_words(seeds: Report) -> None:
    texts = {article.path: article.text for article in seeds.articles}
    checked = 0
    for result in log(seeds)["runs"][0]["results"]:
        for place in result["locations"]:
            region, uri = place["physicalLocation"]["region"], place["physicalLocation"]["artifactLocation"]["uri"]
            lines = texts[uri].split("\n")
            start = sum(len(line) + 1 for line in lines[: region["startLine"] - 1]) + region["startColumn"] - 1
            end = sum(len(line) + 1 for line in lines[: region["endLine"] - 1]) + region["endColumn"] - 1
            assert (start, end - start) == (region["charOffset"], region["charLength"])
            checked += 1
    assert checked > 20


def test_sarif_links_and_controls_of_articles_are_gone(attacked: Report) -> None:
    for result in log(attacked)["runs"][0]["results"]:
        assert "](" not in result["message"]["text"]
        assert not re.search("[\u202a-\u202e\x00-\x1f]", result["message"]["text"])


def test_sarif_is_cut_by_severity_and_says_so(seeds: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    major = {finding.id for finding in seeds.findings if finding.severity == "major"}
    monkeypatch.setattr(sarif_format, "MOST_RESULTS", len(major))
    (run,) = log(seeds)["runs"]
    assert {result["partialFingerprints"]["finding/v1"] for result in run["results"]} == major
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"].startswith(f"{len(seeds.findings) - len(major)} of {len(seeds.findings)} findings")


def test_sarif_cuts_places_that_a_host_would_refuse(seeds: Report) -> None:
    first = seeds.findings[0]
    crowded = replace(seeds, findings=(replace(first, locations=first.locations * 700),))
    (result,) = log(crowded)["runs"][0]["results"]
    assert len(result["locations"]) + len(result["relatedLocations"]) == sarif_format.MOST_PLACES
    assert "places" in result["message"]["text"]


def test_places_of_a_page_are_those_of_the_page() -> None:
    run = gold_run()
    articles = run.frames["articles"].to_dicts()
    pages = {row["article"]: f"<p>{row['text'].replace('&', '&amp;').replace('e', '&#101;')}</p>" for row in articles}
    origins = [
        {"article": row["article"], **found._asdict()}
        for row in articles
        for page in [pages[row["article"]]]
        for found in trace(row["text"], visible(page), page, Lines(page))
    ]
    run.frames["origins"] = frame("origins", origins)
    run.frames["articles"] = frame("articles", [{**row, "format": "html"} for row in articles])
    report = replace(build(run), root="news/")
    paths = {f"news/{row['path']}": pages[row["article"]] for row in articles}
    checked = 0
    for result, finding in zip(log(report)["runs"][0]["results"], report.findings, strict=True):
        for place, known in zip(result["locations"], finding.locations, strict=False):
            region, page = (
                place["physicalLocation"]["region"],
                paths[place["physicalLocation"]["artifactLocation"]["uri"]],
            )
            words = page[region["charOffset"] : region["charOffset"] + region["charLength"]]
            text = next(row["text"] for row in articles if row["article"] == known.article)
            assert unescape(words).split() == text[known.start : known.end].split()
            line = page.split("\n")[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 :].startswith(words.split("\n")[0])
            checked += words != text[known.start : known.end]
    assert checked > 5


def test_a_file_that_was_not_read_is_pointed_at_without_lines() -> None:
    run = gold_run()
    run.frames["quarantine"] = frame("quarantine", [{"article": "blob", "path": "blob.bin", "reason": "not text"}])
    results = log(build(with_findings(run)))["runs"][0]["results"]
    (result,) = [each for each in results if "blob.bin" in each["message"]["text"]]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "blob.bin"}}}]


def test_sarif_carries_baseline_and_review(seeds: Report) -> None:
    results = log(with_states(seeds, "baseline", "rejected"))["runs"][0]["results"]
    states = Counter((result["baselineState"], "suppressions" in result) for result in results)
    assert states["unchanged", False] == 1
    assert states["new", True] == 1


def test_junit_counts_add_up_and_only_major_findings_that_stand_fail(either: Report) -> None:
    report = with_states(either, "baseline", "rejected", "accepted")
    root = ElementTree.fromstring(junit(report)["junit.xml"])
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        cases = list(suite)
        assert {case.tag for case in cases} == {"testcase"}
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
        assert all(case.get("classname") and case.get("name") for case in cases)
    for count in ("tests", "failures", "errors"):
        assert root.get(count) == str(sum(int(suite.get(count, "")) for suite in root))
    failing = [f for f in report.findings if f.severity == "major" and f.state in ("new", "accepted")]
    assert root.get("failures") == str(len(failing))
    for failure in root.iter("failure"):
        assert re.search(r":\d+:\d+$", failure.text or "")


def test_junit_skips_what_was_not_checked() -> None:
    run = gold_run()
    run.degraded = ("Nothing in Czech was read.",)
    root = ElementTree.fromstring(junit(build(run))["junit.xml"])
    (case,) = [case for case in root.iter("testcase") if "Czech" in case.get("name", "")]
    assert case.find("skipped") is not None


def test_workflow_notes_are_one_command_a_line(either: Report) -> None:
    text = workflow_notes(either)["annotations.txt"].decode()
    lines = text.splitlines()
    assert len(lines) == len(either.findings)
    for line in lines:
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.+)", line)
        assert command, line
        assert "title=" in command[2]
    severities = [line.split(" ")[0] for line in lines]
    assert severities == sorted(severities, key=["::error", "::warning", "::notice"].index)


def test_rejected_and_known_findings_are_not_noted_again(seeds: Report) -> None:
    report = with_states(seeds, "baseline", "rejected")
    quiet = {finding.id for finding in report.findings if finding.state in ("baseline", "rejected")}
    assert len(quiet) == 2
    for text in (workflow_notes(report)["annotations.txt"], code_quality(report)["codequality.json"]):
        assert not [id_ for id_ in quiet if id_ in text.decode()]


def test_every_format_is_the_same_on_a_second_rendering(either: Report) -> None:
    for render in (tables, summary, sarif, junit, workflow_notes, code_quality):
        assert render(either) == render(either)
