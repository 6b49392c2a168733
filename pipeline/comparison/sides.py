"""A row about two sentences in two languages, each read for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.comparison.difference import Class, Difference, Severity

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part


def side_row(
    cls: Class,
    kind: str,
    severity: Severity,
    confidence: float,
    a: Part,
    b: Part,
    a_text: str,
    b_text: str,
    explanation: str,
) -> Difference:
    """The texts are what the row is about; where a side has no such words its whole sentence stands there."""
    return Difference(
        cls,
        kind,
        severity,
        confidence,
        a_text or a.text,
        b_text or b.text,
        (a.start, a.end),
        (b.start, b.end),
        explanation,
        evidence=(f"{a.language} and {b.language} read side by side",),
    )
