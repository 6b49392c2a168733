"""What a noun for an office, a calling or a group refers to, by what the article says before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.languages import norm_word
from pipeline.text.quotation.inflection import key, sex
from pipeline.text.quotation.people import BY_CLASS, GROUPS, Entity, People
from pipeline.text.quotation.phrases import Source, is_adverb, is_age
from pipeline.text.quotation.resource import Quotation

_RECENT: Final = 5
_NEAR: Final = 4
_STEM: Final = 6
_LATER: Final = 1_500
# Classes whose nouns speak again of somebody named; an office may belong to one who is not.
_AGAIN: Final = frozenset({"person", "legislator", "cleric", "player", "coach", "expert"})
_OFFICES: Final = frozenset({"head", "premier", "minister", "governor", "candidate"})
# Callings by which somebody is spoken of again whose own trade the article has named (`Sculptor X … the artist`).
_TRADES: Final = frozenset({"worker", "player", "coach", "cleric", "expert", "person"})
# Offices that one person holds where they are said as known; a spokesman or prosecutor may be anybody's.
_KNOWN: Final = (_OFFICES - {"candidate"}) | {"director", "legislator"}


@dataclass(slots=True)
class Sentence:
    """Entities of a sentence gone by: who speaks or is its subject first; `unnamed` is a speaker known by a role."""

    entities: list[Entity] = field(default_factory=list)
    speaker: Entity | None = None
    subject: Entity | None = None
    named: bool = False
    unnamed: Entity | None = None
    start: int = 0


class Roles:
    """The sentences of the article so far, and the resolution of role and group nouns against them."""

    def __init__(self, people: People, resource: Quotation) -> None:
        self.people = people
        self.resource = resource
        self._past: list[Sentence] = []
        self._paragraph = 0

    def in_role(self, source: Source, without: Entity | None) -> Entity | None:
        """Who bears the role, or is likely to: by what the text says of names, then by who was last spoken of."""
        if self._indefinite(source):
            return None
        gender = source_gender(source, self.resource)
        found = self.people.in_role(source.cls, source.role, source.modifiers, source.start, gender)
        found = found or self._broader(source, without)
        found = found or self._incumbent(source, without) or self._introduced(source, without)
        return found or self._company(source) or self._known_person(source, without)

    def new(self, source: Source) -> bool:
        """Whether the article has not spoken of the bearer of the role before, as far as its words show."""
        return self._indefinite(source) or not self.resource.speakers.definite

    def _indefinite(self, source: Source) -> bool:
        """`a spokesman`, `two officials`: nobody whom the article has named."""
        first = source.items[0]
        if self.resource.speakers.adjuncts and source.role.endswith("s") and first.tag != "determiners":
            return True
        aged = len(source.items) > 1 and any(is_age(source.items, item, self.resource) for item in source.items[1:3])
        counted = first.kind == "number" and not aged  # `27-летний вратарь` is one
        return counted or first.norm in self.resource.indefinite or first.norm in self.resource.cardinals

    def _heard(self, least: int) -> Iterator[Entity]:
        """Speakers, subjects and others of the last `least` sentences, the latest first."""
        for past in reversed(self._past[-least:]):
            for entity in (past.speaker, past.subject, *past.entities):
                if entity is not None:
                    yield entity

    def _company(self, source: Source) -> Entity | None:
        """`the company`: the organisation last spoken of that is not said to be something else."""
        generic = source.role in self.resource.speakers.generic
        if source.cls != "company" and not generic:
            return None
        others = frozenset() if generic else GROUPS - {"company"}
        for entity in self._heard(_RECENT):
            if entity.group and not self._place(entity) and not any(tie.cls in others for tie in entity.ties):
                return entity
        return self._firm(source)

    def _firm(self, source: Source) -> Entity | None:
        """A subject of two words or more that nothing shows to be a person (`Brannock Foods`)."""
        for past in reversed(self._past[-_RECENT:]):
            entity = past.subject if past.named else None
            if entity is None or len(entity.keys) < 2 or self._place(entity) or not self._before(entity, source.start):
                continue
            shown = entity.gender or entity.ties or entity.aged or entity.phrase
            if not shown and not sex(norm_word(next(iter(entity.variants))[0])):
                return entity
        return None

    def _broader(self, source: Source, without: Entity | None) -> Entity | None:
        """`l'élue` of a mayor: a noun that takes in several offices, for the one last spoken of who holds any."""
        classes = (self.resource.speakers.broader.get(source.role) or "").split("+")
        gender = source_gender(source, self.resource)
        for entity in self._heard(_RECENT):
            if entity is without or (gender and entity.gender not in ("", gender)):
                continue
            if any(tie.cls in classes for tie in entity.ties):
                return entity
        return None

    def _incumbent(self, source: Source, without: Entity | None) -> Entity | None:
        """An office that one person holds, said as known: the person last spoken of who may hold it."""
        if source.cls not in _OFFICES:
            return None
        gender = source_gender(source, self.resource)
        for past in reversed(self._past[-_RECENT:]):
            for entity in (past.subject, past.speaker):
                if entity is None or entity is without or not self._may_hold(entity, gender):
                    continue
                if not any(tie.cls in _OFFICES for tie in entity.ties):
                    return entity
        return None

    def _introduced(self, source: Source, without: Entity | None) -> Entity | None:
        """`quand X a pris la parole. “…”, a dit la directrice`: the only person of the sentence before, whom nothing
        else describes."""
        trade = source.cls in _TRADES and self._bare(source)
        if not (trade or source.cls in _KNOWN) or len(self._past) < 2 or source.kind != "role":
            return None
        gender = source_gender(source, self.resource)
        before = self._past[-2]
        people = {id(entity): entity for entity in (before.speaker, before.subject, *before.entities) if entity}
        persons = [entity for entity in people.values() if self._may_hold(entity, "")]
        if len(persons) != 1 or persons[0] is without or not self._before(persons[0], source.start):
            return None
        described = any(tie.cls not in GROUPS and not (trade and tie.cls == "person") for tie in persons[0].ties)
        fits = not gender or persons[0].gender in ("", gender)
        known = persons[0].described or (persons[0] is before.subject and before.named)
        known = known or (bool(persons[0].gender) and persons[0].positions[0] >= before.start)
        return persons[0] if fits and not described and (not trade or known) else None

    def _may_hold(self, entity: Entity, gender: str) -> bool:
        """A person, not one of those whom the news is about by their age (`Karim, 16`)."""
        if entity.group or entity.aged or entity.phrase or self._place(entity):
            return False
        return bool(self._evidence(entity, "m")) and (not gender or entity.gender in ("", gender))

    def _known_person(self, source: Source, without: Entity | None) -> Entity | None:
        """`l'adolescent`, `заметил учёный`: a bare noun speaks again of the person last heard of."""
        former = self._former(source)
        if source.kind != "role" or not (former or source.cls in _AGAIN) or not self._bare(source):
            return None
        gender = source_gender(source, self.resource)
        for past in reversed(self._past[-_NEAR:]):
            persons = [
                entity
                for entity in past.entities
                if not entity.group and self._evidence(entity, "m") and (not gender or entity.gender in ("", gender))
            ]
            heard: list[Entity | None] = [past.subject, past.speaker, *(persons if len(persons) == 1 else ())]
            for entity in heard:
                if entity is None or entity is without or entity.group or self._place(entity):
                    continue
                if gender and entity.gender not in ("", gender):
                    continue
                if source.cls != "person" and not former and any(tie.cls not in GROUPS for tie in entity.ties):
                    continue
                if self._before(entity, source.start) and (self._evidence(entity, "m") or entity is past.speaker):
                    return entity
        return None

    def described(self, source: Source) -> Entity | None:
        """`the vet`, after `its head vet, Miriam Castle`: a bare noun that the article sets beside one name only."""
        words = [item for item in source.items if item.kind == "word" and not is_adverb(item)]
        led = len(words) > 1 and words[0].norm in self.resource.speakers.definite
        words = words[1:] if led else words
        if len(words) != 1 or (self.resource.speakers.definite and not led):
            return None
        stem = key(words[0].norm, self.people.code)[:_STEM]
        found = [entity for entity in self.people.entities if stem in entity.described and not entity.group]
        known = [entity for entity in found if self._before(entity, source.start) and self._person(entity)]
        return known[0] if len(known) == 1 else None

    def named_later(self, source: Source) -> Entity | None:
        """`the ministry's spokeswoman`, named further down: the only one who can be."""
        if source.kind != "role" or source.cls in ("witness", "person") or self._indefinite(source):
            return None
        gender = source_gender(source, self.resource)
        head = key(source.role, self.people.code)[:_STEM]
        fitting = []
        for entity in self.people.entities:
            if entity.group or not 0 < entity.positions[0] - source.start < _LATER or len(entity.keys) < 2:
                continue
            if gender and entity.gender not in ("", gender):
                continue
            ties = [tie for tie in entity.ties if tie.cls == source.cls and (tie.cls in BY_CLASS or tie.head == head)]
            if any(not tie.modifiers or not source.modifiers or tie.modifiers & source.modifiers for tie in ties):
                fitting.append(entity)
        return fitting[0] if len(fitting) == 1 else None

    def _former(self, source: Source) -> bool:
        """`the former judge`: what somebody was, which is said of one whom the article has named."""
        return any(self.resource.speakers.former.get(item.norm) for item in source.items)

    def _bare(self, source: Source) -> bool:
        """A singular noun that nothing qualifies, definite where the language has articles."""
        speakers = self.resource.speakers
        words = [item for item in source.items if item.kind == "word" and not is_adverb(item)]
        words = [item for item in words if not speakers.former.get(item.norm)]
        if speakers.definite:
            articles = len(words) > 1 and words[0].norm in speakers.definite
            elided = any(form in self.resource.words["between"] for form in speakers.definite)
            if not (articles or (elided and words[0].role)):
                return False
            words = words[1:] if articles else words
        while len(words) > 1 and words[0].role and words[-1].text.islower() and words[-1].tag in ("", "-"):
            words = words[:-1]  # `el político vasco`, `der Sänger trocken`
        return len(words) == 1 and bool(words[0].role) and not words[0].norm.endswith(speakers.plural_nouns or ("\0",))

    def _evidence(self, entity: Entity, cls: str) -> int:
        """How sure it is that a name is a person's: 2 by title, role or first name, 1 by having two parts."""
        if cls not in ("m", "f"):
            return 2
        if entity.gender or entity.ties or entity.phrase or entity.aged:
            return 2
        return 1 if len(entity.keys) >= 2 and not self.resource.names.nouns_capitalised else 0

    def _before(self, entity: Entity, position: int) -> bool:
        return not entity.positions or entity.positions[0] < position

    def _person(self, entity: Entity) -> bool:
        return not entity.group and not self._place(entity) and self._evidence(entity, "m") >= 1

    def _place(self, entity: Entity) -> bool:
        variant = next(iter(entity.variants), None)
        if variant is None:
            return False
        return self._known(variant) is not None and not entity.ties

    def _known(self, tokens: Sequence[str]) -> str | None:
        norms = [norm_word(token) for token in tokens]
        for table in (self.resource.names.table, self.resource.names.demonyms):
            hit = table.match(norms, 0)
            if hit is not None and hit[0] == len(norms):
                return hit[1]
        return None


def source_gender(source: Source, resource: Quotation) -> str:
    """The sex that a role shows: by its noun (`l'élue`), its article (`la manager`) or its verb (`сказала министр`)."""
    speakers = resource.speakers
    if source.role in speakers.feminine:
        return "f"
    if source.role in speakers.masculine:
        return "m"
    for item in source.items:
        if item.tag == "determiners" and item.norm in speakers.articles:
            return speakers.articles[item.norm]
        if item.role:
            break
    return source.sex
