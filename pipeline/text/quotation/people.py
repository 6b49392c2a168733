"""Who is in an article: names with their variants, the roles that the text ties to them, and their gender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from pipeline.languages import language, norm_word
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Item, Unit

_GLUE: Final = frozenset({"'s", "’s"})
_NP_WORDS: Final = 9
_STEM: Final = 6
# Classes of which an article seldom has two bearers that its qualifying words do not tell apart.
BY_CLASS: Final = frozenset(
    "head premier minister governor legislator spokes director diplomat jurist company union ministry agency "
    "authority party body".split()
)


@dataclass(frozen=True, slots=True)
class Run:
    """Items `start:end` of a unit that make one name, titles already cut off; `owner` when it is a possessive."""

    start: int
    end: int
    tokens: tuple[str, ...]
    owner: bool
    titles: tuple[str, ...] = ()
    cls: str = ""
    group: bool = False


@dataclass(slots=True)
class Tie:
    """A role or group class that the text gives a name, with the words that qualify it."""

    cls: str
    modifiers: frozenset[str]
    position: int
    head: str = ""


@dataclass(slots=True)
class Entity:
    """One person or group of the article."""

    keys: tuple[str, ...]
    variants: Counter[tuple[str, ...]] = field(default_factory=Counter)
    ties: list[Tie] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    singles: Counter[str] = field(default_factory=Counter)
    group: bool = False
    gender: str = ""

    @property
    def full(self) -> int:
        """How often the entity is named in full."""
        return sum(count for variant, count in self.variants.items() if len(variant) >= 2)


def _bears(entity: Entity, cls: str) -> bool:
    return bool(cls) and any(tie.cls == cls for tie in entity.ties)


def runs(items: Sequence[Item], resource: Quotation) -> list[Run]:
    """Names among `items`, left to right."""
    found: list[Run] = []
    at = 0
    while at < len(items):
        if not items[at].name:
            at += 1
            continue
        end = _run_end(items, at, resource)
        run = _trimmed(items, at, end, resource)
        if run is not None:
            found.append(run)
        at = end
    return found


def _run_end(items: Sequence[Item], at: int, resource: Quotation) -> int:
    """End of the run of name items at `at`: particles, initials and abbreviated titles join, a possessive ends."""
    end = at + 1
    while end < len(items) and not _possessive(items[end - 1]):
        item = items[end]
        following = items[end + 1] if end + 1 < len(items) else None
        if item.name and item.kind == "word":
            end += 1
        elif item.kind == "quote" and item.name and following is not None and following.name and following.kind == "word":
            end += 2
        elif following is not None and following.name and following.kind == "word" and _joins(items, end, resource):
            end += 2
        elif following is not None and following.name and item.norm in resource.conjunctions and (items[at].group or (at and items[at - 1].group)):
            end += 2
        else:
            break
    return end


def _joins(items: Sequence[Item], at: int, resource: Quotation) -> bool:
    item, before = items[at], items[at - 1]
    if item.text == "." and item.start == before.end == items[at + 1].start - 1:
        return True
    if item.text == "." and item.start == before.end:
        return len(before.text) == 1 or before.norm in resource.names.titles or before.norm in resource.speakers.honorifics
    if item.text == "&":
        return True
    return item.norm in resource.names.particles and item.tag not in ("breaks",) and item.text.islower() and len(item.text) < 5 and item.norm not in ("the", "of", "and")


def _possessive(item: Item) -> bool:
    return item.norm.endswith("'s") or item.norm.endswith("s'")


def _trimmed(items: Sequence[Item], start: int, end: int, resource: Quotation) -> Run | None:
    """Titles, demonyms and honorifics cut from the front; None where only those are left."""
    first = start
    titles: list[str] = []
    group = False
    for at in range(start, end):
        item = items[at]
        if at == end - 1 and at == first and not _titled(item, resource):
            break
        if _titled(item, resource) and not _group_name(items[at:end]):
            titles.append(item.norm)
            first = at + 1
        elif item.group and at == first and at < end - 1 and resource.names.nouns_capitalised:
            group = True
            first = at + 1
    if not any(item.group for item in items[first:end]):
        first = _past_places(items, first, end, resource)
    first = _at_given_name(items, first, end)
    if first >= end:
        return None
    kept = [item for item in items[first:end] if item.kind == "word" or item.text == "&"] or list(items[first:end])
    words = (word for item in kept if item.kind != "punct" or item.text == "&" for word in item.text.split())
    tokens = tuple(filter(None, map(_bare, words)))
    cls = next((item.role for item in items[max(0, start - 1) : first] if item.role), "")
    return Run(first, end, tokens, _possessive(items[end - 1]), tuple(titles), cls, group) if tokens else None


def _past_places(items: Sequence[Item], first: int, end: int, resource: Quotation) -> int:
    """Start of the name behind a country, demonym or initialism that qualifies its title (`МИД России` Сергей Лавров)."""
    names = resource.names
    while first < end - 1:
        if items[first].kind == "punct":
            first += 1
            continue
        norms = [item.norm for item in items[first:end]]
        hit = names.demonyms.match(norms, 0) or names.table.match(norms, 0)
        shouted = len(items[first].text) > 1 and items[first].text.isupper()
        step = hit[0] if hit else 1 if shouted else 0
        if not step or first + step > end - (2 if not (hit and names.demonyms.match(norms, 0)) else 1):
            break
        first += step
    return first


def _at_given_name(items: Sequence[Item], first: int, end: int) -> int:
    """Past words that stand before a well-known first name (`Мэр Вальдова` Ольга Кузнецова, `Bäckerin` Julia Zimmer)."""
    if end - first < 3 or _group_name(items[first - 1 : end] if first else items[first:end]):
        return first
    given = [at for at in range(first, end - 1) if _sex(items[at].norm)]
    return given[0] if given and given[0] > first and items[given[0] - 1].kind == "word" else first


def _titled(item: Item, resource: Quotation) -> bool:
    return bool(item.role) or item.norm in resource.names.titles or item.norm in resource.speakers.honorifics


def _group_name(items: Sequence[Item]) -> bool:
    return any(item.group for item in items[1:])


def _bare(text: str) -> str:
    for glue in _GLUE:
        text = text.removesuffix(glue)
    return text.rstrip("'’")


@lru_cache(maxsize=65536)
def key(token: str, code: str) -> str:
    """A name token without case ending, script and diacritics."""
    from pipeline.text.quotation.resource import quotation

    word = norm_word(token)
    for ending in quotation(code).speakers.oblique:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return anyascii(word).casefold().replace("-", "").replace("'", "").replace(" ", "")


def keys(tokens: Iterable[str], code: str) -> tuple[str, ...]:
    return tuple(key(part, code) for token in tokens for part in token.split("-") if part)


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
        found.positions.append(position)
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
            if best is None or rank > best:
                best, chosen = rank, entity
        return chosen


def _agree(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """First names equal, or one the other's initial."""
    a, b = ours[0], theirs[0]
    return a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1])


def _nearness(entity: Entity, position: int) -> tuple[bool, int, int]:
    before = [at for at in entity.positions if at <= position]
    return bool(before), max(before) if before else -min(entity.positions, default=0), sum(entity.variants.values())


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
            entity.gender = given_gender(nominative(entity, inflected=resource.speakers.inflects))
    return people


def _note(people: People, unit: Unit, run: Run, resource: Quotation) -> None:
    group = any(item.group or item.kind == "quote" for item in unit[run.start : run.end]) or run.group
    entity = people.add(run.tokens, unit[run.start].start, group=group)
    if run.end + 2 < len(unit) and unit[run.end].text == "(" and unit[run.end + 2].text == ")" and unit[run.end + 1].name:
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
        entity.positions.append(position)
    _describe(people, entity, unit, run, resource)


def _describe(people: People, entity: Entity, unit: Unit, run: Run, resource: Quotation) -> None:
    """Ties and gender from the words around one mention."""
    if is_place(run.tokens, resource):
        return
    governed = len(entity.keys) == 1 and resource.speakers.inflects and not run.titles
    left = () if governed else _left_phrase(unit, run)
    for items in (left, _right_apposition(unit, run), _left_apposition(unit, run)):
        tie = _tie(people, items, unit[run.start].start, resource)
        if tie is not None:
            entity.ties.append(tie)
        for item in items:
            entity.gender = entity.gender or _gender(item.norm, resource)
    for title in run.titles:
        entity.gender = entity.gender or _gender(title, resource)


def is_place(tokens: Sequence[str], resource: Quotation) -> bool:
    """Whether the table knows the name, as that of a country, city or body."""
    norms = [norm_word(token) for token in tokens]
    for table in (resource.names.table, resource.names.metonyms):
        hit = table.match(norms, 0)
        if hit is not None and hit[0] == len(norms):
            return hit[1] not in _public_figures()
    return False


@lru_cache(maxsize=1)
def _public_figures() -> frozenset[str]:
    """Persons among the names of the table."""
    return frozenset(map(str, language("und").section("people").get("in_table", ())))


def _gender(norm: str, resource: Quotation) -> str:
    if norm in resource.speakers.feminine:
        return "f"
    return "m" if norm in resource.speakers.masculine else ""


@lru_cache(maxsize=1)
def _given() -> dict[str, str]:
    table = language("und").section("given_names")
    return {anyascii(norm_word(name)): sex for sex, names in table.items() for name in str(names).split()}


def given_gender(tokens: Sequence[str]) -> str:
    """Gender that a first name commonly has, empty when unknown."""
    return _sex(norm_word(tokens[0])) if len(tokens) >= 2 else ""


def _sex(norm: str) -> str:
    return _given().get(anyascii(norm).casefold().replace("'", ""), "")


def _stops(item: Item) -> bool:
    return item.kind in ("punct", "quote") or item.tag in (
        "speech", "framing", "participles", "impersonal", "relay", "quoted", "breaks", "prepositions", "relative", "that",
    )


def _left_phrase(unit: Unit, run: Run) -> Sequence[Item]:
    """Words of the noun phrase that ends in the name (`министр транспорта` Ирена Халвич)."""
    start = run.start
    while start > 0 and run.start - start < _NP_WORDS and not _stops(unit[start - 1]):
        start -= 1
        if unit[start].tag == "linking" and start + 1 >= run.start - 1:
            return ()
    return unit[start : run.start]


def _right_apposition(unit: Unit, run: Run) -> Sequence[Item]:
    """`X, general secretary of Y,`: words after the comma as far as the next mark."""
    if run.owner or run.end >= len(unit) or unit[run.end].text not in (",", "(", "—", "–"):
        return ()
    end = run.end + 1
    while end < len(unit) and end - run.end <= _NP_WORDS and unit[end].kind == "word" and not unit[end].tag == "relative":
        end += 1
    words = unit[run.end + 1 : end]
    return words if words and not words[0].name and _opens_description(words) else ()


def _opens_description(words: Sequence[Item]) -> bool:
    return any(item.role or item.group for item in words[:6]) and words[0].tag not in ("breaks", "speech", "participles")


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


def _tie(people: People, items: Sequence[Item], position: int, resource: Quotation) -> Tie | None:
    roles = [item for item in items if item.role] or [item for item in items if item.group]
    if not roles:
        return None
    words = [
        item.norm.removesuffix("'s")
        for item in items
        if item not in roles and item.tag in ("", "+") and (item.name or item.norm not in resource.not_names)
    ]
    cls = roles[0].role or roles[0].group
    return Tie(cls, people.modifiers(words), position, key(roles[0].norm, people.code)[:_STEM])


_CONSONANTS: Final = frozenset("бвгджзйклмнпрстфхцчшщьbcdfghjklmnpqrstvwxzž")


def _obliqueness(token: str) -> int:
    last = token[-1].lower()
    if last in _CONSONANTS or last in "оіo":
        return 0
    return 1 if last in "аяa" else 2


def nominative(entity: Entity, *, inflected: bool) -> tuple[str, ...]:
    """The fullest variant, most often used; where names inflect, the one nearest to the nominative."""
    variants = [variant for variant in entity.variants if len(variant) >= 2] or list(entity.variants)
    if not inflected or entity.group:
        return max(variants, key=lambda variant: (entity.variants[variant], -variants.index(variant)))
    ranked = sorted(variants, key=lambda v: (len(v) < 2, sum(map(_obliqueness, v)), -entity.variants[v]))
    chosen = ranked[0]
    if len(chosen) < 2:
        return chosen
    surname = min(entity.singles, key=lambda form: (_obliqueness(form), len(form)), default=chosen[-1])
    if _obliqueness(surname) == 0 and _obliqueness(chosen[-1]) and chosen[-1].startswith(surname[:-1]):
        return (*map(_stripped, chosen[:-1]), surname)
    if _obliqueness(chosen[-1]) == 0 and _obliqueness(chosen[0]) == 2:
        return (_feminine(chosen[0]), *chosen[1:])
    return _restored(chosen) if all(_obliqueness(token) for token in chosen) else chosen


_FEMININE: Final = (("ією", "ія"), ("ою", "а"), ("ой", "а"), ("ей", "я"), ("у", "а"), ("ю", "я"), ("ы", "а"), ("и", "а"), ("е", "а"), ("і", "а"))


def _feminine(token: str) -> str:
    """A first name in an oblique case beside a surname that does not decline, hence a woman's (`Ірину Савчук`)."""
    for ending, restored in _FEMININE:
        if token.endswith(ending) and len(token) - len(ending) >= 2:
            return token[: -len(ending)] + restored
    return token


_MASCULINE: Final = (("ом", ""), ("ем", "й"), ("ым", ""), ("у", ""), ("а", ""), ("я", "й"), ("е", ""), ("em", ""), ("ovi", ""), ("a", ""))
_FEMALE_SURNAMES: Final = ("ова", "ева", "ина", "ая", "ová", "ena")


def _restored(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A man's name seen only in an oblique case (`Томаса Брандта`) back in the nominative."""
    if tokens[-1].endswith(_FEMALE_SURNAMES) or given_gender(tokens) == "f":
        return tokens
    return tuple(_stripped(token) for token in tokens)


def _stripped(token: str) -> str:
    for ending, restored in _MASCULINE:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: -len(ending)] + restored
    return token
