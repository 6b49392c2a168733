"""Words of an extracted text lead back to the file, through tags, references, comments, scripts and escapes."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from html import escape, unescape

import pytest

from pipeline.text.documents import Document, read_documents
from pipeline.text.folding import fold_space
from pipeline.text.lines import Lines
from pipeline.text.markup import visible
from pipeline.text.origins import Region, region, trace

WORDS = (
    "“We", "naïve", "R&D", "5 < 6", "l’été", "«Нет»,", "сказал", "Müller", "—", "příště", "€5", "100\u00a0%", "It's",
    "the", "lake", "drained", "on", "Monday", "«Jamais»", "mañana", "😀", "ОРТ", "»", "council", "voted",
)  # fmt: skip
HIDDEN = ("<!-- <p>we & they</p> -->", "<script>if (a < b) {'</p>'}</script>", "<STYLE>p > a {}</STYLE>")
MARKUP = re.compile(
    r"""<!--.*?-->|<(script|style)\b.*?</\1>|<(?:[^>"']|"[^"]*"|'[^']*')*>""", re.DOTALL | re.IGNORECASE
)


def page(rng: random.Random) -> str:
    paragraphs = "\n".join(f"<p class='a > b'>{paragraph(rng)}</p>{hidden(rng)}" for _ in range(rng.randint(3, 8)))
    head = '<head><title>Dam drained &amp; filled</title><meta name="description" content="x"></head>'
    return f"<html>\n{head}\n<body><nav><a href='/'>Home</a></nav><article>\n{paragraphs}\n</article></body></html>"


def hidden(rng: random.Random) -> str:
    return rng.choice(HIDDEN) if rng.random() < 0.2 else ""


def paragraph(rng: random.Random) -> str:
    pieces = []
    for word in rng.choices(WORDS, k=rng.randint(25, 60)):
        shown = spelt(rng, word)
        if rng.random() < 0.15:
            shown = (
                f'<a title="a &gt; b" href="/x?a=1&amp;b">{shown}</a>' if rng.random() < 0.5 else f"<em>{shown}</em>"
            )
        pieces.append(shown + hidden(rng))
    return "".join(piece + rng.choice((" ", " ", " ", "\n", "\r\n   ", "&nbsp;", " &#32;")) for piece in pieces)


def spelt(rng: random.Random, word: str) -> str:
    """The word with some of its characters as references."""
    shown = escape(word, quote=rng.random() < 0.5)
    if rng.random() < 0.3:
        return "".join(f"&#{ord(char)};" if rng.random() < 0.5 else escape(char) for char in word)
    return shown.replace("“", "&ldquo;").replace("—", "&#x2014;")


def shown_by(source: str) -> str:
    """What a span of a page says, tags removed, references decoded and white space folded."""
    return fold_space(unescape(MARKUP.sub("", source)).replace("\u200b", ""))


def hold(source: str, document: Document, rng: random.Random, said: Callable[[str], str]) -> None:
    """Spans of whole words of a line of the text are, in the file, those words."""
    lines = [line for line in re.finditer(r"[^\n]+", document.text) if line.group().strip()]
    for _ in range(60):
        line = rng.choice(lines)
        words = [match.span() for match in re.finditer(r"\S+", line.group())]
        first = rng.randrange(len(words))
        last = min(len(words) - 1, first + rng.randrange(12))
        start, end = line.start() + words[first][0], line.start() + words[last][1]
        found = region(document.runs, start, end)
        assert said(source[found.start : found.end]).replace(" ", "") == "".join(document.text[start:end].split())
        assert (found.line, found.column) == Lines(source).place(found.start)
        assert (found.end_line, found.end_column) == Lines(source).place(found.end)


@pytest.mark.parametrize("seed", range(25))
def test_words_of_a_page_are_found_in_it(seed: int) -> None:
    rng = random.Random(seed)
    source = page(rng)
    (document,) = read_documents(source, "html")
    assert isinstance(document, Document)
    hold(source, document, rng, shown_by)


@pytest.mark.parametrize("seed", range(25))
def test_words_of_json_are_found_in_it(seed: int) -> None:
    rng = random.Random(seed)
    records = [
        {"headline": f"Dam  {number} \\ “drained”", "n": [1, {"text": "not this"}], "body": told(rng), "text": ""}
        for number in range(3)
    ]
    shape, kind = rng.choice(
        ((records, "json"), ({"articles": records}, "json"), (records[0], "json"), (None, "jsonl"))
    )
    plain = rng.random() < 0.5
    source = (
        "\n\n".join(json.dumps(record, ensure_ascii=plain) for record in records)
        if shape is None
        else json.dumps(shape, ensure_ascii=plain, indent=rng.choice((None, 2)))
    )
    for document in read_documents(source, kind):
        assert isinstance(document, Document)
        assert document.text.startswith("Dam ")
        hold(source, document, rng, spoken)


def told(rng: random.Random) -> str:
    return "".join(word + rng.choice((" ", "\n", "\n\n", "\t", "\\ ", '" ')) for word in rng.choices(WORDS, k=60))


def spoken(source: str) -> str:
    """What a span of a string of a JSON file says."""
    return "".join(str(json.loads(f'"{source}"')).split())


def test_headline_of_the_head_alone_is_found_there() -> None:
    source = (
        '<html><head><meta property="og:title" content="Dam &amp; lake drained"></head><body><article>'
        + "<p>The reservoir above Tarn Edge was drained on Monday after an inspector found a crack in the spillway.</p>"
        * 3
        + "</article></body></html>"
    )
    (document,) = read_documents(source, "html")
    assert isinstance(document, Document)
    assert document.text.startswith("Dam & lake drained\n")
    found = region(document.runs, 0, len("Dam & lake drained"))
    assert source[found.start : found.end] == "Dam &amp; lake drained"


def test_what_is_not_found_is_between_its_neighbours() -> None:
    source = "<p>The council met on Monday evening.</p>\n<p>It was rather dark.</p>\n<p>Nobody had expected to win.</p>"
    text = "The council met on Monday evening.\nIt was very dark.\nQuite so.\nNobody had expected to win."

    def at(words: str) -> str:
        start = text.index(words)
        found = region(runs, start, start + len(words))
        return source[found.start : found.end]

    runs = trace(text, visible(source), source, Lines(source))
    assert at("It was very dark.") == "It was rather dark."
    assert at("very") == " rather "
    assert at("Quite so.") == "</p>\n<p>"
    assert region([], 3, 9) == Region(0, 0, 1, 1, 1, 1)


def test_pages_that_close_nothing_are_scanned_in_linear_time() -> None:
    for piece in ("<!--", "<a b='", '<a b="', "<script>", "<", "&", "= ", "</"):
        assert len(visible(piece * 200_000).text) <= 400_000
