"""One difference between two quotations, as every comparison here returns it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

Class = Literal[
    "identical",
    "typographic",
    "bracket_edit",
    "omission",
    "substitution",
    "reorder",
    "number",
    "negation",
    "name",
    "tense_person",
    "attribution",
    "translation",
    "segment",
]
Severity = Literal["none", "minor", "major"]

SURE: Final = 0.75
"""Confidence from which a difference is in the band `sure`; below it a person should look."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind` refines the class (hedge, negator, number, name, condition, clause, sentence, function, epithet ...).

    Spans are article offsets; an empty span marks the place where words are missing. `explanation` speaks of
    "{a}" and "{b}", which the stage replaces by the outlets' names.
    """

    cls: Class
    kind: str
    severity: Severity
    confidence: float
    a_text: str
    b_text: str
    a_span: tuple[int, int]
    b_span: tuple[int, int]
    explanation: str
    evidence: tuple[str, ...] = ()
    via_translation: bool = False

    def mirrored(self) -> Difference:
        """The same difference seen from the other side."""
        swapped = self.explanation.replace("{a}", "\0").replace("{b}", "{a}").replace("\0", "{b}")
        return replace(
            self,
            a_text=self.b_text,
            b_text=self.a_text,
            a_span=self.b_span,
            b_span=self.a_span,
            explanation=swapped,
        )
