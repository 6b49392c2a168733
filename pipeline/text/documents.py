"""Files to articles: plain text, Markdown with front matter, HTML, JSON and JSON Lines.

A file gives one or more documents, or the reason why it gives none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, Final

from pipeline.text.blocks import FRONT_MATTER
from pipeline.text.encoding import Refused
from pipeline.text.escapes import Path, sound, spelled, strings
from pipeline.text.folding import fold_space
from pipeline.text.lines import Lines
from pipeline.text.origins import Run, trace
from pipeline.text.pages import Page, extract_page, titled

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
# What PyYAML raises on values that are not what their tag or form says, beside its own errors.
_UNREADABLE: Final = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Document:
    """One article of a file; `fields` holds what the file itself says of it (see _FIELDS), all strings."""

    text: str
    format: str
    fields: Mapping[str, str] = field(default_factory=dict)
    record: int | None = None
    runs: Sequence[Run] = ()
    """Where the text stands in the file, as far as it is not the file itself."""


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


def _from_html(page: Page | Refused) -> Document | Refused:
    return page if isinstance(page, Refused) else Document(page.text, "html", page.fields, runs=page.runs)


def _from_json(text: str) -> list[Document | Refused]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [Refused(f"not valid JSON: {_one_line(error)}")]
    above: Path = ()
    if isinstance(found, dict):
        listed = next((key for key in ("articles", "items", "documents") if isinstance(found.get(key), list)), None)
        if listed is None:
            return [_from_record(found, "json", None, _Spelling(text, strings(text), Lines(text)))]
        found, above = found[listed], (listed,)
    if not isinstance(found, list):
        return [Refused("JSON that is neither an article nor a list of articles")]
    spelling = _Spelling(text, strings(text), Lines(text))
    return [_from_record(row, "json", at, replace(spelling, above=(*above, at - 1))) for at, row in enumerate(found, 1)]


def _from_lines(text: str) -> list[Document | Refused]:
    documents: list[Document | Refused] = []
    lines = Lines(text)
    # Line feeds alone end a record: JSON strings may hold other line separators as they are.
    spans = [line.span() for line in re.finditer(r"[^\n]+", text) if line.group().strip()]
    for at, (start, end) in enumerate(spans, 1):
        try:
            row = json.loads(text[start:end])
            documents.append(_from_record(row, "jsonl", at, _Spelling(text, strings(text, start, end), lines)))
        except (ValueError, RecursionError) as error:
            documents.append(Refused(f"record {at} is not valid JSON: {_one_line(error)}"))
    return documents


@dataclass(frozen=True, slots=True)
class _Spelling:
    """Where the strings of a JSON file stand, and what leads to the record in question."""

    source: str
    strings: Mapping[Path, tuple[int, int]]
    lines: Lines
    above: Path = ()

    def runs(self, name: str, text: str, start: int) -> list[Run]:
        """Runs of a field's text, which begins at `start` in the article's; none where its string is not found."""
        for alias in _FIELDS[name]:
            span = self.strings.get((*self.above, alias))
            if span is not None and (stream := spelled(self.source, *span)).text:
                return trace(text, stream, self.source, self.lines, start)
        return []


def _from_record(row: object, kind: str, record: int | None, spelling: _Spelling) -> Document | Refused:
    where = f"record {record}: " if record is not None else ""
    if not isinstance(row, dict):
        return Refused(f"{where}not a JSON object")
    fields = _fields(row)
    body, title = fields.pop("text", ""), fields.get("title", "")
    if not body.strip():
        return Refused(f"{where}no text (looked for {', '.join(_FIELDS['text'])})")
    text = titled(body, title)
    ahead = len(text) - len(body)
    runs = spelling.runs("title", title, 0) if ahead else []
    return Document(text, kind, fields, record, [*runs, *spelling.runs("text", body, ahead)])


def _one_line(error: Exception) -> str:
    return fold_space(str(error))[:200]
