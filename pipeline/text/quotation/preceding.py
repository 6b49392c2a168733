"""The noun phrase that ends at a place in a sentence: before a cue, through what marks set off from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.text.quotation.following import Following
from pipeline.text.quotation.mentions import runs
from pipeline.text.quotation.phrases import CUES, Source, clause_start
from pipeline.text.quotation.stream import DASHES, Item, Unit

# Endings of a noun that may be the subject of a past form, by what the form shows.
_NOMINATIVE: Final = {"f": ("а", "я", "a", "ka"), "m": tuple("бвгджзклмнпрстфхцчшщйbcčdďfghjklmnňprřsštťvzž")}


class Preceding(Following):
    """Reads phrases from their right end."""

    def _left(self, unit: Unit, at: int) -> Source | None:
        """The noun phrase that ends at `at`, seen through an apposition or relative clause set off by commas."""
        if unit[at].text in (",", ")") or unit[at].text in DASHES:
            return self._around(unit, at)
        start = clause_start(unit, at)
        chunk = unit[start : at + 1]
        if chunk and chunk[-1].tag == "relative":
            return self._antecedent(unit, at)
        if start > 0 and unit[start - 1].tag == "relative":
            return (
                self.pick(chunk)
                if any(item.name or item.person for item in chunk)
                else self._antecedent(unit, start - 1)
            )
        if start > 0 and unit[start - 1].text == "," and _apposed(unit, start):
            first = clause_start(unit, start - 2)
            before = self.pick(unit[first : start - 1])
            other = unit[first].tag == "prepositions"  # `Sur X, la société a écrit`
            other = other or (
                first > 0 and unit[first - 1].tag == "according"
            )  # `Secondo Reuters, il fondo avrebbe detto`
            if not other and before is not None and before.kind == "name" and not any(item.name for item in chunk):
                return before
        closing = self._closing(chunk, 1) if chunk and chunk[0].tag == "prepositions" else None
        return closing or self.pick(self._agreeing(unit, at, chunk) or self._from_subject(chunk))

    def _agreeing(self, unit: Unit, at: int, chunk: Sequence[Item]) -> Sequence[Item]:
        """`В соцсети X` компания `написала`: behind an adverbial, the noun that the verb behind it agrees with."""
        if len(chunk) < 2 or chunk[0].tag != "prepositions" or not self.resource.speakers.inflects:
            return ()
        noun, verb = chunk[-1], unit[at + 1].norm if at + 1 < len(unit) else ""
        if noun.name or not (noun.role or noun.group):
            return ()
        fits = any(
            verb.endswith(self.resource.past[sex]) and noun.norm.endswith(_NOMINATIVE[sex])
            for sex in ("f", "m")
            if self.resource.past[sex]
        )
        return chunk[-1:] if fits and chunk[-2].kind == "word" and chunk[-2].tag == "" else ()

    def _from_subject(self, chunk: Sequence[Item]) -> Sequence[Item]:
        """Without a leading adverbial (`In a tweet` Trump said)."""
        if not chunk or chunk[0].tag != "prepositions":
            return chunk
        found = runs(chunk, self.resource)
        last = [run for run in found if not run.owner]
        pronouns = [at for at, item in enumerate(chunk) if item.person]
        if pronouns and pronouns[-1] == len(chunk) - 1:
            return chunk[-1:]
        behind = self._past_opening(chunk, 0)
        if behind is not None and not self.resource.speakers.adjuncts:
            return chunk[behind:]
        if last and last[-1].end == len(chunk) and last[-1].start > 1 and self.resource.speakers.adjuncts:
            return chunk[last[-1].start :]
        return ()

    def _around(self, unit: Unit, at: int) -> Source | None:
        """Before the verb stands a mark: the phrase before the insertion, or the insertion when it has the name."""
        opener = "(" if unit[at].text == ")" else unit[at].text
        if opener == "," and at and unit[at - 1].text == ")":  # `Hugo Stern (56),`
            return self._around(unit, at - 1)
        back = at - 1
        while back >= 0 and unit[back].text != opener and unit[back].kind != "quote":
            back -= 1
        if back < 0 or unit[back].kind == "quote":
            if back + 1 >= at or unit[back + 1].tag in ("prepositions", "breaks"):
                return None
            found = self.pick(unit[back + 1 : at])
            aside = found is not None and found.kind == "phrase" and len(found.items) == 1
            return None if aside and unit[back + 2].tag == "prepositions" else found  # `Raggiunto` da Campo Sera
        if opener == "," and self._adjunct(unit[back + 1 : at]):
            return self._around(unit, back)
        end = _before_bracket(unit, back)
        start = clause_start(unit, end - 1)
        outer = self.pick(self._from_subject(unit[start:end]))
        inner = self.pick(unit[back + 1 : at]) if unit[back + 1].tag != "breaks" else None
        if outer is not None and outer.kind == "name":
            return outer
        if inner is not None and inner.kind == "name" and unit[back + 1].tag != "relative":
            return inner
        if outer is None and inner is not None and inner.kind == "phrase" and unit[start].tag == "prepositions":
            return None
        if outer is None and start > 0 and unit[start - 1].text == ",":
            return self._around(unit, start - 1)
        return outer or inner

    def _adjunct(self, items: Sequence[Item]) -> bool:
        """What can only qualify the name before it: an age, `from Corby`, `né à Lille`, `gebürtiger Kasseler`."""
        first = items[0] if items else None
        if first is None or any(item.tag in CUES for item in items) or self._cites(items):
            return False
        if first.kind == "number" or first.tag in ("prepositions", "linking"):
            return True
        plain = first.kind == "word" and first.text.islower() and first.tag == ""
        return plain and not (first.role or first.group or first.person) and len(items) > 1

    def _cites(self, items: Sequence[Item]) -> bool:
        return self.resource.citing.match([item.norm for item in items], 0) is not None

    def _antecedent(self, unit: Unit, at: int) -> Source | None:
        """What a relative pronoun at `at` stands for."""
        back = at - 1
        while back >= 0 and (unit[back].text in (",", "(") or unit[back].tag == "prepositions"):
            back -= 1
        if back < 0:
            return None
        chunk = unit[clause_start(unit, back) : back + 1]
        for run in reversed(runs(chunk, self.resource)):
            if run.end == len(chunk) and not run.owner:
                return Source("name", tuple(chunk[run.start : run.end]), run.tokens, role=run.cls)
        starts = [at for at, item in enumerate(chunk) if item.tag == "prepositions"]
        return self.pick(chunk[starts[-1] + 1 :] if starts and starts[-1] + 1 < len(chunk) else chunk)


def _before_bracket(unit: Unit, at: int) -> int:
    """Where a bracket begins that ends right before `at` (`Hugo Stern (56), a native of Leeds`), else `at`."""
    if not at or unit[at - 1].text != ")":
        return at
    return next((back for back in range(at - 2, -1, -1) if unit[back].text == "("), at)


def _apposed(unit: Unit, start: int) -> bool:
    return unit[start].tag == "determiners" or bool(unit[start].role)
