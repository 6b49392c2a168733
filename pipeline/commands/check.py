"""`verify check` and `verify baseline`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from pipeline.console import say
from pipeline.decisions import read_baseline, read_decisions, with_states
from pipeline.errors import ExitCode
from pipeline.evaluate import read_report
from pipeline.gate import Policy, Verdict, judge, limits
from pipeline.rules.phrasing import plural
from pipeline.rules.table import SEVERITIES

REPORT = "report.json"


def check(
    target: Path,
    baseline: Path | None,
    fail_on: str,
    most: list[str],
    allow_degraded: bool,
    output: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Judge a finished run, or run a configuration first; exits 1 where the verdict is to fail."""
    known = read_baseline(baseline) if baseline else frozenset()
    policy = Policy(fail_on, limits(most), known, allow_degraded)
    if target.name == REPORT and target.is_file():
        target = target.parent
    if not (target / REPORT).is_file():
        from pipeline.commands.run import run_quietly

        target = run_quietly(target, output, None, quiet).directory
    reviewed = read_decisions(target)
    report = with_states(read_report(target), reviewed.states)
    for note in reviewed.notes:
        say(f"note: {note}")
    verdict = judge(report, policy)
    if report["run"]["degraded"] and allow_degraded:
        say("passing over a degraded run, as --allow-degraded says: " + "; ".join(report["run"]["degraded"]))
    print(_as_json(verdict) if as_json else _as_text(verdict))
    if not verdict.passes:
        raise typer.Exit(ExitCode.FINDINGS)


def _as_text(verdict: Verdict) -> str:
    lines = [
        f"{each['severity']:<6} {each['rule']:<20} {_place(each)} {each['message']} [{each['id']}]"
        for each in sorted(verdict.failing, key=_gravest)
    ]
    known = f"; {verdict.known} known or rejected" if verdict.known else ""
    known += f" ({verdict.rejected} rejected in review)" if verdict.rejected else ""
    known += f"; {verdict.waived} of what was not checked let pass" if verdict.waived else ""
    ending = f"fails: {'; '.join(verdict.reasons)}" if verdict.reasons else "passes"
    counted = f"{plural(verdict.counted, 'finding')} {'counts' if verdict.counted == 1 else 'count'}"
    return "\n".join([*lines, f"{counted}{known}: {ending}"])


def _gravest(finding: Mapping[str, Any]) -> tuple[int, float, str]:
    return -SEVERITIES.index(finding["severity"]), -finding["confidence"], finding["id"]


def _place(finding: dict[str, Any] | Any) -> str:
    first = next(iter(finding["locations"]), None)
    return f"{first['path']}:{first['line']}:{first['column']}" if first else "-"


def _as_json(verdict: Verdict) -> str:
    found = {
        "passes": verdict.passes,
        "reasons": list(verdict.reasons),
        "counted": verdict.counted,
        "known": verdict.known,
        "rejected": verdict.rejected,
        "waived": verdict.waived,
        "failing": [dict(each) for each in verdict.failing],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def write_baseline(directory: Path, output: Path | None) -> None:
    """The ids of a run's findings, with enough beside them for a person to review the file."""
    from pipeline.store import write_text

    report = read_report(directory)
    kept = ("id", "rule", "severity", "message")
    findings = [{name: each[name] for name in kept} for each in sorted(report["findings"], key=lambda each: each["id"])]
    found = {"schema": 1, "corpus": report["run"]["corpus"], "findings": findings}
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if output is None:
        print(text, end="")
    else:
        write_text(output.resolve(), text)
        say(f"{plural(len(findings), 'finding')} written to {output}")
