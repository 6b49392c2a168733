"""The reporting frame of a quotation: its cue, and the words that name its source."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.text.quotation import labels, predicates, unlisted
from pipeline.text.quotation.look import Frame, Look
from pipeline.text.quotation.mentions import runs
from pipeline.text.quotation.phrases import CUES, FINITE, Source, determines
from pipeline.text.quotation.sources import Reader
from pipeline.text.quotation.stream import DASHES, Unit

COLONS: Final = frozenset(":：")
COMMAS: Final = frozenset(",，、")
_SPEAKING: Final = frozenset({"speech", "quoted", "impersonal", "relay"})
_LINKS: Final = frozenset({"linking", "prepositions", "that", "determiners"})
_LABEL: Final = 4
_RENDERED: Final = 2
_ADVERBS: Final = 5
_TITLE: Final = 3
_SHORTEST: Final = 3
_COPULA: Final = 2
_TRAILING: Final = frozenset(",!?…—–.，。！？")


def frame(text: str, unit: Unit, at: int, reader: Reader) -> Frame | None:
    """The frame of the quotation at `unit[at]`; None where its own sentence has none."""
    for read in (
        _signed,
        _colon,
        _led_in,
        _plain_colon,
        _after,
        unlisted.behind,
        _words_of,
        predicates.bracketed,
        predicates.fronted,
        predicates.agent,
        predicates.agent_before,
        _left,
        _according,
        _trailing,
        unlisted.with_that,
        unlisted.before,
        _backshifted,
        unlisted.predicate,
    ):
        found = read(Look(text, unit, at, reader))
        if found is not None:
            verb = found.source is not None and reader.is_verb(found.source)
            return replace(found, source=None) if verb else found
    return None


def _signed(look: Look) -> Frame | None:
    """`“…” — Name`: nothing but a name behind the dash."""
    unit, at, reader = look.unit, look.at, look.reader
    if at + 2 >= len(unit) or unit[at + 1].text not in DASHES:
        return None
    end = at + 2
    while (end < len(unit) and unit[end].kind == "word" and (unit[end].name or len(unit[end].text) < 4)) or _initial(
        unit, end
    ):
        end += 1
    if end == at + 2 or (end < len(unit) and unit[end].kind != "quote" and unit[end].text not in ".,("):
        return None
    source = reader.pick(unit[at + 2 : end])
    return Frame(unit[at + 1], source, "after") if source is not None and source.kind == "name" else None


def _initial(unit: Unit, at: int) -> bool:
    return 0 < at < len(unit) - 1 and unit[at].text == "." and len(unit[at - 1].text) == 1 and unit[at + 1].name


def _backshifted(look: Look) -> Frame | None:
    """A verb form that itself marks reported speech (German `Sicherheit sei „…“`): the last speaker goes on."""
    unit, at = look.unit, look.at
    for cue in range(at - 1, -1, -1):
        if unit[cue].tag == "backshift":
            return Frame(unit[cue], None, "left")
    return None


def _colon(look: Look) -> Frame | None:
    """`X said: “…”`."""
    unit, at, reader = look.unit, look.at, look.reader
    if at < 2 or unit[at - 1].text not in COLONS:
        return None
    aside: int | None = None
    for back in range(at - 2, -1, -1):
        if unit[back].tag in FINITE or unit[back].tag == "participles":
            if reader.in_relative(unit, back) and any(item.tag in FINITE for item in unit[:back]):
                continue  # `řekl X větu, kterou dodnes citují:`
            if not reader.as_others_say(unit, back):
                return _framed(unit, back, reader, "colon")
            aside = back if aside is None else aside
        if unit[back].kind == "quote" and not unit[back].name:
            break
    return _framed(unit, aside, reader, "colon") if aside is not None else _manner(look)


def _manner(look: Look) -> Frame | None:
    """`Bei Instagram wetterte Köchin Quill: „…“`: a verb for how somebody speaks, and who does."""
    unit, at, reader = look.unit, look.at, look.reader
    for back in range(at - 2, -1, -1):
        if unit[back].tag == "inline":
            read = _framed(unit, back, reader, "colon")
            named = read.source is not None and read.source.kind in ("name", "role", "pronoun")
            return read if named else None
        if unit[back].kind == "quote" and not unit[back].name:
            break
    return None


def _plain_colon(look: Look) -> Frame | None:
    """`X was less convinced: “…”`: a colon and a subject, but no listed cue."""
    unit, at, reader = look.unit, look.at, look.reader
    if at < 2 or unit[at - 1].text not in COLONS:
        return None
    label = labels.past_clock(unit[: at - 1], reader)
    rendered = reader.resource.rendered.match([item.norm for item in label], 0)
    if rendered is not None and len(label) - rendered[0] <= _RENDERED:
        return Frame(unit[at - 1], None, "colon")  # `In translation:` the last speaker's words again
    if at < _SHORTEST:
        return None
    if _headless(label, reader):
        return Frame(unit[at - 1], None, "colon")
    source = labels.author(label, reader) or reader.main_subject(label, at)
    if source is None and 1 < len(label) <= _LABEL and all(item.kind == "word" for item in label):
        determiners = reader.resource.words["determiners"]
        led = determines(label[0], determiners) and not any(item.tag in CUES for item in label)
        source = Source("phrase", label) if led else None
        return Frame(unit[at - 1], source, "colon") if source is not None else None
    named = source is not None and source.kind in ("name", "pronoun", "role", "group")
    # `Del Mundial prefiere no decir nada:` whoever spoke last goes on, the verb has no subject of its own.
    goes_on = source is None and label[0].tag == "linking" and reader.resource.drops_subject
    return Frame(unit[at - 1], source, "colon") if named or goes_on else None


def _headless(label: Unit, reader: Reader) -> bool:
    """`Then, quietly:`, `Y en voz baja:`: adverbs that go on from the last quotation, and nobody in them."""
    words = [item for item in label if item.kind == "word"]
    if not 0 < len(words) <= _ADVERBS or words[0].norm not in reader.resource.not_names:
        return False
    return not any(
        item.name or item.person or item.role or item.group or item.tag in (*CUES, "documents", "determiners")
        for item in words
    )


def _led_in(look: Look) -> Frame | None:
    """`Fans are angry: “…”, complains X`: what stands before the colon sets the scene, the clause behind reports."""
    unit, at = look.unit, look.at
    if at < 2 or unit[at - 1].text not in COLONS:
        return None
    read = _after(look) or unlisted.behind(look)
    if read is None or read.source is None:
        return None
    named = read.source.kind in ("name", "role", "group", "pronoun")
    return read if named and read.source.start > unit[at].end else None


def _after(look: Look) -> Frame | None:
    """`“…,” said X`, `“…,” X said`: a reporting clause right behind the quotation."""
    text, unit, at, reader = look.text, look.unit, look.at, look.reader
    start = at + 1
    while start < len(unit) and (unit[start].text in COMMAS or unit[start].text in DASHES or unit[start].text in "!?…"):
        start += 1
    marked = start > at + 1 or text[unit[at].start : unit[at].end].rstrip()[-1:] in _TRAILING
    if reader.resource.after_dash and not any(item.text in DASHES for item in unit[at + 1 : start]):
        return None
    if not marked or start >= len(unit) or unit[start].tag in ("breaks", "relative", "prepositions", "participles"):
        return None
    for cue in range(start, len(unit)):
        item = unit[cue]
        if (item.kind == "quote" and not item.name) or item.text in (".", ";", ":"):
            if item.text == "." and cue + 1 < len(unit) and unit[cue + 1].kind == "word":
                continue
            return None
        if item.tag == "according":
            return None
        manner = item.tag in ("framing", "inline") and (_adverbs(unit[start:cue]) or _of_it(unit, cue))
        if item.tag in _SPEAKING or manner:
            return _framed(unit, cue, reader, "after")
    return None


def _of_it(unit: Unit, cue: int) -> bool:
    """`“An insult,” their leader called it.`: what is quoted is the predicate, a pronoun the object."""
    ends = cue + 2 >= len(unit) or unit[cue + 2].kind == "punct"
    return unit[cue].tag == "framing" and cue + 1 < len(unit) and bool(unit[cue + 1].person) and ends


def _adverbs(items: Unit) -> bool:
    return all(item.tag == "between" for item in items)


def _complement(unit: Unit, noun: int, likening: frozenset[str]) -> bool:
    """`dismissed her remarks as “…”`: the noun of speech is what the cue before it is about."""
    behind = noun + 1 < len(unit) and unit[noun + 1].norm in likening
    return behind and any(item.tag in ("framing", "speech") for item in unit[max(0, noun - 3) : noun - 1])


def _left(look: Look) -> Frame | None:
    """The nearest cue before the quotation in its sentence."""
    unit, at, reader = look.unit, look.at, look.reader
    passed: int | None = None
    for cue in range(at - 1, -1, -1):
        if unit[cue].tag in FINITE or unit[cue].tag == "participles":
            if reader.in_aside(unit, cue) or _qualifies(look, cue):
                continue
            if not reader.restrictive(unit, cue):
                return _framed(unit, cue, reader, "left")
            passed = cue if passed is None else passed
        if (
            unit[cue].tag == "nominal"
            and not _complement(unit, cue, reader.resource.likening)
            and all(item.tag in _LINKS for item in unit[cue + 1 : at])
        ):
            return Frame(unit[cue], reader.nominal(unit, cue), "left")
    return _framed(unit, passed, reader, "left") if passed is not None else None


def _qualifies(look: Look, cue: int) -> bool:
    """`the amount found “is harmless”`: a participle of the subject, since what is quoted begins with its verb."""
    words = look.text[look.unit[look.at].start : look.unit[look.at].end].split(maxsplit=1)
    resource = look.reader.resource
    begins = bool(words) and words[0].casefold() in resource.passive | resource.auxiliaries | resource.perfect
    return begins and cue == look.at - 1 and look.unit[cue].tag == "framing"


def _according(look: Look) -> Frame | None:
    unit, reader = look.unit, look.reader
    for cue, item in enumerate(unit[: look.at]):
        own = reader.resource.own.match([later.norm for later in unit[cue : cue + 4]], 0)
        if own is not None:  # `En su opinión`: the last speaker's
            return Frame(item, None, "according")
    for cue, item in enumerate(unit):
        if item.tag == "after" and cue and reader.phrase_before(unit, cue) is not None:
            return Frame(item, reader.phrase_before(unit, cue), "according")
        if item.tag == "according":
            source = reader.told(unit, cue)
            if source is not None:
                return Frame(item, source, "according")
    return _possessed(look) or _opinion(look)


def _possessed(look: Look) -> Frame | None:
    """`The quake was, in geologist Rena Holt's words, “…”`: whose words or view it is, as an adverbial."""
    unit, reader = look.unit, look.reader
    for run in runs(unit, reader.resource):
        if not run.owner or run.end >= len(unit) or not reader.resource.possessed.get(unit[run.end].norm):
            continue
        led = next((item for item in reversed(unit[: run.start]) if not item.role and item.tag != "determiners"), None)
        if led is not None and led.tag == "prepositions":
            return Frame(unit[run.end], Source("name", tuple(unit[run.start : run.end]), run.tokens), "according")
    return None


def _opinion(look: Look) -> Frame | None:
    """`Para el sindicato CSIF, el plan es “…”`: whose view it is opens the sentence, set off by a comma."""
    unit, reader = look.unit, look.reader
    hit = reader.resource.opinion.match([item.norm for item in unit[:4]], 0)
    if hit is None or look.at < 3:
        return None
    source = reader.after(unit, hit[0])
    if source is None or source.kind not in ("name", "role", "group", "phrase"):
        return None
    behind = next((slot for slot, item in enumerate(unit) if item.start >= source.end), look.at)
    copula = unit[behind].tag == "between" and look.at - behind <= _COPULA
    named = unit[behind].text == "," and source.kind != "phrase"
    return Frame(unit[0], source, "according") if named or copula else None


def resumed(unit: Unit, reader: Reader) -> Frame | None:
    """`“…”. Lo dice Marisa Toledo.`: a sentence that takes up the quotation before it by a pronoun or adverb."""
    hit = reader.resource.resumptive.match([item.norm for item in unit[:4]], 0)
    if hit is None or any(item.kind == "quote" and not item.name for item in unit):
        return None
    cue = next((at for at in range(hit[0], min(hit[0] + 3, len(unit))) if unit[at].tag in (*_SPEAKING, "inline")), 0)
    return _framed(unit, cue, reader, "after") if cue else None


def introduced(unit: Unit, reader: Reader) -> Frame | None:
    """`“…” Solen Garrick, a nurse, was with a choir.`: a quotation opens the paragraph, and whoever the next sentence
    opens with in full has said it."""
    if any(item.kind == "quote" and not item.name for item in unit):
        return None
    source = reader.main_subject(unit, len(unit))
    if source is None or source.kind != "name" or len(source.tokens) < 2:
        return None
    first = next((slot for slot, item in enumerate(unit) if item.start >= source.start), 0)
    led = all(item.role or item.tag == "determiners" or item.text.istitle() for item in unit[:first])
    return Frame(unit[0], source, "after") if led and first <= _TITLE else None


def _words_of(look: Look) -> Frame | None:
    """`“…” le parole di X`: a noun for speech and whose it is, in place of a verb."""
    unit, at, reader = look.unit, look.at, look.reader
    noun = next((slot for slot in range(at + 1, min(at + 5, len(unit))) if unit[slot].tag == "documents"), 0)
    if not noun or noun + 1 >= len(unit) or unit[noun + 1].tag != "linking":
        return None
    if any(item.kind != "word" and item.text not in COMMAS for item in unit[at + 1 : noun]):
        return None
    source = reader.after(unit, noun + 2)
    return Frame(unit[noun], source, "after") if source is not None and source.kind in ("name", "role") else None


def _trailing(look: Look) -> Frame | None:
    """A reporting clause that ends the sentence (`… were “ready”, and the order was given, X said.`)."""
    unit, at, reader = look.unit, look.at, look.reader
    for cue in range(len(unit) - 1, at, -1):
        if unit[cue].tag in _SPEAKING:
            found = _framed(unit, cue, reader, "trailing")
            return found if found.source is not None else None
    return None


def _framed(unit: Unit, cue: int, reader: Reader, place: str) -> Frame:
    if unit[cue].tag == "relay":
        source, relay = reader.relayed(unit, cue)
        return Frame(unit[cue], source, place, relay)
    cited = reader.cited(unit, cue) if unit[cue].tag == "speech" else None
    if cited is not None:
        return Frame(unit[cue], cited, place, reader.subject(unit, cue))
    source = reader.subject(unit, cue)
    if source is not None and source.kind == "role" and reader.sex(unit[cue].norm):
        source = replace(source, sex=reader.sex(unit[cue].norm))
    return Frame(unit[cue], source, place)
