"""A post beside other quotations: what may be of it, and what is said on another occasion."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from pipeline.alignment.pairs import ANCHOR, Weighed
from pipeline.alignment.parts import Part

APART: Final = 0.05
ALIKE: Final = 0.5
"""Margin and cosine, one of which some sentence of a rendering has with one of its post."""


def within_posts(weighed: list[Weighed], parts: list[Part]) -> list[Weighed]:
    """Without the pairs of a post, or of a fragment of it, and a quotation that mostly says what no post says.

    A post is a closed text: who quotes it in one breath has nothing but posts to quote from. A speech that repeats a
    thought of the post is another occasion. Nor is the quotation before a post its rendering where no sentence of the
    one lies near any of the other.
    """
    rendering = {_quotes(w) for w in weighed if w.mutual or w.margin >= APART or w.cosine >= ALIKE}
    weighed = [w for w in weighed if w.view != "adjacent" or _quotes(w) in rendering]
    size = Counter(p.quote for p in parts)
    answered: dict[str, set[str]] = defaultdict(set)
    posts: dict[str, set[str]] = defaultdict(set)
    for w in weighed:
        for post, other in ((w.a, w.b), (w.b, w.a)):
            if post.kind == "post":
                answered[other.quote].add(other.id)
                posts[post.quote].add(post.quote)
                if w.view == "words" and w.score >= ANCHOR and other.kind == "partial":
                    posts[other.quote].add(post.quote)
    foreign = {
        (of, other.quote)
        for w in weighed
        for post, other in ((w.a, w.b), (w.b, w.a))
        if post.kind == "post" and w.view != "adjacent" and size[other.quote] > 2 * len(answered[other.quote])
        for of in posts[post.quote]
    }
    return [w for w in weighed if not _of_another_occasion(w, posts, foreign)]


def _quotes(w: Weighed) -> tuple[str, str]:
    return w.a.quote, w.b.quote


def _of_another_occasion(w: Weighed, posts: dict[str, set[str]], foreign: set[tuple[str, str]]) -> bool:
    sides = ((w.a.quote, w.b.quote), (w.b.quote, w.a.quote))
    return w.view != "adjacent" and any((of, other) in foreign for mine, other in sides for of in posts.get(mine, ()))
