"""Files of each format as documents: text, fields, and refusals that name their record."""

from __future__ import annotations

import json

import pytest

from pipeline.text.documents import Document, format_of, read_documents
from pipeline.text.encoding import Refused

PAGE = """<html lang="en"><head><title>Dam drained | Valley Post</title>
<meta property="og:site_name" content="Valley Post"><meta property="article:published_time" content="2024-03-04">
<script>alert('no')</script></head><body><nav><a href="/">Home</a></nav><article><h1>Dam drained after crack found</h1>
<p>The reservoir above Tarn Edge was drained on Monday after an inspector found a crack in the spillway.</p>
<p>“We will not gamble with lives,” said Mayor Ada Holm, who had ordered the families to leave by noon.</p>
</article><footer>© Valley Post</footer></body></html>"""


def only(text: str, kind: str) -> Document:
    (found,) = read_documents(text, kind)
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(
    ("path", "kind"), [("a/B.TXT", "txt"), ("b.md", "md"), ("c.HTM", "html"), ("d.jsonl", "jsonl"), ("e", "txt")]
)
def test_the_ending_gives_the_format(path: str, kind: str) -> None:
    assert format_of(path) == kind


def test_front_matter_gives_fields_and_stays_in_the_text() -> None:
    text = '---\ntitle: "A dam"\ndate: 2024-03-04\npublisher: {name: Valley Post}\ntags: [a]\n---\nThe text.'
    found = only(text, "md")
    assert found.text == text
    assert found.fields == {"title": "A dam", "published": "2024-03-04", "outlet": "Valley Post"}


@pytest.mark.parametrize("front", ["!!python/object/apply:os.system ['true']", "a: [", "just words", "x: &a [*a]"])
def test_unsafe_or_broken_front_matter_is_no_more_than_text(front: str) -> None:
    found = only(f"---\n{front}\n---\nThe text.", "md")
    assert found.fields == {}
    assert found.text.endswith("The text.")


def test_html_gives_the_article_under_its_headline() -> None:
    found = only(PAGE, "html")
    assert found.text.startswith("Dam drained after crack found")
    assert "gamble with lives" in found.text
    assert "alert" not in found.text
    assert found.fields["outlet"] == "Valley Post"
    assert found.fields["published"] == "2024-03-04"


def test_a_page_without_text_is_refused() -> None:
    (found,) = read_documents("<html><body></body></html>", "html")
    assert isinstance(found, Refused)


def test_json_records_under_their_many_names() -> None:
    record = {
        "headline": "A dam",
        "body": "The text.",
        "source": {"name": "Post"},
        "datePublished": "2024-03-04",
        "n": 1,
    }
    found = only(json.dumps(record), "json")
    assert found.text == "A dam\n\nThe text."
    assert found.fields == {"title": "A dam", "outlet": "Post", "published": "2024-03-04"}


def test_json_lines_keep_their_order_and_refuse_one_by_one() -> None:
    lines = [
        '{"id": "a", "text": "One."}',
        "{oops",
        '{"id": "b"}',
        "[1]",
        '{"id": "c", "text": "A dam.", "title": "A dam."}',
    ]
    found = read_documents("\n".join(lines), "jsonl")
    assert [item.text if isinstance(item, Document) else None for item in found] == ["One.", None, None, None, "A dam."]
    reasons = [item.reason for item in found if isinstance(item, Refused)]
    assert [reason.split(":")[0].split(" is")[0] for reason in reasons] == ["record 2", "record 3", "record 4"]


@pytest.mark.parametrize("text", ["{", "3", '"text"', "[" * 100_000])
def test_json_that_is_no_article_is_refused(text: str) -> None:
    assert all(isinstance(item, Refused) for item in read_documents(text, "json"))
