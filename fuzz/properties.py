"""A property a part: bytes in, AssertionError where an offset is wrong. The first byte picks format or language."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from pipeline.languages import languages
from pipeline.text.blocks import find_blocks
from pipeline.text.dates import find_dates
from pipeline.text.documents import read_documents
from pipeline.text.encoding import Refused, decode
from pipeline.text.numerals import find_numbers
from pipeline.text.publication import outlet_of, published_of
from pipeline.text.quantities import compatible
from pipeline.text.quotation.extract import extract
from pipeline.text.quotation.model import Region, Settings
from pipeline.text.sentences import sentence_spans

FORMATS: Final = ("txt", "md", "html", "json", "jsonl")
KINDS: Final = ("paragraph", "headline", "post", "caption")

Property = Callable[[bytes], None]


def ingest(content: bytes) -> None:
    """Any bytes are decoded or refused, their articles cut into blocks that tile them."""
    decoded = decode(content[1:])
    if isinstance(decoded, Refused):
        assert decoded.reason
        return
    for document in read_documents(decoded.text, FORMATS[_chosen(content, len(FORMATS))]):
        if isinstance(document, Refused):
            assert document.reason
            continue
        text = document.text
        text.encode()  # no lone surrogates
        blocks = find_blocks(text, title=document.fields.get("title", ""))
        assert all(0 <= block.start < block.end <= len(text) for block in blocks)
        assert all(one.end <= two.start for one, two in pairwise(blocks))
        published_of(document.fields.get("published", ""), text, blocks)
        outlet_of(text, blocks)


def quotes(content: bytes) -> None:
    """Any text has its sentences and quotes inside it, in order."""
    code, text = _language(content), content[1:].decode("utf-8", "replace")
    if not text.strip():
        return  # no block is empty
    spans = sentence_spans(text, code)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    region = Region(0, KINDS[_chosen(content, len(KINDS))], 0, len(text), code)
    found, reported = extract(text, [region], code, Settings())
    for item in found:
        for start, end in [*item.spans, *([item.source] if item.source else [])]:
            assert 0 <= start < end <= len(text)
    assert all(0 <= each.start < each.end <= len(text) for each in reported)


def numerals(content: bytes) -> None:
    """Any text has its numbers and dates inside it; each number agrees with itself."""
    code, text = _language(content), content[1:].decode("utf-8", "replace")
    for number in find_numbers(text, code):
        assert text[number.start : number.end] == number.text != ""
        assert compatible(number, number)
    for when in find_dates(text, code):
        assert 0 <= when.start < when.end <= len(text)


def _chosen(content: bytes, choices: int) -> int:
    return content[0] % choices if content else 0


def _language(content: bytes) -> str:
    known = [*languages(), "und"]
    return known[_chosen(content, len(known))]


PROPERTIES: Final[dict[str, Property]] = {"ingest": ingest, "quotes": quotes, "numerals": numerals}
