"""What a story's articles state by value: numbers with what they count, dates and times, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pipeline.languages import language
from pipeline.text import dates
from pipeline.text.clauses import clauses
from pipeline.text.grammar import grammar
from pipeline.text.names import find_names, name_key
from pipeline.text.numerals import Number, find_numbers
from pipeline.text.quantities import compatible
from pipeline.text.tokens import stem, tokenize

if TYPE_CHECKING:
    import polars as pl

STATING: Final = ("headline", "subheading", "paragraph", "post", "list")
"""Kinds of block whose sentences state facts; captions repeat and bylines do not speak."""

BARE: Final = 12
"""A figure without a noun ("the displaced are 1,450") is held against a count only from here on."""


@dataclass(frozen=True, eq=False)
class Clause:
    """One clause of one sentence: its segment in the vectors, its telling stems, its values."""

    article: str
    sentence: str
    segment: str
    language: str
    text: str
    sentence_text: str
    start: int
    end: int
    stems: frozenset[str]
    names: frozenset[str]
    numbers: tuple[Number, ...]
    company: tuple[Number, ...]
    """The figures of the whole sentence."""
    whens: tuple[dates.When, ...]
    published: date | None


@dataclass(frozen=True, eq=False)
class Fact:
    """One value of a clause: a Number or a When."""

    clause: Clause
    value: Number | dates.When
    beside: frozenset[str]
    """Stems of the telling words right after the value."""
    bound: bool
    """Whether the value is a limit ("until Sunday", "not before Sunday") and not a moment."""

    @property
    def kind(self) -> str:
        return "number" if isinstance(self.value, Number) else "date"

    def agrees(self, other: Fact) -> bool | None:
        """True, False, or None where the two cannot be compared."""
        a, b = self.value, other.value
        if isinstance(a, Number) and isinstance(b, Number):
            return compatible(a, b) if measures_alike(a, b) else None
        if isinstance(a, dates.When) and isinstance(b, dates.When):
            if self.bound != other.bound:
                return None
            return dates.compatible(a, b, self.clause.published, other.clause.published)
        return None


def measures_alike(a: Number, b: Number) -> bool:
    """Both count, or both measure the same kind of quantity (money with money, days with days)."""
    if a.unit_kind == b.unit_kind == "count":
        return a.unit == b.unit
    if {a.unit_kind, b.unit_kind} == {None, "count"}:
        return min(a.value, b.value) >= BARE
    return a.unit_kind == b.unit_kind and (a.unit_kind != "duration" or a.unit == b.unit)


def clauses_of(articles: pl.DataFrame, sentences: pl.DataFrame) -> dict[str, list[Clause]]:
    """article -> its clauses in order; only blocks that state something."""
    published = {a: _day(p) for a, p in articles.select("article", "published").iter_rows()}
    found: dict[str, list[Clause]] = {}
    for row in sentences.iter_rows(named=True):
        if row["kind"] in STATING:
            found.setdefault(row["article"], []).extend(_clauses(row, published[row["article"]]))
    return found


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _clauses(row: dict[str, Any], published: date | None) -> list[Clause]:
    """A value belongs to the clause in which it begins."""
    text, code = row["text"], row["language"]
    ranges = clauses(text, code)
    figures = tuple(v for v in find_numbers(text, code) if v.kind == "quantity" and v.unit_kind != "ordinal")
    whens = dates.find_dates(text, code)
    found = []
    for n, (start, end) in enumerate(ranges):
        segment = f"{row['sentence']}#{n}" if len(ranges) > 1 else row["sentence"]
        inside = text[start:end]
        found.append(
            Clause(
                article=row["article"],
                sentence=row["sentence"],
                segment=segment,
                language=code,
                text=inside,
                sentence_text=text,
                start=row["start"],
                end=row["end"],
                stems=_stems(inside, code),
                names=frozenset(name_key(name.text, code) for name in find_names(text, code)),
                numbers=tuple(v for v in figures if start <= v.start < end),
                company=figures,
                whens=tuple(w for w in whens if start <= w.start < end),
                published=published,
            )
        )
    return found


def _stems(text: str, code: str) -> frozenset[str]:
    stopwords = language(code).stopwords
    tokens = tokenize(text, code)
    return frozenset(stem(t.norm, code) for t in tokens if t.kind == "word" and t.norm not in stopwords)


def facts_of(found: list[Clause]) -> list[Fact]:
    """Every value of every clause."""
    return [f for c in found for f in [*(_fact(c, n) for n in c.numbers), *(_fact(c, w) for w in c.whens)]]


def _fact(clause: Clause, value: Number | dates.When) -> Fact:
    text, code = clause.sentence_text, clause.language
    return Fact(clause, value, _beside(text[value.end :], code), _bounded(text[: value.start], code))


def _beside(text: str, code: str) -> frozenset[str]:
    """Stems of the content words among the next three words of the same clause."""
    stopwords = language(code).stopwords
    found = []
    for token in tokenize(text[:60], code)[:3]:
        if token.kind != "word":
            break
        if token.norm not in stopwords:
            found.append(stem(token.norm, code))
    return frozenset(found)


def _bounded(text: str, code: str) -> bool:
    """A limiting word ("until", „bis“, «до», "hasta") governs the value: only function words stand between."""
    limits = grammar(code).limits
    stopwords = language(code).stopwords
    for token in reversed(tokenize(text[-40:], code)[-3:]):
        if token.norm in limits:
            return True
        if token.norm not in stopwords:
            return False
    return False
