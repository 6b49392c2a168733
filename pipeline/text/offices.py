"""The office or calling that a text ties to a person: "port chief Tomas Brandt", "Karl Weber, a geologist"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final

from pipeline.languages import Lexicon, language, norm_word, split_forms
from pipeline.text.grammar import grammar
from pipeline.text.names import Name, find_names
from pipeline.text.tokens import REMEMBERED, Token, tokenize

REACH: Final = 5
"""Words between an office and the name it stands before («глава портовой администрации Томас Брандт»)."""
LED_BY: Final = 3
"""Words before an office that may still be of it ("the coast guard's deputy", "first deputy to the")."""
APPOSITION: Final = 10
NATION: Final = 2
"""Words of a name before the office in it: "Kestrian Agriculture Minister Eva Roth"."""
MEMBER: Final = ""
"""The calling of somebody of whom only the body is told: „Lars Brekke von der Küstenwache“."""


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
    bodies: frozenset[str] = frozenset()
    """What the person speaks for or leads, by class: police, union, museum, the United Nations ..."""
    deputy: bool = False


def find_offices(text: str, code: str) -> list[Office]:
    """Every person of two names or more with the office beside the name, in order; names without one are left out."""
    return list(_found(text, code))


@lru_cache(maxsize=REMEMBERED)
def _found(text: str, code: str) -> tuple[Office, ...]:
    tokens = tokenize(text, code)
    found = []
    for name in find_names(text, code):
        if name.sure and " " in name.text and not _is_body(name, code):
            office = _member(text, tokens, name, code) or _inside(text, tokens, name, code)
            office = office or _beside(text, tokens, name, code)
            if office:
                found.append(office)
    return tuple(found)


def _beside(text: str, tokens: list[Token], name: Name, code: str) -> Office | None:
    """The office before the name, else the one in the apposition after it."""
    before = _before(tokens, name, code)
    at = before or _after(tokens, name, code)
    if not at:
        return None
    first, last, calling = at
    start, end = tokens[first].start, tokens[last - 1].end
    kept = _portfolios_at(tokens, name, first, last, code)
    if kept:
        near = [tokens[at] for span in kept.values() for at in range(*span)]
        start, end = min(start, near[0].start), max(end, near[-1].end)
    whole = _phrase(tokens, name, first, last, before=before is not None)
    return Office(name.text, calling, text[start:end], start, end, frozenset(kept), *_held(whole, code))


def _phrase(tokens: list[Token], name: Name, first: int, last: int, *, before: bool) -> list[Token]:
    """The words of an office: those that lead to it, it, and what follows up to the name's end or the next mark."""
    low = first
    while low > max(0, first - LED_BY) and tokens[low - 1].kind == "word":
        low -= 1
    if before:
        return [t for t in tokens[low:] if t.start < name.end]
    return tokens[low:last] + list(takewhile(lambda t: t.kind == "word", tokens[last : last + APPOSITION]))


def _held(phrase: list[Token], code: str) -> tuple[frozenset[str], bool]:
    """The bodies that the words name, and whether they make the person a deputy."""
    norms = [t.norm.removesuffix("'s").removesuffix("'") for t in phrase]
    bodies = frozenset(body for _, _, body in _bodies(code).walk(norms))
    return bodies, next(_deputies(code).walk(norms), None) is not None


def _is_body(name: Name, code: str) -> bool:
    norms = [t.norm for t in tokenize(name.text, code)]
    match = _bodies(code).match(norms, 0)
    return match is not None and match[0] == len(norms)


def _member(text: str, tokens: list[Token], name: Name, code: str) -> Office | None:
    """„Lars Brekke von der Küstenwache“: a body that a particle made a part of the name."""
    within = [t for t in tokens if name.start <= t.start < name.end]
    particles = language(code).names.particles
    at = next((n for n, t in enumerate(within) if t.norm in particles and t.text.islower()), len(within))
    rest = within[at:]
    bodies, _ = _held(rest, code)
    if at < 2 or not bodies:
        return None
    start, end = rest[0].start, rest[-1].end
    return Office(text[name.start : within[at - 1].end], MEMBER, text[start:end], start, end, bodies=bodies)


def _inside(text: str, tokens: list[Token], name: Name, code: str) -> Office | None:
    """An office that its capital made a part of the name: „Museumsdirektorin Eva Roth“, "Labour Minister Eva Roth"."""
    within = [t for t in tokens if name.start <= t.start < name.end]
    norms = [t.norm for t in within]
    role = next((r for r in _roles(code).walk(norms) if r[0] <= NATION and len(within) - r[1] >= 2), None)
    if role is None or any(t.kind != "word" for t in within[: role[1]]):
        return None
    end = within[role[1] - 1].end
    low = next(n for n, t in enumerate(tokens) if t.start == name.start)
    calling = _begun(tokens, low, low + role[1], code) or role[2]
    held = _held(_phrase(tokens, name, low, low + role[1], before=True), code)
    fields = frozenset(field for _, _, field in _portfolios(code).walk(norms[: role[1]]))
    return Office(
        text[within[role[1]].start : name.end], calling, text[name.start : end], name.start, end, fields, *held
    )


def _begun(tokens: list[Token], low: int, high: int, code: str) -> str | None:
    """The calling whose first words stand before the name: „der kaufmännische Geschäftsführer Karl Weber“."""
    norms = [t.norm for t in tokens[:high]]
    for at in range(max(0, low - LED_BY), low):
        role = _roles(code).match(norms, at)
        if role is not None and at + role[0] == high:
            return role[1]
    return None


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
    if end == whole and end and tokens[end - 1].norm in language(code).stopwords:
        return None
    stops = _closed(code)
    near = list(takewhile(lambda i: tokens[i].kind == "word" and tokens[i].norm not in stops, range(end - 1, -1, -1)))
    first = near[-1] if near else end
    roles = [r for r in _roles(code).walk([t.norm for t in tokens[:end]]) if r[0] >= max(first, end - REACH)]
    if roles and roles[-1][0] and tokens[roles[-1][0] - 1].norm in _joining(code):
        return None  # «глава профсоюза докеров и моряков Надя Сорель» is no sailor
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
    if at + 2 < len(tokens) and tokens[at + 1].kind == "number" and tokens[at + 2].text == ",":
        at += 2  # "Eva Roth, 58, the director of the museum"
    words = list(takewhile(lambda t: t.kind == "word", tokens[at + 1 : at + 1 + REACH]))
    if len(words) > 1 and words[0].norm in _relative(code) and words[1].norm in grammar(code).auxiliaries:
        at, words = at + 2, words[2:]  # "Eva Roth, who was the duty commander that night"
    role = next(iter(_roles(code).walk([t.norm for t in words])), None)
    if role is None or any(t.norm in _closed(code) for t in words[: role[0]]):
        return None
    return at + 1 + role[0], at + 1 + role[1], role[2]


def is_role(word: str, code: str) -> bool:
    """Whether a word by itself says what somebody is ("Trainer")."""
    return _roles(code).match([norm_word(word)], 0) is not None


class _Roles:
    """Callings: those of `offices` before the broader ones of speakers, whichever of the two has the closer form."""

    def __init__(self, closer: Lexicon, broader: Lexicon) -> None:
        self._closer, self._broader = closer, broader

    def match(self, norms: list[str], at: int) -> tuple[int, str] | None:
        close, broad = self._closer.match(norms, at), self._broader.match(norms, at)
        return broad if close is None or (broad is not None and broad[0] > close[0]) else close

    def walk(self, norms: list[str]) -> list[tuple[int, int, str]]:
        found, at = [], 0
        while at < len(norms):
            role = self.match(norms, at)
            if role is not None:
                found.append((at, at + role[0], role[1]))
            at += role[0] if role is not None else 1
        return found


@lru_cache(maxsize=64)
def _roles(code: str) -> _Roles:
    closer = Lexicon.from_table(language(code).section("offices").get("callings", {}))
    return _Roles(closer, Lexicon.from_table(language(code).section("speakers").get("roles", {})))


@lru_cache(maxsize=64)
def _bodies(code: str) -> Lexicon:
    return Lexicon.from_table(language(code).section("offices").get("bodies", {}))


@lru_cache(maxsize=64)
def _deputies(code: str) -> Lexicon:
    return Lexicon.from_forms(language(code).section("offices").get("deputies", ""))


@lru_cache(maxsize=64)
def _ranks(code: str) -> frozenset[str]:
    return frozenset(norm_word(form) for form in split_forms(language(code).section("offices").get("ranks", "")))


@lru_cache(maxsize=64)
def _portfolios(code: str) -> Lexicon:
    return Lexicon.from_table(language(code).section("offices").get("portfolios", {}))


@lru_cache(maxsize=64)
def _relative(code: str) -> frozenset[str]:
    speakers = language(code).section("speakers")
    forms = [form for name in ("relative", "relative_that") for form in split_forms(speakers.get(name, ""))]
    return frozenset(norm_word(form) for form in forms)


@lru_cache(maxsize=64)
def _joining(code: str) -> frozenset[str]:
    return frozenset(norm_word(form) for form in split_forms(language(code).section("speakers").get("conjunctions")))


@lru_cache(maxsize=64)
def _closed(code: str) -> frozenset[str]:
    """Words that part an office from a name: prepositions but "of", conjunctions, pronouns, verbs of saying."""
    speakers, cues = language(code).section("speakers"), language(code).section("cues")
    lists = ("prepositions", "conjunctions", "relative", "breaks", "first_person")
    forms = [form for name in lists for form in split_forms(speakers.get(name))]
    forms += [form for row in speakers.get("pronouns", {}).values() for form in split_forms(row)]
    forms += [form for name in ("speech", "framing", "participles") for form in split_forms(cues.get(name))]
    return frozenset(norm_word(form) for form in forms if "_" not in form and "*" not in form)
