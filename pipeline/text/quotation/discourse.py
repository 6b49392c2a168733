"""From the words that name a source to the person: names in full, roles, pronouns, by what was last spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from anyascii import anyascii

from pipeline.languages import norm_word
from pipeline.text.folding import fold_space
from pipeline.text.names import same_name
from pipeline.text.quotation.inflection import key
from pipeline.text.quotation.mentions import runs
from pipeline.text.quotation.people import BY_CLASS, GROUPS, Entity, People
from pipeline.text.quotation.phrases import Source, is_adverb
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Item, Unit

_REACH: Final = 14
_SAME: Final = 0.82
_RECENT: Final = 5
_NEAR: Final = 4
_STEM: Final = 6
_LATER: Final = 1_500
# Classes whose nouns speak again of somebody named; an office may belong to one who is not.
_AGAIN: Final = frozenset({"person", "legislator", "cleric", "player", "expert"})
_OFFICES: Final = frozenset({"head", "premier", "minister", "governor", "candidate"})


@dataclass(slots=True)
class _Sentence:
    """Entities of a sentence gone by: who speaks or is its subject first; `unnamed` is a speaker known by a role."""

    entities: list[Entity] = field(default_factory=list)
    speaker: Entity | None = None
    subject: Entity | None = None
    named: bool = False
    unnamed: Entity | None = None


class Discourse:
    """Sentences of the article so far, and the resolution of sources against them."""

    def __init__(self, text: str, people: People, resource: Quotation) -> None:
        self.text = text
        self.people = people
        self.resource = resource
        self._past: list[_Sentence] = []
        self._spellings: dict[str, str] = {}
        self._paragraph = 0

    def open_paragraph(self) -> None:
        """Mark where the sentences of a new paragraph begin."""
        self._paragraph = len(self._past)

    def begin(self, unit: Unit, subject: Source | None) -> None:
        """Take up a sentence."""
        entities = []
        for run in runs(unit, self.resource):
            entity = self.people.find(run.tokens, unit[run.start].start)
            if entity is not None and entity not in entities and not entity.doubtful:
                entities.append(entity)
        found = self.entity(subject) if subject is not None else None
        found = None if found is not None and found.doubtful else found
        self._past.append(_Sentence(entities, None, found, subject is not None and subject.kind == "name"))

    def spoke(self, entity: Entity | None) -> None:
        """Note who speaks in the sentence taken up last."""
        if self._past and entity is not None:
            self._past[-1].speaker = entity

    def spoke_unnamed(self, source: Source) -> None:
        """Note a speaker whom the article gives no name (`a police spokeswoman`): the next `she` is hers."""
        if self._past and source.kind == "role" and self._past[-1].unnamed is None:
            phrase, sex = self._phrase(source.items), source_gender(source, self.resource)
            self._past[-1].unnamed = Entity(keys=(), gender=sex, phrase=phrase)

    def focus_here(self, sex: str = "") -> Entity | None:
        """The person named as a subject, or heard, last in this paragraph, before the sentence taken up last."""
        for past in reversed(self._past[self._paragraph : -1]):
            for found in (past.speaker, past.unnamed, past.subject if past.named else None):
                if found is None or (sex and found.gender not in ("", sex)):
                    continue
                if found.phrase or self._person(found):
                    return found
        return None

    def _person(self, entity: Entity) -> bool:
        return not entity.group and not self._place(entity) and self._evidence(entity, "m") >= 1

    def focus(self, sex: str = "") -> Entity | None:
        """Who spoke, or was the subject, most recently; of the given sex where the verb shows one."""
        for past in reversed(self._past[-_REACH:]):
            for found in (past.speaker, past.subject):
                if found is not None and (not sex or found.gender in ("", sex)):
                    return found
        return None

    def entity(self, source: Source, without: Entity | None = None) -> Entity | None:
        """The entity that a source refers to."""
        if source.kind == "name":
            return self.people.find(source.tokens, source.start, source.role)
        if source.kind in ("role", "group"):
            if self._indefinite(source):
                return None
            found = self.people.in_role(source.cls, source.role, source.modifiers, source.start)
            found = found or self._broader(source, without)
            found = found or self._incumbent(source, without) or self._company(source)
            return found or self._known_person(source, without)
        if source.kind == "pronoun":
            return self._pronoun(source, without)
        if source.kind == "document":
            return self._issuer(source)
        return None

    def _indefinite(self, source: Source) -> bool:
        """`a spokesman`, `two officials`: nobody whom the article has named."""
        first = source.items[0]
        if self.resource.speakers.adjuncts and source.role.endswith("s") and first.tag != "determiners":
            return True
        return first.kind == "number" or first.norm in self.resource.indefinite or first.norm in self.resource.cardinals

    def _company(self, source: Source) -> Entity | None:
        """`the company`: the organisation last spoken of that is not said to be something else."""
        if source.cls != "company":
            return None
        for past in reversed(self._past[-_RECENT:]):
            for entity in (past.subject, past.speaker, *past.entities):
                if entity is None or not entity.group or self._place(entity):
                    continue
                if not any(tie.cls in GROUPS - {"company"} for tie in entity.ties):
                    return entity
        return None

    def _broader(self, source: Source, without: Entity | None) -> Entity | None:
        """`l'élue` of a mayor: a noun that takes in several offices, for the one last spoken of who holds any."""
        classes = (self.resource.speakers.broader.get(source.role) or "").split("+")
        gender = source_gender(source, self.resource)
        for past in reversed(self._past[-_RECENT:]):
            for entity in (past.speaker, past.subject, *past.entities):
                if entity is None or entity is without or (gender and entity.gender not in ("", gender)):
                    continue
                if any(tie.cls in classes for tie in entity.ties):
                    return entity
        return None

    def _incumbent(self, source: Source, without: Entity | None) -> Entity | None:
        """An office that one person holds, said as known: the person last spoken of who may hold it."""
        if source.cls not in _OFFICES:
            return None
        for past in reversed(self._past[-_RECENT:]):
            for entity in (past.subject, past.speaker):
                if entity is None or entity is without or entity.group or self._place(entity):
                    continue
                if self._evidence(entity, "m") and not any(tie.cls in _OFFICES for tie in entity.ties):
                    return entity
        return None

    def _known_person(self, source: Source, without: Entity | None) -> Entity | None:
        """`l'adolescent`, `заметил учёный`: a bare noun speaks again of the person last heard of."""
        if source.kind != "role" or source.cls not in _AGAIN or not self._bare(source):
            return None
        gender = source_gender(source, self.resource)
        for past in reversed(self._past[-_NEAR:]):
            persons = [entity for entity in past.entities if not entity.group and self._evidence(entity, "m")]
            heard: list[Entity | None] = [past.subject, past.speaker, *(persons if len(persons) == 1 else ())]
            for entity in heard:
                if entity is None or entity is without or entity.group or self._place(entity):
                    continue
                if gender and entity.gender not in ("", gender):
                    continue
                if source.cls != "person" and any(tie.cls not in GROUPS for tie in entity.ties):
                    continue
                if self._before(entity, source.start) and (self._evidence(entity, "m") or entity is past.speaker):
                    return entity
        return None

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

    def _bare(self, source: Source) -> bool:
        """A singular noun that nothing qualifies, definite where the language has articles."""
        words = [item for item in source.items if item.kind == "word" and not is_adverb(item)]
        speakers = self.resource.speakers
        if speakers.definite:
            articles = len(words) > 1 and words[0].norm in speakers.definite
            elided = any(form in self.resource.words["between"] for form in speakers.definite)
            if not (articles or (elided and words[0].role)):
                return False
            words = words[1:] if articles else words
        while len(words) > 1 and words[0].role and words[-1].text.islower() and words[-1].tag in ("", "-"):
            words = words[:-1]  # `el político vasco`, `der Sänger trocken`
        return len(words) == 1 and bool(words[0].role) and not words[0].norm.endswith(speakers.plural_nouns or ("\0",))

    def _pronoun(self, source: Source, without: Entity | None) -> Entity | None:
        here = self._past[-1].subject if self._past and self._past[-1].named else None
        if (
            here is not None
            and here is not without
            and self._before(here, source.start)
            and self._fits(here, source.cls)
            and (self._evidence(here, source.cls) or self._recurs(here))
        ):
            return here
        near = self._nearest(source, without)
        if near is not None:
            return near
        for least in (2, 1, 0):
            for past in reversed(self._past[-_REACH:]):
                for entity in (past.subject, past.speaker, *past.entities):
                    if entity is None or entity is without or not self._before(entity, source.start):
                        continue
                    if self._fits(entity, source.cls) and self._evidence(entity, source.cls) >= least:
                        return entity
        return None

    def _nearest(self, source: Source, without: Entity | None) -> Entity | None:
        """Who spoke or was the named subject in the sentence before, in this paragraph; a role without a name too."""
        if source.cls not in ("m", "f"):
            return None
        for past in reversed(self._past[max(self._paragraph, len(self._past) - 2) :]):
            if past.unnamed is not None and past.unnamed.gender in ("", source.cls):
                return past.unnamed
            for entity in (past.speaker, past.subject if past.named else None):
                if entity is None or entity is without or not self._before(entity, source.start):
                    continue
                if self._fits(entity, source.cls) and self._evidence(entity, source.cls) >= 1:
                    return entity
        return None

    def _recurs(self, entity: Entity) -> bool:
        """Named more than once: no common noun that merely opens a sentence."""
        return len(entity.positions) > 1 and not self.resource.names.nouns_capitalised

    def _evidence(self, entity: Entity, cls: str) -> int:
        """How sure it is that a name is a person's: 2 by title, role or first name, 1 by having two parts."""
        if cls not in ("m", "f"):
            return 2
        if entity.gender or entity.ties or entity.phrase or entity.aged:
            return 2
        return 1 if len(entity.keys) >= 2 and not self.resource.names.nouns_capitalised else 0

    def _before(self, entity: Entity, position: int) -> bool:
        return not entity.positions or entity.positions[0] < position

    def _fits(self, entity: Entity, cls: str) -> bool:
        if cls == "n":
            return entity.group or (len(entity.keys) == 1 and not entity.gender and not entity.ties)
        if cls == "p":
            return entity.group
        if entity.group or self._place(entity):
            return False
        return entity.gender in ("", cls)

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

    def _issuer(self, source: Source) -> Entity | None:
        """A document's author: the name in its own phrase (`a letter from X`), else who was last spoken of."""
        for run in reversed(runs(source.items, self.resource)):
            return self.people.find(run.tokens, source.start)
        nouns = [item for item in source.items if item.role or item.group]
        for noun in nouns:
            found = self.people.in_role(noun.role or noun.group, noun.norm, frozenset(), source.start)
            if found is not None:
                return found
        for past in reversed(self._past[-_RECENT:]):
            for entity in (past.speaker, past.subject):
                if entity is not None and entity.group:
                    return entity
        return None

    def name(self, source: Source, entity: Entity | None) -> str:
        """The resolved name: in full, in the nominative, in Latin script where the text shows how."""
        if entity is not None:
            return self.full_name(entity)
        if source.kind == "pronoun":
            return ""
        if source.kind == "name":
            return self._latin(" ".join(source.tokens))
        return self._phrase(source.items)

    def full_name(self, entity: Entity) -> str:
        if entity.phrase:
            return entity.phrase
        tokens = entity.name(inflected=self.resource.speakers.inflects)
        known = self._known(tokens)
        if known is not None:
            return known
        return self._latin(" ".join(tokens))

    def _latin(self, name: str) -> str:
        """Latin form: the one in the table, or one that the article itself uses, else transliterated."""
        if name not in self._spellings:
            self._spellings[name] = self._spelling(name)
        return self._spellings[name]

    def _spelling(self, name: str) -> str:
        known = self._known(name.split())
        if known is not None:
            return known
        if not _foreign(name):
            return name
        for entity in self.people.entities:
            for variant in entity.variants:
                written = " ".join(variant)
                if not _foreign(written) and len(variant) > 1 and same_name(written, name) >= _SAME:
                    return written
        return " ".join(_transliterated(part, self.people.code) for part in name.split())

    def _phrase(self, items: Sequence[Item]) -> str:
        kept = [item for item in items if item.kind in ("word", "number") or (item.kind == "quote" and item.name)]
        while kept and kept[0].tag in ("determiners", "between", "prepositions"):
            kept = kept[1:]
        if not kept:
            return ""
        known = self._known([item.norm for item in kept])
        if known is not None:
            return known
        return fold_space(self.text[kept[0].start : kept[-1].end])


def source_gender(source: Source, resource: Quotation) -> str:
    """The sex that a role noun shows (`l'élue`), else empty."""
    if source.role in resource.speakers.feminine:
        return "f"
    return "m" if source.role in resource.speakers.masculine else ""


def _transliterated(word: str, code: str) -> str:
    plain = anyascii(word.translate(_SOFT | _SPELLED.get(code, {})))
    return plain[:1].upper() + plain[1:] if word[:1].isupper() else plain


_SOFT: Final = {ord(char): "" for char in "ьъЬЪ"}


# Where a language's own romanisation differs from the script's usual one.
_SPELLED: Final = {"uk": {ord("г"): "h", ord("Г"): "H", ord("ґ"): "g", ord("Ґ"): "G"}}


def _foreign(name: str) -> bool:
    return any(ord(char) >= 0x0370 for char in name)
