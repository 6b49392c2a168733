"""What a sentence says, as values that can be compared with another sentence's in any language."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.evidence.lexical import cognates, sketches
from pipeline.text.dates import When, find_dates
from pipeline.text.names import find_names, name_key
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.polarity import negation_count
from pipeline.text.tokens import content_words

_COMPARED = frozenset({"quantity", "year", "score", "identifier"})


@dataclass(frozen=True, slots=True)
class Statement:
    """`own` and `english` are stems marked with their language; `english` is empty where nothing was translated.

    `names` are sketches of surely named things, `capitals` of whatever stands in capitals: the first are asked for,
    the second answer. `content` is the number of content words.
    """

    own: frozenset[str]
    english: frozenset[str]
    cognates: frozenset[str]
    names: frozenset[str]
    capitals: frozenset[str]
    numbers: tuple[Number, ...]
    dates: tuple[When, ...]
    negations: int
    content: int


def read_statement(text: str, language: str, english: str | None) -> Statement:
    """The sentence's values; `english` None where there is no translation to trust."""
    words = content_words(text, language)
    translated = words if language == "en" else content_words(english, "en") if english else []
    names = [(name_key(name.text, language), name.sure) for name in find_names(text, language)]
    return Statement(
        own=frozenset(f"{language}:{word}" for word in words),
        english=frozenset(f"en:{word}" for word in translated),
        cognates=cognates(words),
        names=frozenset().union(*(sketches(key) for key, sure in names if sure)),
        capitals=frozenset().union(*(sketches(key) for key, _ in names)),
        numbers=tuple(number for number in find_numbers(text, language) if number.kind in _COMPARED),
        dates=tuple(find_dates(text, language)),
        negations=negation_count(text, language),
        content=len(words),
    )
