"""The words of one copy of an utterance, with what differs from the copy it is read against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

from pipeline.report.html.escaping import one_line
from pipeline.report.model import Article, Difference, Quote
from pipeline.rules.table import SEVERITIES, SILENT_CLASSES

Kind = Literal["same", "left_out", "added", "changed", "differs", "lacks", "break"]

LABELS: Final[dict[str, str]] = {
    "left_out": "left out:",
    "added": "added:",
    "changed": "changed:",
    "differs": "differs:",
    "lacks": "nothing here for",
}
REFINED_WORDS: Final = 80
"""Longer pairs are shown whole: past this a word-by-word reading of a change is not one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. `changed` holds both wordings, `left_out` and `lacks` only the `was`; `break` parts two parts."""

    kind: Kind
    text: str = ""
    was: str = ""
    class_: str = ""

    @property
    def label(self) -> str:
        return LABELS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A difference seen from one copy: its span there, its words, and those of the other copy."""

    start: int
    end: int
    text: str
    was: str
    class_: str
    severity: str
    translated: bool
    lacks: bool = False
    """Whether the words of the other copy have no counterpart in the sentence that begins here."""


def marks(
    copy: Quote, reference: Quote, differences: Iterable[Difference], text_of: Mapping[str, str]
) -> tuple[list[Mark], list[str]]:
    """What differs between the two, as marks in `copy`; and words left out of it at no known place.

    `text_of` has the texts of both articles.
    """
    placed: list[Mark] = []
    lost: list[str] = []
    for found in differences:
        if found.class_ in SILENT_CLASSES or found.severity == "none" or found.class_ == "attribution":
            continue
        if (found.a, found.b) == (copy.id, reference.id):
            span, text, was = found.a_span, found.a_text, found.b_text
        elif (found.a, found.b) == (reference.id, copy.id):
            span, text, was = found.b_span, found.b_text, found.a_text
        else:
            continue
        other = found.b_span if span is found.a_span else found.a_span
        translated = found.via_translation or copy.language != reference.language
        if span is not None and (text or _inside(span[0], copy)):
            mark = Mark(*span, text, was, found.class_, found.severity, translated)
            placed.append(_narrowed(mark, other, text_of[copy.place.article], text_of[reference.place.article]))
        elif was:
            lost.append(was)
    return _apart(placed), sorted(set(lost))


def _narrowed(mark: Mark, other: tuple[int, int] | None, text: str, other_text: str) -> Mark:
    """Across languages a span is a sentence and the words in question may be a few of it; or of the other's only."""
    if not mark.translated or not mark.text:
        return mark
    whole, words = text[mark.start : mark.end].strip(), mark.text.strip()
    if words != whole:
        at = text.find(words, mark.start, mark.end)
        return replace(mark, start=at, end=at + len(words)) if at >= 0 else mark
    others = other_text[other[0] : other[1]].strip() if other else ""
    if mark.was.strip() != others and mark.was.strip() in others:
        return replace(mark, end=mark.start, text="", lacks=True)
    return mark


def _inside(offset: int, quote: Quote) -> bool:
    return any(start <= offset <= end for start, end in quote.spans or ((quote.place.start, quote.place.end),))


def _apart(found: list[Mark]) -> list[Mark]:
    """Marks that do not overlap: the graver first, then the shorter."""
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (-SEVERITIES.index(m.severity), m.end - m.start, m.start, m.was)):
        if not any((mark.start < other.end and other.start < mark.end) or mark == other for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: (m.start, m.end))


def reporting_parts(quote: Quote, parts: frozenset[str], differences: Iterable[Difference]) -> frozenset[str]:
    """The quote's sentences that report the utterance, and those in which it differs; none where that is not known."""
    if not any(part.id in parts for part in quote.parts):
        return frozenset()
    spans = [found.a_span if found.a == quote.id else found.b_span for found in differences if _tells(found, quote)]
    touched = {
        part.id
        for part in quote.parts
        for span in spans
        if (span and part.start <= span[0] < part.end) or (span and span[0] <= part.start < span[1])
    }
    return frozenset(part.id for part in quote.parts if part.id in parts or part.id in touched)


def _tells(found: Difference, quote: Quote) -> bool:
    return quote.id in (found.a, found.b) and found.severity != "none" and found.class_ not in SILENT_CLASSES


def shown_spans(quote: Quote, article: Article, parts: frozenset[str]) -> tuple[list[tuple[int, int]], bool, bool]:
    """The spans of the quote's parts among `parts`, neighbours joined; whether words are cut before and after them."""
    every = sorted(quote.spans or ((quote.place.start, quote.place.end),))
    wanted = [(part.start, part.end) for part in quote.parts if part.id in parts]
    if not wanted:
        return every, False, False
    found: list[tuple[int, int]] = []
    for start, end in sorted(wanted):
        if found and not article.text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    before, after = article.text[every[0][0] : found[0][0]], article.text[found[-1][1] : every[-1][1]]
    return found, bool(before.strip()), len(after.strip()) > 1


def pieces(quote: Quote, article: Article, found: Sequence[Mark], parts: frozenset[str]) -> tuple[Piece, ...]:
    """The quote's words that report the utterance, cut at the marks; a break stands for words between and before."""
    spans, cut_before, cut_after = shown_spans(quote, article, parts)
    result: list[Piece] = [Piece("break")] if cut_before else []
    for start, end in spans:
        if start != spans[0][0]:
            result.append(Piece("break"))
        at = start
        for mark in found:
            if not (start <= mark.start <= end) or mark.start < at:
                continue
            stop = min(max(mark.end, mark.start), end)
            result += _plain(article.text[at : mark.start])
            result += _marked(mark, article.text[mark.start : stop])
            at = stop
        result += _plain(article.text[at:end])
    return (*result, Piece("break")) if cut_after else tuple(result)


def _plain(text: str) -> list[Piece]:
    return [Piece("same", one_line(text))] if text else []


def _marked(mark: Mark, text: str) -> list[Piece]:
    text, was = one_line(text), one_line(mark.was)
    if mark.lacks:
        return [Piece("lacks", was=was, class_=mark.class_)]
    if mark.translated:
        return [Piece("differs", text, class_=mark.class_)] if text.strip() else [_lost(was, mark)]
    if not text.strip():
        return [_lost(was, mark)]
    if not was.strip():
        return [Piece("added", text, class_=mark.class_)]
    return _refined(text, was, mark.class_)


def _lost(was: str, mark: Mark) -> Piece:
    return Piece("left_out", was=was, class_=mark.class_)


def _refined(text: str, was: str, class_: str) -> list[Piece]:
    """Only the words that change, where the two share most of theirs."""
    new, old = text.split(" "), was.split(" ")
    matcher = SequenceMatcher(
        None, [word.casefold() for word in old], [word.casefold() for word in new], autojunk=False
    )
    if max(len(new), len(old)) > REFINED_WORDS or matcher.ratio() < 0.5:
        return [Piece("changed", text, was, class_)]
    result: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        before, after = " ".join(old[i1:i2]), " ".join(new[j1:j2])
        if result:
            result.append(Piece("same", " "))
        if tag == "equal":
            result.append(Piece("same", after))
        elif tag == "delete":
            result.append(Piece("left_out", was=before, class_=class_))
        elif tag == "insert":
            result.append(Piece("added", after, class_=class_))
        else:
            result.append(Piece("changed", after, before, class_))
    return result


def excerpt(article: Article, start: int, end: int, around: int = 160) -> tuple[str, str, str]:
    """(before, words, after): a span with the rest of its paragraph, cut at words where that is long."""
    text = article.text
    left = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - around)
    stop = text.find("\n\n", end)
    right = min(stop if stop >= 0 else len(text), end + around)
    before, after = one_line(text[left:start]).lstrip(), one_line(text[end:right]).rstrip()
    if left == start - around and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if right == end + around and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    return before, one_line(text[start:end]), after
