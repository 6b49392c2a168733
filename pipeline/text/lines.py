"""Offsets to line and column, as editors and code-scanning hosts count them."""

from __future__ import annotations

from bisect import bisect_right


class Lines:
    """Line starts of one text. A line ends at LF, so CR LF counts once and a lone CR not at all (as in SARIF)."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        self._length = len(text)

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column), both from 1, in code points; an offset past the end is that of the end."""
        offset = max(0, min(offset, self._length))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
