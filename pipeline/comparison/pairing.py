"""One pair of quotations of an utterance: which of their sentences answer to each other, and how those differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.alignment.pairs import WHOLE
from pipeline.comparison.across import compare_sentences
from pipeline.comparison.difference import Difference
from pipeline.comparison.sequence import sequence
from pipeline.comparison.speakers import compare_speakers, widened
from pipeline.comparison.within import compare_words

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part
    from pipeline.config import CompareConfig

PartsByQuote = dict[str, list["Part"]]
Links = dict[tuple[str, str], float]


def compare_pair(
    a: dict[str, Any],
    b: dict[str, Any],
    by_quote: PartsByQuote,
    shared: frozenset[str],
    links: Links,
    text: dict[str, str],
    config: CompareConfig,
) -> list[Difference]:
    """Differences of two quotations; `shared` are their parts that report the same utterance."""
    ours = [p for p in by_quote[a["quote"]] if p.id in shared]
    theirs = [p for p in by_quote[b["quote"]] if p.id in shared]
    beads = _beads(ours, theirs, links)
    if not beads:
        return [_apart(ours, theirs)]
    x, y = beads[0]
    found = compare_speakers(x, y, a, b)
    if a["language"] == b["language"]:
        found += _same_language(a, b, by_quote, beads, text)
    else:
        found += _two_languages(a, b, by_quote, beads, links)
    if len(ours) == 1 and x.own.weight < WHOLE * y.own.weight:
        found += widened(x, y, a)
    if len(theirs) == 1 and y.own.weight < WHOLE * x.own.weight:
        found += [d.mirrored() for d in widened(y, x, b)]
    return found


def _beads(ours: list[Part], theirs: list[Part], links: Links) -> list[tuple[Part, Part]]:
    """Aligned sentences, each with its best counterpart, in order."""
    pairs = sorted(((links[x.id, y.id], x, y) for x in ours for y in theirs if (x.id, y.id) in links), key=_by_score)
    used: set[str] = set()
    beads = []
    for _, x, y in pairs:
        if x.id not in used and y.id not in used:
            used |= {x.id, y.id}
            beads.append((x, y))
    return sorted(beads, key=lambda bead: bead[0].start)


def _by_score(pair: tuple[float, Part, Part]) -> tuple[float, str, str]:
    return -pair[0], pair[1].id, pair[2].id


def _apart(ours: list[Part], theirs: list[Part]) -> Difference:
    x, y = ours[0], theirs[0]
    return Difference(
        "segment", "extent", "none", 0.8, x.text, y.text, (x.start, x.end), (y.start, y.end),
        "{a} and {b} quote different parts of it",
    )  # fmt: skip


def _same_language(
    a: dict[str, Any], b: dict[str, Any], by_quote: PartsByQuote, beads: list[tuple[Part, Part]], text: dict[str, str]
) -> list[Difference]:
    """Word for word over everything between the first and the last sentence that both have."""
    left = _stretch(by_quote[a["quote"]], [x for x, _ in beads])
    right = _stretch(by_quote[b["quote"]], [y for _, y in beads])
    ours = sequence(text[a["article"]], a["language"], left)
    theirs = sequence(text[b["article"]], b["language"], right)
    return compare_words(ours, theirs, a["context"] or "", b["context"] or "")


def _stretch(parts: list[Part], aligned: list[Part]) -> list[tuple[int, int]]:
    """Spans from the first aligned sentence to the last, those between them included."""
    first, last = min(p.start for p in aligned), max(p.end for p in aligned)
    return [(p.start, p.end) for p in parts if first <= p.start and p.end <= last]


def _two_languages(
    a: dict[str, Any], b: dict[str, Any], by_quote: PartsByQuote, beads: list[tuple[Part, Part]], links: Links
) -> list[Difference]:
    found = []
    for x, y in beads:
        whole = min(x.own.weight, y.own.weight) >= WHOLE * max(x.own.weight, y.own.weight)
        found += compare_sentences(x, y, whole=whole)
    rendering = a["article"] == b["article"]
    ours, theirs = by_quote[a["quote"]], by_quote[b["quote"]]
    found += _unanswered(ours, theirs, [x for x, _ in beads], links, rendering=rendering)
    mirrored = _unanswered(theirs, ours, [y for _, y in beads], links, rendering=rendering)
    found += [d.mirrored() for d in mirrored]
    if not found:
        x, y = beads[0]
        found.append(
            Difference(
                "translation", "faithful", "none", 0.6, x.text, y.text, (x.start, x.end), (y.start, y.end),
                "no difference of value, negation, hedge or person between the two languages",
            )  # fmt: skip
        )
    return found


def _unanswered(
    mine: list[Part], other: list[Part], aligned: list[Part], links: Links, *, rendering: bool
) -> list[Difference]:
    """Sentences of `mine` that the other leaves out: between aligned ones, or anywhere where a post is rendered."""
    ids = [p.id for p in aligned]
    places = [i for i, p in enumerate(mine) if p.id in ids]
    first, last = (0, len(mine) - 1) if rendering else (places[0], places[-1])
    found = []
    for i in range(first, last + 1):
        part = mine[i]
        if part.id in ids or any((part.id, o.id) in links for o in other) or len(part.own.content_at) < 2:
            continue
        at = other[-1].end
        d = Difference(
            "omission", "sentence", "minor", 0.7, part.text, "", (part.start, part.end), (at, at),
            f"{{b}} leaves out “{part.text}” without a mark",
        )  # fmt: skip
        found.append(replace(d, evidence=("no sentence of the other quotation answers to it",)))
    return found
