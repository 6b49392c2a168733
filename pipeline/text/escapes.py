"""The strings of a JSON text, with the place of every character."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.text.origins import VISIBLE, Piece, Stream

Path = tuple[str | int, ...]

DEEPEST: Final = 3
"""Keys and indexes on the way to a string: a list under a key, a record, its field."""
_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],]', re.DOTALL)
_PAIR: Final = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE: Final = re.compile(rf"(?P<pair>{_PAIR})|\\u[0-9a-fA-F]{{4}}|\\.|[^\\]+", re.DOTALL)
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\x00]")


def sound(text: str) -> str:
    """The text with U+FFFD for every lone surrogate and NUL, which JSON can spell; of the same length, as in HTML."""
    return _NO_CHARACTER.sub("\ufffd", text)


def strings(source: str, start: int = 0, end: int | None = None) -> Mapping[Path, tuple[int, int]]:
    """Where each string of valid JSON stands, marks included, by the keys and indexes that lead to it."""
    found: dict[Path, tuple[int, int]] = {}
    above: list[str | int | None] = []  # None: the key is yet to come
    for token in _TOKEN.finditer(source, start, len(source) if end is None else end):
        match token.group():
            case "{":
                above.append(None)
            case "[":
                above.append(0)
            case "}" | "]":
                above.pop()
            case ",":
                last = above[-1]
                above[-1] = last + 1 if isinstance(last, int) else None
            case string if above and above[-1] is None:
                above[-1] = str(json.loads(string))
            case _ if len(above) <= DEEPEST:
                found[tuple(each for each in above if each is not None)] = token.span()
    return found


def spelled(source: str, start: int, end: int) -> Stream:
    """The characters of one string, its marks at `start` and `end` left out."""
    return Stream(_pieces(source, start + 1, end - 1))


def _pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    for found in _ESCAPE.finditer(source, start, end):
        if found.group().startswith("\\"):
            shown = sound(json.loads(f'"{found.group()}"'))
            if VISIBLE.fullmatch(shown):
                yield Piece(shown, found.start(), len(found.group()))
        else:
            for word in VISIBLE.finditer(source, *found.span()):
                yield Piece(word.group(), word.start(), 1)
