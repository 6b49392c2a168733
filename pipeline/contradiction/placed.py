"""Places that two articles give to one event: the verdict was read in Rome here and in Milan there.

Two names behind one kind of preposition are held against each other where their clauses tell of one thing: they are
near, share words, names, days or figures. A place that the other article ties to that thing as well clashes with
nothing; one that it has elsewhere only (shares rose in Paris) must be nearer than one that it lacks.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from pipeline.contradiction.matching import CONCEPT_BONUS, WORD_BONUS, shared_concepts
from pipeline.contradiction.named import NameClash, Named, alike, all_names, only, spellings
from pipeline.languages import Lexicon, language
from pipeline.text import dates
from pipeline.text.names import Name, find_names, same_name
from pipeline.text.quantities import compatible
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.contradiction.facts import Clause
    from pipeline.contradiction.space import Space

FLOORS: Final = (0.2, 0.3, 0.5)
"""How near two clauses must be where the other article has neither name, one of them, or both."""
SHARED_BONUS: Final = 0.06
"""For each word that both clauses have, up to three."""
VALUE_BONUS: Final = 0.06
"""For each day, clock time or figure that both sentences have, up to two."""
CLOCK_BONUS: Final = 0.15
"""For a clock time that both sentences have: what happens at 11.30 happens in one place."""
NAME_BONUS: Final = 0.04
OTHER_DAY: Final = 0.15
"""Taken off where the sentences have days or hours and none in common: what happened then happened elsewhere."""
SPREAD: Final = -0.05
"""The same where two other reports clash about the two names."""
ONE_NAME: Final = 0.85
ANY: Final = "of"
SURE: Final = 0.8


def place_clashes(clauses: dict[str, list[Clause]], space: Space) -> list[NameClash]:
    """The places that clash in a story, by article pair; `clauses` by article."""
    names = {article: all_names(found) for article, found in clauses.items()}
    spelled = {article: spellings(found) for article, found in names.items()}
    related = {article: _related(found) for article, found in names.items()}
    places = {article: places_of(found) for article, found in clauses.items()}
    tables: list[_Table] = []
    for a, b in combinations(sorted(clauses), 2):
        ours, theirs = places[a], places[b]
        if ours and theirs:
            near = _near(ours, theirs, space)
            lacking = [{id(row) for row in only(mine, spelled[other])} for mine, other in ((ours, b), (theirs, a))]
            tables.append(_Table(ours, theirs, near, _told(ours, theirs, near, lacking, related[a] | related[b])))
    known = [(clash.a.name, clash.b.name) for table in tables for clash in table.found]
    return [clash for table in tables for clash in (*table.found, *_known_elsewhere(table, known))]


class _Table(NamedTuple):
    """The places of two articles held against each other."""

    ours: list[Named]
    theirs: list[Named]
    near: NDArray[np.float64]
    found: list[NameClash]


def _known_elsewhere(table: _Table, known: list[tuple[str, str]]) -> list[NameClash]:
    """What two reports clash about is known from both ends: others that have the same two places for it clash too."""
    if table.found:
        return []
    ours, theirs, near, _ = table
    places = np.argwhere((near >= SPREAD) & (near >= near.max(1, keepdims=True)) & (near >= near.max(0)))
    for i, j in sorted(places.tolist(), key=lambda at: (-near[at[0], at[1]], at)):
        x, y = ours[i], theirs[j]
        pairs = (
            (alike(x.name, one) and alike(y.name, two)) or (alike(x.name, two) and alike(y.name, one))
            for one, two in known
        )
        if not (alike(x.name, y.name) or alike(y.name, x.name)) and any(pairs):
            return [NameClash("place", x, y, 0.5)]
    return []


def _near(ours: list[Named], theirs: list[Named], space: Space) -> NDArray[np.float64]:
    """(ours, theirs): how surely the clauses of two places tell of one thing; -1 where they are of two sorts."""
    margin = space.nearness(ours[0].clause.article, theirs[0].clause.article)
    score = np.full((len(ours), len(theirs)), -1.0)
    for i, x in enumerate(ours):
        for j, y in enumerate(theirs):
            if x.sort == y.sort or ANY in (x.sort, y.sort):
                bonus = SHARED_BONUS * min(3.0, space.shared(x.clause, y.clause)) + _bonus(x, y)
                score[i, j] = round(margin[space.number(x.clause), space.number(y.clause)] + bonus, 4)
    return score


def _bonus(x: Named, y: Named) -> float:
    a, b = x.clause, y.clause
    common = len(a.stems & b.stems) if a.language == b.language else 0
    days = {v.time is not None for v in a.moments if any(_one_moment(v, w, a, b) for w in b.moments)}
    figures = sum(any(compatible(n, m) for m in b.company) for n in a.company)
    others = [n for n in b.names if n != y.name]
    names = sum(any(same_name(n, m) >= ONE_NAME for m in others) for n in a.names if n != x.name)
    bonus = CONCEPT_BONUS * shared_concepts(a, b) + WORD_BONUS * min(4, common)
    bonus -= OTHER_DAY * (not days and any(_one_moment(v, w, a, b) is False for v in a.moments for w in b.moments))
    return (
        bonus
        + VALUE_BONUS * min(2, (False in days) + figures)
        + CLOCK_BONUS * (True in days)
        + NAME_BONUS * min(3, names)
    )


def _one_moment(v: dates.When, w: dates.When, a: Clause, b: Clause) -> bool | None:
    return dates.compatible(v, w, a.published, b.published)


def _related(names: list[Named]) -> frozenset[frozenset[str]]:
    """Names of one sentence: "the German town of Wesselau" makes neither of Germany and Wesselau another place."""
    by_sentence: dict[str, list[str]] = {}
    for row in names:
        by_sentence.setdefault(row.clause.sentence, []).append(row.name)
    return frozenset(frozenset(pair) for found in by_sentence.values() for pair in combinations(found, 2))


def _told(
    ours: list[Named],
    theirs: list[Named],
    near: NDArray[np.float64],
    lacking: list[set[int]],
    related: frozenset[frozenset[str]],
) -> list[NameClash]:
    same = np.array([[alike(x.name, y.name) or alike(y.name, x.name) for y in theirs] for x in ours])
    agreed = np.where(same, near, -1.0)
    apart = np.where(same, -1.0, near)
    found: list[NameClash] = []
    names: set[str] = set()
    for at in np.argsort(-apart, axis=None, kind="stable"):
        i, j = divmod(int(at), len(theirs))
        x, y, score = ours[i], theirs[j], float(apart[i, j])
        if score < FLOORS[0]:
            break
        known = (id(x) not in lacking[0]) + (id(y) not in lacking[1])
        nearest = score >= apart[i].max() and score >= apart[:, j].max()
        settled = max(agreed[i].max(), agreed[:, j].max()) >= score
        if score < FLOORS[known] or not nearest or settled or {x.name, y.name} & names:
            continue
        if not any(_one_pair(x.name, y.name, pair) for pair in related):
            names |= {x.name, y.name}
            found.append(NameClash("place", x, y, round(min(SURE, 0.5 + score - FLOORS[known]), 3)))
    return found


def _one_pair(one: str, two: str, pair: frozenset[str]) -> bool:
    names = sorted(pair)
    if len(names) < 2:
        return False
    return any(alike(one, x) and alike(two, y) for x, y in (names, names[::-1]))


def places_of(clauses: list[Clause]) -> list[Named]:
    """Every name behind a preposition of place, with the sort of preposition."""
    found = []
    for clause in clauses:
        text, code = clause.sentence_text, clause.language
        for name in find_names(text, code):
            if clause.span[0] <= name.start < clause.span[1]:
                sort = _before(text[: name.start], code, skip=name.sure)
                one_word = " " not in _stripped(name, code)
                if (
                    sort
                    and not _describes(name, text, code)
                    and (one_word or sort != ANY)
                    and (name.sure or _bare_noun(name, text, code))
                ):
                    found.append(Named(_stripped(name, code), clause, sort))
    return found


def _describes(name: Name, text: str, code: str) -> bool:
    """Whether a single word is the adjective of the noun after it: "the European regulator", «Северного мола»."""
    if " " in name.text:
        return False
    resource = language(code)
    if resource.names.demonyms.get(name.text.lower()) is not None:
        return True
    following = next((t for t in tokenize(text[name.end : name.end + 40], code)), None)
    noun = following is not None and following.kind == "word" and following.text.islower()
    led = noun and following is not None and following.norm not in resource.stopwords
    return led and name.text.lower().endswith(_adjectives(code))


@lru_cache(maxsize=64)
def _adjectives(code: str) -> tuple[str, ...]:
    return tuple(str(language(code).section("places").get("adjectives", "")).split())


def _stripped(name: Name, code: str) -> str:
    """German "Dorf Sarnizk" is Sarnizk: where nouns have capitals, the last word is the name."""
    return name.text.split()[-1] if language(code).names.nouns_capitalised else name.text


def _bare_noun(name: Name, text: str, code: str) -> bool:
    """A noun with no article before it and no ending of common nouns may be a name where all nouns have capitals."""
    names = language(code).names
    word = name.text.lower()
    tail = text[name.end : name.end + 1]
    return names.nouns_capitalised and not word.endswith(names.common_endings) and tail.strip() in ("", ",", ".")


def _before(text: str, code: str, *, skip: bool) -> str:
    """The sort of preposition right before a name; with `skip`, an article and a noun for places may stand between."""
    tokens = [token.norm for token in tokenize(text[-40:], code)]
    while skip and tokens and not _prepositions(code).match(tokens, len(tokens) - 1):
        if tokens[-1] not in _kinds(code) and tokens[-1] not in language(code).stopwords:
            break
        tokens.pop()
    for size in (3, 2, 1):
        if len(tokens) >= size:
            match = _prepositions(code).match(tokens, len(tokens) - size)
            if match is not None and match[0] == size:
                return match[1]
    return ""


@lru_cache(maxsize=64)
def _kinds(code: str) -> Lexicon:
    return Lexicon.from_forms(language(code).section("places").get("kinds", ""))


@lru_cache(maxsize=64)
def _prepositions(code: str) -> Lexicon:
    return Lexicon.from_table(language(code).section("places").get("before", {}))
