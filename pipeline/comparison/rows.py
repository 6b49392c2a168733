"""Rows of the report, made from an edit and the two quotations."""

from __future__ import annotations

from typing import Final

from pipeline.comparison.difference import Class, Difference, Severity
from pipeline.comparison.edits import Edit
from pipeline.comparison.sequence import Sequence

SHOWN: Final = 120
"""Characters of a run that a message repeats; the row itself has them all."""


def row(
    edit: Edit, a: Sequence, b: Sequence, cls: Class, kind: str, severity: Severity, confidence: float, explanation: str
) -> Difference:
    """The edit's words and spans on either side under a class."""
    return Difference(
        cls,
        kind,
        severity,
        confidence,
        a.slice(edit.a_first, edit.a_last),
        b.slice(edit.b_first, edit.b_last),
        a.span(edit.a_first, edit.a_last),
        b.span(edit.b_first, edit.b_last),
        explanation,
    )


def whole(
    a: Sequence, b: Sequence, cls: Class, kind: str, severity: Severity, confidence: float, why: str
) -> Difference:
    """A row about both quotations as wholes."""
    return row(Edit(0, len(a.words), 0, len(b.words), "inside"), a, b, cls, kind, severity, confidence, why)


def said(side: Sequence, first: int, last: int) -> str:
    """The words in quotation marks, long runs shortened in the middle."""
    text = side.slice(first, last)
    if len(text) > SHOWN:
        text = f"{text[: SHOWN // 2].rstrip()} … {text[-SHOWN // 2 :].lstrip()}"
    return f"“{text}”"
