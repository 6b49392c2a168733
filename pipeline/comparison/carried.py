"""What two languages can be compared by when neither can be read into the other: copies in one's own language.

An English copy that lacks a clause of the fuller English copy lacks it against a German rendering of the fuller one
too, provided that the German has the clause. That it has is read from its own hedges, conditions and numbers, or from
the vectors of its clauses.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.qualifiers import QUALIFIERS, lower_bounds
from pipeline.comparison.rendering import rendered_share, unrendered_clause
from pipeline.text.clauses import clauses
from pipeline.text.dates import compatible, find_dates
from pipeline.text.grammar import conditions, degrees, grammar, person, restrictions
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.polarity import hedges
from pipeline.text.tokens import content_words, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pipeline.alignment.parts import Part

    Vectors = dict[tuple[str, str], NDArray[np.float32]]
    # quote -> [(the other copy's quote, a difference seen from this quote as side a)]
    Clauses = list[tuple[str, NDArray[np.float32]]]
    Known = dict[str, list[tuple[str, Difference]]]
    Parts = dict[str, list[Part]]

_CUT: Final = re.compile(r"\.{2,}|…")
_ANNOUNCES: Final = re.compile(r"[\s,]*(?::|\.{2,}|…|[\[(<]\s*(?:\.{2,}|…))")
COVERED: Final = 0.46
"""Cosine from which a clause has a counterpart among the clauses of a sentence in another language."""
UNCOVERED: Final = 0.30
"""Cosine up to which a clause has none."""
SHORTER: Final = 0.75
"""A sentence that leaves a clause out is at most this share of the other's weight."""
MIN_CLAUSE: Final = 2
LIMITING: Final = ("hedge", "condition", "restriction", "concession", "bound", "exception", "limit")
"""Qualifications that a clause may hold for the whole sentence."""
HALF: Final = 0.5
"""Share of the words that a copy lacks from which a rendering has them."""
LIGHTER: Final = 0.85
"""Share of the other's weight up to which a sentence may lack a clause that the rest lies nearer without."""
ELSEWHERE: Final = 0.25
"""Cosine up to which such a clause stands nowhere else in the other quotation."""
GAIN: Final = 0.085
"""By how much the sentence must lie nearer to the other without the clause."""
CROSSWISE: Final = 0.08
"""By how much the halves of a sentence must fit better crosswise than straight, both cosines together."""
HALVED: Final = 4
"""Clauses that a sentence may have to be read as two halves."""
BOTH: Final = 0.6
"""Share of the heavier sentence from which the lighter one may have both halves."""
INVERTED: Final = 0.12
"""By how much two clauses must fit better crosswise than straight to count as turned round."""


class Links:
    """Which parts matched, from either end."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._of: dict[str, set[str]] = {}
        for a, b in pairs:
            self._of.setdefault(a, set()).add(b)
            self._of.setdefault(b, set()).add(a)

    def of(self, part: str) -> set[str]:
        return self._of.get(part, set())

    def __contains__(self, pair: tuple[str, str]) -> bool:
        return pair[1] in self.of(pair[0])


def echoed(quote: str, rendering: str, known: Known, parts: Parts, links: Links) -> list[Difference]:
    """What a rendering is known to leave out of the post beside it, it leaves out against `quote` too, if that has it

    together with something that the rendering does have.
    """
    found = []
    for post, d in known.get(rendering, []):
        if d.kind != "sentence" or d.a_text or post == quote:
            continue
        lost = next((p for p in parts[post] if p.start == d.b_span[0]), None)
        twin = next((p for p in parts[quote] if lost and (p.id, lost.id) in links), None)
        others = {p.id for p in parts[rendering]} | {p.id for p in parts[post] if p is not lost}
        if twin and any(p is not twin and links.of(p.id) & others for p in parts[quote]):
            row = replace(d.mirrored(), a_text=twin.text, a_span=(twin.start, twin.end))
            why = f"{{b}} leaves out “{twin.text}” without a mark"
            found.append(replace(row, explanation=why, evidence=(f"as against {post}, which stands beside it",)))
    return found


def carried(
    quote: str, mine: list[Part], others: list[Part], known: Known, parts: Parts, vectors: Vectors
) -> list[Difference]:
    """Rows of `quote` against a rendering, carried over from its own language.

    `mine` and `others` are the sentences of the two that answer to each other.
    """
    found: dict[tuple[str, str], Difference] = {}
    for fuller, d in known.get(quote, []):
        if parts[fuller][0].language != parts[quote][0].language:
            continue
        if d.cls == "omission" and _lacks(d, parts[fuller][0].language) and _has(d, fuller, others, parts, vectors):
            why = d.explanation.split(";")[0]
            row = replace(d, b_text=others[0].text, b_span=(others[0].start, others[-1].end), explanation=why)
        elif (_within(d, mine) and _reworded(d, parts[fuller][0].language, others)) or (
            d.cls == "tense_person" and _turned(d, parts[fuller][0].language) and _first_person(others)
        ):
            row = replace(d, b_text=others[0].text, b_span=(others[0].start, others[-1].end))
        else:
            continue
        evidence = (f"as against {fuller}, which has it in the same language",)
        found.setdefault((row.cls, row.kind), replace(row, confidence=0.65, evidence=evidence))
    return list(found.values())


def _within(d: Difference, mine: list[Part]) -> bool:
    return any(p.start <= d.a_span[0] and d.a_span[1] <= p.end for p in mine)


def _reworded(d: Difference, code: str, others: list[Part]) -> bool:
    """A word that the copy alone puts in or replaces: the rendering has the fuller copy's word, and not this one."""
    if (d.cls, d.kind) not in (("omission", "word"), ("substitution", "words")) or not d.a_text:
        return False
    if degrees(d.a_text, code) or find_numbers(d.a_text, code) or find_numbers(d.b_text, code):
        return False  # read in either language for itself
    here = rendered_share(d.a_text, code, others)
    there = rendered_share(d.b_text, code, others) if d.b_text else 1.0
    return here == 0 and there is not None and there >= HALF


def _lacks(d: Difference, code: str) -> bool:
    """The first copy is the one without: it has no words there, or has "is" where the hedge "may be" stood."""
    if d.kind in ("hedge", "approximation") and d.a_text:
        return bool(hedges(d.b_text, code) or _bounds(d.b_text, code)) and not (
            hedges(d.a_text, code) or _bounds(d.a_text, code)
        )
    return not d.a_text


def _bounds(text: str, code: str) -> list[Number]:
    return [n for n in find_numbers(text, code) if n.relation in ("at_least", "at_most", "about")]


def _turned(d: Difference, code: str) -> bool:
    """The copy has a third person where the fuller one lets the speaker say "I"."""
    return person(d.b_text, code) == "first" and person(d.a_text, code) != "first"


def _first_person(parts: list[Part]) -> bool:
    return any(person(p.text, p.language) == "first" for p in parts)


def _has(d: Difference, fuller: str, others: list[Part], parts: Parts, vectors: Vectors) -> bool:
    """Whether the rendering has what the copy lacks."""
    if d.kind == "hedge":
        return any(h.kind != "approximation" for p in others for h in hedges(p.text, p.language))
    if d.kind == "approximation":
        return any(_bounds(p.text, p.language) for p in others)
    if d.kind == "condition":
        return any(conditions(p.text, p.language) for p in others)
    code = parts[fuller][0].language
    whens = [w for p in parts[fuller] for w in find_dates(p.text, code) if w.text in d.b_text]
    if whens:
        return any(compatible(x, y) for x in whens for p in others for y in find_dates(p.text, p.language))
    if d.kind == "restriction":
        return any(restrictions(p.text, p.language) or find_dates(p.text, p.language) for p in others)
    if d.kind == "bound":
        return any(lower_bounds(p.text, p.language) for p in others)
    if d.kind == "qualifier":
        return any(t.norm in grammar(p.language).without for p in others for t in tokenize(p.text, p.language))
    if d.kind == "word" and degrees(d.b_text, code):
        return any(degrees(p.text, p.language) for p in others)
    if _figures(d.b_text, code) and d.kind in ("clause", "sentence", "number", "word"):
        return _has_figures(d, parts[fuller], others)
    share = rendered_share(d.b_text, code, others) if d.kind in ("word", "name", "clause", "sentence") else None
    if share is not None and share >= HALF:
        return True
    if share is not None and not share and all(p.kind == "partial" for p in others):
        return False  # a piece without a word of it may lie near for the rest of the sentence
    if d.kind in ("clause", "sentence"):
        vector = _clause_vector(d, parts.get(fuller, []), vectors)
        return vector is not None and max((nearest(vector, p, vectors) for p in others), default=0.0) >= COVERED
    return False


def _figures(text: str, code: str) -> Counter[Decimal]:
    return Counter(n.value for n in find_numbers(text, code) if n.kind == "quantity")


def _has_figures(d: Difference, fuller: list[Part], others: list[Part]) -> bool:
    """The rendering has the figures of the missing words as often as the fuller copy has."""
    missing = _figures(d.b_text, fuller[0].language)
    there: Counter[Decimal] = Counter()
    for part in others:
        there += _figures(part.text, part.language)
    full: Counter[Decimal] = Counter()
    for part in fuller:
        full += _figures(part.text, part.language)
    return all(there[value] >= min(full[value], 2) for value in missing)


def _clause_vector(d: Difference, parts: list[Part], vectors: Vectors) -> NDArray[np.float32] | None:
    """The vector of the fuller copy's clause that holds the missing words."""
    missing = d.b_text or d.a_text
    best: tuple[int, NDArray[np.float32]] | None = None
    for part in parts:
        if not (part.start <= d.b_span[0] < part.end):
            continue
        wanted = set(content_words(missing, part.language))
        for text, vector in clause_vectors(part, vectors):
            common = len(wanted & set(content_words(text, part.language)))
            if vector is not None and common and (best is None or common > best[0]):
                best = (common, vector)
    return best[1] if best else None


def clause_vectors(part: Part, vectors: Vectors) -> list[tuple[str, NDArray[np.float32] | None]]:
    """(text, vector) of each clause of a sentence; the sentence itself where it is one clause."""
    ranges = clauses(part.text, part.language)
    if len(ranges) < 2:
        return [(part.text, vectors.get((part.id, "original")))]
    return [(part.text[s:e], vectors.get((f"{part.id}#{n}", "clause"))) for n, (s, e) in enumerate(ranges)]


def nearest(vector: NDArray[np.float32], part: Part, vectors: Vectors) -> float:
    """Highest cosine of `vector` with a clause of the sentence or the sentence as a whole."""
    rows = [v for _, v in clause_vectors(part, vectors) if v is not None]
    whole = vectors.get((part.id, "original"))
    rows += [whole] if whole is not None else []
    return max((round(float(vector @ row), 4) for row in rows), default=0.0)


def dropped(a: Part, b: Part, theirs: list[Part], vectors: Vectors, *, lone: bool) -> list[Difference]:
    """A clause of `a` that has no counterpart in `b`, whose sentence is shorter by as much.

    A cut that is marked with an ellipsis, and a clause that only announces what follows ("I say this:"), are no loss.
    `theirs` are all sentences of the other quotation; `lone` if the two are all that answer to each other.
    """
    ours = [(t, v) for t, v in clause_vectors(a, vectors) if v is not None]
    if len(ours) < 2:
        return []
    if len(clause_vectors(b, vectors)) >= len(ours) and b.own.weight > SHORTER * a.own.weight:
        return []  # as many clauses, and hardly fewer words
    text = (_uncovered(a, b, ours, vectors) if lone else None) or _left_over(a, b, theirs, ours, vectors)
    text = text or unrendered_clause(a, b, theirs)
    if text is None:
        return []
    at = a.text.find(text)
    after = a.text[at + len(text) :]
    if _CUT.search(a.text[:at][-5:]) or _ANNOUNCES.match(after) or _bracketed(a.text[:at]):
        return []
    why = f"{{b}} leaves out “{text}” without a mark"
    weight: Severity = "major" if _limits(text, a.language) else "minor"
    return [Difference("translation", "clause", weight, 0.55, text, b.text, (a.start, a.end), (b.start, b.end), why)]


def _limits(text: str, code: str) -> bool:
    """Whether a clause leaves open, conditions or narrows what it belongs to."""
    return any(kind.kind in LIMITING and kind.find(text, code) for kind in QUALIFIERS)


def _bracketed(before: str) -> bool:
    """An editor's bracket is open: what stands in it nobody said."""
    return any(before.count(left) > before.count(right) for left, right in ("()", "[]"))


def _uncovered(a: Part, b: Part, ours: Clauses, vectors: Vectors) -> str | None:
    """The clause that nothing in `b` lies near, while something does near another."""
    if len(clause_vectors(b, vectors)) >= len(ours) or b.own.weight > SHORTER * a.own.weight:
        return None
    fit = [(nearest(v, b, vectors), t) for t, v in ours if len(content_words(t, a.language)) >= MIN_CLAUSE]
    if len(fit) < 2 or max(fit)[0] < COVERED or min(fit)[0] > UNCOVERED:
        return None
    return min(fit)[1]


def _left_over(a: Part, b: Part, theirs: list[Part], ours: Clauses, vectors: Vectors) -> str | None:
    """The clause without which `a` lies nearer to `b` than with it, and that no sentence of the other has."""
    target = vectors.get((b.id, "original"))
    if target is None or b.own.weight > LIGHTER * a.own.weight:
        return None
    total = np.sum([v for _, v in ours], axis=0)
    whole = _cosine(total, target)
    gains = [
        (round(_cosine(total - v, target) - whole, 4), t)
        for t, v in ours
        if len(content_words(t, a.language)) >= MIN_CLAUSE
        and max(nearest(v, p, vectors) for p in theirs) <= ELSEWHERE
        and _cosine(total - v, target) >= UNCOVERED
    ]
    return max(gains)[1] if gains and max(gains)[0] >= GAIN else None


def _cosine(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    return float(one @ two / max(float(np.linalg.norm(one) * np.linalg.norm(two)), 1e-9))


def reordered(a: Part, b: Part, vectors: Vectors) -> list[Difference]:
    """The sentence in two halves of whole clauses that stand the other way round in the other language."""
    left = [(t, v) for t, v in clause_vectors(a, vectors) if v is not None]
    right = [(t, v) for t, v in clause_vectors(b, vectors) if v is not None]
    if not (2 <= len(left) <= HALVED and 2 <= len(right) <= HALVED):
        return []
    if min(a.own.weight, b.own.weight) < BOTH * max(a.own.weight, b.own.weight):
        return []  # one of them has a half only
    straight, crossed = -1.0, (-1.0, -1.0, 0)
    for p in range(1, len(left)):
        for q in range(1, len(right)):
            heads = _sum(left[:p]), _sum(right[:q])
            tails = _sum(left[p:]), _sum(right[q:])
            straight = max(straight, _cosine(heads[0], heads[1]) + _cosine(tails[0], tails[1]))
            cross = _cosine(heads[0], tails[1]), _cosine(tails[0], heads[1])
            crossed = max(crossed, (round(sum(cross), 4), min(cross), p))
    if crossed[0] - straight < CROSSWISE or crossed[1] < UNCOVERED:
        return []
    head = a.text[a.text.find(left[0][0]) : a.text.find(left[crossed[2]][0])].strip(" ,;–—-")
    why = f"“{head}” comes first in {{a}} and last in {{b}}"
    return [Difference("reorder", "clause", "minor", 0.6, a.text, b.text, (a.start, a.end), (b.start, b.end), why)]


def _sum(clauses: Clauses) -> NDArray[np.float32]:
    return np.asarray(np.sum([v for _, v in clauses], axis=0), np.float32)
