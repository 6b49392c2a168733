"""Parts of one act of speech put together: over a reporting clause, or over paragraphs that repeat the mark."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.text.quotation.model import Found, Paragraph
from pipeline.text.quotation.stream import Item

# Spanish opens a paragraph that goes on with the closing mark.
_RESUMING = {"“": "”", "«": "»"}
_CUES = frozenset({"speech", "framing", "relay"})
_ENDS = frozenset({".", ",", "—", "–", "-"})


def joined(text: str, paragraphs: Sequence[Paragraph]) -> list[Found]:
    """Every utterance once, in order; a later part is added to the `spans` of the first."""
    kept: list[Found] = []
    unfinished: Found | None = None
    for paragraph in paragraphs:
        before: Found | None = None
        for number, item in enumerate(paragraph.found):
            continues = number == 0 and paragraph.region.kind == "paragraph"
            if continues and unfinished is not None and _repeats_mark(text, unfinished, item):
                _join(unfinished, item)
                before = unfinished
            elif before is not None and _one_utterance(text, paragraph, before, item):
                _join(before, item)
            else:
                kept.append(item)
                before = item
        if paragraph.region.kind == "paragraph":
            unfinished = before if before is not None and before.unclosed else None
    return kept


def _join(first: Found, later: Found) -> None:
    first.spans.extend(later.spans)
    first.unclosed = later.unclosed
    first.outer_end = later.outer_end
    first.children.extend(later.children)
    for child in (later,):
        child.parent = first
    if first.source is None and later.source is not None:
        first.source, first.entity, first.speaker = later.source, later.entity, later.speaker
        first.cue, first.frame, first.context, first.relay = later.cue, later.frame, later.context, later.relay


def _repeats_mark(text: str, opened: Found, item: Found) -> bool:
    """The paragraph opens with the mark of speech that the one before left open."""
    lead = text[item.region.start : item.outer_start]
    return item.mark in (opened.mark, _RESUMING.get(opened.mark)) and not lead.strip()


def _one_utterance(text: str, paragraph: Paragraph, first: Found, later: Found) -> bool:
    """Only the reporting clause of `first` stands between the two (`“A,” he said. “B.”`)."""
    if first.frame is None or (first.source is None and first.frame.place != "after"):
        return False
    low, high = first.outer_end, later.outer_start
    gap = paragraph.between(low, high)
    if not gap or not low <= first.frame.cue.start < high:
        return False
    if any(item.text == ":" for item in gap) or gap[-1].text not in _ENDS:
        return False
    if _states(gap, first.frame.cue.start):
        return False
    if paragraph.holds_sentence(low, high):
        return False
    if any(low < unit[0].start < later.outer_start < unit[-1].end for unit in paragraph.units):
        return False  # another sentence has begun, in which `later` stands
    ended = gap[-1].text == "."
    if ended and later.frame is not None and later.frame.place == "after" and later.frame.cue.start > later.spans[0][0]:
        return False
    return not ended or not text[later.spans[0][0]].islower()


def _states(gap: Sequence[Item], cue: int) -> bool:
    """Whether another statement stands behind the cue (`“A,” said X, who recalls that Y. “B”`)."""
    for at, item in enumerate(gap):
        if item.start > cue and item.tag in _CUES and any(later.tag == "that" for later in gap[at + 1 : at + 3]):
            return True
    return False
