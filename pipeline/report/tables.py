"""findings.csv and findings.parquet: one row a finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.report.model import Finding, Place, Report
from pipeline.report.plain import cell

COLUMNS: Final = (
    "finding",
    "rule",
    "severity",
    "band",
    "confidence",
    "state",
    "story",
    "outlets",
    "message",
    "path",
    "line",
    "column",
    "locations",
)


def tables(report: Report) -> Mapping[str, bytes]:
    """The CSV for people (formulas disarmed, UTF-8 with a mark so that spreadsheets read it), Parquet for programs."""
    rows = list(_rows(report))
    return {"findings.csv": _csv(rows), "findings.parquet": _parquet(rows)}


def _rows(report: Report) -> Iterator[dict[str, str | int | float | None]]:
    outlets = {article.id: article.outlet for article in report.articles}
    for finding in report.findings:
        first = finding.locations[0] if finding.locations else None
        named = sorted({outlets[place.article] for place in finding.locations if place.article in outlets})
        yield {
            "finding": finding.id,
            "rule": finding.rule,
            "severity": finding.severity,
            "band": finding.band,
            "confidence": finding.confidence,
            "state": finding.state,
            "story": finding.story,
            "outlets": "; ".join(named),
            "message": finding.message,
            "path": first.path if first else None,
            "line": first.line if first else None,
            "column": first.column if first else None,
            "locations": _locations(finding),
        }


def _locations(finding: Finding) -> str:
    return "; ".join(_where(place) for place in finding.locations)


def _where(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"


def _csv(rows: list[dict[str, str | int | float | None]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([cell(value) if isinstance(value, str) else value for value in row.values()])
    return text.getvalue().encode("utf-8-sig", "replace")


def _parquet(rows: list[dict[str, str | int | float | None]]) -> bytes:
    import polars as pl

    numbers = {"confidence": pl.Float64, "line": pl.Int64, "column": pl.Int64}
    schema = {name: numbers.get(name, pl.String) for name in COLUMNS}
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=schema).write_parquet(buffer)
    return buffer.getvalue()
