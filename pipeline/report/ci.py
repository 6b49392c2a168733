"""What CI hosts read: junit.xml, workflow annotations, and a code-quality list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as Xml

from pipeline.report.model import Finding, Report, gravest
from pipeline.report.plain import one_line
from pipeline.rules.table import RULES

_XML_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ANNOTATIONS: Final = {"major": "error", "minor": "warning", "none": "notice"}
QUALITY: Final = {"major": "major", "minor": "minor", "none": "info"}


def junit(report: Report) -> Mapping[str, bytes]:
    """A suite a story, a test a rule that held, and a test a finding: major ones fail, the rest are skipped.

    What the run could not check is skipped too: it neither passed nor failed.
    """
    stories: dict[str, list[Finding]] = {story.id: [] for story in report.stories}
    general: list[Finding] = []
    for finding in report.findings:
        stories.get(finding.story or "", general).append(finding)
    root = Xml.Element("testsuites", name=_clean(f"verify {report.corpus}"))
    suites = [_suite(root, report.corpus, story, found) for story, found in stories.items()]
    suites.append(_suite(root, report.corpus, "run", general, tuple(report.degraded)))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    Xml.indent(root)
    return {"junit.xml": Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}


def _suite(
    root: Xml.Element, corpus: str, name: str, findings: list[Finding], degraded: tuple[str, ...] = ()
) -> Xml.Element:
    suite = Xml.SubElement(root, "testsuite", name=_clean(name))
    fired = {finding.rule for finding in findings}
    failed = skipped = 0
    for rule in RULES.values():
        if rule.id not in fired and not (rule.id == "degraded" and degraded):
            _case(suite, corpus, name, f"{rule.id}: nothing found")
    for note in degraded:
        case = _case(suite, corpus, name, f"degraded: {note}")
        Xml.SubElement(case, "skipped", message=_clean(note))
        skipped += 1
    for finding in findings:
        case = _case(suite, corpus, name, f"{finding.rule}: {finding.message} [{finding.id}]")
        if finding.state in ("new", "accepted") and finding.severity == "major":
            failure = Xml.SubElement(case, "failure", type=finding.rule, message=_clean(finding.message))
            failure.text = _places(finding)
            failed += 1
        elif finding.state != "rejected":
            Xml.SubElement(case, "skipped", message=f"{finding.severity}, {finding.state}").text = _places(finding)
            skipped += 1
    for count, value in (("tests", len(suite)), ("failures", failed), ("errors", 0), ("skipped", skipped)):
        suite.set(count, str(value))
    return suite


def _case(suite: Xml.Element, corpus: str, story: str, name: str) -> Xml.Element:
    return Xml.SubElement(suite, "testcase", classname=_clean(f"{corpus}.{story}"), name=_clean(name))


def _places(finding: Finding) -> str:
    """A line a place, as text: the schema that hosts check by has no attribute for a file or a line."""
    return "\n".join(_clean(f"{at.path}:{at.line}:{at.column}") for at in finding.locations)


def _clean(text: str) -> str:
    """What XML 1.0 can hold, on one line."""
    return _XML_ILLEGAL.sub("", one_line(text))


def workflow_notes(report: Report) -> Mapping[str, bytes]:
    """Workflow commands that put a note beside a line of a pull request, the gravest first (hosts show few)."""
    lines = []
    for finding in gravest([each for each in report.findings if each.state in ("new", "accepted")]):
        first = finding.locations[0] if finding.locations else None
        title = RULES[finding.rule].title if finding.rule in RULES else finding.rule
        where = f"file={_property(report.root + first.path)},line={first.line},col={first.column}," if first else ""
        head = f"::{ANNOTATIONS[finding.severity]} {where}title={_property(title)}"
        lines.append(f"{head}::{_escaped(one_line(finding.message))} [{finding.id}]\n")
    return {"annotations.txt": "".join(lines).encode("utf-8", "replace")}


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(one_line(text)).replace(":", "%3A").replace(",", "%2C")


def code_quality(report: Report) -> Mapping[str, bytes]:
    """The list that merge requests read: one entry a finding that has a place."""
    found = [
        {
            "description": one_line(finding.message),
            "check_name": finding.rule,
            "fingerprint": finding.id,
            "severity": QUALITY[finding.severity],
            "location": {
                "path": report.root + finding.locations[0].path,
                "lines": {"begin": finding.locations[0].line},
            },
        }
        for finding in gravest([each for each in report.findings if each.state in ("new", "accepted")])
        if finding.locations
    ]
    return {"codequality.json": (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")}
