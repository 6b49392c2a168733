"""Who is in an article: names with their variants, the roles that the text ties to them, and their gender."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.languages import language
from pipeline.text.quotation.inflection import given_gender, key, keys, nominative, sex
from pipeline.text.quotation.mentions import Run, is_place, runs
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Item, Unit

_NP_WORDS: Final = 9
_STEM: Final = 6
_OPENINGS: Final = 2
# Classes of which an article seldom has two bearers that its qualifying words do not tell apart.
BY_CLASS: Final = frozenset(
    [
        "head", "premier", "minister", "governor", "legislator", "spokes", "director", "diplomat", "jurist",
        "company", "union", "ministry", "agency", "authority", "party", "body",
    ]
)  # fmt: skip
# Those who stand at the head of an organisation, or speak for it.
_HEADING: Final = frozenset({"director", "head", "spokes"})
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
    """One person or group of the article; `phrase` stands for the name of one that is known by a role alone."""

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
    phrase: str = ""

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

    def modifiers(self, words: Sequence[str]) -> frozenset[str]:
        """Words that qualify a role, countries under one name (`американский` and `США`)."""
        found = set()
        at = 0
        while at < len(words):
            length, country = _country(words, at, self.code)
            found.add(country or key(words[at], self.code)[:_STEM])
            at += length
        return frozenset(found)

    def in_role(self, cls: str, noun: str, wanted: frozenset[str], position: int) -> Entity | None:
        """The entity that the text gives this role, agreeing on what qualifies it; the latest one mentioned.

        Offices and groups are known by their class (`the operator`, `the company`), other roles by their noun.
        """
        head = "" if cls in BY_CLASS else key(noun, self.code)[:_STEM]
        best: tuple[int, tuple[bool, int, int]] | None = None
        chosen: Entity | None = None
        for entity in self.entities:
            ties = [tie for tie in entity.ties if tie.cls == cls and head in ("", tie.head)]
            if not ties:
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


def collect(units: Iterable[Unit], code: str, resource: Quotation) -> People:
    """Entities of an article: full names first, then the single tokens that belong to them."""
    people = People(code)
    mentions = [(unit, run) for unit in units for run in runs(unit, resource)]
    for unit, run in mentions:
        if len(run.tokens) >= 2:
            _note(people, unit, run, resource)
    for unit, run in mentions:
        if len(run.tokens) == 1:
            _note_single(people, unit, run, resource)
    for entity in people.entities:
        if not entity.gender and not entity.group:
            entity.gender = given_gender(entity.name(inflected=resource.speakers.inflects))
        if entity.body and not entity.gender and not any(tie.cls not in GROUPS for tie in entity.ties):
            entity.group = True
    return people


def _note(people: People, unit: Unit, run: Run, resource: Quotation) -> None:
    inside = unit[run.start + 1 : run.end - 1]  # a quotation between two names is a nickname
    quoted = any(item.kind == "quote" and item not in inside for item in unit[run.start : run.end])
    group = quoted or run.group or any(item.group for item in unit[run.start : run.end])
    entity = people.add(run.tokens, unit[run.start].start, group=group)
    if (
        run.end + 2 < len(unit)
        and unit[run.end].text == "("
        and unit[run.end + 2].text == ")"
        and unit[run.end + 1].name
    ):
        people.alias((unit[run.end + 1].text,), entity)
        entity.group = entity.group or unit[run.end + 1].text.isupper()
    for item in unit[run.start : run.end]:
        if item.group:
            entity.ties.append(Tie(item.group, frozenset(), item.start, key(item.norm, people.code)[:_STEM]))
    _describe(people, entity, unit, run, resource)


def _note_single(people: People, unit: Unit, run: Run, resource: Quotation) -> None:
    position = unit[run.start].start
    entity = people.find(run.tokens, position, run.cls)
    if entity is not None:
        entity.singles[run.tokens[0]] += 1
    if entity is None:
        entity = people.add(run.tokens, position, group=unit[run.start].kind == "quote")
    else:
        insort(entity.positions, position)
    _describe(people, entity, unit, run, resource)


def _describe(people: People, entity: Entity, unit: Unit, run: Run, resource: Quotation) -> None:
    """Ties and gender from the words around one mention."""
    if is_place(run.tokens, resource):
        entity.sure = True
        return
    entity.aged = entity.aged or _aged(unit, run)
    entity.sure = entity.sure or entity.aged or not _opens(unit, run, resource)
    entity.body = entity.body or _is_body(unit, run, resource)
    governed = len(entity.keys) == 1 and resource.speakers.inflects and not run.titles
    left = () if governed else _left_phrase(unit, run, resource)
    for items in (left, _right_apposition(unit, run), _left_apposition(unit, run)):
        quoted = items is left and unit[run.start].kind == "quote"
        tie = _tie(people, items, unit[run.start].start, resource, quoted=quoted)
        if tie is not None and tie.cls in GROUPS and items is left:
            if resource.speakers.inflects and _parted(items):  # `řekl deníku kronikář Jan Malý`
                continue
            entity.group = entity.group or not entity.gender
        if tie is not None and not any(tie.same(known) for known in entity.ties):
            entity.ties.append(tie)
        for item in items:
            entity.gender = entity.gender or _gender(item.norm, resource)
    for title in run.titles:
        entity.gender = entity.gender or _gender(title, resource)


def _opens(unit: Unit, run: Run, resource: Quotation) -> bool:
    """Whether a single word owes its capital to its place: first in its sentence, no cue or title beside it."""
    first = unit[run.start]
    if run.end - run.start > 1 or run.titles or run.owner or first.kind != "word" or resource.names.nouns_capitalised:
        return False
    if (len(first.text) > 1 and first.text.isupper()) or sex(first.norm):
        return False
    after = run.end
    while after < len(unit) and unit[after].tag == "between":
        after += 1
    spoken = after < len(unit) and _cue(unit[after])
    return not spoken and all(item.kind in ("punct", "quote") for item in unit[: run.start])


def _aged(unit: Unit, run: Run) -> bool:
    """`Karim, 16 ans,`: an age between marks behind the name."""
    behind = unit[run.end : run.end + 5]
    if len(behind) < 3 or behind[0].text not in (",", "(") or behind[1].kind != "number":
        return False
    return len(behind[1].text) <= 2 and any(item.text in (",", ")") for item in behind[2:5])


def _is_body(unit: Unit, run: Run, resource: Quotation) -> bool:
    """`X, which`, `chief executive of X`, `X's director`: what a name must be for the words beside it to fit."""
    behind = unit[run.end : run.end + 2]
    if len(behind) == 2 and behind[0].text == "," and behind[1].norm in resource.impersonal_relative:
        return True
    if run.owner:
        return bool(behind) and behind[0].role == "director"
    at = run.start - 1
    if at < 1 or unit[at].tag != "linking":
        return False
    at -= 1 if unit[at - 1].role or at < 2 else 2
    return unit[at].role in _HEADING and (len(run.tokens) > 1 or unit[at].role == "director")


def _parted(items: Sequence[Item]) -> bool:
    """Whether a plain noun stands between a group's and the name."""
    last = max(at for at, item in enumerate(items) if item.group)
    return any(item.text.islower() and not item.tag for item in items[last + 1 :])


def _gender(norm: str, resource: Quotation) -> str:
    if norm in resource.speakers.feminine:
        return "f"
    return "m" if norm in resource.speakers.masculine else ""


def _stops(item: Item) -> bool:
    return item.kind in ("punct", "quote") or item.tag in (
        "speech",
        "framing",
        "participles",
        "impersonal",
        "relay",
        "quoted",
        "breaks",
        "prepositions",
        "relative",
        "that",
    )


def _left_phrase(unit: Unit, run: Run, resource: Quotation) -> Sequence[Item]:
    """Words of the noun phrase that ends in the name (`министр транспорта` Ирена Халвич)."""
    start = run.start
    while start > 0 and run.start - start < _NP_WORDS and not _stops(unit[start - 1]):
        before = unit[start - 1]
        plain = before.name and not before.role and not before.group and not is_place((before.text,), resource)
        if plain and any(item.role for item in unit[start : run.start]):
            break
        start -= 1
        if unit[start].tag == "linking" and start + 1 >= run.start - 1:
            return ()
    return unit[start : run.start]


def _right_apposition(unit: Unit, run: Run) -> Sequence[Item]:
    """`X, general secretary of Y,`: words after the comma as far as the next mark."""
    if run.owner or run.end >= len(unit) or unit[run.end].text not in (",", "(", "—", "–"):
        return ()
    end = run.end + 1
    while end < len(unit) and end - run.end <= _NP_WORDS and unit[end].kind == "word" and unit[end].tag != "relative":
        if unit[end].tag == "that":
            break
        end += 1
    words = unit[run.end + 1 : end]
    closed = end >= len(unit) or unit[end].kind == "punct" or unit[end].tag in ("relative", "that")
    described = closed and bool(words) and not words[0].name and _opens_description(words)
    return words if described and not any(_cue(item) for item in words) else ()


def _opens_description(words: Sequence[Item]) -> bool:
    return any(item.role or item.group for item in words[:6]) and words[0].tag not in (
        "breaks",
        "speech",
        "participles",
    )


def _left_apposition(unit: Unit, run: Run) -> Sequence[Item]:
    """`The head of the union, X,`: words before the comma."""
    comma = run.start - 1 - len(run.titles)
    if comma < 1 or unit[comma].text != ",":
        return ()
    start = comma
    while start > 0 and comma - start < _NP_WORDS + 3 and unit[start - 1].kind == "word" and not _cue(unit[start - 1]):
        start -= 1
    words = unit[start:comma]
    return words if words and _opens_description(words) else ()


def _cue(item: Item) -> bool:
    return item.tag in ("speech", "framing", "participles", "impersonal", "relay", "quoted", "relative", "that")


def _tie(
    people: People, items: Sequence[Item], position: int, resource: Quotation, *, quoted: bool = False
) -> Tie | None:
    roles = [item for item in items if item.role] or [item for item in items if item.group]
    if not roles:
        return None
    if quoted and items[-1].group:  # `директор компанії «Луч»`: the noun beside the name is its own
        roles = [items[-1]]
    words = [
        item.norm.removesuffix("'s")
        for item in items
        if item not in roles and item.tag in ("", "+") and (item.name or item.norm not in resource.not_names)
    ]
    cls = roles[0].group if quoted and roles[0].group else roles[0].role or roles[0].group
    return Tie(cls, people.modifiers(words), position, key(roles[0].norm, people.code)[:_STEM])
