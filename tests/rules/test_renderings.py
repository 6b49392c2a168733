"""What a rendering lacks is told once, with who has it."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.rules.renderings import departure
from pipeline.rules.sources import Sources

TEXTS = {
    "ash": ("en", "We will sail if the wind allows it, she said."),
    "birch": ("en", "We will sail if the wind allows it."),
    "cedar": ("de", "Wir werden segeln."),
    "date": ("fr", "Nous partirons, si le vent le permet."),
}


def row(a: str, a_text: str, b: str, b_text: str, kind: str, explanation: str) -> dict[str, Any]:
    found: dict[str, Any] = {"class": "translation", "kind": kind, "explanation": explanation}
    for side, article, words in (("a", a, a_text), ("b", b, b_text)):
        found |= {side: article, f"{side}_text": words, f"{side}_span": {"start": 0, "end": len(TEXTS[article][1])}}
    return found


def told(*rows: dict[str, Any], posts: tuple[str, ...] = ()) -> str | None:
    articles = [{"article": name, "outlet": f"The {name.title()}", "text": text} for name, (_, text) in TEXTS.items()]
    quotes = [
        {
            "quote": name,
            "article": name,
            "kind": "post" if name in posts else "direct",
            "language": language,
            "speaker": None,
            "start": 0,
            "end": len(text),
            "spans": None,
        }
        for name, (language, text) in TEXTS.items()
    ]
    return departure(rows, Sources(articles, [], [], quotes, []))


WHOLE = TEXTS["cedar"][1]
DROPS = "The Cedar drops the condition “{}”: what was conditional becomes certain"


def test_many_pairs_that_lack_one_condition_are_one_phrase() -> None:
    assert told(
        row("ash", "if", "cedar", WHOLE, "condition", DROPS.format("if")),
        row("cedar", WHOLE, "birch", "if", "condition", DROPS.format("if")),
    ) == (
        "The Cedar leaves out the condition “if the wind allows it”, which The Ash and The Birch have: "
        "what was conditional becomes certain"
    )


def test_each_language_has_its_own_words() -> None:
    assert told(
        row("ash", "if", "cedar", WHOLE, "condition", DROPS.format("if")),
        row("cedar", WHOLE, "date", "si", "condition", DROPS.format("si")),
    ) == (
        "The Cedar leaves out the condition that is “if the wind allows it” in The Ash, "
        "“si le vent le permet” in The Date: what was conditional becomes certain"
    )


def test_a_post_is_told_from_the_article_that_embeds_it() -> None:
    names = row("ash", "Ana", "cedar", WHOLE, "name", "The Ash names “Ana”, The Cedar does not")
    assert told(names, posts=("ash",)) == "“Ana” in the post in The Ash, but not named in The Cedar"


@pytest.mark.parametrize(
    ("a_text", "b_text", "explanation", "message"),
    [
        (
            "guilty",
            WHOLE,
            "“guilty” and no such word (blame): stronger in The Ash",
            "“guilty” in The Ash, but no word so strong in The Cedar",
        ),
        (
            "some",
            "alle",
            "“some” and “alle” (quantity): stronger in The Cedar",
            "“alle” in The Cedar; “some” in The Ash: stronger in The Cedar",
        ),
    ],
)
def test_strength(a_text: str, b_text: str, explanation: str, message: str) -> None:
    assert told(row("ash", a_text, "cedar", b_text, "strength", explanation)) == message


def test_what_is_no_loss_of_words_is_left_to_its_explanation() -> None:
    both = row(
        "ash",
        "never",
        "cedar",
        "fast nie",
        "hedge",
        "The Ash denies outright (“never”) what The Cedar only nearly denies (“fast nie”)",
    )
    assert told(both) is None


def test_a_clause_stands_for_what_is_lost_with_it() -> None:
    clause = row(
        "ash",
        "if the wind allows it",
        "cedar",
        WHOLE,
        "clause",
        "The Cedar leaves out “if the wind allows it” without a mark",
    )
    condition = row("ash", "if", "cedar", WHOLE, "condition", DROPS.format("if"))
    assert told(condition, clause) == (
        "The Cedar leaves out “if the wind allows it”, which The Ash has: what was conditional becomes certain"
    )


def test_words_that_say_the_opposite_are_told_with_how() -> None:
    rows = [
        row(
            "ash",
            "know",
            "cedar",
            "glauben",
            "opposite",
            "“know” in The Ash is “glauben” in The Cedar: known here, believed there",
        ),
        row(
            "cedar",
            "glauben",
            "date",
            "savons",
            "opposite",
            "“savons” in The Date is “glauben” in The Cedar: known here, believed there",
        ),
    ]
    wordings = "“know” in The Ash, “savons” in The Date; but “glauben” in The Cedar"
    assert told(*rows) == f"{wordings}: known here, believed there"
