"""What in a run of words would change a reader's belief: values, names, negation, hedges, conditions.

Every reading is made in the whole sentence and then narrowed to the run: "no longer" is one negation though only "no"
was replaced, and a capital at the head of a sentence makes no name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal, Protocol, TypeVar

from pipeline.comparison.edits import Edit
from pipeline.comparison.sequence import Sequence
from pipeline.languages import language
from pipeline.text import dates
from pipeline.text.grammar import conditions, grammar
from pipeline.text.names import Name, find_names, same_name
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.polarity import Span, Strength, hedges, negations, strengths
from pipeline.text.quantities import compatible
from pipeline.text.tokens import tokenize

ONE_NAME: Final = 0.7
"""Similarity from which two names may be one person's or place's."""
BRIEF: Final = 4
"""Words up to which a cut or change is one of its qualifier; a longer run is a clause that happens to hold one."""
_COUNTED: Final = ("count", "times", "duration", "age")
"""Kinds in which another unit word is another word, not another way to write the value."""
Change = Literal["same", "looser", "number", "date"]


class Located(Protocol):
    """Anything found in a text at a place."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=Located)
Finder = Callable[[str, str], list[T]]


def touched(find: Finder[T], side: Sequence, first: int, last: int) -> list[T]:
    """What `find` reads in the sentence and that overlaps the words first..last-1."""
    if last <= first:
        return []
    start, end = side.bounds(first, last)
    origin = side.words[start].start
    text = side.article_text[origin : side.words[end - 1].end]
    low, high = side.words[first].start - origin, side.words[last - 1].end - origin
    return [x for x in find(text, side.language) if x.start < high and low < x.end]


def covered(found: list[T], side: Sequence, first: int, last: int) -> set[int]:
    """Indices among first..last-1 of the words that the found spans (of `touched`) take in."""
    if last <= first:
        return set()
    origin = side.words[side.bounds(first, last)[0]].start
    return {
        i
        for i in range(first, last)
        if any(x.start + origin < side.words[i].end and side.words[i].start < x.end + origin for x in found)
    }


def negators(side: Sequence, first: int, last: int) -> list[Span]:
    """Negations that count: words that merely agree with another, or weaken, are left out."""
    return [s for s in touched(negations, side, first, last) if s.kind not in ("concord", "weak", "particle")]


def hedged(side: Sequence, first: int, last: int) -> list[Span]:
    """Words that leave a statement open; "about" belongs to its number."""
    return [s for s in touched(hedges, side, first, last) if s.kind != "approximation"]


def conditional(side: Sequence, first: int, last: int) -> list[Span]:
    """Words that open a condition."""
    return touched(conditions, side, first, last)


def graded(side: Sequence, first: int, last: int) -> list[Strength]:
    """Words that stand on a scale of strength."""
    return touched(strengths, side, first, last)


def flips(side: Sequence, first: int, last: int) -> bool:
    """Whether leaving these words out reverses the statement: a negator goes, and next to nothing with it.

    "Without remarks" or "zero answers" goes as a phrase of its own: then less is said, not the opposite.
    """
    found = [s for s in negators(side, first, last) if s.kind != "affix"]
    sentence = first in side.stops | {0} and last in side.stops
    coda = first in side.pauses and last in side.stops | side.pauses | {len(side.words)}
    if len(found) % 2 == 0 or last - first > BRIEF or sentence or coda:
        return False  # "about trust, nothing else": a remark that is set off reverses nothing
    inside = covered(found, side, first, last)
    stopwords = language(side.language).stopwords
    others = [i for i in range(first, last) if i not in inside and side.words[i].norm not in stopwords]
    if others and (phrase_of_its_own(side, inside) or touched(find_numbers, side, min(inside), max(inside) + 1)):
        return False
    return len(others) <= 1


def phrase_of_its_own(side: Sequence, at: set[int]) -> bool:
    """Whether one of the words is a preposition that negates only what follows it ("without", «без», "ohne")."""
    without = grammar(side.language).without
    return any(side.words[i].norm in without for i in at)


def value_change(edit: Edit, a: Sequence, b: Sequence) -> Change | None:
    """How the values that the edit touches relate; None where it touches none, or more than values changed."""
    return _date_change(edit, a, b) or _number_change(edit, a, b)


def _date_change(edit: Edit, a: Sequence, b: Sequence) -> Change | None:
    ours = touched(dates.find_dates, a, *_reach(edit, a))
    theirs = touched(dates.find_dates, b, *_reach(edit.mirrored(), b))
    answers = [_same_day(x, y) for x in ours for y in theirs]
    if not answers or not _covers(edit, a, b, ours, theirs, whole=False):
        return None
    if any(answer is True for answer in answers):
        one_sided = edit.only_a or edit.only_b
        return "same" if not one_sided and _covers(edit, a, b, ours, theirs, whole=True) else None
    return "date" if any(answer is False for answer in answers) else None


def _same_day(one: dates.When, two: dates.When) -> bool | None:
    """Whether both can be one moment; a weekday that another replaced is another day, whatever the date beside it."""
    if one.weekday is not None and two.weekday is not None and one.weekday != two.weekday:
        return False
    return dates.compatible(one, two)


def _number_change(edit: Edit, a: Sequence, b: Sequence) -> Change | None:
    ours = touched(find_numbers, a, *_reach(edit, a))
    theirs = touched(find_numbers, b, *_reach(edit.mirrored(), b))
    if not ours or not theirs or not _covers(edit, a, b, ours, theirs, whole=False):
        return None
    if _stands_alone(edit, a, ours) or _stands_alone(edit.mirrored(), b, theirs):
        return None
    change = _numbers_change(ours, theirs)
    return change if change == "number" or _covers(edit, a, b, ours, theirs, whole=True) else None


def _stands_alone(edit: Edit, a: Sequence, found: list[Number]) -> bool:
    """The words that only `a` has hold whole numbers: they are missing in `b`, not changed."""
    if not edit.only_a:
        return False
    before, after = max(0, edit.a_first - 1), min(len(a.words), edit.a_last + 1)
    return covered(found, a, edit.a_first, edit.a_last) == covered(found, a, before, after)


def _covers(edit: Edit, a: Sequence, b: Sequence, ours: list[T], theirs: list[T], *, whole: bool) -> bool:
    """Whether the values take in some word of the edit; with `whole`, all of its words."""
    run_a, run_b = covered(ours, a, edit.a_first, edit.a_last), covered(theirs, b, edit.b_first, edit.b_last)
    if whole:
        return len(run_a) == edit.a_last - edit.a_first and len(run_b) == edit.b_last - edit.b_first
    return bool(run_a or run_b)


def _reach(edit: Edit, a: Sequence) -> tuple[int, int]:
    """The words of `a` in the edit; beside words that only `b` has, the words around the place."""
    if edit.a_last > edit.a_first:
        return edit.a_first, edit.a_last
    start = edit.a_first if edit.a_first in a.stops | a.joins else max(0, edit.a_first - 1)
    end = edit.a_first if edit.a_first in a.stops | a.joins else min(len(a.words), edit.a_first + 1)
    return (start, end) if end > start else (edit.a_first, edit.a_first)


def _numbers_change(ours: list[Number], theirs: list[Number]) -> Change | None:
    lost = [n for n in ours if not any(_agree(n, m) for m in theirs)]
    gained = [m for m in theirs if not any(_agree(n, m) for n in ours)]
    if lost and gained:
        only_bound = all(any({n.low, n.high} & {m.low, m.high} and _bounded(n, m) for m in theirs) for n in lost)
        return "looser" if only_bound else "number"
    if lost or gained:
        return None
    if any(n.unit != m.unit and n.unit_kind in _COUNTED for n, m in zip(ours, theirs, strict=False)):
        return None
    exact = all(any((n.low, n.high, n.relation) == (m.low, m.high, m.relation) for m in theirs) for n in ours)
    return "same" if exact else "looser"


def _agree(one: Number, two: Number) -> bool:
    """Compatible; and two bounds or estimates of one kind name the same figure: "over 17" is not "over 18"."""
    alike = one.relation == two.relation != "exact" and one.unit == two.unit
    return compatible(one, two) and (not alike or (one.low, one.high) == (two.low, two.high))


def _bounded(one: Number, two: Number) -> bool:
    """One bounds what the other states ("more than 400", "400"), in the same measure."""
    return one.relation != two.relation and (one.unit == two.unit or None in (one.unit, two.unit))


def names_in(side: Sequence, first: int, last: int) -> list[str]:
    """Names among the words: those that the sentence shows to be names, and those that the article does."""
    found = [n.text for n in touched(_sure_names, side, first, last)]
    if found:
        return found
    known = _name_words(side.article_text, side.language)
    return [
        word.text
        for i, word in enumerate(side.words[first:last], first)
        if word.text[:1].isupper() and (word.norm in known or _titled(side, i))
    ]


def _titled(side: Sequence, at: int) -> bool:
    """A title stands before the word: "Herr Berger", where German capitals alone show nothing."""
    before = side.norms(at - 1, at) if at else []
    return bool(before) and at not in side.stops and language(side.language).names.titles.match(before, 0) is not None


def _sure_names(text: str, code: str) -> list[Name]:
    return [n for n in find_names(text, code) if n.sure]


@lru_cache(maxsize=256)
def _name_words(article_text: str, code: str) -> frozenset[str]:
    """Words of the names of several words in the article: "Berger" alone is known by "Karin Berger"."""
    stopwords = language(code).stopwords
    texts = [n.text for n in _sure_names(article_text, code) if " " in n.text]
    return frozenset(t.norm for text in texts for t in tokenize(text, code) if t.norm not in stopwords)


def other_name(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """Both runs hold a name and no name of one is one of the other's."""
    ours, theirs = names_in(a, edit.a_first, edit.a_last), names_in(b, edit.b_first, edit.b_last)
    if bool(ours) != bool(theirs) and not language(a.language).names.nouns_capitalised:
        ours = ours or _likely(a, edit.a_first, edit.a_last)
        theirs = theirs or _likely(b, edit.b_first, edit.b_last)
    if not ours or not theirs:
        return False
    return not any(same_name(x, y) >= ONE_NAME for x in ours for y in theirs)


def _likely(side: Sequence, first: int, last: int) -> list[str]:
    """Capitalised words at the head of a sentence: names where the other side has one."""
    return [n.text for n in touched(find_names, side, first, last)]


def same_person(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """Both runs are names, of one person or place ("Kiev", "Kyiv"; "Mr Weber", "Karl Weber")."""
    ours, theirs = names_in(a, edit.a_first, edit.a_last), names_in(b, edit.b_first, edit.b_last)
    return bool(ours) and bool(theirs) and any(same_name(x, y) >= 0.8 for x in ours for y in theirs)
