"""What is lost together is found once."""

from __future__ import annotations

from typing import Any

from pipeline.rules.losses import cuts, having, inside, located
from pipeline.rules.sources import Sources

ASH = "We will sail tomorrow, unless the wind turns, and be home on Sunday."
CEDAR = "Wir segeln morgen und sind am Sonntag zu Hause."


def sources() -> Sources:
    texts = {"ash": ASH, "cedar": CEDAR}
    articles = [{"article": name, "outlet": name, "text": text} for name, text in texts.items()]
    quotes = [
        {"quote": name, "article": name, "language": None, "speaker": None, "start": 0, "end": len(text), "spans": None}
        for name, text in texts.items()
    ]
    return Sources(articles, [], [], quotes, [])


def row(kind: str, words: str, explanation: str, swapped: bool = False) -> dict[str, Any]:
    ends = {"ash": (words, len(ASH)), "cedar": (CEDAR, len(CEDAR))}
    found: dict[str, Any] = {"class": "translation", "kind": kind, "explanation": explanation}
    for side, name in zip("ab", ("cedar", "ash") if swapped else ("ash", "cedar"), strict=True):
        text, end = ends[name]
        found |= {side: name, f"{side}_text": text, f"{side}_span": {"start": 0, "end": end}}
    return found


CLAUSE = row("clause", "unless the wind turns", "Cedar leaves out “unless the wind turns” without a mark")


def test_the_side_that_has_the_words_is_the_one_that_is_quoted() -> None:
    assert having(CLAUSE) == "a"
    assert having(row("condition", "unless", "Cedar drops the condition “unless”: x", swapped=True)) == "b"
    assert having(row("person", "I", "Cedar turns the first person into the third")) is None
    assert having(row("opposite", "tomorrow", f"“tomorrow” is “{CEDAR}”")) is None


def test_words_are_found_inside_their_sentence() -> None:
    start = ASH.index("unless")
    assert located(CLAUSE, "a", sources()) == ("ash", start, start + len("unless the wind turns"))
    assert located(row("name", "nowhere", ""), "a", sources()) is None


def test_what_is_lost_with_a_clause_shares_its_key() -> None:
    known = cuts([CLAUSE], sources())
    (key,) = inside(CLAUSE, known, sources())
    condition = row("condition", "unless", "Cedar drops the condition “unless”: x", swapped=True)
    assert list(inside(condition, known, sources())) == [key]
    elsewhere = row("hedge", "on Sunday", "Cedar drops the hedge “on Sunday”: x")
    assert list(inside(elsewhere, known, sources())) == []
