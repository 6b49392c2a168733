"""Which values of two articles speak of the same thing, and of those, which cannot both be right.

How near two values are is read from the clauses and the sentences in which they stand. A value that the other article
states too is settled, wherever it stands there: two outlets that agree on a figure are not made to disagree by a
neighbouring one. Which of the near ones clash is for `slots` to say, which sees all articles of the story.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz

from pipeline.contradiction.facts import year_alone
from pipeline.dictionary import likeness
from pipeline.text import dates
from pipeline.text.dates import When
from pipeline.text.names import same_name
from pipeline.text.numerals import Number
from pipeline.text.places import Direction
from pipeline.text.quantities import compatible, in_base

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.contradiction.facts import Clause, Fact
    from pipeline.contradiction.space import Space

    Vectors = dict[tuple[str, str], NDArray[np.float32]]

WORD_BONUS: Final = 0.03
"""For each telling stem (same language) or name that both clauses have, up to four."""
SHARED_BONUS: Final = 0.08
"""For each word of the clause that the other has too, in whatever language (`wording.py`), up to three."""
SHARED: Final = 3.0
NOUN_BONUS: Final = 0.08
"""Where both count the same noun ("people", "ships"; across languages a cognate: passengers, pasajeros)."""
BESIDE_BONUS: Final = 0.08
"""For each telling word that stands right after both values ("12-day Asia trip", "13-day Asia trip"), up to two."""
COMPANY_BONUS: Final = 0.06
"""For each other value of the two sentences that agrees ("236 players from 31 countries"), up to two."""
UNIT_BONUS: Final = 0.12
"""For one figure in two units ("2 million dollars", "2 million euros"): the figure was copied, the unit was not."""
TRANSPOSED_BONUS: Final = 0.05
"""For figures of three digits or more made of the same digits: 412 and 421 are one figure mistyped."""
CONCEPT_BONUS: Final = 0.04
"""For each concept that both clauses are about (a strike, a vote), up to three; half where only the sentences are."""
CONCEPTS: Final = 3.0
EARLIER: Final = 0.12
"""Taken off where one sentence looks back at another occasion and the other does not."""
CLOCK_BONUS: Final = 0.08
"""For the only clock time that either article states, or the only year."""
FATE_BONUS: Final = 0.06
"""Where both count people of one fate; the same is taken off where the fates are two."""
COGNATE: Final = 70.0
ONE_NOUN: Final = 0.3
"""Likeness from which two nouns of two languages are one."""
SMALL: Final = 12
"""A bare count below this occurs by chance: finding it elsewhere in the other article settles nothing."""
HOUR_BONUS: Final = 0.08
"""Where both days come with the same part of the day ("on Monday morning", "at 6.40 on Tuesday")."""
PARTS: Final = {
    "morning": (180, 720),
    "noon": (660, 840),
    "afternoon": (720, 1140),
    "evening": (960, 1440),
    "night": (1200, 1440),
}
LONE_BONUS: Final = 0.15
"""For the only point of the compass, speed or temperature that either article names: it says where or how fast."""
AGE_BONUS: Final = 0.3
"""For the ages of one person, wherever they are told."""
FACTOR: Final = 12
FATE_FACTOR: Final = 5
"""The same for people of one fate, and for shares: 4 hurt here and 23 there are not the same ones."""
ZEROS: Final = (10, 100, 1000)
"""Two outlets that tell one figure differently are a slip apart: a digit, a zero, a thousand."""
VAGUE: Final = 3
"""From this factor on, a range ("thousands") is no figure."""
YEARS: Final = 12
"""Two years further apart are of two events."""
ONE_NAME: Final = 0.85
DATE_EXTRA: Final = 0.08
TOTAL: Final = 0.14
"""Score from which two values are taken to speak of the same thing."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """All facts of two articles held against each other; `score` is -1 where two cannot be compared."""

    ours: list[Fact]
    theirs: list[Fact]
    score: NDArray[np.float64]
    agrees: NDArray[np.bool_]
    settles: NDArray[np.bool_]
    """Where they agree and neither is vague: "thousands" settles no 12,000."""

    @cached_property
    def open_pairs(self) -> list[tuple[int, int]]:
        """Places of the facts that disagree, unless either is settled: stated by the other article as well."""
        places = np.argwhere((self.score > -1) & ~self.agrees).tolist()
        settled_a = {i: _settled(self.ours[i], self.score[i], self.settles[i]) for i in {i for i, _ in places}}
        settled_b = {j: _settled(self.theirs[j], self.score[:, j], self.settles[:, j]) for j in {j for _, j in places}}
        return [(i, j) for i, j in places if not settled_a[i] and not settled_b[j]]

    def mutual(self, i: int, j: int) -> bool:
        """Each is the other's nearest comparable value."""
        value = self.score[i, j]
        return bool(value >= self.score[i].max() and value >= self.score[:, j].max())


def compare(ours: list[Fact], theirs: list[Fact], space: Space) -> Comparison:
    """The facts of two articles with how surely each two are about one thing, and whether they agree."""
    score = np.full((len(ours), len(theirs)), -1.0)
    agrees, settles = np.zeros(score.shape, bool), np.zeros(score.shape, bool)
    if not ours or not theirs:
        return Comparison(ours, theirs, score, agrees, settles)
    near = space.nearness(ours[0].clause.article, theirs[0].clause.article)
    of_sort: dict[type, list[tuple[int, Fact]]] = defaultdict(list)
    for j, y in enumerate(theirs):
        of_sort[type(y.value)].append((j, y))
    for i, x in enumerate(ours):
        for j, y in of_sort[type(x.value)]:
            answer = x.agrees(y)
            if answer is False and x.of_saying and (_has_day(theirs, x) or _has_day(ours, y)):
                continue  # people speak on several days, and this report knows of the other's
            if answer is True or (answer is False and _slip(x, y) and not _parts_of_one(x, y)):
                shared = SHARED_BONUS * min(SHARED, space.shared(x.clause, y.clause))
                at = space.number(x.clause), space.number(y.clause)
                score[i, j] = round(near[at] + shared + _bonus(x, y), 4)
                agrees[i, j] = answer
                settles[i, j] = answer and not _vague(x) and not _vague(y)
    return Comparison(ours, theirs, score, agrees, settles)


def _has_day(facts: list[Fact], day: Fact) -> bool:
    """Whether an article has a day of saying, whatever it says of it."""
    said = day.value
    return isinstance(said, When) and any(
        isinstance(f.value, When)
        and f.value.time is None
        and dates.compatible(f.value, said, f.clause.published, day.clause.published)
        for f in facts
    )


def _vague(fact: Fact) -> bool:
    value = fact.value
    return isinstance(value, Number) and value.relation == "range" and value.high > VAGUE * value.low


def _slip(x: Fact, y: Fact) -> bool:
    """Whether one figure can be the other told wrong: within a factor, or off by whole zeros.

    A bound against a figure ("not above 100 metres", "800 metres") needs the same noun besides.
    """
    if isinstance(x.value, When) and isinstance(y.value, When):
        return not year_alone(x.value) or _years_apart(x.value, y.value) <= YEARS
    if not isinstance(x.value, Number) or not isinstance(y.value, Number) or _other_unit(x.value, y.value):
        return True
    bounds = {x.value.relation, y.value.relation} - {"exact", "about"}
    alike = x.value.relation == y.value.relation or x.fates & y.fates
    if bounds and not alike and not _same_noun(x, y):
        return False
    if x.value.kind == "score" or x.value.unit_kind == "ordinal":
        return x.value.kind == "score" or _same_noun(x, y)
    low, high = sorted((abs(in_base(x.value)), abs(in_base(y.value))))
    if not low:
        return high <= SMALL
    ratio = high / low
    near = FATE_FACTOR if x.fates & y.fates or x.value.unit_kind == "percent" else FACTOR
    return ratio <= near or ratio in ZEROS


def _parts_of_one(x: Fact, y: Fact) -> bool:
    """Whether both sentences have the total of the two: 46 of 101 seats here, 55 of 101 there."""
    if not isinstance(x.value, Number) or not isinstance(y.value, Number):
        return False
    total, rest = x.value.value + y.value.value, x.value.value - y.value.value
    whole = x if rest > 0 else y
    counts = {x.value.unit_kind, y.value.unit_kind} <= {None, "count"} and min(x.value.value, y.value.value) >= SMALL
    if counts and any(n.value == abs(rest) for n in whole.clause.company if n.start > whole.value.start):
        return True  # "67 people, four of them staff": 63 passengers
    if all(any(n.value == total for n in side.clause.company) for side in (x, y)):
        return True
    return any(_total(whole, part) for whole, part in ((x, y), (y, x)))


def _total(whole: Fact, part: Fact) -> bool:
    """ "Five of seven" and "five for, two against": seven are five and two, and the five stand beside them."""
    values = [side.value for side in (whole, part) if isinstance(side.value, Number)]
    if len(values) < 2:
        return False
    rest = values[0].value - values[1].value
    others = [n for n in part.clause.company if n is not part.value]
    beside = [n for n in whole.clause.company if n is not whole.value]
    return any(n.value == rest for n in others) and any(n.value == values[1].value for n in beside)


def _years_apart(a: When, b: When) -> int:
    return abs((a.year or 0) - (b.year or 0))


def _other_unit(a: Number, b: Number) -> bool:
    """One telling figure in two units of a kind: dollars here and euros there, miles here and kilometres there."""
    if a.unit is None or b.unit is None or a.unit == b.unit or a.unit_kind != b.unit_kind:
        return False
    telling = a.value >= SMALL or a.unit_kind == "percent"
    return a.unit_kind != "count" and a.value == b.value and telling and not compatible(a, b)


def _bonus(x: Fact, y: Fact) -> float:
    a, b = x.clause, y.clause
    same_language = a.language == b.language
    common = len(a.stems & b.stems) if same_language else _same_names(a.names, b.names)
    bonus = WORD_BONUS * min(4, common) + COMPANY_BONUS * min(2, _company(x, y))
    bonus += CONCEPT_BONUS * shared_concepts(a, b)
    bonus -= EARLIER * (a.earlier != b.earlier and isinstance(x.value, Number))
    if isinstance(x.value, Number) and isinstance(y.value, Number):
        bonus += NOUN_BONUS if _same_noun(x, y) else 0.0
        bonus += UNIT_BONUS if _other_unit(x.value, y.value) else 0.0
        bonus += TRANSPOSED_BONUS if _transposed(x.value, y.value) else 0.0
        bonus += LONE_BONUS if x.lone and y.lone else 0.0
        bonus += AGE_BONUS if x.one_person(y) else 0.0
        if x.fates and y.fates:
            bonus += FATE_BONUS if x.fates & y.fates else -FATE_BONUS
        if same_language:
            bonus += BESIDE_BONUS * min(2, len(x.beside & y.beside))
    if isinstance(x.value, Direction):
        bonus += LONE_BONUS * (x.alone and y.alone)
    if isinstance(x.value, When) and isinstance(y.value, When):
        bonus += HOUR_BONUS * _same_hours(x.value, y.value)
        bonus += CLOCK_BONUS if x.lone and y.lone else 0.0
    return bonus


def shared_concepts(a: Clause, b: Clause) -> float:
    """Concepts that both clauses are about, up to three; those that only the sentences share count half."""
    near = a.concepts & b.concepts
    far = (a.context & b.context) - near
    return min(CONCEPTS, len(near) + len(far) / 2)


def _same_hours(a: When, b: When) -> int:
    """1 where both name the same part of the day, by word or by clock; -1 where they name two; 0 where one is silent.

    A clock time in another zone than the reader's still falls into the same part of the day or the next.
    """
    one, two = _hours(a), _hours(b)
    if one is None or two is None:
        return 0
    return 1 if one[0] < two[1] and two[0] < one[1] else -1


def _hours(when: When) -> tuple[int, int] | None:
    """Minutes after midnight that a part of the day may mean."""
    if when.time is not None:
        return when.time, when.time + 1
    return PARTS.get(when.part or "")


@lru_cache(maxsize=65536)
def _same_names(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """Names of the first sentence that the second has too, in whatever script."""
    return sum(any(same_name(x, y) >= ONE_NAME for y in b) for x in a)


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


def _same_noun(x: Fact, y: Fact) -> bool:
    """Both count the same noun: one stem, two that a dictionary has for one another, or a cognate."""
    if not isinstance(x.value, Number) or not isinstance(y.value, Number):
        return False
    a, b = x.value.noun, y.value.noun
    if not a or not b:
        return False
    if x.clause.language == y.clause.language:
        return a == b
    if likeness(a, x.clause.language, b, y.clause.language) >= ONE_NOUN:
        return True
    return len(a) > 4 and fuzz.partial_ratio(anyascii(a)[:6].lower(), anyascii(b)[:6].lower()) >= COGNATE


def floor(fact: Fact) -> float:
    """Every article is full of days; a date needs more to be held against another than a figure or a limit does."""
    return TOTAL + DATE_EXTRA if isinstance(fact.value, When) and not fact.bound else TOTAL


def _settled(fact: Fact, score: NDArray[np.float64], agrees: NDArray[np.bool_]) -> bool:
    """The other article has this value too: anywhere if it is telling, else in a place that is near."""
    if not agrees.any():
        return False
    value = fact.value
    telling = isinstance(value, Number) and (value.value > SMALL or value.unit_kind == "currency")
    best = float(score[agrees].max())
    return telling or best >= min(TOTAL, float(score.max()))
