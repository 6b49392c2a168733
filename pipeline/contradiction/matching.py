"""Which values of two articles speak of the same thing, and of those, which cannot both be right.

Two values are set side by side only if each is the nearest comparable value to the other, by the clauses and the
sentences in which they stand. A value that the other article states too is settled, wherever it stands there: two
outlets that agree on a figure are not made to disagree by a neighbouring one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz

from pipeline.contradiction.facts import Clause, Fact, facts_of
from pipeline.evidence.margin import cosines, distance_margin
from pipeline.text.dates import When
from pipeline.text.numerals import Number
from pipeline.text.quantities import compatible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = dict[tuple[str, str], NDArray[np.float32]]

SENTENCE_WEIGHT: Final = 0.5
WORD_BONUS: Final = 0.03
"""For each telling stem (same language) or name that both clauses have, up to four."""
NOUN_BONUS: Final = 0.08
"""Where both count the same noun ("people", "ships"; across languages a cognate: passengers, pasajeros)."""
BESIDE_BONUS: Final = 0.08
"""For each telling word that stands right after both values ("12-day Asia trip", "13-day Asia trip"), up to two."""
COMPANY_BONUS: Final = 0.06
"""For each other value of the two sentences that agrees ("236 players from 31 countries"), up to two."""
TRANSPOSED_BONUS: Final = 0.05
"""For figures of three digits or more made of the same digits: 412 and 421 are one figure mistyped."""
COGNATE: Final = 70.0
SMALL: Final = 12
"""A bare count below this occurs by chance: finding it elsewhere in the other article settles nothing."""
DATE_EXTRA: Final = 0.12
TOTAL: Final = 0.12
"""Score from which two values are taken to speak of the same thing."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two facts that disagree, with the score of their being about one thing (a margin, about 0..0.6)."""

    a: Fact
    b: Fact
    score: float
    evidence: tuple[str, ...]


def clashes(a: list[Clause], b: list[Clause], vectors: Vectors) -> list[Clash]:
    """The disagreements of two articles, strongest first."""
    ours, theirs = [f for f in facts_of(a) if _tellable(f)], [f for f in facts_of(b) if _tellable(f)]
    if not ours or not theirs:
        return []
    near = _nearness(a, b, vectors)
    place_a, place_b = {id(c): i for i, c in enumerate(a)}, {id(c): j for j, c in enumerate(b)}
    score = np.full((len(ours), len(theirs)), -1.0)
    agrees = np.zeros(score.shape, bool)
    for i, x in enumerate(ours):
        for j, y in enumerate(theirs):
            answer = x.agrees(y)
            if answer is not None:
                score[i, j] = near[place_a[id(x.clause)], place_b[id(y.clause)]] + _bonus(x, y)
                agrees[i, j] = answer
    return _pick(ours, theirs, score, agrees)


def _tellable(fact: Fact) -> bool:
    """A date that names a day or a clock time; any number. "Today" depends on who speaks when."""
    if isinstance(fact.value, When):
        return fact.value.day is not None or fact.value.weekday is not None or fact.value.time is not None
    return True


def _nearness(a: list[Clause], b: list[Clause], vectors: Vectors) -> NDArray[np.float64]:
    """(len(a), len(b)): margin of the clauses, and half that of their sentences."""
    clause = _margins([c.segment for c in a], [c.segment for c in b], vectors)
    sentence = _margins([c.sentence for c in a], [c.sentence for c in b], vectors)
    return clause + SENTENCE_WEIGHT * sentence


def _margins(a: list[str], b: list[str], vectors: Vectors) -> NDArray[np.float64]:
    """The best of the views: originals, and English with English."""
    views = []
    for view in ("original", "english"):
        left, right = _rows(a, vectors, view), _rows(b, vectors, view)
        views.append(distance_margin(cosines(left, right)))
    return np.maximum(views[0], views[1])


def _rows(segments: list[str], vectors: Vectors, view: str) -> NDArray[np.float32]:
    width = len(next(iter(vectors.values()))) if vectors else 1
    order = (view, "clause", "original")
    found = [next((vectors[s, v] for v in order if (s, v) in vectors), np.zeros(width, np.float32)) for s in segments]
    return np.array(found, np.float32).reshape(-1, width)


def _bonus(x: Fact, y: Fact) -> float:
    a, b = x.clause, y.clause
    same_language = a.language == b.language
    common = len(a.stems & b.stems) if same_language else len(a.names & b.names)
    bonus = WORD_BONUS * min(4, common) + COMPANY_BONUS * min(2, _company(x, y))
    if isinstance(x.value, Number) and isinstance(y.value, Number):
        bonus += NOUN_BONUS if _same_noun(x.value.noun, y.value.noun, same_language=same_language) else 0.0
        bonus += TRANSPOSED_BONUS if _transposed(x.value, y.value) else 0.0
        if same_language:
            bonus += BESIDE_BONUS * min(2, len(x.beside & y.beside))
    return bonus


def _transposed(a: Number, b: Number) -> bool:
    one, two = str(a.value.normalize()), str(b.value.normalize())
    return len(one) >= 3 and one != two and sorted(one) == sorted(two)


def _company(x: Fact, y: Fact) -> int:
    """Other figures of the first sentence that the second has too; small ones only where both count people."""
    theirs = [m for m in y.clause.company if m is not y.value]
    return sum(
        any(compatible(n, m) and (n.value >= SMALL or n.unit == m.unit == "person") for m in theirs)
        for n in x.clause.company
        if n is not x.value
    )


def _same_noun(a: str | None, b: str | None, *, same_language: bool) -> bool:
    if not a or not b:
        return False
    if same_language:
        return a == b
    return len(a) > 4 and fuzz.partial_ratio(anyascii(a)[:6].lower(), anyascii(b)[:6].lower()) >= COGNATE


def _pick(ours: list[Fact], theirs: list[Fact], score: NDArray[np.float64], agrees: NDArray[np.bool_]) -> list[Clash]:
    settled_a = {i for i, f in enumerate(ours) if _settled(f, score[i], agrees[i])}
    settled_b = {j for j, f in enumerate(theirs) if _settled(f, score[:, j], agrees[:, j])}
    found = []
    for i, x in enumerate(ours):
        for j, y in enumerate(theirs):
            value = float(score[i, j])
            if value < _floor(x) or agrees[i, j] or i in settled_a or j in settled_b:
                continue
            if value < score[i].max() or value < score[:, j].max():
                continue
            evidence = (f"{value:+.2f} above their neighbourhoods", "each is the other's nearest comparable value")
            found.append(Clash(x, y, round(value, 4), evidence))
    return sorted(found, key=lambda c: (-c.score, c.a.clause.segment, c.b.clause.segment))


def _floor(fact: Fact) -> float:
    """Every article is full of days; a date needs more to be held against another than a figure or a limit does."""
    return TOTAL + DATE_EXTRA if isinstance(fact.value, When) and not fact.bound else TOTAL


def _settled(fact: Fact, score: NDArray[np.float64], agrees: NDArray[np.bool_]) -> bool:
    """The other article has this value too: anywhere if it is telling, else in a place that is near."""
    if not agrees.any():
        return False
    value = fact.value
    telling = isinstance(value, Number) and (value.value >= SMALL or value.unit_kind == "currency")
    best = float(score[agrees].max())
    return telling or best >= min(TOTAL, float(score.max()))
