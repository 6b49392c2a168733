"""What a figure counts, the noun after it or the one that a verb of being joins to it, and how exactly it is meant."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.languages import language, norm_word, split_forms
from pipeline.text.atoms import Atoms
from pipeline.text.tokens import stem

INFINITY: Final = Decimal("Infinity")
CHANGE: Final = 6
"""Words back from the end of a change among which its beginning stands."""


@lru_cache(maxsize=64)
def _copulas(code: str) -> frozenset[str]:
    return frozenset(norm_word(form) for form in split_forms(language(code).section("numerals").get("copulas", "")))


def noun_after(atoms: Atoms, at: int) -> str | None:
    """Stem of the next content word, as far as two atoms ahead and within the clause."""
    resource = atoms.language
    for item in atoms.items[at : at + 2]:
        if item.kind != "word":
            if item.norm == "-":
                continue
            return None
        if item.norm in resource.stopwords and item.norm not in resource.units.links:
            return None
        if item.norm not in resource.stopwords:
            return stem(item.norm, resource.code)
    return None


def noun_before(atoms: Atoms, at: int) -> str | None:
    """Stem of the subject in ``Gli sfollati sono 1.450``, ``Погибших — 17``: noun, copula or dash, figure.

    A capital inside the sentence is a name, which no figure counts, but where nouns have capitals.
    """
    resource = atoms.language
    if at < 2 or atoms.norm(at - 1) not in _copulas(resource.code):
        return None
    item = atoms.items[at - 2]
    named = item.text[:1].isupper() and not resource.names.nouns_capitalised
    opens = at == 2 or atoms.items[at - 3].kind == "punct"
    if item.kind != "word" or item.norm in resource.stopwords or (named and not opens):
        return None
    return stem(item.norm, resource.code)


def counts_round(atoms: Atoms, at: int, end: int) -> bool:
    """Whether words count in round tens or hundreds (``une quarantaine``): what they say is near it."""
    return not atoms.language.numerals.round_words.isdisjoint(map(atoms.norm, range(at, end)))


def ends_a_change(atoms: Atoms, at: int) -> bool:
    """«с 1,62 до 1,4 млрд», ``de 300 hasta 500``: where a change ends, and no limit."""
    numerals = atoms.language.numerals
    for back in range(at - 1, max(0, at - CHANGE), -1):
        if atoms.items[back].kind == "punct":
            return False
        if atoms.items[back].kind == "number" and atoms.norm(back - 1) in numerals.range_from:
            return True
    return False


def bounds(low: Decimal, high: Decimal, relation: str) -> tuple[Decimal, Decimal]:
    """The values that a relation leaves open."""
    if relation in ("more_than", "at_least"):
        return low, INFINITY
    if relation in ("less_than", "at_most"):
        return Decimal(0), high
    return low, high
