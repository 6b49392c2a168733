"""Embedded posts: the post itself as a quotation, with the author, handle and date of its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.text.folding import fold_space

_HANDLE: Final = re.compile(r"@[\w.]+")
_AUTHOR: Final = re.compile(r"^[\s—–―-]*(?P<name>[^@()|·•\d][^@()|·•]*?)\s*[(|·•]?\s*@")
_LINE: Final = 300
_DATE: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Signature:
    """What the lines round a post say of it; `start:end` is where the author's name stands, if anywhere."""

    author: str
    handle: str
    posted: str
    start: int
    end: int


def signature(text: str, lines: Sequence[tuple[int, int]]) -> Signature | None:
    """The signature that the given spans make up; None when they name neither author nor date."""
    author, handle, posted, start, end = "", "", "", -1, -1
    for low, high in lines:
        line = text[low : min(high, low + _LINE)]
        named = _AUTHOR.match(line)
        if named is not None and not author:
            author = fold_space(named.group("name"))
            start, end = low + named.start("name"), low + named.end("name")
        found = _HANDLE.search(line)
        handle = handle or (found.group() if found else "")
        rest = line[found.end() :] if found else line
        if not posted and _DATE.search(rest):
            posted = fold_space(rest).strip(" )·•|—–-")
    return Signature(author, handle, posted, start, end) if author or handle or posted else None
