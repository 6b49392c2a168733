"""Reporting frames that no listed cue opens: any verb in the place of one, and a predicate set in marks."""

from __future__ import annotations

from typing import Final

from pipeline.text.quotation.look import Frame, Look
from pipeline.text.quotation.phrases import Source, clause_start, determines
from pipeline.text.quotation.sources import Reader
from pipeline.text.quotation.stream import DASHES, Unit

_SPOKEN_OUT: Final = frozenset(",!?")
_SPEAKING: Final = frozenset({"name", "role", "group"})
_SUBJECTS: Final = _SPEAKING | {"pronoun"}
_ENDS: Final = frozenset(".,;:!?…)—–")
_PREDICATE_WORDS: Final = 3
_FRAGMENT_WORDS: Final = 2


def behind(look: Look) -> Frame | None:
    """`“…”, enthused Smith`, `“…,” Smith enthused.`: one unlisted word between the quotation and who says it."""
    text, unit, at, reader = look.text, look.unit, look.at, look.reader
    start = at + 1
    spoken = unit[at].norm in _SPOKEN_OUT
    while start < len(unit) and (
        unit[start].text == "," or ((spoken or start > at + 1) and unit[start].text in DASHES)
    ):
        start += 1
    marked = start > at + 1 or spoken
    if not marked or start + 1 >= len(unit) or not text[unit[at].start].isupper():
        return None
    if reader.resource.after_dash and unit[start - 1].text not in DASHES:
        return None
    if unit[start].person and "-" in unit[start].norm:
        return Frame(unit[start], Source("pronoun", (unit[start],), cls=unit[start].person), "after")
    if reader.resource.drops_subject and _lone_verb(unit, start, reader):
        return Frame(unit[start], None, "after")
    return _verb_first(unit, start, reader) or _name_first(unit, start, reader)


def _verb_first(unit: Unit, start: int, reader: Reader) -> Frame | None:
    """A plain word, its object or particle perhaps, then a person."""
    objects = reader.resource.speakers.objects
    verb = start
    while verb + 2 < len(unit) and (unit[verb].norm in objects or unit[verb].tag == "between"):
        verb += 1  # `le afeó la consejera`, `ha borbottato l'ufficiale`
    if unit[verb].kind != "word" or unit[verb].tag or not unit[verb].text.islower() or unit[verb].role:
        return None
    if verb + 1 >= len(unit):
        return None
    after = verb + 1
    if unit[after].person and unit[after].tag not in ("determiners", "between"):
        return Frame(unit[verb], Source("pronoun", (unit[after],), cls=unit[after].person), "after")
    if unit[after].norm in reader.resource.particles and after + 1 < len(unit):
        after += 1
    source = reader.after(unit, after)
    if source is None or source.kind not in _SPEAKING or source.start < unit[verb].end:
        return None
    return Frame(unit[verb], source, "after") if _unbroken(unit, verb, source) else None


def _unbroken(unit: Unit, verb: int, source: Source) -> bool:
    """No mark and no other clause between the verb and who is its subject; a comma may set a name off its office."""
    between = [item for item in unit[verb + 1 :] if item.start < source.start]
    titled = any(item.role for item in between)
    marks = [item for item in between if item.kind == "punct" and not (titled and item.text == ",")]
    return not marks and not any(item.tag in ("that", "relative", "breaks") for item in between)


def _name_first(unit: Unit, start: int, reader: Reader) -> Frame | None:
    source = reader.after(unit, start) if unit[start].name else None
    if source is None or source.kind != "name":
        return None
    verb = next((slot for slot in range(start, len(unit)) if unit[slot].start >= source.end), len(unit))
    ends = {slot: unit[slot].text for slot in range(verb + 1, min(verb + 3, len(unit)))}
    if verb < len(unit) and unit[verb].text.islower() and not unit[verb].tag and "." in ends.values():
        return Frame(unit[verb], source, "after")
    return None


def _lone_verb(unit: Unit, at: int, reader: Reader) -> bool:
    """`“…”, apostilló.`: one plain word and a stop, in a language whose verbs need no subject."""
    word = unit[at]
    plain = word.kind == "word" and word.text.islower() and word.tag in ("", "inline") and not (word.role or word.group)
    return plain and word.norm not in reader.resource.not_names and unit[at + 1].text in (".", "…")


def before(look: Look) -> Frame | None:
    """`Il presidente ha lodato «una lingua nuova»`: who does something to a few words that end the clause."""
    text, unit, at, reader = look.text, look.unit, look.at, look.reader
    content = text[unit[at].start : unit[at].end]
    if not content[:1].islower() or len(content.split()) < _FRAGMENT_WORDS or not _ends_clause(unit, at):
        return None
    verb = at - 1
    while verb > 0 and (determines(unit[verb], reader.resource.words["determiners"]) or unit[verb].tag == "linking"):
        verb -= 1
    if verb < 1 or unit[verb].kind != "word" or unit[verb].tag or not unit[verb].text.islower() or unit[verb].role:
        return None
    subject = verb - 1
    while subject > 0 and unit[subject].tag == "between":
        subject -= 1
    source = _whole_subject(unit, subject, reader)
    return Frame(unit[verb], source, "left") if source is not None else None


def with_that(look: Look) -> Frame | None:
    """`Anna Reed groused that the plan was “…”`: any verb between a speaker and a `that` before the quotation."""
    unit, at, reader = look.unit, look.at, look.reader
    for that in range(at - 1, 1, -1):
        if unit[that].kind == "quote" and not unit[that].name:
            return None
        if unit[that].tag != "that":
            continue
        verb = that - 2 if unit[that - 1].text == "," else that - 1
        while verb > 1 and (unit[verb].tag == "between" or unit[verb].norm in reader.resource.particles):
            verb -= 1
        source = _of_verb(unit, verb, reader)
        if source is not None:
            return Frame(unit[verb], source, "left")
    return None


def _of_verb(unit: Unit, verb: int, reader: Reader) -> Source | None:
    """The speaker right before a plain word, auxiliaries and adverbs between them."""
    item = unit[verb]
    if verb < 1 or item.kind != "word" or item.tag not in ("", "inline") or not item.text.islower() or item.role:
        return None
    subject = verb - 1
    while subject > 0 and (unit[subject].tag == "between" or unit[subject].norm in reader.resource.perfect):
        subject -= 1
    source = _whole_subject(unit, subject, reader)
    if source is None or source.kind == "pronoun":
        return source
    return source if source.end == unit[subject].end or unit[subject].text == "," else None


def predicate(look: Look) -> Frame | None:
    """`The ministry “does not expect a shortage”`: who speaks is the subject of what is quoted."""
    text, unit, at, reader = look.text, look.unit, look.at, look.reader
    content = text[unit[at].start : unit[at].end]
    if at == 0 or not content[:1].islower() or len(content.split()) < _PREDICATE_WORDS or not _ends_clause(unit, at):
        return None
    source = _whole_subject(unit, at - 1, reader)
    if source is not None and source.cls == "n" and source.end != unit[at - 1].end:  # `It was “…”`
        return None
    return Frame(unit[at - 1], source, "predicate") if source is not None else None


def _ends_clause(unit: Unit, at: int) -> bool:
    """Nothing behind the quotation that it could qualify (`a “smart new” office`)."""
    return at + 1 >= len(unit) or unit[at + 1].text in _ENDS or unit[at + 1].tag in ("breaks", "relative")


def _whole_subject(unit: Unit, last: int, reader: Reader) -> Source | None:
    """A person or body named from the start of the clause up to `last`, seen through an apposition before it."""
    if last < 0 or not (unit[last].kind == "word" or unit[last].name or unit[last].text == ","):
        return None
    start = clause_start(unit, last if unit[last].text != "," else last - 1)
    if unit[start].tag in ("prepositions", "according", "linking"):
        return None
    source = reader.phrase_before(unit, last + 1)
    if source is None or source.kind not in _SUBJECTS:
        return None
    first = source.items[0]
    if source.kind == "pronoun":
        return source
    named = first.name or first.role or first.group or first.text[:1].isupper() or first.tag == "determiners"
    return source if named else None
