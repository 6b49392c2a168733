"""The gate: whether a report's findings let a change pass. Pure: a report and a policy in, a verdict out."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.errors import ConfigError, InputError
from pipeline.rules.table import RULES

SEVERITIES: Final[Mapping[str, frozenset[str]]] = {
    "major": frozenset({"major"}),
    "minor": frozenset({"major", "minor"}),
    "none": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """`known` holds the ids of a baseline; `most` allows a rule that many findings, whatever their severity."""

    fail_on: str = "major"
    most: Mapping[str, int] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    allow_degraded: bool = False

    def __post_init__(self) -> None:
        if self.fail_on not in SEVERITIES:
            raise ConfigError(f"--fail-on {self.fail_on}: not a severity", f"known: {', '.join(SEVERITIES)}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`failing` are the findings that fail, `reasons` every reason to fail in words; none means it passes."""

    failing: tuple[Mapping[str, Any], ...]
    reasons: tuple[str, ...]
    counted: int
    known: int
    rejected: int = 0
    """Of the known ones, those that a reviewer rejected."""
    waived: int = 0
    """Findings of what was not checked that --allow-degraded lets pass."""

    @property
    def passes(self) -> bool:
        return not self.reasons


def judge(report: Mapping[str, Any], policy: Policy) -> Verdict:
    """Judge a report by a policy. Findings of the baseline and those that a reviewer rejected are not counted.

    Raises InputError for a report without articles: an empty corpus never passes.
    """
    if not report["articles"]:
        raise InputError("the report holds no article", "an empty corpus proves nothing; check corpus.path")
    findings = report["findings"]
    live = [
        each for each in findings if each["id"] not in policy.known and each["state"] not in ("baseline", "rejected")
    ]
    rejected = sum(each["state"] == "rejected" for each in findings)
    known = len(findings) - len(live)
    if policy.allow_degraded:
        live = [each for each in live if each["rule"] != "degraded"]
    counts = Counter(each["rule"] for each in live)
    beyond = {rule for rule, most in policy.most.items() if counts[rule] > most}
    severe = SEVERITIES[policy.fail_on]
    failing = [
        each
        for each in live
        if each["rule"] in beyond or (each["rule"] not in policy.most and each["severity"] in severe)
    ]
    reasons = [f"{counts[rule]} findings of {rule}, {policy.most[rule]} allowed" for rule in sorted(beyond)]
    by_severity = Counter(each["severity"] for each in failing if each["rule"] not in policy.most)
    reasons += [f"{count} {severity}" for severity, count in sorted(by_severity.items())]
    degraded = report["run"]["degraded"]
    if degraded and not policy.allow_degraded:
        more = f"; and {len(degraded) - 1} more" if len(degraded) > 1 else ""
        reasons.append(f"the run is degraded ({degraded[0]}{more}), --allow-degraded passes it")
    return Verdict(tuple(failing), tuple(reasons), len(live), known, rejected, len(findings) - known - len(live))


def limits(given: Iterable[str]) -> dict[str, int]:
    """RULE=N options as a mapping. Raises ConfigError for an unknown rule or a number that is none."""
    found = {}
    for text in given:
        rule, _, number = text.partition("=")
        if rule not in RULES:
            nearest = difflib.get_close_matches(rule, RULES, 1, 0.5)
            hint = f"did you mean {nearest[0]}?" if nearest else f"known: {', '.join(RULES)}"
            raise ConfigError(f"--max {text}: no such rule", hint)
        if not number.isdecimal():
            raise ConfigError(f"--max {text}: expected RULE=N", f"for instance --max {rule}=3")
        found[rule] = int(number)
    return found
