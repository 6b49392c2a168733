"""One pair of quotations of an utterance: which of their sentences answer to each other, and how those differ."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pipeline.alignment.words import overlap
from pipeline.comparison.across import compare_sentences, marked_cut, uncounted
from pipeline.comparison.beads import Bead, Meeting, Reader, adjoins, beads_of, likeness, spans_of
from pipeline.comparison.carried import COVERED, INVERTED, Links, carried, dropped, echoed, reordered
from pipeline.comparison.difference import Difference
from pipeline.comparison.joined import attached, merged
from pipeline.comparison.qualifiers import QUALIFIERS
from pipeline.comparison.renaming import renamed
from pipeline.comparison.rendering import strangers
from pipeline.comparison.replacing import replaced
from pipeline.comparison.scope import compare_fragment
from pipeline.comparison.sequence import sequence
from pipeline.comparison.speakers import compare_speakers, misapplied
from pipeline.comparison.within import compare_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.alignment.parts import Part
    from pipeline.comparison.carried import Known, Vectors
    from pipeline.config import CompareConfig

UNLIKE: Final = 0.35
"""Likeness below which two sentences are surely not copies of each other."""
LITTLE: Final = 0.15
"""By how much less near a sentence may lie that might have been the right one."""


def compare_pair(
    a: str, b: str, meeting: Meeting, links: Links, reader: Reader, known: Known, config: CompareConfig
) -> list[Difference]:
    """Differences of the quotations `a` and `b`, in reading order of `a`.

    `known` holds what is known of either against other copies in its own language; two languages are compared in
    the light of it.
    """
    beads = beads_of(reader.parts[a], reader.parts[b], meeting, links, reader)
    left, right = reader.quotes[a], reader.quotes[b]
    # Sentences of one language that share no words, or of two that lie far apart, meet only through a third copy.
    one, linked = left["language"] == right["language"], any(bead.linked for bead in beads)
    met = beads
    if not one:
        met = attached(beads, reader.parts[a], reader.parts[b], reader.vectors)
        beads = _acquainted(met, reader, a, b)
        if not beads:
            return [_apart(met[0].a, met[0].b)]
    x, y, _ = beads[0]
    found = (
        compare_speakers(x, y, left, right, frozenset(meeting.vouched), reader.text, reader.outlets)
        if linked or not one
        else []
    )
    if one:
        found += _same_language(left, right, beads, reader, config)
    else:
        found += _two_languages(left, right, (beads, met), reader, known, links)
    if (linked or one) and len(beads) == 1 and left["kind"] == "partial":
        found += misapplied(x, y, left, right)
    if (linked or one) and len(beads) == 1 and right["kind"] == "partial":
        found += [d.mirrored() for d in misapplied(y, x, right, left) if not any(d.cls == o.cls for o in found)]
    return found


def _acquainted(beads: list[Bead], reader: Reader, a: str, b: str) -> list[Bead]:
    """Without sentences of two languages that share nothing: a mistake of the alignment, or two ends of one speech."""
    strange = {
        p
        for bead in merged(beads, reader.parts[a], reader.parts[b])
        if strangers(bead.a, bead.b, likeness(bead.a, bead.b, reader.vectors)[0])
        for p in ((bead.a.id, bead.b.id),)
    }
    return [bead for bead in beads if (bead.a.id, bead.b.id) not in strange]


def _same_language(
    a: dict[str, Any], b: dict[str, Any], beads: list[Bead], reader: Reader, config: CompareConfig
) -> list[Difference]:
    """Word for word over everything between the first and the last sentence that both have."""
    left = _stretch(reader.parts[a["quote"]], [bead.a for bead in beads])
    right = _stretch(reader.parts[b["quote"]], [bead.b for bead in beads])
    ours = sequence(reader.text[a["article"]], a["language"], left, spans_of(a))
    theirs = sequence(reader.text[b["article"]], b["language"], right, spans_of(b))
    found = compare_words(ours, theirs, a["context"] or "", b["context"] or "", config.clause_words)
    if "post" in (a["kind"], b["kind"]):
        found = [_edited_post(d) for d in found]
    found += _otherwise(beads, reader.parts[a["quote"]], reader.parts[b["quote"]], (a, b))
    return found or [_apart(beads[0].a, beads[0].b)]


def _edited_post(d: Difference) -> Difference:
    """Against the post as published an insertion is an edit of the words, not one outlet's gloss beside another's."""
    return replace(d, severity="minor") if d.cls == "bracket_edit" and d.severity == "none" else d


def _otherwise(
    beads: list[Bead], ours: list[Part], theirs: list[Part], quotes: tuple[dict[str, Any], dict[str, Any]]
) -> list[Difference]:
    """Both quote on in one breath beyond the sentences they share, each with a sentence that the other lacks.

    Only one sentence can have stood there: at least one of the two has left something out.
    """
    place_a, place_b = {p.id: i for i, p in enumerate(ours)}, {p.id: j for j, p in enumerate(theirs)}
    found = []
    for bead, step, where in ((beads[0], -1, "before"), (beads[-1], 1, "after")):
        i, j = place_a[bead.a.id] + step, place_b[bead.b.id] + step
        if not bead.linked or not bead.whole or not (0 <= i < len(ours) and 0 <= j < len(theirs)):
            continue
        x, y = ours[i], theirs[j]
        apart = overlap(x.own, y.own).similarity < UNLIKE and min(len(x.own.content_at), len(y.own.content_at)) >= 2
        if apart and adjoins(x, bead.a, quotes[0]) and adjoins(y, bead.b, quotes[1]):
            why = f"{where} the same words {{a}} has “{x.text}” and {{b}} “{y.text}”: one of them leaves something out"
            found.append(
                Difference(
                    "omission", "sentence", "minor", 0.65, x.text, y.text, (x.start, x.end), (y.start, y.end), why,
                    evidence=("neither marks a cut there",),
                )
            )  # fmt: skip
    return found


def _apart(x: Part, y: Part) -> Difference:
    return Difference(
        "segment", "extent", "none", 0.8, x.text, y.text, (x.start, x.end), (y.start, y.end),
        "{a} and {b} quote different parts of it",
    )  # fmt: skip


def _stretch(parts: list[Part], aligned: list[Part]) -> list[tuple[int, int]]:
    """Spans from the first aligned sentence to the last, those between them included."""
    first, last = min(p.start for p in aligned), max(p.end for p in aligned)
    return [(p.start, p.end) for p in parts if first <= p.start and p.end <= last]


def _two_languages(
    a: dict[str, Any],
    b: dict[str, Any],
    held: tuple[list[Bead], list[Bead]],
    reader: Reader,
    known: Known,
    links: Links,
) -> list[Difference]:
    """Fact by fact; what a copy is known to lack against its own language's fuller copy comes first.

    `held` are the sentences that are compared, and all that were held together: what answers to a stranger is not
    left out.
    """
    beads, met = held
    mine, others = [bead.a for bead in beads], [bead.b for bead in beads]
    found = carried(a["quote"], mine, others, known, reader.parts, reader.vectors)
    found += [d.mirrored() for d in carried(b["quote"], others, mine, known, reader.parts, reader.vectors)]
    found += echoed(a["quote"], b["quote"], known, reader.parts, links)
    found += [d.mirrored() for d in echoed(b["quote"], a["quote"], known, reader.parts, links)]
    told = tuple(found)
    as_one = merged(beads, reader.parts[a["quote"]], reader.parts[b["quote"]])
    for bead in as_one:
        if bead.linked or bead.whole:
            rows = _facts(bead, a, b, together=bead not in beads)
            rows += renamed(bead.a, bead.b, reader.text) if bead.linked and bead.whole else []
            found += [d for d in rows if not _told(d, told) and not _said_elsewhere(d, bead, beads, reader)]
    for bead in beads:
        if bead.linked or bead.whole:
            rows = _clauses(
                bead, a, b, reader, {d.kind for d in found}, together=bead not in as_one, lone=len(beads) == 1
            )
            found += [d for d in rows if not _told(d, told) and not _said_elsewhere(d, bead, beads, reader)]
    rendering = a["article"] == b["article"] and {a["kind"], b["kind"]} >= {"post"} and _direct(a, b)
    if rendering:
        found += [d for bead in as_one if bead.linked and bead.whole for d in replaced(bead.a, bead.b)]
    found += _unanswered(reader.parts[a["quote"]], met, b, rendering=rendering)
    flipped = [Bead(bead.b, bead.a, bead.linked) for bead in met]
    found += [d.mirrored() for d in _unanswered(reader.parts[b["quote"]], flipped, a, rendering=rendering)]
    if _direct(a, b):
        found += _turned_round(beads, reader.vectors)
    return found or [_faithful(beads[0].a, beads[0].b)]


def _told(d: Difference, known: Iterable[Difference]) -> bool:
    """Whether it is known from fuller copies; that a figure is left out does not say that another one is changed."""
    return any(d.kind == o.kind and (d.cls != "number" or o.cls == "number") for o in known)


def _turned_round(beads: list[Bead], vectors: Vectors) -> list[Difference]:
    """Two sentences, each the other's only answer, that stand the other way round in the other language."""
    once = [
        bead for bead in beads if bead.linked and bead.whole and sum(bead.a is o.a or bead.b is o.b for o in beads) == 1
    ]
    for first, second in pairwise(once):
        straight = likeness(first.a, first.b, vectors)[0], likeness(second.a, second.b, vectors)[0]
        crossed = likeness(first.a, second.b, vectors)[0], likeness(second.a, first.b, vectors)[0]
        sure = min(straight) >= COVERED and min(straight) >= max(crossed) + INVERTED
        if second.b.start < first.b.start and sure:
            x, y = first.a, first.b
            why = f"“{x.text}” comes before “{second.a.text}” in {{a}} and after it in {{b}}"
            return [
                Difference("reorder", "sentence", "minor", 0.7, x.text, y.text, (x.start, x.end), (y.start, y.end), why)
            ]
    return []


def _facts(bead: Bead, a: dict[str, Any], b: dict[str, Any], *, together: bool) -> list[Difference]:
    """What two sentences state; `together` where one of them is two, put together."""
    direct = _direct(a, b)
    whole = bead.linked and (bead.whole or (direct and not together))
    rows = compare_sentences(bead.a, bead.b, whole=whole, outside=(_outside(bead.a, a), _outside(bead.b, b)))
    if bead.linked and direct:
        rows += uncounted(bead.a, bead.b) + [d.mirrored() for d in uncounted(bead.b, bead.a)]
        rows += marked_cut(bead.a, bead.b) + [d.mirrored() for d in marked_cut(bead.b, bead.a)]
    return rows


def _clauses(
    bead: Bead, a: dict[str, Any], b: dict[str, Any], reader: Reader, told: set[str], *, together: bool, lone: bool
) -> list[Difference]:
    """What their clauses show; nothing is missing from a sentence that goes on in the next."""
    rows = [] if together else reordered(bead.a, bead.b, reader.vectors)
    if bead.linked and not bead.whole and not together:
        rows += _fragment_rows(bead, a, b, reader, told)
    if bead.linked and _direct(a, b):
        left, right = reader.parts[bead.a.quote], reader.parts[bead.b.quote]
        rows += dropped(bead.a, bead.b, right, reader.vectors, lone=lone)
        rows += [d.mirrored() for d in dropped(bead.b, bead.a, left, reader.vectors, lone=lone)]
    return rows


def _said_elsewhere(d: Difference, bead: Bead, beads: list[Bead], reader: Reader) -> bool:
    """Whether a sentence of the quotation that lacks a qualification, itself without a counterpart, has it.

    Where the two do not lie near, the wrong sentences may have been held together.
    """
    kind = next((k for k in QUALIFIERS if k.kind == d.kind and d.cls == "translation"), None)
    if kind is None or likeness(bead.a, bead.b, reader.vectors)[0] >= COVERED:
        return False
    lacks_b = d.explanation.startswith("{b}")
    full, lacking = (bead.a, bead.b) if lacks_b else (bead.b, bead.a)
    answered = {o.b.id if lacks_b else o.a.id for o in beads}
    floor = likeness(bead.a, bead.b, reader.vectors)[0] - LITTLE
    others = [p for p in reader.parts[lacking.quote] if p.id not in answered]
    rest = " ".join(p.text for p in others if likeness(full, p, reader.vectors)[0] >= floor)
    return bool(rest) and kind.lost(full.text, full.language, rest, lacking.language) is None


def _fragment_rows(
    bead: Bead, a: dict[str, Any], b: dict[str, Any], reader: Reader, told: set[str]
) -> list[Difference]:
    """The lighter of the two sentences read as a fragment of the other."""
    if bead.a.own.weight <= bead.b.own.weight:
        rows = compare_fragment(bead.a, bead.b, _outside(bead.a, a), reader.vectors)
    else:
        rows = [d.mirrored() for d in compare_fragment(bead.b, bead.a, _outside(bead.b, b), reader.vectors)]
    return [d for d in rows if d.kind not in told]


def _outside(part: Part, quote: dict[str, Any]) -> str:
    """The reporting sentence without the quoted words."""
    return (quote["context"] or "").replace(part.text, " | ")


def _direct(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whole quotations both: a fragment leaves out nearly everything, and says so by being one."""
    return not {"partial", "headline"} & {a["kind"], b["kind"]}


def _faithful(x: Part, y: Part) -> Difference:
    return Difference(
        "translation", "faithful", "none", 0.6, x.text, y.text, (x.start, x.end), (y.start, y.end),
        "no difference of value, negation, hedge or person between the two languages",
    )  # fmt: skip


def _unanswered(mine: list[Part], beads: list[Bead], other: dict[str, Any], *, rendering: bool) -> list[Difference]:
    """Sentences of `mine` that the other leaves out where it quotes on without a break, or renders a whole post."""
    answer = {bead.a.id: bead.b for bead in beads}
    places = [i for i, p in enumerate(mine) if p.id in answer]
    first, last = (0, len(mine) - 1) if rendering else (places[0], places[-1])
    found = []
    for i in range(first, last + 1):
        part = mine[i]
        if part.id in answer or len(part.own.content_at) < 2:
            continue
        before = next((answer[p.id] for p in reversed(mine[:i]) if p.id in answer), None)
        after = next((answer[p.id] for p in mine[i + 1 :] if p.id in answer), None)
        if before and after and not _one_breath(before, after, other):
            continue
        at = before.end if before else after.start if after else 0
        d = Difference(
            "omission", "sentence", "minor", 0.7, part.text, "", (part.start, part.end), (at, at),
            f"{{b}} leaves out “{part.text}” without a mark",
        )  # fmt: skip
        found.append(replace(d, evidence=("no sentence of the other quotation answers to it",)))
    return found


def _one_breath(before: Part, after: Part, quote: dict[str, Any]) -> bool:
    """Both in one span of the quotation, the second after the first: the outlet quotes straight on."""
    return any(s <= before.start and before.end <= after.start and after.end <= e for s, e in spans_of(quote))
