"""Lines to paragraphs: undoes hard wrapping and the breaks that scraping leaves around inline links.

Works on form alone (line lengths, punctuation, brackets, the case of the first letter), so it needs no language.
Lines that stand for themselves (bylines, captions, links to other stories) are told to it by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_LINE_END: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BULLET: Final = re.compile(r"[•●▪■◦‣⁃·*]\s+|[-–]\s{2,}|-\s+(?=[^\Wa-zа-я])|\d{1,2}\)\s+")
_CLOSING_MARKS: Final = "\"'”’»›“‘)]}>」』】）*_"
_STOPS: Final = ".!?…。！？؟।:;"
_CONTINUES: Final = re.compile(r"[,.;:!?…)\]}»”’%。、，！？」』]|[—–-]{1,2}\s*[^\W\d_A-ZА-Я]")
_INNER_STOP: Final = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’»)\]]*\s+[\"'“‘«„(\[]*[^\W\d_a-zа-я]|[。！？]")
_DANGLING: Final = re.compile(r"(?:[,([{«„—–]|\s[-/&])$")
_MAX_WRAP: Final = 130
_MIN_WRAP: Final = 30
_FRAGMENT_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer white space; `gap` says that a blank line (or the start) is before it."""

    text: str
    start: int
    end: int
    gap: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together: `text` keeps the original line breaks, `lines` counts them."""

    text: str
    start: int
    end: int
    gap: bool
    lines: int


def split_lines(text: str, alone: Callable[[str], bool], offset: int = 0) -> list[Line]:
    """The non-blank lines from `offset` on; `alone` marks those that are never joined."""
    lines: list[Line] = []
    gap = True
    for start, end in _raw_lines(text, offset):
        raw = text[start:end]
        body = raw.strip()
        if not body:
            gap = True
            continue
        first = start + len(raw) - len(raw.lstrip())
        stands = _BULLET.match(body) is not None or alone(body)
        lines.append(Line(body, first, first + len(body), gap, stands))
        gap = False
    return lines


def _raw_lines(text: str, offset: int) -> Iterator[tuple[int, int]]:
    start = offset
    for match in _LINE_END.finditer(text, offset):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def paragraphs(text: str, lines: list[Line], function_words: frozenset[str]) -> list[Paragraph]:
    """Lines joined into paragraphs, in order; together they hold every non-blank character of the lines."""
    width = wrap_width(lines)
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if groups and _joins(groups[-1], line, following, width, function_words):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Paragraph(text[group[0].start : group[-1].end], group[0].start, group[-1].end, group[0].gap, len(group))
        for group in groups
    ]


def wrap_width(lines: list[Line]) -> int | None:
    """The column at which the text was hard-wrapped, or None.

    In wrapped text the first word of a line would not have fitted on the line before; in text with a paragraph
    a line it nearly always would.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not (b.gap or a.alone or b.alone)]
    if len(pairs) < 3:
        return None
    width = max(len(a.text) for a, _ in pairs)
    if not _MIN_WRAP <= width <= _MAX_WRAP:
        return None
    full = sum(_is_full(a, b, width) for a, b in pairs)
    return width if full >= 0.8 * len(pairs) else None


def _is_full(line: Line, following: Line, width: int) -> bool:
    return len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > width


def _joins(group: list[Line], line: Line, following: Line | None, width: int | None, words: frozenset[str]) -> bool:
    """Whether `line` continues the paragraph that `group` holds so far."""
    last = group[-1]
    # A line that was joined is prose, whatever it looks like by itself: `Reuters` may be a link in a sentence.
    standing = last.alone and len(group) == 1
    full = width is not None and not line.gap and _is_full(last, line, width)
    if not line.gap and not is_finished(last.text):
        if full or has_open_bracket(last.text) or (not standing and _is_link_fragment(line, following)):
            return True
        if standing and line.text[0].islower() and "@" not in last.text:
            return True
    if line.alone or standing:
        return False
    return full or _continues(group, line, following, words)


def _continues(group: list[Line], line: Line, following: Line | None, words: frozenset[str]) -> bool:
    last = group[-1].text
    finished = is_finished(last)
    if _CONTINUES.match(line.text):
        return not finished or line.text[0] in ",;)]}—–" or len(line.text) == 1
    if finished:
        return False
    if line.text[0].islower():
        return not line.gap or _is_prose(group)
    if _is_link_fragment(line, following):
        return not line.gap or _is_prose(group)
    if line.gap:
        return False
    if line.text[0] in "#@" or _DANGLING.search(last) or _last_word(last) in words:
        return True
    return _INNER_STOP.search(last) is not None


def _is_link_fragment(line: Line, following: Line | None) -> bool:
    """A few words on a line of their own whose sentence goes on in the next line."""
    if following is None or following.alone or is_finished(line.text) or len(line.text.split()) > _FRAGMENT_WORDS:
        return False
    if following.gap and not line.gap:
        return False
    return following.text[0].islower() or _CONTINUES.match(following.text) is not None


def _is_prose(group: list[Line]) -> bool:
    """Whether the lines so far are running text, not a title."""
    text = " ".join(line.text for line in group)
    return len(text) > 120 or _INNER_STOP.search(text) is not None


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].casefold()


def is_finished(text: str) -> bool:
    """Whether the text ends as a sentence does, closing marks aside."""
    core = text.rstrip().rstrip(_CLOSING_MARKS).rstrip()
    return not core or core[-1] in _STOPS


def has_inner_stop(text: str) -> bool:
    """Whether a sentence ends inside the text."""
    return _INNER_STOP.search(text) is not None


def has_open_bracket(text: str) -> bool:
    """Whether the last bracket of the text is an opening one that nothing closes."""
    opened = max(text.rfind("("), text.rfind("["))
    return opened > max(text.rfind(")"), text.rfind("]"))


def is_bullet(text: str) -> bool:
    return _BULLET.match(text) is not None
