"""What leaves a statement open or narrows it, and what answers it in another language.

A word that qualifies in one language is a plain verb in the next («может» is both "may" and "can"; «aurait» is hearsay
and the plain conditional). Each kind therefore has words that ask for an answer, and a wider set that gives it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.languages import language
from pipeline.text.clauses import clauses
from pipeline.text.dates import find_dates
from pipeline.text.grammar import (
    alternatives,
    concessions,
    conditions,
    degrees,
    grammar,
    phrases,
    restrictions,
)
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import Span, hedges, negation_count, negations
from pipeline.text.tokens import remembered, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable

REPORTABLE: Final = frozenset({"possibility", "report"})


class Qualifier(NamedTuple):
    """A kind of qualification: what asks for an answer, whether a text answers a span of it, and what its loss does."""

    kind: str
    find: Callable[[str, str], list[Span]]
    answered: Callable[[Span, str, str, str], bool]
    effect: str

    def lost(self, text: str, code: str, other: str, other_code: str) -> Span | None:
        """The first qualification of `text` that `other` has no answer to, if it answers none."""
        found = self.find(text, code)
        return None if not found or any(self.answered(s, code, other, other_code) for s in found) else found[0]


def softened(text: str, code: str) -> list[Span]:
    """Hedges but "about", which belongs to its number, and "I think", which every language uses at another rate."""
    return [h for h in hedges(text, code) if h.kind in REPORTABLE]


def _lists_any(text: str, code: str, *names: str) -> bool:
    """Whether anything of some lists of [grammar] stands in the text."""
    return any(phrases(text, code, name) for name in names)


def _hedge_answered(span: Span, code: str, other: str, other_code: str) -> bool:
    if any(h.kind != "approximation" for h in hedges(other, other_code)):
        return True
    if negations(span.text, code) and any(s.kind == "negator" for s in negations(other, other_code)):
        return True  # "we do not rule out": »wir schließen einen Streik nicht aus«
    words = {t.norm for t in tokenize(span.text, code)}
    norms = {t.norm for t in tokenize(other, other_code)}
    here, there = grammar(code), grammar(other_code)
    modal, irreal = bool(words & here.ability), bool(words & here.irrealis)
    if (modal and bool(norms & there.ability)) or (irreal and bool(norms & there.irrealis)):
        return True
    # »Soll« is hearsay or a duty, by the sentence.
    bound = phrases(span.text, code, "dutiful")
    return bool(bound) and _lists_any(other, other_code, "duty", "dutiful")


def _doubled(text: str, code: str) -> list[Span]:
    """ "Perhaps" beside a modal verb ("perhaps we could have"): two words leave the statement open, not one."""
    lists = grammar(code)
    modal = [t for t in tokenize(text, code) if t.norm in lists.ability or t.norm in lists.irrealis]
    return [h for h in _adverbs(text, code) if any(not h.start <= t.start < h.end for t in modal)]


def _adverbs(text: str, code: str) -> list[Span]:
    """Hedges that are no form of a modal verb."""
    modal = grammar(code).ability | grammar(code).irrealis
    return [h for h in softened(text, code) if not {t.norm for t in tokenize(h.text, code)} & modal]


def _doubly(_span: Span, _code: str, other: str, other_code: str) -> bool:
    """A second hedge of any kind answers; where there is no modal verb either, the first kind of row tells it."""
    lists = grammar(other_code)
    modal = {t.norm for t in tokenize(other, other_code)} & (lists.ability | lists.irrealis)
    open_words = [h for h in hedges(other, other_code) if h.kind != "approximation"]
    return (
        not modal or len(open_words) > 1 or bool(_adverbs(other, other_code)) or negation_count(other, other_code) > 0
    )


def _condition_answered(span: Span, code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    timed = span.text.casefold() in grammar(code).loose and bool(phrases(other, other_code, "temporal"))
    opened = timed or bool(conditions(other, other_code)) or bool(norms & grammar(other_code).whether)
    if opened or _lists_any(other, other_code, "suppositions", "excluding"):
        return True
    # "Nobody goes unless I say so" is "nobody goes until I say so".
    limited = _lists_any(other, other_code, "until", "before")
    return limited and negation_count(other, other_code) > 0


def _conceded(_span: Span, _code: str, other: str, other_code: str) -> bool:
    opened = concessions(other, other_code) or conditions(other, other_code)
    return bool(opened) or bool(phrases(other, other_code, "contrast"))


@remembered
def _contrasts(text: str, code: str) -> list[Span]:
    """ "But" that opens a clause inside the sentence; it lasts to the end of the clause."""
    opens = grammar(code).adversative
    found = []
    for start, end in clauses(text, code)[1:]:
        first = tokenize(text[start:end], code)[0]
        if first.norm in opens:
            found.append(Span(text[start:end], start, end, "contrast"))
    return found


def _contrasted(_span: Span, _code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    listed = phrases(other, other_code, "contrast") or concessions(other, other_code)
    return bool(listed) or bool(norms & grammar(other_code).adversative)


@remembered
def lower_bounds(text: str, code: str) -> list[Span]:
    """ "At least" that bounds no figure ("at least until the appeal")."""
    figures = [(n.start - _BESIDE, n.end + _BESIDE) for n in find_numbers(text, code) if n.relation != "exact"]
    free = [s for s in _bounds(text, code) if not any(start <= s.start < end for start, end in figures)]
    denied = language(code).polarity.negators
    first = [(s, denied.match([t.norm for t in tokenize(s.text, code)], 0)) for s in free]
    return [s for s, found in first if found is None or found[1] == "none"]  # not «не больше и не меньше»


@remembered
def _bounds(text: str, code: str) -> list[Span]:
    tokens = tokenize(text, code)
    found = language(code).numerals.qualifiers.walk([t.norm for t in tokens])
    places = [(tokens[first].start, tokens[last - 1].end) for first, last, kind in found if kind == "at_least"]
    return [Span(text[start:end], start, end, "bound") for start, end in places]


def _limited(_span: Span, _code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    grammatical = grammar(other_code)
    open_words = norms & (grammatical.limits | grammatical.only) or conditions(other, other_code)
    listed = _lists_any(other, other_code, "until", "before", "temporal", "restriction")
    return bool(open_words) or listed or bool(find_dates(other, other_code))


def _excepted(_span: Span, _code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    listed = _lists_any(other, other_code, "excluding", "exceptive", "contrast")
    return (
        listed
        or bool(norms & (grammar(other_code).only | grammar(other_code).without))
        or bool(conditions(other, other_code))
    )


def _exceptions(text: str, code: str) -> list[Span]:
    """ "Except" in a sentence that denies nothing: "nothing except" is "only"."""
    return [] if negation_count(text, code) else phrases(text, code, "excluding")


def _readied(_span: Span, _code: str, other: str, other_code: str) -> bool:
    open_words = any(h.kind != "approximation" for h in hedges(other, other_code))
    return open_words or _lists_any(other, other_code, "ready", "wanting", "intention")


def _intended(_span: Span, _code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    open_words = any(h.kind != "approximation" for h in hedges(other, other_code))
    listed = _lists_any(other, other_code, "intention", "wanting")
    return open_words or listed or bool(norms & grammar(other_code).irrealis)


def _owed(span: Span, _code: str, other: str, other_code: str) -> bool:
    if span.start == 0 and conditions(other, other_code):
        return True  # "Should the bank agree" is "if the bank agrees"
    open_words = any(h.kind != "approximation" for h in hedges(other, other_code))
    # A duty that one has not is said of nobody: "I do not have to like it", « Rien ne m'oblige à applaudir ».
    freed = bool(negations(other, other_code)) and _lists_any(other, other_code, "obliging")
    return open_words or freed or _lists_any(other, other_code, "duty", "dutiful")


@remembered
def excluded(text: str, code: str) -> list[Span]:
    """«без», "without": a preposition that takes something away from what is said; not in "without doubt"."""
    listed = grammar(code).without
    tokens = tokenize(text, code)
    settled = language(code).polarity.exceptions.walk([t.norm for t in tokens])
    sayings = [(h.start, h.end) for h in hedges(text, code)]
    sayings += [(tokens[first].start, tokens[last - 1].end) for first, last, _ in settled]
    found = [t for t in tokens if t.norm in listed and not any(s <= t.start < e for s, e in sayings)]
    return [Span(t.text, t.start, t.end, "qualifier") for t in found]


def _restriction_answered(_span: Span, _code: str, other: str, other_code: str) -> bool:
    norms = {t.norm for t in tokenize(other, other_code)}
    present = bool(norms & (grammar(other_code).present | grammar(other_code).limits))
    bounded = present or _lists_any(other, other_code, "until", "before")
    return bounded or bool(restrictions(other, other_code)) or bool(find_dates(other, other_code))


def _either(text: str, code: str) -> list[Span]:
    """ "Or" in a plain statement: under a negation it says neither, in a question it asks."""
    return [] if negation_count(text, code) or text.rstrip("\"'»”’ ").endswith("?") else alternatives(text, code)


def _either_answered(_span: Span, _code: str, other: str, other_code: str) -> bool:
    # "Neither ... nor" denies both; a single negator may stand for anything («и вот его уже нет» is "it was gone").
    return bool(alternatives(other, other_code)) or negation_count(other, other_code) > 1


def _grave(text: str, code: str) -> list[Span]:
    """ "Serious", "seriously" before or behind what is denied ("no serious harm"); not in "is not serious"."""
    if not negation_count(text, code):
        return []
    lists, tokens = grammar(code), tokenize(text, code)
    norms = {t.end: t.norm for t in tokens}
    denied = {s.end for s in negations(text, code)}
    found = []
    for span in phrases(text, code, "grave"):
        before = max((end for end in norms if end <= span.start), default=-1)
        after = next((t for t in tokens if t.start >= span.end), None)
        predicated = norms.get(before, "") in lists.auxiliaries or (before in denied and after is None)
        if not predicated:
            found.append(span)
    return found


_BESIDE: Final = 25
"""Characters around a figure within which an "at least" is its own."""

QUALIFIERS: Final = (
    Qualifier("hedge", softened, _hedge_answered, "the statement becomes unqualified"),
    Qualifier("hedge", _doubled, _doubly, "the statement is less open"),
    Qualifier("condition", conditions, _condition_answered, "what was conditional becomes certain"),
    Qualifier("degree", degrees, lambda _s, _c, other, code: bool(degrees(other, code)), "the statement is weaker"),
    Qualifier(
        "qualifier", excluded, lambda _s, _c, other, code: bool(excluded(other, code)), "the qualification is lost"
    ),
    Qualifier("restriction", restrictions, _restriction_answered, "what held for a time holds without limit"),
    Qualifier("alternative", _either, _either_answered, "one of two becomes certain"),
    Qualifier("concession", concessions, _conceded, "what was granted against it is lost"),
    Qualifier(
        "bound", lower_bounds, lambda _s, _c, other, code: bool(_bounds(other, code)), "a lower bound becomes the whole"
    ),
    Qualifier("contrast", _contrasts, _contrasted, "what stood against it is lost"),
    Qualifier("intention", partial(phrases, name="intention"), _intended, "a plan or a hope becomes a fact"),
    Qualifier("limit", partial(phrases, name="until"), _limited, "what was denied until then is denied for good"),
    Qualifier("exception", _exceptions, _excepted, "what was taken out is lost"),
    Qualifier("readiness", partial(phrases, name="ready"), _readied, "what one is ready to do is done"),
    Qualifier(
        "gravity",
        _grave,
        lambda _s, _c, other, code: _lists_any(other, code, "grave", "graver"),
        "what was denied of the worst is denied of all",
    ),
    Qualifier("duty", partial(phrases, name="duty"), _owed, "what ought to be becomes what is"),
)
