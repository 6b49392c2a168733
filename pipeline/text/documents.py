"""Files to articles: plain text, Markdown with front matter, HTML, JSON and JSON Lines.

A file gives one or more documents, or the reason why it gives none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, Final

from pipeline.text.blocks import FRONT_MATTER
from pipeline.text.encoding import Refused
from pipeline.text.folding import fold_space
from pipeline.text.pages import Page, extract_page

ReadPage = Callable[[str], Page | Refused]

_FORMATS: Final = {
    ".txt": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
# What other programs call our fields, the first that is filled wins.
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "article", "uid"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "article_text", "maintext"),
    "outlet": ("outlet", "publisher", "source", "site", "sitename", "hostname"),
    "published": ("published", "date", "published_at", "datePublished", "date_publish", "pubDate"),
    "url": ("url", "link", "source_url"),
    "language": ("language", "lang", "inLanguage"),
}


# JSON can spell what no text holds; U+FFFD stands in its place, one for one, as in HTML.
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\x00]")
# What PyYAML raises on values that are not what their tag or form says, beside its own errors.
_UNREADABLE: Final = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Document:
    """One article of a file; `fields` holds what the file itself says of it (see _FIELDS), all strings."""

    text: str
    format: str
    fields: Mapping[str, str] = field(default_factory=dict)
    record: int | None = None


def format_of(path: str) -> str:
    """The format by the file's ending; anything unknown is plain text."""
    return _FORMATS.get(PurePosixPath(path).suffix.lower(), "txt")


def read_documents(text: str, kind: str, read_page: ReadPage = extract_page) -> list[Document | Refused]:
    """The articles of one decoded file, in its order; a refusal stands in the place of what it refuses."""
    if kind == "md":
        return [Document(text, kind, _front_matter(text))]
    if kind == "html":
        return [_from_html(read_page(text))]
    if kind == "json":
        return _from_json(text)
    if kind == "jsonl":
        return _from_lines(text)
    return [Document(text, kind)]


def _front_matter(text: str) -> dict[str, str]:
    """Known fields of YAML front matter; a broken one is text like any other."""
    match = FRONT_MATTER.match(text)
    if match is None or len(match.group(1)) > 20_000:
        return {}
    import yaml

    try:
        found = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, *_UNREADABLE):
        return {}
    return _fields(found) if isinstance(found, dict) else {}


def _fields(row: Mapping[Any, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, aliases in _FIELDS.items():
        for alias in aliases:
            text = _field_text(row.get(alias))
            if text.strip():
                found[name] = text if name == "text" else fold_space(text)
                break
    return found


def _field_text(value: object) -> str:
    """A scalar as text, a date as ISO, the name of a nested publisher; anything else is empty."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return sound(str(value)) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def sound(text: str) -> str:
    """The text with U+FFFD for every lone surrogate and NUL; of the same length."""
    return _NO_CHARACTER.sub("\ufffd", text)


def _from_html(page: Page | Refused) -> Document | Refused:
    if isinstance(page, Refused):
        return page
    return Document(_with_title(page.text, page.fields.get("title", "")), "html", page.fields)


def _with_title(text: str, title: str) -> str:
    """The body under its headline, unless it begins with it."""
    if not title or fold_space(text[: len(title) * 2 + 200]).casefold().startswith(fold_space(title).casefold()):
        return text
    return f"{title}\n\n{text}"


def _from_json(text: str) -> list[Document | Refused]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [Refused(f"not valid JSON: {_one_line(error)}")]
    if isinstance(found, dict):
        lists = (found.get(key) for key in ("articles", "items", "documents"))
        listed = next((value for value in lists if isinstance(value, list)), None)
        if listed is None:
            return [_from_record(found, "json", None)]
        found = listed
    if not isinstance(found, list):
        return [Refused("JSON that is neither an article nor a list of articles")]
    return [_from_record(row, "json", at) for at, row in enumerate(found, 1)]


def _from_lines(text: str) -> list[Document | Refused]:
    documents: list[Document | Refused] = []
    # Line feeds alone end a record: JSON strings may hold other line separators as they are.
    for at, line in enumerate((line for line in text.split("\n") if line.strip()), 1):
        try:
            documents.append(_from_record(json.loads(line), "jsonl", at))
        except (ValueError, RecursionError) as error:
            documents.append(Refused(f"record {at} is not valid JSON: {_one_line(error)}"))
    return documents


def _from_record(row: object, kind: str, record: int | None) -> Document | Refused:
    where = f"record {record}: " if record is not None else ""
    if not isinstance(row, dict):
        return Refused(f"{where}not a JSON object")
    fields = _fields(row)
    text = fields.pop("text", "")
    if not text.strip():
        return Refused(f"{where}no text (looked for {', '.join(_FIELDS['text'])})")
    return Document(_with_title(text, fields.get("title", "")), kind, fields, record)


def _one_line(error: Exception) -> str:
    return fold_space(str(error))[:200]
