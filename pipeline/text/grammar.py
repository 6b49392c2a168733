"""Grammatical person, auxiliaries, articles and conditions, by the [grammar] lists of each language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.languages import Lexicon, language, norm_word
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
    degree: frozenset[str]
    conjunctions: frozenset[str]
    limits: frozenset[str]
    stock: frozenset[str]
    """Stems of words that anyone may say of anything ("good", "thing")."""
    conditionals: Lexicon

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

    conditionals = ((form, "condition") for form in str(table.get("conditionals", "")).split())
    return Grammar(
        words("first_person"),
        words("third_person"),
        words("third_singular"),
        words("auxiliaries"),
        words("articles"),
        words("without"),
        words("degree"),
        words("conjunctions"),
        words("limits"),
        frozenset(stem(word, code) for word in str(table.get("stock", "")).split()),
        Lexicon(conditionals),
    )


def conditions(text: str, code: str) -> list[Span]:
    """Words that make what is said depend on something ("if", «если», »wenn«)."""
    tokens = tokenize(text, code)
    norms = [token.norm for token in tokens]
    lexicon, softening = grammar(code).conditionals, language(code).polarity.hedges
    found: list[Span] = []
    at = 0
    while at < len(tokens):
        match, hedge = lexicon.match(norms, at), softening.match(norms, at)
        if match is None or (hedge is not None and hedge[0] > match[0]):
            # «pokud víme» is "as far as we know", not a condition.
            at += hedge[0] if hedge is not None else 1
            continue
        start, end = tokens[at].start, tokens[at + match[0] - 1].end
        found.append(Span(text[start:end], start, end, match[1]))
        at += match[0]
    return found


def degrees(text: str, code: str) -> list[Span]:
    """Adverbs that say something holds without reserve ("fully", «полностью», »völlig«)."""
    listed = grammar(code).degree
    return [Span(t.text, t.start, t.end, "degree") for t in tokenize(text, code) if t.norm in listed]


def person(text: str, code: str) -> Person | None:
    """Who speaks: first person where "I" or "we" stands, third where only "she" or "him" does, else None."""
    lists = grammar(code)
    norms = {token.norm for token in tokenize(text, code)}
    if norms & lists.first_person:
        return "first"
    return "third" if norms & lists.third_singular else None
