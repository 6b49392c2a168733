"""Grammatical person, auxiliaries, articles and conditions, by the [grammar] lists of each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Literal

from pipeline.languages import Lexicon, language, norm_word, split_forms
from pipeline.text.polarity import Span
from pipeline.text.tokens import REMEMBERED, remembered, stem, tokenize

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
    suppositions: Lexicon
    """What may open a condition and does not always ("provided", »sollte«, «když»): it answers one, no more."""
    unless: Lexicon
    """Conditions that deny what follows: "unless" is "if not"."""
    whether: frozenset[str]
    restriction: Lexicon
    """For a time or in name only ("this year", "for now", "officially")."""
    present: frozenset[str]
    """Words as weak as "now", which answer a restriction and make none."""
    alternative: Lexicon
    """ "Or", and the phrases in which it leaves nothing open."""
    only: frozenset[str]
    loose: frozenset[str]
    """Conditionals that are also plain words of time (»wenn«), which a "when" answers."""
    temporal: Lexicon
    evaluative: frozenset[str]
    """ "Strange", "better": what follows with "if" is what is judged, no condition."""
    contrast: Lexicon
    """ "But", "despite": they answer a concession."""
    adversative: frozenset[str]
    """ "But" that opens a clause of its own."""
    intention: Lexicon
    """A plan or a hope, and the wider set that answers it."""
    wanting: Lexicon
    duty: Lexicon
    """ "Must", "should", and the wider set that answers them."""
    dutiful: Lexicon
    half: frozenset[str]
    """ "Half" before a unit ("media hora", "mezzo anno")."""
    grave: Lexicon
    """ "Serious", "major": a denial of the worst ("no serious harm") denies less than one without them."""
    graver: Lexicon
    """What answers it besides: "badly", »schwer«, «опасный»."""
    advising: frozenset[str]
    """Words of duty that a negator turns into advice as well as a ban."""
    obliging: Lexicon
    """What obliges ("nothing obliges me", «никто не заставит»): denied it answers a duty that is denied."""
    knowing: Lexicon
    believing: Lexicon
    nor: frozenset[str]
    """ "Neither", "nor": one denial, however often they stand."""
    exceptive: Lexicon
    """ "Nothing but", «кроме»: what is denied of all but one is said of that one."""
    absent: Lexicon
    """ "Gone", "missing": they deny without a negator."""
    earliest: Lexicon
    """ "At the earliest": not before."""
    until: Lexicon
    """What limits a statement to the time before something ("until", »bis«), unlike the wider `limits` that answer."""
    excluding: Lexicon
    """ "Except", »außer«: they take something out of what is said."""
    ready: Lexicon
    """Readiness to do a thing, which is not yet the promise to do it."""
    back_then: Lexicon
    """ "At the time", »damals«: words beside a verb of saying that put it long before the report."""
    gone_by: Lexicon
    """ "Last year", »vor Jahren«: beside a verb of saying as much as a date long ago."""
    since: Lexicon
    """What makes a length of time lie back ("three years ago", »vor drei Jahren«)."""
    pluperfect: frozenset[str]
    """ "Had", »hatte«: with a verb of saying they put it before the time of the report."""
    eve: Lexicon
    """ "On the eve of", where the pluperfect shows that it is over."""
    then: frozenset[str]
    """ "Then", "alors": it takes up the date of the sentence before, without one it only goes on."""
    echo: Lexicon
    """ "Otherwise", "the same": a dated sentence with one announces what was said on that date."""
    interview: Lexicon
    """ "In an interview", "on local radio": words that no crowd heard."""
    addressing: Lexicon
    """What stands before an outlet that is told ("told", "interview with")."""
    public: Lexicon
    """Places where many hear at once ("on the steps", "on television")."""
    before: Lexicon
    after: Lexicon
    more: Lexicon
    fewer: Lexicon
    unsaid: Lexicon
    """Reflexive forms of verbs of saying by which something breaks out ("s'est déclaré")."""
    past_participles: frozenset[str]
    """Endings of participles that describe where they stand without an auxiliary ("un incendio declarado")."""
    negative_prefixes: frozenset[str]
    """What denies the word that it stands before («не-», "un-")."""

    @property
    def function_words(self) -> frozenset[str]:
        """Words that change with tense and person and carry no content of their own."""
        return self.first_person | self.third_person | self.auxiliaries


@lru_cache(maxsize=64)
def grammar(code: str) -> Grammar:
    """The lists of a language by ISO 639-1 code: each field is the list of its name."""
    table = language(code).section("grammar")
    lists: dict[str, Any] = {
        field.name: Lexicon.from_forms(table.get(field.name, ""))
        if field.type == "Lexicon"
        else frozenset(norm_word(word) for word in str(table.get(field.name, "")).split())
        for field in fields(Grammar)
    }
    lists["stock"] = frozenset(stem(word, code) for word in str(table.get("stock", "")).split())
    lists["conditionals"] = _conditionals(code)
    lists["alternative"] = _alternatives(table)
    return Grammar(**lists)


def _alternatives(table: Mapping[str, Any]) -> Lexicon:
    """ "Or", and the phrases in which it leaves nothing open ("more or less")."""
    rows = (("or", table.get("alternative", "")), ("settled", table.get("settled", "")))
    return Lexicon([(form, kind) for kind, row in rows for form in split_forms(row)])


def _conditionals(code: str) -> Lexicon:
    """Conditions, and the longer phrases that begin like one and are none.

    «pokud víme» is "as far as we know", »auch wenn« concedes, «хотя бы» is "at least"; the condition wins of equals.
    """
    table = language(code).section("grammar")
    rows = [("condition", table.get("conditionals", "")), ("concession", table.get("concession", ""))]
    rows += [("hedge", row) for row in language(code).section("hedges").values()]
    rows.append(("bound", language(code).section("numerals").get("qualifiers", {}).get("at_least", "")))
    found = [(form, kind) for kind, row in rows for form in split_forms(row)]
    return Lexicon(found) if table.get("conditionals") else Lexicon(())


@remembered
def conditions(text: str, code: str) -> list[Span]:
    """Words that make what is said depend on something ("if", «если», »wenn«); not in "it would be strange if"."""
    judged = grammar(code).evaluative
    tokens = tokenize(text, code)
    found = []
    for span, first in _opened(text, code):
        before = [t.norm for t in tokens[max(0, first - 2) : first] if t.kind == "word"][-1:]
        if span.kind == "condition" and not judged & {*before}:
            found.append(span)
    return found


def concessions(text: str, code: str) -> list[Span]:
    """Words that grant something against what is said ("even if", »obwohl«, «хотя»)."""
    return [span for span, _ in _opened(text, code) if span.kind == "concession"]


@remembered
def _opened(text: str, code: str) -> list[tuple[Span, int]]:
    """What opens a subordinate clause, with the index of its first token."""
    tokens = tokenize(text, code)
    found = grammar(code).conditionals.walk([token.norm for token in tokens])
    places = [(tokens[first].start, tokens[last - 1].end, kind, first) for first, last, kind in found]
    return [(Span(text[start:end], start, end, kind), first) for start, end, kind, first in places]


def phrases(text: str, code: str, name: str) -> list[Span]:
    """What of a list of [grammar] stands in the text; the spans' kind is the list's name."""
    return list(_phrases(text, code, name))


@lru_cache(maxsize=8 * REMEMBERED)  # several lists are asked for of each text, once for every pair that it is in
def _phrases(text: str, code: str, name: str) -> tuple[Span, ...]:
    tokens = tokenize(text, code)
    table: Lexicon = getattr(grammar(code), name)
    found = table.walk([token.norm for token in tokens])
    spans = [(tokens[first].start, tokens[last - 1].end) for first, last, _ in found]
    return tuple(Span(text[start:end], start, end, name) for start, end in spans)


@lru_cache(maxsize=64)
def _growth(code: str) -> Lexicon:
    return Lexicon.from_table(language(code).section("growth"))


@remembered
def growth(text: str, code: str) -> list[Span]:
    """Words that multiply ("double", «утроим»); the spans' kind is the factor."""
    tokens = tokenize(text, code)
    found = _growth(code).walk([token.norm for token in tokens])
    return [
        Span(text[tokens[s].start : tokens[e - 1].end], tokens[s].start, tokens[e - 1].end, kind)
        for s, e, kind in found
    ]


def degrees(text: str, code: str) -> list[Span]:
    """Adverbs that say something holds without reserve ("fully", «в полном объёме», »völlig«)."""
    return phrases(text, code, "degree")


def restrictions(text: str, code: str) -> list[Span]:
    """Words that bind a statement to a time or a form ("this year", "for now", "officially")."""
    return phrases(text, code, "restriction")


@remembered
def alternatives(text: str, code: str) -> list[Span]:
    """ "Or" between two things, one of which is meant; not in "more or less"."""
    tokens = tokenize(text, code)
    found = grammar(code).alternative.walk([token.norm for token in tokens])
    spans = [(tokens[first].start, tokens[last - 1].end, kind) for first, last, kind in found]
    return [Span(text[start:end], start, end, "alternative") for start, end, kind in spans if kind == "or"]


@lru_cache(maxsize=REMEMBERED)
def person(text: str, code: str) -> Person | None:
    """Who speaks: first person where "I" or "we" stands, third where only "she" or "him" does, else None."""
    lists = grammar(code)
    norms = {token.norm for token in tokenize(text, code)}
    if norms & lists.first_person:
        return "first"
    return "third" if norms & lists.third_singular else None
