"""Grammatical person, auxiliaries, articles and conditions, by the [grammar] lists of each language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.languages import Lexicon, language, norm_word, split_forms
from pipeline.text.polarity import Span
from pipeline.text.tokens import stem, tokenize

Person = Literal["first", "third"]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Word lists of one language, casefolded; empty where its file has none."""

    first_person: frozenset[str]
    third_person: frozenset[str]
    third_singular: frozenset[str]
    auxiliaries: frozenset[str]
    articles: frozenset[str]
    without: frozenset[str]
    degree: Lexicon
    conjunctions: frozenset[str]
    limits: frozenset[str]
    stock: frozenset[str]
    """Stems of words that anyone may say of anything ("good", "thing")."""
    conditionals: Lexicon
    """Conditions, and the hedges that begin like one."""
    ability: frozenset[str]
    """Forms of "can": they leave open or only state an ability, by language and sentence."""
    irrealis: frozenset[str]
    """Forms of "would"."""
    whether: frozenset[str]
    restriction: Lexicon
    """For a time or in name only ("this year", "for now", "officially")."""
    present: frozenset[str]
    """Words as weak as "now", which answer a restriction and make none."""
    alternative: Lexicon
    """ "Or", and the phrases in which it leaves nothing open."""
    only: frozenset[str]

    @property
    def function_words(self) -> frozenset[str]:
        """Words that change with tense and person and carry no content of their own."""
        return self.first_person | self.third_person | self.auxiliaries


@lru_cache(maxsize=64)
def grammar(code: str) -> Grammar:
    """The lists of a language by ISO 639-1 code."""
    table = language(code).section("grammar")

    def words(name: str) -> frozenset[str]:
        return frozenset(norm_word(word) for word in str(table.get(name, "")).split())

    # «pokud víme» is "as far as we know", not a condition: the longer phrase wins, of equal ones the condition.
    conditionals = [(form, "condition") for form in str(table.get("conditionals", "")).split()]
    softening = [(form, "hedge") for row in language(code).section("hedges").values() for form in split_forms(row)]
    return Grammar(
        words("first_person"),
        words("third_person"),
        words("third_singular"),
        words("auxiliaries"),
        words("articles"),
        words("without"),
        Lexicon.from_forms(table.get("degree", "")),
        words("conjunctions"),
        words("limits"),
        frozenset(stem(word, code) for word in str(table.get("stock", "")).split()),
        Lexicon(conditionals + softening) if conditionals else Lexicon(()),
        words("ability"),
        words("irrealis"),
        words("whether"),
        Lexicon.from_forms(table.get("restriction", "")),
        words("present"),
        Lexicon(
            [(form, "or") for form in str(table.get("alternative", "")).split()]
            + [(form, "settled") for form in str(table.get("settled", "")).split()]
        ),
        words("only"),
    )


def conditions(text: str, code: str) -> list[Span]:
    """Words that make what is said depend on something ("if", «если», »wenn«)."""
    tokens = tokenize(text, code)
    found = grammar(code).conditionals.walk([token.norm for token in tokens])
    spans = [(tokens[first].start, tokens[last - 1].end, kind) for first, last, kind in found]
    return [Span(text[start:end], start, end, kind) for start, end, kind in spans if kind == "condition"]


def degrees(text: str, code: str) -> list[Span]:
    """Adverbs that say something holds without reserve ("fully", «в полном объёме», »völlig«)."""
    tokens = tokenize(text, code)
    found = grammar(code).degree.walk([token.norm for token in tokens])
    spans = [(tokens[first].start, tokens[last - 1].end) for first, last, _ in found]
    return [Span(text[start:end], start, end, "degree") for start, end in spans]


def restrictions(text: str, code: str) -> list[Span]:
    """Words that bind a statement to a time or a form ("this year", "for now", "officially")."""
    tokens = tokenize(text, code)
    found = grammar(code).restriction.walk([token.norm for token in tokens])
    spans = [(tokens[first].start, tokens[last - 1].end) for first, last, _ in found]
    return [Span(text[start:end], start, end, "restriction") for start, end in spans]


def alternatives(text: str, code: str) -> list[Span]:
    """ "Or" between two things, one of which is meant; not in "more or less"."""
    tokens = tokenize(text, code)
    found = grammar(code).alternative.walk([token.norm for token in tokens])
    spans = [(tokens[first].start, tokens[last - 1].end, kind) for first, last, kind in found]
    return [Span(text[start:end], start, end, "alternative") for start, end, kind in spans if kind == "or"]


def person(text: str, code: str) -> Person | None:
    """Who speaks: first person where "I" or "we" stands, third where only "she" or "him" does, else None."""
    lists = grammar(code)
    norms = {token.norm for token in tokenize(text, code)}
    if norms & lists.first_person:
        return "first"
    return "third" if norms & lists.third_singular else None
