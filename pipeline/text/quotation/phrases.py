"""Noun phrases: what they are headed by, and where in a sentence they begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.languages import Lexicon, norm_word
from pipeline.text.quotation.inflection import governed, is_nominative, sex
from pipeline.text.quotation.mentions import Run, is_place, runs
from pipeline.text.quotation.people import GROUPS, People
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Item, Unit

Kind = Literal["name", "role", "group", "pronoun", "document", "phrase"]
CUES = frozenset({"speech", "framing", "participles", "impersonal", "relay", "quoted"})
FINITE = CUES - {"participles"}
SHORT = 5


@dataclass(frozen=True, slots=True)
class Source:
    """Items `start:end` of a unit that name who speaks; `cls` is a pronoun's, role's or group's class, `sex` what the
    verb shows of the bearer of a role."""

    kind: Kind
    items: tuple[Item, ...]
    tokens: tuple[str, ...] = ()
    cls: str = ""
    modifiers: frozenset[str] = frozenset()
    role: str = ""
    sex: str = ""

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end


class Phrases:
    """Reads the phrases of one article's sentences."""

    def __init__(self, people: People, resource: Quotation) -> None:
        self.people = people
        self.resource = resource

    def pick(self, items: Sequence[Item]) -> Source | None:
        """The head of a noun phrase: a pronoun, a name, or the noun for a role, group or document."""
        items = [item for item in items if item.kind != "punct" or item.text == "."]
        while items and items[0].text == ".":
            items = items[1:]
        if not items or (len(items) > 1 and items[0].norm in self.resource.speakers.interrogatives):
            return None  # `What the governor said.` heads what follows
        pronoun = _pronoun(items)
        if pronoun is not None:
            return pronoun
        surname = self._surname(items)
        if surname is not None:
            return surname
        cut = self._head_part(items)
        if len(cut) < len(items) and any(item.tag == "documents" for item in cut):
            author = self._name(items[len(cut) + 1 :])
            if author is not None and items[len(cut)].norm in self.resource.authorship:
                return author
        named = self._name(cut)
        if named is None and len(cut) < len(items):
            named = self._closing(items, len(cut))
        return named or self._noun(cut)

    def is_verb(self, source: Source) -> bool:
        """`Zveřejnit chce`, «Опубликовать хочет»: an infinitive at the head of a sentence, which is nobody's name."""
        endings = self.resource.speakers.infinitives
        if len(source.items) != 1 or not endings or source.kind not in ("name", "phrase"):
            return False
        word = source.items[0]
        entity = self.people.find((word.text,), word.start)
        once = entity is None or (len(entity.keys) == 1 and len(entity.positions) == 1 and not entity.ties)
        return len(word.norm) > SHORT and word.norm.endswith(endings) and once and not sex(word.norm)

    def _closing(self, items: Sequence[Item], cut: int) -> Source | None:
        """`комиссар по энергетике` Анна Саар, `After a fire in 2024` Heller: a person known in full who closes a phrase
        that holds an adjunct."""
        found = runs(items[cut:], self.resource)
        last = found[-1] if found else None
        if last is None or cut + last.end < len(items) or last.owner or last.start == 0:
            return None
        before = items[cut + last.start - 1]
        if before.tag in ("prepositions", "linking", "determiners", "breaks") or before.role or before.group:
            return None
        start = cut + last.start
        entity = self.people.find(last.tokens, items[start].start, last.cls)
        if entity is None or entity.group or len(entity.keys) < 2 or is_place(last.tokens, self.resource):
            return None
        shown = bool(entity.gender) or any(tie.cls not in GROUPS for tie in entity.ties)
        shown = shown or bool(sex(norm_word(last.tokens[0])))
        shown = shown or (len(last.tokens) > 1 and any(item.role for item in items[:cut]))
        upright = not self.resource.speakers.inflects or is_nominative(last.tokens)
        if not (shown and upright):
            return None
        return Source("name", tuple(items[start : start + last.end - last.start]), last.tokens, role=last.cls)

    def _surname(self, items: Sequence[Item]) -> Source | None:
        """`sagte Schneider`: a calling in a capital by itself, where the article names somebody in full so."""
        honorifics = self.resource.speakers.honorifics
        words = [item for item in items if item.kind == "word" and not is_adverb(item)]
        words = [item for item in words if item is words[-1] or not honorifics.get(item.norm)]
        if len(words) != 1 or not words[0].role or not words[0].text[:1].isupper():
            return None
        found = self.people.bearer(words[0].text)
        return Source("name", (words[0],), (words[0].text,)) if found is not None else None

    def _head_part(self, items: Sequence[Item]) -> Sequence[Item]:
        """The phrase as far as its first adjunct (`two people` with knowledge of the matter, `el jugador` al salir)."""
        for at, item in enumerate(items):
            if at and (item.tag == "prepositions" or item.tag == "relative"):
                return items[:at]
            headed = at > 1 or (at and bool(items[0].role or items[0].name))
            if headed and item.text.islower() and item.norm in self.resource.speakers.adjunct_openers:
                return items[:at]
        return items

    def _name(self, items: Sequence[Item]) -> Source | None:
        found = runs(items, self.resource)
        if not found:
            return None
        linked = next((at for at, item in enumerate(items) if item.tag == "linking"), len(items))
        heads = [run for run in found if not (run.owner and run.end < len(items)) and (run.start < linked)]
        if not heads and items[found[-1].start - 1].tag == "" and len(found[-1].tokens) > 1:
            heads = [run for run in found[-1:] if not run.owner and sex(norm_word(run.tokens[0]))]
            linked = len(items)  # `le capitaine de police Réjean Tremblay`
        if not heads:
            return None
        run = self._best(heads, items)
        if run is None or self._is_modifier(run, items, linked):
            return None
        titled = run.start
        while titled > 0 and items[titled - 1].norm in run.titles:
            titled -= 1
        return Source("name", tuple(items[titled : run.end]), run.tokens, role=run.cls)

    def _best(self, heads: Sequence[Run], items: Sequence[Item]) -> Run | None:
        """The last full name known in the article, else the last name that no role noun governs."""
        if self.resource.speakers.inflects:
            heads = [run for run in heads if not self._complement(run, items)]
        known = [run for run in heads if self._is_person(run, items)]
        if known:
            return known[-1]
        free = [
            run
            for run in heads
            if not (self._governed(run, items) or self._common(run, items) or self._doubtful(run, items))
        ]
        return free[-1] if free else None

    def _complement(self, run: Run, items: Sequence[Item]) -> bool:
        before = items[run.start - 1] if run.start else None
        return before is not None and bool(before.role) and not run.titles and governed(before.norm, run.tokens)

    def _doubtful(self, run: Run, items: Sequence[Item]) -> bool:
        entity = self.people.find(run.tokens, items[run.start].start, run.cls)
        if entity is None:  # a sentence inside a quotation opens with it
            capital = run.start == 0 and len(run.tokens) == 1 and not self.resource.names.nouns_capitalised
            return capital and not run.titles and not sex(norm_word(run.tokens[0]))
        return entity.doubtful

    def _common(self, run: Run, items: Sequence[Item]) -> bool:
        """Where nouns are capitalised, a single unknown word with a determiner before it is no name."""
        if not self.resource.names.nouns_capitalised or run.titles or is_place(run.tokens, self.resource):
            return False
        shouted = run.tokens[0].isupper() and len(run.tokens[0]) > 1
        return not shouted and (
            (run.start > 0 and items[run.start - 1].tag in ("determiners", "prepositions", ""))
            or run.start + 1 < run.end
        )

    def _is_person(self, run: Run, items: Sequence[Item]) -> bool:
        entity = self.people.find(run.tokens, items[run.start].start, run.cls)
        return (
            entity is not None
            and len(entity.keys) >= 2
            and not entity.group
            and not is_place(run.tokens, self.resource)
        )

    def _governed(self, run: Run, items: Sequence[Item]) -> bool:
        """`глава администрации Велтры`: a single unknown name behind a role noun is its genitive."""
        role = any(item.role or item.group for item in items[: run.start])
        return (
            role
            and self.resource.speakers.inflects
            and (len(run.tokens) == 1 or is_place(run.tokens, self.resource))
            and not run.titles
        )

    def _is_modifier(self, run: Run, items: Sequence[Item], linked: int) -> bool:
        """`Clinton supporters`: in languages with noun adjuncts the head is the noun behind the name."""
        if run.end >= min(len(items), linked):
            return False
        follower = items[run.end]
        if self.resource.speakers.inflects:  # `Европейский регулятор`
            adjective = items[run.start].norm in self.resource.speakers.adjectives
            return adjective and len(run.tokens) == 1 and not follower.name and bool(follower.group)
        if not self.resource.speakers.adjuncts:
            return False
        if follower.kind != "word" or follower.name or follower.tag not in ("", "documents"):
            return False
        return bool(follower.role or follower.group or follower.tag) or (len(run.tokens) == 1 and _is_plural(follower))

    def _noun(self, items: Sequence[Item]) -> Source | None:
        nouns = callings(items, self.resource) or [item for item in items if item.group]
        nouns = [item for item in nouns if not is_age(items, item, self.resource)] or nouns
        words = [item for item in items if item.kind == "word"]
        if nouns:
            head = nouns[-1] if self.resource.speakers.adjuncts and not _linked(items, nouns[-1]) else nouns[0]
            group = head.group if not head.role else ""
            names = [item for item in items if item.kind == "quote" and item.name]
            if group and names:
                return Source("name", tuple(items), tuple(names[0].text.split()))
            cls = head.role or group
            return Source("group" if group else "role", tuple(items), (), cls, self._qualifiers(items, head), head.norm)
        documents = [item for item in items if item.tag == "documents"]
        if documents:
            return Source("document", tuple(items))
        if not words or all(item.tag or item.norm in self.resource.not_names for item in words):
            return None
        return Source("phrase", tuple(items))

    def _generic(self, item: Item) -> bool:
        """A noun that stands for whatever body was named (`глава регулятора`): it qualifies nothing."""
        return item.norm in self.resource.speakers.generic

    def _qualifiers(self, items: Sequence[Item], head: Item) -> frozenset[str]:
        words = [
            item.norm.removesuffix("'s")
            for item in items
            if item is not head
            and item.tag in ("", "+")
            and item.kind == "word"
            and not self._generic(item)
            and not is_age(items, item, self.resource)
            and not (self.resource.names.nouns_capitalised and item.text.islower() and item.start > head.end)  # a verb
        ]
        return self.people.modifiers([word for word in words if word not in self.resource.not_names or len(word) == 2])


def is_age(items: Sequence[Item], item: Item, resource: Quotation) -> bool:
    """A word for how old somebody is, which tells nobody from anybody else (`27-летний`, `27-jährige`, 27 `ans`)."""
    if item.text[:1].isdigit():
        return True
    at = list(items).index(item)
    numbered = at > 0 and (items[at - 1].kind == "number" or items[at - 1].text == "-")
    return numbered and resource.speakers.ages.match([item.norm], 0) is not None


def callings(items: Sequence[Item], resource: Quotation) -> list[Item]:
    """Nouns for a role; right behind one for a body the same word is its adjective (`la società` farmaceutica)."""
    if resource.speakers.adjuncts or resource.speakers.inflects or resource.names.nouns_capitalised:
        return [item for item in items if item.role]
    return [
        item
        for at, item in enumerate(items)
        if item.role and not (at and items[at - 1].group and not items[at - 1].role and item.text.islower())
    ]


def clause_start(unit: Unit, at: int) -> int:
    """Where the phrase that ends at `at` begins: after a mark, a conjunction, a relative or another cue."""
    while at >= 0:
        item = unit[at]
        if item.kind == "quote" and not item.name:
            break
        if item.kind == "punct" and not _glued(unit, at):
            break
        if item.tag in CUES or item.tag in ("breaks", "relative", "that", "according"):
            break
        at -= 1
    return at + 1


def stops(unit: Unit, at: int) -> bool:
    item = unit[at]
    if item.kind == "quote":
        return not item.name
    if item.kind == "punct":
        return not _glued(unit, at)
    return item.tag in CUES or item.tag in ("breaks", "relative", "that", "prepositions", "according")


def _glued(unit: Unit, at: int) -> bool:
    """A full stop inside a name or an initial's (`МорПорт.Инфо`, `D. Trump`)."""
    if unit[at].text not in (".", "-") or at == 0 or at + 1 >= len(unit) or unit[at - 1].end != unit[at].start:
        return False
    if unit[at].text == "-":  # `der 61-Jährige`
        return unit[at + 1].start == unit[at].end and unit[at - 1].kind == "number"
    return unit[at + 1].start == unit[at].end or unit[at + 1].name


def past_adverbial(items: Sequence[Item], at: int, determiners: Lexicon) -> int:
    """Where the prepositional phrases that begin at `at` end (`Alle 11` la sindaca, `In a note to staff` the bank)."""
    while at < len(items) and items[at].tag == "prepositions":
        at = _past_noun(items, at + 1, determiners)
        while at < len(items) and items[at].tag == "linking":
            at = _past_noun(items, at + 1, determiners)
    return at


def _past_noun(items: Sequence[Item], at: int, determiners: Lexicon) -> int:
    """Past determiners, one noun or number, and the plain words or parts of its name behind it."""
    while at < len(items) and determines(items[at], determiners):
        at += 1
    noun = at
    at += 1
    while at < len(items) and items[at].kind == "word" and items[at].tag in ("", "documents"):
        item = items[at]
        if item.role == "person" and items[at - 1].group:  # `alla rivista` francese `Le Lutrin`
            at += 1
            continue
        if determines(item, determiners) or item.person or item.role or item.group:
            break
        if item.name and not items[at - 1].name:
            break
        at += 1
    told = any(item.group == "agency" for item in items[noun:at])
    while told and at < len(items) and items[at].text[:1].isupper() and not items[at].role:
        at += 1
    return at


def determines(item: Item, determiners: Lexicon) -> bool:
    """A determiner, also where the form is an object pronoun as well (it. `la`)."""
    return item.tag == "determiners" or (item.tag == "between" and item.norm in determiners)


def is_comma(item: Item) -> bool:
    """A comma, also one inside a closing mark (`On “Face the Nation,” Sanders …`)."""
    return item.text == "," or (item.kind == "quote" and item.norm == ",")


def is_adverb(item: Item) -> bool:
    return item.tag == "between"


def _pronoun(items: Sequence[Item]) -> Source | None:
    """A personal pronoun that stands for the whole phrase, not one that possesses its head."""
    words = [item for item in items if item.kind == "word" and not is_adverb(item)]
    if not words:
        return None
    for item in (words[0], words[-1]):
        alone = len(words) == 1 or (item is words[-1] and item.tag != "determiners")
        if item.person and (alone or item.tag != "determiners"):
            return Source("pronoun", (item,), cls=item.person)
    return None


def _is_plural(item: Item) -> bool:
    return item.norm.endswith("s") and not item.norm.endswith("ss")


def phrase_end(unit: Unit, at: int) -> int:
    """Offset at which the phrase that begins at `unit[at]` ends (`according to`, `went on`)."""
    end = unit[at].end
    for item in unit[at + 1 :]:
        if item.tag != "+":
            break
        end = item.end
    return end


def _linked(items: Sequence[Item], head: Item) -> bool:
    """Whether `head` stands behind an `of`."""
    return any(item.tag == "linking" for item in items[: list(items).index(head)])
