from __future__ import annotations

import numpy as np

from pipeline.evidence.credits import Credit
from pipeline.evidence.syndication import Printed, aligned_share, containment, group_reprints, shingles

WIRE = Credit("Kestrel Wire", True, True, "(Kestrel Wire)")
THANKS = Credit("Reuters", False, True, "With reporting by Reuters")


def _words(seed: str, n: int = 80) -> list[str]:
    return [f"{seed}{i}" for i in range(n)]


def _printed(article: str, words: list[str], *credited: Credit, language: str = "en", published: str = "") -> Printed:
    return Printed(article, f"outlet {article}", published, language, tuple(credited), shingles([words]))


def test_shared_wording_makes_a_group_and_the_earliest_its_origin() -> None:
    text = _words("w")
    edited = [*text[:30], "new", *text[32:]]
    found = group_reprints(
        [
            _printed("b", edited, published="2024-01-02"),
            _printed("c", text, published="2024-01-01"),
            _printed("d", _words("other")),
        ],
        {},
    )
    assert [(group.origin, group.copies) for group in found] == [("c", ("b",))]
    assert "own wording" in found[0].reason


def test_a_wire_credit_names_the_origin() -> None:
    text = _words("w")
    found = group_reprints([_printed("a", text, WIRE), _printed("b", text[:50], WIRE), _printed("c", _words("x"))], {})
    assert [(group.origin, group.copies) for group in found] == [("Kestrel Wire", ("a", "b"))]


def test_the_agencys_own_article_is_the_origin() -> None:
    own = Printed("k", "Kestrel Wire", "2024-01-01", "en", (), shingles([_words("w")]))
    found = group_reprints([own, _printed("a", _words("y"), WIRE)], {})
    assert [(group.origin, group.copies) for group in found] == [("k", ("a",))]


def test_thanks_alone_group_nothing() -> None:
    assert group_reprints([_printed("a", _words("a"), THANKS), _printed("b", _words("b"), THANKS)], {}) == []


def test_across_languages_sentences_in_order_make_a_reprint() -> None:
    a, b = _printed("a", _words("a")), _printed("b", _words("б"), language="ru")
    assert group_reprints([a, b], {("a", "b"): 0.3}) == []
    assert [group.copies for group in group_reprints([a, b], {("a", "b"): 0.8})] == [("b",)]


def test_an_aligned_run_needs_order_and_mutual_bests() -> None:
    run = np.full((6, 6), 0.2) + np.eye(6) * 0.6
    assert aligned_share(run, 0.5) == 1.0
    assert aligned_share(run[::-1], 0.5) == 1 / 6
    assert aligned_share(run, 0.9) == 0.0
    assert aligned_share(run[:3], 0.5) == 0.0


def test_texts_too_short_to_tell_share_nothing() -> None:
    short = shingles([["we", "do", "not", "comment", "on", "this"]])
    assert containment(short, short) == 0.0
