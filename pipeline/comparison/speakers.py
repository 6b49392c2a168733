"""The same words in another mouth, or stretched over more people than the other report has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.alignment.parts import SAME_SPEAKER
from pipeline.alignment.words import overlap
from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.facts import ONE_NAME
from pipeline.text.grammar import grammar
from pipeline.text.name_match import is_cyrillic
from pipeline.text.names import Name, find_names, same_name
from pipeline.text.quotation.resource import quotation
from pipeline.text.tokens import content_words, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pipeline.alignment.parts import Part


def compare_speakers(
    a: Part,
    b: Part,
    a_quote: dict[str, Any],
    b_quote: dict[str, Any],
    vouched: frozenset[str],
    texts: Mapping[str, str] | None = None,
    outlets: frozenset[str] = frozenset(),
) -> list[Difference]:
    """A row where both quotations name a speaker and the names are not one person's.

    A speaker behind a pronoun, or a verb whose subject is left out, counts only if another copy of the utterance names
    the same one (`vouched`), or if the article (its text in `texts`) names the other speaker nowhere before the end of
    the quotation, so that the pronoun cannot mean that one. One of the story's `outlets` is no speaker.
    """
    if not a.speaker or not b.speaker or a.nested != b.nested:
        return []
    if not _full_names(a.speaker, b.speaker) or _of_bodies(a_quote, b_quote):
        return []
    if any(_is_vouched(speaker, outlets) for speaker in (a.speaker, b.speaker)):
        return []  # "he told Tresk Sound": an outlet hears words and prints them
    sure = [names_speaker(q) or _is_vouched(q["speaker"], vouched) for q in (a_quote, b_quote)]
    sides = ((a_quote, sure[0], b.speaker, sure[1]), (b_quote, sure[1], a.speaker, sure[0]))
    for quote, is_sure, other, other_sure in sides:
        if is_sure:
            continue
        told = _so_far(quote, texts) if texts and _pronominal(quote) and other_sure else None
        if told is None or _mentions(told, quote["language"], other):
            return []
    if _one_person(a.speaker, b.speaker) or _about(a.speaker, b_quote) or _about(b.speaker, a_quote):
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


def _one_person(one: str, two: str) -> bool:
    """One name; or one family name, with another given name: a conflict of names, no other mouth."""
    return max(same_name(one, two), same_name(one.split()[-1], two.split()[-1])) >= SAME_SPEAKER


def names_speaker(quote: dict[str, Any]) -> bool:
    """The article itself names the speaker beside the words, by name or role; a pronoun is a guess of ours."""
    lists = grammar(quote["language"])
    tokens = tokenize(quote["speaker_text"] or "", quote["language"])
    words = {token.norm for token in tokens if token.kind == "word"}
    return bool(words - lists.first_person - lists.third_person - lists.third_singular)


def _pronominal(quote: dict[str, Any]) -> bool:
    """The words have a subject that looks back: a pronoun, or none where the language leaves it out (`añadió`)."""
    dropped = quote.get("cue") and quotation(quote["language"]).drops_subject
    return bool(quote["speaker_text"] or dropped)


def _so_far(quote: dict[str, Any], texts: Mapping[str, str]) -> str:
    """The article up to the end of the quotation: a pronoun beside it looks back."""
    return texts[quote["article"]][: max((span["end"] for span in quote["spans"]), default=0)]


def _mentions(text: str, code: str, speaker: str) -> bool:
    """Whether the text names the speaker, by the last name at least."""
    last = speaker.split()[-1]
    return any(
        max(same_name(n.text, speaker), *(same_name(w, last) for w in n.text.split())) >= ONE_NAME
        for n in find_names(text, code)
    )


def _of_bodies(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Two bodies in two languages: their names are translated, and nothing shows that they are two."""
    return one["language"] != two["language"] and _names_body(one) and _names_body(two)


def _names_body(quote: dict[str, Any]) -> bool:
    """The name itself is a body's, not the office before it ("port authority chief Anna Keller").

    A name from Cyrillic is looked up as it stands in the article, by its first word.
    """
    code, spelled = quote["language"], quote["speaker_text"] or ""
    bodies = quotation(code).speakers.groups
    if is_cyrillic(spelled):
        return bodies.match([t.norm for t in tokenize(spelled, code)], 0) is not None
    return next(bodies.walk([t.norm for t in tokenize(quote["speaker"] or "", code)]), None) is not None


def _is_vouched(speaker: str, vouched: frozenset[str]) -> bool:
    return any(same_name(speaker, name) >= SAME_SPEAKER for name in vouched)


def _full_names(*speakers: str) -> bool:
    """Both have two capitalised words or more: "the union" against its leader's name is no other mouth."""
    return all(sum(word[:1].isupper() for word in name.split()) > 1 for name in speakers)


def _about(speaker: str, quote: dict[str, Any]) -> bool:
    """Whether the other's verbatim attribution names this speaker after all ("Kim, according to KCNA")."""
    names = [quote.get("speaker_text") or "", quote.get("relay") or ""]
    return any(text and same_name(speaker, text) >= SAME_SPEAKER for text in names)


def misapplied(a: Part, b: Part, a_quote: dict[str, Any], b_quote: dict[str, Any]) -> list[Difference]:
    """`a` is a fragment in the reporter's sentence: is it said there of somebody else than in `b`?

    "Ms Clinton and Mr Obama had 'begged'" against "Clinton was begging": Obama was added (major). "A relationship
    with Putin is 'a good thing'" against "with Russia": another object (minor).
    """
    if a.language == b.language and not overlap(a.own, b.own).shared_content:
        return []
    before, lead = _lead(a, a_quote, b), _lead(b, b_quote, a)
    ours, theirs = _people(before, a, a_quote), _people(lead, b, b_quote)
    if not ours or not theirs:
        return []
    common = [n for n in ours if any(same_name(n.text, m.text) >= SAME_SPEAKER for m in theirs)]
    added = [n for n in ours if n not in common and any(_coordinated(before, n, c, a.language) for c in common)]
    if added:
        who, whose = ", ".join(n.text for n in added), ", ".join(n.text for n in common)
        why = f"{{a}} applies these words to {who} as well; in {{b}} they are said of {whose} alone"
        return [_attribution("widened", "major", 0.75, (a, b), (before, lead), why)]
    if not common and a.language == b.language and _same_topic(before, lead, a.language):
        why = f"{{a}} says this of {ours[-1].text}, {{b}} of {theirs[-1].text}"
        return [_attribution("object", "minor", 0.6, (a, b), (before, lead), why)]
    return []


def _people(text: str, part: Part, quote: dict[str, Any]) -> list[Name]:
    """Names that are surely names, the speaker's own left out."""
    return [n for n in find_names(text, part.language) if n.sure and not _is_speaker(n.text, part, quote)]


def _lead(part: Part, quote: dict[str, Any], other: Part) -> str:
    """What leads into the words that both quote: in the reporter's clause for a fragment, else in the quotation."""
    if quote["kind"] in ("partial", "headline"):
        return _before(part, quote)
    if part.language != other.language:
        return part.text
    first = overlap(part.own, other.own).a_range[0]
    return part.text[: part.own.tokens[first].start] if part.own.tokens else ""


def _attribution(
    kind: str, severity: Severity, confidence: float, parts: tuple[Part, Part], leads: tuple[str, str], why: str
) -> Difference:
    (a, b), (before, lead) = parts, leads
    left = a.text if before in a.text else f"{before.strip()} {a.text}"
    right = b.text if lead in b.text else f"{lead.strip()} {b.text}"
    return Difference("attribution", kind, severity, confidence, left, right, (a.start, a.end), (b.start, b.end), why)


def _coordinated(text: str, one: Name, two: Name, code: str) -> bool:
    """The two names stand side by side, joined by a conjunction ("X and Y")."""
    first, second = sorted((one, two), key=lambda n: n.start)
    between = text[first.end : second.start].casefold().split()
    titles = len(between) - 1
    return bool(between) and between[0].strip(",") in grammar(code).conjunctions and titles <= 1


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
