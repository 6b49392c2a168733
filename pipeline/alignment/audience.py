"""Before whom words were spoken: in an interview, with one outlet or with some other, or before everybody.

Whoever tells one newspaper something and says much the same on television has said two things. What is told to an
outlet alone reaches others with its name beside it; so where another report has a public place ("on the court steps")
and no word of that outlet, the two are not one utterance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pipeline.text.folding import fold_space
from pipeline.text.grammar import grammar, phrases
from pipeline.text.names import find_names, same_name
from pipeline.text.quotation.resource import quotation
from pipeline.text.tokens import tokenize

_SAME: Final = 0.85
_BEFORE: Final = 4
"""Words before the name of an outlet among which a word shows that it is told."""
_LABEL: Final = re.compile(r"\s*[*_]*[\w.’' -]{2,40}[*_]*\s?:[*_]*\s*")
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s|$)")
_LINE: Final = re.compile(r"\n")


class Audience(NamedTuple):
    """Of one quotation: the outlets that were told, those named at all, whether a public place is named, or that it was
    said in an interview with somebody."""

    told: frozenset[str]
    named: frozenset[str]
    public: bool
    interview: bool = False

    def differs(self, other: Audience) -> bool:
        """One was spoken to an outlet, the other in public with no word of that outlet."""
        return self._apart(other) or other._apart(self)

    def _apart(self, other: Audience) -> bool:
        if not other.public or self.public or self.told & other.named:
            return False
        return bool(self.told) or (self.interview and not other.interview)


EVERYBODY: Final = Audience(frozenset(), frozenset(), public=False)


def audience(
    text: str, span: tuple[int, int], quoted: Iterable[tuple[int, int]], code: str, outlet: str, others: frozenset[str]
) -> Audience:
    """Of the quotation at `span` of an article of `outlet`; `quoted` are the spans of all its quotations, `others` the
    outlets of the story. Read are the words of its paragraph up to the end of its sentence, no quotation among them."""
    start = text.rfind("\n", 0, span[0]) + 1
    head = text[start : span[0]]
    turn = _LABEL.fullmatch(head) or head.strip(" .:").casefold() in quotation(code).answer_labels
    if turn:  # of an interview
        return Audience(frozenset({outlet}), frozenset({outlet}), public=False)
    report = _report(text, start, span, quoted)
    named = {name: at for name in others if (at := _standing(report, name, code)) is not None}
    told = frozenset(name for name, at in named.items() if _is_told(report, at, code))
    own = frozenset({outlet}) if outlet else frozenset()
    public, last = bool(phrases(report, code, "public")), _SENTENCE_END.split(report.rstrip())
    alone = next((sentence for sentence in reversed(last) if any(map(str.isalpha, sentence))), "")
    return Audience(told, frozenset(named) | own, public, interview=bool(phrases(alone, code, "interview")))


def _report(text: str, start: int, span: tuple[int, int], quoted: Iterable[tuple[int, int]]) -> str:
    line = _LINE.search(text, span[1])
    end = line.start() if line else len(text)
    stop = _SENTENCE_END.search(text, min(span[1] + 1, end), end)
    following = next((char for char in text[span[1] :] if char.isalpha()), "")
    whole = text[span[1] - 1] in ".!?…" and following.isupper()
    end = span[1] if whole else stop.start() if stop else end
    chars = list(text[start:end])
    for first, last in quoted:
        for at in range(max(first, start), min(last, end)):
            chars[at - start] = " "
    return "".join(chars)


def _standing(report: str, outlet: str, code: str) -> int | None:
    """Where the outlet's name begins: in its own letters, or in the article's script or case."""
    at = fold_space(report).find(outlet) if outlet else -1
    if at >= 0:
        return report.find(outlet.split()[0])
    return next((n.start for n in find_names(report, code) if same_name(n.text, outlet) >= _SAME), None)


def _is_told(report: str, at: int, code: str) -> bool:
    """A word before the name makes it who is spoken to (`told the`, `in an interview with`), and none makes it who
    passes the words on (`according to the`)."""
    tokens = [token for token in tokenize(report[:at], code) if token.kind == "word"]
    norms = [token.norm for token in tokens[-_BEFORE:]]
    resource = quotation(code)
    passed = any(
        resource.according.match(norms, i) or resource.cues.get(norms[i]) == "relay" for i in range(len(norms))
    )
    told = any(grammar(code).addressing.match(norms, i) for i in range(len(norms)))
    return told and not passed
