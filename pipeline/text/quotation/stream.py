"""A stretch of text as tagged items, quotations standing in it as single items, cut into sentences.

Everything that decides who speaks reads these units, so nothing inside a quotation is mistaken for reporting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.languages import Lexicon
from pipeline.text.quotation.inflection import sex
from pipeline.text.quotation.resource import WORD_LISTS, Quotation
from pipeline.text.tokens import Token, tokenize

# A longer sentence is read in pieces: what reports lies near what is reported, and time stays linear.
_UNIT_ITEMS: Final = 120
_ORDINAL_DIGITS: Final = 2
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_TITLE_WORDS: Final = 2
_ABBREVIATION: Final = 4
_REFLEXIVE: Final = 2  # French `s'` owns nothing
_NAME_CHARS: Final = 48
_TERMINAL: Final = frozenset(".!?…。！？")
_STOPS: Final = frozenset({".", "!", "?", "…", "..", "...", "....", "。", "！", "？"})
_CLOSING: Final = frozenset("\"'”’»“)]")
_BEHIND_PERSONS: Final = frozenset({"speech", "framing", "between", "inline", "breaks"})
DASHES: Final = frozenset({"—", "–", "-", "--", "―"})


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of quoted speech in reading order; `quote` is the caller's number for it."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    quote: int


@dataclass(frozen=True, slots=True)
class Item:
    """A word, number, punctuation mark or quotation. `tag` is a cue kind, a closed word class, or empty.

    `person` holds the pronoun's class (m f n p), `role` and `group` the class of the noun.
    """

    text: str
    norm: str
    start: int
    end: int
    kind: str
    tag: str = ""
    quote: int = -1
    person: str = ""
    role: str = ""
    group: str = ""
    name: bool = False
    outer_end: int = -1


Unit = tuple[Item, ...]


def units(text: str, start: int, end: int, parts: Sequence[Part], resource: Quotation) -> list[Unit]:
    """Sentences of `text[start:end]` around its quotations, in order."""
    items = _items(text, start, end, parts, resource)
    return _split(text, items, resource)


def _items(text: str, start: int, end: int, parts: Sequence[Part], resource: Quotation) -> list[Item]:
    found: list[Item] = []
    at = start
    for part in parts:
        found.extend(_words(text, at, part.outer_start, resource))
        found.append(_quoted(text, part, found, resource))
        at = max(at, part.outer_end)
    found.extend(_words(text, at, end, resource))
    return found


def _quoted(text: str, part: Part, before: list[Item], resource: Quotation) -> Item:
    """A quotation as one item; set after a noun for a group it is that group's name (`компания «Луч»`).

    After a role one or two words are the ship or house that the role belongs to (`капитан «Зари» Иван Бондар`).
    """
    content = text[part.start : part.end]
    noun = before[-1] if before else None
    named = noun is not None and (bool(noun.group) or (noun.name and not resource.names.nouns_capitalised))
    titled = noun is not None and (bool(noun.role) or noun.tag == "documents")
    named = named or (titled and len(content.split()) <= _TITLE_WORDS)
    naming = named and content[:1].isupper()
    name = naming and len(content) <= _NAME_CHARS and content[-1:] not in ".,!?…"
    return Item(
        content if name else "",
        content.rstrip()[-1:],
        part.start,
        part.end,
        "quote",
        quote=part.quote,
        name=name,
        outer_end=part.outer_end,
    )


def _words(text: str, start: int, end: int, resource: Quotation) -> list[Item]:
    if start >= end:
        return []
    tokens = tokenize(text[start:end], resource.code)
    norms = [token.norm for token in tokens]
    tags = _tags(tokens, norms, resource)
    items = [_item(tokens, norms, at, tags[at], start, resource) for at in range(len(tokens))]
    items = _with_possessives(items)
    items = [_as_name(items, at, resource) for at in range(len(items))]
    return [_as_person(items, at, _as_noun(items, at, resource), resource) for at in range(len(items))]


def _as_name(items: list[Item], at: int, resource: Quotation) -> Item:
    """A capital behind a given name is a surname, whatever else the word means (`Gudrun Weil`); in a language without
    articles one that opens a sentence makes no name of a noun (`Музей опублікував`)."""
    item = items[at]
    if item.kind != "word" or not item.text[:1].isupper() or item.text.isupper():
        return item
    before = items[at - 1] if at else None
    if not item.name:
        given = before is not None and before.name and before.kind == "word" and bool(sex(before.norm))
        return replace(item, name=True, tag="") if given and item.tag not in ("speech", "+") else item
    opens = before is None or before.text in _STOPS
    common = item.group and item.group != "agency" and not resource.speakers.definite
    behind = items[at + 1] if at + 1 < len(items) else None
    alone = behind is None or (behind.kind == "word" and not behind.name)
    return replace(item, name=False) if opens and common and alone else item


def _as_person(items: list[Item], at: int, item: Item, resource: Quotation) -> Item:
    """A nationality that stands by itself behind an article (`the Moroccan` said) is a person."""
    if at == 0 or item.kind != "word" or item.role or items[at - 1].norm not in resource.speakers.definite:
        return item
    behind = items[at + 1] if at + 1 < len(items) else None
    alone = behind is None or behind.kind == "punct" or behind.tag in _BEHIND_PERSONS
    if not alone or item.norm.endswith(resource.speakers.plural_nouns or ("\0",)):
        return item
    hit = resource.names.demonyms.match([item.norm], 0)
    return replace(item, role="person", name=False) if hit is not None else item


def _with_possessives(items: list[Item]) -> list[Item]:
    """A plural's apostrophe as part of its word (`the dockers' union`)."""
    kept: list[Item] = []
    for item in items:
        before = kept[-1] if kept else None
        if item.text in ("'", "’") and before is not None and before.end == item.start and before.norm.endswith("s"):
            kept[-1] = replace(before, text=before.text + item.text, norm=before.norm + "'", end=item.end)
        else:
            kept.append(item)
    return kept


def _as_noun(items: list[Item], at: int, resource: Quotation) -> Item:
    """A cue form that is a noun here: behind a determiner or preposition no cue, behind a possessor a nominal one."""
    item = items[at]
    if item.tag not in ("speech", "framing", "relay", "participles") or at == 0:
        return item
    before = items[at - 1]
    if item.tag == "participles":
        return replace(item, tag="") if before.tag == "determiners" and not before.person else item
    if item.tag != "relay" and _passive(items, at, resource):
        return replace(item, tag="")
    noun = resource.words["documents"].get(item.norm)
    if noun and before.kind == "word" and not before.tag and not (before.name or before.role or before.group):
        return replace(item, tag="documents")
    if (before.kind == "word" and len(before.norm) > _REFLEXIVE and before.norm.endswith(("'s", "s'"))) or (
        before.person and before.tag == "determiners"
    ):
        return replace(item, tag="nominal")
    counted = before.kind == "number" and not _YEAR.fullmatch(before.text)
    if before.tag in ("determiners", "linking", "prepositions") or counted:
        return replace(item, tag="documents" if noun else "")
    return item


def _passive(items: list[Item], at: int, resource: Quotation) -> bool:
    """`was asked`, `be released`: the subject is not who speaks."""
    back = at - 1
    while back > 0 and items[back].tag == "between" and items[back].norm not in resource.passive:
        back -= 1
    return items[back].norm in resource.passive


def _tags(tokens: list[Token], norms: list[str], resource: Quotation) -> list[str]:
    """Cue kind or word class of each word; a phrase gives its class to its first word and `+` to the others."""
    tags = [""] * len(norms)
    at = 0
    while at < len(norms):
        length, tag = _tag(norms, at, resource) if tokens[at].kind == "word" or norms[at] == "&" else (1, "")
        if tag:
            tags[at] = tag
            tags[at + 1 : at + length] = ["+"] * (length - 1)
        at += max(1, length)
    return tags


def _tag(norms: list[str], at: int, resource: Quotation) -> tuple[int, str]:
    best = (0, "")
    for name, lexicon in (("according", resource.according), ("after", resource.according_after)):
        hit = lexicon.match(norms, at)
        if hit and hit[0] > best[0]:
            best = (hit[0], name)
    hit = resource.cues.match(norms, at)
    if hit and hit[0] > best[0]:
        best = (hit[0], hit[1])
    for name in WORD_LISTS:
        hit = resource.words[name].match(norms, at)
        if hit and hit[0] > best[0]:
            best = (hit[0], name)
    return best


def _item(tokens: list[Token], norms: list[str], at: int, tag: str, offset: int, resource: Quotation) -> Item:
    token = tokens[at]
    if token.kind != "word":
        return Item(token.text, token.norm, token.start + offset, token.end + offset, token.kind, tag)
    speakers = resource.speakers
    noun = token.norm.removesuffix("'s").removesuffix("s'")
    name = _is_name(token, tag, resource)
    return Item(
        token.text,
        token.norm,
        token.start + offset,
        token.end + offset,
        token.kind,
        tag,
        person=speakers.pronouns.get(token.norm) or _enclitic(token.norm, speakers.pronouns),
        role=_class(speakers.roles.match(norms, at), speakers.roles.get(noun)),
        group=_class(speakers.groups.match(norms, at), speakers.groups.get(noun)),
        name=name,
    )


def _enclitic(norm: str, pronouns: Lexicon) -> str:
    """The pronoun that a hyphen ties to its verb (`a-t-il`, `déclare-t-elle`)."""
    verb, hyphen, last = norm.rpartition("-")
    return pronouns.get(last) or "" if hyphen and verb.isalpha() | verb.endswith("-t") else ""


def _class(phrase: tuple[int, str] | None, single: str | None) -> str:
    return phrase[1] if phrase else single or ""


def _is_name(token: Token, tag: str, resource: Quotation) -> bool:
    """Upper-case word that is no function word, weekday, month or cue."""
    if token.kind != "word" or not token.text[0].isupper() or token.norm in resource.speakers.pronouns:
        return False
    shouted = sum(map(str.isalpha, token.text)) > 1 and token.text.isupper()
    if shouted:
        return token.norm not in resource.zones
    bare = token.norm.removesuffix("'s")
    if token.norm in resource.weekdays or bare in resource.weekdays or token.norm in resource.months:
        return False
    return token.norm not in resource.not_names and tag not in ("speech", "participles", "according", "+", "that")


def _split(text: str, items: list[Item], resource: Quotation) -> list[Unit]:
    """Cut after a full stop, or after a quotation that ends with one, when a new sentence follows."""
    found: list[Unit] = []
    current: list[Item] = []
    for at, item in enumerate(items):
        current.append(item)
        following = items[at + 1] if at + 1 < len(items) else None
        if len(current) >= _UNIT_ITEMS and (item.kind == "punct" or len(current) >= 2 * _UNIT_ITEMS):
            found.append(tuple(current))
            current = []
            continue
        if following is None or not _ends(text, items, at):
            continue
        if _begins(text, items, at, resource):
            found.append(tuple(current))
            current = []
    if current:
        found.append(tuple(current))
    return found


def _ends(text: str, items: list[Item], at: int) -> bool:
    item = items[at]
    if item.kind == "quote":
        return text[item.start : item.end].rstrip()[-1:] in _TERMINAL
    if item.kind == "word" and item.text.endswith("."):
        return items[at + 1].kind == "quote" and _new_speech(text, items[at + 1]) if at + 1 < len(items) else True
    if item.text in _STOPS:
        return at + 1 >= len(items) or items[at + 1].start > item.end or item.text != "."
    return item.text in _CLOSING and at > 0 and items[at - 1].text in _STOPS


def _begins(text: str, items: list[Item], at: int, resource: Quotation) -> bool:
    """Whether the item after `at` starts a sentence."""
    item, following = items[at], items[at + 1]
    if following.kind == "quote":
        return following.start - item.end < 12 and (item.kind != "quote" or _new_speech(text, following))
    if following.text in DASHES or following.text in _STOPS or following.kind == "punct":
        return following.text in "([¿¡" and item.kind != "quote"
    if item.kind != "quote":
        return not _abbreviated(items, at, resource) and not following.text[:1].islower()
    if following.text[:1].islower():
        return False
    return text[item.start : item.end].rstrip()[-1:] == "." or not _reporting(items, at + 1)


def _new_speech(text: str, quote: Item) -> bool:
    return text[quote.start : quote.start + 1].isupper() or not text[quote.start : quote.start + 1].isalpha()


def _abbreviated(items: list[Item], at: int, resource: Quotation) -> bool:
    """A full stop after an initial or an honorific (`D. Trump`, `Mr. Kim`)."""
    if items[at].text != "." or at == 0:
        return False
    before = items[at - 1]
    glued = before.end == items[at].start
    if glued and before.kind == "number" and resource.ordinal_dot and len(before.text) <= _ORDINAL_DIGITS:
        return True
    speakers = resource.speakers
    titled = before.norm in resource.names.titles or before.norm in speakers.honorifics
    spelt_out = len(before.norm) > _ABBREVIATION or (  # `die Ministerin.`, `seine Frau.` end a sentence
        len(before.norm) == _ABBREVIATION and (before.norm in speakers.feminine or before.norm in speakers.masculine)
    )
    short = len(before.text) == 1 or (titled and not spelt_out)
    return glued and before.kind == "word" and before.text[:1].isupper() and short


def _reporting(items: list[Item], at: int) -> bool:
    """A reporting clause (`“Why?” Vitter demanded.`): a cue among its first few words."""
    for item in items[at : at + 7]:
        if item.kind in ("punct", "quote"):
            return False
        if item.tag in ("speech", "quoted", "relay", "impersonal"):
            return True
    return False
