"""From matched pairs of quoted sentences to utterances: groups that hold together, with no chain of weak links.

Three steps. Sentences that say the same whole are clustered by average link. Fragments join the cluster whose fullest
sentence contains them. Inside a cluster only quotations whose words overlap in the fullest sentence are one utterance
("held all certificates" and "passed its inspection" are two halves of one sentence, quoted apart); the exception is a
post, which is published as a whole: all quotations of one embedded post are one utterance.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pipeline.alignment.pairs import WHOLE, Weighed, wholeness
from pipeline.alignment.parts import Part

AVERAGE: Final = 0.38
"""Mean score over all pairs between two clusters (0 where two did not match) from which they are joined."""
CONTESTED: Final = 0.3
"""What a pair loses in the order of joining where one end has a match that is of another occasion than the other."""
MANY: Final = 40
"""Fragments of one sentence beyond which every overlap counts as one utterance (cliques would take too long)."""


@dataclass(eq=False)
class Cluster:
    """Copies and fragments of one sentence."""

    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """One utterance: its parts in id order, and for each the link that brought it in."""

    parts: tuple[Part, ...]
    via: dict[str, str]


class Links:
    """Matched pairs, looked up from either end."""

    def __init__(self, pairs: Iterable[Weighed]) -> None:
        self._by_ids = {frozenset((w.a.id, w.b.id)): w for w in pairs}

    def get(self, a: Part, b: Part) -> Weighed | None:
        return self._by_ids.get(frozenset((a.id, b.id)))

    def score(self, a: Part, b: Part) -> float:
        """0 where the two did not match."""
        w = self.get(a, b)
        return w.score if w else 0.0


def group(parts: list[Part], weighed: list[Weighed], match: float) -> list[Group]:
    """Utterances of at least two quotes, ordered by their first part's id.

    Only pairs at or above `match` start or join a group; those of the review band count in the mean over a cluster.
    """
    weighed = _of_their_wholes(weighed)
    matched = [w for w in weighed if w.score >= match]
    links, everything = Links(matched), Links(weighed)
    clusters = _clusters(parts, matched, everything)
    pieces = [piece for cluster in clusters for piece in _overlapping(cluster, links)]
    merged = _merge_posts(pieces, clusters)
    groups = [_group(found, links) for found in merged]
    kept = [g for g in groups if len({p.quote for p in g.parts}) > 1]
    return sorted(_drop_contained(kept), key=lambda g: [p.id for p in g.parts])


def _of_their_wholes(weighed: list[Weighed]) -> list[Weighed]:
    """Without links of a fragment to a sentence in another language that no fuller copy of the fragment has a link
    to, where that sentence has a better one with another sentence: a piece says no more than its whole does."""
    links = Links(weighed)
    fuller: dict[str, list[Part]] = defaultdict(list)
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for w in weighed:
        if w.view == "words" and wholeness(w) < WHOLE:
            small, large = (w.a, w.b) if w.a.own.weight <= w.b.own.weight else (w.b, w.a)
            fuller[small.id].append(large)
        for one, other in ((w.a, w.b), (w.b, w.a)):
            if w.view != "words":
                place = (one.id, other.language)
                best[place] = max(best.get(place, (0.0, "")), (w.score, other.id))

    def strays(piece: Part, other: Part, score: float) -> bool:
        wholes = fuller.get(piece.id, ())
        top, with_whom = best.get((other.id, piece.language), (0.0, ""))
        return bool(wholes) and top > score and with_whom != piece.id and not any(links.get(p, other) for p in wholes)

    return [
        w
        for w in weighed
        if w.view in ("words", "adjacent") or not (strays(w.a, w.b, w.score) or strays(w.b, w.a, w.score))
    ]


def _clusters(parts: list[Part], matched: list[Weighed], links: Links) -> list[Cluster]:
    whole = [w for w in matched if wholeness(w) >= WHOLE]
    home = _average_link(whole, links)
    fragments: dict[str, list[Weighed]] = defaultdict(list)
    for w in matched:
        if wholeness(w) < WHOLE:
            small = w.a if w.a.own.weight <= w.b.own.weight else w.b
            fragments[small.id].append(w)
    _attach(fragments, home, parts, links)
    return _distinct(home, parts)


def _average_link(whole: list[Weighed], links: Links) -> dict[str, Cluster]:
    """Agglomerative clustering: the two clusters with the highest mean score are joined first."""
    home: dict[str, Cluster] = {}
    for w in whole:
        home.setdefault(w.a.id, Cluster([w.a]))
        home.setdefault(w.b.id, Cluster([w.b]))
    for w in whole:  # a rendering belongs to the post beside it, whatever the others look like
        if w.view == "adjacent" and home[w.a.id] is not home[w.b.id]:
            _join(home[w.a.id], home[w.b.id], home)
    heap = [(-w.score + held, w.a.id, w.b.id, 1, 1) for w, held in zip(whole, _contested(whole), strict=True)]
    heapq.heapify(heap)
    while heap:
        minus, a_id, b_id, a_size, b_size = heapq.heappop(heap)
        a, b = home[a_id], home[b_id]
        if a is b or -minus < AVERAGE:
            continue
        if (len(a.parts), len(b.parts)) != (a_size, b_size):  # grown since: weigh the two anew
            heapq.heappush(heap, (-_mean_score(a, b, links), a_id, b_id, len(a.parts), len(b.parts)))
            continue
        _join(a, b, home)
    return home


def _contested(whole: list[Weighed]) -> list[float]:
    """What each pair waits for: one whose ends have matches of another occasion than the other end is weighed after
    those, lest it keep them out."""
    near: dict[str, list[Part]] = defaultdict(list)
    for w in whole:
        near[w.a.id].append(w.b)
        near[w.b.id].append(w.a)

    def contested(one: Part, other: Part) -> bool:
        return any(one.occasion.apart(third.occasion) for third in near[other.id])

    return [CONTESTED * (contested(w.a, w.b) or contested(w.b, w.a)) for w in whole]


def _join(a: Cluster, b: Cluster, home: dict[str, Cluster]) -> None:
    a.parts.extend(b.parts)
    home.update((part.id, a) for part in b.parts)


def _mean_score(a: Cluster, b: Cluster, links: Links) -> float:
    """Mean over pairs of different articles; pairs that could not match at all are left out; 0 for two occasions."""
    if _apart(a, b):
        return 0.0
    scores = [links.score(x, y) for x in a.parts for y in b.parts if x.article != y.article]
    near = [links.score(x, y) for x in a.parts for y in b.parts if x.article == y.article and links.get(x, y)]
    return sum(scores + near) / len(scores + near) if scores or near else 0.0


def _apart(a: Cluster, b: Cluster) -> bool:
    """Whether some sentence of the one was said on another occasion than some sentence of the other."""
    return any(x.occasion.apart(y.occasion) for x in a.parts for y in b.parts)


def _attach(fragments: dict[str, list[Weighed]], home: dict[str, Cluster], parts: list[Part], links: Links) -> None:
    """Each fragment, longest first, joins the cluster that contains it best, by the mean over its fuller sentences.

    A fragment that has a cluster already joins the two only in its own language or if their mean link says so too.
    """
    order = {part.id: part for part in parts}
    for small in sorted(fragments, key=lambda i: (-order[i].own.weight, i)):
        choices = []
        for w in fragments[small]:
            large = w.b if w.a.id == small else w.a
            target = home.setdefault(large.id, Cluster([large]))
            held = _holding(order[small], target, links)
            if not any(order[small].occasion.apart(p.occasion) for p in target.parts):
                choices.append((w.view == "words", held, w.score, w.a.id, w.b.id, target))
        if not choices:
            continue
        own, *_, target = max(choices, key=lambda choice: choice[:-1])
        mine = home.get(small)
        if mine is None:
            target.parts.append(order[small])
            home[small] = target
        elif mine is not target and ((own and not _apart(target, mine)) or _mean_score(target, mine, links) >= AVERAGE):
            _join(target, mine, home)


def _holding(small: Part, cluster: Cluster, links: Links) -> float:
    """Mean score of a fragment with the sentences of other articles in a cluster that are no shorter."""
    fuller = [p for p in cluster.parts if p.article != small.article and p.own.weight >= small.own.weight]
    return round(sum(links.score(small, p) for p in fuller) / max(1, len(fuller)), 4)


def _distinct(home: dict[str, Cluster], parts: list[Part]) -> list[Cluster]:
    seen: dict[int, Cluster] = {}
    for part in parts:
        if part.id in home:
            seen.setdefault(id(home[part.id]), home[part.id])
    return list(seen.values())


def _overlapping(cluster: Cluster, links: Links) -> list[list[Part]]:
    """Maximal sets of parts that share words: whole copies are in all of them, fragments only with those they touch."""
    heaviest: dict[str, Part] = {}
    for part in sorted(cluster.parts, key=lambda p: (p.own.weight, p.id)):
        heaviest[part.language] = part
    reach = {part.id: _reach(part, heaviest[part.language], links) for part in cluster.parts}
    wholes = [p for p in cluster.parts if reach[p.id] is None]
    fragments = [p for p in cluster.parts if reach[p.id] is not None]
    if len(fragments) <= 1 or len(fragments) > MANY:
        return [cluster.parts]
    touching = {p.id: {q.id for q in fragments if q is not p and _touch(p, q, reach, links)} for p in fragments}
    by_id = {p.id: p for p in fragments}
    return [wholes + [by_id[i] for i in sorted(clique)] for clique in _cliques(touching)]


def _touch(p: Part, q: Part, reach: dict[str, tuple[int, int] | None], links: Links) -> bool:
    """Two fragments of one sentence overlap: by their places in one language, by their own match in two."""
    one, two = reach[p.id], reach[q.id]
    if p.language == q.language and one is not None and two is not None:
        return one[0] < two[1] and two[0] < one[1]
    return links.get(p, q) is not None


def _cliques(touching: dict[str, set[str]]) -> list[set[str]]:
    """Maximal cliques (Bron and Kerbosch 1973, with pivot)."""
    found: list[set[str]] = []

    def extend(clique: set[str], open_: set[str], done: set[str]) -> None:
        if not open_ and not done:
            found.append(clique)
            return
        pivot = max(sorted(open_ | done), key=lambda v: len(touching[v] & open_))
        for v in sorted(open_ - touching[pivot]):
            extend(clique | {v}, open_ & touching[v], done & touching[v])
            open_ = open_ - {v}
            done = done | {v}

    extend(set(), set(touching), set())
    return sorted(found, key=sorted)


def _reach(part: Part, heaviest: Part, links: Links) -> tuple[int, int] | None:
    """Where a fragment lies in its language's fullest copy, in word indices; None for a whole copy."""
    if part is heaviest:
        return None
    w = links.get(part, heaviest)
    if w is None:
        return None
    if wholeness(w) >= WHOLE:
        return None
    first, last = w.shared.b_range if w.b is heaviest else w.shared.a_range
    return (first, last) if last > first else None


def _merge_posts(pieces: list[list[Part]], clusters: list[Cluster]) -> list[list[Part]]:
    """All pieces that hold a sentence of one embedded post become one; the rest stay as they are."""
    post_of_cluster = {part.id: c for c in clusters for part in c.parts}
    by_post: dict[str, list[Part]] = {}
    rest = []
    for piece in pieces:
        posts = sorted({p.quote for p in post_of_cluster[piece[0].id].parts if p.kind == "post"})
        if not posts:
            rest.append(piece)
            continue
        by_post.setdefault(posts[0], []).extend(piece)
    return rest + list(by_post.values())


def _group(found: list[Part], links: Links) -> Group:
    unique = {p.id: p for p in found}
    parts = tuple(sorted(unique.values(), key=lambda p: p.id))
    via: dict[str, str] = {}
    for part in parts:
        others = [(links.get(part, o), o) for o in parts if o.quote != part.quote]
        linked = [(w.score, w.view, o.id) for w, o in others if w is not None]
        score, view, other = max(linked, default=(0.0, "same post", ""))
        via[part.id] = f"{view} {other} {score:.2f}".strip() if other else "quotes another part of the same post"
    return Group(parts, via)


def _drop_contained(groups: list[Group]) -> list[Group]:
    """A group whose quotes all stand in another group adds nothing."""
    sets = [frozenset(p.id for p in g.parts) for g in groups]
    return [g for i, g in enumerate(groups) if not any(sets[i] < other for other in sets)]
