"""Frames to the view model: the only place of the reports that knows the frames' columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, TypeVar

from pipeline.decisions import Reviewed, read_baseline, read_decisions, state_of
from pipeline.report.model import (
    VIEWS,
    Article,
    Claim,
    Conflict,
    Difference,
    Finding,
    FinishedRun,
    Part,
    Place,
    Quote,
    Rendering,
    Report,
    Story,
    Support,
    Syndication,
    TranslationCheck,
    Unread,
    Utterance,
    joined_english,
)
from pipeline.report.places import Places
from pipeline.text.quotation.unify import unified

Item = TypeVar("Item")
Row = dict[str, Any]
Frames = dict[str, list[Row]]

READS = (
    "articles",
    "origins",
    "quarantine",
    "languages",
    "sentences",
    "quotes",
    "parts",
    "translations",
    "stories",
    "utterances",
    "differences",
    "syndication",
    "claims",
    "support",
    "conflicts",
    "findings",
)


SUPPORT = "support"


def build(run: FinishedRun) -> Report:
    """The run's frames as one Report; rows are sorted here, whatever order the frames were stored in."""
    frames: Frames = {name: run.frame(name).to_dicts() for name in READS if name != SUPPORT}
    articles = _articles(frames)
    places = Places(frames["articles"], frames["origins"])
    english = English(frames["translations"], frames["sentences"])
    reviewed, known = read_decisions(run.directory), _baseline(run)
    return Report(
        corpus=run.corpus,
        config_digest=run.config_digest,
        models=run.models,
        degraded=tuple(sorted(run.degraded)),
        notes=(*run.notes, *reviewed.notes),
        root=_root(run),
        articles=articles,
        stories=_stories(frames["stories"]),
        syndication=_by_id((_syndication(row) for row in frames["syndication"]), "story", "origin", "copies"),
        quotes=_quotes(frames, places, english),
        utterances=_utterances(frames["utterances"]),
        differences=_differences(frames, places),
        claims=_claims(frames["claims"], run.frame(SUPPORT).iter_rows(named=True), places, english),
        conflicts=_by_id((_conflict(row, places, english) for row in frames["conflicts"]), "story", "id"),
        findings=_by_id((_finding(row, places, reviewed, known) for row in frames["findings"]), "id"),
        unread=_by_id((Unread(row["path"], row["reason"]) for row in frames["quarantine"]), "path"),
        translations=_by_id(
            (_translation(row) for row in frames["translations"] if row["status"] != "ok"), "article", "segment"
        ),
    )


def _root(run: FinishedRun) -> str:
    """Code-scanning hosts want paths from the top of the repository: the nearest folder above that has a .git."""
    config = getattr(run, "config", None)
    if config is None:
        return ""
    folder: Path = config.corpus.path.resolve()
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)
    return f"{folder.relative_to(top).as_posix()}/" if top and folder != top else ""


def _baseline(run: FinishedRun) -> frozenset[str]:
    """Ids of the baseline that the configuration names. Raises ConfigError where it cannot be read."""
    config = getattr(run, "config", None)
    path = config.output.baseline if config is not None else None
    return read_baseline(path) if path else frozenset()


def _by_id(items: Iterable[Item], *fields: str) -> tuple[Item, ...]:
    key: Callable[[Item], Any] = attrgetter(*fields)
    return tuple(sorted(items, key=key))


class English:
    """Translations by segment, and by place: those of the sentences that a span touches."""

    def __init__(self, translations: list[Row], sentences: list[Row]) -> None:
        self.segments: dict[str, Row] = {row["segment"]: row for row in translations}
        self._sentences: dict[str, list[Row]] = defaultdict(list)
        for row in sentences:
            if row["sentence"] in self.segments:
                self._sentences[row["article"]].append(row)
        self._known: dict[tuple[str, int, int], Rendering | None] = {}

    def at(self, place: Place) -> Rendering | None:
        """English for a place in an article, null where its sentences have none."""
        span = (place.article, place.start, place.end)
        if span not in self._known:
            rows = self._sentences.get(place.article, ())
            self._known[span] = rendering_of(
                self.segments[row["sentence"]] for row in rows if row["start"] < place.end and place.start < row["end"]
            )
        return self._known[span]


def rendering_of(segments: Iterable[Row]) -> Rendering | None:
    """Translated segments as one; doubtful where one of them is."""
    found = [row for row in segments if row["english"]]
    doubtful = any(row["status"] == "suspect" for row in found)
    return Rendering(" ".join(row["english"] for row in found), "suspect" if doubtful else "ok") if found else None


def _articles(frames: Frames) -> tuple[Article, ...]:
    languages = {row["article"]: row["language"] for row in frames["languages"] if row["block"] == -1}
    stories = {row["article"]: row["story"] for row in frames["stories"]}
    found = (
        Article(
            id=row["article"],
            path=row["path"],
            outlet=row["outlet"] or row["article"],
            title=row["title"] or None,
            published=row["published"] or None,
            language=languages.get(row["article"]),
            story=stories.get(row["article"]),
            url=row["url"] or None,
            sha256=row["sha256"],
            format=row["format"] or "",
            text=row["text"] or "",
        )
        for row in frames["articles"]
    )
    return _by_id(found, "id")


def _stories(rows: list[Row]) -> tuple[Story, ...]:
    members: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        members[row["story"]].append(row)
    return tuple(
        Story(
            id=story,
            articles=tuple(sorted(row["article"] for row in found)),
            reason="; ".join(sorted({row["reason"] for row in found if row["reason"]})),
        )
        for story, found in sorted(members.items())
    )


def _syndication(row: Row) -> Syndication:
    return Syndication(
        story=row["story"],
        origin=row["origin"],
        copies=tuple(sorted(row["copies"] or ())),
        score=_rounded(row["score"]),
        reason=row["reason"] or "",
    )


def _quotes(frames: Frames, places: Places, english: English) -> tuple[Quote, ...]:
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in frames["parts"]:
        parts[row["quote"]].append(row)
        parts[row["quote"]].sort(key=itemgetter("index"))
    rows = frames["quotes"]
    names = unified((row["speaker"], row["language"]) for row in rows if row["speaker"])
    return _by_id((_quote(row, parts[row["quote"]], names, places, english) for row in rows), "id")


def _quote(row: Row, parts: list[Row], names: dict[str, str], places: Places, english: English) -> Quote:
    found = tuple(_part(part, english.segments.get(part["part"])) for part in parts)
    return Quote(
        id=row["quote"],
        place=places(row["article"], row["start"], row["end"]),
        kind=row["kind"],
        language=row["language"],
        text=row["text"],
        rest=tuple(row["rest"] or ()),
        spans=tuple((span["start"], span["end"]) for span in row["spans"] or ()),
        parts=found,
        speaker=names.get(row["speaker"] or "") or None,
        speaker_text=row["speaker_text"] or None,
        cue=row["cue"] or None,
        relay=row["relay"] or None,
        context=row["context"] or None,
        english=joined_english(found)[0],
    )


def _part(row: Row, rendering: Row | None) -> Part:
    return Part(
        id=row["part"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        english=(rendering["english"] or None) if rendering else None,
        translation=rendering["status"] if rendering else "none",
    )


def _utterances(rows: list[Row]) -> tuple[Utterance, ...]:
    members: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        members[row["utterance"], row["story"]].append(row)
    return tuple(
        Utterance(
            story,
            id_,
            tuple(sorted({row["quote"] for row in found})),
            frozenset(part for row in found for part in row["parts"] or ()),
            tuple(sorted({row["quote"]: _view(row["via"]) for row in found if row["via"]}.items())),
        )
        for (id_, story), found in sorted(members.items())
    )


def _view(via: str) -> str:
    """The view of an utterance's `via` (`<view> <part> <score>`), a sentence where the post itself is the link."""
    first = via.partition(" ")[0]
    return first if first in VIEWS else "same post"


def _differences(frames: Frames, places: Places) -> tuple[Difference, ...]:
    article = {row["quote"]: row["article"] for row in frames["quotes"]}

    def place(quote: str, span: tuple[int, int] | None) -> Place | None:
        return places(article[quote], *span) if span and quote in article else None

    found = (
        Difference(
            story=row["story"],
            utterance=row["utterance"],
            a=row["a"],
            b=row["b"],
            class_=row["class"],
            kind=row["kind"],
            severity=row["severity"],
            band=row["band"],
            confidence=_rounded(row["confidence"]),
            a_text=row["a_text"] or "",
            b_text=row["b_text"] or "",
            a_span=_span(row["a_span"]),
            b_span=_span(row["b_span"]),
            via_translation=bool(row["via_translation"]),
            evidence=tuple(row["evidence"] or ()),
            explanation=row["explanation"] or "",
            a_place=place(row["a"], _span(row["a_span"])),
            b_place=place(row["b"], _span(row["b_span"])),
        )
        for row in frames["differences"]
    )
    nowhere = (-1, -1)

    def order(d: Difference) -> tuple[object, ...]:
        return d.utterance, d.a, d.b, d.a_span or nowhere, d.b_span or nowhere, d.class_, d.a_text, d.b_text

    return tuple(sorted(found, key=order))


def _claims(claims: list[Row], passages: Iterable[Row], places: Places, english: English) -> tuple[Claim, ...]:
    """Of the passages, which are most of a report, equal texts are kept once and no row longer than it is read."""
    support: dict[str, list[Support]] = defaultdict(list)
    texts: dict[str, str] = {}
    for row in passages:
        support[row["claim"]].append(_support(row, places, english, texts))
    nearest = {claim: _by_id(found, "article") for claim, found in support.items()}
    return _by_id((_claim(row, nearest.get(row["claim"], ()), places, english) for row in claims), "id")


def _claim(row: Row, support: tuple[Support, ...], places: Places, english: English) -> Claim:
    segment = english.segments.get(row["sentence"])
    return Claim(
        story=row["story"],
        id=row["claim"],
        place=places(row["article"], row["start"], row["end"]),
        sentence=row["sentence"],
        text=row["text"],
        english=rendering_of([segment] if segment else ()),
        attributed_to=row["attributed_to"] or None,
        status=row["status"],
        band=row["band"],
        score=_rounded(row["score"]),
        checkworthiness=_rounded(row["checkworthiness"]),
        supported_in=tuple(sorted(row["supported_in"] or ())),
        independent_sources=row["independent_sources"] or 0,
        checked_against=tuple(sorted(row["checked_against"] or ())),
        not_checked=tuple(sorted(row["not_checked"] or ())),
        explanation=row["explanation"] or "",
        support=support,
    )


def _support(row: Row, places: Places, english: English, texts: dict[str, str]) -> Support:
    def once(text: str) -> str:
        return texts.setdefault(text, text)

    known = row["start"] is not None and row["end"] is not None
    place = places(row["article"], row["start"], row["end"]) if known else None
    return Support(
        article=once(row["article"]),
        verdict=once(row["verdict"]),
        score=_rounded(row["score"]),
        text=once(row["text"] or ""),
        english=english.at(place) if place else None,
        place=place,
        evidence=tuple(once(line) for line in row["evidence"] or ()),
    )


def _conflict(row: Row, places: Places, english: English) -> Conflict:
    a, b = (places(row[f"{side}_article"], row[f"{side}_start"], row[f"{side}_end"]) for side in "ab")
    return Conflict(
        story=row["story"],
        id=row["conflict"],
        kind=row["kind"],
        band=row["band"],
        confidence=_rounded(row["confidence"]),
        a=a,
        a_text=row["a_text"],
        a_english=english.at(a),
        b=b,
        b_text=row["b_text"],
        b_english=english.at(b),
        explanation=row["explanation"] or "",
    )


def _finding(row: Row, places: Places, reviewed: Reviewed, known: frozenset[str]) -> Finding:
    return Finding(
        story=row["story"] or None,
        id=row["finding"],
        rule=row["rule"],
        severity=row["severity"],
        confidence=_rounded(row["confidence"]),
        band=row["band"],
        state=state_of(row["finding"], row["state"], reviewed.states, known),
        message=row["message"],
        subjects=tuple((row["subject"] or "").split("\n")),
        locations=tuple(places(**place) for place in row["locations"] or ()),
        decision=reviewed.decisions.get(row["finding"]),
    )


def _translation(row: Row) -> TranslationCheck:
    return TranslationCheck(
        article=row["article"],
        segment=row["segment"],
        language=row["language"],
        status=row["status"],
        english=row["english"] or "",
        checks=tuple(row["checks"] or ()),
    )


def _span(span: dict[str, int | None] | None) -> tuple[int, int] | None:
    """A struct column's null arrives as null or as a struct of nulls."""
    if span is None or span["start"] is None or span["end"] is None:
        return None
    return span["start"], span["end"]


def _rounded(score: float | None) -> float:
    """Four digits: enough to read and sort by, too few to differ between machines."""
    return round(score, 4) if score is not None else 0.0
