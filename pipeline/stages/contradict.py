"""Conflicts of fact between two articles of a story: values outside quotations, and what the quotations clash in."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline import schemas
from pipeline.contradiction.facts import clauses_of
from pipeline.contradiction.matching import TOTAL
from pipeline.contradiction.named import NameClash, given_apart, name_clashes
from pipeline.contradiction.offices import office_clashes, offices_of
from pipeline.contradiction.placed import place_clashes
from pipeline.contradiction.slots import Clash, clashes
from pipeline.contradiction.space import Space
from pipeline.evidence.vectors import vector_table
from pipeline.schemas import columns
from pipeline.text.names import same_name

if TYPE_CHECKING:
    import polars as pl

    from pipeline.config import ContradictConfig

SURE: Final = 0.75
FROM_WORDING: Final = {"number": "number", "negation": "other", "name": "name", "attribution": "other"}
"""Classes of wording difference that are a conflict of fact as well, and the kind of conflict."""

LONGEST: Final = 4
"""Sentences from the words to who said them; of more, only the one that names the speaker is told."""
SAME_OUTLET: Final = 0.85
SECOND: Final = 0.55
"""Confidence from which a second value of a sentence is told beside the first."""
NEGATOR_WORDS: Final = 2
NAME_STEM: Final = 4
"""Letters of a surname that stay the same in all its cases."""
Spans = list[tuple[int, int, str]]
"""Start, end and text of an article's sentences."""
OFFICE: Final = 0.6
"""Confidence that one person cannot hold two offices of different callings."""


class Told(NamedTuple):
    """A sentence that states one side of a conflict."""

    article: str
    text: str
    start: int
    end: int


def contradict(
    config: ContradictConfig,
    stories: pl.DataFrame,
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    differences: pl.DataFrame,
    vectors: pl.DataFrame,
) -> pl.DataFrame:
    """`conflicts`, each pair of articles and values once, those at or above the review confidence.

    A reprint that changes a figure is a conflict like any other.
    """
    outlet = dict(columns(articles, "article", "outlet"))
    rows = _from_quotations(stories, sentences, quotes, differences, frozenset(outlet.values()))
    rows += _from_values(stories, articles, sentences, vectors, outlet)
    rows += _from_offices(stories, sentences, outlet)
    kept = _told_once([row for row in rows if row["confidence"] >= config.review], sentences)
    return schemas.frame("conflicts", kept, "story", "conflict")


def _members(stories: pl.DataFrame) -> dict[str, list[str]]:
    """Story -> its articles, both in the order of their names."""
    found: dict[str, list[str]] = defaultdict(list)
    for story, article in sorted(columns(stories, "story", "article")):
        found[story].append(article)
    return found


def _told_once(rows: list[dict[str, Any]], sentences: pl.DataFrame) -> list[dict[str, Any]]:
    """Of the rows that share a sentence, an article pair and a kind, the one that a reader can check best.

    Two sentences in one language before two in two; the outlet's words before a post's, those of the text before a
    headline's (which names no speaker); then the surest.
    """
    held = {
        (a, start): (kind, code) for a, start, kind, code in columns(sentences, "article", "start", "kind", "language")
    }

    def rank(row: dict[str, Any]) -> tuple[bool, bool, bool, float, str]:
        ends = [held.get((row[f"{side}_article"], row[f"{side}_start"]), ("", "")) for side in "ab"]
        kinds, codes = {kind for kind, _ in ends}, {code for _, code in ends}
        said = row["kind"] == "other"
        return len(codes) > 1, "post" in kinds, said and "headline" in kinds, -row["confidence"], row["conflict"]

    seen: dict[tuple[Any, ...], set[str | None]] = defaultdict(set)
    kept = []
    for row in sorted(rows, key=rank):
        pair = tuple(sorted((row["a_article"], row["b_article"])))
        ends = [(pair, row["kind"], row[f"{side}_article"], row[f"{side}_start"]) for side in "ab"]
        values = row.pop("values", (None, None)) if row["confidence"] >= SECOND else (None, None)
        row.pop("values", None)
        if not any(_taken(seen[end], value) for end, value in zip(ends, values, strict=True)):
            kept.append(row)
        for end, value in zip(ends, values, strict=True):
            seen[end].add(value)
    return kept


def _taken(told: set[str | None], value: str | None) -> bool:
    """Whether a sentence is told already; another of its values is a matter of its own."""
    return bool(told) and (value is None or None in told or value in told)


def _from_values(
    stories: pl.DataFrame,
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    vectors: pl.DataFrame,
    outlet: dict[str, str],
) -> list[dict[str, Any]]:
    by_article = clauses_of(articles, sentences)
    table = vector_table(vectors)
    rows = []
    for story, named in _members(stories).items():
        members = {article: by_article.get(article, []) for article in named}
        space = Space(members, table)
        rows += [_value_row(story, clash, outlet) for clash in clashes(members, space)]
        found = name_clashes(members, space) + place_clashes(members, space)
        rows += [_name_row(story, clash, outlet) for clash in found]
    return rows


def _from_offices(stories: pl.DataFrame, sentences: pl.DataFrame, outlet: dict[str, str]) -> list[dict[str, Any]]:
    """One person in two offices that do not go together."""
    everything = offices_of(sentences)
    rows = []
    for story, named in _members(stories).items():
        members = {a: everything[a] for a in named if a in everything}
        for x, y in office_clashes(members):
            a, b = x.row["article"], y.row["article"]
            said = f"{outlet[a]} has {x.office.person} as “{x.office.text}”, {outlet[b]} as “{y.office.text}”"
            rows.append(_row(story, "role", OFFICE, _told_by(x.row), _told_by(y.row), said))
    return rows


def _told_by(row: dict[str, Any]) -> Told:
    return Told(row["article"], row["text"], row["start"], row["end"])


def _value_row(story: str, clash: Clash, outlet: dict[str, str]) -> dict[str, Any]:
    a, b = (Told(c.article, c.sentence_text, c.start, c.end) for c in (clash.a.clause, clash.b.clause))
    confidence = round(min(0.95, 0.5 + (clash.score - TOTAL) * 1.5), 3)
    said = f"{outlet[a.article]} has “{clash.a.value.text}”, {outlet[b.article]} has “{clash.b.value.text}”"
    row = _row(story, clash.a.kind, confidence, a, b, f"{said}; {', '.join(clash.evidence)}")
    return row | {"values": (clash.a.value.text, clash.b.value.text)}


def _name_row(story: str, clash: NameClash, outlet: dict[str, str]) -> dict[str, Any]:
    a, b = (Told(c.article, c.sentence_text, c.start, c.end) for c in (clash.a.clause, clash.b.clause))
    said = f"{outlet[a.article]} has “{clash.a.name}”, {outlet[b.article]} has “{clash.b.name}”"
    why = "of one event" if clash.kind == "place" else "and neither has the other's name"
    return _row(story, clash.kind, clash.confidence, a, b, f"{said}, {why}")


def _row(story: str, kind: str, confidence: float, a: Told, b: Told, explanation: str) -> dict[str, Any]:
    return {
        "story": story,
        "conflict": _name(a.article, a.text, b.article, b.text, kind, explanation),
        "kind": kind,
        "band": "sure" if confidence >= SURE else "review",
        "confidence": confidence,
        **{f"a_{name}": value for name, value in a._asdict().items()},
        **{f"b_{name}": value for name, value in b._asdict().items()},
        "explanation": explanation,
    }


def _name(*content: str) -> str:
    return "c-" + hashlib.sha256("\n".join(content).encode()).hexdigest()[:10]


def _from_quotations(
    stories: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    differences: pl.DataFrame,
    outlets: frozenset[str],
) -> list[dict[str, Any]]:
    """Differences of wording that are differences of fact, told with the sentences that hold them."""
    quote_of = {row["quote"]: row for row in quotes.iter_rows(named=True)}
    in_story = dict(columns(stories, "article", "story"))
    spans = _sentence_spans(sentences)
    rows = []
    for d in differences.iter_rows(named=True):
        a, b = quote_of[d["a"]], quote_of[d["b"]]
        if not _of_fact(d) or a["article"] == b["article"] or a["article"] not in in_story:
            continue
        kind = _kind(d, a, b)
        relayed = d["class"] == "attribution" and any(_is_outlet(q["speaker"] or "", outlets) for q in (a, b))
        if kind is None or relayed:
            continue
        left, right = (_told(q, spans[q["article"]], d, side) for side, q in (("a", a), ("b", b)))
        rows.append(_row(d["story"], kind, d["confidence"], left, right, d["explanation"]))
    return rows


def _kind(d: dict[str, Any], a: dict[str, Any], b: dict[str, Any]) -> str | None:
    """Words in two mouths of one surname are a matter of the given names, and no conflict where these may be one."""
    if d["class"] == "attribution":
        apart = given_apart(*(_speaker(quote) for quote in (a, b)))
        apart = apart if apart is not None else given_apart(a["speaker"] or "", b["speaker"] or "")
        if apart is not None and d["kind"] == "speaker":
            return "name" if apart else None
    return "date" if d["kind"] in ("date", "time") else FROM_WORDING[d["class"]]


@lru_cache(maxsize=4096)
def _is_outlet(speaker: str, outlets: frozenset[str]) -> bool:
    """Who is told to say it is an outlet of the corpus ("writes La Dépêche"): it relays somebody's words."""
    told = f"{speaker} ".casefold()
    return bool(speaker) and any(
        f"{name} ".casefold().startswith(told) or same_name(speaker, name) >= SAME_OUTLET for name in outlets
    )


def _speaker(quote: dict[str, Any]) -> str:
    """The speaker as the article writes the name, where it does in full; else as it is known."""
    written = quote["speaker_text"] or ""
    return written if " " in written and written.istitle() else quote["speaker"] or written


def _of_fact(d: dict[str, Any]) -> bool:
    """A major difference whose class is one of fact; a negation only where it is the negator itself that goes."""
    if d["class"] not in FROM_WORDING or (d["severity"] != "major" and d["kind"] != "object"):
        return False
    return d["class"] != "negation" or min(len(d["a_text"].split()), len(d["b_text"].split())) <= NEGATOR_WORDS


def _sentence_spans(sentences: pl.DataFrame) -> dict[str, Spans]:
    found: dict[str, Spans] = {}
    for article, start, end, text in columns(sentences, "article", "start", "end", "text"):
        found.setdefault(article, []).append((start, end, text))
    return found


def _told(quote: dict[str, Any], spans: Spans, d: dict[str, Any], side: str) -> Told:
    """The sentence that holds the words; for who said them, all from there to the one that names the speaker."""
    article, words = quote["article"], d[f"{side}_span"]
    said = _sentence_with(spans, words, d[f"{side}_text"])
    if d["class"] != "attribution":
        return Told(article, *said)
    tag = max(span["end"] for span in quote["spans"]) - 1 if quote["speaker_start"] is None else quote["speaker_start"]
    ends = [_sentence_at(spans, words["start"]), _sentence_at(spans, tag)]
    passage = _passage(spans, [*ends, *_naming(quote, spans, tag)] if d["kind"] != "object" else ends)
    if len(passage) > LONGEST:
        passage = _passage(spans, ends)
    if len(passage) > LONGEST:
        passage = [s for s in passage if s[0] == ends[1][1]]
    return Told(article, " ".join(text for _, _, text in passage), passage[0][0], passage[-1][1])


def _passage(spans: Spans, ends: list[tuple[str, int, int]]) -> Spans:
    """From the first of the sentences to the last."""
    starts = [start for _, start, _ in ends]
    return [s for s in sorted(spans) if min(starts) <= s[0] <= max(starts)]


def _sentence_with(spans: Spans, words: dict[str, int], text: str) -> tuple[str, int, int]:
    """Of the sentences that a span runs through, the first that has the words."""
    through = sorted(s for s in spans if s[0] < words["end"] and words["start"] < s[1])
    held = next((s for s in through if text and text in s[2]), None)
    return (held[2], held[0], held[1]) if held else _sentence_at(spans, words["start"])


def _naming(quote: dict[str, Any], spans: Spans, tag: int) -> list[tuple[str, int, int]]:
    """The last sentence up to `tag` that has the speaker's surname, where the words themselves have a pronoun."""
    surname = (quote["speaker"] or "").split()[-1:]
    stem = surname[0][: max(NAME_STEM, len(surname[0]) - 2)] if surname else ""
    if not stem or quote["kind"] == "post" or stem in (quote["speaker_text"] or ""):
        return []
    return [(text, start, end) for start, end, text in sorted(spans) if start <= tag and stem in text][-1:]


def _sentence_at(spans: Spans, at: int) -> tuple[str, int, int]:
    """The sentence that holds an offset, else the last that begins before it."""
    held = [s for s in spans if s[0] <= at < s[1]]
    start, end, text = held[0] if held else max((s for s in spans if s[0] <= at), default=spans[0])
    return text, start, end
