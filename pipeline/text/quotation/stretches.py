"""A quotation in the pieces that are aligned and compared: its sentences, and these once more at dots for a cut.

What stands before and after words left out may come from two sentences of the speech.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.text.sentences import sentence_spans
from pipeline.text.tokens import tokenize

CUT: Final = re.compile(r"[\[(<]\s*(?:\.{2,}|…)\s*[\])>]|(?<=\w)[\s,]*(?:\.{3,}|…)\s*(?=\w)")
"""Dots in an editor's brackets anywhere; bare dots between words: at an edge they may be the speaker's pause."""
MIN_WORDS: Final = 3
"""Words on either side of the dots from which it stands for itself; fewer are a hesitation or a gloss."""


def stretches(text: str, code: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence, or of its pieces between cuts; the dots stay with the piece before them."""
    found = []
    for start, end in sentence_spans(text, code):
        at = start
        for cut in CUT.finditer(text, start, end):
            before, after = text[at : cut.start()], text[cut.end() : end]
            if min(_count(before, code), _count(after, code)) >= MIN_WORDS:
                found.append((at, cut.start() + len(cut.group().rstrip())))
                at = cut.end() + len(after) - len(after.lstrip())
        found.append((at, end))
    return found


def _count(text: str, code: str) -> int:
    return sum(token.kind in ("word", "number") for token in tokenize(text, code))
