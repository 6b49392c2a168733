from __future__ import annotations

from typing import Any

import pytest

from pipeline.errors import ConfigError, InputError
from pipeline.gate import Policy, judge, limits


def finding(name: str, rule: str = "quote-wording", severity: str = "major", state: str = "new") -> dict[str, Any]:
    return {"id": name, "rule": rule, "severity": severity, "state": state, "message": "", "locations": []}


def report(*findings: dict[str, Any], degraded: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"articles": [{}], "findings": list(findings), "run": {"degraded": list(degraded)}}


@pytest.mark.parametrize(
    ("fail_on", "severity", "passes"),
    [
        ("major", "major", False),
        ("major", "minor", True),
        ("minor", "minor", False),
        ("minor", "none", True),
        ("none", "major", True),
    ],
)
def test_severity_that_fails(fail_on: str, severity: str, passes: bool) -> None:
    assert judge(report(finding("a", severity=severity)), Policy(fail_on)).passes is passes


def test_known_and_rejected_findings_do_not_count() -> None:
    found = report(finding("a"), finding("b", state="rejected"), finding("c", state="baseline"), finding("d"))
    verdict = judge(found, Policy(known=frozenset({"a"})))
    assert [each["id"] for each in verdict.failing] == ["d"]
    assert (verdict.counted, verdict.known) == (1, 3)


def test_accepted_finding_still_fails() -> None:
    assert not judge(report(finding("a", state="accepted")), Policy()).passes


def test_limit_replaces_the_severity_for_its_rule() -> None:
    found = report(finding("a"), finding("b"), finding("c", rule="single-source", severity="minor"))
    assert judge(found, Policy(most={"quote-wording": 2})).passes
    beyond = judge(found, Policy(most={"quote-wording": 1}))
    assert beyond.reasons == ("2 findings of quote-wording, 1 allowed",)
    assert not judge(found, Policy("none", {"single-source": 0})).passes


def test_degraded_run_passes_only_when_allowed() -> None:
    found = report(finding("a", rule="degraded"), degraded=("de: 3 sentences",))
    verdict = judge(found, Policy("none"))
    assert not verdict.passes
    assert "de: 3 sentences" in verdict.reasons[0]
    allowed = judge(found, Policy(allow_degraded=True))
    assert allowed.passes
    assert (allowed.counted, allowed.known, allowed.waived) == (0, 0, 1)
    known = Policy(known=frozenset({"a"}))
    assert not judge(found, known).passes, "a baseline knows the finding; the run is degraded all the same"


def test_report_without_articles_never_passes() -> None:
    with pytest.raises(InputError, match="no article"):
        judge({"articles": [], "findings": [], "run": {"degraded": []}}, Policy("none"))


def test_limits_name_known_rules_and_whole_numbers() -> None:
    assert limits(["single-source=3", "degraded=0"]) == {"single-source": 3, "degraded": 0}
    with pytest.raises(ConfigError) as caught:
        limits(["single-sauce=3"])
    assert caught.value.hint == "did you mean single-source?"
    for text in ("single-source", "single-source=", "single-source=-1", "single-source=x"):
        with pytest.raises(ConfigError, match="expected RULE=N"):
            limits([text])


def test_unknown_severity() -> None:
    with pytest.raises(ConfigError, match="not a severity"):
        Policy("fatal")
