"""Speech without marks of its own: the turns of an interview or transcript, and block quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.text.quotation.resource import Quotation

_WORD: Final = r"[^\W\d_][\w.’'-]{0,30}"
_LABEL: Final = re.compile(rf"\s*(?P<mark>[\"“«„]?)\s*(?P<name>{_WORD}(?: {_WORD}){{0,3}})\s*:\s+(?=\S)")
_LETTER: Final = re.compile(rf"\s*(?P<mark>)(?P<name>{_WORD}?)[.:]\s+(?=\S)")
_BLOCK: Final = re.compile(r"\s*(?P<mark>>)\s+(?=\S)")
_STOP: Final = re.compile(r"[.!?][»”\"]?\s+")
_LEAST_TURNS: Final = 3
_LEAST_ANSWERS: Final = 2
_ASKING: Final = ("?", "؟", "？")
_PAIRS: Final = {"“": "”", "«": "»", "„": "“", '"': '"'}
_CLOSING: Final = '"”»“'


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says in a paragraph: content `start:end`; the label that names it stands at `label`."""

    name: str
    label: tuple[int, int]
    start: int
    end: int
    mark: str
    unclosed: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """The labels of an article's turns: names of those who speak, or words that stand for who answers ("A.").

    Of the latter `presented` is the sentence before the first question, which says who that is.
    """

    names: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    presented: tuple[int, int] = (0, 0)


def voices(text: str, paragraphs: Iterable[tuple[int, int]], resource: Quotation) -> Voices:
    """Names that head turns of speech: two voices at least, and one of them more than once; or one voice that answers

    questions, which stand as paragraphs without a name. Whose turns are mostly questions only asks. Where questions and
    answers have a word or letter each ("Q.", "A."), it is the answers that are speech.
    """
    counted: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    asked = False
    spans = list(paragraphs)
    for start, end in spans:
        found = _LABEL.match(text, start, end)
        named = found is not None and _is_name(found.group("name"))
        asks = text[start:end].rstrip().rstrip(_CLOSING).endswith(_ASKING)
        if found is not None and named:
            counted[found.group("name")] += 1
            answers[found.group("name")] += asked
            questions[found.group("name")] += asks
        asked = not named and asks
    lettered = _lettered(text, spans, resource)
    if sum(counted.values()) < _LEAST_TURNS or lettered.answers:
        return lettered
    asking = {name for name, count in questions.items() if count >= max(_LEAST_ANSWERS, counted[name] / 2)}
    if len(counted) > 1 and max(counted.values()) > 1:
        return Voices(frozenset(counted) - (asking if asking < set(counted) else set()))
    return Voices(frozenset(name for name, count in answers.items() if count >= _LEAST_ANSWERS))


def _lettered(text: str, spans: Sequence[tuple[int, int]], resource: Quotation) -> Voices:
    """The labels of answers, where the article has questions and answers under labels of the language."""
    found = [(span, _LETTER.match(text, *span)) for span in spans]
    heads = [(span, match.group("name").casefold()) for span, match in found if match is not None]
    asked = [span for span, head in heads if head in resource.question_labels]
    answers = [head for _, head in heads if head in resource.answer_labels]
    if min(len(asked), len(answers)) < _LEAST_ANSWERS:
        return Voices()
    start, end = max((span for span in spans if span < asked[0]), default=(0, 0))
    sentences = [end_of.end() for end_of in _STOP.finditer(text, start, end) if text[end_of.end() : end].strip()]
    return Voices(answers=frozenset(answers), presented=(max(sentences, default=start), end))


def _is_name(label: str) -> bool:
    return all(word[0].isupper() for word in label.split())


def turn(text: str, start: int, end: int, known: Voices) -> Turn | None:
    """The turn or block quotation that a paragraph is; None for any other."""
    found = (_LETTER if known.answers else _LABEL).match(text, start, end)
    named = found is not None and (
        found.group("name") in known.names or found.group("name").casefold() in known.answers
    )
    if not named:
        found = _BLOCK.match(text, start, end)
    if found is None:
        return None
    if not named:
        return _block(text, found.end(), end)
    content = text[found.end() : end].rstrip()
    closed = bool(found.group("mark")) and content[-1:] in _CLOSING and content[-1:] != ""
    if closed:
        content = content[:-1].rstrip()
    unclosed = bool(found.group("mark")) and not closed
    return Turn(
        found.group("name"),
        found.span("name"),
        found.end(),
        found.end() + len(content),
        found.group("mark"),
        unclosed,
    )


def _block(text: str, start: int, end: int) -> Turn:
    """A block quotation; marks that some outlets set round it as well are no part of its words."""
    content = text[start:end].rstrip()
    closing = _PAIRS.get(content[:1], "")
    inside = content[1:].find(closing) + 1 if closing else 0
    if not closing or inside not in (0, len(content) - 1):
        return Turn("", (-1, -1), start, start + len(content), ">", unclosed=False)
    stop = start + (inside or len(content))
    return Turn("", (-1, -1), start + 1, stop, content[0], unclosed=not inside)
