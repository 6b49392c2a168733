"""The noun phrase that a sentence begins with, behind whatever adverbial opens it."""

from __future__ import annotations

from pipeline.text.quotation.inflection import sex
from pipeline.text.quotation.mentions import runs
from pipeline.text.quotation.phrases import Source, is_comma
from pipeline.text.quotation.preceding import Preceding
from pipeline.text.quotation.stream import Unit


class Opening(Preceding):
    """Reads sentences from their left end."""

    def _existential(self, unit: Unit, start: int) -> int:
        """Words by which the sentence only says that somebody is there (`C'è anche`, `Il y a`)."""
        hit = self.resource.speakers.existential.match([item.norm for item in unit[start : start + 4]], 0)
        return hit[0] if hit is not None else 0

    def _opening_aside(self, unit: Unit, start: int) -> bool:
        """`Reached by phone, the owner`: a word with its capital from its place, its complement, and a comma."""
        if start + 2 >= len(unit) or unit[start + 1].tag != "prepositions" or self.resource.names.nouns_capitalised:
            return False
        first = unit[start]
        if first.kind != "word" or first.tag or first.person or first.role or first.group or sex(first.norm):
            return False
        entity = self.people.find((first.text,), first.start) if first.name else None
        comma = next((at for at in range(start, len(unit)) if is_comma(unit[at])), 0)
        return comma > 0 and (entity is None or entity.doubtful)

    def _closes(self, unit: Unit, behind: int, comma: int) -> bool:
        """Whether a name reaches from `behind` to the comma, and a person is named in full right behind it."""
        within = behind < comma and all(item.name for item in unit[behind:comma])
        following = runs(unit[comma + 1 : comma + 4], self.resource)
        return within and bool(following) and following[0].start == 0 and len(following[0].tokens) > 1

    def _topic(self, unit: Unit, at: int) -> bool:
        """`Del Mundial prefiere no hablar`, where the verb needs no subject; not `Del Bosque`, who is named in full."""
        if unit[at].tag != "linking" or not self.resource.drops_subject or at + 1 >= len(unit):
            return False
        entity = self.people.find((unit[at + 1].text,), unit[at + 1].start)
        return entity is None or len(entity.keys) < 2

    def main_subject(self, unit: Unit, before: int) -> Source | None:
        """The first noun phrase of a sentence, its opening adverbial left out."""
        start = 0
        while start < len(unit) and unit[start].kind in ("punct", "quote"):
            start += 1
        start += self._existential(unit, start)
        if start < len(unit) and (unit[start].tag in ("prepositions", "breaks", "participles", "according")):
            comma = next((at for at in range(start, len(unit)) if is_comma(unit[at])), None)
            behind = self._past_opening(unit, start)
            if behind is not None and comma is not None and self._closes(unit, behind, comma):
                behind = None  # `A la salida del colegio San Roque, Elena Pardo rebusca`
            if behind is not None:
                start = behind
            elif comma is not None:
                start = comma + 1
            elif unit[start].tag != "breaks":
                return None
        elif self._opening_aside(unit, start):
            start = next(at for at in range(start, len(unit)) if is_comma(unit[at])) + 1
        inside = False
        for at in range(start, min(len(unit), max(before, start + 12))):
            item = unit[at]
            if item.kind == "quote" or item.text == ":":
                return None
            topic = at == start and self._topic(unit, at)
            inside = topic or item.tag == "prepositions" or (inside and not is_comma(item))
            if inside or self._past_told(unit, at) > at:
                inside = True
                continue
            if item.name or item.person or item.role or item.group or item.tag == "documents":
                return self.after(unit, at)
        return None
