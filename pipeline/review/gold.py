"""Decisions as gold: `decisions.jsonl`, which `verify eval` reads, one line a finding that a person judged.

A line holds finding, decision (accepted or rejected), rule, severity, message, comment, reviewer, time and places, each
place with its article, path, start and end (code points) and the words that stand there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from pipeline.decisions import Reviewed
from pipeline.report import Report

NAME: Final = "decisions.jsonl"


def gold_rows(report: Report, reviewed: Reviewed) -> Iterator[dict[str, Any]]:
    """Rows of the run's findings that were accepted or rejected, by their ids."""
    texts = {article.id: article.text for article in report.articles}
    for finding in report.findings:
        decision = reviewed.decisions.get(finding.id)
        if decision is None or decision.state == "open":
            continue
        yield {
            "finding": finding.id,
            "decision": decision.state,
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "comment": decision.comment,
            "reviewer": decision.reviewer,
            "time": decision.time,
            "places": [
                {
                    "article": place.article,
                    "path": place.path,
                    "start": place.span[0],
                    "end": place.span[1],
                    "text": texts.get(place.article, "")[place.start : place.end],
                }
                for place in finding.locations
            ],
        }


def encoded(report: Report, reviewed: Reviewed) -> tuple[bytes, int]:
    """The file and its number of lines."""
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in gold_rows(report, reviewed)]
    return "".join(lines).encode("utf-8", "backslashreplace"), len(lines)
