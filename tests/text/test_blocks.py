"""Blocks: every non-blank character in exactly one, the right kind, and lines rejoined into paragraphs."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.blocks import Block, find_blocks
from pipeline.text.folding import fold_space
from pipeline.text.furniture import cue
from tests.growth import least_seconds

PARAGRAPHS = [
    "The reservoir above Tarn Edge was drained on Monday after an inspector found a crack in the spillway, and two "
    "hundred families were told to leave their homes by noon. “We will not gamble with lives,” said Mayor Ada Holm.",
    "Engineers from the University of Kest spent the night measuring the crack, which grew from 3 to 5.5 metres "
    "between Friday and Sunday, according to a report that the council published on 4 March 2024 without comment.",
    "The water company said that it had “no reason to doubt” the dam. It was last inspected in 2019 by a firm that "
    "has since closed. Its former director, Piet Vandermeer, did not answer calls on Monday evening.",
]


def kinds(text: str, **known: str) -> list[tuple[str, str]]:
    return [(block.kind, fold_space(text[block.start : block.end])) for block in find_blocks(text, **known)]


def of_kind(text: str, kind: str, **known: str) -> list[str]:
    return [body for found, body in kinds(text, **known) if found == kind]


def covered(text: str, blocks: list[Block]) -> str:
    return "".join("".join(text[block.start : block.end].split()) for block in blocks)


LINES = st.sampled_from(
    ["By Ann Lee", "Reuters", "", "  ", "(open", "RT", "). He left.", "— A. B. (@ab)", "12 March 2025", "He said: “No.",
     "• point", "Read more:", "Title Of Something", "a lower line", "#tag", "@handle", "---", "x" * 80, "Photo: X/AFP"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(LINES, max_size=25).map("\n".join)), st.text(max_size=20))
def test_blocks_tile_the_text(text: str, title: str) -> None:
    blocks = find_blocks(text, title=title)
    assert covered(text, blocks) == "".join(text.split())
    assert all(0 <= block.start < block.end <= len(text) for block in blocks)
    assert all(one.end <= two.start for one, two in pairwise(blocks))


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=55, max_value=100))
def test_hard_wrapping_is_undone(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    assert of_kind(wrapped, "paragraph") == PARAGRAPHS


def test_breaks_around_inline_links_are_undone() -> None:
    text = (
        "The minister met envoys of the\nNorth Lake Council\n, which opposes it, and said on\n#Tarn\n that "
        "talks go on.\nShe left (to see her successor. —\nEd.\n) before noon, as\nReuters\nreported first.\n"
        "The council will vote on Friday."
    )
    assert of_kind(text, "paragraph") == [
        "The minister met envoys of the North Lake Council , which opposes it, and said on #Tarn that talks go on.",
        "She left (to see her successor. — Ed. ) before noon, as Reuters reported first.",
        "The council will vote on Friday.",
    ]


def test_an_open_quotation_does_not_swallow_the_next_paragraph() -> None:
    text = "“The gate will stay shut until spring.\n\n“Nobody will be paid less,” he told the workers on Monday."
    assert len(of_kind(text, "paragraph")) == 2


ARTICLE = """News

Dam drained after crack found, two hundred families told to leave

By Ruth Amery, Valley Correspondent
4 March 2024, 6.15 p.m.

The drained reservoir on Monday. (Ivo Lund/Valley Post)
The drained reservoir on Monday. (Ivo Lund/Valley Post)

The reservoir was drained on Monday after an inspector found a crack in the spillway.

ADVERTISEMENT

‘No reason to doubt’

The water company said that it had no reason to doubt the dam above the town.

Related
Ten dams that made history
A look at the great dams of the last century and the people who...

Ada Holm @adaholm
we leave tonight. all of us
8:15 PM · Mar 4, 2024

The council will vote on Friday on a new inspection of the dam, the mayor said.

Sign up for our newsletter
(Additional reporting by Jon Vale; Editing by Mia Stone)"""


def test_the_parts_of_an_article_get_their_kinds() -> None:
    found = [kind for kind, _ in kinds(ARTICLE)]
    assert found == [
        "boilerplate", "headline", "byline", "byline", "caption", "caption", "paragraph", "boilerplate",
        "subheading", "paragraph", "boilerplate", "boilerplate", "boilerplate", "post_signature", "post",
        "post_signature", "paragraph", "boilerplate", "byline",
    ]  # fmt: skip
    assert all(block.reason for block in find_blocks(ARTICLE) if block.kind != "paragraph")


def test_a_repeat_points_to_what_it_repeats() -> None:
    blocks = find_blocks(ARTICLE)
    assert [(at, block.repeats) for at, block in enumerate(blocks) if block.repeats is not None] == [(5, 4)]


def test_a_post_above_its_signature_in_another_script() -> None:
    text = (
        "Мэр написала об этом в своём канале вечером в понедельник.\nWe leave tonight.\nAll of us, with\n#Tarn\n.\n"
        "— Ada Holm (@adaholm) \nMarch 4, 2024\nСовет соберётся в пятницу, сообщили в мэрии города."
    )
    assert kinds(text) == [
        ("paragraph", "Мэр написала об этом в своём канале вечером в понедельник."),
        ("post", "We leave tonight."),
        ("post", "All of us, with #Tarn ."),
        ("post_signature", "— Ada Holm (@adaholm)"),
        ("post_signature", "March 4, 2024"),
        ("paragraph", "Совет соберётся в пятницу, сообщили в мэрии города."),
    ]


@pytest.mark.parametrize(
    "line",
    ["Читайте также: Как строят плотины", "Lesen Sie auch: Wie sicher sind Dämme?", "Leer más: Las presas del país",
     "Lire aussi : Barrages, le grand retard", "LEGGI ANCHE: La mappa delle dighe", "Čtěte také: Jak se staví hráze",
     "Подписывайтесь на наш канал", "Підписуйтесь на наш канал", "Share this article"],
)  # fmt: skip
def test_links_and_invitations_are_boilerplate(line: str) -> None:
    text = f"A headline of some length here\n\nThe council met on Monday to talk about the dam.\n\n{line}"
    assert kinds(text)[-1] == ("boilerplate", line)


@pytest.mark.parametrize(
    "line",
    ["Von Henrike Sander", "Por Inés Calderón, enviada especial", "Par Élodie Garnier", "di Marco Bellini",
     "By Ann Lee and Tom O’Brien", "Autor: Anna Zielińska", "KEST (Valley Wire) -", "Valley Wire", "4.3.2024, 18 Uhr"],
)  # fmt: skip
def test_bylines_and_datelines(line: str) -> None:
    text = f"A headline of some length here\n\n{line}\n\nThe council met on Monday to talk about the dam."
    assert kinds(text)[1] == ("byline", line)


def test_prose_that_begins_like_furniture_stays_prose() -> None:
    for line in (
        "By Monday the water had reached the church, and the priest rang the bell for an hour.",
        "Photo albums were the first thing that people carried out of their houses, she said.",
        "Related charges against the firm were dropped in May, the court said in a statement.",
    ):
        assert kinds(line) == [("paragraph", line)]


def test_the_known_title_is_the_headline() -> None:
    text = "Water\nMost read stories today\n\nCrack in the dam\n\nThe council met on Monday to talk of the dam."
    assert of_kind(text, "headline", title="Crack in the  dam") == ["Crack in the dam"]
    assert of_kind(text, "boilerplate", title="Crack in the dam") == ["Water", "Most read stories today"]


def test_a_post_between_its_author_and_its_counters() -> None:
    text = (
        "It was late, the firm said.\n\nKestrel Oil\n@KestrelOil\nWe are sorry.\n"
        "2:30 PM · May 7, 2024\n12K Likes 3 Reposts\n\nIt rained, too."
    )
    assert [kind for kind, _ in kinds(text)] == [
        "paragraph", "post_signature", "post_signature", "post", "post_signature", "post_signature", "paragraph",
    ]  # fmt: skip


def test_markdown_headings_pictures_and_points() -> None:
    text = (
        "# Crack in the dam\n\n## What we know.\n\n![A dam](a.jpg)\n\n"
        "It was [here](http://a.example/b) on Monday.\n\n- One point\n- It ends here.\n"
    )
    assert [kind for kind, _ in kinds(text, title="Crack in the dam")] == [
        "headline", "subheading", "caption", "paragraph", "subheading", "paragraph",
    ]  # fmt: skip


def test_a_last_paragraph_with_its_agency_is_no_caption() -> None:
    text = (
        "A headline of some length here\n\nThe council met on Monday to talk about the dam.\n\n"
        "He has lived there. He will stay. (dpa)"
    )
    assert [kind for kind, _ in kinds(text)] == ["headline", "paragraph", "paragraph"]


def test_many_short_lines_take_seconds() -> None:
    # Generous for a shared machine: a quadratic pass over these lines would take many minutes.
    assert least_seconds(lambda: find_blocks("Ab Cd\n— A (@ab)\nlower\n\n“a.\n" * 6_000), rounds=1) < 60


def test_front_matter_is_metadata() -> None:
    text = "---\ntitle: A dam\n---\n\nThe council met on Monday to talk about the dam."
    assert [kind for kind, _ in kinds(text)] == ["metadata", "paragraph"]


def test_french_quotations_are_no_navigation() -> None:
    text = "La pièce « Le Dindon » affiche complet. « On rit du début à la fin », assure la metteuse en scène."
    assert cue(text) is None
