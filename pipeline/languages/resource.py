"""The language file as typed, frozen sections.

``und.toml`` holds what needs no language (currency signs, SI symbols, zone names); every
file adds to it. Sections that this module does not know stay reachable by ``section``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from pipeline.languages.lexicon import Lexicon, norm_word, split_forms

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Numerals:
    """How the language writes numbers; table keys are values, cells are forms."""

    decimal: str
    space_groups: bool
    compound: bool
    vigesimal: bool
    ordinal_dot: bool
    joiner: frozenset[str]
    joiner_after: frozenset[str]
    cardinals: Lexicon
    pieces: Mapping[str, Decimal]
    glue: tuple[str, ...]
    weak_one: frozenset[str]
    scales: Lexicon
    ordinals: Lexicon
    ordinal_endings: tuple[str, ...]
    ordinal_suffixes: frozenset[str]
    fractions: Lexicon
    plus_half: Lexicon
    vague: Lexicon
    multiplicatives: Lexicon
    times_suffixes: tuple[str, ...]
    qualifiers: Lexicon
    qualifier_gap: frozenset[str]
    """Function words that may stand between a qualifier and its figure (``circa il 4%``)."""
    after_qualifiers: Lexicon
    range_words: Lexicon
    range_openers: Lexicon
    range_from: frozenset[str]
    round_words: frozenset[str]
    """Words that count in round tens or hundreds (``une quarantaine``): near forty."""
    range_joiners: frozenset[str]
    identifiers: Lexicon
    idioms: Lexicon


@dataclass(frozen=True, slots=True)
class Dates:
    """Calendar and clock words; months 1-12, weekdays 0 (Monday) to 6."""

    order: str
    months_lower: bool
    months: Lexicon
    weekdays: Lexicon
    relative: Lexicon
    parts: Lexicon
    moments: Lexicon
    clock: Lexicon
    clock_needs: Lexicon
    clock_openers: Lexicon
    links: frozenset[str]
    before_hour: Lexicon
    """What is said before an hour, as minutes to add to it (``half past``: 30, ``halb``: -30)."""
    after_hour: Lexicon
    ordinal_hours: bool
    night_to: frozenset[str]
    """Words between a night and the day that it ends in (``in der Nacht zum Samstag``)."""
    night_spans: frozenset[str]
    """Words between the two days of a night (``de mardi à mercredi``)."""
    zones: Lexicon
    glue: Lexicon
    year_words: Lexicon
    year_cues: Lexicon


@dataclass(frozen=True, slots=True)
class Units:
    """Unit words as ``kind:unit``, and conversion of units to the base unit of their kind."""

    words: Lexicon
    age: Lexicon
    age_before: Lexicon
    links: frozenset[str]
    percent_first: bool
    base: Mapping[str, tuple[str, Decimal]]
    generic: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Polarity:
    """Negation, hedges and scales of strength (``scale:level``)."""

    negators: Lexicon
    concord: bool
    exceptions: Lexicon
    hedges: Lexicon
    strength: Lexicon
    question_words: Lexicon


@dataclass(frozen=True, slots=True)
class Names:
    """Parts of names and the table of names that transliteration cannot unify."""

    nouns_capitalised: bool
    titles: Lexicon
    particles: frozenset[str]
    after_particles: frozenset[str]
    common_endings: tuple[str, ...]
    surname_endings: tuple[str, ...]
    """Endings of common nouns that a surname behind a given name may have too („Katharina Ebeling“)."""
    heads: frozenset[str]
    links: frozenset[str]
    demonyms: Lexicon
    table: Lexicon
    metonyms: Lexicon
    endings: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """One language: typed value sections, made when first asked for, and every other section as a plain mapping."""

    code: str
    name: str
    script: str
    stemmer: str | None
    elisions: frozenset[str]
    suffixes: tuple[str, ...]
    stopwords: frozenset[str]
    tables: Table = field(repr=False)
    merged: Table = field(repr=False)
    """The file on top of the neutral one."""

    @cached_property
    def numerals(self) -> Numerals:
        return _numerals(self.merged.get("numerals", {}))

    @cached_property
    def dates(self) -> Dates:
        return _dates(self.merged.get("dates", {}))

    @cached_property
    def units(self) -> Units:
        return _units(self.merged.get("units", {}))

    @cached_property
    def polarity(self) -> Polarity:
        return _polarity(self.merged)

    @cached_property
    def names(self) -> Names:
        return _names(self.merged.get("names", {}))

    def section(self, name: str) -> Table:
        """The file's own table of that name, empty when it has none."""
        found = self.tables.get(name, {})
        return found if isinstance(found, Mapping) else {}


def load(code: str) -> Language:
    """Read ``<code>.toml`` on top of ``und.toml``. Raises FileNotFoundError, TOMLDecodeError."""
    own = _read(code)
    merged = own if code == "und" else _merge(_read("und"), own, 0)
    tokens = merged.get("tokens", {})
    return Language(
        code=code,
        name=str(own.get("name", code)),
        script=str(tokens.get("script", "latin")),
        stemmer=tokens.get("stemmer"),
        elisions=_words(tokens.get("elisions")),
        suffixes=tuple(sorted(split_forms(tokens.get("suffixes")), key=len, reverse=True)),
        stopwords=_words(merged.get("stopwords", {}).get("words")),
        tables=MappingProxyType(own),
        merged=MappingProxyType(merged),
    )


@lru_cache(maxsize=64)
def _read(code: str) -> dict[str, Any]:
    source = resources.files("pipeline.languages").joinpath(f"{code}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _merge(base: Any, over: Any, depth: int) -> Any:
    """Tables join; rows of forms inside a subtable join too; anything else is replaced."""
    if isinstance(base, dict) and isinstance(over, dict):
        keys = list(over) + [key for key in base if key not in over]
        return {key: _merge(base.get(key), over.get(key), depth + 1) for key in keys}
    if over is None:
        return base
    if depth > 2 and isinstance(base, str) and isinstance(over, str):
        return f"{over} {base}"
    return over


def _words(forms: object) -> frozenset[str]:
    return frozenset(norm_word(form) for form in split_forms(forms))


def _rows(table: Table, *names: str, split: bool = False) -> Lexicon:
    """One lexicon out of subtables of ``value = "forms"`` rows; ``split`` takes hyphens apart."""
    return Lexicon(
        (_apart(form) if split else form, value)
        for name in names
        for value, forms in table.get(name, {}).items()
        for form in split_forms(forms)
    )


def _flat(table: Table, name: str, *, split: bool = False) -> Lexicon:
    forms = split_forms(table.get(name, ""))
    return Lexicon((_apart(form) if split else form, form.replace("_", " ")) for form in forms)


def _apart(form: str) -> str:
    """``year-old`` as the three atoms that number reading sees."""
    return form.replace("-", "_-_") if len(form) > 1 else form


def _pieces(table: Table) -> Mapping[str, Decimal]:
    """Number words that may be glued inside one word: cardinals and scales, by form."""
    found: dict[str, Decimal] = {}
    for name in ("cardinals", "glued", "scales"):
        for value, forms in table.get(name, {}).items():
            for form in split_forms(forms):
                if not {"_", "*", "-"} & set(form) and len(form) > 1:
                    found.setdefault(norm_word(form), Decimal(value))
    return found


def _numerals(table: Table) -> Numerals:
    return Numerals(
        decimal=str(table.get("decimal", ".")),
        space_groups=bool(table.get("space_groups", False)),
        compound=bool(table.get("compound", False)),
        vigesimal=bool(table.get("vigesimal", False)),
        ordinal_dot=bool(table.get("ordinal_dot", False)),
        joiner=_words(table.get("joiner")),
        joiner_after=_words(table.get("joiner_after")),
        cardinals=_rows(table, "cardinals", split=True),
        pieces=_pieces(table),
        glue=tuple(split_forms(table.get("glue"))),
        weak_one=_words(table.get("weak_one")),
        scales=_rows(table, "scales", split=True),
        ordinals=_rows(table, "ordinals", split=True),
        ordinal_endings=tuple(sorted(split_forms(table.get("ordinal_endings")), key=len, reverse=True)),
        ordinal_suffixes=_words(table.get("ordinal_suffixes")),
        fractions=_rows(table, "fractions", split=True),
        plus_half=_flat(table, "plus_half", split=True),
        vague=_rows(table, "vague", split=True),
        multiplicatives=_rows(table, "multiplicatives", split=True),
        times_suffixes=tuple(split_forms(table.get("times_suffixes"))),
        qualifiers=_rows(table, "qualifiers", split=True),
        qualifier_gap=_words(table.get("qualifier_gap")),
        after_qualifiers=_rows(table, "after_qualifiers", split=True),
        range_words=_flat(table, "range_words", split=True),
        range_openers=_flat(table, "range_openers", split=True),
        range_joiners=_words(table.get("range_joiners")),
        range_from=_words(table.get("range_from")),
        round_words=_words(table.get("round_words")),
        identifiers=_rows(table, "identifiers", split=True),
        idioms=_flat(table, "idioms", split=True),
    )


def _dates(table: Table) -> Dates:
    return Dates(
        order=str(table.get("order", "dmy")),
        months_lower=bool(table.get("months_lower", False)),
        months=_rows(table, "months", split=True),
        weekdays=_rows(table, "weekdays", split=True),
        relative=_rows(table, "relative", split=True),
        parts=_rows(table, "parts", split=True),
        moments=_rows(table, "moments", split=True),
        clock=_rows(table, "clock", split=True),
        clock_needs=_flat(table, "clock_needs", split=True),
        clock_openers=_flat(table, "clock_openers", split=True),
        links=_words(table.get("links")),
        before_hour=_rows(table, "before_hour", split=True),
        after_hour=_rows(table, "after_hour", split=True),
        ordinal_hours=bool(table.get("ordinal_hours", False)),
        night_to=_words(table.get("night_to")),
        night_spans=_words(table.get("night_spans")),
        zones=_rows(table, "zones", split=True),
        glue=_flat(table, "glue", split=True),
        year_words=_flat(table, "year_words", split=True),
        year_cues=_flat(table, "year_cues", split=True),
    )


def _units(table: Table) -> Units:
    kinds = (
        "currency", "percent", "duration", "length", "speed", "temperature", "mass", "volume", "times", "count",
    )  # fmt: skip
    entries = [
        (_apart(form), f"{kind}:{unit}")
        for kind in kinds
        for unit, forms in table.get(kind, {}).items()
        for form in split_forms(forms)
    ]
    base = {unit: (str(row[0]), Decimal(str(row[1]))) for unit, row in table.get("base", {}).items()}
    generic = {unit: frozenset(split_forms(row)) for unit, row in table.get("generic", {}).items()}
    return Units(
        words=Lexicon(entries),
        age=_flat(table, "age", split=True),
        age_before=_flat(table, "age_before", split=True),
        links=_words(table.get("links")),
        percent_first=bool(table.get("percent_first", False)),
        base=MappingProxyType(base),
        generic=MappingProxyType(generic),
    )


def _polarity(merged: Table) -> Polarity:
    table = merged.get("polarity", {})
    strength = [
        (form, f"{scale}:{level}")
        for scale, levels in merged.get("strength", {}).items()
        for level, forms in levels.items()
        for form in split_forms(forms)
    ]
    return Polarity(
        negators=_rows(table, "negators"),
        concord=bool(table.get("concord", False)),
        exceptions=_flat(table, "exceptions"),
        hedges=_rows(merged, "hedges"),
        strength=Lexicon(strength),
        question_words=_flat(table, "question_words"),
    )


def _names(table: Table) -> Names:
    return Names(
        nouns_capitalised=bool(table.get("nouns_capitalised", False)),
        titles=_flat(table, "titles"),
        particles=_words(table.get("particles")),
        after_particles=_words(table.get("after_particles")),
        common_endings=tuple(split_forms(table.get("common_endings"))),
        surname_endings=tuple(split_forms(table.get("surname_endings"))),
        heads=_words(table.get("heads")),
        links=_words(table.get("links")),
        demonyms=_rows(table, "demonyms"),
        table=_rows(table, "table"),
        metonyms=_rows(table, "metonyms"),
        endings=tuple(sorted(split_forms(table.get("endings")), key=len, reverse=True)),
    )
