"""corroborate: each claim of a story against the story's other articles, and how independent those are.

A claim is a sentence. For each other article the nearest passage is weighed; the calibrated judge says whether it
states the claim, part of it or none; reprints of one text count as one source. Silence counts only where it was heard:
what could not be read is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from pipeline.config import CorroborateConfig
from pipeline.corroboration.calibration import Calibration, load_calibration
from pipeline.corroboration.gathering import ask_words, gather
from pipeline.corroboration.reading import TOLD, Told, read_story
from pipeline.corroboration.reprints import find_reprints
from pipeline.corroboration.sources import Sources, told_by
from pipeline.corroboration.verdicts import Judged, Support, judge_claim, verdict, weigh_all
from pipeline.corroboration.wording import LONE, checkworthiness, describe, explain
from pipeline.evidence.passages import Evidence, Pair, Sentence
from pipeline.schemas import columns, frame

if TYPE_CHECKING:
    from pipeline.models.protocols import Encoder

UNCHECKED: Final = Judged("unchecked", "sure", 0.0, 1, (), ())
Rows = list[dict[str, object]]


def corroborate(
    config: CorroborateConfig,
    stories: pl.DataFrame,
    articles: pl.DataFrame,
    blocks: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    parts: pl.DataFrame,
    reported: pl.DataFrame,
    candidates: pl.DataFrame,
    differences: pl.DataFrame,
    conflicts: pl.DataFrame,
    translations: pl.DataFrame,
    vectors: pl.DataFrame,
    *,
    encoder: Encoder,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """`syndication`, `claims` and `support`, each sorted by story and claim."""
    calibration = load_calibration(config.calibration)
    syndication, claims, support = [], [], []  # type: tuple[Rows, Rows, Rows]
    for (story,), members in sorted(stories.partition_by("story", as_dict=True).items()):
        told = read_story(
            members, articles, sentences, quotes, parts, candidates, differences, conflicts, translations, vectors
        )
        reprints = find_reprints(told, articles, blocks, sentences, quotes) if len(told) > 1 else []
        syndication += [{"story": story, **asdict(group), "copies": list(group.copies)} for group in reprints]
        sources = Sources(told, reprints, quotes, parts, reported)
        weighed = _weigh(told, sources, calibration, encoder, config.passage_sentences)
        speakers = _speakers(quotes, reported)
        claims += [{"story": story, **row} for row in _claims(weighed, speakers)]
        support += [{"story": story, **row} for row in _support(weighed)]
    return (
        frame("syndication", syndication, "story", "origin"),
        frame("claims", claims, "story", "claim"),
        frame("support", support, "story", "claim", "article"),
    )


def foresee(members: Mapping[str, Sequence[str]], frames: Mapping[str, pl.DataFrame], *, encoder: Encoder) -> None:
    """Ask for the words of many stories in one call, which an encoder that remembers them answers in half the time."""
    told = {article for articles in members.values() if len(articles) > 1 for article in articles}
    ask_words(
        encoder,
        (
            (language, text)
            for article, kind, language, text in columns(frames["sentences"], "article", "kind", "language", "text")
            if article in told and kind in TOLD
        ),
    )


@dataclass(frozen=True, eq=False)
class _Weighed:
    """A story with all its evidence judged."""

    told: Sequence[Told]
    sources: Sources
    calibration: Calibration
    evidence: Mapping[Pair, Evidence]
    supports: Mapping[Pair, Support]

    def others(self, article: str) -> list[Told]:
        return [other for other in self.told if other.article != article]

    @cached_property
    def judged(self) -> Mapping[str, Judged]:
        """Each claim's verdict, by its sentence."""
        return {claim.id: self._judge(claim) for article in self.told for claim in article.claims}

    def _judge(self, claim: Sentence) -> Judged:
        if not claim.readable or len(self.told) < 2:
            return UNCHECKED
        read = {
            other.article: self.supports[claim.id, other.article]
            for other in self.others(claim.article)
            if (claim.id, other.article) in self.supports
        }
        unread = [other.article for other in self.others(claim.article) if not other.readable]

        def origin(article: str) -> str:
            found = self.evidence.get((claim.id, article))
            return self.sources.of_passage(article, found.passage) if found else self.sources.of(article)

        own = self.sources.of_passage(claim.article, [claim])
        copies = self.sources.copies(claim.article)
        return judge_claim(read, copies, own, origin, self.calibration.thresholds, unread)


def _weigh(
    told: Sequence[Told], sources: Sources, calibration: Calibration, encoder: Encoder, longest: int
) -> _Weighed:
    chosen = calibration.choose(gather(told, encoder, longest)) if len(told) > 1 else {}
    evidence = {pair: found for pair, (found, _, _) in chosen.items()}
    return _Weighed(told, sources, calibration, evidence, weigh_all(chosen))


def _claims(weighed: _Weighed, speakers: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    names = told_by(weighed.told)
    for article in weighed.told:
        for claim in article.claims:
            judged = weighed.judged[claim.id]
            others = weighed.others(article.article)
            unread = [other.article for other in others if not other.readable or not claim.readable]
            copies = weighed.sources.copies(article.article)
            checked = [other.article for other in others if other.article not in {*unread, *copies}]
            untranslated = [o.article for o in others if o.article in checked and not _translated(claim, o)]
            yield {
                "claim": claim.id,
                "article": claim.article,
                "sentence": claim.id,
                "text": claim.text,
                "start": claim.start,
                "end": claim.end,
                "attributed_to": speakers.get(claim.id),
                "status": judged.status,
                "band": judged.band,
                "score": judged.score,
                "checkworthiness": checkworthiness(claim.statement),
                "supported_in": list(judged.supporting),
                "independent_sources": judged.sources,
                "checked_against": checked,
                "not_checked": unread,
                "untranslated": untranslated,
                "explanation": _explanation(weighed, claim, judged, checked, untranslated, unread, copies, names),
            }


def _translated(claim: Sentence, other: Told) -> bool:
    """Whether the two were compared in one language; else the encoder and the dictionaries read across."""
    return claim.language == other.language or (claim.in_english and other.translated)


def _explanation(
    weighed: _Weighed,
    claim: Sentence,
    judged: Judged,
    checked: Sequence[str],
    untranslated: Sequence[str],
    unread: Sequence[str],
    copies: Sequence[str],
    names: Mapping[str, str],
) -> str:
    if len(weighed.told) < 2:
        return LONE
    if not claim.readable:
        return "It could not be checked: no installed model reads or translates its language."
    clashes = [
        (article, mine, other)
        for article in judged.supporting
        if article not in judged.stating and (found := weighed.evidence.get((claim.id, article)))
        for mine, other in found.clash
    ]
    return explain(
        judged.status,
        stating=judged.stating,
        supporting=[article for article in judged.supporting if article not in copies],
        checked=checked,
        untranslated=untranslated,
        unread=unread,
        copies=copies,
        clashes=clashes,
        sources=judged.sources,
        names=names,
    )


def _support(weighed: _Weighed) -> Iterable[dict[str, Any]]:
    names = told_by(weighed.told)
    for article in weighed.told:
        for claim in article.claims:
            judged = weighed.judged[claim.id]
            for other in weighed.others(article.article):
                found = weighed.evidence.get((claim.id, other.article))
                if found is None or not other.readable:
                    yield {"claim": claim.id, "article": other.article, "verdict": "unreadable", "evidence": []}
                    continue
                held = weighed.supports[claim.id, other.article]
                ruled = verdict(held, found, weighed.calibration.thresholds)
                yield {
                    "claim": claim.id,
                    "article": other.article,
                    "verdict": "full" if other.article in judged.stating else ruled,
                    "score": round(held.part, 4),
                    "view": found.view,
                    "start": found.passage[0].start,
                    "end": found.passage[-1].end,
                    "text": " ".join(sentence.text for sentence in found.passage),
                    "evidence": describe(found, held.via, names),
                }


def _speakers(quotes: pl.DataFrame, reported: pl.DataFrame) -> dict[str, str]:
    """sentence -> who said what it holds, by its first quotation, else by its indirect speech."""
    found: dict[str, str] = {}
    for table in (quotes, reported):
        told = sorted(columns(table, "article", "start", "sentence", "speaker"), key=itemgetter(0, 1))
        for _, _, sentence, speaker in told:
            if speaker:
                found.setdefault(sentence, speaker)
    return found
