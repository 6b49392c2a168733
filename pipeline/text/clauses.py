"""A sentence cut into clauses at its punctuation and conjunctions: rough, but the same in every language.

Facts are compared clause by clause: "more than 400 were on board and 37 were hurt" states two.
"""

from __future__ import annotations

from typing import Final

from pipeline.text.grammar import grammar
from pipeline.text.tokens import Token, remembered, tokenize

BREAKS: Final = frozenset(",;:()[]—–-…") | {"--", "...", "،", "、", "，", "；"}
MIN_WORDS: Final = 3
"""A clause has at least so many words."""


@remembered
def clauses(text: str, code: str) -> list[tuple[int, int]]:
    """[start, end) of each clause in `text`, in order; a sentence of one clause gives one range, an empty text none."""
    tokens = tokenize(text, code)
    conjunctions = grammar(code).conjunctions
    pieces: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        is_word = token.kind in ("word", "number")
        if not is_word and token.text in BREAKS and not _inside_compound(token, text):
            pieces.append([])
        elif token.norm in conjunctions and _words_until_break(tokens, at + 1) >= MIN_WORDS:
            pieces.append([token])
        elif is_word:
            pieces[-1].append(token)
    return [(piece[0].start, piece[-1].end) for piece in _joined(pieces)]


def _joined(pieces: list[list[Token]]) -> list[list[Token]]:
    """Pieces too short to be a clause go with what follows them, the last one with what precedes it."""
    merged: list[list[Token]] = []
    current: list[Token] = []
    for piece in pieces:
        if len(current) >= MIN_WORDS and piece:
            merged.append(current)
            current = []
        current = current + piece
    if merged and len(current) < MIN_WORDS:
        merged[-1] = merged[-1] + current
    elif current:
        merged.append(current)
    return merged


def _inside_compound(token: Token, text: str) -> bool:
    """A hyphen with no space beside it joins a word; a dash between spaces parts clauses."""
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    return token.text == "-" and not (before.isspace() and after.isspace())


def _words_until_break(tokens: list[Token], at: int) -> int:
    count = 0
    for token in tokens[at:]:
        if token.kind not in ("word", "number"):
            break
        count += 1
    return count
