"""Whether a day is the one on which something was said, and not the one on which it happened.

"The firm confirmed on Tuesday that it had halted the trial": Tuesday is the firm's, not the trial's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.languages import Lexicon, language, split_forms
from pipeline.text.grammar import grammar
from pipeline.text.offices import is_role
from pipeline.text.tokens import tokenize

if TYPE_CHECKING:
    from pipeline.text.tokens import Token

AUXILIARY: Final = 2
"""Words before a participle among which its auxiliary stands ("a également annoncé")."""
REACH: Final = 7
"""Words between a verb of saying and the day: function words, names, roles, "in a statement"."""


def said_on(text: str, start: int, end: int, code: str) -> bool:
    """The nearest word on either side of the day `text[start:end]` that tells something is a verb of saying."""
    tokens = tokenize(text, code)
    before = [t for t in tokens if t.end <= start][::-1][:REACH]
    after = [t for t in tokens if t.start >= end][:REACH]
    if _leads(before, code):
        return True
    first = next((t for t in after if t.norm not in language(code).stopwords or t.kind != "word"), None)
    return first is not None and first.kind == "word" and _says(first, code) and not before


def _leads(tokens: list[Token], code: str) -> bool:
    for at, token in enumerate(tokens):
        if token.kind != "word":
            return False
        if _says(token, code):
            return not _describes(tokens[at:], code)
        passed = token.norm in language(code).stopwords or token.text[:1].isupper() or is_role(token.norm, code)
        if not passed and token.norm not in _documents(code):
            return False
    return False


def _describes(tokens: list[Token], code: str) -> bool:
    """Whether what could be a word of saying (the first of them, in reverse) is a participle without its auxiliary.

    "Un incendio declarado el viernes" and "le feu s'est déclaré jeudi" broke out; nobody declared anything.
    """
    lists, norms = grammar(code), [t.norm for t in tokens[: AUXILIARY + 2]][::-1]
    if lists.unsaid.closes(norms):
        return True
    led = not lists.auxiliaries.isdisjoint(norms[-1 - AUXILIARY : -1])
    return norms[-1].endswith(tuple(lists.past_participles)) and not led


def _says(token: Token, code: str) -> bool:
    return _verbs(code).match([token.norm], 0) is not None


@lru_cache(maxsize=64)
def _verbs(code: str) -> Lexicon:
    cues = language(code).section("cues")
    forms = [form for name in ("speech", "participles") for form in split_forms(cues.get(name)) if "_" not in form]
    return Lexicon.from_forms(" ".join(form.removesuffix("-*") for form in forms))


@lru_cache(maxsize=64)
def _documents(code: str) -> frozenset[str]:
    return frozenset(split_forms(language(code).section("cues").get("documents", "")))
