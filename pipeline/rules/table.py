"""The rules: stable names, and what each tells the person who reads it. docs/rules.md is checked against this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """`help` is what a code-scanning host shows beside a finding: what it means, then what to do."""

    id: str
    title: str
    help: str


_ROWS: Final = (
    (
        "quote-wording",
        "One quote, different words",
        "Articles quote the same utterance in one language, and the words between the quotation marks differ: left "
        "out, added, replaced, another number or name, a lost negation. Compare with the recording or the original "
        "post; a cut should be marked with an ellipsis, an addition with brackets.",
    ),
    (
        "quote-attribution",
        "One quote, different speakers",
        "The same words are given to different people, or are said to be about different things. Find out who said "
        "them and when.",
    ),
    (
        "quote-translation",
        "A rendering that says something else",
        "A translated quote differs in meaning from its original, or from the renderings of other outlets. Only "
        "differences that do not hang on a doubtful machine translation are reported. Read the original.",
    ),
    (
        "number-conflict",
        "Numbers disagree",
        "Two articles give different values for one quantity. Values are compared, not digits: 3.5 million and "
        "3,500,000 agree. Check which is right, or whether one is older.",
    ),
    (
        "date-conflict",
        "Dates or times disagree",
        "Two articles put one event at different dates or times; time zones and relative dates are resolved first. "
        "Check the calendar and the date of each article.",
    ),
    (
        "fact-conflict",
        "Accounts disagree",
        "Two articles name different places, people or roles for one thing, or tell it differently. At most one can "
        "be right.",
    ),
    (
        "single-source",
        "Only one source says it",
        "No other article of the story supports the claim. Reprints of one agency count as one source. Absence is "
        "only as good as coverage: the finding names the outlets that were searched. Look for a second source "
        "before repeating it.",
    ),
    (
        "translation-suspect",
        "A machine translation failed its checks",
        "Some sentences of an article came back from translation with lost numbers, repetition, an odd length or "
        "words left in the original script. What rests on them alone is not reported; read those passages in the "
        "original.",
    ),
    (
        "degraded",
        "Something was not checked",
        "A file could not be read and was compared with nothing, or a language could not be translated and was "
        "compared by meaning alone. `verify doctor` says what is missing and how to install it.",
    ),
)

RULES: Final[dict[str, Rule]] = {id_: Rule(id_, title, help_) for id_, title, help_ in _ROWS}

SEVERITIES: Final = ("none", "minor", "major")
"""From the least to the most severe."""

SILENT_CLASSES: Final = frozenset({"identical", "typographic", "segment"})
"""Differences that never make a finding: the words are the same, or one outlet quotes less of them."""

CLASS_ORDER: Final = (
    "negation",
    "number",
    "name",
    "attribution",
    "substitution",
    "omission",
    "insertion",
    "translation",
    "tense_person",
    "reorder",
    "bracket_edit",
)
"""Where one place shows several classes, the first of these names it."""

CONFLICT_RULES: Final = {"number": "number-conflict", "date": "date-conflict"}
"""Conflict kinds with a rule of their own; the others are fact conflicts."""


def severest(severities: list[str]) -> str:
    """The highest of them; none where there are none."""
    return max(severities, key=SEVERITIES.index, default="none")
