"""Which words of a sentence the other language renders, by the dictionaries; names by how they sound.

A word without a rendering says little, for every second word of a good free translation is in no dictionary. A whole
clause without one, where the rest is rendered, or two sentences that share not one word, say much.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.alignment.words import words
from pipeline.dictionary import DERIVED, has_table, likeness, senses
from pipeline.text.clauses import clauses
from pipeline.text.name_match import word_similarity
from pipeline.text.tokens import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.alignment.parts import Part
    from pipeline.alignment.words import Words

SOUNDS: Final = 0.75
"""Likeness of sound from which two words with capitals, of four letters and more, may be one name."""
LOAN: Final = (6, 0.9)
"""Letters and likeness of sound from which two other words may be one that both languages have from a third."""
FOUND: Final = 0.15
"""Likeness from which a word is rendered."""
TELLING: Final = 3
"""Content words on either side from which their having nothing in common says something."""
MANY: Final = 4
STRANGE: Final = 0.05
"""Share of rendered words up to which two sentences are strangers, unless their vectors lie near."""
NEAR: Final = (0.5, 0.56)
"""Cosines from which they are none all the same: of a few words, of many."""
ODD: Final = (0.13, 0.28)
"""Share of rendered words and cosine below which they are strangers too."""


DOUBTED: Final = 0.35


SHORTER: Final = 0.85
"""Share of the other's length up to which a sentence may lack one of its clauses."""
CLAUSE: Final = 2
"""Content words of a clause that may be missed."""
REST: Final = 0.5
"""Share of the other words of a sentence that must be rendered, for a clause without a rendering to be missed."""


class Word(NamedTuple):
    """A content word: where it stands in its part's text, and how surely the other sentence has it."""

    text: str
    start: int
    end: int
    rendered: float


def rendered_words(part: Part, others: Sequence[Part]) -> list[Word]:
    """The content words of `part`, figures left out, as sentences in one other language render them."""
    return _remembered(part, *others)


@lru_cache(maxsize=512)  # a pair of sentences is asked about by one rule after another
def _remembered(part: Part, *others: Part) -> list[Word]:
    return _rendered(part.own, part.language, others)


def rendered_share(text: str, code: str, others: Sequence[Part]) -> float | None:
    """Share of the content words of `text` that the others render; None where the dictionary lacks any of them."""
    own = words(text, code)
    found = _rendered(own, code, others)
    if not found or not all(senses(own.stems[i], code) for i in own.content_at if own.tokens[i].kind == "word"):
        return None
    return sum(w.rendered >= FOUND for w in found) / len(found)


def _rendered(own: Words, code: str, others: Sequence[Part]) -> list[Word]:
    theirs = tuple(
        (o.own.stems[i], o.own.tokens[i].text)
        for o in others
        for i in o.own.content_at
        if o.own.tokens[i].kind == "word"
    )
    other_code = others[0].language
    found = []
    for i in own.content_at:
        token = own.tokens[i]
        if token.kind == "word":
            best = max((_alike(own.stems[i], token.text, code, *o, other_code) for o in theirs), default=0.0)
            found.append(Word(token.text, token.start, token.end, best))
    return found


def likeness_of(text: str, code: str, other: str, other_code: str) -> float:
    """How surely one word renders another."""
    return _alike(stem(text, code), text, code, stem(other, other_code), other, other_code)


@lru_cache(maxsize=65_536)
def _alike(root: str, text: str, code: str, other_root: str, other_text: str, other_code: str) -> float:
    meant = likeness(root, code, other_root, other_code)
    letters = min(len(text), len(other_text))
    if meant >= SOUNDS or letters < 4:
        return meant
    sound = word_similarity(text, other_text)
    named = text[0].isupper() and other_text[0].isupper() and sound >= SOUNDS
    return SOUNDS if named or (letters >= LOAN[0] and sound >= LOAN[1]) else meant


def known(a: Part, b: Part) -> bool:
    """Both languages have a dictionary."""
    return has_table(a.language) and has_table(b.language)


def strangers(a: Part, b: Part, cosine: float) -> bool:
    """Two sentences in two languages that have no word in common, though they have words enough."""
    if not known(a, b):
        return False
    fewest = min(len(rendered_words(a, [b])), len(rendered_words(b, [a])))
    if fewest < TELLING:
        return False
    share = shared(a, b)
    if {a.language, b.language} & DERIVED:
        return share <= STRANGE and cosine < DOUBTED
    return (share <= STRANGE and cosine < NEAR[fewest >= MANY]) or (share < ODD[0] and cosine < ODD[1])


def shared(a: Part, b: Part) -> float:
    """Share of the words of the sentence that has more of its words rendered; 0 without dictionaries."""
    if a.language == b.language or not known(a, b):
        return 0.0
    sides = (rendered_words(a, [b]), rendered_words(b, [a]))
    return max(sum(w.rendered for w in side) / max(1, len(side)) for side in sides)


def unrendered_clause(a: Part, b: Part, theirs: Sequence[Part]) -> str | None:
    """A clause of `a` of which no sentence of the other quotation has a word, though `b` has most of the rest.

    `b` must be shorter, and have fewer words that nothing answers to: they may render the clause.
    """
    if not known(a, b) or len(b.text) > SHORTER * len(a.text) or {a.language, b.language} & DERIVED:
        return None
    meant = rendered_words(a, theirs)
    left = sum(w.rendered < FOUND for w in rendered_words(b, [a]))
    for start, end in clauses(a.text, a.language):
        inside = [w for w in meant if start <= w.start < end]
        rest = [w for w in meant if w not in inside]
        if len(inside) < max(CLAUSE, left + 1) or any(w.rendered >= FOUND for w in inside) or len(rest) < CLAUSE:
            continue
        if sum(w.rendered >= FOUND for w in rest) >= max(CLAUSE, REST * len(rest)):
            return a.text[start:end]
    return None
