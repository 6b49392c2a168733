"""From the words that name a source to the person: names in full, roles, pronouns, by what was last spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from anyascii import anyascii

from pipeline.text.folding import fold_space
from pipeline.text.names import same_name
from pipeline.text.quotation.mentions import runs
from pipeline.text.quotation.people import Entity, People
from pipeline.text.quotation.phrases import Source
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.roles import Roles, Sentence, source_gender
from pipeline.text.quotation.stream import Item, Unit

_REACH: Final = 14
_GENITIVE: Final = re.compile(r"['’]s$")
_SAME: Final = 0.82
_RECENT: Final = 5


class Discourse(Roles):
    """Sentences of the article so far, and the resolution of sources against them."""

    def __init__(self, text: str, people: People, resource: Quotation) -> None:
        super().__init__(people, resource)
        self.text = text
        self._spellings: dict[str, str] = {}

    def open_paragraph(self) -> None:
        """Mark where the sentences of a new paragraph begin."""
        self._paragraph = len(self._past)

    def begin(self, unit: Unit, subject: Source | None) -> None:
        """Take up a sentence."""
        entities = []
        for run in runs(unit, self.resource):
            if self._led(unit, unit[run.start].start, run.tokens):
                continue
            entity = self.people.find(run.tokens, unit[run.start].start)
            if entity is not None and entity not in entities and not (entity.doubtful or entity.author):
                entities.append(entity)
        common = subject is None or self._led(unit, subject.start, subject.tokens)
        found = self.entity(subject) if subject is not None and not common else None
        if found is not None and (
            found.doubtful or found.author or (subject is not None and self._vague(subject, found))
        ):
            found = None
        named = subject is not None and (subject.kind == "name" or (subject.kind == "role" and self._holder(found)))
        self._past.append(Sentence(entities, None, found, named, start=unit[0].start))

    def _led(self, unit: Unit, start: int, tokens: Sequence[str]) -> bool:
        """`Die` Nacht `war lang`: where nouns have capitals, one word behind an article is a thing, not a person."""
        if len(tokens) != 1 or not self.resource.names.nouns_capitalised:
            return False
        before = next((item for item in reversed(unit) if item.end <= start), None)
        entity = self.people.find(tuple(tokens), start)
        shown = entity is not None and (entity.gender or entity.ties or entity.group or len(entity.keys) > 1)
        return before is not None and before.tag == "determiners" and not shown

    def _holder(self, entity: Entity | None) -> bool:
        """A person whom the article names, called by a role here."""
        return entity is not None and not entity.phrase and self._person(entity)

    def _vague(self, subject: Source, entity: Entity) -> bool:
        """A pronoun (`il a fallu`, `it rained`) that nothing but a capitalised word is there for."""
        return subject.kind == "pronoun" and subject.cls in ("m", "f") and not self._person(entity)

    def spoke(self, entity: Entity | None) -> None:
        """Note who speaks in the sentence taken up last."""
        if self._past and entity is not None:
            self._past[-1].speaker = entity

    def spoke_unnamed(self, source: Source) -> None:
        """Note a speaker whom the article gives no name (`a police spokeswoman`): the next `she` is hers."""
        plural = source.role.endswith(self.resource.speakers.plural_nouns or ("\0",))
        called = source.kind == "role" or (source.kind == "phrase" and self._indefinite(source))
        if self._past and called and not plural and self._past[-1].unnamed is None:
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

    def reporting(self) -> Entity | None:
        """Who spoke in the sentence right before, in this paragraph: his words may go on in one that names nobody."""
        before = self._past[self._paragraph : -1][-1:]
        return before[0].speaker or before[0].unnamed if before else None

    def named_here(self) -> bool:
        """Whether the sentence taken up last speaks of a person."""
        here = self._past[-1]
        return here.named or any(self._person(entity) for entity in here.entities)

    def focus(self, sex: str = "") -> Entity | None:
        """Who spoke, or was the subject, most recently; of the given sex where the verb shows one."""
        for past in reversed(self._past[-_REACH:]):
            for found in (past.speaker, past.unnamed, past.subject):
                if found is not None and (not sex or found.gender in ("", sex)):
                    return found
        return None

    def entity(self, source: Source, without: Entity | None = None) -> Entity | None:
        """The entity that a source refers to."""
        if source.kind == "name":
            return self.people.find(source.tokens, source.start, source.role)
        if source.kind in ("role", "group"):
            return self.in_role(source, without)
        if source.kind == "pronoun":
            return self._pronoun(source, without)
        if source.kind == "document":
            return self._issuer(source)
        return self.described(source) if source.kind == "phrase" else None

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

    def _fits(self, entity: Entity, cls: str) -> bool:
        if cls == "n":
            return entity.group or (len(entity.keys) == 1 and not entity.gender and not entity.ties)
        if cls == "p":
            return entity.group
        if entity.group or self._place(entity):
            return False
        return entity.gender in ("", cls)

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
        return _GENITIVE.sub("", fold_space(self.text[kept[0].start : kept[-1].end]))


def _transliterated(word: str, code: str) -> str:
    inside = _INSIDE.get(code, {})
    word = word[:1] + _JOTTED.sub("ye", word[1:].translate(inside))  # `Бахметьев` is spelled Bakhmetyev
    plain = anyascii(word.translate(_SOFT | _SPELLED.get(code, {})))
    plain = _RUSSIAN.sub("y", plain) if code == "ru" else plain
    return plain[:1].upper() + plain[1:] if word[:1].isupper() else plain


_SOFT: Final = {ord(char): "" for char in "ьъЬЪ"}


# Where a language's own romanisation differs from the script's usual one; behind a word's first letter, and anywhere.
_INSIDE: Final = {"uk": str.maketrans({"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"} | dict.fromkeys("'’ʼ", ""))}
_RUSSIAN: Final = re.compile("(?:iy|yy)$")  # Zaslavsky, Dmitry, as the press spells them
_JOTTED: Final = re.compile("[ьъ]е")
_SPELLED: Final = {"uk": {ord(one): latin for one, latin in zip("гГґҐиИ", "hHgGyY", strict=True)}}


def _foreign(name: str) -> bool:
    return any(ord(char) >= 0x0370 for char in name)
