"""The sections [marks], [cues] and [speakers] of a language file as typed tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final

from pipeline.languages import Lexicon, Names, language, norm_word, split_forms

# Kinds of reporting cue, in the order in which a form that is in two lists is read.
CUE_KINDS: Final = ("quoted", "impersonal", "relay", "participles", "speech", "framing", "inline", "backshift")
WORD_LISTS: Final = ("that", "between", "relative", "linking", "determiners", "prepositions", "breaks", "documents")


@dataclass(frozen=True, slots=True)
class Speakers:
    """Words by which a language names who speaks. `pronouns` maps to m, f, n or p; roles and groups to classes."""

    pronouns: Lexicon
    first_person: frozenset[str]
    roles: Lexicon
    groups: Lexicon
    honorifics: Lexicon
    feminine: Lexicon
    masculine: Lexicon
    adjuncts: bool
    inflects: bool
    locative: frozenset[str]
    oblique: tuple[str, ...]
    dative: tuple[str, ...]
    broader: Lexicon
    definite: frozenset[str]
    articles: Mapping[str, str]
    generic: Lexicon
    adjunct_openers: Lexicon
    adjectives: Lexicon
    titled: Lexicon
    so_called: Lexicon
    objects: frozenset[str]
    plural_nouns: tuple[str, ...]
    former: Lexicon
    courts: Lexicon
    told: Lexicon
    accusatives: Lexicon
    existential: Lexicon
    feminine_endings: tuple[str, ...]
    ages: Lexicon
    dative_articles: frozenset[str]
    interrogatives: frozenset[str]
    infinitives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One language's facts about quoting. `cues` maps a form to its kind, `words` the small closed classes."""

    code: str
    dash_speech: bool
    incise: bool
    after_dash: bool
    plural_endings: tuple[str, ...]
    inverts: bool
    drops_subject: bool
    that: str
    ordinal_dot: bool
    cues: Lexicon
    according: Lexicon
    according_after: Lexicon
    words: Mapping[str, Lexicon]
    speakers: Speakers
    names: Names
    not_names: frozenset[str]
    authorship: frozenset[str]
    indefinite: frozenset[str]
    conjunctions: frozenset[str]
    auxiliaries: frozenset[str]
    cardinals: Lexicon
    passive: frozenset[str]
    perfect: frozenset[str]
    citing: Lexicon
    resumptive: Lexicon
    opinion: Lexicon
    own: Lexicon
    rendered: Lexicon
    possessed: Lexicon
    undergone: frozenset[str]
    adverb_endings: tuple[str, ...]
    clock: Lexicon
    agent: frozenset[str]
    particles: frozenset[str]
    relative_that: frozenset[str]
    weekdays: Lexicon
    months: Lexicon
    zones: Lexicon
    past: Mapping[str, tuple[str, ...]]
    present: tuple[str, ...]
    impersonal_relative: frozenset[str]
    question_labels: frozenset[str]
    answer_labels: frozenset[str]
    likening: frozenset[str]
    towards: frozenset[str]


@lru_cache(maxsize=64)
def quotation(code: str) -> Quotation:
    """The tables of a language; a language without a file has none but the neutral ones. Lists go by their names."""
    found = language(code)
    marks, cues = found.section("marks"), found.section("cues")
    speakers = found.section("speakers")
    lists = _lists(Quotation, {**speakers, **cues})
    lists |= {
        "cues": Lexicon((form, kind) for kind in CUE_KINDS for form in split_forms(cues.get(kind))),
        "not_names": found.stopwords | _closed(cues, speakers),
        "cardinals": found.numerals.cardinals,
        "undergone": lists["undergone"] or lists["passive"],
        "clock": found.dates.clock,
        "weekdays": found.dates.weekdays,
        "months": found.dates.months,
        "zones": found.dates.zones,
        "question_labels": frozenset(form.casefold() for form in split_forms(marks.get("questions"))),
        "answer_labels": frozenset(form.casefold() for form in split_forms(marks.get("answers"))),
    }
    return Quotation(
        code=found.code,
        dash_speech=bool(marks.get("dash_speech", False)),
        incise=bool(marks.get("incise", False)),
        after_dash=bool(cues.get("after_dash", False)),
        inverts=bool(cues.get("inverts", True)),
        drops_subject=bool(speakers.get("drops_subject", False)),
        that=next(iter(split_forms(cues.get("that"))), "-"),
        ordinal_dot=found.numerals.ordinal_dot,
        words={name: _flat({**cues, **speakers}, name) for name in WORD_LISTS},
        speakers=_speakers(speakers, _ages(found.section("units"))),
        names=found.names,
        past={sex: tuple(split_forms(cues.get(f"past_{sex}"))) for sex in ("f", "m")},
        **lists,
    )


def _lists(of: type[Quotation] | type[Speakers], table: Mapping[str, Any]) -> dict[str, Any]:
    """The lists of a table under the names of the fields that hold them, as phrases, words or endings."""
    readers: dict[Any, Callable[[str], Any]] = {
        "Lexicon": lambda name: _flat(table, name),
        "frozenset[str]": lambda name: frozenset(norm_word(form) for form in split_forms(table.get(name))),
        "tuple[str, ...]": lambda name: tuple(split_forms(table.get(name))),
    }
    return {field.name: readers[field.type](field.name) for field in fields(of) if field.type in readers}


def _flat(table: Mapping[str, Any], name: str) -> Lexicon:
    return Lexicon.from_forms(table.get(name, ""))


def _rows(table: Mapping[str, Any], name: str) -> Lexicon:
    rows = table.get(name, {})
    return Lexicon.from_table(rows) if isinstance(rows, Mapping) else Lexicon(())


def _ages(units: Mapping[str, Any]) -> Lexicon:
    """Words of an age, with the number before them: `years old`, `ans`, `jährig`."""
    years = units.get("duration", {}).get("year")
    return Lexicon.from_forms(split_forms(units.get("age")) + split_forms(years))


def _closed(cues: Mapping[str, Any], speakers: Mapping[str, Any]) -> frozenset[str]:
    """Words that may open a sentence in upper case without being names."""
    tables = {**cues, **speakers}
    lists = ("that", "between", "relative", "determiners", "prepositions", "linking", "breaks", "adverbs", "according")
    forms = [form for name in lists for form in split_forms(tables.get(name))]
    forms += [form for row in speakers.get("pronouns", {}).values() for form in split_forms(row)]
    forms += split_forms(speakers.get("first_person"))
    return frozenset(norm_word(part) for form in forms for part in form.split("_") if not part.endswith("*"))


def _speakers(table: Mapping[str, Any], ages: Lexicon) -> Speakers:
    lists = _lists(Speakers, {name: row for name, row in table.items() if not isinstance(row, Mapping)})
    lists |= {name: _rows(table, name) for name in ("pronouns", "roles", "groups", "accusatives")}
    lists["ages"] = ages
    lists["broader"] = Lexicon(
        (form, classes) for classes, forms in table.get("broader", {}).items() for form in split_forms(forms)
    )
    lists["oblique"] = tuple(sorted(lists["oblique"], key=len, reverse=True))
    articles = {
        norm_word(form): gender for gender in ("f", "m") for form in split_forms(table.get(f"articles_{gender}"))
    }
    return Speakers(
        adjuncts=bool(table.get("adjuncts", False)),
        inflects=bool(table.get("inflects", False)),
        articles=articles,
        **lists,
    )
