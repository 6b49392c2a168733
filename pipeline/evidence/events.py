"""Whether two articles tell of one event: their sentences, and the particulars that only this event has.

Articles on two events with one cast (a minister's two speeches) are close by their vectors; what tells them apart is
the calendar: days, figures and rarer names. Weights were set by hand on the sample corpora and are checked by
leaving articles out; see docs/design/claims.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evidence.lexical import sketches
from pipeline.text.dates import find_dates, resolve
from pipeline.text.names import find_names, name_key
from pipeline.text.numerals import find_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Two articles in one language are closer than two in different ones whatever they tell, and two of one outlet closer
# still: house style, stock phrases, standing paragraphs.
SAME_LANGUAGE, OTHER_LANGUAGE, SAME_OUTLET = -0.05, 0.05, -0.1
NAMES, FIGURES, DAYS = 0.3, 0.2, 0.25
# Both name days, and none in common.
OTHER_DAYS = -0.15
TOLD = ("headline", "subheading", "paragraph", "post")
"""Kinds of sentence that tell of the event."""
_TELLING_FIGURE = Decimal(12)
_LEAP = date(2024, 7, 1)


@dataclass(frozen=True, slots=True)
class Gist:
    """The particulars of an article: name sketches, figures with units, calendar days (MM-DD)."""

    article: str
    outlet: str
    language: str
    names: frozenset[str]
    figures: frozenset[str]
    days: frozenset[str]


def read_gist(article: str, outlet: str, sentences: Sequence[tuple[str, str]], anchor: date | None) -> Gist:
    """`sentences` are (text, language); weekdays are counted from `anchor`, the day of publication."""
    names: set[str] = set()
    figures: set[str] = set()
    days: set[str] = set()
    for text, language in sentences:
        names.update(*(sketches(name_key(name.text, language)) for name in find_names(text, language) if name.sure))
        for number in find_numbers(text, language):
            if number.kind == "quantity" and (number.value > _TELLING_FIGURE or number.unit is not None):
                figures.add(f"{number.value.normalize():f} {number.unit or ''}")
        for when in find_dates(text, language):
            named = when.month is not None and when.day is not None
            day = resolve(when, anchor or _LEAP) if anchor or named else None
            if day is not None:
                days.add(f"{day:%m-%d}")
    languages = Counter(language for _, language in sentences)
    main = min(languages, key=lambda code: (-languages[code], code), default="")
    # An outlet that writes of itself ("told the Ledger") says nothing of the event.
    return Gist(article, outlet, main, frozenset(names) - sketches(outlet), frozenset(figures), frozenset(days))


class Rarity:
    """How telling a particular is: the fewer articles have it, the more."""

    def __init__(self, gists: Iterable[Gist]) -> None:
        counts: Counter[str] = Counter()
        self._size = 0
        for gist in gists:
            self._size += 1
            counts.update(gist.names | gist.figures | gist.days)
        self._told = {term: math.log((self._size + 1) / (count + 0.5)) ** 2 for term, count in counts.items()}
        self._weights: dict[frozenset[str], float] = {}

    def weight(self, terms: Iterable[str]) -> float:
        return sum(self._told[term] for term in sorted(terms))

    def _whole(self, terms: frozenset[str]) -> float:
        """The weight of all particulars of an article, which is weighed with each of its neighbours."""
        if terms not in self._weights:
            self._weights[terms] = self.weight(terms)
        return self._weights[terms]

    def likeness(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Cosine of two sets by rarity, 0..1."""
        common = a & b
        shared = self.weight(common) if common else 0.0
        return shared / math.sqrt(self._whole(a) * self._whole(b)) if shared else 0.0


def best_matches(similarity: NDArray[np.float64]) -> float:
    """Mean cosine of the better half of each side's sentences with their best match on the other side."""
    if not similarity.size:
        return 0.0
    return (_upper_half(similarity.max(axis=1)) + _upper_half(similarity.max(axis=0))) / 2


def _upper_half(values: NDArray[np.float64]) -> float:
    kept = np.sort(values)[-((len(values) + 1) // 2) :]
    return float(kept.mean())


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` is around 0.5 where one event begins; the parts are kept for the reason."""

    score: float
    sentences: float
    names: tuple[str, ...]
    figures: tuple[str, ...]
    days: tuple[str, ...]


def weigh(a: Gist, b: Gist, sentences: float, rarity: Rarity) -> Likeness:
    """One event's two tellings; `sentences` from `best_matches`."""
    score = sentences + (SAME_LANGUAGE if a.language == b.language else OTHER_LANGUAGE)
    score += SAME_OUTLET if a.outlet and a.outlet == b.outlet else 0.0
    score += NAMES * rarity.likeness(a.names, b.names)
    score += FIGURES * rarity.likeness(a.figures, b.figures)
    score += DAYS * rarity.likeness(a.days, b.days)
    if a.days and b.days and not a.days & b.days:
        score += OTHER_DAYS
    shared = (a.names & b.names, a.figures & b.figures, a.days & b.days)
    names, figures, days = (tuple(sorted(found)) for found in shared)
    return Likeness(round(max(0.0, min(1.0, score)), 6), round(sentences, 3), names, figures, days)
