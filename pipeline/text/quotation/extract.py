"""All quotations of one article: found by their marks, joined into utterances, each with its speaker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.text.names import find_names
from pipeline.text.quotation import headlines, posts, turns
from pipeline.text.quotation.attribution import Attribution, is_title, kind
from pipeline.text.quotation.descriptions import collect
from pipeline.text.quotation.discourse import Discourse
from pipeline.text.quotation.frames import frame
from pipeline.text.quotation.marks import Marked, quotations
from pipeline.text.quotation.model import Found, Paragraph, Region, Reported, Settings
from pipeline.text.quotation.people import People
from pipeline.text.quotation.resource import quotation
from pipeline.text.quotation.sources import Reader
from pipeline.text.quotation.speech import Stretch, dash_speech, stretch
from pipeline.text.quotation.stream import Part, Unit, units
from pipeline.text.quotation.utterances import joined

_HEADS: Final = frozenset({"headline", "subheading"})
_BODY: Final = frozenset({"paragraph", "caption"})
_SIGNED_WITHIN: Final = 3


def extract(
    text: str, regions: Sequence[Region], main_language: str, settings: Settings
) -> tuple[list[Found], list[Reported]]:
    """(quotations in order of position, an outer one before those inside it; indirect claims in order)."""
    spans = ((region.start, region.end) for region in regions if region.kind == "paragraph")
    voices = turns.voices(text, spans, quotation(main_language))
    body = [_paragraph(text, region, settings, voices) for region in regions if region.kind in _BODY]
    heads = [_paragraph(text, region, settings, voices) for region in regions if region.kind in _HEADS]
    post_list = _posts(text, regions)
    resource = quotation(main_language)
    people = collect((unit for paragraph in body for unit in paragraph.units), main_language, resource)
    _add_authors(people, post_list)
    reader = Reader(people, resource)
    reader.learn_genders(unit for paragraph in body for unit in paragraph.units)
    walk = Attribution(text, reader, Discourse(text, people, resource), settings)
    walk.interviewed = next(iter(people.named_in(*voices.presented)), None)
    found = _walk(text, body, post_list, walk, settings)
    for paragraph in heads:
        headlines.attribute(text, paragraph, found, walk, main_language)
        for item in paragraph.found:
            if item.naming:  # the body has the name
                continue
            item.kind = "headline"
            found.append(item)
            found.extend(_inner(text, item, walk, "headline"))
    return sorted(found, key=lambda item: (item.spans[0][0], -item.spans[0][1])), walk.claims


def _walk(
    text: str, body: Sequence[Paragraph], post_list: Sequence[Found], walk: Attribution, settings: Settings
) -> list[Found]:
    """Body paragraphs in order, what stands inside each quotation right after it."""
    inner: dict[int, list[Found]] = {}
    for paragraph in body:
        walk.paragraph(paragraph)
        for item in paragraph.found:
            inner[id(item)] = _inner(text, item, walk, "")
    every = [item for paragraph in body for item in paragraph.found]
    walk.name_later(every)
    kept = joined(text, body)
    for item in kept:
        item.kind = kind(text, item, settings, speech=walk.is_speech(item))
        if item.kind == "scare":
            item.speaker, item.entity, item.source = "", None, None
    for post in post_list:
        kept.append(post)
        inner[id(post)] = _inner(text, post, walk, "")
        every.append(post)
    for item in every:
        for child in inner[id(item)]:
            child.parent = _root(child.parent)
            kept.append(child)
    return kept


def _root(item: Found | None) -> Found | None:
    """The utterance that a joined part belongs to."""
    return item.parent if item is not None and item.parent is not None and item.kind == "" else item


def _paragraph(text: str, region: Region, settings: Settings, voices: turns.Voices) -> Paragraph:
    resource = quotation(region.language)
    turn = turns.turn(text, region.start, region.end, voices)
    if turn is not None:
        return _turn(text, region, turn)
    marked = quotations(text, region.start, region.end)
    found: list[Found] = []
    spoken = dash_speech(text, region.start, region.end, marked, resource) if region.kind == "paragraph" else None
    if spoken is not None:
        found.append(_found(region, spoken, list(marked), settings))
    else:
        for slot, item in enumerate(marked):
            if item.parent == -1:
                inside = _descendants(marked, slot)
                found.append(_found(region, stretch(text, item, inside, resource), inside, settings))
    parts = [part for number, item in enumerate(found) for part in _parts(item, number)]
    return Paragraph(region, found, units(text, region.start, region.end, parts, resource))


def _turn(text: str, region: Region, turn: turns.Turn) -> Paragraph:
    """A paragraph that is speech as a whole; its label is no part of the sentences."""
    inside = quotations(text, turn.start, turn.end)
    item = Found(region, [(turn.start, turn.end)], turn.mark, turn.unclosed, region.start, region.end, inside)
    if turn.name:
        item.source, item.speaker, item.cue, item.voice = turn.label, turn.name, ":", turn.name
    part = Part(turn.start, turn.end, region.start, region.end, 0)
    return Paragraph(region, [item], units(text, region.start, region.end, [part], quotation(region.language)))


def _descendants(marked: Sequence[Marked], slot: int) -> list[Marked]:
    inside = {slot}
    kept = []
    for later in range(slot + 1, len(marked)):
        if marked[later].parent not in inside:
            break
        inside.add(later)
        kept.append(marked[later])
    return kept


def _found(region: Region, speech: Stretch, inside: list[Marked], settings: Settings) -> Found:
    spans = list(speech.spans) or [(speech.outer_start, speech.outer_end)]
    if speech.unclosed and spans[-1][1] - spans[0][0] > settings.max_quote_chars:
        spans = [(spans[0][0], spans[0][0] + settings.max_quote_chars)]
    return Found(region, spans, speech.mark, speech.unclosed, speech.outer_start, speech.outer_end, inside)


def _parts(item: Found, number: int) -> list[Part]:
    """Each span as an item of the stream; the marks go with the first and the last."""
    last = len(item.spans) - 1
    outer = item.outer_start
    return [
        Part(start, end, outer if at == 0 else start, item.outer_end if at == last else end, number)
        for at, (start, end) in enumerate(item.spans)
    ]


def _inner(text: str, outer: Found, walk: Attribution, fixed: str) -> list[Found]:
    """Quotations inside a quotation, attributed by the words around them there."""
    found: list[Found] = []
    at = 0
    while at < len(outer.children):
        item = outer.children[at]
        inside = []
        while at + 1 < len(outer.children) and outer.children[at + 1].outer_start < item.outer_end:
            at += 1
            inside.append(outer.children[at])
        spans = [(item.start, item.end)]
        child = Found(outer.region, spans, item.mark, item.unclosed, item.outer_start, item.outer_end, inside, outer)
        found.append(child)
        at += 1
    if found:
        found = _attribute_inner(text, outer, found, walk)
    deeper = []
    for child in found:
        child.kind = fixed or kind(text, child, walk.settings, speech=False)
        if child.kind == "scare" and _said_name(text, outer, child):
            continue
        deeper.append(child)
        deeper.extend(_inner(text, child, walk, fixed))
    return deeper


def _said_name(text: str, outer: Found, child: Found) -> bool:
    """A name in marks that the speaker says; one in the reporting clause is the outlet's."""
    start, end = child.spans[0][0], child.spans[-1][1]
    said = any(low <= start < high for low, high in outer.spans)
    return said and is_title(text[start:end].strip(), child)


def _attribute_inner(text: str, outer: Found, found: list[Found], walk: Attribution) -> list[Found]:
    """Frames of the quotations inside `outer`; parts of one utterance are put together."""
    paragraphs = []
    for start, end in outer.spans:
        inside = [item for item in found if start <= item.spans[0][0] < end]
        if not inside:
            continue
        parts = [Part(*item.spans[0], item.outer_start, item.outer_end, at) for at, item in enumerate(inside)]
        paragraph = Paragraph(outer.region, inside, units(text, start, end, parts, quotation(outer.region.language)))
        for unit in paragraph.units:
            for at, item in enumerate(unit):
                if item.kind == "quote":
                    _frame_inner(text, outer, inside[item.quote], unit, at, walk)
        paragraphs.append(paragraph)
    spoken = {id(child) for paragraph in paragraphs for child in paragraph.found}
    aside = [child for child in found if id(child) not in spoken]  # in the reporting clause
    kept = sorted([*joined(text, paragraphs), *aside], key=lambda child: child.outer_start)
    for child in kept:
        child.parent = outer
    return kept


def _frame_inner(text: str, outer: Found, child: Found, unit: Unit, at: int, walk: Attribution) -> None:
    reader = Reader(walk.reader.people, quotation(outer.region.language))
    read = frame(text, unit, at, reader)
    if read is None or child.frame is not None:
        return
    cue = next((slot for slot, item in enumerate(unit) if item is read.cue), -1)
    first = reader.in_first_person(unit, cue)
    walk.attribute(child, read, unit, outer)
    if first:
        child.entity, child.speaker, child.source = outer.entity, outer.speaker, None


def _posts(text: str, regions: Sequence[Region]) -> list[Found]:
    """Every post block as a quotation, signed by the signature lines right below it, else right above."""
    found = []
    for at, region in enumerate(regions):
        if region.kind != "post":
            continue
        marked = quotations(text, region.start, region.end)
        post = Found(region, [(region.start, region.end)], "", False, region.start, region.end, marked, kind="post")
        lines = _signature_lines(regions, at)
        signed = posts.signature(text, lines)
        if signed is not None:
            post.speaker, post.provenance, post.posted = signed.author, signed.handle, signed.posted
            post.source = (signed.start, signed.end) if signed.start >= 0 else None
        elif at and regions[at - 1].kind == "paragraph":
            _announced(text, regions[at - 1], post)
        found.append(post)
    return found


def _announced(text: str, above: Region, post: Found) -> None:
    """An unsigned post is of the person whom the paragraph above names last, in full, before its colon."""
    said = text[above.start : above.end]
    if not said.rstrip().endswith(":"):
        return
    names = [name for name in find_names(said, above.language) if name.sure and len(name.text.split()) > 1]
    if names:
        post.speaker, post.source = names[-1].text, (above.start + names[-1].start, above.start + names[-1].end)


def _signature_lines(regions: Sequence[Region], at: int) -> list[tuple[int, int]]:
    below = _run_of_signatures(regions[at + 1 : at + 1 + _SIGNED_WITHIN])
    above = _run_of_signatures(reversed(regions[max(0, at - _SIGNED_WITHIN) : at]))
    earlier = at > 0 and any(region.kind == "post" for region in regions[max(0, at - _SIGNED_WITHIN - 1) : at])
    return [*([] if earlier else above), *below]


def _run_of_signatures(regions: Iterable[Region]) -> list[tuple[int, int]]:
    lines = []
    for region in regions:
        if region.kind != "post_signature":
            break
        lines.append((region.start, region.end))
    return lines


def _add_authors(people: People, post_list: Sequence[Found]) -> None:
    for post in post_list:
        tokens = tuple(post.speaker.split())
        if tokens and post.source is not None:
            post.entity = people.add(tokens, post.source[0])
