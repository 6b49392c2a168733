"""From weighed evidence to a verdict on each other article, and from verdicts to the status of a claim."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.corroboration.calibration import Thresholds
from pipeline.evidence.passages import Evidence, Pair, Sentence

CHAINED: Final = 0.95
"""What each further link of a chain keeps of its probability."""
RENDERED: Final = 0.6
"""Share of a claim that a sentence of its own article must render to speak for it (a post and its translation)."""


@dataclass(frozen=True, slots=True)
class Support:
    """How far one article supports a claim; `via` names the article through which it does, where not directly."""

    part: float
    full: float
    via: str = ""


def weigh_all(chosen: Mapping[Pair, tuple[Evidence, float, float]]) -> dict[Pair, Support]:
    """Direct support, then chains of it: what A's sentence says B states, and B's passage says C states, C states.

    Whole statements chain, so two languages that hardly meet may meet in a third. So do a post and its rendering
    in one article: what supports the one supports the other.
    """
    evidence = {pair: found for pair, (found, _, _) in chosen.items()}
    # Who gives another value, or words that mean otherwise, does not state the whole, however near the rest is.
    direct = {pair: Support(part, 0.0 if found.differs else full) for pair, (found, part, full) in chosen.items()}
    chained = dict(direct)
    articles = sorted({article for _, article in direct})
    for pair in sorted(evidence):
        others = _through_others(pair, articles, evidence, direct)
        for found in (*others, *_through_own(pair, evidence[pair].claim, direct)):
            held = chained[pair]
            found = replace(found, full=0.0) if evidence[pair].differs else found
            if found.full > held.full or found.part > held.part:
                via = found.via if found.full > held.full else held.via
                chained[pair] = Support(max(held.part, found.part), max(held.full, found.full), via)
    return chained


def _through_others(
    pair: Pair, articles: Sequence[str], evidence: Mapping[Pair, Evidence], direct: Mapping[Pair, Support]
) -> list[Support]:
    claim, target = pair
    found = []
    for middle in articles:
        first = direct.get((claim, middle)) if middle not in (target, evidence[pair].claim.article) else None
        if first is None or first.full * CHAINED <= direct[pair].full:
            continue
        onward = [direct.get((sentence.id, target)) for sentence in evidence[claim, middle].passage]
        links = [link for link in onward if link is not None]
        if links and len(links) == len(onward):
            full = CHAINED * first.full * min(link.full for link in links)
            part = CHAINED * first.full * links[0].part if len(links) == 1 else full
            found.append(Support(max(part, full), full, middle))
    return found


def _through_own(pair: Pair, claim: Sentence, direct: Mapping[Pair, Support]) -> list[Support]:
    """Through a sentence of the claim's own article that carries the same words (`quoted` holds ids of both kinds)."""
    found = []
    for other, share in sorted(claim.quoted.items()):
        link = direct.get((other, pair[1]))
        if share >= RENDERED and link is not None and other.startswith(f"{claim.article}:"):
            found.append(Support(CHAINED * share * link.part, CHAINED * share * link.full, claim.article))
    return found


def verdict(support: Support, evidence: Evidence | None, thresholds: Thresholds) -> str:
    """full, partial, differs (near enough to be the same matter, with another value) or none."""
    differs = evidence is not None and evidence.differs
    if support.full >= thresholds.count:
        return "full"
    if support.part >= thresholds.part:
        return "differs" if differs else "partial"
    return "none"


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim's status; `sources` counts origins that state the whole, its own included."""

    status: str
    band: str
    score: float
    sources: int
    stating: tuple[str, ...]
    supporting: tuple[str, ...]


def judge_claim(
    supports: Mapping[str, Support],
    copies: Container[str],
    own: str,
    origin_of: Callable[[str], str],
    thresholds: Thresholds,
    unreadable: Sequence[str],
) -> Judged:
    """`supports` are the other articles that could be read, `unreadable` those that could not.

    `copies` print the text that the claim stands in and support nothing. Who takes the statement from another outlet
    publishes it as well, but is no further source: a claim that others only relay is corroborated, by one source.
    Where as many articles could not be read as could, silence proves nothing: such a claim is `unchecked`.
    """
    independent = {article: found for article, found in supports.items() if article not in copies}
    unread = [article for article in unreadable if article not in copies]
    full = max((found.full for found in independent.values()), default=0.0)
    part = max((found.part for found in independent.values()), default=0.0)
    if full >= thresholds.full:
        status = "corroborated"
    elif part >= thresholds.part:
        status = "partial"
    else:
        status = "single_source" if len(unread) < len(independent) else "unchecked"
    stating = _stating(independent, full, status, thresholds)
    near = min(abs(full - thresholds.full), abs(part - thresholds.part) if status != "corroborated" else 1.0)
    unsure = near < thresholds.review or (status == "single_source" and bool(unread))
    return Judged(
        status=status,
        band="review" if unsure and status != "unchecked" else "sure",
        score=round(full if status == "corroborated" else part, 4),
        sources=len({own, *(origin_of(article) for article in stating)}),
        stating=tuple(stating),
        supporting=tuple(sorted(a for a, found in supports.items() if found.part >= thresholds.part or a in stating)),
    )


def _stating(independent: Mapping[str, Support], full: float, status: str, thresholds: Thresholds) -> list[str]:
    """Those that state the whole claim; a corroborated one has at least its best."""
    if status != "corroborated":
        return []
    return sorted(a for a, found in independent.items() if found.full >= min(thresholds.count, full))
