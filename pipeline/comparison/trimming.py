"""Where one quotation ends before the other: quoting less is no fault, losing a qualifier at the edge is.

Only what touches the shared words counts, and only if the reporter does not say it in words of his own: for
"would not resign 'over a rumour'" nothing is lost.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.edits import Edit
from pipeline.comparison.facts import (
    conditional,
    covered,
    flips,
    hedged,
    negators,
    phrase_of_its_own,
    touched,
    value_change,
)
from pipeline.comparison.inside import value_row
from pipeline.comparison.rows import row, said, whole
from pipeline.comparison.sequence import Sequence
from pipeline.text.grammar import conditions, grammar, restrictions
from pipeline.text.polarity import hedges, negation_count
from pipeline.text.quotation.resource import quotation

NEAR: Final = 2
"""Words between the shared words and a qualifier that still touches them ("and perhaps for years")."""
CONDITION: Final = 12
"""Words of a conditional clause that a fragment may have lost."""
REPORT: Final = 6
"""Words of a report inside the quotation ("he said that he")."""
RESTRICTION: Final = 4
"""Words of a bound that a denial may have lost at its end ("this year")."""
_WHAT: Final = {
    "hedge": "a hedge",
    "condition": "a condition",
    "qualifier": "a qualification",
    "negation": "a negation",
    "restriction": "what bounds it",
}


def trimmed(edit: Edit, a: Sequence, b: Sequence, b_context: str, clause_words: int) -> list[Difference]:
    """`a` has words beyond an end of `b`: a row where a qualifier or the rest of a closed sentence is lost."""
    boundary = edit.a_last if edit.side == "start" else edit.a_first
    if edit.b_first in b.cuts or boundary in a.stops:
        return []
    change = value_change(edit, a, b)
    if change:
        return [value_row(edit, a, b, change)]
    reported = _reported(edit, a)
    if reported is not None and not any(char.isalpha() for char in _outside(b_context, b)):
        why = f"{{b}} begins only after {said(a, reported.a_first, reported.a_last)}: what another says becomes a fact"
        return [row(reported, a, b, "attribution", "speaker", "major", 0.7, why)]
    found = _qualifier(edit, a)
    if found is None:
        return _cut_short(edit, a, b, clause_words) + _cut_front(edit, a, b, clause_words)
    run, kind = found
    return [] if _supplied(kind, b_context, b) else [_lost(run, a, b, kind)]


def _lost(run: Edit, a: Sequence, b: Sequence, kind: str) -> Difference:
    severity: Severity = "minor" if kind == "qualifier" else "major"
    text = said(a, run.a_first, run.a_last)
    how = "stops short of" if run.side == "end" else "begins only after"
    if kind == "negation":
        why = f"{{b}} {how} {text}, so that the statement reads as the opposite"
        return row(run, a, b, "negation", kind, severity, 0.6, why)
    return row(run, a, b, "omission", kind, severity, 0.7, f"{{b}} {how} {text} ({_WHAT[kind]}) without a mark")


def _reported(edit: Edit, a: Sequence) -> Edit | None:
    """The report of another's words inside the quotation, right before what is shared ("*He said he* didn't")."""
    last = edit.a_last
    first = max((i for i in a.stops | a.joins if edit.a_first <= i < last), default=edit.a_first)
    if edit.side != "start" or not 1 < last - first <= REPORT:
        return None
    cues, lists = quotation(a.language).cues, grammar(a.language)
    norms = a.norms(first, last)
    cue = next((i for i, norm in enumerate(norms) if cues.get(norm) == "speech"), None)
    if cue is None or norms[0] in lists.first_person:
        return None
    return replace(edit, a_first=first, a_last=last) if set(norms) & lists.third_person else None


def _qualifier(edit: Edit, a: Sequence) -> tuple[Edit, str] | None:
    """The qualifier that touches the shared words, and its kind."""
    first, last = _adjacent(edit, a)
    if last <= first:
        return None
    run = replace(edit, a_first=first, a_last=last)
    edge = (first, min(last, first + NEAR)) if edit.side == "end" else (max(first, last - NEAR), last)
    if conditional(a, first, min(last, first + NEAR)) and last - first <= CONDITION:
        return run, "condition"
    soft = covered(hedged(a, *edge), a, *edge)
    if soft and not _of_the_next(edit, a, soft):
        return _reaching(run, soft), "hedge"
    if edit.side == "end" and last - first <= RESTRICTION and _bounded(edit, a, first, last):
        return run, "restriction"
    negated = covered([s for s in negators(a, *edge) if s.kind in ("negator", "phrase")], a, *edge)
    if not negated:
        return None
    own = phrase_of_its_own(a, negated)
    if edit.side == "end" and flips(a, first, last):
        return run, "negation"
    if edit.side == "end":
        return (run, "qualifier") if own and last - first <= CONDITION else None
    return (_reaching(run, negated), "negation") if not own and last not in a.pauses else None


def _bounded(edit: Edit, a: Sequence, first: int, last: int) -> bool:
    """A denial that ends in a bound ("no new budget | this year") denies for good without it."""
    bound = covered(touched(restrictions, a, first, last), a, first, last)
    start = a.bounds(edit.a_first - 1, edit.a_first)[0]
    return len(bound) == last - first and bool(negators(a, start, edit.a_first))


def _of_the_next(edit: Edit, a: Sequence, soft: set[int]) -> bool:
    """A hedge behind a pause that goes on with words of its own qualifies those: "seen, *and perhaps for months*"."""
    if edit.side != "end" or edit.a_first not in a.pauses:
        return False
    last = max(soft) + 1
    return last < edit.a_last and last not in a.pauses | a.stops | a.joins


def _reaching(run: Edit, at: set[int]) -> Edit:
    """The run cut down to the qualifier and what lies between it and the shared words."""
    return replace(run, a_last=max(at) + 1) if run.side == "end" else replace(run, a_first=min(at))


def _adjacent(edit: Edit, a: Sequence) -> tuple[int, int]:
    """The part of a trimmed run that touches what both quote, up to the nearest mark."""
    edges = a.pauses | a.stops | a.joins
    first, last = edit.a_first, edit.a_last
    if edit.side == "start":
        return max((i for i in edges if first <= i < last), default=first), last
    return first, min((i for i in edges if first < i <= last), default=last)


def _supplied(kind: str, context: str, side: Sequence) -> bool:
    """Whether the reporter has a qualifier of the kind outside the quoted words."""
    outside = _outside(context, side)
    if kind == "hedge":
        return any(h.kind != "approximation" for h in hedges(outside, side.language))
    if kind == "condition":
        return bool(conditions(outside, side.language))
    if kind == "restriction":
        return bool(restrictions(outside, side.language))
    return negation_count(outside, side.language) > 0


def _outside(context: str, side: Sequence) -> str:
    """The reporting sentence without the quoted words."""
    outside = " ".join(context.split())
    edges = sorted({0, len(side.words)} | side.stops | side.joins)
    for first, last in pairwise(edges):
        outside = outside.replace(side.slice(first, last), " | ")
    return outside


def _cut_short(edit: Edit, a: Sequence, b: Sequence, clause_words: int) -> list[Difference]:
    """The shorter quotation ends with a full stop where the other's sentence goes on with a clause of its own."""
    if edit.side != "end" or len(b.words) not in b.stops or len(b.words) in b.cuts:
        return []
    last = min((s for s in a.stops | a.joins if s > edit.a_first), default=edit.a_last)
    run = replace(edit, a_last=min(last, edit.a_last))
    if a.content(run.a_first, run.a_last) < clause_words or not _begins_alike(edit, a, b):
        return []
    why = f"{{b}} ends the sentence with a full stop before {said(a, run.a_first, run.a_last)}"
    return [row(run, a, b, "omission", "clause", "minor", 0.75, why)]


def _begins_alike(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """The sentence that was cut short begins alike in both, with a capital letter."""
    start_a, start_b = a.bounds(edit.a_first - 1, edit.a_first)[0], b.bounds(len(b.words) - 1, len(b.words))[0]
    same = a.words[start_a].norm == b.words[start_b].norm
    return same and b.words[start_b].text[:1].isupper()


def _cut_front(edit: Edit, a: Sequence, b: Sequence, clause_words: int) -> list[Difference]:
    """The shorter quotation makes a sentence, capital to full stop, of what follows a clause in the other."""
    opens = edit.side == "start" and b.words[0].text[:1].isupper() and not _capital(a, edit.a_last)
    if not opens or b.bounds(0, 1)[1] not in b.stops:
        return []
    run = replace(edit, a_first=max((s for s in a.stops | a.joins if s < edit.a_last), default=edit.a_first))
    run = replace(run, a_first=max(run.a_first, edit.a_first))
    if a.content(run.a_first, run.a_last) < clause_words:
        return []
    why = f"{{b}} begins the sentence only after {said(a, run.a_first, run.a_last)}, with a capital letter"
    return [row(run, a, b, "omission", "clause", "minor", 0.7, why)]


def _capital(side: Sequence, at: int) -> bool:
    return at < len(side.words) and side.words[at].text[:1].isupper()


def segment(a: Sequence, b: Sequence) -> Difference:
    """One quotation goes further than the other: told as a fact, not as a fault."""
    longer, shorter = ("{a}", "{b}") if len(a.words) >= len(b.words) else ("{b}", "{a}")
    return whole(a, b, "segment", "extent", "none", 0.95, f"{longer} quotes more of it than {shorter}")
