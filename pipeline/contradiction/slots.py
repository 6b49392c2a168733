"""What a story's articles say of one thing, all of them together: who agrees with whom, and who does not.

Two outlets' values clash when each is the other's nearest comparable value and they lie close enough. What they clash
about is then known from both ends: every article that has the one value clashes with every article that has the other.
And a weak likeness that several outlets show to one odd value is no chance.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from pipeline.contradiction.facts import facts_of
from pipeline.contradiction.matching import ONE_NAME, SMALL, TOTAL, Comparison, compare, floor
from pipeline.contradiction.space import Space
from pipeline.text.names import same_name
from pipeline.text.numerals import Number
from pipeline.text.quantities import compatible

if TYPE_CHECKING:
    from pipeline.contradiction.facts import Clause, Fact

SAME: Final = 0.06
"""Score from which two telling values that agree are one statement; for others it is TOTAL."""
WITNESS: Final = 0.04
"""What every further pair of articles adds whose values lie nearest to each other too."""
WITNESS_FLOOR: Final = 0.0
SPREAD_FLOOR: Final = -0.35
"""Score below which a value is not held against another for what other articles say."""
CLEAR: Final = 0.08
"""How far above the floor two sets must lie for values to be held against each other that are not near themselves."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two facts that disagree, with the score of their being about one thing (a margin, about 0..0.6)."""

    a: Fact
    b: Fact
    score: float
    evidence: tuple[str, ...]


class Slots:
    """Facts that agree, joined over all articles (a union-find over the facts' identity)."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def of(self, fact: Fact) -> int:
        """The fact's set, named by one of its members."""
        at = id(fact)
        while (up := self._up.get(at, at)) != at:
            at = up
        return at

    def join(self, a: Fact, b: Fact) -> None:
        self._up[self.of(a)] = self.of(b)


def clashes(clauses: dict[str, list[Clause]], space: Space) -> list[Clash]:
    """The disagreements of a story's articles, by article pair and strength; `clauses` by article."""
    tables = _compared(clauses, space)
    slots = Slots()
    for table in tables.values():
        _join(table, slots)
        _join_repeated(table.ours, slots)
        _join_repeated(table.theirs, slots)
    pooled = _pool(tables, slots)
    seeds = _one_thing_each([key for key, found in pooled.items() if found.score >= found.floor], pooled, slots, tables)
    told: list[Clash] = []
    for table in tables.values():
        told += _told(table, slots, pooled, seeds)
    return _of_one_thing(told, slots)


def _of_one_thing(told: list[Clash], slots: Slots) -> list[Clash]:
    """Without the clashes of two sentences that differ in two figures and have neither figure nor name in common.

    "520 work at the plant, which made 1.1 million tonnes" is another plant than Podhora with its 870 and 1.9 million.
    What two sentences do not tell of one thing, other pairs of the same sets do not either.
    """
    of_pair: dict[tuple[str, str], set[frozenset[int]]] = defaultdict(set)
    for clash in told:
        if isinstance(clash.a.value, Number) and not _in_common(clash):
            of_pair[clash.a.clause.sentence, clash.b.clause.sentence].add(_key(clash.a, clash.b, slots))
    apart = {key for keys in of_pair.values() if len(keys) > 1 for key in keys}
    return [clash for clash in told if _key(clash.a, clash.b, slots) not in apart]


def _in_common(clash: Clash) -> bool:
    """Whether the two sentences share another figure or a name, or neither has a name."""
    a, b = clash.a.clause, clash.b.clause
    if any(compatible(n, m) for n in a.company for m in b.company):
        return True
    named = not a.names and not b.names
    return named or any(same_name(n, m) >= ONE_NAME for n in a.names for m in b.names)


def _compared(clauses: dict[str, list[Clause]], space: Space) -> dict[tuple[str, str], Comparison]:
    facts = {article: facts_of(found) for article, found in sorted(clauses.items())}
    return {(a, b): compare(facts[a], facts[b], space) for a, b in combinations(facts, 2)}


def _join(table: Comparison, slots: Slots) -> None:
    """Values that agree, each the other's nearest that does."""
    agreed = table.score.copy()
    agreed[~table.agrees] = -1.0
    for i, x in enumerate(table.ours):
        for j, y in enumerate(table.theirs):
            value = agreed[i, j]
            if value > -1 and value >= max(agreed[i].max(), agreed[:, j].max()) and value >= _sameness(x):
                slots.join(x, y)


def _join_repeated(facts: list[Fact], slots: Slots) -> None:
    """An article that gives a telling figure twice, in headline and body, speaks of one thing."""
    for x, y in combinations(facts, 2):
        if _sameness(x) == _sameness(y) == SAME and x.agrees(y) and _figure(x) == _figure(y):
            slots.join(x, y)


def _figure(fact: Fact) -> tuple[object, ...]:
    value = fact.value
    return (value.value, value.unit, value.noun) if isinstance(value, Number) and value.unit_kind != "currency" else ()


def _sameness(fact: Fact) -> float:
    value = fact.value
    telling = isinstance(value, Number) and (value.value >= SMALL or value.unit_kind == "currency")
    return SAME if telling else TOTAL


@dataclass(slots=True)
class Pooled:
    """How surely two sets of facts are about one thing: the best of their pairs, and how many more point that way."""

    floor: float
    first: tuple[str, str]
    """Segments of the first pair seen, for a settled order."""
    best: float = -1.0
    witnesses: int = 0

    @property
    def score(self) -> float:
        return self.best + WITNESS * max(0, self.witnesses - 1)

    @property
    def clear(self) -> bool:
        return self.score >= self.floor + CLEAR


def _key(x: Fact, y: Fact, slots: Slots) -> frozenset[int]:
    return frozenset((slots.of(x), slots.of(y)))


def _pool(tables: dict[tuple[str, str], Comparison], slots: Slots) -> dict[frozenset[int], Pooled]:
    pooled: dict[frozenset[int], Pooled] = {}
    for table in tables.values():
        for i, j in table.open_pairs:
            if table.mutual(i, j):
                x, y = table.ours[i], table.theirs[j]
                seen = (x.clause.segment, y.clause.segment)
                found = pooled.setdefault(_key(x, y, slots), Pooled(floor(x), seen))
                found.best = max(found.best, float(table.score[i, j]))
                found.witnesses += table.score[i, j] >= WITNESS_FLOOR
    return pooled


def _one_thing_each(
    seeds: list[frozenset[int]],
    pooled: dict[frozenset[int], Pooled],
    slots: Slots,
    tables: dict[tuple[str, str], Comparison],
) -> set[frozenset[int]]:
    """Of the seeds of one set, the surest: values that stand side by side in some article are of two things.

    "Four million a day" cannot clash with both the 40 million and the 3.5 million of another outlet.
    """
    homes: dict[int, set[str]] = defaultdict(set)
    for (a, b), table in tables.items():
        for article, facts in ((a, table.ours), (b, table.theirs)):
            for fact in facts:
                homes[slots.of(fact)].add(article)
    kept: set[frozenset[int]] = set()
    for key in sorted(seeds, key=lambda k: (-pooled[k].score, pooled[k].first)):
        # "More than 400" agrees with 412 and with 421: two that it joins are one set, which has no rivals.
        rivals = [other for other in kept if len(key) == len(other) == 2 and len(key & other) == 1]
        if not any(_side_by_side(key ^ other, homes) for other in rivals):
            kept.add(key)
    return kept


def _side_by_side(two: frozenset[int], homes: dict[int, set[str]]) -> bool:
    one, other = sorted(two)
    return bool(homes[one] & homes[other])


def _told(
    table: Comparison, slots: Slots, pooled: dict[frozenset[int], Pooled], seeds: set[frozenset[int]]
) -> list[Clash]:
    """Of two articles: for every two sets that clash, the nearest pair of their facts."""
    by_key: dict[frozenset[int], list[tuple[float, int, int]]] = defaultdict(list)
    for i, j in table.open_pairs:
        key = _key(table.ours[i], table.theirs[j], slots)
        if key in seeds and table.score[i, j] >= (SPREAD_FLOOR if pooled[key].clear else 0.0):
            by_key[key].append((float(table.score[i, j]), -i, -j))
    found = []
    for key, places in by_key.items():
        score, i, j = max(places)
        x, y = table.ours[-i], table.theirs[-j]
        if score >= floor(x) and table.mutual(-i, -j):
            evidence = (f"{score:+.2f} above their neighbourhoods", "each is the other's nearest comparable value")
            found.append(Clash(x, y, score, evidence))
        else:
            evidence = (f"{score:+.2f} above their neighbourhoods", "other outlets have the same two values for it")
            found.append(Clash(x, y, min(max(score, TOTAL), pooled[key].score), evidence))
    return sorted(found, key=lambda c: (-c.score, c.a.clause.segment, c.b.clause.segment))
