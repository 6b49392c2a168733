"""An article's text as blocks: what is headline, paragraph, caption, byline, post or page furniture.

Blocks are marked, never dropped: together they hold every non-blank character of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pipeline.languages import language, languages
from pipeline.text import furniture
from pipeline.text.folding import fold_space
from pipeline.text.layout import Paragraph, has_inner_stop, is_bullet, is_finished, paragraphs, split_lines
from pipeline.text.scripts import main_script
from pipeline.text.sentences import abbreviations

FRONT_MATTER: Final = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_WORD_STOP: Final = re.compile(r"([^\W\d_]{2,})[.!?…][\"'”’»)\]]*\s+[\"'“‘«„(\[]*[^\W\da-zа-я]|()[。！？]")
_HEADING: Final = re.compile(r"#{1,6}\s+\S[^\n]*$")
_TITLE_MAX: Final = 220
_PROSE_WORDS: Final = 8
_ELLIPSIS_END: Final = re.compile(r"(?:\.\.\.|…)[\"'”’»)\]]*$")
_POST_MAX: Final = 700
_OPENS_OTHERWISE: Final = "\"'“«„‘‚»—–-•*(["
ANNOUNCED: Final = "embedded post, announced by the paragraph above"
_MARKS: Final = "\"'“”«»„‘’"


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]` of the article; `reason` is empty for a plain paragraph, `repeats` an earlier block."""

    kind: str
    start: int
    end: int
    reason: str = ""
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A block on its way to a kind; `kind` is empty while nothing has marked it."""

    paragraph: Paragraph
    folded: str
    kind: str = ""
    reason: str = ""

    @property
    def open(self) -> bool:
        return not self.kind

    @property
    def title_like(self) -> bool:
        """One line without the end of a sentence: a headline, a section title, a caption."""
        text = self.paragraph.text
        if text.startswith("#") and _HEADING.match(text):
            return True
        if len(text) > _TITLE_MAX or self.paragraph.lines > 3 or text.rstrip().endswith((",", ":", ";", "...", "…")):
            return False
        quoted = self.folded[-1] in _MARKS and "." not in text[-3:]
        return not _holds_sentence(text) and (quoted or not is_finished(text))

    @property
    def closed(self) -> bool:
        """Ends as a sentence of some words does."""
        return len(self.folded.split()) >= 3 and is_finished(self.paragraph.text)

    @property
    def prose(self) -> bool:
        text = self.paragraph.text
        return len(self.folded.split()) >= _PROSE_WORDS and is_finished(text) and not furniture.is_date_line(text)


def _holds_sentence(text: str) -> bool:
    """Whether a sentence ends inside the text, the stops of abbreviations aside."""
    return any((match.group(1) or "").casefold() not in _abbreviated() for match in _WORD_STOP.finditer(text))


@lru_cache(maxsize=1)
def _abbreviated() -> frozenset[str]:
    return frozenset(word for code in (*languages(), "und") for word in abbreviations(code).titles)


def find_blocks(text: str, *, title: str = "", outlet: str = "", repeat_min: int = 40) -> list[Block]:
    """Blocks of an article in order. `title` and `outlet` are what is known of it from elsewhere."""
    front = FRONT_MATTER.match(text)
    offset = front.end() if front else 0
    lines = split_lines(text, _stands_alone, offset)
    drafts = [_Draft(part, fold_space(part.text)) for part in paragraphs(text, lines, _function_words())]
    blocks = [_finished(draft) for draft in _classify(drafts, title, outlet)]
    if front and front.group().strip():
        start = len(front.group()) - len(front.group().lstrip())
        blocks.insert(0, Block("metadata", start, len(front.group().rstrip()), "front matter"))
    return _with_repeats(text, blocks, repeat_min)


@lru_cache(maxsize=8192)
def _stands_alone(line: str) -> bool:
    return furniture.cue(line) is not None or (furniture.is_date_line(line) and not line[0].islower())


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    """Words that no title ends with: the stop words of all languages."""
    return frozenset(word for code in languages() for word in language(code).stopwords)


def _classify(drafts: list[_Draft], title: str, outlet: str) -> list[_Draft]:
    drafts = _with_agency_paragraph([_by_words(draft) for draft in drafts])
    drafts = _mark_teasers(drafts)
    drafts = _mark_announced(_mark_posts(drafts))
    drafts = _mark_headline(drafts, title)
    drafts = _mark_captions(drafts)
    drafts = _mark_bylines(drafts, outlet)
    return _mark_subheadings(drafts)


def _by_words(draft: _Draft) -> _Draft:
    found = furniture.cue(draft.paragraph.text)
    return replace(draft, kind=found.kind, reason=found.reason) if found else draft


def _with_agency_paragraph(drafts: list[_Draft]) -> list[_Draft]:
    """A last paragraph that ends with its agency in brackets is no caption."""
    prose = [at for at, draft in enumerate(drafts) if draft.open and draft.prose]
    last = max((at for at, draft in enumerate(drafts) if draft.reason.startswith("ends with")), default=-1)
    if prose and last > prose[-1] and drafts[last].folded.endswith(")") and has_inner_stop(drafts[last].paragraph.text):
        drafts[last] = replace(drafts[last], kind="", reason="")
    return drafts


def _mark_teasers(drafts: list[_Draft]) -> list[_Draft]:
    """The title and the cut-off first words of a story that a bare `Related` line announces."""
    found = list(drafts)
    for at, draft in enumerate(drafts):
        if draft.reason != "link to another story" or not furniture.is_bare_related(draft.folded):
            continue
        for next_at in range(at + 1, min(at + 3, len(drafts))):
            teaser = drafts[next_at]
            cut_off = _ELLIPSIS_END.search(teaser.folded) is not None
            if not teaser.open or not (cut_off or (teaser.title_like and next_at == at + 1)):
                break
            found[next_at] = replace(teaser, kind="boilerplate", reason="teaser of another story")
            if cut_off:
                break
    return found


def _mark_posts(drafts: list[_Draft]) -> list[_Draft]:
    """The text above a signature, or between an author line with a handle and the line with the date."""
    found = list(drafts)
    main = main_script("".join(draft.folded for draft in drafts))
    for at, draft in enumerate(drafts):
        if draft.kind != "post_signature":
            continue
        if draft.reason.startswith("author") and not _is_header(draft.folded):
            _mark_above(found, at, main)
            if at + 1 < len(found) and furniture.is_date_line(found[at + 1].paragraph.text):
                found[at + 1] = replace(found[at + 1], kind="post_signature", reason="date of an embedded post")
        elif draft.reason.startswith("author"):
            _mark_below(found, at)
            if (
                at
                and draft.folded.startswith("@")
                and found[at - 1].open
                and furniture.is_name_line(found[at - 1].folded)
            ):
                found[at - 1] = replace(found[at - 1], kind="post_signature", reason="author of an embedded post")
        if at + 1 < len(found) and found[at + 1].open and furniture.is_post_counts(found[at + 1].folded):
            found[at + 1] = replace(found[at + 1], kind="post_signature", reason="counters of an embedded post")
    return found


def _mark_announced(drafts: list[_Draft]) -> list[_Draft]:
    """The one paragraph without quotation marks below a paragraph that announces a post."""
    found = list(drafts)
    for at, draft in enumerate(drafts[:-1]):
        post = found[at + 1]
        if not draft.open or not post.open or len(post.folded) > _POST_MAX or post.folded[:1] in _OPENS_OTHERWISE:
            continue
        if furniture.announces_post(draft.folded):
            found[at + 1] = replace(post, kind="post", reason=ANNOUNCED)
    return found


def _is_header(folded: str) -> bool:
    return not folded.startswith(("—", "–", "-"))


def _mark_above(drafts: list[_Draft], at: int, main: str) -> None:
    """One block up, and further while the script differs from `main`, that of the article."""
    above = at - 1
    while above >= 0 and drafts[above].open:
        drafts[above] = replace(drafts[above], kind="post", reason="embedded post")
        above -= 1
        if above < 0 or main_script(drafts[above].folded) in (main, ""):
            break


def _mark_below(drafts: list[_Draft], at: int) -> None:
    """Down to the line with the post's date if it comes soon, else one block."""
    end = next((i for i in range(at + 1, min(at + 8, len(drafts))) if drafts[i].kind == "post_signature"), None)
    if end is None or drafts[end].reason.startswith("author"):
        end = min(at + 2, len(drafts))
    for i in range(at + 1, end):
        if drafts[i].open:
            drafts[i] = replace(drafts[i], kind="post", reason="embedded post")


def _first_prose(drafts: Sequence[_Draft]) -> int:
    return next((at for at, draft in enumerate(drafts) if draft.open and draft.prose), len(drafts))


def _mark_headline(drafts: list[_Draft], title: str) -> list[_Draft]:
    """The block that equals the known title; else the first title-like block before the first paragraph."""
    wanted = bare_title(title).casefold()
    at = next((i for i, draft in enumerate(drafts) if wanted and bare_title(draft.folded).casefold() == wanted), None)
    reason = "equals the article's title"
    if at is None:
        ahead = [i for i in range(_first_prose(drafts)) if drafts[i].open and _may_be_headline(drafts[i])]
        ahead = [i for i in ahead if drafts[i].folded not in {other.folded for other in drafts[i + 1 : i + 2]}]
        at = max(ahead, key=lambda i: (_headline_points(drafts, i), -i), default=None)
        reason = "most like a headline of the lines above the text"
    if at is None:
        return drafts
    return [replace(draft, kind="headline", reason=reason) if i == at else draft for i, draft in enumerate(drafts)]


def bare_title(text: str) -> str:
    """A title without the marks of Markdown headings and emphasis."""
    return fold_space(text).strip("#*_ ")


def _headline_points(drafts: Sequence[_Draft], at: int) -> int:
    """Headlines have several words and stand apart; labels and menus are short and crowd together."""
    apart = drafts[at].paragraph.gap and (at + 1 == len(drafts) or drafts[at + 1].paragraph.gap)
    return 2 * (len(drafts[at].folded.split()) >= 4) + apart


def _may_be_headline(draft: _Draft) -> bool:
    if is_bullet(draft.paragraph.text) or furniture.is_date_line(draft.paragraph.text):
        return False
    question = draft.folded.endswith(("?", "!")) and len(draft.folded) < 140 and not has_inner_stop(draft.folded)
    return draft.title_like or question


def _headline_at(drafts: Sequence[_Draft]) -> int:
    return next((at for at, draft in enumerate(drafts) if draft.kind == "headline"), -1)


def _mark_captions(drafts: list[_Draft]) -> list[_Draft]:
    """Lines above a picture credit, and lines given twice in a row (a picture's caption and its alt text)."""
    found = list(drafts)
    body = _first_prose(drafts)
    last = max((at for at, draft in enumerate(drafts) if draft.open and draft.prose), default=-1)
    for at, draft in enumerate(drafts):
        if draft.kind == "credit_line":
            found[max(at - 1, 0) : at + 1] = _pictured(found[at - 1] if at else None, draft, body < at <= last)
        if draft.open and at + 1 < len(drafts) and drafts[at + 1].folded == draft.folded:
            for twin in (at, at + 1):
                if found[twin].open:
                    found[twin] = replace(found[twin], kind="caption", reason="given twice in a row")
    return found


def _pictured(above: _Draft | None, credit: _Draft, inside: bool) -> list[_Draft]:
    """An agency line and what stands above it: a picture's caption, or the article of an agency."""
    bracketed = credit.folded.startswith(("(", "["))
    near = not credit.paragraph.gap and inside and above is not None and _is_one_sentence(above)
    if above is not None and above.open and not bracketed and (above.title_like or near):
        above = replace(above, kind="caption", reason="stands above a picture credit")
    pictured = not bracketed and (inside or (above is not None and above.kind == "caption"))
    credit = replace(credit, kind="caption" if pictured else "byline", reason="agency credit")
    return [credit] if above is None else [above, credit]


def _is_one_sentence(draft: _Draft) -> bool:
    return draft.paragraph.lines == 1 and len(draft.folded) < 250 and not _holds_sentence(draft.folded)


def _mark_bylines(drafts: list[_Draft], outlet: str) -> list[_Draft]:
    """Short lines between the title and the first paragraph that hold a name, a date, a place or the outlet."""
    found = list(drafts)
    headline = _headline_at(drafts)
    labels = {draft.folded for draft in drafts[: max(headline, 0)] if len(draft.folded.split()) <= 3}
    for at in range(min(_first_prose(drafts), len(drafts))):
        draft = drafts[at]
        if (
            draft.folded in labels
            or not draft.open
            or is_bullet(draft.paragraph.text)
            or len(draft.folded.split()) > 14
        ):
            continue
        reason = _byline_reason(draft, outlet, after_title=0 <= headline < at)
        if reason:
            found[at] = replace(draft, kind="byline", reason=reason)
    return found


def _byline_reason(draft: _Draft, outlet: str, *, after_title: bool) -> str:
    text = draft.paragraph.text
    if furniture.is_date_line(text) or (furniture.has_date(text) and furniture.has_staff(text)):
        return "date line"
    if is_finished(text) and not text.endswith(("»", "”", '"')):
        return ""
    if outlet and outlet.casefold() in draft.folded.casefold() and len(draft.folded.split()) <= 8:
        return "names the outlet"
    if furniture.names_agency(text):
        return "agency credit"
    if furniture.has_staff(text) and len(draft.folded.split()) <= 8:
        return "author"
    return "author" if after_title and furniture.is_name_line(text) and len(draft.folded.split()) <= 6 else ""


def _mark_subheadings(drafts: list[_Draft]) -> list[_Draft]:
    """What is left and has no end of a sentence: section titles, summaries, titles of linked stories."""
    closed = (at for at, draft in enumerate(drafts) if draft.open and draft.closed)
    last = max(closed, default=len(drafts))
    headline = _headline_at(drafts)
    first = {draft.folded.casefold() for draft in drafts[: headline + 1] if len(draft.folded.split()) <= 3}
    return [_subheading(draft, at, headline, last, first) if draft.open else draft for at, draft in enumerate(drafts)]


def _subheading(draft: _Draft, at: int, headline: int, last: int, labels: set[str]) -> _Draft:
    words = len(draft.folded.split())
    if is_bullet(draft.paragraph.text) and not draft.closed:
        return replace(draft, kind="subheading", reason="summary point")
    if not draft.title_like:
        return draft
    if words <= 3 and (at < headline or (headline >= 0 and draft.folded.casefold() in labels)):
        return replace(draft, kind="boilerplate", reason="section label")
    if at < headline:
        return replace(draft, kind="boilerplate", reason="line above the headline")
    if at > last and words <= 14:
        return replace(draft, kind="boilerplate", reason="title-like line after the last paragraph")
    return replace(draft, kind="subheading", reason="no end of a sentence: a section title or a linked story's")


def _finished(draft: _Draft) -> Block:
    return Block(draft.kind or "paragraph", draft.paragraph.start, draft.paragraph.end, draft.reason)


def _with_repeats(text: str, blocks: list[Block], repeat_min: int) -> list[Block]:
    seen: dict[str, int] = {}
    found: list[Block] = []
    for at, block in enumerate(blocks):
        key = fold_space(text[block.start : block.end]).casefold()
        earlier = seen.get(key) if len(key) >= repeat_min else None
        if earlier is not None:
            reason = block.reason or f"repeats block {earlier}"
            block = replace(block, repeats=earlier, reason=reason)
        seen.setdefault(key, at)
        found.append(block)
    return found
