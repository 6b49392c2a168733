"""Differences between the copies of an utterance, as findings: one a place, however many pairs of outlets show it."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.rules.contrast import contrast
from pipeline.rules.figures import value
from pipeline.rules.firing import Firing, Span, difference_subject
from pipeline.rules.linking import clusters, linked
from pipeline.rules.losses import cuts, inside, located
from pipeline.rules.phrasing import Side, extract, listed, name, plural, sentence
from pipeline.rules.renderings import departure
from pipeline.rules.sources import Row, Sources
from pipeline.rules.table import CLASS_ORDER, SILENT_CLASSES, severest

LEADS = {
    "negation": "A quote{of} is affirmed in one place and negated in another",
    "number": "The numbers in a quote{of} differ",
    "name": "The names in a quote{of} differ",
    "translation": "Renderings of a quote{of} say different things",
    "tense_person": "A quote{of} stands in another tense or person",
    "reorder": "The words of a quote{of} stand in another order",
    "bracket_edit": "A quote{of} is edited in brackets",
}

_QUOTED = re.compile("“([^“”]+)”")

CHANGES = frozenset({"substitution", "number", "name", "negation", "tense_person"})

WORD_OR_TWO = 2

LOST = {"negation": "A negation is lost", "number": "A number is lost", "name": "A name is lost"}
"""Where one side has no words at all, the difference is told as an omission, with this before it."""


def wording(
    differences: Sequence[Row], sources: Sources, doubtful: Collection[str], bands: Collection[str]
) -> list[Firing]:
    """Firings of the three quote rules. `doubtful` are segments whose translation is suspect or missing."""
    kept = [row for row in differences if row["band"] in bands and _counts(row, sources, doubtful)]
    spots = clusters(span for row in kept if _changes(row, sources) for span in _spans(row, sources))
    figures = clusters(span for row in kept if row["class"] == "number" for span in _figures(row, sources))
    left_out = cuts(kept, sources)

    def keys(row: Row) -> Iterator[Hashable]:
        yield from _keys(row, sources, spots)
        yield from inside(row, left_out, sources)
        if row["class"] == "number":
            yield from (("figure", figures[span]) for span in _figures(row, sources))

    return [_firing(group, sources) for group in linked(kept, keys)]


def _figures(row: Row, sources: Sources) -> list[Span]:
    """Where two figures stand that were held against each other: one of them may have been so in several languages."""
    spans = [located(row, side, sources) for side in "ab"]
    return [span for span in spans if span] if all(spans) else []


def _changes(row: Row, sources: Sources) -> bool:
    """Whether words of one language stand in the place of others: then overlapping spans are one place.

    Not so for words left out, and not across languages, where the spans are clauses and tell of several things.
    """
    return row["class"] in CHANGES and all(side.folded for side in _sides(row, sources)) and not _crosses(row, sources)


def _counts(row: Row, sources: Sources, doubtful: Collection[str]) -> bool:
    """Whether a difference may fire. One seen only through a doubtful translation may not."""
    if row["class"] in SILENT_CLASSES or row["severity"] == "none":
        return False
    if not row["via_translation"]:
        return True
    parts = [part for side in "ab" for part in sources.parts(row[side], _span(row, side, sources))]
    return not any(part in doubtful for part in parts)


def _keys(row: Row, sources: Sources, spots: Mapping[Span, int]) -> Iterator[Hashable]:
    """Two rows are about one thing if they differ in the same way over the same words, or contrast the same wordings.

    A whole clause may be the span of a number and of a lost hedge, and two sentences may be missing at one spot: a
    shared place alone joins nothing but changed words of one language.
    """
    matter, crosses = _matter(row), _crosses(row, sources)
    short = all(len(found.folded.split()) <= WORD_OR_TWO for found in _sides(row, sources))
    for side, found in zip("ab", _sides(row, sources), strict=True):
        span = _span(row, side, sources)
        if span is None:
            continue
        if span[1] < span[2]:
            yield matter, span, found.folded
            if span in spots and _changes(row, sources):
                yield spots[span]
            continue
        if row["explanation"]:
            # What two copies of one language show is carried to the others, and told in the same words.
            yield matter, span, row["explanation"]
        if crosses or short:
            # Words of other languages cannot be held against each other; as long as both are a word or two, or both
            # are more, one gap in one utterance is one omission.
            yield matter, row["utterance"], span, short
    yield matter, row["utterance"], *sorted(found.folded for found in _sides(row, sources))


def _matter(row: Row) -> tuple[str, ...]:
    """What sort of thing a row tells, whichever class it goes by."""
    if row["class"] == "attribution":
        return (row["class"],)
    if row["class"] in ("omission", "insertion") or not (row["a_text"] and row["b_text"]):
        return ("left out",)
    return (row["class"], row["kind"] or "") if row["class"] == "translation" else (row["class"],)


def _spans(row: Row, sources: Sources) -> list[Span]:
    return [span for side in "ab" if (span := _span(row, side, sources))]


def _span(row: Row, side: str, sources: Sources) -> Span | None:
    """The differing words of one side. No words and no place in the quote or its sentence is no span."""
    span = row[f"{side}_span"]
    if span is None or span["start"] is None:
        return None
    quote = sources.quote(row[side])
    if span["start"] == span["end"] and not quote["start"] <= span["start"] <= sources.last(quote):
        return None
    return quote["article"], span["start"], span["end"]


def _place(row: Row, side: str, sources: Sources) -> Span:
    """Where to look: the differing words, or the quote that lacks them."""
    quote = sources.quote(row[side])
    return _span(row, side, sources) or (quote["article"], quote["start"], quote["end"])


def _sides(row: Row, sources: Sources) -> tuple[Side, Side]:
    a, b = (
        Side(
            sources.quote(row[side])["article"],
            sources.outlet(sources.quote(row[side])["article"]),
            row[f"{side}_text"] or "",
        )
        for side in "ab"
    )
    return a, b


def _firing(rows: list[Row], sources: Sources) -> Firing:
    severity = severest([row["severity"] for row in rows])
    class_ = min((row["class"] for row in rows if row["severity"] == severity), key=CLASS_ORDER.index)
    named = min(_matter(row) for row in rows if row["class"] == class_) if class_ == "translation" else (class_,)
    sides = [side for row in rows for side in _sides(row, sources)]
    versions = {f"{side.article} | {side.folded}" for side in sides}
    if class_ == "attribution":
        rule = "quote-attribution"
        versions |= {f"speaker | {sources.quote(row[side])['speaker']}" for row in rows for side in "ab"}
    else:
        rule = "quote-translation" if all(_crosses(row, sources) for row in rows) else "quote-wording"
    return Firing(
        rule=rule,
        story=rows[0]["story"],
        severity=severity,
        band="sure" if any(row["band"] == "sure" for row in rows) else "review",
        confidence=max(row["confidence"] for row in rows),
        message=_message(class_, [row for row in rows if row["class"] == class_], sources),
        content=(*named, *sorted(versions)),
        subjects=tuple(sorted({_subject(row) for row in rows})),
        spans=tuple(sorted({_place(row, side, sources) for row in rows for side in "ab"})),
        classes=frozenset(row["class"] for row in rows),
        reasons=frozenset(row["explanation"] for row in rows if row["explanation"]),
    )


def _crosses(row: Row, sources: Sources) -> bool:
    """Whether the two sides are in different languages."""
    a, b = (sources.quote(row[side])["language"] for side in "ab")
    return bool(row["via_translation"] or a != b)


def _subject(row: Row) -> str:
    starts = [(row[f"{side}_span"] or {}).get("start") for side in "ab"]
    return difference_subject(row["utterance"], row["a"], row["b"], row["class"], row["kind"], *starts)


def _message(class_: str, rows: list[Row], sources: Sources) -> str:
    """The evidence's own explanation where it is one and the same, or where words alone would not tell; else a lead."""
    speaker = sources.speaker(sorted({row[side] for row in rows for side in "ab"}))
    of = f" of {name(speaker)}" if speaker and class_ != "attribution" else ""
    told = sorted({row["explanation"] for row in rows if row["explanation"]})
    if class_ == "attribution":
        return _attribution(rows, sources, told)
    if class_ in ("omission", "insertion"):
        return _left_out(rows, sources, of, added=class_ == "insertion")
    if class_ in LOST and all(not min(side.folded for side in _sides(row, sources)) for row in rows):
        return f"{LOST[class_]}: {_left_out(rows, sources, of, added=False)}"
    # Across languages a side is a whole clause; where outlets of one language differ, their words tell it better.
    near = [row for row in rows if class_ != "number" and not _crosses(row, sources)] or rows
    pairs = [_shown(row, sources) for row in near]
    sides = [side for pair in pairs for side in pair]
    if class_ == "translation" and (phrase := departure(rows, sources)):
        return f"In a quote{of}, {phrase}."
    unlike = len({side.folded for side in sides}) > 1
    if told and (class_ == "translation" or not unlike or (len(told) == 1 and not all(side.folded for side in sides))):
        if not any("“" in each for each in told) and not all(side.text in told[0] for side in sides):
            whole = max(sides, key=lambda side: (len(side.folded), side.article))
            told = [f"{sentence(told[0])}; {whole.outlet} has {extract(whole.text.rstrip('.'))}"]
        more = f"; and {plural(len(told) - 2, 'more difference')}" if len(told) > 2 else ""
        return f"In a quote{of}: {'; '.join(sentence(each) for each in told[:2])}{more}."
    lead = LEADS.get(class_, "The words of a quote{of} differ").format(of=of)
    return f"{lead}: {contrast(sides, pairs)}."


def _shown(row: Row, sources: Sources) -> tuple[Side, Side]:
    """Both sides as a message prints them: figures with their values, a negator of another language in its sentence."""
    crosses, denies = _crosses(row, sources), row["class"] == "negation"
    a, b = (
        replace(
            side,
            shown=sources.text(span) if denies and crosses and (span := _span(row, end, sources)) else side.text,
            figure=value(side.text, language) if row["class"] == "number" else "",
            gloss=language != "en",
        )
        for side, end in zip(_sides(row, sources), "ab", strict=True)
        for language in [sources.quote(row[end])["language"] or "und"]
    )
    return a, b


def _left_out(rows: list[Row], sources: Sources, of: str, *, added: bool) -> str:
    """The side with fewer words is the one that leaves them out; an original post leaves out nothing."""
    pairs = [sorted(zip(_sides(row, sources), "ab", strict=True), key=_length) for row in rows]
    having = sorted((long for _, (long, _) in pairs), key=lambda side: (side.article, side.text))
    lack, have = {short.outlet for (short, _), _ in pairs}, {side.outlet for side in having}
    words = extract(_missing(rows, sources))
    if added:
        return f"{listed(have)} {_verb(have, 'has', 'have')} {words} in a quote{of}, which no other copy has."
    if all(sources.quote(row[side])["kind"] == "post" for row, ((_, side), _) in zip(rows, pairs, strict=True)):
        return f"{listed(have)} {_verb(have, 'has', 'have')} {words} in a quote{of}; the original post does not."
    others = have - lack
    if not others:
        crosses = all(_crosses(row, sources) for row in rows)
        within = "its own rendering" if crosses else "one of two copies"
        return f"{listed(lack)} {_verb(lack, 'leaves', 'leave')} out {words} in {within} of a quote{of}."
    return (
        f"{listed(lack)} {_verb(lack, 'leaves', 'leave')} out {words} from a quote{of}; "
        f"{listed(others)} {_verb(others, 'has', 'have')} it."
    )


def _missing(rows: list[Row], sources: Sources) -> str:
    """The words left out, in the language that lacks them where a copy has them in it.

    Across languages a side is a whole sentence, and the explanation may name the words by those of a third copy.
    """
    near = [row for row in rows if not _crosses(row, sources)]
    long = [max(_sides(row, sources), key=lambda side: len(side.folded)) for row in near or rows]
    first = min(long, key=lambda side: (side.article, side.text)).text
    named = [] if near else sorted({word for row in rows for word in _QUOTED.findall(row["explanation"] or "")})
    return named[0] if len(named) == 1 and named[0] not in first else first


def _length(named: tuple[Side, str]) -> tuple[int, str]:
    side, _ = named
    return len(side.folded), side.article


def _attribution(rows: list[Row], sources: Sources, told: list[str]) -> str:
    """Who gives the words to whom; where the speakers are the same, what the evidence says."""
    speakers: dict[str, set[str]] = {}
    for row in rows:
        for side in "ab":
            quote = sources.quote(row[side])
            named = sources.called(row[side]) or "nobody by name"
            speakers.setdefault(named, set()).add(sources.outlet(quote["article"]))
    words = extract(_readable(rows, sources).rstrip(" ,"))
    if len(speakers) < 2 or (told and all(row["kind"] not in ("speaker", None) for row in rows)):
        return f"{sentence(told[0]) if told else 'The same words are used of different things'}: {words}."
    given = "; ".join(f"to {name(speaker)} by {listed(outlets)}" for speaker, outlets in sorted(speakers.items()))
    return f"The words {words} are given {given}."


def _readable(rows: list[Row], sources: Sources) -> str:
    """The words in question from one copy: in English where there is one, and the shortest."""
    found = [
        (sources.quote(row[side])["language"] != "en", len(text), text)
        for row in rows
        for side in "ab"
        if (text := sources.text(_place(row, side, sources)))
    ]
    return min(found)[-1]


def _verb(subjects: Collection[str], one: str, many: str) -> str:
    return one if len(subjects) == 1 else many
