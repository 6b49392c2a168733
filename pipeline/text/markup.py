"""What a reader of an HTML page may see of it, with the place of every character: a scan in linear time, no parser.

It knows tags, comments, scripts, character references and the contents of `<meta>`, which may give a headline; it
need not know how elements nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from pipeline.text.origins import VISIBLE, Piece, Stream

_MARKUP: Final = re.compile(r"<(?:/?([a-zA-Z][a-zA-Z0-9]*)|[!?/])")
_TAG_STOP: Final = re.compile(r"""=\s*(["'])|>""")
_HIDDEN: Final = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_CONTENT: Final = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")


def visible(html: str) -> Stream:
    """The page's words in its order; its body is where `<body>` opens."""
    pieces: list[Piece] = []
    count = body = 0
    for start, end, name in _spans(html):
        if name == "body":
            body = count
        for piece in _pieces(html, start, end):
            pieces.append(piece)
            count += len(piece.shown)
    return Stream(pieces, body)


def _spans(html: str) -> Iterator[tuple[int, int, str]]:
    """Spans of words; an empty one for a tag that is named."""
    at = 0
    while (opening := html.find("<", at)) >= 0:
        yield at, opening, ""
        found = _MARKUP.match(html, opening)
        if found is None:
            yield opening, opening + 1, ""
            at = opening + 1
            continue
        tag = (found.group(1) or "").lower()
        at = _end(html, opening)
        if tag == "meta" and (content := _CONTENT.search(html, opening, at)):
            yield *content.span(content.lastindex or 0), ""
        elif html[opening + 1] != "/" and tag in _HIDDEN:
            closing = _HIDDEN[tag].search(html, at)
            at = closing.start() if closing else len(html)
        elif tag == "body":
            yield at, at, tag
    yield at, len(html), ""


def _end(html: str, opening: int) -> int:
    """Where the comment or tag ends that opens here; one that nothing closes takes in the rest of the page."""
    if html.startswith("<!--", opening):
        closing = html.find("-->", opening + 4)
        return closing + 3 if closing >= 0 else len(html)
    at = opening + 1
    while stop := _TAG_STOP.search(html, at):
        at = stop.end()
        if stop.group() == ">":
            return at
        closing = html.find(stop.group(1), at)
        at = closing + 1 if closing >= 0 else at
    return len(html)


def _pieces(html: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    for reference in _REFERENCE.finditer(html, start, end):
        shown = unescape(reference.group())
        if shown != reference.group():
            yield from _plain(html, at, reference.start())
            if VISIBLE.fullmatch(shown):
                yield from _referred(shown, reference)
            at = reference.end()
    yield from _plain(html, at, end)


def _referred(shown: str, reference: re.Match[str]) -> Iterator[Piece]:
    """The character of a reference; what follows it, in the few that stand for two and in `&ampx`, is left out."""
    yield Piece(shown[0], reference.start(), reference.end() - reference.start())


def _plain(html: str, start: int, end: int) -> Iterator[Piece]:
    for word in VISIBLE.finditer(html, start, end):
        yield Piece(word.group(), word.start(), 1)
