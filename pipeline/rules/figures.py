"""A figure as a reader of another language can take it in: its value, and what is counted."""

from __future__ import annotations

from pipeline.rules.phrasing import folded
from pipeline.text.numerals import find_numbers
from pipeline.text.tokens import content_words, tokenize

REACH = 3
"""Words after a bare figure among which what it counts is looked for ("seven of the satellites")."""


def value(text: str, language: str) -> str:
    """`2,500,000` for the one number in `text`; empty where there is none or more than one."""
    found = find_numbers(text, language)
    if len(found) != 1 or not found[0].value.is_finite():
        return ""
    return f"{found[0].value.normalize():,f}"


def counted(text: str, after: str, language: str) -> str:
    """A bare figure with the words that follow it up to what it counts; `text` itself where it says that already."""
    found = find_numbers(text, language) if language != "und" else []
    if len(found) != 1 or folded(found[0].text) != folded(text) or found[0].unit:
        return text
    tokens = tokenize(after, language)
    at = 0
    for token in tokens[:REACH]:
        if after[at : token.start].strip() or token.kind != "word":
            return text
        at = token.end
        if content_words(token.text, language):
            return text + after[:at]
    return text
