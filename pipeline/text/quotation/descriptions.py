"""The people and groups of an article, gathered from its sentences with what the words beside a name say of it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.languages import Lexicon
from pipeline.text.quotation import bodies
from pipeline.text.quotation.inflection import given_gender, key, sex
from pipeline.text.quotation.mentions import Run, is_place, runs
from pipeline.text.quotation.people import GROUPS, STEM, Entity, People, Tie
from pipeline.text.quotation.phrases import callings, is_age
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Item, Unit

_NP_WORDS: Final = 9
_TITLE_CHARS: Final = 32
_BETWEEN: Final = 3
_HEAD_CHARS: Final = 400
_SIGNING: Final = 3
_RANKS: Final = frozenset({"officer", "expert", "cleric"})
# Those who stand at the head of an organisation, or speak for it.
_HEADING: Final = frozenset({"director", "head", "spokes"})


def collect(units: Iterable[Unit], code: str, resource: Quotation) -> People:
    """Entities of an article: full names first, then the single tokens that belong to them."""
    people = People(code)
    units = list(units)
    known = {start for unit in units for start in bodies.note(people, unit, resource)}
    mentions = [(unit, run) for unit in units for run in runs(unit, resource) if unit[run.start].start not in known]
    for unit, run in mentions:
        if len(run.tokens) >= 2:
            _note(people, unit, run, resource)
    for unit, run in mentions:
        if len(run.tokens) == 1:
            _note_single(people, unit, run, resource)
    for entity in people.entities:
        if not entity.gender and not entity.group:
            entity.gender = given_gender(entity.name(inflected=resource.speakers.inflects))
        if entity.body and not entity.gender and not any(tie.cls not in GROUPS for tie in entity.ties):
            entity.group = True
    return people


def _note(people: People, unit: Unit, run: Run, resource: Quotation) -> None:
    inside = unit[run.start + 1 : run.end - 1]  # a quotation between two names is a nickname
    quoted = any(item.kind == "quote" and item not in inside for item in unit[run.start : run.end])
    group = quoted or run.group or any(item.group for item in unit[run.start : run.end])
    entity = people.add(run.tokens, unit[run.start].start, group=group)
    entity.author = entity.author or _signed(unit, run, resource)
    if (
        run.end + 2 < len(unit)
        and unit[run.end].text == "("
        and unit[run.end + 2].text == ")"
        and unit[run.end + 1].name
    ):
        people.alias((unit[run.end + 1].text,), entity)
        entity.group = entity.group or unit[run.end + 1].text.isupper()
    for item in unit[run.start : run.end]:
        if item.group:
            entity.ties.append(Tie(item.group, frozenset(), item.start, key(item.norm, people.code)[:STEM]))
    _describe(people, entity, unit, run, resource)


def _signed(unit: Unit, run: Run, resource: Quotation) -> bool:
    """`Updates by Ned Holloway.`: a line at the head of an article that holds nothing but who wrote it."""
    head = unit[0].start < _HEAD_CHARS and run.start > 0 and len(unit) <= run.end + 1
    return head and run.start <= _SIGNING and unit[run.start - 1].norm in resource.authorship


def _note_single(people: People, unit: Unit, run: Run, resource: Quotation) -> None:
    position = unit[run.start].start
    entity = people.find(run.tokens, position, run.cls)
    if entity is not None:
        entity.singles[run.tokens[0]] += 1
    if entity is None:
        entity = people.add(run.tokens, position, group=unit[run.start].kind == "quote")
    else:
        insort(entity.positions, position)
    _describe(people, entity, unit, run, resource)


def _describe(people: People, entity: Entity, unit: Unit, run: Run, resource: Quotation) -> None:
    """Ties and gender from the words around one mention."""
    if is_place(run.tokens, resource):
        entity.sure = True
        return
    if _adjunct(unit, run, resource):
        return
    entity.aged = entity.aged or _aged(unit, run)
    entity.sure = entity.sure or entity.aged or not _opens(unit, run, resource)
    entity.body = entity.body or _is_body(unit, run, resource)
    governed = len(entity.keys) == 1 and resource.speakers.inflects and not run.titles
    left = () if governed else _left_phrase(unit, run, resource)
    position = unit[run.start].start
    for items in (left, _right_apposition(unit, run), _left_apposition(unit, run, resource)):
        quoted = items is left and unit[run.start].kind == "quote"
        tie = _tie(people, items, position, resource, quoted=quoted)
        if tie is not None and tie.cls in GROUPS and items is left:
            if resource.speakers.inflects and _parted(items):  # `řekl deníku kronikář Jan Malý`
                continue
            entity.group = entity.group or not (entity.gender or given_gender(run.tokens))
        for found in (tie, *_further_ties(people, tie, items, position, resource.speakers.courts)):
            if found is not None and not any(found.same(known) for known in entity.ties):
                entity.ties.append(found)
        for item in items:
            entity.gender = entity.gender or _gender(item.norm, resource)
        if tie is not None or items is left:
            opening = unit[0]  # it has its capital from its place
            nouns = [item for item in items if _plain(item, resource) or (item is opening and item.tag == "")]
            entity.described |= {key(item.norm, people.code)[:STEM] for item in nouns}
    for title in run.titles:
        entity.gender = entity.gender or _gender(title, resource)


def _further_ties(people: People, tie: Tie | None, items: Sequence[Item], position: int, courts: Lexicon) -> list[Tie]:
    """The head of a ministry is its minister, that of a court a judge; a rank beside the name is one more role
    (`представитель полковник X`)."""
    if tie is None or not items:
        return []
    found = []
    if tie.cls == "head" and any(item.group == "ministry" for item in items):
        found.append(Tie("minister", tie.modifiers, position, tie.head))
    if tie.cls == "head" and any(courts.get(item.norm) for item in items):
        found.append(Tie("judge", frozenset(), position, tie.head))
    if items[-1].role in _RANKS and items[-1].role != tie.cls:
        found.append(Tie(items[-1].role, frozenset(), position, key(items[-1].norm, people.code)[:STEM]))
    return found


def _plain(item: Item, resource: Quotation) -> bool:
    """A noun or adjective that is neither name nor closed class."""
    capital = item.name and not resource.names.nouns_capitalised and not item.role
    return item.kind == "word" and not item.tag and not capital and item.norm not in resource.not_names


def _adjunct(unit: Unit, run: Run, resource: Quotation) -> bool:
    """`the Rovers captain`: in a language of noun adjuncts the words before a name describe the noun behind it."""
    behind = unit[run.end] if run.end < len(unit) else None
    noun = behind is not None and behind.kind == "word" and behind.text.islower() and bool(behind.role or behind.group)
    led = run.start > 0 and unit[run.start - 1].kind == "word" and unit[run.start - 1].tag != "prepositions"
    return resource.speakers.adjuncts and noun and led and not run.owner and not run.titles


def _opens(unit: Unit, run: Run, resource: Quotation) -> bool:
    """Whether a single word owes its capital to its place: first in its sentence, no cue or title beside it."""
    first = unit[run.start]
    if run.end - run.start > 1 or run.titles or run.owner or first.kind != "word" or resource.names.nouns_capitalised:
        return False
    if (len(first.text) > 1 and first.text.isupper()) or sex(first.norm):
        return False
    after = run.end
    while after < len(unit) and unit[after].tag == "between":
        after += 1
    spoken = after < len(unit) and _cue(unit[after])
    return not spoken and all(item.kind in ("punct", "quote") for item in unit[: run.start])


def _aged(unit: Unit, run: Run) -> bool:
    """`Karim, 16 ans,`: an age between marks behind the name; not where another subject follows, whose calling opens
    the sentence (`Vétérinaire, 44 ans, elle promet`)."""
    behind = unit[run.end : run.end + 6]
    if len(behind) < 3 or behind[0].text not in (",", "(") or behind[1].kind != "number" or len(behind[1].text) > 2:
        return False
    closed = next((at for at, item in enumerate(behind[2:5], 2) if item.text in (",", ")")), 0)
    subject = closed + 1 < len(behind) and bool(behind[closed + 1].person) and run.end == 1
    return bool(closed) and not subject


def _is_body(unit: Unit, run: Run, resource: Quotation) -> bool:
    """`X, which`, `chief executive of X`, `X's director`: what a name must be for the words beside it to fit."""
    behind = unit[run.end : run.end + 2]
    if len(behind) == 2 and behind[0].text == "," and behind[1].norm in resource.impersonal_relative:
        return True
    if run.owner:
        return bool(behind) and behind[0].role == "director"
    at = run.start - 1
    if at < 1 or unit[at].tag != "linking":
        return False
    at -= 1 if unit[at - 1].role or at < 2 else 2
    return unit[at].role in _HEADING and (len(run.tokens) > 1 or unit[at].role == "director")


def _parted(items: Sequence[Item]) -> bool:
    """Whether a plain noun stands between a group's and the name."""
    last = max(at for at, item in enumerate(items) if item.group)
    return any(item.text.islower() and not item.tag for item in items[last + 1 :])


def _gender(norm: str, resource: Quotation) -> str:
    if norm in resource.speakers.feminine:
        return "f"
    return "m" if norm in resource.speakers.masculine else ""


def _stops(item: Item) -> bool:
    return item.kind in ("punct", "quote") or item.tag in (
        "speech",
        "framing",
        "participles",
        "impersonal",
        "relay",
        "quoted",
        "breaks",
        "prepositions",
        "relative",
        "that",
    )


def _left_phrase(unit: Unit, run: Run, resource: Quotation) -> Sequence[Item]:
    """Words of the noun phrase that ends in the name (`министр транспорта` Ирена Халвич)."""
    start = run.start
    if _ship(unit, start, resource):
        return _left_phrase(unit, replace(run, start=start - 1), resource)
    if start and unit[start - 1].tag == "determiners" and resource.names.nouns_capitalised:
        return ()  # `Ministerin Kern stellte den Etat vor`: what stands before the article is another phrase
    while start > 0 and run.start - start < _NP_WORDS and not _stops(unit[start - 1]):
        before = unit[start - 1]
        if resource.names.nouns_capitalised and before.norm in resource.speakers.articles and before.norm != "der":
            break  # `im Stadtrat die Dezernentin X`: a nominative begins the phrase
        plain = before.name and not before.role and not before.group and not is_place((before.text,), resource)
        if plain and any(item.role for item in unit[start : run.start]):
            break
        start -= 1
        if unit[start].tag == "linking" and all(_leads(item) for item in unit[start + 1 : run.start]):
            return ()  # `le chef de la Rovère`, not `la compagnie de ferries Tresk Line`
    return unit[start : run.start]


def _leads(item: Item) -> bool:
    return item.tag in ("determiners", "between") or bool(item.role)


def _ship(unit: Unit, start: int, resource: Quotation) -> bool:
    """Whether a title in marks stands between a role with its complement and the name (`капітан балкера «Еразм» X`)."""
    if start < 2 or not resource.speakers.inflects or unit[start - 1].kind != "quote":
        return False
    short = unit[start - 1].end - unit[start - 1].start <= _TITLE_CHARS
    return short and unit[start - 2].kind == "word" and unit[start - 2].text.islower() and not unit[start - 2].tag


def _right_apposition(unit: Unit, run: Run) -> Sequence[Item]:
    """`X, general secretary of Y,`: words after the comma as far as the next mark."""
    if run.owner or run.end >= len(unit) or unit[run.end].text not in (",", "(", "—", "–"):
        return ()
    end = run.end + 1
    while end < len(unit) and end - run.end <= _NP_WORDS and unit[end].kind == "word" and unit[end].tag != "relative":
        if unit[end].tag == "that":
            break
        end += 1
    words = unit[run.end + 1 : end]
    closed = end >= len(unit) or unit[end].kind == "punct" or unit[end].tag in ("relative", "that")
    named = bool(words) and words[0].name and not (words[0].role and words[0].text[:1].isupper())
    described = closed and bool(words) and not named and _opens_description(words)
    return words if described and not any(_cue(item) for item in words) else ()


def _opens_description(words: Sequence[Item]) -> bool:
    return any(item.role or item.group for item in words[:6]) and words[0].tag not in (
        "breaks",
        "speech",
        "participles",
    )


def _of_origin(item: Item, resource: Quotation) -> bool:
    """An article or a nationality, which may stand between an office and the name of who holds it."""
    return item.tag == "determiners" or resource.names.demonyms.match([item.norm], 0) is not None


def _left_apposition(unit: Unit, run: Run, resource: Quotation) -> Sequence[Item]:
    """`The head of the union, X,`: words before the comma."""
    comma = run.start - 1 - len(run.titles)
    while comma > 0 and run.start - comma <= _BETWEEN and _of_origin(unit[comma], resource):
        comma -= 1  # `seinen Trainer,` den Italiener `Ettore Brandt`
    if comma < 1 or unit[comma].text != ",":
        return ()
    start = comma
    while start > 0 and comma - start < _NP_WORDS + 3 and unit[start - 1].kind == "word" and not _cue(unit[start - 1]):
        start -= 1
    words = unit[start:comma]
    return words if words and _opens_description(words) else ()


def _cue(item: Item) -> bool:
    return item.tag in ("speech", "framing", "participles", "impersonal", "relay", "quoted", "relative", "that")


def _tie(
    people: People, items: Sequence[Item], position: int, resource: Quotation, *, quoted: bool = False
) -> Tie | None:
    roles = callings(items, resource) or [item for item in items if item.group]
    if not roles:
        return None
    if quoted and items[-1].group:  # `директор компанії «Луч»`: the noun beside the name is its own
        roles = [items[-1]]
    words = [
        item.norm.removesuffix("'s")
        for item in items
        if item not in roles
        and item.tag in ("", "+")
        and (item.name or item.norm not in resource.not_names)
        and not is_age(items, item, resource)
    ]
    head = _head(roles, items, resource)
    cls = head.group if quoted and head.group else head.role or head.group
    return Tie(cls, people.modifiers(words), position, key(head.norm, people.code)[:STEM])


def _head(roles: Sequence[Item], items: Sequence[Item], resource: Quotation) -> Item:
    """The noun that the others qualify: the first, or in a language of noun adjuncts the last before an `of`."""
    if not resource.speakers.adjuncts:
        return roles[0]
    linked = next((at for at, item in enumerate(items) if item.tag in ("linking", "prepositions")), len(items))
    return next((item for item in reversed(items[:linked]) if item in roles), roles[0])
