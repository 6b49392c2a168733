"""`verify run`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pipeline
from pipeline.config import RunConfig
from pipeline.console import progress, say
from pipeline.errors import ConfigError
from pipeline.loading import load_config
from pipeline.models.environment import collect_seldom
from pipeline.rules.phrasing import plural
from pipeline.runs import Run


def run(target: Path, output: Path | None, executor: str | None, quiet: bool, as_json: bool) -> None:
    """Run, then say on stdout where the report is (or the summary as JSON); what lessens the run goes to stderr."""
    found = run_quietly(target, output, executor, quiet)
    if not quiet:
        say(_closing(found))
    print(json.dumps(summary(found), ensure_ascii=False, indent=1) if as_json else found.directory / "report.json")


def run_quietly(target: Path, output: Path | None, executor: str | None, quiet: bool) -> Run:
    """Run the flow with progress and warnings on stderr, nothing on stdout."""
    config = with_executor(load_config(target), executor)
    collect_seldom()
    try:
        with progress(quiet) as watching:
            found = pipeline.run(config, output, progress=watching)
    except KeyboardInterrupt:
        say("interrupted; what was computed is kept, and the next run goes on from there")
        raise
    if not quiet and not found.computed:
        say("nothing changed: everything was taken from the cache")
    for text in found.notes if not quiet else ():
        say(f"note: {text}")
    for text in found.degraded:
        say(f"degraded: {text}")
    return found


def _closing(found: Run) -> str:
    """What was found, and where a person reads it."""
    # From the report, not the frame: a run that was taken from the cache imports no polars.
    severities = Counter(finding["severity"] for finding in _report(found)["findings"])
    told = f"{severities['major']} major, {plural(severities['minor'], 'minor finding')}"
    return f"{told}: {found.directory / 'report.html'}"


def with_executor(config: RunConfig, executor: str | None) -> RunConfig:
    if executor is None:
        return config
    if executor not in ("local", "ray"):
        raise ConfigError(f"unknown executor {executor}", "known: local, ray")
    return config.model_copy(update={"executor": executor})


def summary(found: Run) -> dict[str, Any]:
    """What a script wants to know of a run without reading its report."""
    report = _report(found)
    counts = ("articles", "stories", "quotes", "utterances", "differences", "claims", "conflicts", "findings")
    return {
        "report": str(found.directory / "report.json"),
        "corpus": found.corpus,
        "config_digest": found.config_digest,
        **{name: len(report[name]) for name in counts},
        "computed": dict(found.computed),
        "degraded": list(found.degraded),
        "notes": list(found.notes),
    }


def _report(found: Run) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((found.directory / "report.json").read_text(encoding="utf-8"))
    return report
