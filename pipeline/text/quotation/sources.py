"""The noun phrase that names a speaker, read off the words on either side of a reporting cue."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.text.quotation.mentions import is_place, runs
from pipeline.text.quotation.opening import Opening
from pipeline.text.quotation.people import People
from pipeline.text.quotation.phrases import CUES, FINITE, Source, clause_start, is_adverb, is_comma, stops
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Unit


class Reader(Opening):
    """Finds sources in the units of one article."""

    def __init__(self, people: People, resource: Quotation) -> None:
        super().__init__(people, resource)
        self._unit: Unit = ()
        self._subjects: dict[int, Source | None] = {}

    def subject(self, unit: Unit, cue: int) -> Source | None:
        """The subject of the cue: before it, behind it where the language inverts, or shared with an earlier verb."""
        if self._unit is not unit:
            self._unit, self._subjects = unit, {}
        if cue not in self._subjects:
            self._subjects[cue] = None
            self._subjects[cue] = self._subject(unit, cue)
        return self._subjects[cue]

    def _subject(self, unit: Unit, cue: int) -> Source | None:
        if unit[cue].person and unit[cue].tag in CUES:
            return Source("pronoun", (unit[cue],), cls=unit[cue].person)
        if unit[cue].tag == "impersonal":
            document = self._in_document(unit, cue)
            if document is not None:
                return document
        finite = self._auxiliary(unit, cue)
        if finite is not None:
            return self.of_auxiliary(unit, finite)
        at = self._skip_adverbs(unit, cue - 1)
        objects = self.resource.speakers.objects
        if at + 1 < cue and unit[at + 1].person and unit[at + 1].tag == "between" and unit[at + 1].norm not in objects:
            return Source("pronoun", (unit[at + 1],), cls=unit[at + 1].person)
        if unit[cue].tag == "participles":
            return self._of_participle(unit, cue, at)
        found: Source | None = None
        if self.resource.plural_endings and unit[cue].norm.endswith(self.resource.plural_endings):
            found = self._place_before(unit, cue)
            if found is not None and found.kind in ("name", "group"):
                return found
        if at >= 0 and self._opens_with_told(unit, at):
            behind = self.after(unit, cue + 1)
            return behind if behind is not None and behind.kind != "phrase" else None
        if at > 1 and unit[at].norm in self.resource.relative_that and unit[at - 1].text == "," and unit[at - 2].name:
            return self._antecedent(unit, at)  # `X, che ha parlato di`
        if at >= 0 and unit[at].tag == "breaks":
            found = self._coordinated(unit, cue) or self._opened(unit, at)
        elif at >= 0:
            found = self._interjected(unit, at, cue) or self._left(unit, at)
            endings = self.resource.adverb_endings
            if found is not None and endings and self._bare_word(found) and found.items[0].norm.endswith(endings):
                found = None  # `И` тихо `добавил`
        if found is None or found.kind == "phrase":
            behind = self.after(unit, cue + 1)
            weaker = ("phrase", "document") if found is not None else ("phrase",)
            found = behind if behind is not None and behind.kind not in weaker else found
        if found is None:
            found = self._place(unit, cue)
        if found is None:
            found = self._shared(unit, cue)
        return found

    def _in_document(self, unit: Unit, cue: int) -> Source | None:
        """`si legge in una nota di X`, `Ve zprávě se píše`: the author that the phrase names, else itself."""
        at = cue + 1
        while at < len(unit) and unit[at].tag == "+":
            at += 1
        if at >= len(unit) or unit[at].tag != "prepositions":
            at = 0
        end = at
        while end < len(unit) and end != cue and (unit[end].kind == "word" or unit[end].name):
            end += 1
        noun = next((slot for slot in range(at, end) if unit[slot].tag == "documents"), 0)
        if not noun or unit[at].tag != "prepositions":
            return None
        of = noun + 1
        while of < end and unit[of].tag in ("linking", "determiners", "prepositions"):
            of += 1
        author = self.pick(unit[of:end])
        if author is not None and author.kind in ("name", "group", "role"):
            return author
        return Source("document", (unit[noun],)) if at == 0 else None

    def _opens_with_told(self, unit: Unit, at: int) -> bool:
        """`Dem Magazin X sagte sie`, `Francouzskému časopisu X řekla`: a dative opens the clause, whoever speaks
        stands behind the verb or is left out."""
        start = clause_start(unit, at)
        if start > at or (start and unit[start - 1].text not in (".", ",", ":", "…")):
            return False
        if unit[start].norm in self.resource.speakers.dative_articles or self._feminine_dative(unit, start, at):
            return True
        endings, noun = self.resource.speakers.dative, next((item for item in unit[start : at + 1] if item.group), None)
        adjective = unit[start].norm.endswith(endings) if endings else False
        return noun is not None and adjective and noun is not unit[start] and noun.norm.endswith((*endings, "u"))

    def _feminine_dative(self, unit: Unit, start: int, at: int) -> bool:
        """`Der Zeitung` X `sagte sie`: the article that is a woman's dative and a man's nominative, by the noun."""
        endings = self.resource.speakers.feminine_endings
        if start >= at or not endings or unit[start].norm != "der":
            return False
        return unit[start + 1].group == "agency" and unit[start + 1].norm.endswith(endings)

    def _interjected(self, unit: Unit, at: int, cue: int) -> Source | None:
        """`L'usine, a prévenu la préfète, rouvrira`: between commas the subject stands behind its verb."""
        if not self.resource.inverts or any(item.kind == "punct" for item in unit[:at]) or unit[at].text != ",":
            return None
        behind = self.after(unit, cue + 1)
        if behind is None or behind.kind not in ("name", "role", "pronoun"):
            return None
        end = next((slot for slot in range(cue + 1, len(unit)) if unit[slot].end == behind.end), len(unit))
        direct = not any(item.kind == "punct" or item.tag == "prepositions" for item in unit[cue + 1 : end])
        return behind if direct and end + 1 < len(unit) and is_comma(unit[end + 1]) else None

    def _auxiliary(self, unit: Unit, cue: int) -> int | None:
        """The finite verb far before a participle at the end of its clause (`X hat am Dienstag … angekündigt`)."""
        if not self.resource.auxiliaries:
            return None
        start = clause_start(unit, cue - 1)
        found = [at for at in range(start, cue - 1) if unit[at].norm in self.resource.auxiliaries]
        return found[0] if found else None

    def finite_before(self, unit: Unit, at: int) -> int | None:
        """The first auxiliary in the clause that ends at `at`."""
        start = clause_start(unit, at - 1)
        return next((slot for slot in range(start, at) if unit[slot].norm in self.resource.auxiliaries), None)

    def of_auxiliary(self, unit: Unit, finite: int) -> Source | None:
        found = self._left(unit, finite - 1) if finite else None
        if found is None or found.kind == "phrase":
            behind = self.after(unit, finite + 1)
            found = behind if behind is not None and behind.kind != "phrase" else found
        return found

    def of_subclause(self, unit: Unit, at: int) -> Source | None:
        """`Marsch, die von einem „…“ sprach`, `weil er das „…“ nannte`: the verb ends the clause round `unit[at]`."""
        start = clause_start(unit, at - 1)
        if start < 1 or start >= at:
            return None
        if unit[start - 1].tag in ("breaks", "that"):
            return self.after(unit, start)
        relative = unit[start - 1].text == "," and start > 1 and unit[start].norm in self.resource.speakers.definite
        alone = relative and not (unit[start + 1].name or unit[start + 1].role or unit[start + 1].group)
        return self._antecedent(unit, start) if alone else None

    def _coordinated(self, unit: Unit, cue: int) -> Source | None:
        """`…, but added`: the subject of the verb before, unless a pronoun follows (`und fügte sie hinzu`)."""
        if cue + 1 < len(unit) and unit[cue + 1].person and unit[cue + 1].tag != "determiners":
            return None
        earlier: list[int] = []
        for back in range(cue):
            if unit[back].tag not in FINITE or self._in_relative(unit, back):
                continue
            if not earlier or not _embedded(unit, earlier[-1], back):
                earlier.append(back)
        return self.subject(unit, earlier[-1]) if earlier else None

    def _opened(self, unit: Unit, at: int) -> Source | None:
        """`X voted against and told`: the subject that the sentence begins with, if its verb is no cue."""
        found = self.main_subject(unit[:at], at) if at else None
        return found if found is not None and found.kind in ("name", "role", "group", "pronoun") else None

    def _in_relative(self, unit: Unit, cue: int) -> bool:
        start = clause_start(unit, cue - 1)
        return start > 0 and unit[start - 1].tag == "relative"

    def in_relative(self, unit: Unit, cue: int) -> bool:
        """Whether the cue stands in a relative clause, that begins with a pronoun or, behind a noun, with `que`."""
        start = clause_start(unit, cue - 1)
        if start < 2:
            return False
        led = unit[start - 2] if unit[start - 2].text != "," or start < 3 else unit[start - 3]
        that = unit[start - 1].tag == "that" and self.resource.relative_that
        noun = led.kind == "word" and led.text.islower() and led.tag in ("", "documents") and not is_adverb(led)
        return unit[start - 1].tag == "relative" or bool(that and noun)

    def relayed(self, unit: Unit, cue: int) -> tuple[Source | None, Source | None]:
        """(speaker, outlet) of a relaying verb: `цитирует ТАСС министра`, `KCNA quoted Kim as saying`."""
        cited = self._cited_pronoun(unit, cue)
        if cited is not None:
            return cited
        at = self._skip_adverbs(unit, cue - 1)
        left = self._left(unit, at) if at >= 0 and unit[at].tag != "breaks" else None
        if cue + 1 < len(unit) and unit[cue + 1].tag == "prepositions" and left is not None:
            return left, self.until_stop(unit, cue + 2)
        if left is not None and left.kind != "phrase":
            return self.until_stop(unit, cue + 1) or left, left
        end = cue + 1
        while end < len(unit) and not stops(unit, end):
            end += 1
        behind = unit[cue + 1 : end]
        if end + 1 < len(unit) and unit[end].kind == "quote" and all(item.tag == "determiners" for item in behind):
            return self.until_stop(unit, end + 1), None
        found = runs(behind, self.resource)
        if not found:
            return self.pick(behind), None
        outlet = Source("name", tuple(behind[found[0].start : found[0].end]), found[0].tokens)
        speaker = self.pick(behind[found[0].end :])
        return (speaker, outlet) if speaker is not None else (outlet, None)

    def _cited_pronoun(self, unit: Unit, cue: int) -> tuple[Source, Source | None] | None:
        """`zitiert ihn das Blatt`, `lo cita il giornale`, `приводит издание его слова`: a pronoun for whose words they
        are, and the outlet that passes them on."""
        end = cue + 1
        while end < len(unit) and not stops(unit, end):
            end += 1
        accusatives = self.resource.speakers.accusatives
        outlet = next((at for at in range(cue + 1, end) if unit[at].group == "agency"), 0)
        for at in (cue - 1, *range(cue + 1, end)):
            sex = accusatives.get(unit[at].norm) if at >= 0 and unit[at].kind == "word" else None
            owned = at + 1 < end and unit[at + 1].tag == "documents"
            if sex and outlet and (abs(at - cue) == 1 or at == outlet + 1 or owned):
                whole = tuple(item for item in unit[cue + 1 : end] if item is not unit[at])
                return Source("pronoun", (unit[at],), cls=sex), self.pick(whole)
        return None

    def sex(self, norm: str) -> str:
        """The sex of the subject that a past form shows (`сказала`), empty where the language shows none."""
        return next((sex for sex, endings in self.resource.past.items() if endings and norm.endswith(endings)), "")

    def learn_genders(self, units: Iterable[Unit]) -> None:
        """Give persons the gender of the past forms that they are the subject of."""
        for unit in units:
            for at, item in enumerate(unit):
                sex = self.sex(item.norm) if item.tag == "speech" else ""
                source = self.subject(unit, at) if sex else None
                if source is None or source.kind != "name" or is_place(source.tokens, self.resource):
                    continue
                entity = self.people.find(source.tokens, source.start, source.role)
                if entity is not None and not entity.group:
                    entity.gender = entity.gender or sex

    def phrase_before(self, unit: Unit, cue: int) -> Source | None:
        """The noun phrase that a word behind it marks as the source (`der Forscherin Eva Lorenz` zufolge)."""
        return self._left(unit, cue - 1)

    def restrictive(self, unit: Unit, cue: int) -> bool:
        """Whether the cue stands in a relative clause that no comma sets off (`anybody who complains`)."""
        start = clause_start(unit, cue - 1)
        return start > 1 and unit[start - 1].tag == "relative" and unit[start - 2].kind == "word"

    def as_others_say(self, unit: Unit, cue: int) -> bool:
        """Whether the cue stands in a clause on who passes the words on (`X said, as the agency reports:`)."""
        start = clause_start(unit, cue - 1)
        led = start > 1 and unit[start - 1].norm in self.resource.likening and unit[start - 2].text == ","
        return led and any(item.tag in FINITE for item in unit[: start - 1])

    def in_aside(self, unit: Unit, cue: int) -> bool:
        """Whether the cue stands in a relative clause on somebody's words (`По словам X, которые приводит газета`)."""
        start = clause_start(unit, cue - 1)
        spoken = any(item.tag in ("according", "after") for item in unit[: max(0, start - 1)])
        return start > 0 and unit[start - 1].tag == "relative" and spoken

    def nominal(self, unit: Unit, cue: int) -> Source | None:
        """`the North's demand`: the possessor of a noun of speech."""
        if unit[cue - 1].person:
            return Source("pronoun", (unit[cue - 1],), cls=unit[cue - 1].person)
        for run in runs(unit[:cue], self.resource):
            if run.owner and run.end == cue:
                return Source("name", tuple(unit[run.start : run.end]), run.tokens, role=run.cls)
        return None

    def _place(self, unit: Unit, cue: int) -> Source | None:
        """Impersonal plurals name the speaker as a place (`сообщили в Кремле`, `В компании «Луч» заявили`)."""
        locative = self.resource.speakers.locative
        endings = self.resource.plural_endings
        if endings and not unit[cue].norm.endswith(endings):
            return None
        after = cue + 1
        while after < len(unit) and is_adverb(unit[after]):
            after += 1
        if after < len(unit) and unit[after].norm in locative:
            return self.until_stop(unit, after + 1)
        return self._place_before(unit, cue)

    def _place_before(self, unit: Unit, cue: int) -> Source | None:
        """`В компании «Луч» заявили`: the phrase that opens the clause with a preposition of place."""
        start = clause_start(unit, self._skip_adverbs(unit, cue - 1))
        if start < cue and unit[start].norm in self.resource.speakers.locative:
            return self.pick(unit[start + 1 : cue])
        return None

    def in_first_person(self, unit: Unit, cue: int) -> bool:
        """Whether the cue's subject is `I` or `we`, that is, whoever speaks round it."""
        at = self._skip_adverbs(unit, cue - 1)
        return at >= 0 and unit[cue].tag in FINITE and unit[at].norm in self.resource.speakers.first_person

    def cited(self, unit: Unit, cue: int) -> Source | None:
        """`RIA, citing the envoy, reported`: the source that the cue's subject names."""
        norms = [item.norm for item in unit]
        for at in range(len(unit)):
            hit = self.resource.citing.match(norms, at)
            if hit is not None and _in_clause_of(unit, at, cue):
                return self.until_stop(unit, at + hit[0])
        return None

    def _skip_adverbs(self, unit: Unit, at: int) -> int:
        while at >= 0 and unit[at].kind == "word" and not unit[at].name:
            elided = unit[at].tag == "determiners" and unit[at].norm.endswith("'")  # the object in `l'ha definito`
            if not (is_adverb(unit[at]) or elided):
                break
            at -= 1
        return at

    def _of_participle(self, unit: Unit, cue: int, at: int) -> Source | None:
        """`…, adding that`: the subject of the clause it hangs on; `with X saying` has its own."""
        if at >= 0 and unit[at].kind == "word" and unit[at].tag not in ("breaks", "prepositions"):
            start = clause_start(unit, at)
            if unit[start].tag == "prepositions" and not unit[start].person:
                own = self.pick(unit[start + 1 : at + 1])
                if own is not None and own.kind == "name":
                    return own
            shown = [run for run in runs(unit[: at + 1], self.resource) if run.end == at + 1 and not run.owner]
            if shown and shown[0].start > 0 and unit[shown[0].start - 1].tag == "linking":
                return Source("name", tuple(unit[shown[0].start : at + 1]), shown[0].tokens, role=shown[0].cls)
        return self._shared(unit, cue)

    def _shared(self, unit: Unit, cue: int) -> Source | None:
        """Subject of the nearest finite cue before, else the first noun phrase of the sentence."""
        for back in range(cue - 1, -1, -1):
            if unit[back].tag in FINITE and not self._in_relative(unit, back):
                return self.subject(unit, back)
        return self.main_subject(unit, cue)


def _embedded(unit: Unit, outer: int, cue: int) -> bool:
    """Whether `cue` stands in what the cue at `outer` reports (`said that she thinks …`)."""
    that = next((at for at in range(outer + 1, cue) if unit[at].tag == "that"), None)
    if that is None:
        return cue - outer <= 3
    return not any(unit[at].text == "," and unit[at + 1].tag == "breaks" for at in range(that, cue))


def _in_clause_of(unit: Unit, at: int, cue: int) -> bool:
    """No mark between the two, or only the commas that set the insertion off from its verb."""
    low, high = sorted((at, cue))
    marks = [slot for slot in range(low + 1, high) if unit[slot].kind in ("punct", "quote") or unit[slot].tag in CUES]
    return not marks or (at < cue and marks == [cue - 1] and unit[cue - 1].text == ",")
