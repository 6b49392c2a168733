"""Two quotations in two languages, fact by fact, each read in its own language.

The machine's wording is not the outlet's: no word of a translation is ever compared here. What is compared is what
both languages state in a form that can be read for itself: values, negation, hedges, conditions, grammatical person,
names, and whether a sentence or clause has a counterpart at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.facts import ONE_NAME
from pipeline.languages import language
from pipeline.text import dates
from pipeline.text.clauses import clauses
from pipeline.text.grammar import conditions, degrees, grammar, person
from pipeline.text.name_match import romanise
from pipeline.text.names import Name, find_names, same_name
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.polarity import Span, hedges, negation_count, negations, strengths
from pipeline.text.quantities import compatible
from pipeline.text.tokens import content_words, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.alignment.parts import Part

_NOTE: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|‘[^’]*’|‚[^‘]*‘|“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
"""What an editor put in, and titles in marks, which are translated like any words."""
NEGATABLE: Final = 12
"""Words up to which a sentence with one negation is the opposite of one with none."""
REPORTABLE_HEDGES: Final = frozenset({"possibility", "report"})


def compare_sentences(a: Part, b: Part, *, whole: bool) -> list[Difference]:
    """Differences of two aligned sentences; `whole` when neither is a mere fragment of the other."""
    found = _values(a, b)
    if whole:
        found += (
            _negation(a, b) + _qualifiers(a, b) + _strength(a, b) + _names(a, b) + [d.mirrored() for d in _names(b, a)]
        )
    found += _weakened(a, b) + [d.mirrored() for d in _weakened(b, a)] + _person(a, b)
    return found


def _values(a: Part, b: Part) -> list[Difference]:
    """Dates and numbers that stand in both and do not agree."""
    found = []
    whens_a, whens_b = dates.find_dates(a.text, a.language), dates.find_dates(b.text, b.language)
    for x in whens_a:
        answers = [(dates.compatible(x, y), y) for y in whens_b]
        if any(dates.one_night(x, y) for y in whens_b):
            continue  # "Friday night" is the night before Saturday
        if (
            answers
            and not any(answer is True for answer, _ in answers)
            and any(answer is False for answer, _ in answers)
        ):
            y = next(y for answer, y in answers if answer is False)
            found.append(
                _row("number", "date", "major", 0.85, a, b, x.text, y.text, f"“{x.text}” is “{y.text}”: another date")
            )
            break
    ours = [n for n in find_numbers(a.text, a.language) if _counts(n)]
    theirs = [n for n in find_numbers(b.text, b.language) if _counts(n)]
    lost_a = [n for n in ours if not any(compatible(n, m) for m in theirs)]
    lost_b = [m for m in theirs if not any(compatible(n, m) for n in ours)]
    if lost_a and lost_b:
        pair = _alike(lost_a, lost_b)
        if pair:
            n, m = pair
            found.append(
                _row(
                    "number",
                    "number",
                    "major",
                    0.85,
                    a,
                    b,
                    n.text,
                    m.text,
                    f"“{n.text}” in {{a}} is “{m.text}” in {{b}}",
                )
            )
    return found


def _counts(number: Number) -> bool:
    return number.kind == "quantity" and number.unit_kind != "ordinal"


def _alike(ours: list[Number], theirs: list[Number]) -> tuple[Number, Number] | None:
    """The first two that measure the same kind of thing."""
    for n in ours:
        for m in theirs:
            if n.unit_kind == m.unit_kind or (
                n.unit_kind in (None, "count") and m.unit_kind in (None, "count", "times")
            ):
                return n, m
    return None


def uncounted(a: Part, b: Part) -> list[Difference]:
    """A clause of `a` with figures of its own ("14 letters, zero answers") where `b` has fewer figures by as many."""
    ours = [n for n in find_numbers(a.text, a.language) if _counts(n)]
    theirs = [n for n in find_numbers(b.text, b.language) if _counts(n)]
    ranges = clauses(a.text, a.language)
    if len(ranges) < 2 or len(ours) <= len(theirs) or not theirs:
        return []
    for start, end in ranges[1:]:
        inside = [n for n in ours if start <= n.start < end]
        text = a.text[start:end]
        marked = a.text[:start].rstrip().endswith(("...", "…"))
        if (
            inside
            and len(inside) == len(ours) - len(theirs)
            and not marked
            and len(content_words(text, a.language)) > 1
        ):
            why = f"{{b}} leaves out “{text}” with its figures"
            return [_row("omission", "clause", "minor", 0.6, a, b, text, b.text, why)]
    return []


def _negation(a: Part, b: Part) -> list[Difference]:
    """One negates and the other does not, in a sentence short enough for the count to mean something.

    Sentences of several clauses are read clause by clause.
    """
    by_clause = _negated_clause(a, b)
    if by_clause is not None:
        return [by_clause]
    ours, theirs = negation_count(a.text, a.language), negation_count(b.text, b.language)
    sizes = sorted((len(a.own.stems), len(b.own.stems)))  # a content word here is a function word there
    if {ours, theirs} != {0, 1} or sizes[1] > NEGATABLE or sizes[0] < 0.6 * sizes[1]:
        return []
    if {"partial", "headline"} & {a.kind, b.kind}:
        return []  # the reporter says "not" in words of his own
    if bool(conditions(a.text, a.language)) != bool(conditions(b.text, b.language)):
        return []  # the negation may belong to the condition that is lost
    said, code = (a.text, a.language) if ours else (b.text, b.language)
    spans = [s for s in negations(said, code) if s.kind in ("negator", "phrase")]
    if not spans or _weakened(a, b) or _weakened(b, a):
        return []
    if spans[0].text.casefold() in grammar(code).without:
        return []  # told as a qualifier
    left, right = (spans[0].text, "") if ours else ("", spans[0].text)
    who = "{b}" if ours else "{a}"
    return [
        _row("negation", "negation", "major", 0.7, a, b, left, right, f"{who} lacks the negation “{spans[0].text}”")
    ]


def _negated_clause(a: Part, b: Part) -> Difference | None:
    """As many clauses in both, and in one place only does one negate what the other asserts."""
    left, right = clauses(a.text, a.language), clauses(b.text, b.language)
    if len(left) != len(right) or len(left) < 2 or conditions(a.text, a.language) or conditions(b.text, b.language):
        return None
    ours, theirs = [_negators_in(a, *c) for c in left], [_negators_in(b, *c) for c in right]
    unlike = [n for n, (x, y) in enumerate(zip(ours, theirs, strict=True)) if bool(x) != bool(y)]
    if len(unlike) != 1 or not any(x and y for x, y in zip(ours, theirs, strict=True)):
        return None
    at = unlike[0]
    sizes = sorted(len(content_words(p.text[s:e], p.language)) for p, (s, e) in ((a, left[at]), (b, right[at])))
    if _until(a, *left[at]) or _until(b, *right[at]):
        return None
    negator = (ours[at] or theirs[at])[0].text
    if len(ours[at]) + len(theirs[at]) != 1 or sizes[1] > NEGATABLE or sizes[0] < 0.5 * sizes[1]:
        return None
    who, texts = ("{b}", (negator, "")) if ours[at] else ("{a}", ("", negator))
    why = f"clause by clause, {who} lacks the negation “{negator}”"
    return _row("negation", "negation", "major", 0.7, a, b, *texts, why)


def _until(part: Part, start: int, end: int) -> bool:
    """A clause of time may hold a negator that denies nothing: «пока не буду уверен», "until I am sure"."""
    limits = grammar(part.language).limits
    return any(t.norm in limits for t in tokenize(part.text[start:end], part.language))


def _negators_in(part: Part, start: int, end: int) -> list[Span]:
    """Read on its own, so that "tampoco" denies its clause and French "plus" without "ne" none."""
    found = negations(part.text[start:end], part.language)
    return [s for s in found if s.kind not in ("concord", "weak", "particle")]


def _weakened(a: Part, b: Part) -> list[Difference]:
    """ "Almost never" here, "never" there: what is denied altogether in `b` is nearly denied in `a`."""
    weak = [s for s in negations(a.text, a.language) if s.kind == "weak" and " " in s.text]
    theirs = negations(b.text, b.language)
    if not weak or negation_count(a.text, a.language) or any(s.kind == "weak" for s in theirs):
        return []
    denied = [s for s in theirs if s.kind in ("negator", "phrase")]
    if not denied:
        return []
    why = f"{{b}} denies outright (“{denied[0].text}”) what {{a}} only nearly denies (“{weak[0].text}”)"
    return [_row("translation", "hedge", "major", 0.7, a, b, weak[0].text, denied[0].text, why)]


def _softened(text: str, code: str) -> list[Span]:
    """Hedges but "about", which belongs to its number, and "I think", which every language uses at another rate."""
    return [h for h in hedges(text, code) if h.kind in REPORTABLE_HEDGES]


def _excluded(text: str, code: str) -> list[Span]:
    """«без», "without": a preposition that takes something away from what is said."""
    listed = grammar(code).without
    return [Span(t.text, t.start, t.end, "qualifier") for t in tokenize(text, code) if t.norm in listed]


QUALIFIERS: Final[tuple[tuple[str, Callable[[str, str], list[Span]], str], ...]] = (
    ("hedge", _softened, "the statement becomes unqualified"),
    ("condition", conditions, "what was conditional becomes certain"),
    ("degree", degrees, "the statement is weaker"),
    ("qualifier", _excluded, "the qualification is lost"),
)
"""What leaves a statement open or narrows it, by kind: how it is found, and what its loss does."""


def _qualifiers(a: Part, b: Part) -> list[Difference]:
    found = []
    for kind, find, effect in QUALIFIERS:
        found += one_sided(kind, find(a.text, a.language), find(b.text, b.language), a, b, effect)
    return found


def one_sided(
    kind: str, ours: Sequence[Span], theirs: Sequence[Span], a: Part, b: Part, effect: str
) -> list[Difference]:
    """Present in one, absent in the other: the one that lacks it departs."""
    if bool(ours) == bool(theirs):
        return []
    text = (ours or theirs)[0].text
    who, left, right = ("{b}", text, "") if ours else ("{a}", "", text)
    severity: Severity = "minor" if kind in ("qualifier", "degree") else "major"
    return [_row("translation", kind, severity, 0.7, a, b, left, right, f"{who} drops the {kind} “{text}”: {effect}")]


def _names(a: Part, b: Part) -> list[Difference]:
    """A name that `a` has and `b` lacks in any script, where `b` says as much: it was dropped, or put for a pronoun."""
    if {"partial", "headline"} & {a.kind, b.kind} or len(a.own.stems) > 2 * len(b.own.stems):
        return []
    theirs = [n.text for n in find_names(b.text, b.language)]
    for name in find_names(a.text, a.language):
        if not _telling(name, a) or any(same_name(name.text, other) >= ONE_NAME for other in theirs):
            continue
        if _romanised(name.text) not in _romanised(b.text):
            why = f"{{a}} names “{name.text}”, {{b}} does not"
            return [_row("translation", "name", "minor", 0.55, a, b, name.text, b.text, why)]
    return []


def _telling(name: Name, part: Part) -> bool:
    """Surely a person, place or body: known, of two words, or with a title before it; not in an editor's note."""
    names = language(part.language).names
    words = [t.norm for t in tokenize(name.text, part.language)]
    before = [t.norm for t in tokenize(part.text[: name.start], part.language)][-1:]
    known = names.table.match(words, 0) is not None or names.titles.match(before, 0) is not None
    noted = any(start <= name.start < end for start, end in (m.span() for m in _NOTE.finditer(part.text)))
    return name.sure and (known or len(words) > 1) and not noted


def _romanised(text: str) -> str:
    return romanise(text).replace(" ", "")


def _strength(a: Part, b: Part) -> list[Difference]:
    """Words on one scale of obligation that stand two steps or more apart."""
    ours = {s.scale: s for s in strengths(a.text, a.language) if s.scale == "obligation"}
    theirs = {s.scale: s for s in strengths(b.text, b.language) if s.scale == "obligation"}
    for scale in sorted(ours.keys() & theirs.keys()):
        x, y = ours[scale], theirs[scale]
        if abs(x.level - y.level) >= 2:
            which = "stronger in {a}" if x.level > y.level else "stronger in {b}"
            why = f"“{x.text}” and “{y.text}”: {which}"
            return [_row("translation", "strength", "minor", 0.55, a, b, x.text, y.text, why)]
    return []


def _person(a: Part, b: Part) -> list[Difference]:
    """The speaker's "I" turned into "she" inside the marks."""
    ours, theirs = person(a.text, a.language), person(b.text, b.language)
    if ours is None or theirs is None or ours == theirs:
        return []
    who = "{a}" if ours == "third" else "{b}"
    why = f"{who} turns the first person into the third inside the quotation marks"
    return [_row("tense_person", "person", "minor", 0.7, a, b, a.text, b.text, why)]


def _row(
    cls: str,
    kind: str,
    severity: Severity,
    confidence: float,
    a: Part,
    b: Part,
    a_text: str,
    b_text: str,
    explanation: str,
) -> Difference:
    return Difference(
        cls,  # type: ignore[arg-type]
        kind,
        severity,
        confidence,
        a_text or a.text,
        b_text or b.text,
        (a.start, a.end),
        (b.start, b.end),
        explanation,
        evidence=(f"{a.language} and {b.language} read side by side",),
    )
