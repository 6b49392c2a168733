"""A post that stands as a paragraph of its own below the words that announce it, without a signature."""

from __future__ import annotations

import pytest

from pipeline.text.blocks import find_blocks
from pipeline.text.quotation.extract import extract
from pipeline.text.quotation.model import Region, Settings

LEAD = {
    "en": "The works at the dam went on through the night, the council said on Friday.",
    "cs": "Práce na hrázi pokračovaly celou noc, uvedla v pátek rada.",
    "uk": "Роботи на дамбі тривали всю ніч, повідомила у п'ятницю рада.",
    "fr": "Les travaux sur la digue ont duré toute la nuit, a indiqué le conseil vendredi.",
    "de": "Die Arbeiten am Damm gingen die ganze Nacht weiter, sagte der Rat am Freitag.",
}
ANNOUNCED = {
    "en": ("Mayor Tom Hollis wrote on X:", "Tom Hollis"),
    "cs": ("Starostka Dana Vlčková napsala na síti X:", "Dana Vlčková"),
    "uk": ("Мер Ігор Палій написав у соцмережі Facebook:", "Ігор Палій"),
    "fr": ("La maire Odile Marchand a écrit sur les réseaux sociaux:", "Odile Marchand"),
    "de": ("Bürgermeister Jens Falk schrieb auf Facebook:", "Jens Falk"),
}
POST = "The water is falling. Nobody sleeps tonight."


def _kinds(*paragraphs: str) -> list[str]:
    return [block.kind for block in find_blocks("\n\n".join(paragraphs), title="The dam holds")]


@pytest.mark.parametrize("code", sorted(LEAD))
def test_the_paragraph_below_is_the_post_of_the_person_named(code: str) -> None:
    announced, name = ANNOUNCED[code]
    text = "\n\n".join(("The dam holds", LEAD[code], announced, POST, LEAD[code]))
    blocks = find_blocks(text, title="The dam holds")
    assert [block.kind for block in blocks] == ["headline", "paragraph", "paragraph", "post", "paragraph"]
    regions = [Region(n, b.kind, b.start, b.end, code) for n, b in enumerate(blocks)]
    found, _ = extract(text, regions, code, Settings())
    (post,) = [each for each in found if each.kind == "post"]
    assert text[post.spans[0][0] : post.spans[0][1]] == POST
    assert post.speaker == name


@pytest.mark.parametrize(
    ("announced", "below"),
    [
        ("Mayor Tom Hollis wrote on X:", f"“{POST}”"),  # marks of its own: a quotation like others
        ("Mayor Tom Hollis told the council:", POST),  # nowhere that people post
        ("The council voted on three points, x and y among them:", POST),  # a letter is no network
        ("Mayor Tom Hollis wrote on X.", POST),  # nothing is announced
        ("Mayor Tom Hollis wrote on X:", "- the water is falling"),  # a list
    ],
)
def test_other_paragraphs_stay_what_they_are(announced: str, below: str) -> None:
    assert "post" not in _kinds("The dam holds", LEAD["en"], announced, below, LEAD["en"])
