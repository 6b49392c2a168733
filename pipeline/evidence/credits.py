"""Credits and datelines: which news agency's copy an article says that it prints.

A credit is `whole` where it claims the article ("VELTRA (Agency) -", a byline that is an agency, "Reporting by
Agency") and not where it thanks for parts ("With reporting by Agency"): thanks alone are no reprint.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import regex

from pipeline.languages import language
from pipeline.languages.lexicon import split_forms
from pipeline.text.folding import fold_space

_NAME = r"\p{Lu}[\p{L}\p{M}\p{N}.&'’«»\- ]{1,40}|[\p{Ll}]{2,6}"
_DATELINE = regex.compile(
    rf"""^(?: [\p{{Lu}}][\p{{L}}\p{{M}}\s.'’\-/]{{1,40}} [,.]? \s*
           (?:\p{{L}}*\.?\s*\d{{1,2}}[\p{{L}}\p{{N}}.\s]{{0,20}})? [,.]? \s* )?
        [(/\[] \s* (?P<name>{_NAME}(?:\s*[/,]\s*(?:{_NAME}))*) \s* [)/\]]
        \s* \.? \s* (?: [-–—:] | (?=\p{{Lu}}) | $ )""",
    regex.VERBOSE,
)
# "Київ. 3 березня. УНІАН." and "МОСКВА, 3 мар — РИА Новости.": known names only, the shape alone says too little.
_OPENING = 90
_TAIL = regex.compile(rf"[(/\[]\s*(?P<name>(?:{_NAME})(?:\s*[/,]\s*(?:{_NAME}))*)\s*[)/\]]\s*\.?$")
_SPLIT = regex.compile(r"\s*[/,;+]\s*|\s+(?:and|und|et|y|e|i|a|и|і|та|&)\s+")
_PIECES = regex.compile(r"\s[-–—]\s|(?<=\.)\s")
_BYLINE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Credit:
    """`agency` is the canonical name, or the name as printed; `known` if the table or its own words say agency."""

    agency: str
    whole: bool
    known: bool
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A block as the credit reader needs it: where it stands (`head`, `body` or `tail`), its kind and text."""

    place: str
    kind: str
    text: str


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Form -> canonical name, the longest form first; a form of two agencies is the first one's."""
    table = tomllib.loads(resources.files("pipeline.evidence").joinpath("agencies.toml").read_text(encoding="utf-8"))
    forms = [(form, name) for name, row in table.items() for form in row]
    found: dict[str, str] = {}
    for form, name in sorted(forms, key=lambda pair: (-len(pair[0]), pair[0])):
        found.setdefault(form, name)
    return found


@lru_cache(maxsize=1)
def _agencies() -> tuple[tuple[regex.Pattern[str], str], ...]:
    bounded = r"(?<![\p{{L}}\p{{N}}]){}(?![\p{{L}}\p{{N}}])"
    return tuple((regex.compile(bounded.format(regex.escape(form))), name) for form, name in _forms().items())


def agency_of(name: str) -> str | None:
    """Canonical name of the agency that the whole of `name` is a form of."""
    return _forms().get(fold_space(name).strip(" .«»\"'"))


def agencies_in(text: str) -> list[str]:
    """Canonical names of the agencies that `text` mentions, in order of mention."""
    found: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    for pattern, name in _agencies():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found[name] = min(found.get(name, match.start()), match.start())
    return sorted(found, key=lambda name: (found[name], name))


def read_credits(lines: Sequence[Line], code: str) -> list[Credit]:
    """Credits of one article in the language `code`, the strongest mention of each agency, by name."""
    best: dict[str, Credit] = {}
    for line in lines:
        for credit in _of_line(line, code):
            held = best.get(credit.agency)
            if held is None or credit.whole > held.whole:
                best[credit.agency] = credit
    return [best[name] for name in sorted(best)]


def _of_line(line: Line, code: str) -> list[Credit]:
    if line.kind in ("caption", "post", "post_signature", "headline"):
        return []
    text = fold_space(line.text)
    phrased = _phrased(text, code)
    if phrased or line.place == "body":
        return phrased
    if line.place == "head":
        return _dateline(text, code) or _byline(text, code)
    match = _TAIL.search(text)
    return _byline(text, code) or (_named(match["name"], code, known_only=True) if match else [])


def _phrased(text: str, code: str) -> list[Credit]:
    """ "Reporting by ...", "With reporting by ...": the language's own phrases, at the start of a clause."""
    for whole, opening in _openings(code):
        match = opening.match(text)
        if match is not None:
            return _listed(match["rest"], code, whole)
    return []


@lru_cache(maxsize=64)
def _openings(code: str) -> tuple[tuple[bool, regex.Pattern[str]], ...]:
    """(whether the credit claims the article, how it opens) for each of the language's phrases, in order of trial."""
    words = _phrases(code)
    shape = r"(?:[(\[–—-]\s*)?{}\s*:?\s+(?P<rest>[^;.]+)"
    return tuple(
        (whole, regex.compile(shape.format(regex.escape(phrase)), regex.IGNORECASE))
        for whole, phrases in ((False, words["partial"]), (True, words["whole"]))
        for phrase in phrases
    )


def _listed(rest: str, code: str, whole: bool) -> list[Credit]:
    names = agencies_in(rest) or [name for name in (fold_space(rest).strip(" )]"),) if _sounds(name, code)]
    # Copy that an outlet compiled from several agencies is its own work.
    return [Credit(name, whole and len(names) == 1, True, fold_space(rest)) for name in names]


def _byline(text: str, code: str) -> list[Credit]:
    """A line that is nothing but an agency's name, "By" before it allowed."""
    if len(text.split()) > _BYLINE_WORDS:
        return []
    for lead in _leads(code):
        text = lead.sub("", text)
    return _named(text.strip(" /()[].–—-"), code, known_only=True)


@lru_cache(maxsize=64)
def _leads(code: str) -> tuple[regex.Pattern[str], ...]:
    """The language's words for "By" at the head of a line."""
    return tuple(regex.compile(rf"^{regex.escape(lead)}\s*:?\s+", regex.IGNORECASE) for lead in _phrases(code)["by"])


def _dateline(text: str, code: str) -> list[Credit]:
    match = _DATELINE.match(text)
    if match is not None:
        return _named(match["name"], code, known_only=False)
    opening = _PIECES.split(text[:_OPENING])
    # The name stands alone between stops or dashes, before the first sentence.
    alone = [piece for piece in opening[:4] if agency_of(piece.strip(" .,/"))]
    return _named(alone[0].strip(" .,/"), code, known_only=True) if alone else []


def _named(names: str, code: str, *, known_only: bool) -> list[Credit]:
    found = []
    # "dpa/lno": a desk of the agency, not a second one.
    split = [part for part in _SPLIT.split(names) if part]
    parts = [part for n, part in enumerate(split) if n == 0 or not part.islower() or agency_of(part)]
    for part in parts:
        canonical = agency_of(part)
        known = canonical is not None or _sounds(part, code)
        if known or not (known_only or part.islower()):
            found.append(Credit(canonical or fold_space(part), len(parts) == 1, known, names))
    return found


def _sounds(name: str, code: str) -> bool:
    """Whether the name says that it is an agency: "Meridian Wire", "агентство «Волна»"."""
    words = name.casefold().split()
    if not 2 <= len(words) <= _BYLINE_WORDS or name == name.lower():
        return False
    return _agency_noun(code).search(" ".join(words)) is not None


@lru_cache(maxsize=64)
def _agency_noun(code: str) -> regex.Pattern[str]:
    """A noun for an agency, in the language or in English, as a word of its own."""
    nouns = sorted({*_phrases(code)["nouns"], *_phrases("en")["nouns"]})
    return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(regex.escape, nouns))})(?!\p{{L}})")


@lru_cache(maxsize=64)
def _phrases(code: str) -> dict[str, tuple[str, ...]]:
    """The language's `[credit]` rows, longest phrase first."""
    section = language(code).section("credit")
    return {
        key: tuple(sorted((f.replace("_", " ") for f in split_forms(section.get(key))), key=lambda f: (-len(f), f)))
        for key in ("by", "whole", "partial", "nouns")
    }
