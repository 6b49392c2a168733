"""Conflicts between accounts and claims of one source only, as findings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

from pipeline.rules.contrast import contrast
from pipeline.rules.figures import counted, value
from pipeline.rules.firing import Firing, Span, overlaps
from pipeline.rules.linking import linked
from pipeline.rules.phrasing import Side, extract, folded, listed, sentence
from pipeline.rules.sources import Row, Sources
from pipeline.rules.table import CONFLICT_RULES
from pipeline.text.numerals import find_numbers

LEADS = {
    "number": "Numbers disagree",
    "date": "Dates or times disagree",
    "place": "Places disagree",
    "name": "Names disagree",
    "role": "Roles disagree",
}
_QUOTED = re.compile("“([^“”]+)”")
VALUE_CHARS = 80
"""A longer span is a sentence rather than a value with its noun."""
AFTER = 80
"""Characters after a bare figure in which what it counts is looked for."""
REMAINDER_WORDS = 3
"""Words outside the quotation marks from which these alone identify a claim."""
TWIN_SHARE = 0.7
"""Share of common words from which two claims of one source are copies of one sentence."""


def disagreements(
    conflicts: Sequence[Row], quotes: Sequence[Firing], sources: Sources, bands: Collection[str]
) -> list[Firing]:
    """The quote findings and those of conflicts; a conflict that a quote's finding tells already is joined to it.

    One finding a fact: six outlets against one are six rows and one finding. Sure conflicts are major.
    """
    told = list(quotes)
    left: list[Row] = []
    near: dict[str, set[int]] = defaultdict(set)
    for n, quote in enumerate(quotes):
        for article, _, _ in quote.spans:
            near[article].add(n)
    for row in conflicts:
        if row["band"] not in bands:
            continue
        single = _disagreement([row], sources)
        close = near[row["a_article"]] & near[row["b_article"]]
        homes = [n for n in sorted(close) if _covers(quotes[n], single)]
        # The same reason is the surer sign: some conflicts are drawn from differences and repeat theirs.
        home = min(homes, key=lambda n: (not quotes[n].reasons & single.reasons, n), default=None)
        if home is None:
            left.append(row)
        else:
            told[home] = told[home].joined(single)
    rivals = _rivals(left, sources)
    groups = linked(left, lambda row: _keys(row, sources, rivals))
    return [*told, *(_disagreement(group, sources) for group in groups)]


def _keys(row: Row, sources: Sources, rivals: Mapping[Span, Collection[Span]]) -> Iterator[Hashable]:
    """One value against the same other value, or three values that all clash with each other.

    A value may be held against two things that have nothing to do with one another: its place alone joins nothing. A
    whole sentence may tell of several facts.
    """
    kind = row["kind"]
    for side, other in ("ab", "ba"):
        article, start, end = _span(row, side, sources)
        if end - start <= VALUE_CHARS:
            yield kind, article, start, end, _amount(row, other, sources)
    yield kind, row["story"], *sorted(folded(_value(row, side)) for side in "ab")
    pair = _ends(row, sources)
    first, *rest = pair
    for third in set(rivals[first]).intersection(*(rivals[span] for span in rest)):
        yield kind, pair | {third}


def _rivals(rows: Sequence[Row], sources: Sources) -> Mapping[Span, Collection[Span]]:
    """Each value's place with the places of those that clash with it."""
    found: dict[Span, set[Span]] = defaultdict(set)
    for pair in {_ends(row, sources) for row in rows}:
        for span in pair:
            found[span] |= pair - {span}
    return found


def _ends(row: Row, sources: Sources) -> frozenset[Span]:
    return frozenset(_span(row, side, sources) for side in "ab")


def _amount(row: Row, side: str, sources: Sources) -> Hashable:
    """What a side's value comes to, where that can be told: numbers in any language and spelling, digits of a date."""
    text = _value(row, side)
    if row["kind"] == "number":
        found = find_numbers(text, sources.language(row[f"{side}_article"]))
        return tuple(number.value for number in found) or folded(text)
    return tuple(re.findall(r"\d+", text))


def _value(row: Row, side: str) -> str:
    """The words that clash: those that the explanation quotes from this side, else all of the side's text."""
    quoted = _QUOTED.findall(row["explanation"] or "")
    if len(quoted) != 2:
        return str(row[f"{side}_text"])
    ordered = quoted if quoted[0] in row["a_text"] and quoted[1] in row["b_text"] else quoted[::-1]
    words = ordered["ab".index(side)]
    return words if words in row[f"{side}_text"] else str(row[f"{side}_text"])


def _span(row: Row, side: str, sources: Sources) -> Span:
    """Where the clashing words stand inside the side's text."""
    article, start, end = row[f"{side}_article"], row[f"{side}_start"], row[f"{side}_end"]
    value = _value(row, side)
    at = sources.text((article, start, end)).find(value)
    return (article, start + at, start + at + len(value)) if at >= 0 else (article, start, end)


def _side(row: Row, side: str, sources: Sources) -> Side:
    article, words = row[f"{side}_article"], _value(row, side)
    outlet, language = sources.outlet(article), sources.language(article)
    if row["kind"] != "number":
        return Side(article, outlet, words)
    span = _span(row, side, sources)
    placed = sources.text(span) == words
    shown = counted(words, sources.text((article, span[2], span[2] + AFTER)), language) if placed else words
    return Side(article, outlet, words, shown, value(words, language), gloss=language != "en")


def _disagreement(rows: list[Row], sources: Sources) -> Firing:
    kind = rows[0]["kind"]
    pairs = [(_side(row, "a", sources), _side(row, "b", sources)) for row in rows]
    sides = [side for pair in pairs for side in pair]
    sure = any(row["band"] == "sure" for row in rows)
    told = sorted({row["explanation"] for row in rows if row["explanation"]})
    lead = LEADS.get(kind) or (sentence(told[0]) if len(told) == 1 else "Accounts disagree")
    return Firing(
        rule=CONFLICT_RULES.get(kind, "fact-conflict"),
        story=rows[0]["story"],
        severity="major" if sure else "minor",
        band="sure" if sure else "review",
        confidence=max(row["confidence"] for row in rows),
        message=f"{lead}: {contrast(sides, pairs)}.",
        content=(kind, *sorted({f"{side.article} | {side.folded}" for side in sides})),
        subjects=tuple(sorted(f"conflict:{row['conflict']}" for row in rows)),
        spans=tuple(sorted({_span(row, side, sources) for row in rows for side in "ab"})),
        classes=frozenset({kind}),
        reasons=frozenset(told),
    )


SAME_MATTER = {
    "number": frozenset({"number"}),
    "date": frozenset({"number"}),
    "name": frozenset({"name"}),
    "place": frozenset({"name"}),
    "role": frozenset({"attribution"}),
    "other": frozenset({"negation"}),
}
"""Conflict kind -> classes of difference that tell of the same matter when they stand in the same place."""


def _covers(quote: Firing, conflict: Firing) -> bool:
    """Whether the quote's finding points at the conflict's words on both sides, and tells of the same matter."""
    kinds = frozenset().union(*(SAME_MATTER.get(kind, frozenset()) for kind in conflict.classes))
    if not (quote.reasons & conflict.reasons or quote.classes & kinds):
        return False
    return all(any(overlaps(span, each) for each in quote.spans) for span in conflict.spans)


def single_source(claims: Sequence[Row], sources: Sources, bands: Collection[str]) -> list[Firing]:
    """One firing a claim that no independent article supports; the copies of one text make it together.

    Where there was nobody to ask, absence says nothing.
    """
    kept = [
        row for row in claims if row["status"] == "single_source" and row["band"] in bands and row["checked_against"]
    ]
    remainders = {row["claim"]: _remainder(row, sources) for row in kept}
    seen = Counter((row["article"], remainders[row["claim"]]) for row in kept)

    def identity(row: Row) -> str:
        rest = remainders[row["claim"]]
        alone = seen[row["article"], rest] == 1 and len(rest.split()) >= REMAINDER_WORDS
        return f"{row['article']} | {rest if alone else folded(row['text'])}"

    return [_alone(group, sorted(map(identity, group)), sources) for group in linked(kept, _twins(kept))]


def _twins(claims: Sequence[Row]) -> Callable[[Row], Iterator[Hashable]]:
    """Keys that two claims share if each names the other's article and they say it in nearly the same words."""
    words = {row["claim"]: frozenset(re.findall(r"\w+", folded(row["text"]))) for row in claims}
    of_article: dict[str, list[Row]] = defaultdict(list)
    for row in claims:
        of_article[row["article"]].append(row)

    def keys(row: Row) -> Iterator[Hashable]:
        yield row["claim"]
        for other in (each for article in row["supported_in"] or () for each in of_article[article]):
            one, two = words[row["claim"]], words[other["claim"]]
            if row["article"] in (other["supported_in"] or ()) and len(one & two) >= TWIN_SHARE * len(one | two):
                yield min(row["claim"], other["claim"])

    return keys


def _without(across: Collection[str], searched: Collection[str]) -> str:
    return "compared" if set(across) == set(searched) else f"{listed(across)} compared"


def _alone(rows: list[Row], identities: list[str], sources: Sources) -> Firing:
    row = min(rows, key=lambda each: (-len(each["text"]), each["claim"]))
    outlets = {sources.outlet(each["article"]) for each in rows}
    same = set(sources.outlets(article for each in rows for article in each["supported_in"] or ())) - outlets
    unread = sources.outlets(row["not_checked"] or ())
    searched = set(sources.outlets(row["checked_against"])) - outlets - same
    across = searched & set(sources.outlets(row["untranslated"] or ()))
    message = (
        f"Only {listed(outlets)} {'says' if len(outlets) == 1 else 'say, from one source,'} {extract(row['text'])}"
        + (f" (also {listed(same)}, from the same source)" if same else "")
        + f"; not found in {listed(searched)}"
        + (f" ({_without(across, searched)} without a translation)" if across else "")
        + (f", not looked for in {listed(unread)}" if unread else "")
        + "."
    )
    return Firing(
        rule="single-source",
        story=row["story"],
        severity="minor",
        band="sure" if all(each["band"] == "sure" for each in rows) else "review",
        # The score says how well others support it, so the finding is as sure as that is low.
        confidence=round(1.0 - max(each["score"] for each in rows), 4),
        message=message,
        content=tuple(identities),
        subjects=tuple(sorted(f"claim:{each['claim']}" for each in rows)),
        spans=tuple(sorted((each["article"], each["start"], each["end"]) for each in rows)),
    )


def _remainder(row: Row, sources: Sources) -> str:
    """The claim without its quoted words, so that a changed quote does not make a new claim as well."""
    span: Span = (row["article"], row["start"], row["end"])
    text = folded(row["text"])
    for each in sources.quotes_in(span):
        text = text.replace(folded(sources.text(each)), " ")
    return " ".join(text.split())
