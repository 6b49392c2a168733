"""Proper names in text, their keys, and whether two of them are one name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from pipeline.languages import Language, Lexicon, language, languages
from pipeline.text.name_match import is_cyrillic, romanise, word_similarity
from pipeline.text.tokens import REMEMBERED, Token, tokenize

_STOPS = frozenset(".!?…:\n。！？")
_QUOTES = frozenset("\"'«»“”„‘’‚‹›「」『』")
_DASHES = frozenset("—–-•")
_LONGEST = 8
# Likeness below which two given names are two; a rendering says how its own name sounds, so less is left open.
_APART, _APART_RENDERED = 0.6, 0.7


@dataclass(frozen=True, slots=True)
class Name:
    """``text`` is ``source[start:end]`` without titles; ``key`` is its canonical form.

    ``sure`` is False for a single capitalised word whose capital may be due to its place (the
    first word of a sentence, a German noun) and which nothing else shows to be a name.
    """

    text: str
    start: int
    end: int
    key: str
    sure: bool = True


def find_names(text: str, language_code: str) -> list[Name]:
    """Capitalised spans with particles and initials, and known names in scripts without case."""
    return list(_found(text, language_code))


@lru_cache(maxsize=REMEMBERED)
def _found(text: str, language_code: str) -> tuple[Name, ...]:
    resource = language(language_code)
    tokens = tokenize(text, language_code)
    words = [token.norm for token in tokens]
    inner = _inner_capitals(text, tokens)
    found: list[Name] = []
    at = 0
    while at < len(tokens):
        if _small(tokens[at].text[:1]):
            at += 1
            continue
        known = resource.names.table.match(words, at)
        end = _extend(text, tokens, at, resource)
        if known is not None and _cased(tokens[at], resource) and at + known[0] > end:
            end = at + known[0]
        if end == at:
            at += 1
            continue
        name = _trim(text, tokens, words, at, end, resource, inner)
        if name is not None:
            found.append(name)
        at = end
    return tuple(found)


def _small(char: str) -> bool:
    """Whether it is a letter that has a capital and is none: no name begins with it, and most words do."""
    return char.islower() and char.upper() != char


def _cased(token: Token, resource: Language) -> bool:
    """Whether the token may begin a name: a capital, or a script that has none."""
    char = token.text.lstrip("#@")[:1]
    if token.norm in resource.stopwords and not token.text.isupper():
        return False
    return char.isupper() or char.lower() == char.upper() or char.istitle()


def _capital(token: Token) -> bool:
    first = token.text.lstrip("#")[:1]
    return token.kind == "word" and (first.isupper() or first.istitle())


def _extend(text: str, tokens: Sequence[Token], at: int, resource: Language) -> int:
    """End of the capitalised span from ``at``; ``at`` itself when there is none."""
    if not _capital(tokens[at]) or _common(tokens[at], resource):
        return at
    end = at + 1
    while end < len(tokens) and end - at < _LONGEST:
        skip = _bridge(tokens, end, resource)
        step = end + skip
        if step >= len(tokens) or not _capital(tokens[step]) or not _near(text, tokens, end, step):
            break
        if _common(tokens[step], resource) and not tokens[step].norm.endswith(resource.names.surname_endings):
            break
        end = step + 1
    return end


def _bridge(tokens: Sequence[Token], at: int, resource: Language) -> int:
    """Tokens to cross before the next capital: particles, or the stop of an initial."""
    token = tokens[at]
    if token.norm == "." and len(tokens[at - 1].text) == 1 and _capital(tokens[at - 1]):
        return 1
    names = resource.names
    if token.norm in names.links:
        # "Port of Spain" is one name, "Putin of Russia" is not.
        return 1 if tokens[at - 1].norm in names.heads else 0
    if token.norm not in names.particles or _capital(token):
        return 0
    following = tokens[at + 1] if at + 1 < len(tokens) else token
    article = following.norm in names.particles | names.after_particles
    return 2 if article and not _capital(following) else 1


def _near(text: str, tokens: Sequence[Token], end: int, step: int) -> bool:
    """No blank line and no punctuation but an initial's stop between the parts of a name."""
    for at in range(end, step + 1):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if gap.count("\n") > 1 or len(gap) > 3:
            return False
    return all(token.kind == "word" or token.norm == "." for token in tokens[end : step + 1])


def _common(token: Token, resource: Language) -> bool:
    """Whether a capitalised word is no part of a name: month, weekday, number word, German noun."""
    dates, numerals = resource.dates, resource.numerals
    if token.norm in dates.months or dates.weekdays.get(token.norm) not in (None, "none"):
        return True
    if not token.text.isupper() and token.norm.partition("-")[0] in numerals.cardinals:
        return True
    if not resource.names.nouns_capitalised:
        return False
    if token.norm in numerals.scales or token.norm in resource.units.words or token.norm in dates.clock:
        return True
    return len(token.norm) > 6 and token.norm.endswith(resource.names.common_endings)


def _inner_capitals(text: str, tokens: Sequence[Token]) -> frozenset[str]:
    """Norms that are capitalised somewhere inside a sentence."""
    return frozenset(
        _bare(token.norm) for at, token in enumerate(tokens) if _capital(token) and not _opens(text, tokens, at)
    )


def _bare(norm: str) -> str:
    return norm.removesuffix("'s").removesuffix("'")


def _opens(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the token begins a sentence, a line or a quotation."""
    if at == 0:
        return True
    before = tokens[at - 1]
    if (before.kind == "punct" and before.text[-1:] in _STOPS) or before.norm in _DASHES:
        return True
    if before.text in _QUOTES:
        return at < 2 or tokens[at - 2].text[-1:] in ".!?:,…"
    return "\n\n" in text[before.end : tokens[at].start]


def _trim(
    text: str,
    tokens: Sequence[Token],
    words: Sequence[str],
    start: int,
    end: int,
    resource: Language,
    inner: frozenset[str],
) -> Name | None:
    """Take off function words and titles at the edges; None when nothing is left."""
    opens = _opens(text, tokens, start)
    whole = resource.names.table.match(words, start)
    while start < end and not (whole and start + whole[0] >= end):
        title = resource.names.titles.match(words, start)
        if title is not None and start + title[0] <= end:
            start += title[0]
        elif words[start] in resource.stopwords and not _acronym(tokens[start]):
            start += 1
        else:
            break
        opens = False
        whole = resource.names.table.match(words, start) if start < end else None
    while end > start and words[end - 1] in resource.stopwords and not _acronym(tokens[end - 1]):
        end -= 1
    if start >= end:
        return None
    first, last = tokens[start], tokens[end - 1]
    stop = last.end
    if last.norm.endswith("'s") and resource.code == "en":
        stop -= 2
    span = text[first.start : stop]
    if not any(char.isalpha() for char in span):
        return None
    key = name_key(span, resource.code)
    sure = _sure(tokens[start:end], resource, inner, opens=opens, known=whole is not None)
    return Name(span, first.start, stop, key, sure) if key else None


def _acronym(token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper()


def _sure(
    tokens: Sequence[Token],
    resource: Language,
    inner: frozenset[str],
    *,
    opens: bool,
    known: bool,
) -> bool:
    if known or len(tokens) > 1 or _acronym(tokens[0]):
        return True
    if resource.names.demonyms.get(tokens[0].norm) is not None:
        return True
    if resource.names.nouns_capitalised:
        return False
    return not opens or _bare(tokens[0].norm) in inner


@lru_cache(maxsize=65536)
def name_key(text: str, language_code: str) -> str:
    """Canonical form: the table's English name, else romanised words without titles and endings.

    Keys are for grouping inside a language; across languages compare with ``same_name``.
    """
    resource = language(language_code)
    words = _name_words(text, resource)
    if not words:
        return ""
    for table in (resource.names.table, resource.names.demonyms):
        match = table.match(words, 0)
        if match is not None and match[0] == len(words):
            return romanise(match[1])
    return " ".join(filter(None, (romanise(_unended(word, resource)) for word in words)))


def _name_words(text: str, resource: Language) -> list[str]:
    """Norms of a name without titles, articles and possessive marks."""
    norms = [_bare(token.norm) for token in tokenize(text, resource.code) if token.kind == "word"]
    if resource.names.table.match(norms, 0) is not None:
        return norms
    while len(norms) > 1:
        title = resource.names.titles.match(norms, 0)
        if title is not None and title[0] < len(norms):
            norms = norms[title[0] :]
        elif norms[0] in resource.stopwords and norms[0] not in resource.names.particles:
            norms = norms[1:]
        else:
            break
    return norms


def _unended(word: str, resource: Language) -> str:
    for ending in resource.names.endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1)
def _all_tables() -> tuple[Lexicon, Lexicon]:
    """Names and metonyms of every language in one table each, keyed by romanised value."""
    names: list[tuple[str, str]] = []
    metonyms: list[tuple[str, str]] = []
    for code in languages():
        section = language(code).section("names")
        names.extend(_entries(section.get("table", {}).items()))
        metonyms.extend(_entries(section.get("metonyms", {}).items()))
    return Lexicon(names), Lexicon(metonyms)


def _entries(rows: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for value, forms in rows:
        yield value.replace(" ", "_"), romanise(value)
        for form in forms.split():
            yield form, romanise(value)


@lru_cache(maxsize=65536)
def _canonical(text: str) -> tuple[str, bool]:
    """(romanised canonical name or the text itself, whether a table knows it)."""
    words = [_bare(token.norm) for token in tokenize(text, "und") if token.kind == "word"]
    match = _all_tables()[0].match(words, 0)
    if match is not None and match[0] == len(words):
        return match[1], True
    return " ".join(words), False


def canonical(name: str) -> str:
    """The name as it is compared: that of the tables for names they know, else its own words."""
    return _canonical(name)[0]


@lru_cache(maxsize=65536)
def same_name(a: str, b: str, *, rendered: bool = False) -> float:
    """Likeness of two names in any scripts and cases, 0 to 1; above 0.8 is one name.

    `rendered` says that one of them was transliterated from Cyrillic; where the letters show it, it goes unsaid.

    The surname weighs most; a bare surname may stand for the full name (0.9 at most), a bare
    given name hardly (0.6), and different given names speak against (0.5 at most). A metonym
    (Kremlin for Russia) scores 0.7.
    """
    one, known_one = _canonical(a)
    two, known_two = _canonical(b)
    if one == two:
        return 1.0 if one else 0.0
    likeness = round(_overlap(_split(one), _split(two), rendered or is_cyrillic(a) != is_cyrillic(b)), 4)
    if known_one and known_two:
        return 0.7 if _metonyms(one, two) else round(likeness * 0.6, 4)
    return likeness


def _split(name: str) -> list[str]:
    return name.replace("-", " ").split()


def _metonyms(one: str, two: str) -> bool:
    table = _all_tables()[1]
    found = {one: table.match(one.split(), 0), two: table.match(two.split(), 0)}
    sides = {name: match[1] if match else name for name, match in found.items()}
    return sides[one] == sides[two]


def _overlap(one: Sequence[str], two: Sequence[str], rendered: bool) -> float:
    """Weighted likeness of word lists; the last word counts as the surname."""
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if not short:
        return 0.0
    alike = partial(word_similarity, rendered=rendered)
    family = alike(short[-1], long[-1])
    if len(short) == 1 == len(long):
        return family
    if len(short) == 1:
        return max(family * 0.95, max(alike(short[0], word) for word in long[:-1]) * 0.65)
    given = max(_given(short[0], word, rendered) for word in long[:-1])
    if family < 0.75:
        joined = alike("".join(short), "".join(long))
        return max(joined * 0.9 if joined > 0.8 else 0.0, family * 0.5 + given * 0.1)
    return family * (0.5 if given < (_APART_RENDERED if rendered else _APART) else 0.6 + 0.4 * given)


def _given(one: str, two: str, rendered: bool) -> float:
    """Given names: an initial agrees with a name of that letter."""
    bare_one, bare_two = romanise(one).replace(" ", ""), romanise(two).replace(" ", "")
    if not bare_one or not bare_two:
        return 0.0
    if "." in one or "." in two or min(len(bare_one), len(bare_two)) == 1:
        return 0.9 if bare_one[0] == bare_two[0] else 0.0
    return word_similarity(one, two, rendered=rendered)
