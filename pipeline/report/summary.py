"""summary.md: what a pull-request comment has room for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from pipeline.report.model import Finding, Report
from pipeline.report.plain import markdown
from pipeline.rules.phrasing import language_name, plural
from pipeline.rules.table import RULES

SHOWN: Final = 40
"""Findings listed: at some 500 characters each, the whole stays under the 65,536 that a comment may hold."""


def summary(report: Report) -> Mapping[str, bytes]:
    return {"summary.md": ("\n".join(_lines(report)) + "\n").encode("utf-8", "replace")}


def _lines(report: Report) -> Iterator[str]:
    live = [finding for finding in report.findings if finding.state in ("new", "accepted")]
    counts = Counter(finding.severity for finding in live)
    yield f"## Verification of {markdown(report.corpus)}"
    yield ""
    yield f"**{counts['major']} major, {plural(counts['minor'], 'minor finding')}** in {_scope(report)}."
    if len(live) < len(report.findings):
        yield f"{plural(len(report.findings) - len(live), 'finding')} known from the baseline or rejected in review."
    if report.degraded:
        yield ""
        yield "> **Not everything could be checked.**"
        for note in report.degraded:
            yield f"> - {markdown(note)}"
    yield from _table(live)
    yield from _findings(live)


def _scope(report: Report) -> str:
    languages = sorted({language_name(article.language) for article in report.articles})
    outlets = {article.outlet for article in report.articles}
    stories = f"{len(report.stories)} {'story' if len(report.stories) == 1 else 'stories'}"
    articles = plural(len(report.articles), "article")
    return f"{stories}, {articles} of {plural(len(outlets), 'outlet')} ({', '.join(languages) or 'no language'})"


def _table(live: Sequence[Finding]) -> Iterator[str]:
    if not live:
        return
    fired = Counter((finding.rule, finding.severity) for finding in live)
    yield ""
    yield "| Rule | major | minor |"
    yield "| --- | ---: | ---: |"
    for rule in RULES:
        major, minor = fired[rule, "major"], fired[rule, "minor"] + fired[rule, "none"]
        if major or minor:
            yield f"| {RULES[rule].title} (`{rule}`) | {major or '–'} | {minor or '–'} |"


def _findings(live: Sequence[Finding]) -> Iterator[str]:
    """The gravest and surest findings, rule by rule, then how many are left to the report."""
    ordered = sorted(live, key=lambda f: (*f.rank, list(RULES).index(f.rule), f.id))
    for severity, found in groupby(ordered[:SHOWN], key=lambda finding: finding.severity):
        yield ""
        yield f"### {severity.capitalize()}"
        yield ""
        for finding in found:
            unsure = " *(unsure)*" if finding.band == "review" else ""
            yield f"- {markdown(finding.message)}{unsure} {_where(finding)} `{finding.id}`"
    if len(ordered) > SHOWN:
        yield ""
        yield f"{plural(len(ordered) - SHOWN, 'more finding')} in report.html."


def _where(finding: Finding) -> str:
    places = sorted({(place.path, place.line) for place in finding.locations})
    shown = ", ".join(f"{markdown(path)}:{line}" for path, line in places[:3])
    return f"– {shown}{' …' if len(places) > 3 else ''}" if places else ""
