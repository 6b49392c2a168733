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
from pipeline.schemas import frame
from pipeline.text.blocks import Block, bare_title, find_blocks
from pipeline.text.documents import Document, format_of, read_documents
from pipeline.text.encoding import Refused, decode
from pipeline.text.publication import outlet_of, published_of

_UNSAFE_ID: Final = re.compile(r"[\s/\\:]+")
_LINE: Final = re.compile(r"[^\r\n]*")

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Refusal:
    article: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Article:
    """One article before its blocks: `known` is what manifest and file say of it, the manifest first."""

    id: str
    file: Mapping[str, Any]
    encoding: str
    document: Document
    known: Mapping[str, str]


def ingest(config: IngestConfig, files: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """`files` -> (articles, blocks, quarantine); ids are unique, the first in order keeps a contested one."""
    articles: list[Row] = []
    blocks: list[Row] = []
    quarantine: list[Row] = []
    taken: set[str] = set()
    for file in files.sort("article", "path").iter_rows(named=True):
        for found in _read(file, config):
            if isinstance(found, _Article) and found.id in taken:
                found = _Refusal(found.id, file["path"], f"another file already gave the article {found.id}")
            if isinstance(found, _Refusal):
                quarantine.append({"article": found.article, "path": found.path, "reason": found.reason})
                continue
            taken.add(found.id)
            row, rows = _rows(found, config)
            articles.append(row)
            blocks.extend(rows)
    return (
        frame("articles", articles).sort("article"),
        frame("blocks", blocks).sort("article", "block"),
        frame("quarantine", quarantine).sort("article", "path", "reason"),
    )


def _read(file: Mapping[str, Any], config: IngestConfig) -> Iterator[_Article | _Refusal]:
    refuse = _refuse_size(file["content"], config)
    decoded = Refused(refuse) if refuse else decode(file["content"])
    if isinstance(decoded, Refused):
        yield _Refusal(file["article"], file["path"], decoded.reason)
        return
    kind = format_of(file["path"])
    longest = max((match.end() - match.start() for match in _LINE.finditer(decoded.text)), default=0)
    if kind in ("txt", "md") and longest > config.max_line:
        yield _Refusal(file["article"], file["path"], f"a line of {longest:,} characters (limit {config.max_line:,})")
        return
    documents = read_documents(decoded.text, kind)
    many = len(documents) > 1
    for at, document in enumerate(documents, 1):
        if isinstance(document, Refused):
            yield _Refusal(f"{file['article']}-{at}" if many else file["article"], file["path"], document.reason)
            continue
        yield _article(file, decoded.encoding, document, at if many else None)


def _refuse_size(content: bytes, config: IngestConfig) -> str:
    if len(content) > config.max_bytes:
        return f"{len(content):,} bytes (limit {config.max_bytes:,})"
    return ""


def _article(file: Mapping[str, Any], encoding: str, document: Document, at: int | None) -> _Article:
    manifest = {name: str(value) for name, value in json.loads(file["meta"] or "{}").items() if value not in (None, "")}
    own = document.fields.get("id", "")
    if at is not None:
        # The manifest speaks of the file; its id and title are not those of each of many articles.
        manifest = {name: value for name, value in manifest.items() if name not in ("id", "title", "url")}
    stem = file["article"] or PurePosixPath(file["path"]).stem
    given = own if at is not None and own else (stem if at is None else f"{stem}-{at}")
    return _Article(_UNSAFE_ID.sub("-", given), file, encoding, document, {**document.fields, **manifest})


def _rows(article: _Article, config: IngestConfig) -> tuple[Row, list[Row]]:
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
    return row, [_block_row(article.id, at, block) for at, block in enumerate(blocks)]


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
