"""Names as they stand in a sentence: where each begins and ends once titles and places are cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.languages import language, norm_word
from pipeline.text.quotation.inflection import is_nominative, sex
from pipeline.text.quotation.resource import Quotation
from pipeline.text.quotation.stream import Item

# Endings that no given name has in the nominative.
_GENITIVE: Final = ("ии", "ії", "ої", "ой")
# Callings that are surnames as well.
_TRADES: Final = frozenset({"worker", "expert", "player", "coach", "cleric", "person", "officer", "witness"})
_GLUE: Final = frozenset({"'s", "’s"})


@dataclass(frozen=True, slots=True)
class Run:
    """Items `start:end` of a unit that make one name, titles already cut off; `owner` when it is a possessive."""

    start: int
    end: int
    tokens: tuple[str, ...]
    owner: bool
    titles: tuple[str, ...] = ()
    cls: str = ""
    group: bool = False


def runs(items: Sequence[Item], resource: Quotation) -> list[Run]:
    """Names among `items`, left to right."""
    found: list[Run] = []
    at = 0
    while at < len(items):
        if not items[at].name:
            at += 1
            continue
        end = _run_end(items, at, resource)
        run = _trimmed(items, at, end, resource)
        if run is not None:
            found.append(run)
        at = end
    return found


def _run_end(items: Sequence[Item], at: int, resource: Quotation) -> int:
    """End of the run of name items at `at`: particles, initials and abbreviated titles join, a possessive ends."""
    end = at + 1
    if items[at].kind == "quote":  # `компанія «Луч» Іван Бондар`: two names
        return end
    while end < len(items) and not _possessive(items[end - 1]):
        item = items[end]
        following = items[end + 1] if end + 1 < len(items) else None
        if item.name and item.kind == "word":
            if _script(item) != _script(items[end - 1]):  # `Tresk Line Джордж Раунтри`
                break
            end += 1
        elif (
            (
                item.kind == "quote"
                and item.name
                and following is not None
                and following.name
                and following.kind == "word"
            )
            or (following is not None and following.name and following.kind == "word" and _joins(items, end, resource))
            or (
                following is not None
                and following.name
                and item.norm in resource.conjunctions
                and (items[at].group or (at and items[at - 1].group))
            )
        ):
            end += 2
        else:
            break
    return end


def _script(item: Item) -> bool:
    """Whether the word is written in Cyrillic."""
    return "\u0400" <= item.text[:1] <= "\u04ff"


def _joins(items: Sequence[Item], at: int, resource: Quotation) -> bool:
    item, before = items[at], items[at - 1]
    if at == 1 and item.norm in resource.agent and not sex(before.norm):  # `Raggiunto da Campo Sera`
        return False
    if item.text == "." and item.start == before.end == items[at + 1].start - 1:
        return True
    if item.text == "." and item.start == before.end:
        return (
            len(before.text) == 1 or before.norm in resource.names.titles or before.norm in resource.speakers.honorifics
        )
    if item.text == "&":
        return True
    return (
        item.norm in resource.names.particles
        and item.tag not in ("breaks",)
        and item.text.islower()
        and len(item.text) < 5
        and item.norm not in ("the", "of", "and")
    )


def _possessive(item: Item) -> bool:
    return item.norm.endswith("'s") or item.norm.endswith("s'")


def _trimmed(items: Sequence[Item], start: int, end: int, resource: Quotation) -> Run | None:
    """Titles, demonyms and honorifics cut from the front; None where only those are left."""
    first = start
    titles: list[str] = []
    group = False
    for at in range(start, end):
        item = items[at]
        if at == end - 1 and (_follows_name(items[first:at], resource) or not _titled(item, resource)):
            break
        behind = titles and (titles[-1] in resource.speakers.honorifics or resource.names.nouns_capitalised)
        if at == end - 1 and behind and item.role in _TRADES:
            break  # `Mr Baker`, `Minister Koch`
        if _titled(item, resource) and not _group_name(items[at:end]):
            titles.append(item.norm)
            first = at + 1
        elif item.group and at == first and at < end - 1 and resource.names.nouns_capitalised:
            group = True
            first = at + 1
    if not any(item.group for item in items[first:end]):
        first = _past_places(items, first, end, resource)
    first = _at_given_name(items, first, end)
    first = _past_genitive(items, first, end, resource)
    if first >= end:
        return None
    kept = [item for item in items[first:end] if item.kind == "word" or item.text == "&"] or list(items[first:end])
    words = (word for item in kept if item.kind != "punct" or item.text == "&" for word in item.text.split())
    tokens = tuple(filter(None, map(_bare, words)))
    cls = next((item.role for item in items[max(0, start - 1) : first] if item.role), "")
    return Run(first, end, tokens, _possessive(items[end - 1]), tuple(titles), cls, group) if tokens else None


def _follows_name(items: Sequence[Item], resource: Quotation) -> bool:
    """Whether a title at the end of a run is a surname (Juana `Rey`), not an office (US `President`)."""
    places = [item.text.isupper() or is_place((item.text,), resource) for item in items]
    return bool(items) and not any(places)


def _past_places(items: Sequence[Item], first: int, end: int, resource: Quotation) -> int:
    """Start of the name behind a country, demonym or initialism (`МИД России` Сергей Лавров)."""
    names = resource.names
    while first < end - 1:
        if items[first].kind == "punct":
            first += 1
            continue
        norms = [item.norm for item in items[first:end]]
        hit = names.demonyms.match(norms, 0) or names.table.match(norms, 0)
        shouted = len(items[first].text) > 1 and items[first].text.isupper()
        step = hit[0] if hit else 1 if shouted else 0
        if not step or first + step > end - (2 if not (hit and names.demonyms.match(norms, 0)) else 1):
            break
        first += step
    return first


def _at_given_name(items: Sequence[Item], first: int, end: int) -> int:
    """Past words before a well-known first name (`Мэр Вальдова` Ольга Кузнецова, `Bäckerin` Julia Zimmer)."""
    if end - first < 3:
        return first
    given = [at for at in range(first, end - 1) if sex(items[at].norm)]
    if not given or given[0] == first or any(item.group for item in items[given[0] : end]):
        return first
    return given[0] if items[given[0] - 1].kind == "word" else first


def _past_genitive(items: Sequence[Item], first: int, end: int, resource: Quotation) -> int:
    """Past a place in the genitive that closes the phrase before a full name (`глава Федерации Кастовии` Дора Линд)."""
    if not resource.speakers.inflects or first == 0 or items[first - 1].kind != "word":
        return first
    while end - first >= 3 and items[first].norm.endswith(_GENITIVE) and is_nominative(_texts(items[first + 1 : end])):
        first += 1
    return first


def _texts(items: Sequence[Item]) -> list[str]:
    return [item.text for item in items]


def _titled(item: Item, resource: Quotation) -> bool:
    return bool(item.role) or item.norm in resource.names.titles or item.norm in resource.speakers.honorifics


def _group_name(items: Sequence[Item]) -> bool:
    return any(item.group for item in items[1:])


def _bare(text: str) -> str:
    for glue in _GLUE:
        text = text.removesuffix(glue)
    return text.rstrip("'’")


def is_place(tokens: Sequence[str], resource: Quotation) -> bool:
    """Whether the table knows the name, as that of a country, city or body."""
    norms = [norm_word(token) for token in tokens]
    for table in (resource.names.table, resource.names.metonyms, resource.names.demonyms):
        hit = table.match(norms, 0)
        if hit is not None and hit[0] == len(norms):
            return hit[1] not in _public_figures()
    return False


@lru_cache(maxsize=1)
def _public_figures() -> frozenset[str]:
    """Persons among the names of the table."""
    return frozenset(map(str, language("und").section("people").get("in_table", ())))
