"""Typography folded away, with or without the way back to the original offsets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SINGLE = "\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u02b9\u00b4\u0060\uff07\u275b\u275c"
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u301d\u301e\u301f\u300c\u300d\u300e\u300f\uff02\u275d\u275e"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
# Zero-width characters, soft hyphen, BOM and bidirectional controls: invisible in print.
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_MAP: dict[int, str] = {
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _INVISIBLE), ""),
    0x2026: "...",
}
_SPACES = re.compile(r"\s+")
_KEPT_CONTROLS = "\n\t"


def fold_space(text: str) -> str:
    """Every run of white space (non-breaking and thin included) as one space, ends trimmed."""
    return _SPACES.sub(" ", text).strip()


def strip_controls(text: str) -> str:
    """Without control, bidirectional and zero-width characters; newline and tab stay."""
    return "".join(char for char in text if char in _KEPT_CONTROLS or not _is_control(char))


def fold_typography(text: str, *, case: bool = False) -> str:
    """Plain quotes, hyphens and dots, NFKC, single spaces; ``case`` also casefolds.

    Two texts with equal folds differ in typography only.
    """
    return fold(text, case=case).text


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its code points, the offset it came from.

    ``offsets`` has ``len(text) + 1`` entries; the last is the length of the original.
    """

    text: str
    offsets: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Span in the original that the folded span ``start:end`` came from."""
        last = len(self.text)
        start, end = max(0, min(start, last)), max(0, min(end, last))
        if end <= start:
            return self.offsets[start], self.offsets[start]
        # A letter and its marks may fold to several characters; the span must not cut through them.
        final = self.offsets[end - 1]
        stop = next(offset for offset in self.offsets[end:] if offset > final)
        return self.offsets[start], stop


def fold(text: str, *, case: bool = False) -> Folded:
    """The fold of ``fold_typography`` with offsets kept."""
    chars: list[str] = []
    origins: list[int] = []
    pending = -1
    for start, end in _clusters(text):
        piece = _fold_cluster(text[start:end], case)
        for char in piece:
            if char.isspace():
                pending = start if pending < 0 else pending
                continue
            if pending >= 0 and chars:
                chars.append(" ")
                origins.append(pending)
            pending = -1
            chars.append(char)
            origins.append(start)
    return Folded("".join(chars), (*origins, len(text)))


def _clusters(text: str) -> list[tuple[int, int]]:
    """A base character with its combining marks: the unit that NFKC may compose."""
    if text.isascii():
        return [(at, at + 1) for at in range(len(text))]
    starts = [at for at, char in enumerate(text) if at == 0 or not _joins(char)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _joins(char: str) -> bool:
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff" or char in "\u3099\u309a"


def _fold_cluster(cluster: str, case: bool) -> str:
    if cluster.isascii():
        folded = cluster.replace("`", "'")
    else:
        folded = unicodedata.normalize("NFKC", cluster.translate(_MAP)).translate(_MAP)
    folded = folded.casefold() if case else folded
    return "".join(char for char in folded if char.isspace() or not _is_control(char))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" or char in _INVISIBLE
