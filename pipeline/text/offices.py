"""The office or calling that a text ties to a person: "port chief Tomas Brandt", "Karl Weber, a geologist"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final

from pipeline.languages import Lexicon, language, norm_word, split_forms
from pipeline.text.names import Name, find_names
from pipeline.text.tokens import Token, tokenize

REACH: Final = 5
"""Words between an office and the name it stands before («глава портовой администрации Томас Брандт»)."""


@dataclass(frozen=True, slots=True)
class Office:
    """`calling` is a class of the language files (head, minister, officer, expert ...); offsets are the sentence's."""

    person: str
    calling: str
    text: str
    start: int
    end: int
    portfolios: frozenset[str] = frozenset()
    """Of a minister: finance, interior ...; several where the words name several."""


def find_offices(text: str, code: str) -> list[Office]:
    """Every person of two names or more with the office beside the name, in order; names without one are left out."""
    tokens = tokenize(text, code)
    found = []
    for name in find_names(text, code):
        if name.sure and " " in name.text:
            led = _inside(text, tokens, name, code)
            if led:
                found.append(led)
                continue
            at = _before(tokens, name, code) or _after(tokens, name, code)
            if at:
                first, last, calling = at
                start, end = tokens[first].start, tokens[last - 1].end
                kept = _portfolios_at(tokens, name, first, last, code)
                if kept:
                    near = [tokens[at] for span in kept.values() for at in range(*span)]
                    start, end = min(start, near[0].start), max(end, near[-1].end)
                found.append(Office(name.text, calling, text[start:end], start, end, frozenset(kept)))
    return found


def _inside(text: str, tokens: list[Token], name: Name, code: str) -> Office | None:
    """An office that its capital made a part of the name: „Museumsdirektorin Katharina Ebeling“."""
    within = [t for t in tokens if name.start <= t.start < name.end]
    role = _roles(code).match([t.norm for t in within], 0)
    if role is None or len(within) - role[0] < 2 or within[0].kind != "word":
        return None
    end = within[role[0] - 1].end
    return Office(text[within[role[0]].start : name.end], role[1], text[name.start : end], name.start, end)


def _portfolios_at(tokens: list[Token], name: Name, first: int, last: int, code: str) -> dict[str, tuple[int, int]]:
    """The fields that stand by an office: one word before it, inside its compound, or after it up to the name."""
    low = max(0, first - 1)
    high = last
    while high < min(len(tokens), last + REACH) and tokens[high].kind == "word" and tokens[high].start != name.start:
        high += 1
    found = _portfolios(code).walk([token.norm for token in tokens[low:high]])
    return {field: (low + one, low + two) for one, two, field in found}


def _before(tokens: list[Token], name: Name, code: str) -> tuple[int, int, str] | None:
    """The nearest office before the name, with nothing between but what it is an office of.

    A function word right before the name parts the two: "the director of Nordmarmor" is not Nordmarmor.
    """
    whole = end = next((i for i, t in enumerate(tokens) if t.end > name.start), 0)
    norms = [t.norm for t in tokens[:whole]]
    while end > 1 and tokens[end - 1].norm in _ranks(code):
        end -= 1  # "the commander of the post, Major Anton Beresh,"
    if end > 1 and tokens[end - 1].text == "," and _comma_after(tokens, name):
        end -= 1  # „le ministre des Finances, Pavel Reiss, a dit“
    if end and tokens[end - 1].norm in language(code).stopwords:
        return None
    stops = _closed(code)
    near = list(takewhile(lambda i: tokens[i].kind == "word" and tokens[i].norm not in stops, range(end - 1, -1, -1)))
    first = near[-1] if near else end
    roles = [r for r in _roles(code).walk([t.norm for t in tokens[:end]]) if r[0] >= max(first, end - REACH)]
    if roles or end == whole:
        return roles[-1] if roles else None
    return next(((first, last, role) for first, last, role in _roles(code).walk(norms) if end <= first < whole), None)


def _comma_after(tokens: list[Token], name: Name) -> bool:
    """Whether the name closes with a comma, or ends the sentence: an apposition."""
    following = next((t.text for t in tokens if t.start >= name.end), ".")
    return following in {",", "."}


def _after(tokens: list[Token], name: Name, code: str) -> tuple[int, int, str] | None:
    """The office in the apposition that follows: a comma, and the next words up to another mark."""
    at = next((i for i, t in enumerate(tokens) if t.start >= name.end), len(tokens))
    if at >= len(tokens) or tokens[at].text != ",":
        return None
    words = list(takewhile(lambda t: t.kind == "word", tokens[at + 1 : at + 1 + REACH]))
    role = next(_roles(code).walk([t.norm for t in words]), None)
    if role is None or any(t.norm in _closed(code) for t in words[: role[0]]):
        return None
    return at + 1 + role[0], at + 1 + role[1], role[2]


def is_role(word: str, code: str) -> bool:
    """Whether a word by itself says what somebody is ("Trainer")."""
    return _roles(code).match([norm_word(word)], 0) is not None


@lru_cache(maxsize=64)
def _roles(code: str) -> Lexicon:
    """Callings: those of `offices` before the broader ones of speakers."""
    table = language(code).section("speakers").get("roles", {})
    closer = language(code).section("offices").get("callings", {})
    rows = [*closer.items(), *table.items()]
    return Lexicon((form, calling) for calling, forms in rows for form in split_forms(forms))


@lru_cache(maxsize=64)
def _ranks(code: str) -> frozenset[str]:
    return frozenset(norm_word(form) for form in split_forms(language(code).section("offices").get("ranks", "")))


@lru_cache(maxsize=64)
def _portfolios(code: str) -> Lexicon:
    return Lexicon.from_table(language(code).section("offices").get("portfolios", {}))


@lru_cache(maxsize=64)
def _closed(code: str) -> frozenset[str]:
    """Words that part an office from a name: prepositions but "of", conjunctions, pronouns, verbs of saying."""
    speakers, cues = language(code).section("speakers"), language(code).section("cues")
    lists = ("prepositions", "conjunctions", "relative", "breaks", "first_person")
    forms = [form for name in lists for form in split_forms(speakers.get(name))]
    forms += [form for row in speakers.get("pronouns", {}).values() for form in split_forms(row)]
    forms += [form for name in ("speech", "framing", "participles") for form in split_forms(cues.get(name))]
    return frozenset(norm_word(form) for form in forms if "_" not in form and "*" not in form)
