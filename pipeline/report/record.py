"""report.json: the machine-readable record, in the shape that `schema/report.schema.json` fixes."""

from __future__ import annotations

import json
from typing import Any, Final

from pipeline.report.model import Article, Claim, Conflict, Difference, Finding, Place, Quote, Report, Utterance

SCHEMA_VERSION: Final = 1


def record(report: Report) -> dict[str, Any]:
    """The report as plain values, keys and lists in the contract's order."""
    translators = report.models.get("translators") or {}
    return {
        "schema": SCHEMA_VERSION,
        "run": {
            "corpus": report.corpus,
            "config_digest": report.config_digest,
            "models": {
                "encoder": dict(report.models.get("encoder") or {}),
                "translators": {language: dict(found) for language, found in sorted(translators.items())},
            },
            "degraded": list(report.degraded),
        },
        "articles": [_article(article) for article in report.articles],
        "stories": [{"id": story.id, "articles": list(story.articles)} for story in report.stories],
        "syndication": [{"origin": group.origin, "copies": list(group.copies)} for group in report.syndication],
        "quotes": [_quote(quote) for quote in report.quotes],
        "utterances": [_utterance(found) for found in report.utterances],
        "differences": [_difference(found) for found in report.differences],
        "claims": [_claim(claim) for claim in report.claims],
        "conflicts": [_conflict(conflict) for conflict in report.conflicts],
        "findings": [_finding(finding) for finding in report.findings],
    }


def encoded(report: Report) -> bytes:
    """The record as UTF-8 JSON, one list item a line, so that two runs differ line by line."""
    found = record(report)
    sections = []
    for name, value in found.items():
        if isinstance(value, list) and value:
            rows = ",\n    ".join(_line(item) for item in value)
            sections.append(f"  {_line(name)}: [\n    {rows}\n  ]")
        else:
            sections.append(f"  {_line(name)}: {_line(value)}")
    # A lone surrogate (from an escape in a JSON article) has no UTF-8; backslashreplace makes it a JSON escape again.
    return ("{\n" + ",\n".join(sections) + "\n}\n").encode("utf-8", "backslashreplace")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "path": article.path,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "story": article.story,
        "sha256": article.sha256,
    }


def _utterance(found: Utterance) -> dict[str, Any]:
    return {
        "id": found.id,
        "quotes": list(found.quotes),
        "views": [{"quote": quote, "view": view} for quote, view in found.views],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "id": quote.id,
        "article": quote.place.article,
        "text": quote.text,
        "rest": list(quote.rest),
        **_span(quote.place),
        "speaker": quote.speaker,
        "speaker_text": quote.speaker_text,
        "cue": quote.cue,
        "kind": quote.kind,
        "language": quote.language,
        "english": quote.english,
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "utterance": found.utterance,
        "a": found.a,
        "b": found.b,
        "class": found.class_,
        "severity": found.severity,
        "a_text": found.a_text,
        "b_text": found.b_text,
        "a_span": list(found.a_place.span) if found.a_place else None,
        "b_span": list(found.b_place.span) if found.b_place else None,
        "confidence": found.confidence,
        "via_translation": found.via_translation,
        "explanation": found.explanation,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "article": claim.place.article,
        "text": claim.text,
        **_span(claim.place),
        "status": claim.status,
        "supported_in": list(claim.supported_in),
        "independent_sources": claim.independent_sources,
        "score": claim.score,
        "english": claim.english.text if claim.english else None,
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "a_article": conflict.a.article,
        "a_text": conflict.a_text,
        "b_article": conflict.b.article,
        "b_text": conflict.b_text,
        "kind": conflict.kind,
        "confidence": conflict.confidence,
        "explanation": conflict.explanation,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "state": finding.state,
        "message": finding.message,
        "locations": [
            {"path": place.path, **_span(place), "line": place.line, "column": place.column}
            for place in finding.locations
        ],
    }


def _span(place: Place) -> dict[str, int]:
    """Code points of the decoded file."""
    start, end = place.span
    return {"start": start, "end": end}
