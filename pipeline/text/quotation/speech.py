"""Stretches of speech: reporting clauses set inside the marks by dashes, speech opened by a dash, and utterances
whose parts stand apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.languages import norm_word
from pipeline.text.quotation.marks import Marked
from pipeline.text.quotation.resource import Quotation
from pipeline.text.tokens import tokenize

_CLAUSE: Final = re.compile(r"(?P<before>[,!?…]|\.\.\.)?(?P<dash>\s{0,3}[—–―]\s{0,3})")
_DASH_START: Final = re.compile(r"\s*[—–―]\s*(?=\w|[¿¡«“„…])")
_COMMA: Final = re.compile(r"(?P<mark>[,!?…])\s+")
_INCISE_CHARS: Final = 160
_TAIL_CHARS: Final = 80
_CLAUSE_CHARS: Final = 200
_LEADING_WORDS: Final = 6
_OFFICE_WORDS: Final = 3
_BLANKS: Final = " \t\n\r\u00a0\u202f"
_SENTENCE: Final = re.compile(r"[.!?…]\s+\S")
# A full stop that is not that of an initial or an abbreviated title.
_NAME_STOP: Final = re.compile(r"(?<!\b[^\W\d_])(?<!\bMM)(?<!\bDr)(?<!\bSt)\.(?=\s)")
_PRONOUN_STOP: Final = re.compile(r"[.,](?=\s)")
_RESUMES: Final = re.compile(r"[.,;!?…:]\s*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Quoted content, as one or more spans that reporting clauses separate; `mark` is the one that opened it."""

    spans: tuple[tuple[int, int], ...]
    outer_start: int
    outer_end: int
    mark: str
    unclosed: bool


def stretch(text: str, item: Marked, inner: Sequence[Marked], resource: Quotation) -> Stretch:
    """A quotation with the reporting clauses inside its marks cut out (`«A, — сказал X. — B»`)."""
    spans = _without_clauses(text, item.start, item.end, inner, resource)
    if resource.incise and len(spans) == 1:
        spans = _without_incise(text, item.start, item.end, resource) or spans
    outer_end = item.outer_end if not spans or spans[-1][1] == item.end else spans[-1][1]
    return Stretch(spans, item.outer_start, outer_end, item.mark, item.unclosed)


def _without_incise(text: str, start: int, end: int, resource: Quotation) -> tuple[tuple[int, int], ...]:
    """French sets the reporting clause between commas inside the marks (`« A, a dit X, maire de Y. B »`)."""
    for found in _COMMA.finditer(text, start, end):
        norms = [token.norm for token in tokenize(text[found.end() : min(end, found.end() + 60)], resource.code)]
        first = 1 if norms and (norms[0] in resource.perfect or _enclitic(norms[0], resource)) else 0
        if len(norms) > 1 and not first and norms[0] in resource.words["between"] and _cue(norms, 1, resource):
            first = 1  # `s'agace X`, `lui répond X`
        if not (_cue(norms, first, resource) or _cue(norms, 0, resource)):
            continue
        pronoun = any(_enclitic(norm, resource) for norm in norms[: first + 1])
        stop = (_PRONOUN_STOP if pronoun else _NAME_STOP).search(text, found.end(), end)
        goes_on = None if pronoun else _resumes(text, found.end(), stop.start() if stop else end, resource)
        resume = goes_on or (stop.end() if stop else end)
        if (stop.start() if stop else end) - found.end() > _INCISE_CHARS:
            continue
        resume += len(text[resume:end]) - len(text[resume:end].lstrip())
        spans = ((start, found.end("mark")), (resume, end))
        return tuple((a, b) for a, b in spans if a < b)
    return ()


def _resumes(text: str, start: int, end: int, resource: Quotation) -> int | None:
    """Where a comma and a conjunction take the speech up again behind a name (`, a conclu M. Vaysse, et c'est …`), or
    a comma alone behind an office without one (`, poursuit l'adjudante, comme s'il savait`)."""
    for comma in _COMMA.finditer(text, start, end):
        words = text[start : comma.start()].split()
        named = any(word[:1].isupper() for word in words[1:])
        if not named and len(words) <= _OFFICE_WORDS and text[comma.end() : comma.end() + 1].islower():
            return comma.end("mark")
        following = tokenize(text[comma.end() : min(end, comma.end() + 30)], resource.code)[:1]
        if named and following and following[0].norm in resource.words["breaks"]:
            return comma.end("mark")
    return None


def _enclitic(norm: str, resource: Quotation) -> bool:
    """Whether a hyphen ties a pronoun to the verb (`dit-elle`)."""
    verb, hyphen, pronoun = norm.rpartition("-")
    return bool(hyphen and verb) and pronoun in resource.speakers.pronouns


def dash_speech(text: str, start: int, end: int, inner: Sequence[Marked], resource: Quotation) -> Stretch | None:
    """A paragraph that a dash opens as speech (`— A, — сказал X.`, `—A —dijo X—.`); None where it is a list item."""
    if not resource.dash_speech:
        return None
    opened = _DASH_START.match(text, start, end)
    if opened is None:
        return None
    content = opened.end()
    trimmed = content + len(text[content:end].rstrip())
    if trimmed <= content:
        return None
    spans = _without_clauses(text, content, trimmed, inner, resource)
    if len(spans) == 1 and spans[0][1] == trimmed:
        spans = ((content, _before_inversion(text, content, trimmed, resource)),)
    return Stretch(spans, opened.start(), spans[-1][1] if spans else end, "—", unclosed=False)


def _before_inversion(text: str, start: int, end: int, resource: Quotation) -> int:
    """End of the speech where a comma alone parts it from its reporting clause (`— Rien, murmure un voisin.`)."""
    for found in _COMMA.finditer(text, max(start, end - _CLAUSE_CHARS), end):
        tail = text[found.end() : end]
        if tail[:1].islower() and _reports(tail, resource) and not _SENTENCE.search(tail):
            return found.end("mark")
    return end


def _reports(tail: str, resource: Quotation) -> bool:
    """A cue or an unlisted verb, then who speaks; a longer clause needs the cue and somebody right behind it."""
    tokens = tokenize(tail, resource.code)[:_LEADING_WORDS]
    norms = [token.norm for token in tokens]
    lead = range(1 if "," in tail[:_TAIL_CHARS] and norms[0] not in resource.perfect else min(2, len(norms)))
    cue = next((at for at in lead if _cue(norms, at, resource)), None)
    if cue is not None and len(tail) <= _TAIL_CHARS:
        return True
    verb = 1 if norms[0] in resource.speakers.objects else 0
    behind = tokens[(verb if cue is None else cue) + 1 :][:1]
    if not behind or not (behind[0].text[:1].isupper() or (cue is not None and norms[cue + 1] in _articles(resource))):
        return False
    return cue is not None or (len(tail) <= _TAIL_CHARS and norms[verb] not in resource.not_names)


def _articles(resource: Quotation) -> frozenset[str]:
    return resource.speakers.definite | resource.indefinite


def _without_clauses(
    text: str, start: int, end: int, inner: Sequence[Marked], resource: Quotation
) -> tuple[tuple[int, int], ...]:
    starts = [item.outer_start for item in inner if item.parent == inner[0].parent]
    ends = [item.outer_end for item in inner if item.parent == inner[0].parent]
    dashes = [found for found in _CLAUSE.finditer(text, start, end) if not _within(found.start("dash"), starts, ends)]
    spans: list[tuple[int, int]] = []
    at = start
    index = 0
    while index < len(dashes):
        found = dashes[index]
        clause_end = dashes[index + 1].start("dash") if index + 1 < len(dashes) else end
        if _is_clause(text, found, clause_end, end, resource):
            spans.append((at, found.start("dash")))
            at = dashes[index + 1].end() if index + 1 < len(dashes) else end
            at += len(text[at:end]) - len(text[at:end].lstrip(_BLANKS + ".,;:"))
            index += 2
        else:
            index += 1
    if at < end:
        spans.append((at, end))
    return tuple((a, b) for a, b in spans if re.search(r"\w", text[a:b]))


def _within(offset: int, starts: Sequence[int], ends: Sequence[int]) -> bool:
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < ends[at]


def _is_clause(text: str, dash: re.Match[str], clause_end: int, end: int, resource: Quotation) -> bool:
    """A cue among the first words behind the dash, lower case, and speech that was broken off before it."""
    clause = text[dash.end() : clause_end]
    if not dash.group("before") and not _tight(dash) and clause_end >= end:
        return False
    if not clause[:1].islower():
        return False
    if _tight(dash) and not text[clause_end : clause_end + 1].isspace() and _says(clause, resource):
        return True  # `«A —dijo X— que B»`
    if (
        clause_end < end
        and not _RESUMES.search(clause)
        and text[clause_end : clause_end + 3].lstrip(_BLANKS + "—–―")[:1] not in ".,"
    ):
        return False
    norms = [token.norm for token in tokenize(clause[:160], resource.code)][:_LEADING_WORDS]
    reach = 3 if dash.group("before") or _tight(dash) else 2
    if any(_cue(norms, at, resource) for at in range(min(reach, len(norms)))):
        return True
    return bool(dash.group("before")) and len(clause) <= _TAIL_CHARS and _names_after_verb(clause, norms, resource)


def _says(clause: str, resource: Quotation) -> bool:
    """A cue, then somebody by name."""
    norms = [token.norm for token in tokenize(clause[:_CLAUSE_CHARS], resource.code)]
    return _cue(norms, 0, resource) and any(word[:1].isupper() for word in clause.split()[1:])


def _names_after_verb(clause: str, norms: Sequence[str], resource: Quotation) -> bool:
    """An unlisted verb by its ending, then somebody's name (`— бурчит проводник Олег Травин`)."""
    endings = (*resource.present, *(ending for forms in resource.past.values() for ending in forms))
    verb = bool(norms) and bool(endings) and norms[0].endswith(endings) and norms[0] not in resource.not_names
    return verb and any(word[:1].isupper() for word in clause.split()[1:])


def _tight(dash: re.Match[str]) -> bool:
    """A Spanish dash leans on the reporting clause: blank before it, none behind."""
    return dash.group("dash")[:1].isspace() and not dash.group("dash")[-1:].isspace()


def _cue(norms: Sequence[str], at: int, resource: Quotation) -> bool:
    hit = resource.cues.match([norm_word(word) for word in norms], at)
    return hit is not None and hit[1] in ("speech", "impersonal", "relay", "quoted", "inline")
