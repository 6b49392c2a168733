"""Edits inside what both quote: words left out, words replaced, words moved."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from pipeline.comparison.common import lemma_key
from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.edits import Edit
from pipeline.comparison.facts import (
    BRIEF,
    conditional,
    covered,
    flips,
    graded,
    hedged,
    names_in,
    negators,
    other_name,
    phrase_of_its_own,
    same_person,
    touched,
    value_change,
)
from pipeline.comparison.qualifiers import lower_bounds
from pipeline.comparison.rows import row, said
from pipeline.comparison.sequence import Sequence
from pipeline.languages import language
from pipeline.text.dates import find_dates
from pipeline.text.folding import fold_typography
from pipeline.text.grammar import grammar, phrases, restrictions
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import hedges, negations

CLAUSE: Final = 3
"""Content words that make a run a clause."""
PARTICLE: Final = "particle"
"""A word that only goes along with a negator ("pas", "mai")."""
_TELLING: Final = ("hedge", "condition", "restriction", "bound", "date", "number", "name")
"""What is lost even where the outlet breaks off for its reporting clause: the sentence reads as if it ended there."""
_NAMED: Final = {
    "hedge": " (a hedge)",
    "condition": " (a condition)",
    "restriction": " (what bounds it in time or form)",
    "bound": " (a lower bound)",
    "date": " (a date)",
    "number": " (a number)",
    "name": " (a name)",
    "repetition": ", a sentence that is repeated,",
}


def left_out(edit: Edit, a: Sequence, b: Sequence) -> Difference:
    """Words that only `a` has."""
    text = said(a, edit.a_first, edit.a_last)
    change = value_change(edit, a, b)
    if change:
        return value_row(edit, a, b, change)
    if flips(a, edit.a_first, edit.a_last):
        return row(edit, a, b, "negation", "negation", "major", 0.9, f"{{b}} drops {text}: the statement is reversed")
    kind = _lost(edit, a) or extent(edit, a)
    marked = edit.b_first in b.cuts and not {edit.a_first, edit.a_last} & a.cuts
    if edit.b_first in b.joins and kind not in ("repetition", *_TELLING):
        why = f"{{b}} breaks off and quotes on after {text}"
        return row(edit, a, b, "segment", kind, "none", 0.8, why)
    severity: Severity = "minor"
    if kind in ("hedge", "condition", "bound") and not marked:
        severity = "major"
    if kind == "restriction" and not marked and (_denies(edit, a) or _denies(edit.mirrored(), b)):
        severity = "major"
    if kind in ("function", PARTICLE):
        severity = "none"
    how = "and marks the cut with an ellipsis" if marked else "without marking the cut"
    why = f"{{b}} leaves out {text}{_NAMED.get(kind, '')} {how}"
    return row(edit, a, b, "omission", kind, severity, 0.9, why)


def _denies(edit: Edit, a: Sequence) -> bool:
    """The sentence around the words denies something: without "yet" or "this year" it denies for good."""
    start, end = a.bounds(edit.a_first, max(edit.a_last, edit.a_first + 1))
    return any(s.kind in ("negator", "phrase", "pronoun") for s in negators(a, start, end))


def _lost(edit: Edit, a: Sequence) -> str | None:
    """The weightiest thing that goes with the words, if it is what they are there for."""
    first, last = edit.a_first, edit.a_last
    brief = last - first <= BRIEF
    condition = conditional(a, first, min(last, first + 2))
    if condition and (brief or a.bounds(first, last)[1] - last <= 0 or last in a.pauses):
        return "condition"
    if _repeated(edit, a):
        return "repetition"
    if brief and len(covered(touched(restrictions, a, first, last), a, first, last)) == last - first:
        return "restriction"
    if brief and touched(lower_bounds, a, first, last):
        return "bound"
    denied = touched(negations, a, first, last)
    if brief and (hedged(a, first, last) or any(s.kind == "weak" for s in denied)):
        return "hedge"
    if denied and len(covered(denied, a, first, last)) == last - first and not negators(a, first, last):
        return PARTICLE
    if brief and phrase_of_its_own(a, covered(denied, a, first, last)):
        return "qualifier"
    if brief and touched(find_dates, a, first, last):
        return "date"
    if touched(find_numbers, a, first, last) and brief:
        return "number"
    return "name" if brief and names_in(a, first, last) else None


def _repeated(edit: Edit, a: Sequence) -> bool:
    """The same sentence stands right before or after."""
    size = edit.a_last - edit.a_first
    if size < 2 or not (edit.a_first == 0 or edit.a_first in a.stops) or edit.a_last not in a.stops:
        return False
    run = a.norms(edit.a_first, edit.a_last)
    before = a.norms(max(0, edit.a_first - size), edit.a_first)
    return run in (before, a.norms(edit.a_last, edit.a_last + size))


def extent(edit: Edit, side: Sequence) -> str:
    """How much is missing: a sentence, a clause, a word, or function words alone."""
    first, last = edit.a_first, edit.a_last
    content = side.content(first, last)
    articles = grammar(side.language).articles
    if all(n in articles for n in side.norms(first, last)) or (content == 0 and not _weighty(side, first, last)):
        return "function"
    if (first == 0 or first in side.stops) and last in side.stops:
        return "sentence"
    return "clause" if content >= CLAUSE else "word"


def _weighty(side: Sequence, first: int, last: int) -> bool:
    """Function words that carry sense: on a scale, "only", "before" or "after"."""
    norms = set(side.norms(first, last))
    ordered = [p for name in ("before", "after") for p in phrases(side.slice(first, last), side.language, name)]
    return bool(graded(side, first, last) or norms & grammar(side.language).only or ordered)


def value_row(edit: Edit, a: Sequence, b: Sequence, change: str) -> Difference:
    """A row about values; where one side only has more words, the neighbour that they belong to is shown too."""
    narrow = not (edit.only_a or edit.only_b) and any(c.isalnum() for c in a.slice(edit.a_first, edit.a_last))
    shown_a = said(a, *_widened(edit.a_first, edit.a_last, a, narrow=narrow))
    shown_b = said(b, *_widened(edit.b_first, edit.b_last, b, narrow=narrow))
    both = f"{{a}} has {shown_a} where {{b}} has {shown_b}"
    if change != "number" and change != "date" and (edit.only_a or edit.only_b) and _estimate(edit, a, b):
        why = f"{both}: what was an estimate or a bound is a figure"
        return row(edit, a, b, "omission", "approximation", "minor", 0.8, why)
    if change == "same":
        return row(edit, a, b, "typographic", "number", "none", 0.9, f"{both}: the same value written otherwise")
    if change == "looser":
        return row(edit, a, b, "number", "approximation", "minor", 0.8, f"{both}: one is less exact")
    what = "date or time" if change == "date" else "number"
    return row(edit, a, b, "number", change, "major", 0.95, f"{both}: another {what}")


def _estimate(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """The words that only one side has make a figure an estimate or a bound ("roughly half", "at least two")."""
    side, first, last = (a, edit.a_first, edit.a_last) if edit.only_a else (b, edit.b_first, edit.b_last)
    if last - first > BRIEF:
        return False
    soft = [h for h in touched(hedges, side, first, last) if h.kind == "approximation"]
    bounds = [n for n in touched(find_numbers, side, first, last) if n.relation in ("at_least", "at_most")]
    return bool(soft) or bool(bounds)


def _widened(first: int, last: int, side: Sequence, *, narrow: bool) -> tuple[int, int]:
    """With the words around, where the run alone would not show what it measures."""
    return (first, last) if narrow else (max(0, first - 1), min(len(side.words), last + 1))


def changed(edit: Edit, a: Sequence, b: Sequence) -> Difference:
    """Words that were replaced by others."""
    ours, theirs = (edit.a_first, edit.a_last), (edit.b_first, edit.b_last)
    both = f"{{a}} has {said(a, *ours)} where {{b}} has {said(b, *theirs)}"
    if _typographic(a.slice(*ours), b.slice(*theirs)):
        return row(edit, a, b, "typographic", "form", "none", 0.95, f"{both}: the same words written otherwise")
    change = value_change(edit, a, b)
    if change:
        return value_row(edit, a, b, change)
    if _reversed(edit, a, b):
        who = "{b}" if negators(a, *ours) else "{a}"
        why = f"{both}: in {who} the negation is lost"
        return row(edit, a, b, "negation", "negation", "major", 0.9, why)
    if other_name(edit, a, b):
        return row(edit, a, b, "name", "name", "major", 0.85, f"{both}: another name")
    if same_person(edit, a, b):
        return row(edit, a, b, "typographic", "name", "none", 0.8, f"{both}: the same name written otherwise")
    return _worded(edit, a, b, both)


def _worded(edit: Edit, a: Sequence, b: Sequence, both: str) -> Difference:
    """Replaced words that hold no value, negation or name."""
    ours, theirs = (edit.a_first, edit.a_last), (edit.b_first, edit.b_last)
    steps = _steps(edit, a, b)
    if _qualified(edit, a, b) and steps != 0:
        who = "{b}" if hedged(a, *ours) or conditional(a, *ours) else "{a}"
        why = f"{both}: what was left open is certain in {who}"
        bare = extent(edit.mirrored(), b) if who == "{b}" else extent(edit, a)
        return row(edit, a, b, "omission" if bare == "function" else "substitution", "hedge", "major", 0.75, why)
    if sorted(a.norms(*ours)) == sorted(b.norms(*theirs)):
        return row(edit, a, b, "reorder", "words", "minor", 0.85, f"{both}: the same words in another order")
    if any(w.grafted for w in (*a.words[slice(*ours)], *b.words[slice(*theirs)])):
        return row(edit, a, b, "bracket_edit", "inflection", "minor", 0.85, f"{both}: a word is changed in brackets")
    if not steps and (edit.inflected or _function_change(edit, a, b)):
        return row(edit, a, b, "tense_person", "inflection", "minor", 0.85, f"{both}: tense or person is changed")
    if steps:
        severity: Severity = "major" if abs(steps) > 1 else "minor"
        why = f"{both}: {'{a}' if steps > 0 else '{b}'} puts it more strongly"
        return row(edit, a, b, "substitution", "strength", severity, 0.8, why)
    if _misspelt(edit, a, b):
        return row(edit, a, b, "substitution", "spelling", "minor", 0.7, f"{both}: another spelling or a slip")
    function = extent(edit, a) == extent(edit.mirrored(), b) == "function"
    return row(edit, a, b, "substitution", "function" if function else "words", "minor", 0.85, both)


def _reversed(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """One side is negated, the other not, in runs short enough for the count to mean something."""
    ours, theirs = negators(a, edit.a_first, edit.a_last), negators(b, edit.b_first, edit.b_last)
    if len(ours) % 2 == len(theirs) % 2:
        return False
    return max(edit.a_last - edit.a_first, edit.b_last - edit.b_first) <= BRIEF or edit.inflected


def _qualified(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """Only one side has a hedge or a condition, and little besides."""
    if max(edit.a_last - edit.a_first, edit.b_last - edit.b_first) > BRIEF:
        return False
    hedges = bool(hedged(a, edit.a_first, edit.a_last)), bool(hedged(b, edit.b_first, edit.b_last))
    opens = bool(conditional(a, edit.a_first, edit.a_last)), bool(conditional(b, edit.b_first, edit.b_last))
    return hedges[0] != hedges[1] or opens[0] != opens[1]


def _steps(edit: Edit, a: Sequence, b: Sequence) -> int | None:
    """How many steps `a` is above `b` on a scale that both are on; 0: equally strong; None: no scale has both."""
    ours = {s.scale: s.level for s in graded(a, edit.a_first, edit.a_last)}
    theirs = {s.scale: s.level for s in graded(b, edit.b_first, edit.b_last)}
    apart = [ours[scale] - theirs[scale] for scale in sorted(ours.keys() & theirs.keys())]
    return (0 if 0 in apart else max(apart, key=abs)) if apart else None


def _typographic(left: str, right: str) -> bool:
    """Equal once marks, dashes, case, spaces and hyphens are folded away ("co-operate", "cooperate")."""
    return _bare(left) == _bare(right) != ""


def _bare(text: str) -> str:
    """Letters and digits; the marks inside a figure are part of it (3.5 is not 35)."""
    kept = ".,:" if any(c.isdigit() for c in text) else ""
    return "".join(c for c in fold_typography(text).casefold() if c.isalnum() or c in kept)


def _function_change(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """Only pronouns and auxiliaries differ; other words in the runs are the same lemmas."""
    words = grammar(a.language).function_words
    left, right = a.norms(edit.a_first, edit.a_last), b.norms(edit.b_first, edit.b_last)
    rest = [sorted({lemma_key(w, a.language) for w in run if w not in words}) for run in (left, right)]
    if rest[0] == rest[1]:
        return bool(words & {*left, *right})
    stopwords = language(a.language).stopwords  # a pronoun with other senses too: German "sie"
    return stopwords.issuperset(rest[0] + rest[1]) and bool(words & {*left}) and bool(words & {*right})


def _misspelt(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """One longer word a letter or two from the other."""
    left, right = a.norms(edit.a_first, edit.a_last), b.norms(edit.b_first, edit.b_last)
    if len(left) != 1 or len(right) != 1 or min(len(left[0]), len(right[0])) < 5:
        return False
    return left[0][0] == right[0][0] and OSA.distance(left[0], right[0]) <= (2 if len(left[0]) > 7 else 1)


def moved(edit: Edit, a: Sequence, b: Sequence) -> list[Difference]:
    """Told once, from the side where the run stands alone."""
    if edit.only_b:
        return []
    why = f"{said(a, edit.a_first, edit.a_last)} stands elsewhere in {{b}}"
    return [row(edit, a, b, "reorder", "clause", "minor", 0.85, why)]
