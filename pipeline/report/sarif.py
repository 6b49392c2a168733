"""report.sarif: SARIF 2.1.0 for code-scanning hosts.

Offsets are code points throughout (`columnKind`). Results are told apart by fingerprints of content, so that a moved
paragraph keeps its alert. Hosts keep 5,000 results a run and show 100 places a result; what goes beyond is cut by
severity, and a notification in the file says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from pipeline.report.model import Finding, Place, Report, gravest
from pipeline.report.plain import one_line
from pipeline.rules.table import RULES

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS: Final = 5_000
MOST_PLACES: Final = 100
LEVELS: Final = {"major": "error", "minor": "warning", "none": "note"}
RULE_IDS: Final = tuple(RULES)
Json = dict[str, Any]


def sarif(report: Report) -> Mapping[str, bytes]:
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return {"report.sarif": (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")}


def _run(report: Report) -> Json:
    kept = sorted(gravest(report.findings)[:MOST_RESULTS], key=lambda finding: finding.id)
    return {
        "tool": {"driver": _driver()},
        "automationDetails": {"id": f"verify/{quote(report.corpus)}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": _notices(report, len(report.findings) - len(kept)),
            }
        ],
        "results": [_result(finding, report.root) for finding in kept],
    }


def _driver() -> Json:
    return {
        "name": "verify",
        "fullName": "verify: cross-source verification",
        "rules": [
            {
                "id": rule.id,
                "name": "".join(word.capitalize() for word in rule.id.split("-")),
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": rule.help},
                "help": {"text": rule.help},
                "defaultConfiguration": {"level": "warning"},
                "properties": {"tags": ["journalism", rule.id.rpartition("-")[2]]},
            }
            for rule in RULES.values()
        ],
    }


def _notices(report: Report, cut: int) -> list[Json]:
    found = [{"level": "warning", "message": {"text": one_line(note)}} for note in report.degraded]
    if cut:
        text = f"{cut} of {len(report.findings)} findings are left out here, the least severe; report.json has all."
        found.append({"level": "warning", "message": {"text": text}})
    return found


def _result(finding: Finding, root: str) -> Json:
    places = [_location(place, root) for place in finding.locations[:MOST_PLACES]]
    # `[words](target)` is a link in a SARIF message; articles are not to make any.
    message = one_line(finding.message).replace("](", "] (")
    if len(finding.locations) > MOST_PLACES:
        message += f" ({len(finding.locations)} places, {MOST_PLACES} of them here.)"
    result: Json = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
        "locations": places[:1],
        "relatedLocations": [{"id": n, **place} for n, place in enumerate(places[1:], start=1)],
        # The first is ours; the second is the one that code-scanning hosts compare.
        "partialFingerprints": {"finding/v1": finding.id, "primaryLocationLineHash": f"{finding.id}:1"},
        "baselineState": "unchanged" if finding.state == "baseline" else "new",
        "properties": {"confidence": finding.confidence, "band": finding.band, "state": finding.state},
    }
    if finding.rule in RULES:
        result["ruleIndex"] = RULE_IDS.index(finding.rule)
    if finding.state == "rejected":
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result


def _location(place: Place, root: str) -> Json:
    """A place as a SARIF location; a file that was not read has no region."""
    physical: Json = {"artifactLocation": {"uri": quote(root + place.path)}}
    if (region := place.region) is not None:
        physical["region"] = {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "charOffset": region.start,
            "charLength": region.end - region.start,
        }
    return {"physicalLocation": physical}
