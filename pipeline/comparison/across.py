"""Two quotations in two languages, fact by fact, each read in its own language.

The machine's wording is not the outlet's: no word of a translation is ever compared here. What is compared is what
both languages state in a form that can be read for itself: values, negation, hedges, conditions, grammatical person,
names, and whether a sentence or clause has a counterpart at all.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.comparison.denials import denied, nearly_denied, only
from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.facts import ONE_NAME
from pipeline.comparison.opposites import opposed
from pipeline.comparison.qualifiers import QUALIFIERS, Qualifier
from pipeline.comparison.rendering import FOUND, rendered_words
from pipeline.comparison.shades import shade
from pipeline.comparison.sides import side_row
from pipeline.languages import language
from pipeline.text import dates
from pipeline.text.clauses import clauses
from pipeline.text.grammar import grammar, growth, person, restrictions
from pipeline.text.name_match import romanise
from pipeline.text.names import Name, find_names, same_name
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.polarity import Span, negations
from pipeline.text.quantities import compatible, in_base
from pipeline.text.quotation.resource import quotation
from pipeline.text.quotation.stretches import CUT
from pipeline.text.tokens import content_words, tokenize

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part

UPWARD: Final = ("at_least", "more_than")
BOUNDS: Final = frozenset({"at_least", "more_than", "at_most", "less_than"})
SPREAD: Final = Decimal("1.3")
"""Times up to which two figures may differ that a bound joins: "more than a month", "at least five weeks"."""
HALF: Final = Decimal("0.5")
ONLY: Final = 4
"""Words before a figure among which an "at least" belongs to it."""
OUTSIDE: Final = ("restriction", "alternative", "contrast", "limit", "exception", "readiness")
"""Kinds that the reporter may say of a fragment in words of his own, or that it breaks off before."""
SLIGHT: Final = ("qualifier", "degree", "alternative", "duty", "readiness")
"""Kinds whose loss leaves much the same statement."""
_NOTE: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|‘[^’]*’|‚[^‘]*‘|“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
"""What an editor put in, and titles in marks, which are translated like any words."""
VERBLESS: Final = 2
"""Content words up to which a fragment behind a preposition has no verb (»beim nächsten Frost«)."""
SHORTER: Final = 0.8
"""Share of the other's length up to which a sentence may lack one of its clauses."""
LONGER: Final = 1.0
"""The same where the cut is beyond doubt."""


def compare_sentences(a: Part, b: Part, *, whole: bool, outside: tuple[str, str] = ("", "")) -> list[Difference]:
    """Differences of two aligned sentences; `whole` when neither is a mere fragment of the other.

    `outside` are their reporting sentences without the quoted words.
    """
    found = _values(a, b)
    if whole:
        strength = _strength(a, b)
        # "Cannot" against "difficult" is no negation lost.
        weakened = strength and "(difficulty)" in strength[0].explanation
        graded = strength and "(obligation)" in strength[0].explanation
        found += [] if weakened else denied(a, b, outside)
        found += [d for d in _qualifiers(a, b) if not (graded and d.kind == "duty")] + strength
        found += _names(a, b) + [d.mirrored() for d in _names(b, a)]
        found += _bounds(a, b) + opposed(a, b)
    found += nearly_denied(a, b) + [d.mirrored() for d in nearly_denied(b, a)] + _person(a, b)
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
                side_row(
                    "number", "date", "major", 0.85, a, b, x.text, y.text, f"“{x.text}” is “{y.text}”: another date"
                )
            )
            break
    ours = [n for n in find_numbers(a.text, a.language) if _counts(n)]
    theirs = [n for n in find_numbers(b.text, b.language) if _counts(n)]
    lost_a = [n for n in ours if not any(_agrees(n, m) for m in theirs)]
    lost_b = [m for m in theirs if not any(_agrees(n, m) for n in ours)]
    found += _multiplied(a, b) + _halved(a, b) + [d.mirrored() for d in _halved(b, a)]
    if lost_a and lost_b:
        pair = _alike(lost_a, lost_b)
        if pair:
            n, m = pair
            found.append(
                side_row(
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


def _agrees(n: Number, m: Number) -> bool:
    """Renderings state one figure whatever bounds it: "up to eighteen" leaves room for eight, but does not say it."""
    if not compatible(n, m):
        return False
    bound = {n.relation, m.relation} & BOUNDS
    if not bound or not all(_definite(each) or each.relation in BOUNDS for each in (n, m)):
        return True
    few, many = sorted((in_base(n), in_base(m)))
    return many <= few * SPREAD


def _multiplied(a: Part, b: Part) -> list[Difference]:
    """ "Double" here and "triple" there, one factor in each sentence."""
    ours, theirs = growth(a.text, a.language), growth(b.text, b.language)
    if len({s.kind for s in ours}) != 1 or len({s.kind for s in theirs}) != 1 or ours[0].kind == theirs[0].kind:
        return []
    x, y = ours[0].text, theirs[0].text
    return [side_row("number", "factor", "major", 0.7, a, b, x, y, f"“{x}” in {{a}} is “{y}” in {{b}}: another factor")]


def _halved(a: Part, b: Part) -> list[Difference]:
    """ "Half a year" here and "a year" there: one of a unit needs no figure."""
    half = next((n for n in find_numbers(a.text, a.language) if n.low == n.high == HALF), None)
    if half is None or half.unit_kind != "duration" or half.unit is None:
        return []
    if any(m.unit_kind == "duration" for m in find_numbers(b.text, b.language)):
        return []
    tokens = tokenize(b.text, b.language)
    placed = [(s.start, s.end) for s in restrictions(b.text, b.language)]
    placed += [(when.start, when.end) for when in dates.find_dates(b.text, b.language)]
    for before, token in pairwise(tokens):
        unit = language(b.language).units.words.match([token.norm], 0)
        free = not any(start <= token.start < end for start, end in placed)
        free = free and before.norm not in grammar(b.language).half
        if unit is not None and unit[1] == f"duration:{half.unit}" and free:
            why = f"“{half.text}” in {{a}} is “{token.text}” in {{b}}"
            return [side_row("number", "number", "major", 0.7, a, b, half.text, token.text, why)]
    return []


def _bounds(a: Part, b: Part) -> list[Difference]:
    """ "At least" here and "only" there; or a bound that only one side states of a figure that both have."""
    least, alone = (_least(a.text, a.language), _least(b.text, b.language)), (only(a), only(b))
    for here, there in ((0, 1), (1, 0)):
        if least[here] and alone[there] and not least[there] and not alone[here]:
            texts = (least[0], alone[1]) if here == 0 else (alone[0], least[1])
            why = f"“{texts[0]}” in {{a}} is “{texts[1]}” in {{b}}: another bound"
            return [side_row("translation", "approximation", "major", 0.6, a, b, *texts, why)]
    ours = [n for n in find_numbers(a.text, a.language) if _counts(n)]
    theirs = [n for n in find_numbers(b.text, b.language) if _counts(n)]
    for n in ours:
        m = next((m for m in theirs if m.value == n.value and m.unit == n.unit), None)
        if m is not None and {n.relation, m.relation} <= {*UPWARD, "exact"} and _upward(a, n) != _upward(b, m):
            why = f"“{n.text}” in {{a}} is “{m.text}” in {{b}}: another bound"
            return [side_row("translation", "approximation", "minor", 0.6, a, b, n.text, m.text, why)]
    return []


def _upward(part: Part, number: Number) -> bool:
    """At least so many, also where a preposition stands between («как минимум на два часа»)."""
    return number.relation in UPWARD or bool(_least(part.text[: number.start], part.language, ONLY))


def _least(text: str, code: str, last: int | None = None) -> str:
    """The "at least" or "more than" of a text, or of its last words."""
    tokens = tokenize(text, code)[-last if last else 0 :]
    found = language(code).numerals.qualifiers.walk([t.norm for t in tokens])
    return next((text[tokens[s].start : tokens[e - 1].end] for s, e, kind in found if kind == "at_least"), "")


def _counts(number: Number) -> bool:
    return number.kind == "quantity" and number.unit_kind != "ordinal"


def _definite(number: Number) -> bool:
    """A figure, and not "some" or "a few", which each language counts in its own way."""
    return _counts(number) and (number.low == number.high or any(char.isdigit() for char in number.text))


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
    ours, theirs = (
        [n for n in find_numbers(p.text, p.language) if _definite(n) and n.value != 1]  # "not a single one"
        for p in (a, b)
    )
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
            return [side_row("translation", "clause", "minor", 0.6, a, b, text, b.text, why)]
    return []


def marked_cut(a: Part, b: Part) -> list[Difference]:
    """`b` marks a cut inside the sentence where `a` has none, and is shorter: something of `a` is not there."""
    mark = CUT.search(b.text)
    if mark is None or CUT.search(a.text) or len(b.text) > (SHORTER if _open(b.text, mark) else LONGER) * len(a.text):
        return []
    why = f"{{b}} leaves out a part of the sentence and marks the cut ({mark.group().strip()})"
    return [side_row("translation", "cut", "minor", 0.6, a, b, a.text, b.text, why)]


def _open(text: str, mark: re.Match[str]) -> bool:
    """Bare dots may be a pause, and a cut at either end may lie outside what the other quotes."""
    bracketed = mark.group().strip()[:1] in "[(<"
    return not bracketed or not (_inner(text[: mark.start()]) and _inner(text[mark.end() :]))


def _inner(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _qualifiers(a: Part, b: Part) -> list[Difference]:
    found = [d for kind in QUALIFIERS for d in one_sided(kind, a, b) if not (kind.kind in OUTSIDE and _piece(d, a, b))]
    found = [d for d in found if not verbless(d, a, b)]
    return [d for d in found if d.kind != "contrast" or _shorter(d, a, b)]


def _piece(d: Difference, a: Part, b: Part) -> bool:
    """The side that lacks it is a fragment."""
    return (b if d.explanation.startswith("{b}") else a).kind in ("partial", "headline")


def verbless(d: Difference, a: Part, b: Part) -> bool:
    """A modal verb leaves its verb open, and the side that lacks it is an adverbial of a word or two."""
    full, lacking = (a, b) if d.explanation.startswith("{b}") else (b, a)
    lists = grammar(full.language)
    lost = d.a_text if full is a else d.b_text
    modal = {t.norm for t in tokenize(lost, full.language)} & (lists.ability | lists.irrealis)
    small = len(lacking.own.content_at) <= VERBLESS and lacking.kind in ("partial", "headline")
    first = [t.norm for t in tokenize(lacking.text, lacking.language)]
    adverbial = quotation(lacking.language).words["prepositions"].match(first, 0) is not None
    return d.kind == "hedge" and bool(modal) and small and adverbial


def _shorter(d: Difference, a: Part, b: Part) -> bool:
    """The side without the "but" is shorter by a clause: "not a crime, an accident" has it in other words."""
    full, lacking = (a, b) if d.explanation.startswith("{b}") else (b, a)
    return len(lacking.text) <= SHORTER * len(full.text)


def one_sided(kind: Qualifier, a: Part, b: Part) -> list[Difference]:
    """Present in one, without an answer in the other: the one that lacks it departs."""
    ours = kind.lost(a.text, a.language, b.text, b.language)
    theirs = kind.lost(b.text, b.language, a.text, a.language)
    if ours and theirs:
        return []
    return unqualified(kind, ours, theirs, a, b) if ours or theirs else []


def unqualified(kind: Qualifier, ours: Span | None, theirs: Span | None, a: Part, b: Part) -> list[Difference]:
    """The row for a qualification that only one side has."""
    span, lacking = (ours, b) if ours else (theirs, a)
    if span is None:
        return []
    who, left, right = ("{b}", span.text, "") if ours else ("{a}", "", span.text)
    slight = kind.kind in SLIGHT or (kind.kind == "limit" and not _denies(lacking))
    severity: Severity = "minor" if slight else "major"
    why = f"{who} drops the {kind.kind} “{span.text}”: {kind.effect}"
    return [side_row("translation", kind.kind, severity, 0.7, a, b, left, right, why)]


def _denies(part: Part) -> bool:
    return any(s.kind in ("negator", "phrase") for s in negations(part.text, part.language))


def _names(a: Part, b: Part) -> list[Difference]:
    """A name that `a` has and `b` lacks in any script, where `b` says as much: it was dropped, or put for a pronoun."""
    if {"partial", "headline"} & {a.kind, b.kind} or len(a.own.stems) > 2 * len(b.own.stems):
        return []
    theirs = [n.text for n in find_names(b.text, b.language)]
    for name in find_names(a.text, a.language):
        if not _telling(name, a) or any(same_name(name.text, other) >= ONE_NAME for other in theirs):
            continue
        if _romanised(name.text) not in _romanised(b.text) and not _translated(name, a, b):
            why = f"{{a}} names “{name.text}”, {{b}} does not"
            return [side_row("translation", "name", "minor", 0.55, a, b, name.text, b.text, why)]
    return []


def _translated(name: Name, a: Part, b: Part) -> bool:
    """`Supreme Administrative Court`, `New Year's Day`: a name made of words, most of which the other renders."""
    words = [w for w in rendered_words(a, [b]) if name.start <= w.start < name.end]
    return len(words) > 1 and 2 * sum(w.rendered >= FOUND for w in words) > len(words)


def _telling(name: Name, part: Part) -> bool:
    """Surely a person, place or body: known, of two words, or with a title before it; not in an editor's note."""
    names = language(part.language).names
    words = [t.norm for t in tokenize(name.text, part.language)]
    before = [t.norm for t in tokenize(part.text[: name.start], part.language)][-1:]
    titled = names.titles.match(before, 0) is not None
    known = names.table.match(words, 0) is not None or titled
    noted = any(start <= name.start < end for start, end in (m.span() for m in _NOTE.finditer(part.text)))
    elided = words[0] in language(part.language).elisions if words else True
    # Where all nouns have capitals, a title shows what a capital does not.
    return (name.sure or titled) and (known or len(words) > 1) and not noted and not elided


def _romanised(text: str) -> str:
    return romanise(text).replace(" ", "")


def _strength(a: Part, b: Part) -> list[Difference]:
    """Words on one scale that stand apart."""
    found = shade(a, b)
    if found is None:
        return []
    left, right = (f"“{text}”" if text else "no such word" for text in (found.a_text, found.b_text))
    which = "stronger in {a}" if found.steps > 0 else "stronger in {b}"
    severity: Severity = "major" if abs(found.steps) > 1 else "minor"
    why = f"{left} and {right} ({found.scale}): {which}"
    return [side_row("translation", "strength", severity, 0.55, a, b, found.a_text, found.b_text, why)]


def _person(a: Part, b: Part) -> list[Difference]:
    """The speaker's "I" turned into "she" inside the marks."""
    ours, theirs = person(a.text, a.language), person(b.text, b.language)
    if ours is None or theirs is None or ours == theirs:
        return []
    who = "{a}" if ours == "third" else "{b}"
    why = f"{who} turns the first person into the third inside the quotation marks"
    return [side_row("tense_person", "person", "minor", 0.7, a, b, a.text, b.text, why)]
