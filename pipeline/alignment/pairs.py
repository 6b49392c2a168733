"""Weighing two quoted sentences: do they report the same words? Every answer carries its evidence.

Same language: the words themselves, in order; a vector never makes a match. Two languages: how much closer the two
lie than their neighbourhoods (originals, and the English translation beside them), then speaker, numbers, names.
The thresholds below were read off margins between true and false pairs; see docs/design/alignment.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.alignment.parts import Part, Space
from pipeline.alignment.renderings import Rendered, Renderings, comparable
from pipeline.alignment.words import NOTHING, Overlap, overlap
from pipeline.evidence.margin import cosines, distance_margin
from pipeline.text.grammar import grammar
from pipeline.text.numerals import find_numbers
from pipeline.text.quantities import compatible

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHOLE: Final = 0.55
"""Share of the heavier sentence that the lighter one must make up to count as a whole copy, not a fragment."""
ORIGINAL_ONLY: Final = "original-only"
"""The view of a pair of which one side is neither English nor translated: its vector is all there is to go by."""
VECTOR_VIEWS: Final = ("original", "english", ORIGINAL_ONLY)
ORIGINAL: Final = 0.85
"""Weight of the original's margin beside the translation's: a compact translator loses what the encoder still reads."""
COMPANION: Final = 0.6
ANCHOR: Final = 0.75
"""Score from which a pair lends support to the others of its two quotations."""
NEIGHBOUR: Final = 1.2
"""What such support adds, in logits."""
BASE: Final = -1.9
"""Logit of two sentences in two languages of which nothing else is known."""
NEARER: Final = 20.0
"""Logits for a margin of one; those of copies lie about 0.1 above those of others."""
AGAINST: Final = 1.5
"""What two speakers take away, in logits; one speaker adds the more, the fewer pairs of the two articles have one."""
MUTUAL: Final = 1.7
"""What it adds, in logits, that each is the other's nearest."""
FIGURES: Final = (1.0, 0.5)
"""What a value in common adds and values of which none agrees take away."""
ONE_SIDED: Final = (1.8, 0.5)
"""What a telling figure takes away that only one of them has: of whole sentences, where a fragment is one."""
TELLING: Final = 12
TRANSLATED: Final = 1.0
"""What the words of two translations add, by the share of the shorter above a third: the encoder has read them too."""
TIE: Final = 0.015
RETURN: Final = 6
"""Blocks after a post in which a fragment of its speaker's words is likely to be of the post."""
POST_DISTANCE: Final = 2
"""Blocks between a rendering and the post embedded beside it (its signature lines count)."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One pair with its score in 0..1 and why."""

    a: Part
    b: Part
    view: str
    score: float
    lexical: float
    cosine: float
    margin: float
    shared: Overlap
    evidence: tuple[str, ...]
    mutual: bool = False


@dataclass(frozen=True, eq=False)
class Grid:
    """Cosine and margin of all parts of one article with all those of another, by view; shapes (len(a), len(b)).

    `rendered` is what `Renderings.table` gives for the two, `one_speaker` the share of their pairs, as far as the
    speakers are known, that have one speaker.
    """

    cosine: dict[str, NDArray[np.float64]]
    margin: dict[str, NDArray[np.float64]]
    rendered: NDArray[np.float64] | None = None
    one_speaker: float = 0.5


def grid(a: list[Part], b: list[Part], space: Space, renderings: Renderings | None = None) -> Grid:
    """Both views of an article pair: original with original, and English with English."""
    cosine, margin = {}, {}
    for view in ("original", "english"):
        left, right = _rows(a, space, view), _rows(b, space, view)
        similarity = cosines(left, right)
        if a is b:  # a sentence is no neighbour of itself
            np.fill_diagonal(similarity, 0.0)
        cosine[view] = similarity[: len(a), : len(b)]
        margin[view] = distance_margin(similarity)[: len(a), : len(b)]
    foreign = renderings is not None and len({part.language for part in (*a, *b)}) > 1
    rendered = renderings.table(a, b) if renderings is not None and foreign else None
    return Grid(cosine, margin, rendered, _one_speaker(a, b))


def _one_speaker(a: list[Part], b: list[Part]) -> float:
    """Share of the pairs that have one speaker, of those of which it is known; a pair of either kind is added."""
    known = [agrees for x in a for y in b for agrees in (x.speaker_agrees(y),) if agrees is not None]
    return (sum(known) + 1) / (len(known) + 2)


def _rows(parts: list[Part], space: Space, view: str) -> NDArray[np.float64]:
    """Vectors of the parts, then of their article's unquoted sentences; an English original serves both views."""
    key = view, tuple(part.id for part in parts)
    if key not in space.stacked:
        space.stacked[key] = _stacked(parts, space, view).astype(np.float64)
    return space.stacked[key]


def _stacked(parts: list[Part], space: Space, view: str) -> NDArray[np.float32]:
    background = space.background.get(parts[0].article, [])
    rows = _filled([part.id for part in parts] + background, space, view)
    reporting = _filled([part.sentence for part in parts], space, view)
    for i, part in enumerate(parts):
        if part.short:  # two words alone say little: they are read with their sentence
            rows[i] = _unit_row(rows[i] + reporting[i])
    return rows


def _filled(segments: list[str], space: Space, view: str) -> NDArray[np.float32]:
    """One view's rows; where it has none the other's: English itself, no package, or a language no encoder reads."""
    rows = space.rows(segments, view)
    empty = ~rows.any(axis=1)
    rows[empty] = space.rows(segments, "original" if view == "english" else "english")[empty]
    return rows


def _unit_row(row: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(row))
    return row / length if length else row


def weigh(a: Part, b: Part, at: tuple[int, int], table: Grid) -> Weighed | None:
    """The pair weighed by the views that fit it; None where it cannot be one utterance at all."""
    if a.quote == b.quote or not _may_match(a, b):
        return None
    if a.language == b.language:
        return _weigh_words(a, b, at, table)
    return _weigh_languages(a, b, at, table)


def _may_match(a: Part, b: Part) -> bool:
    """Not words of another occasion; nor those quoted inside a quotation, which are another person's: they answer to

    each other or to the same speaker only.
    """
    if a.occasion.differs(b.occasion):
        return False
    if a.nested != b.nested and not (a.speaker_agrees(b)):
        return False
    if a.article != b.article:
        return True
    return "headline" in (a.kind, b.kind) or "post" in (a.kind, b.kind)


def _weigh_words(a: Part, b: Part, at: tuple[int, int], table: Grid) -> Weighed | None:
    shared = overlap(a.own, b.own)
    if not shared.shared_content:
        return None
    cosine, margin = float(table.cosine["original"][at]), float(table.margin["original"][at])
    score = shared.containment * min(1.0, 0.42 + 0.15 * shared.shared_content) + 0.05 * shared.similarity
    evidence = [f"{shared.shared_content} content words in common, {shared.containment:.0%} of the shorter"]
    agrees = a.speaker_agrees(b)
    short = a.short or b.short
    if agrees:
        score += 0.1
        evidence.append("same speaker")
    elif agrees is False:
        score -= 0.45 if short else 0.2 if shared.shared_content < 5 else 0.05
        evidence.append("another speaker")
    if short:
        support = _context_support(a, b)
        score += 0.03 * min(4, len(support)) - 0.02 if support else _stock_penalty(a, b)
        evidence.append(f"beside them: {', '.join(support)}" if support else "a short phrase out of context")
    return Weighed(a, b, "words", _unit(score), shared.containment, cosine, margin, shared, tuple(evidence))


def _stock_penalty(a: Part, b: Part) -> float:
    """A short phrase without support: hardly a doubt if its words are telling, a strong one if anyone may say them,

    or if both stand among other quoted sentences and those have nothing in common.
    """
    if a.among_sentences and b.among_sentences:
        return -0.45
    small = min((a, b), key=lambda p: p.own.weight)
    stock = grammar(small.language).stock
    telling = [s for i, s in enumerate(small.own.stems) if small.own.content[i] and s not in stock]
    return -0.06 * (3 - len(telling)) if telling else -0.3


def _context_support(a: Part, b: Part) -> list[str]:
    """Telling stems that stand beside or in both, apart from the words that the two share anyway."""
    inside_a, inside_b = frozenset(a.own.stems), frozenset(b.own.stems)
    shared = (a.around | inside_a) & (b.around | inside_b)
    return sorted(shared - (inside_a & inside_b))


def _weigh_languages(a: Part, b: Part, at: tuple[int, int], table: Grid) -> Weighed | None:
    shared = overlap(a.english, b.english) if a.english and b.english else NOTHING
    view = near = max(("original", "english"), key=lambda v: (float(table.margin[v][at]), v))
    cosine = float(table.cosine[near][at])
    margin = ORIGINAL * float(table.margin["original"][at]) + (1 - ORIGINAL) * float(table.margin["english"][at])
    rendered = _rendered(a, b, at, table)
    if cosine <= 0 and not shared.shared_content and (rendered is None or rendered.shorter < COMPANION):
        return None
    mutual = margin > 0 and _is_best(table.margin[near], at)
    evidence = [f"cosine {cosine:.2f}, {margin:+.2f} above its neighbourhood"]
    if a.english is None or b.english is None:
        view = ORIGINAL_ONLY
        evidence.append("no translation: by the original's vector, the dictionary, numbers and speaker")
    logit = BASE + NEARER * margin
    if mutual:
        logit += MUTUAL
        evidence.append("each is the other's nearest")
    if rendered is not None:
        logit += rendered.logit(short=a.short or b.short)
        evidence.append(f"{rendered.shorter:.0%} of the shorter by the dictionary, {rendered.longer:.0%} of the longer")
    agrees = a.speaker_agrees(b)
    if agrees is not None:
        logit += -math.log(table.one_speaker) if agrees else -AGAINST
        evidence.append("same speaker" if agrees else "another speaker")
    figures, said = _number_evidence(a, b)
    logit += figures
    if said:
        evidence.append(said)
    if shared.shared_content >= 2:
        logit += TRANSLATED * (shared.containment - 0.35)
        evidence.append(f"{shared.containment:.0%} of the shorter in the translation")
    if _adjacent(a, b):
        logit += 4.0
        evidence.append("the post stands beside its rendering")
        view = "adjacent"
    elif _returned(a, b):
        logit += 1.0
        evidence.append("quoted again after the post was shown")
    lexical = shared.containment
    return Weighed(a, b, view, _sigmoid(logit), lexical, cosine, margin, shared, tuple(evidence), mutual)


def _rendered(a: Part, b: Part, at: tuple[int, int], table: Grid) -> Rendered | None:
    """How much of the two is rendered in each other; None where the dictionaries cannot say."""
    if table.rendered is None or not comparable(a, b):
        return None
    forward, backward, known = (float(each) for each in table.rendered[:, *at])
    shares = (forward, backward) if a.own.weight <= b.own.weight else (backward, forward)
    return Rendered(*shares, known)


def with_neighbours(weighed: list[Weighed]) -> list[Weighed]:
    """Raises a pair across languages whose neighbours in the two quotations match: speeches are quoted in order."""
    anchors: dict[tuple[str, str], list[Weighed]] = {}
    for w in weighed:
        if w.score >= ANCHOR:
            anchors.setdefault((w.a.quote, w.b.quote), []).append(w)
    return [_supported(w, anchors.get((w.a.quote, w.b.quote), [])) for w in weighed]


def _supported(w: Weighed, anchors: list[Weighed]) -> Weighed:
    if w.view == "words" or w.score >= ANCHOR or w.margin < -0.03:
        return w
    beside = [o for o in anchors if o.a is not w.a and o.b is not w.b]
    if not any((o.a.start < w.a.start) == (o.b.start < w.b.start) for o in beside):
        return w
    score = _sigmoid(math.log(max(w.score, 1e-6) / max(1 - w.score, 1e-6)) + NEIGHBOUR)
    return replace(w, score=score, evidence=(*w.evidence, "another sentence of the two quotations matches, in order"))


def keep_best(weighed: list[Weighed]) -> list[Weighed]:
    """Drops a pair that is the best neither for the one nor for the other among the parts of the other's article.

    An outlet may say the same twice, in full and in part: then the pair is the best for one side at least. Of a
    fragment and a fuller sentence only the fragment chooses, since the sentence may have many fragments. Kind and
    language are kept apart: a headline repeats the body, a rendering its post.
    """
    best: dict[tuple[str, str, bool, str], float] = {}
    for w in weighed:
        for key in (_seat(w.a, w.b), _seat(w.b, w.a)):
            best[key] = max(best.get(key, 0.0), w.score)
    chosen = [w for w in weighed if any(w.score >= best[key] - TIE for key in _choosers(w))]
    return [w for w in chosen if not _adrift(w) or _accompanied(w, chosen)]


def _adrift(w: Weighed) -> bool:
    """Short sentences of two longer quotations in two languages, and not each other's nearest: they fit many places."""
    return (
        not w.mutual
        and w.view in VECTOR_VIEWS
        and (w.a.short or w.b.short)
        and w.a.among_sentences
        and w.b.among_sentences
    )


def _accompanied(w: Weighed, chosen: list[Weighed]) -> bool:
    """Another sentence of the same two quotations fits as well."""
    quotes = {w.a.quote, w.b.quote}
    return any({o.a.quote, o.b.quote} == quotes and not _adrift(o) and o.score >= COMPANION for o in chosen)


def _seat(mine: Part, other: Part) -> tuple[str, str, bool, str]:
    return mine.id, other.article, other.kind == "headline", other.language


def _choosers(w: Weighed) -> list[tuple[str, str, bool, str]]:
    if wholeness(w) >= WHOLE:
        return [_seat(w.a, w.b), _seat(w.b, w.a)]
    return [_seat(w.a, w.b) if w.a.own.weight < w.b.own.weight else _seat(w.b, w.a)]


def wholeness(w: Weighed) -> float:
    """Lighter over heavier sentence, by weight of words."""
    a, b = w.a.own.weight, w.b.own.weight
    return min(a, b) / max(a, b, 1e-9)


def _is_best(margin: NDArray[np.float64], at: tuple[int, int]) -> bool:
    i, j = at
    return bool(margin[i, j] >= margin[i].max() and margin[i, j] >= margin[:, j].max())


def _number_evidence(a: Part, b: Part) -> tuple[float, str]:
    """What the figures of two sentences add, and in words: a common value, others on both sides, or on one alone."""
    left, right = find_numbers(a.text, a.language), find_numbers(b.text, b.language)
    if left and right:
        agree = any(compatible(x, y) for x in left for y in right)
        return (FIGURES[0], "numbers agree") if agree else (-FIGURES[1], "numbers differ")
    if any(n.value >= TELLING or n.unit_kind not in (None, "count") for n in (*left, *right)):
        alike = min(a.own.weight, b.own.weight) >= WHOLE * max(a.own.weight, b.own.weight)
        return (-ONE_SIDED[0] if alike else -ONE_SIDED[1]), "a figure in one of them alone"
    return 0.0, ""


def _adjacent(a: Part, b: Part) -> bool:
    """A post embedded right after the quotation that renders it, in the same article."""
    if a.article != b.article:
        return False
    post, other = (a, b) if a.kind == "post" else (b, a)
    return post.kind == "post" and other.kind != "post" and 0 < post.block - other.block <= POST_DISTANCE


def _returned(a: Part, b: Part) -> bool:
    """A fragment a little below a post embedded in the same article, by the same speaker."""
    post, other = (a, b) if a.kind == "post" else (b, a)
    if a.article != b.article or (post.kind, other.kind) != ("post", "partial") or not a.speaker_agrees(b):
        return False
    return 0 < other.block - post.block <= RETURN


def _sigmoid(logit: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 4)


def _unit(score: float) -> float:
    return round(max(0.0, min(1.0, score)), 4)
