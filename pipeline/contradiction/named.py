"""Names that two articles give to one person: Ruth Hallam here and Rose Hallam there, Captain X and Captain Y.

A name that the other article has too, in whatever script, is no conflict wherever it stands there; what is left is held
against the names that only the other article has. Two kinds are compared: two given names before one surname; two
persons of one calling, in clauses that are near.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz

from pipeline.contradiction.concepts import mentions
from pipeline.contradiction.matching import CONCEPT_BONUS, WORD_BONUS, shared_concepts
from pipeline.dictionary import senses
from pipeline.languages import language, norm_word
from pipeline.text.name_match import is_cyrillic, romanise
from pipeline.text.names import canonical, find_names, same_name
from pipeline.text.offices import find_offices, is_role
from pipeline.text.quotation.inflection import sex
from pipeline.text.tokens import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.contradiction.facts import Clause
    from pipeline.contradiction.space import Space

SAME: Final = 0.6
"""Likeness from which a name may be the other one, told in another script or case."""
PERSON_SAME: Final = 0.35
"""The same for two full names: «Элен Маран» may be Helene Marantová."""
SURNAME: Final = 0.85
GIVEN: Final = 0.65
GIVEN_ACROSS: Final = 0.72
GIVEN_APART: Final = 0.75
GIVEN_SCRIPTS: Final = 0.6
CLEAR_SOUNDS: Final = frozenset("abdlmnoprt")
"""First letters that stand for one sound in both scripts: «Лаура» is not Nuria, «Хоакин» may be Joaquín."""
SURNAME_SCRIPTS: Final = 0.84
"""Likeness from which two given names may be one; the others where they begin with two letters, in one script or in
two («Хоакин» is Joaquín)."""
PERSON_SCORE: Final = 0.0
"""How near two clauses must be for the persons in them to be held against each other."""
GIVEN_CONFIDENCE: Final = 0.65
OPENING: Final = tuple('«„“"‹‘»')
CLOSING: Final = tuple('»“”"›’«')
_GLIDES: Final = frozenset("eiouyjw")
OWN_NAME: Final = 0.9
"""Likeness from which a given name is the other one in another script."""
OWN_SENSE: Final = 60.0
"""Likeness from which a word of the dictionary stands for itself, as names do ("Pavel", pavel)."""
BEGINNING: Final = 3
FULL: Final = 5
"""Letters from which a given name is hardly short for another of its length."""
PRONE: Final = frozenset(
    {
        "head", "executive", "supervisor", "witness", "worker", "legislator", "official", "player", "candidate",
        "company", "branch", "expert",
    },
)  # fmt: skip
"""Callings of which a report may name several persons; no name of one is held against a name of another."""


@dataclass(frozen=True, eq=False)
class Named:
    """A name in a clause with what it is there: a calling, or the preposition that it stands behind."""

    name: str
    clause: Clause
    sort: str


@dataclass(frozen=True, eq=False)
class NameClash:
    """Two names for one person or place, and how sure that is."""

    kind: Literal["name", "place"]
    a: Named
    b: Named
    confidence: float


def name_clashes(clauses: dict[str, list[Clause]], space: Space) -> list[NameClash]:
    """The names that clash in a story, by article pair; `clauses` by article."""
    everything = {article: all_names(found) for article, found in clauses.items()}
    people = {article: _people(found) for article, found in clauses.items()}
    bearers = {article: _persons(found) for article, found in everything.items()}
    spelled = {article: spellings(found) for article, found in everything.items()}
    found: list[NameClash] = []
    for a, b in combinations(sorted(clauses), 2):
        others = [held for article, held in sorted(bearers.items()) if article not in (a, b)]
        given = _given_names(bearers[a], bearers[b], others)
        found += given
        taken = {id(x.clause) for clash in given for x in (clash.a, clash.b)}
        ours, theirs = only(people[a], spelled[b]), only(people[b], spelled[a])
        for x, y, score in _nearest(ours, theirs, PERSON_SCORE, space):
            if not taken & {id(x.clause), id(y.clause)}:
                found.append(NameClash("name", x, y, round(min(0.8, 0.5 + score - PERSON_SCORE), 3)))
    return found


def all_names(clauses: list[Clause]) -> list[Named]:
    """Every name with the first clause of the sentence that it stands in."""
    found, seen = [], set()
    for clause in clauses:
        if clause.sentence not in seen:
            seen.add(clause.sentence)
            found += [
                Named(n.text, clause, "sure" if n.sure else "")
                for n in find_names(clause.sentence_text, clause.language)
            ]
    return found


def _people(clauses: list[Clause]) -> list[Named]:
    """Persons of whose calling the article names one."""
    held: dict[str, list[Named]] = {}
    for clause in clauses:
        for office in find_offices(clause.sentence_text, clause.language):
            if clause.span[0] <= office.start < clause.span[1]:
                held.setdefault(office.calling, []).append(Named(office.person, clause, office.calling))
    return [
        row
        for calling, rows in held.items()
        if calling not in PRONE and all(same_name(rows[0].name, r.name) >= SAME for r in rows)
        for row in rows
    ]


def spellings(names: list[Named]) -> frozenset[tuple[str, bool]]:
    """The names of an article as they stand, and whether anything but a capital makes a name of them."""
    return frozenset((name.name, bool(name.sort)) for name in names)


def only(rows: list[Named], other: frozenset[tuple[str, bool]]) -> list[Named]:
    """Those whose name the other article does not have, nor any that could be it.

    A word that only a capital makes a name must be more alike: nouns have capitals too.
    """

    def is_one(mine: str, name: str, sure: bool) -> bool:
        if " " in mine and " " in name and same_name(mine, name) >= PERSON_SAME:
            return True
        return alike(mine, name) if sure else same_name(mine, name) >= SURNAME

    lacking = {mine for mine in {row.name for row in rows} if not any(is_one(mine, *name) for name in other)}
    return [row for row in rows if row.name in lacking]


@lru_cache(maxsize=65536)
def alike(one: str, two: str) -> bool:
    """`one` may be `two`, or a part of it."""
    return same_name(one, two) >= SAME or any(same_name(one, part) >= SURNAME for part in two.split())


def _given_names(
    ours: dict[str, list[Named]], theirs: dict[str, list[Named]], others: list[dict[str, list[Named]]]
) -> list[NameClash]:
    """A surname that each article puts behind one given name, not the same; both by surname."""
    found = []
    for first, rows in ours.items():
        for row in (row for surname, row in theirs.items() if _one_surname(first, surname)):
            apart = all(_other_given(x.sort, y.sort) for x in rows for y in row)
            if apart or _witnessed(first, rows[0], row[0], others):
                found.append(NameClash("name", rows[0], row[0], GIVEN_CONFIDENCE))
    return found


def _one_surname(one: str, two: str) -> bool:
    scripts = is_cyrillic(one) != is_cyrillic(two)
    return same_name(one, two) >= (SURNAME_SCRIPTS if scripts else SURNAME)


def _witnessed(surname: str, ours: Named, theirs: Named, others: list[dict[str, list[Named]]]) -> bool:
    """Of two scripts that leave it open: a third article has the one name as it is, in the script of the other.

    Whether «Їтка» is Jana shows where somebody has Jitka.
    """
    if is_cyrillic(ours.sort) == is_cyrillic(theirs.sort):
        return False
    for held in others:
        for given in (rows[0].sort for known, rows in held.items() if _one_surname(known, surname)):
            for one, two in ((ours.sort, theirs.sort), (theirs.sort, ours.sort)):
                written = is_cyrillic(given) == is_cyrillic(one)
                if written and same_name(given, two) >= OWN_NAME and _other_given(one, given):
                    return True
    return False


def _persons(names: list[Named]) -> dict[str, list[Named]]:
    """surname -> its bearers with their given names in `sort`; names of two words that no table knows."""
    found: dict[str, list[Named]] = {}
    for row in names:
        words = _own_words(row)
        if _titled(row):
            continue
        if len(words) == 2 and (is_role(words[0], row.clause.language) or words[0].isupper() != words[1].isupper()):
            continue  # German "Trainer Halder" has no given name, "rates AGAIN Castovia" is no name at all
        if _opens_as_a_word(row, words[0]):
            continue
        if len(words) == 2 and all(len(w.strip(".")) > BEGINNING - 1 and w[:1].isupper() for w in words):
            surname = next((known for known in found if same_name(known, words[1]) >= SURNAME), words[1])
            found.setdefault(surname, []).append(Named(" ".join(words), row.clause, words[0]))
    return {s: rows for s, rows in found.items() if all(not _other_given(rows[0].sort, r.sort) for r in rows)}


def _own_words(row: Named) -> list[str]:
    """The words of a name without what a capital ties to it: what stands in another script, or a calling.

    «Tresk Line Джордж Раунтри», „Gouverneurin Vlasta Kubínová“, «Политолог Глеб Зимин».
    """
    words, code = row.name.split(), row.clause.language
    last = is_cyrillic(words[-1])
    while len(words) > 2 and (is_cyrillic(words[0]) != last or words[0].isupper() or _calls(words[0], code)):
        words = words[1:]
    return words


def _calls(word: str, code: str) -> bool:
    """A calling, or where nouns have capitals a compound that ends in one („Vizegouverneur“)."""
    if is_role(word, code):
        return True
    compound = language(code).names.nouns_capitalised
    return compound and any(is_role(word[at:], code) for at in range(3, len(word) - 3))


def given_apart(one: str, two: str) -> bool | None:
    """Of two full names with one surname, whether the given names are two; None where the surnames are two."""
    first, second = one.split(), two.split()
    if min(len(first), len(second)) < 2:
        return None
    if not _one_surname(first[-1], second[-1]):
        return None
    return _other_given(first[0], second[0])


def _opens_as_a_word(row: Named, word: str) -> bool:
    """Whether a capital may be the sentence's or the noun's own: "Mlékárna Lomnička", «Делегация Кестрии»."""
    code, text = row.clause.language, row.clause.sentence_text.lstrip("".join(OPENING))
    if not (text.startswith(word) or language(code).names.nouns_capitalised):
        return False
    if sex(norm_word(word)):
        return False
    if norm_word(word) in language(code).stopwords or mentions(word, code):
        return True
    meant = senses(stem(norm_word(word), code), code)
    best = max(meant, key=lambda sense: (meant[sense], sense), default="")
    return bool(best) and fuzz.ratio(anyascii(word).lower(), best) < OWN_SENSE


def _titled(row: Named) -> bool:
    """A name in marks is a party's, a ship's or a firm's; one behind "in" is a place's."""
    text, code = row.clause.sentence_text, row.clause.language
    at = text.find(row.name)
    before, after = text[:at].rstrip(" "), text[at + len(row.name) :]
    if before[-1:] in OPENING and after[:1] in CLOSING:
        return True
    word = next((t.norm for t in reversed(tokenize(before[-20:], code))), "")
    sorts = language(code).section("places").get("before", {})
    return word in str(sorts.get("at", "")).split() and word not in str(sorts.get("of", "")).split()


def _other_given(one: str, two: str) -> bool:
    a, b = romanise(canonical(one)), romanise(canonical(two))
    one_script = is_cyrillic(one) == is_cyrillic(two)
    if not one_script and {a[:1], b[:1]} <= _GLIDES:
        return False  # Ewan, Юэн; Eugene, Юджин; Wanda, Уанда: these beginnings are spelt in many ways
    clear = {a[:1], b[:1]} <= CLEAR_SOUNDS
    same_letter = GIVEN if one_script else GIVEN_ACROSS
    alike = same_letter if a[:1] == b[:1] else GIVEN_APART if one_script or clear else GIVEN_SCRIPTS
    return same_name(one, two) < alike and not _short_for(a, b)


def _short_for(one: str, two: str) -> bool:
    """Names that begin alike may be short for each other (Alex, Alexander), two of one length not (Anneli, Annika)."""
    full = min(len(one), len(two)) >= FULL and abs(len(one) - len(two)) <= 1
    return one[:BEGINNING] == two[:BEGINNING] and not full


def _nearest(
    ours: list[Named], theirs: list[Named], floor: float, space: Space
) -> Iterator[tuple[Named, Named, float]]:
    """Of two articles' names of one sort: each other's nearest, from `floor` on, every name once."""
    if not ours or not theirs:
        return
    near = space.nearness(ours[0].clause.article, theirs[0].clause.article)
    score = np.full((len(ours), len(theirs)), -1.0)
    for i, x in enumerate(ours):
        for j, y in enumerate(theirs):
            if x.sort == y.sort:
                score[i, j] = round(near[space.number(x.clause), space.number(y.clause)] + _bonus(x, y), 4)
    names: set[str] = set()
    for at in np.argsort(-score, axis=None, kind="stable"):
        i, j = divmod(int(at), len(theirs))
        if score[i, j] < floor:
            break
        pair = {ours[i].name, theirs[j].name}
        if score[i, j] >= score[i].max() and score[i, j] >= score[:, j].max() and not pair & names:
            names |= pair
            yield ours[i], theirs[j], float(score[i, j])


def _bonus(x: Named, y: Named) -> float:
    a, b = x.clause, y.clause
    common = len(a.stems & b.stems) if a.language == b.language else 0
    return CONCEPT_BONUS * shared_concepts(a, b) + WORD_BONUS * min(4, common)
