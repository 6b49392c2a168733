"""The noun phrase that begins at a place in a sentence: behind a cue, or behind the phrase that opens the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.languages import norm_word
from pipeline.text.name_match import is_cyrillic
from pipeline.text.quotation.inflection import is_nominative, sex, shows_nominative
from pipeline.text.quotation.mentions import runs
from pipeline.text.quotation.people import GROUPS
from pipeline.text.quotation.phrases import CUES, Phrases, Source, determines, is_adverb, past_adverbial, stops
from pipeline.text.quotation.stream import Item, Unit

_OPENING: Final = frozenset('«„“"')
_CLOSING: Final = frozenset('»”“"')
_OUTLET_CHARS: Final = 32
_TITLE_ITEMS: Final = 6


class Following(Phrases):
    """Reads phrases from their left end."""

    def until_stop(self, unit: Unit, at: int) -> Source | None:
        end = at
        while end < len(unit) and not stops(unit, end):
            end += 1
        return self.pick(unit[at:end])

    def told(self, unit: Unit, cue: int) -> Source | None:
        """Whom a sentence is according to, by the phrase that says so at `cue`: also a pronoun in it or alone."""
        end = cue + 1
        while end < len(unit) and unit[end].tag == "+":
            end += 1
        return self.in_phrase(unit, cue, end) or _pronoun_at(unit, end) or self.after(unit, end)

    def in_phrase(self, unit: Unit, start: int, end: int) -> Source | None:
        """The possessive inside a set phrase (`по` его `словам`)."""
        for item in unit[start:end]:
            if item.person:
                return Source("pronoun", (item,), cls=item.person)
        return None

    def _past_opening(self, unit: Sequence[Item], start: int) -> int | None:
        """Where the subject begins behind an opening phrase that no comma closes, where one can stand there."""
        determiners = self.resource.words["determiners"]
        at = past_adverbial(unit, start, determiners)
        if at == start or at >= len(unit):
            return None
        if self.resource.speakers.inflects:
            if unit[at].role and self._nominative(unit[at].norm):
                return at
            found = self.until_stop(tuple(unit), at) if unit[at].role or unit[at].name else None
            named = found is not None and found.kind == "name" and len(found.tokens) > 1
            if found is None or not named or not is_nominative(found.tokens):
                return None
            return at if unit[at].role else next(slot for slot, item in enumerate(unit) if item is found.items[0])
        head = at
        while head < len(unit) and determines(unit[head], determiners):
            head += 1
        item = unit[min(head, len(unit) - 1)]
        titled = head + 1 < len(unit) and item.kind == "word" and item.tag == "" and unit[head + 1].name and head > at
        return at if titled or item.role or item.group or item.name or (item.person and head == at) else None

    def _nominative(self, norm: str) -> bool:
        """A noun whose ending shows the nominative: a man's without ending, a woman's from the list of them."""
        return shows_nominative(norm) or norm in self.resource.speakers.feminine

    def after(self, unit: Unit, at: int) -> Source | None:
        """The noun phrase that begins at `at` or after adverbs and one prepositional phrase there."""
        start, at = at, self._skip_forward(unit, at)
        end = at
        while end < len(unit) and not stops(unit, end) and (end == at or not self._adverb_at(unit, end)):
            if end > at and self._next_phrase(unit, end):
                break
            end += 1
        title = self._names_what_is_before(unit, at) if at > start else 0
        if title:
            at += title
            return self.after(unit, at) if at < len(unit) and unit[at].kind == "word" else None
        found = self._with_article(unit, at, self.pick(unit[at:end]))
        spoken_in = at > start and found is not None and found.kind == "document"
        if found is not None and (spoken_in or self._addressed(found)):
            return self.after(unit, end) if end < len(unit) and unit[end].kind == "word" else None
        if (found is None or self._bare_word(found)) and end < len(unit) and unit[end].tag == "prepositions":
            behind = self.after(unit, end)  # `заявила` вечером `на заседании главный архитектор X`
            return behind if behind is not None and behind.kind in ("name", "role", "group") else found
        if found is None or end >= len(unit):
            return found
        if found.kind in ("role", "group") and unit[end].tag == "prepositions":
            if self.resource.speakers.inflects:
                return self._named_later(unit, end) or found
            return self._apposed_name(unit, end) or found
        if unit[end].text != ",":
            return found
        named = self._named_behind(unit, end + 1)
        if named is None or found.kind in ("role", "group"):
            return named or found
        # `Die Bürgermeisterin von Waldau, Klara Delmann,`: the first name is the office's.
        office = any(item.role for item in unit[at:end]) and len(named.tokens) > 1
        closed = any(item.end == named.end and unit[slot + 1].text == "," for slot, item in enumerate(unit[:-1]))
        return named if office and closed else found

    def _names_what_is_before(self, unit: Unit, at: int) -> int:
        """`añadió en referencia al hotel` Baia, `dijo al diario` El Faro: how many words behind a noun are the title of
        what it names, and nobody whom the article describes."""
        if not 0 < at < len(unit) or not unit[at].name or unit[at].kind != "word":
            return 0
        noun = unit[at - 1]
        bears = noun.group == "agency" or self.resource.speakers.titled.match([noun.norm], 0) is not None
        found = runs(unit[at : at + _TITLE_ITEMS], self.resource)
        if not bears or noun.name or not noun.text.islower() or not found or found[0].start:
            return 0
        entity = self.people.find(found[0].tokens, unit[at].start)
        shown = entity is not None and (entity.gender or any(tie.cls not in GROUPS for tie in entity.ties))
        return 0 if shown or sex(norm_word(found[0].tokens[0])) else found[0].end

    def _next_phrase(self, unit: Unit, at: int) -> bool:
        """An article behind a name begins another phrase (`sagte Anke Reuter` dem Seekurier)."""
        before = unit[at - 1]
        article = unit[at].tag == "determiners" and not unit[at].person and unit[at].text.islower()
        return article and before.name and before.kind == "word" and unit[at].norm not in self.resource.names.particles

    def _bare_word(self, found: Source) -> bool:
        """A lone word of no class: most likely an adverb."""
        return found.kind == "phrase" and len(found.items) == 1 and found.items[0].text.islower()

    def _with_article(self, unit: Unit, at: int, found: Source | None) -> Source | None:
        """With the sex that an article shows which is spelled like an object pronoun (it. `la` manager)."""
        shown = self.resource.speakers.articles.get(unit[at - 1].norm, "") if 0 < at <= len(unit) else ""
        return replace(found, sex=shown) if found is not None and found.kind == "role" and shown else found

    def _adverb_at(self, unit: Unit, at: int) -> bool:
        """An adverb, and not the article of a complement that is spelled like one (`la jefa de la misión`)."""
        article = unit[at - 1].tag == "linking" and determines(unit[at], self.resource.words["determiners"])
        return is_adverb(unit[at]) and not article

    def _addressed(self, source: Source) -> bool:
        """Whether the case shows who is spoken to (`řekl novinářům`)."""
        endings = self.resource.speakers.dative
        if not endings or source.kind in ("pronoun", "document") or (source.kind == "name" and len(source.tokens) > 1):
            return False
        return (source.role if source.kind in ("role", "group") else source.items[-1].norm).endswith(endings)

    def _skip_forward(self, unit: Unit, at: int) -> int:
        at = _past_title(unit, at)
        if at + 1 < len(unit) and _outlet(unit, at):
            at += 1
        while at < len(unit) and (is_adverb(unit[at]) or unit[at].text == ","):
            at += 1
        at = self._past_told(unit, at)
        while at < len(unit) and unit[at].tag == "prepositions":
            at = self._past_complement(unit, at + 1)
            while at < len(unit) and is_adverb(unit[at]) and not self._opens_phrase(unit, at):
                at += 1
        return at

    def _past_told(self, unit: Unit, at: int) -> int:
        """Past an outlet in the dative, with its name (`řekla` listu Rauhberger Tagblatt `ředitelka`)."""
        if at >= len(unit) or self.resource.speakers.told.match([unit[at].norm], 0) is None:
            return at
        end = at + 1
        while end < len(unit) and unit[end].name and not unit[end].role and not sex(unit[end].norm):
            if end > at + 1 and is_cyrillic(unit[end].text) != is_cyrillic(unit[at + 1].text):
                break
            end += 1
        named = end > at + 1 or end == len(unit) or unit[end].kind == "punct"
        return end if named else at

    def _past_complement(self, unit: Unit, at: int) -> int:
        """Past the noun of a preposition and what belongs to it: adjectives, the name of an outlet that is told."""
        while at < len(unit) and determines(unit[at], self.resource.words["determiners"]):
            at += 1
        noun = at
        at += 1
        if noun < len(unit) and unit[noun].name:
            while at < len(unit) and unit[at].name and not unit[at].role:
                at += 1
            return at
        end = at
        while end < len(unit) and self._qualifies(unit, end):
            end += 1
        named = noun < len(unit) and (unit[noun].group == "agency" or unit[noun].tag == "documents")
        while named and end < len(unit) and _capital(unit[end]) and not unit[end].role:
            end += 1
        return end if end < len(unit) and (unit[end].kind == "word" or unit[end].name) else at

    def _qualifies(self, unit: Unit, at: int) -> bool:
        """A plain word that goes with the noun before it (`consejo` municipal, `quotidiano` tedesco)."""
        item = unit[at]
        if item.kind != "word" or item.tag or item.group or not item.text.islower() or self.resource.speakers.inflects:
            return False
        return not item.role or (item.role == "person" and bool(unit[at - 1].group))

    def _opens_phrase(self, unit: Unit, at: int) -> bool:
        """An article that is spelled like an object pronoun, before a noun that can speak (`la` arquitecta jefa X)."""
        return determines(unit[at], self.resource.words["determiners"]) and unit[at].tag == "between"

    def _named_behind(self, unit: Unit, at: int) -> Source | None:
        """`said its general secretary, X.`: the name that follows a role, with what describes it before it."""
        found = runs(unit[at : at + 6], self.resource)
        led = found and all(_describes(item) for item in unit[at : at + found[0].start])
        if found and led and not found[0].owner:
            run = found[0]
            return Source("name", tuple(unit[at + run.start : at + run.end]), run.tokens)
        return None

    def _apposed_name(self, unit: Unit, at: int) -> Source | None:
        """`La jefa de la expedición, la británica X,`: the name set off behind the phrase that completes a role."""
        ends = (slot for slot in range(at, len(unit)) if stops(unit, slot) and unit[slot].tag != "prepositions")
        comma = next(ends, 0)
        if not comma or unit[comma].text != ",":
            return None
        named = self._named_behind(unit, comma + 1)
        if named is None or len(named.tokens) < 2:
            return None
        closed = any(item.end == named.end and unit[slot + 1].text == "," for slot, item in enumerate(unit[:-1]))
        return named if closed else None

    def _named_later(self, unit: Unit, at: int) -> Source | None:
        """`председатель комитета по спорту Полина Шахова`: a nominative behind the prepositional phrase of a role."""
        end = at
        while end < len(unit) and unit[end].kind == "word" and unit[end].tag not in CUES:
            end += 1
        governed = any(item.tag == "according" for item in unit[:at])  # `По словам главы комитета по спорту Инги Лис`
        for run in runs(unit[at:end], self.resource):
            direct = len(run.tokens) > 1 and run.start > 1 and (governed or is_nominative(run.tokens))
            if direct and unit[at + run.start - 1].tag != "prepositions":
                return Source("name", tuple(unit[at + run.start : at + run.end]), run.tokens)
        return None


def _capital(item: Item) -> bool:
    return item.kind in ("word", "quote") and (item.name or item.text[:1].isupper())


def _pronoun_at(unit: Unit, at: int) -> Source | None:
    """`Selon lui,`: a pronoun alone."""
    alone = at + 1 < len(unit) and unit[at].person and unit[at].tag != "determiners" and unit[at + 1].text == ","
    return Source("pronoun", (unit[at],), cls=unit[at].person) if alone else None


def _describes(item: Item) -> bool:
    """An article, age or adjective before a name in apposition (`die 82-jährige` Edith Lorenz)."""
    if item.kind == "quote" or item.tag in CUES or item.tag == "prepositions":
        return False
    return item.tag == "determiners" or item.text[:1].isdigit() or item.text == "-" or item.text[:1].islower()


def _outlet(unit: Unit, at: int) -> bool:
    """A short quotation between the cue and a phrase (`рассказал «Коммерсанту» источник`): who was spoken to."""
    item, behind = unit[at], unit[at + 1]
    short = item.kind == "quote" and not item.name and item.end - item.start <= _OUTLET_CHARS
    return short and behind.kind == "word" and behind.tag == "" and unit[at - 1].tag in CUES


def _past_title(unit: Unit, at: int) -> int:
    """Past an outlet's name in marks right behind the cue (`рассказал «Вестнику» капитан`): who was spoken to."""
    if at >= len(unit) or unit[at].text not in _OPENING:
        return at
    close = next((slot for slot in range(at + 1, min(at + _TITLE_ITEMS, len(unit))) if unit[slot].text in _CLOSING), 0)
    led = close and close + 1 < len(unit) and unit[close + 1].kind == "word" and unit[at + 1].text[:1].isupper()
    return close + 1 if led else at
