"""Who is in an article: names with their variants, the roles that the text ties to them, and their gender."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.languages import language
from pipeline.text.quotation.inflection import key, keys, nominative

STEM: Final = 6
_OPENINGS: Final = 2
# Classes of which an article seldom has two bearers that its qualifying words do not tell apart.
BY_CLASS: Final = frozenset(
    [
        "head", "premier", "minister", "governor", "legislator", "spokes", "director", "diplomat", "jurist",
        "judge", "prosecutor", "coach",
        "company", "union", "ministry", "agency", "authority", "party", "body",
    ]
)  # fmt: skip
GROUPS: Final = frozenset({"company", "union", "ministry", "agency", "authority", "party", "body"})


@dataclass(slots=True)
class Tie:
    """A role or group class that the text gives a name, with the words that qualify it."""

    cls: str
    modifiers: frozenset[str]
    position: int
    head: str = ""

    def same(self, other: Tie) -> bool:
        """Whether both say the same thing, wherever they stand."""
        return (self.cls, self.head, self.modifiers) == (other.cls, other.head, other.modifiers)


@dataclass(slots=True)
class Entity:
    """One person or group of the article; `phrase` stands for the name of one that is known by a role alone,
    `described` are stems of the words beside the name; an `author` of the article speaks nowhere in it."""

    keys: tuple[str, ...]
    variants: Counter[tuple[str, ...]] = field(default_factory=Counter)
    ties: list[Tie] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    singles: Counter[str] = field(default_factory=Counter)
    group: bool = False
    gender: str = ""
    sure: bool = False
    body: bool = False
    aged: bool = False
    author: bool = False
    phrase: str = ""
    described: set[str] = field(default_factory=set)

    @property
    def doubtful(self) -> bool:
        """One capitalised word seen only where every word has a capital: it need be no name at all."""
        shown = self.sure or self.gender or self.ties or self.group
        return not shown and len(self.keys) == 1 and len(self.positions) <= _OPENINGS

    def name(self, *, inflected: bool) -> tuple[str, ...]:
        """The form to show; only persons' names are put back in the nominative."""
        return nominative(self.variants, self.singles, inflected=inflected and not self.group)

    @property
    def full(self) -> int:
        """How often the entity is named in full."""
        return sum(count for variant, count in self.variants.items() if len(variant) >= 2)


def _bears(entity: Entity, cls: str) -> bool:
    return bool(cls) and any(tie.cls == cls for tie in entity.ties)


class People:
    """The article's entities, filled from its units in one pass, then asked."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.entities: list[Entity] = []
        self._by_keys: dict[tuple[str, ...], Entity] = {}
        self._by_token: dict[str, list[Entity]] = {}

    def add(self, tokens: tuple[str, ...], position: int, *, group: bool = False) -> Entity:
        """Note one mention; a single token joins the entity that bears it."""
        wanted = keys(tokens, self.code)
        found = self._by_keys.get(wanted) or self._same(wanted)
        if found is None:
            found = Entity(wanted, group=group)
            self.entities.append(found)
            for token in dict.fromkeys(wanted):
                self._by_token.setdefault(token, []).append(found)
        self._by_keys[wanted] = found
        found.variants[tokens] += 1
        insort(found.positions, position)
        return found

    def alias(self, tokens: tuple[str, ...], entity: Entity) -> None:
        """Let another form, such as the initials in brackets behind the name, stand for the entity."""
        wanted = keys(tokens, self.code)
        self._by_keys.setdefault(wanted, entity)
        for token in wanted:
            self._by_token.setdefault(token, []).append(entity)

    def _same(self, wanted: tuple[str, ...]) -> Entity | None:
        """An entity of which `wanted` is a fuller or shorter form: same last part, initials agreeing."""
        if len(wanted) < 2:
            return None
        for entity in self._by_token.get(wanted[-1], ()):
            if len(entity.keys) >= 2 and entity.keys[-1] == wanted[-1] and _agree(entity.keys, wanted):
                return entity
        return None

    def find(self, tokens: tuple[str, ...], position: int, cls: str = "") -> Entity | None:
        """The entity that a name refers to: by last token, then first; of several, the one with the role `cls` or the
        most often named, the latest mentioned before `position` among equals."""
        wanted = keys(tokens, self.code)
        if not wanted:
            return None
        exact = self._by_keys.get(wanted)
        if exact is not None and (len(wanted) > 1 or (exact.group and len(exact.keys) > 1)):
            return exact
        named = [entity for entity in self._by_token.get(wanted[-1], ()) if len(entity.keys) >= 2]
        last = [entity for entity in named if entity.keys[-1] == wanted[-1]]
        first = [entity for entity in named if entity.keys[0] == wanted[0]]
        pool = [entity for entity in last or first or named if not entity.group] or last or first
        if pool:
            return max(pool, key=lambda entity: (_bears(entity, cls), entity.full, _nearness(entity, position)))
        return self._by_keys.get(wanted)

    def named_in(self, start: int, end: int) -> list[Entity]:
        """Persons named in a stretch of the text, in order of their first place there."""
        persons = [entity for entity in self.entities if not (entity.group or entity.body or entity.author)]
        places = [(next((p for p in e.positions if start <= p < end), -1), n) for n, e in enumerate(persons)]
        return [persons[n] for at, n in sorted(places) if at >= 0]

    def bearer(self, surname: str) -> Entity | None:
        """Who is named in full with this surname."""
        wanted = keys((surname,), self.code)
        known = self._by_token.get(wanted[0], ()) if wanted else ()
        return next((entity for entity in known if len(entity.keys) > 1 and entity.keys[-1] == wanted[0]), None)

    def modifiers(self, words: Sequence[str]) -> frozenset[str]:
        """Words that qualify a role, countries under one name (`американский` and `США`)."""
        found = set()
        at = 0
        while at < len(words):
            length, country = _country(words, at, self.code)
            found.add(country or key(words[at], self.code)[:STEM])
            at += length
        return frozenset(found)

    def in_role(self, cls: str, noun: str, wanted: frozenset[str], position: int, gender: str = "") -> Entity | None:
        """The entity that the text gives this role, agreeing on what qualifies it; the latest one mentioned.

        Offices and groups are known by their class (`the operator`, `the company`), other roles by their noun.
        """
        head = "" if cls in BY_CLASS else key(noun, self.code)[:STEM]
        best: tuple[int, tuple[bool, int, int]] | None = None
        chosen: Entity | None = None
        for entity in self.entities:
            ties = [tie for tie in entity.ties if tie.cls == cls and head in ("", tie.head)]
            if not ties or (gender and entity.gender not in ("", gender)):
                continue
            shared = max(len(tie.modifiers & wanted) for tie in ties)
            if wanted and not shared and all(tie.modifiers for tie in ties):
                continue
            rank = (shared, _nearness(entity, position))
            if not shared and not rank[1][0]:  # nobody is called by an office alone before being named
                continue
            if best is None or rank > best:
                best, chosen = rank, entity
        return chosen


def _agree(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """First names equal, or one the other's initial."""
    a, b = ours[0], theirs[0]
    return a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1])


def _nearness(entity: Entity, position: int) -> tuple[bool, int, int]:
    at = bisect_right(entity.positions, position)
    latest = entity.positions[at - 1] if at else -entity.positions[0] if entity.positions else 0
    return at > 0, latest, entity.variants.total()


def _country(words: Sequence[str], at: int, code: str) -> tuple[int, str]:
    """(words taken, country) for the demonym, country or seat of government at `at`."""
    names = language(code).names
    for table in (names.metonyms, names.demonyms, names.table):
        hit = table.match(words, at)
        if hit is not None:
            seat = language("en").names.metonyms.match(hit[1].casefold().split(), 0)
            return hit[0], seat[1] if seat is not None else hit[1]
    return 1, ""
