"""Quotation marks of one paragraph as nested spans.

Every mark is first given a shape from its two neighbours (opening, closing, either, neither), then the
paragraph is paired in one pass with a stack. Single marks double as apostrophes, so their pairs are settled
before the pass, by looking ahead no further than the next opening single mark. Time is linear in length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

Shape = Literal["open", "close", "either", "none"]

_DEPTH: Final = 4
# Opening mark -> marks that may close it (typography of the languages in pipeline/languages, and common mixtures).
_CLOSERS: Final = {
    "“": '”"',
    "”": "”",
    "„": '“”"',
    "‟": "”",
    '"': '"”',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’'",
    "‚": "‘’'",
    "'": "'’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
    "＂": "＂",
}
_ONE_WAY_OPEN: Final = frozenset("„‚‟「『《〈〝")
_ONE_WAY_CLOSE: Final = frozenset("」』》〉〞〟")
_SINGLES: Final = frozenset("'‘’")
_CHARS: Final = "“”„‟\"«»‹›‘’‚'「」『』《》〈〉〝〞〟＂"
# A run of more marks than nesting can explain is ornament; digraphs are the typewriter's marks.
_MARK: Final = re.compile(rf"[{_CHARS}]{{7,}}|''|``|,,(?=\w)|<<(?=\w)|(?<=[\w.,!?])>>|[{_CHARS}]")
_LONGEST: Final = 2
_CANONICAL: Final = {"''": '"', "``": "“", ",,": "„", "<<": "«", ">>": "»"}
_OPENERS: Final = frozenset("([{<—–-/…‒―¿¡:;,=") | frozenset("“„«‹‘‚「『《\"'")
# A word may follow a closing mark directly after these only; they never start one.
_STOPS: Final = frozenset(".,;:!?…)]}>—–-/») ”’»“\"'")
_ELIDED: Final = re.compile(r"['’‘](?:\d0s\b|tis\b|twas\b|em\b|n['’]|til\b|cause\b|bout\b|round\b)", re.IGNORECASE)
_STRONG: Final = frozenset(".,!?…")


@dataclass(frozen=True, slots=True)
class Marked:
    """One quotation: `start:end` is its content without the marks, `outer` includes them.

    `parent` is the index of the enclosing quotation in the same list, -1 at the top. `unclosed` says that the
    paragraph ended first.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    mark: str
    parent: int = -1
    unclosed: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """One mark character (or digraph) with its shape."""

    char: str
    start: int
    end: int
    shape: Shape


def quotations(text: str, start: int, end: int) -> list[Marked]:
    """Quotations between two offsets of `text` (one paragraph), outer before inner, by position."""
    found = (mark for mark in _MARK.finditer(text, start, end) if mark.end() - mark.start() <= _LONGEST)
    marks = [_shaped(text, mark, start, end) for mark in found]
    paired = _single_pairs(text, marks, end)
    return _nest(text, marks, paired, start, end)


def _shaped(text: str, found: re.Match[str], start: int, end: int) -> _Mark:
    char = _CANONICAL.get(found.group(), found.group())
    before = text[found.start() - 1] if found.start() > start else " "
    after = text[found.end()] if found.end() < end else " "
    return _Mark(char, found.start(), found.end(), _shape(text, found, char, before, after))


def _shape(text: str, found: re.Match[str], char: str, before: str, after: str) -> Shape:
    if char in _ONE_WAY_OPEN:
        return "open"
    if char in _ONE_WAY_CLOSE:
        return "close"
    if char in _SINGLES and (_ELIDED.match(text, found.start()) or (before.isalnum() and after.isalnum())):
        return "none"
    return _spaced_shape(char, before, after)


def _spaced_shape(char: str, before: str, after: str) -> Shape:
    """Shape by what stands on either side: white space and opening punctuation open, the reverse closes."""
    if char == "«":
        return "close" if before.isalnum() and not after.isalnum() else "open"
    if char == "»":
        return "open" if after.isalnum() and before.isspace() else "close"
    opens = (before.isspace() or before in _OPENERS) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _STOPS)
    if opens and closes:
        return "either"
    if opens:
        return "open"
    if closes:
        return "close"
    return "none" if before.isalnum() and after.isalnum() and not _wide(before, after) else "either"


def _wide(before: str, after: str) -> bool:
    """Scripts written without spaces: marks stand directly between letters."""
    return ord(before) >= 0x2E80 or ord(after) >= 0x2E80


def _single_pairs(text: str, marks: list[_Mark], end: int) -> dict[int, int]:
    """Pairs (opening index -> closing index) of single marks that are quotation marks, not apostrophes."""
    singles = [at for at, mark in enumerate(marks) if mark.char in _SINGLES or mark.char == "‚"]
    pairs: dict[int, int] = {}
    position = 0
    while position < len(singles):
        at = singles[position]
        if marks[at].shape != "open" or marks[at].char == "’":
            position += 1
            continue
        closing = _single_close(text, marks, singles, position, end)
        if closing is None:
            position += 1
            continue
        pairs[at] = singles[closing]
        position = closing + 1
    return pairs


def _single_close(text: str, marks: list[_Mark], singles: list[int], position: int, end: int) -> int | None:
    """Position in `singles` of the mark that closes the one at `position`; None when it is an apostrophe."""
    allowed = _CLOSERS[marks[singles[position]].char]
    weak: int | None = None
    for later in range(position + 1, len(singles)):
        mark = marks[singles[later]]
        if mark.char == "‘" and allowed.startswith("‘") and mark.shape != "open":
            return later
        if mark.shape == "open" and mark.char in "'‘‚":
            break
        if mark.shape == "none" or mark.char not in allowed:
            continue
        if not _may_be_possessive(text, mark, end):
            return later
        weak = later if weak is None else weak
    return weak


def _may_be_possessive(text: str, mark: _Mark, end: int) -> bool:
    """A plural possessive (`the dockers' union`): s, mark, blank, and a lower- or upper-case word."""
    if text[mark.start - 1] not in "sSzZxX":
        return False
    after = text[mark.end : min(end, mark.end + 2)]
    return len(after) == 2 and after[0] == " " and after[1].isalpha()


@dataclass(slots=True)
class _Open:
    mark: _Mark
    slot: int


def _nest(text: str, marks: list[_Mark], pairs: dict[int, int], start: int, end: int) -> list[Marked]:
    """One pass with a stack of open marks, `_DEPTH` deep."""
    found: list[Marked] = []
    stack: list[_Open] = []
    closes = {closing: opening for opening, closing in pairs.items()}
    prime = _primes(text, marks)
    for at, mark in enumerate(marks):
        if mark.shape == "none" or at in prime:
            continue
        if _is_single(mark) and at not in pairs and at not in closes and not _opens_paragraph(text, marks, at, start):
            continue
        if at not in pairs and _close(found, stack, mark):
            continue
        if at not in closes and _may_open(mark, stack) and len(stack) < _DEPTH:
            _open(found, stack, mark, end)
    return _settled(text, found, stack, end)


def _is_single(mark: _Mark) -> bool:
    return mark.char in _SINGLES


def _opens_paragraph(text: str, marks: list[_Mark], at: int, start: int) -> bool:
    """A single mark without a partner opens speech only as the first mark of its paragraph, after nothing."""
    mark = marks[at]
    if at or mark.shape != "open" or mark.char == "’":
        return False
    return not text[start : mark.start].strip() and text[mark.end : mark.end + 1].isupper()


def _may_open(mark: _Mark, stack: list[_Open]) -> bool:
    if mark.shape == "close":
        return False
    if mark.char in "”’" and stack:
        return False
    if mark.char == "”":
        return mark.shape == "open"
    return mark.char in _CLOSERS


def _close(found: list[Marked], stack: list[_Open], mark: _Mark) -> bool:
    """Close the innermost open mark that `mark` may close; those opened inside it end there too."""
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth].mark
        if mark.char not in _CLOSERS[opened.char]:
            continue
        if not _closes_here(mark, opened):
            continue
        for inner in stack[depth + 1 :]:
            _end(found, inner, mark.start, mark.start, unclosed=True)
        _end(found, stack[depth], mark.start, mark.end, unclosed=False)
        del stack[depth:]
        return True
    return False


def _closes_here(mark: _Mark, opened: _Mark) -> bool:
    """A mark that looks like an opening one closes only where its character cannot open inside that style."""
    if mark.char == "“":
        return mark.shape != "open"
    if mark.char in "\"'" or opened.char == mark.char:
        return mark.shape != "open"
    return True


def _open(found: list[Marked], stack: list[_Open], mark: _Mark, end: int) -> None:
    parent = stack[-1].slot if stack else -1
    stack.append(_Open(mark, len(found)))
    found.append(Marked(mark.end, end, mark.start, end, mark.char, parent, unclosed=True))


def _end(found: list[Marked], opened: _Open, content_end: int, outer_end: int, *, unclosed: bool) -> None:
    found[opened.slot] = replace(found[opened.slot], end=content_end, outer_end=outer_end, unclosed=unclosed)


def _primes(text: str, marks: list[_Mark]) -> set[int]:
    """Straight double marks after a digit that mean inches: the next one could itself close a quotation."""
    primes: set[int] = set()
    doubles = [at for at, mark in enumerate(marks) if mark.char == '"']
    is_open = False
    for index, at in enumerate(doubles):
        mark = marks[at]
        following = marks[doubles[index + 1]].shape if index + 1 < len(doubles) else "open"
        after_digit = mark.start > 0 and text[mark.start - 1].isdigit()
        if after_digit and mark.shape != "open" and (not is_open or following == "close"):
            primes.add(at)
        elif mark.shape == "open":
            is_open = True
        elif mark.shape != "none":
            is_open = not is_open
    return primes


def _settled(text: str, found: list[Marked], stack: list[_Open], end: int) -> list[Marked]:
    """Unclosed spans trimmed; one closing guillemet that stands for two closes both; empty spans dropped."""
    for opened in stack:
        shared = _shared_close(text, found, opened.slot)
        if shared is not None:
            _end(found, opened, shared.end, shared.outer_end, unclosed=False)
        else:
            trimmed = len(text[:end].rstrip()) if end < len(text) + 1 else end
            _end(found, opened, max(found[opened.slot].start, trimmed), end, unclosed=True)
    return _with_content(text, found)


_REPORTED_ON: Final = re.compile(r"\s*[,.]?\s*[—–]\s|\s*[,.]?\s*$")


def _shared_close(text: str, found: list[Marked], slot: int) -> Marked | None:
    """Two guillemets that close at one place are set as one (`«Завод «Луч», — сказал он`): the inner quotation."""
    outer = found[slot]
    if outer.mark != "«":
        return None
    inner = [item for item in found[slot + 1 :] if item.parent == slot and not item.unclosed and item.mark == "«"]
    if not inner:
        return None
    last = inner[-1]
    tail = text[last.outer_end : min(outer.outer_end, last.outer_end + 8)]
    return last if _REPORTED_ON.match(tail) else None


def _with_content(text: str, found: Iterable[Marked]) -> list[Marked]:
    """Quotations that hold a letter or digit, with `parent` renumbered."""
    kept: list[Marked] = []
    renumbered: dict[int, int] = {-1: -1}
    for slot, item in enumerate(found):
        parent = renumbered.get(item.parent, -1)
        if _WORD.search(text, item.start, item.end):
            renumbered[slot] = len(kept)
            kept.append(_trimmed(text, replace(item, parent=parent)))
        else:
            renumbered[slot] = parent
    return kept


def _trimmed(text: str, item: Marked) -> Marked:
    """Without the blanks that French typography sets inside the marks."""
    content = text[item.start : item.end]
    blanks = len(content) - len(content.lstrip())
    return replace(item, start=item.start + blanks, end=item.start + len(content.rstrip()))


_WORD: Final = re.compile(r"[^\W_]")
