"""Short ways to write two quotations and what is told of them."""

from __future__ import annotations

from pipeline.comparison.difference import Difference
from pipeline.comparison.sequence import Sequence, sequence
from pipeline.comparison.within import compare_words

CLAUSE_WORDS = 3
Told = tuple[str, str, str]


def quoted(text: str, code: str = "en", *parts: str) -> Sequence:
    """`text` as an article that is one quotation; with `parts`, only these are between marks, in this order."""
    if not parts:
        return sequence(text, code, [(0, len(text))], [(0, len(text))])
    spans = [(text.index(part), text.index(part) + len(part)) for part in parts]
    return sequence(text, code, spans, spans)


def rows(a: str, b: str, code: str = "en", a_context: str = "", b_context: str = "") -> list[Difference]:
    """Every row on two quotations."""
    return compare_words(quoted(a, code), quoted(b, code), a_context, b_context, CLAUSE_WORDS)


def told(a: str, b: str, code: str = "en", b_context: str = "") -> list[Told]:
    """Class, kind and severity of the rows that weigh something, in the order in which they are told."""
    return [(d.cls, d.kind, d.severity) for d in rows(a, b, code, "", b_context) if d.severity != "none"]


def classes(a: str, b: str, code: str = "en") -> list[tuple[str, str]]:
    """Class and severity of all rows."""
    return [(d.cls, d.severity) for d in rows(a, b, code)]
