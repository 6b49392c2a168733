"""Files to articles and blocks. What cannot be read is quarantined with a reason, never skipped in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

import polars as pl

from pipeline.config import IngestConfig
from pipeline.deadline import Overtime, time_limit
from pipeline.schemas import frame
from pipeline.text.blocks import Block, bare_title, find_blocks
from pipeline.text.documents import Document, ReadPage, format_of, read_documents
from pipeline.text.encoding import Refused, decode
from pipeline.text.escapes import sound
from pipeline.text.pages import PageReader
from pipeline.text.publication import outlet_of, published_of

_UNSAFE_ID: Final = re.compile(r"[\s/\\:]+")
_LINE: Final = re.compile(r"[^\r\n]*")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Refusal:
    article: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """What an article gives to the frames."""

    id: str
    row: Row
    blocks: list[Row]
    origins: list[Row]


@dataclass(frozen=True, slots=True)
class _Article:
    """One article before its blocks: `known` is what manifest and file say of it, the manifest first."""

    id: str
    file: Mapping[str, Any]
    encoding: str
    document: Document
    known: Mapping[str, str]


Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]


def ingest(config: IngestConfig, files: pl.DataFrame) -> Frames:
    """`files` -> (articles, blocks, quarantine, origins); ids are unique, the first in order keeps a contested one."""
    articles: list[Row] = []
    blocks: list[Row] = []
    origins: list[Row] = []
    quarantine: list[Row] = []
    taken: set[str] = set()
    for found in _all(files, config):
        if isinstance(found, _Rows) and found.id in taken:
            found = _Refusal(found.id, found.row["path"], f"another file already gave the article {found.id}")
        if isinstance(found, _Refusal):
            quarantine.append({"article": found.article, "path": found.path, "reason": found.reason})
            continue
        taken.add(found.id)
        articles.append(found.row)
        blocks.extend(found.blocks)
        origins.extend(found.origins)
    return (
        frame("articles", articles).sort("article"),
        frame("blocks", blocks).sort("article", "block"),
        frame("quarantine", quarantine).sort("article", "path", "reason"),
        frame("origins", origins).sort("article", "start"),
    )


def _all(files: pl.DataFrame, config: IngestConfig) -> Iterator[_Rows | _Refusal]:
    with PageReader(config.max_seconds) as pages:
        for file in files.sort("article", "path").iter_rows(named=True):
            yield from _read_in_time(file, config, pages.read)


def _read_in_time(file: Mapping[str, Any], config: IngestConfig, read_page: ReadPage) -> list[_Rows | _Refusal]:
    try:
        with time_limit(config.max_seconds):
            found = _read(file, config, read_page)
            return [each if isinstance(each, _Refusal) else _rows(each, config) for each in found]
    except Overtime:
        reason = f"took longer to read than ingest.max_seconds ({config.max_seconds:g} s)"
        return [_Refusal(file["article"], file["path"], reason)]


def _read(file: Mapping[str, Any], config: IngestConfig, read_page: ReadPage) -> Iterator[_Article | _Refusal]:
    refuse = _refuse_size(file["content"], config)
    decoded = Refused(refuse) if refuse else decode(file["content"])
    if isinstance(decoded, Refused):
        yield _Refusal(file["article"], file["path"], decoded.reason)
        return
    documents = read_documents(decoded.text, format_of(file["path"]), read_page)
    many = len(documents) > 1
    for at, document in enumerate(documents, 1):
        if not isinstance(document, Refused) and (reason := _refuse_text(document.text, config)):
            document = Refused(reason)
        if isinstance(document, Refused):
            yield _Refusal(f"{file['article']}-{at}" if many else file["article"], file["path"], document.reason)
            continue
        yield _article(file, decoded.encoding, document, at if many else None)


def _refuse_size(content: bytes, config: IngestConfig) -> str:
    if len(content) > config.max_bytes:
        return f"{len(content):,} bytes (limit {config.max_bytes:,})"
    return ""


def _refuse_text(text: str, config: IngestConfig) -> str:
    if len(text) > config.max_chars:
        return f"{len(text):,} characters (limit {config.max_chars:,})"
    longest = max((match.end() - match.start() for match in _LINE.finditer(text)), default=0)
    return f"a line of {longest:,} characters (limit {config.max_line:,})" if longest > config.max_line else ""


def _article(file: Mapping[str, Any], encoding: str, document: Document, at: int | None) -> _Article:
    stated = json.loads(file["meta"] or "{}").items()
    manifest = {name: sound(str(value)) for name, value in stated if value not in (None, "")}
    own = document.fields.get("id", "")
    if at is not None:
        # The manifest speaks of the file; its id and title are not those of each of many articles.
        manifest = {name: value for name, value in manifest.items() if name not in ("id", "title", "url")}
    stem = file["article"] or PurePosixPath(file["path"]).stem
    given = own if at is not None and own else (stem if at is None else f"{stem}-{at}")
    return _Article(_UNSAFE_ID.sub("-", given), file, encoding, document, {**document.fields, **manifest})


def _rows(article: _Article, config: IngestConfig) -> _Rows:
    text = article.document.text
    known = article.known
    title, outlet = known.get("title", ""), known.get("outlet", "")
    blocks = find_blocks(text, title=title, outlet=outlet, repeat_min=config.repeat_min)
    stem = PurePosixPath(article.file["path"]).stem
    row: Row = {
        "article": article.id,
        "path": article.file["path"],
        "outlet": outlet or outlet_of(text, blocks) or stem,
        "title": title or _headline(text, blocks),
        "published": published_of(known.get("published", ""), text, blocks),
        "url": known.get("url"),
        "sha256": article.file["sha256"],
        "encoding": article.encoding,
        "format": article.document.format,
        "text": text,
    }
    origins = [{"article": article.id, **run._asdict()} for run in article.document.runs]
    return _Rows(article.id, row, [_block_row(article.id, at, block) for at, block in enumerate(blocks)], origins)


def _headline(text: str, blocks: list[Block]) -> str | None:
    return next((bare_title(text[b.start : b.end]) for b in blocks if b.kind == "headline"), None)


def _block_row(article: str, at: int, block: Block) -> Row:
    return {
        "article": article,
        "block": at,
        "kind": block.kind,
        "start": block.start,
        "end": block.end,
        "reason": block.reason,
        "repeats": block.repeats,
    }
