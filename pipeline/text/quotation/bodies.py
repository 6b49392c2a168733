"""Bodies that a phrase names beside a person: the firm that somebody heads, in one breath with the name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.text.name_match import is_cyrillic
from pipeline.text.quotation.inflection import key, sex
from pipeline.text.quotation.people import STEM, People, Tie
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Unit

_LONGEST: Final = 4
_ROLE_WITHIN: Final = 4


def note(people: People, unit: Unit, resource: Quotation) -> set[int]:
    """Enter the bodies of a sentence as groups; offsets at which their names begin."""
    found = set()
    for noun, end in _named(unit, resource):
        tokens = tuple(item.text for item in unit[noun + 1 : end])
        start = unit[noun + 1].start
        entity = people.add(tokens, start, group=True)
        if not entity.gender:
            entity.group = True
            tie = Tie(unit[noun].group, frozenset(), start, key(unit[noun].norm, people.code)[:STEM])
            entity.ties.extend([] if any(tie.same(known) for known in entity.ties) else [tie])
            found.add(start)
    return found


def _named(unit: Unit, resource: Quotation) -> Iterator[tuple[int, int]]:
    """(noun for a body, end of the name behind it)."""
    for noun in range(1, len(unit) - 1):
        item = unit[noun]
        if not item.group or item.role or not unit[noun + 1].name or unit[noun + 1].kind != "word":
            continue
        if item.name and not resource.names.nouns_capitalised:
            continue
        end = noun + 1
        while end < min(len(unit), noun + 1 + _LONGEST) and _goes_on(unit, noun + 1, end):
            end += 1
        if end > noun + 1 and (_person_behind(unit, noun, end) or _apposed(unit, noun, end, resource)):
            yield noun, end


def _goes_on(unit: Unit, first: int, at: int) -> bool:
    item = unit[at]
    named = item.kind == "word" and item.name and not item.role
    return named and is_cyrillic(item.text) == is_cyrillic(unit[first].text) and (not sex(item.norm) or at == first)


def _person_behind(unit: Unit, noun: int, end: int) -> bool:
    """`глава компании Velaria` Томаш Геллер: a role governs the body, and somebody's name in full follows."""
    if not any(item.role for item in unit[max(0, noun - _ROLE_WITHIN) : noun]) or end + 1 >= len(unit):
        return False
    behind = unit[end : end + 2]
    named = all(item.kind == "word" and item.name and not item.role for item in behind)
    return named and (bool(sex(behind[0].norm)) or is_cyrillic(behind[0].text) != is_cyrillic(unit[noun + 1].text))


def _apposed(unit: Unit, noun: int, end: int, resource: Quotation) -> bool:
    """`X, the head of the manufacturer` Velaria`.`: what completes a role that is set off behind a name."""
    if end < len(unit) and unit[end].kind == "word":
        return False
    role = next((at for at in range(noun - 1, max(0, noun - 1 - _ROLE_WITHIN), -1) if unit[at].role), 0)
    completed = role and all(
        item.tag in ("linking", "determiners", "prepositions", "between", "") and item.kind == "word"
        for item in unit[role + 1 : noun]
    )
    comma = role - 1
    while comma > 0 and unit[comma].tag == "determiners":
        comma -= 1
    between = unit[role + 1 : noun]
    linked = any(item.tag in ("linking", "determiners") for item in between) or resource.speakers.inflects
    return bool(completed) and linked and comma > 0 and unit[comma].text == "," and unit[comma - 1].name
