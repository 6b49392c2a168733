"""The same words in another mouth, or stretched over more people than the other report has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.alignment.parts import SAME_SPEAKER
from pipeline.comparison.difference import Difference, Severity
from pipeline.languages import language
from pipeline.text.names import Name, find_names, same_name
from pipeline.text.tokens import content_words, stem

if TYPE_CHECKING:
    from typing import Any

    from pipeline.alignment.parts import Part


def compare_speakers(a: Part, b: Part, a_quote: dict[str, Any], b_quote: dict[str, Any]) -> list[Difference]:
    """A row where both quotations name a speaker and the names are not one person's."""
    if not a.speaker or not b.speaker or a.nested != b.nested:
        return []
    if not _full_names(a.speaker, b.speaker):
        return []
    if same_name(a.speaker, b.speaker) >= SAME_SPEAKER or _about(a.speaker, b_quote) or _about(b.speaker, a_quote):
        return []
    return [
        Difference(
            "attribution",
            "speaker",
            "major",
            0.8 if len(a.own.content_at) > 4 else 0.6,
            a_quote["speaker_text"] or a.speaker,
            b_quote["speaker_text"] or b.speaker,
            (a.start, a.end),
            (b.start, b.end),
            f"{{a}} gives these words to {a.speaker}, {{b}} to {b.speaker}",
        )
    ]


def _full_names(*speakers: str) -> bool:
    """Both are more than one word: "the union" against its leader's name is no other mouth."""
    return all(len(name.split()) > 1 for name in speakers)


def _about(speaker: str, quote: dict[str, Any]) -> bool:
    """Whether the other's verbatim attribution names this speaker after all ("Kim, according to KCNA")."""
    names = [quote.get("speaker_text") or "", quote.get("relay") or ""]
    return any(text and same_name(speaker, text) >= SAME_SPEAKER for text in names)


def misapplied(a: Part, b: Part, a_quote: dict[str, Any]) -> list[Difference]:
    """`a` is a fragment of `b` in the reporter's sentence: is it said there of somebody else than in `b`?

    "Ms Clinton and Mr Obama had 'begged'" against "Clinton was begging": Obama was added (major). "A relationship
    with Putin is 'a good thing'" against "with Russia": another object (minor).
    """
    before = _before(a, a_quote)
    lead = b.text[: _offset_of_shared(a, b)]
    ours = [n for n in find_names(before, a.language) if not _is_speaker(n.text, a, a_quote)]
    theirs = find_names(lead, b.language)
    if not ours or not theirs:
        return []
    common = [n for n in ours if any(same_name(n.text, m.text) >= SAME_SPEAKER for m in theirs)]
    added = [n for n in ours if n not in common and any(_coordinated(before, n, c, a.language) for c in common)]
    if added:
        who, whose = ", ".join(n.text for n in added), ", ".join(n.text for n in common)
        why = f"{{a}} applies these words to {who} as well; in {{b}} they are said of {whose} alone"
        return [_attribution("widened", "major", 0.75, a, b, before, why)]
    if not common and a.language == b.language and _same_topic(before, lead, a.language):
        why = f"{{a}} says this of {ours[-1].text}, {{b}} of {theirs[-1].text}"
        return [_attribution("object", "minor", 0.6, a, b, before, why)]
    return []


def _attribution(
    kind: str, severity: Severity, confidence: float, a: Part, b: Part, before: str, why: str
) -> Difference:
    text = f"{before.strip()} {a.text}".strip()
    return Difference("attribution", kind, severity, confidence, text, b.text, (a.start, a.end), (b.start, b.end), why)


def _coordinated(text: str, one: Name, two: Name, code: str) -> bool:
    """The two names stand side by side, joined by a conjunction ("X and Y")."""
    first, second = sorted((one, two), key=lambda n: n.start)
    between = text[first.end : second.start].casefold().split()
    conjunctions = str(language(code).section("grammar").get("conjunctions", "")).split()
    titles = len(between) - 1
    return bool(between) and between[0].strip(",") in conjunctions and titles <= 1


def _same_topic(before: str, lead: str, code: str) -> bool:
    """The two clauses share at least two telling words, names apart: they speak of one relationship, deal or talk."""
    names = {stem(t, code) for text in (before, lead) for n in find_names(text, code) for t in n.text.split()}
    return len((set(content_words(before, code)) & set(content_words(lead, code))) - names) >= 2


def _before(part: Part, quote: dict[str, Any]) -> str:
    """The reporter's clause that leads into a fragment: from the last comma, cue or stop up to the opening mark."""
    context, text = quote["context"] or "", part.text
    at = context.find(text)
    lead = context[: max(0, at)].rstrip(" \"'“‘«„‹「『")
    for mark in (";", ". ", ":", ", "):
        lead = lead.rsplit(mark, 1)[-1]
    return lead


def _is_speaker(name: str, part: Part, quote: dict[str, Any]) -> bool:
    names = [part.speaker or "", quote["speaker_text"] or ""]
    return any(n and same_name(name, n) >= SAME_SPEAKER for n in names)


def _offset_of_shared(a: Part, b: Part) -> int:
    """Where in `b.text` the fragment's first content word stands (the whole text if it cannot be placed)."""
    stems = {a.own.stems[i] for i in a.own.content_at}
    for i in b.own.content_at:
        if b.own.stems[i] in stems:
            return b.own.tokens[i].start
    return len(b.text)
