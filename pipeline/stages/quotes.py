"""Quotes: who said exactly what. articles, blocks, sentences -> quotes, their sentences ("parts"), reported speech."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import polars as pl

from pipeline import schemas
from pipeline.config import QuotesConfig
from pipeline.text.folding import fold_space
from pipeline.text.quotation.extract import extract
from pipeline.text.quotation.model import Found, Region, Reported, Settings
from pipeline.text.quotation.stretches import stretches

Row = dict[str, Any]


def quotes(
    config: QuotesConfig, articles: pl.DataFrame, blocks: pl.DataFrame, sentences: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """(quotes, parts, reported), sorted by id; pure, one article at a time."""
    settings = Settings(config.max_quote_chars, config.scare_max_words)
    by_block = _grouped(blocks)
    by_sentence = _grouped(sentences)
    found: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    for article in articles.sort("article").iter_rows(named=True):
        name = article["article"]
        view = _View(article["text"], by_block.get(name, []), by_sentence.get(name, []))
        items, claims = extract(view.text, view.regions(), view.language, settings)
        numbers = {id(item): f"{name}:q{number:02d}" for number, item in enumerate(items, start=1)}
        for item in items:
            row = _quote_row(name, numbers, item, view)
            found[0].append(row)
            found[1].extend(_part_rows(name, row, view.text))
        found[2].extend(_reported_rows(name, claims, view))
    return (
        schemas.frame("quotes", found[0]).sort("article", "quote"),
        schemas.frame("parts", found[1]).sort("article", "quote", "index"),
        schemas.frame("reported", found[2]).sort("article", "reported"),
    )


def _grouped(frame: pl.DataFrame) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        groups[row["article"]].append(row)
    return groups


class _View:
    """One article: its blocks with their languages, and the sentence that holds an offset."""

    def __init__(self, text: str, blocks: list[Row], sentences: list[Row]) -> None:
        self.text = text
        self.blocks = sorted(blocks, key=lambda row: row["start"])
        self.sentences = sorted(sentences, key=lambda row: row["start"])
        self._starts = [row["start"] for row in self.sentences]
        self._spoken = _languages(self.sentences)
        self.language = _main_language(self.sentences)

    def regions(self) -> list[Region]:
        return [
            Region(row["block"], row["kind"], row["start"], row["end"], self._spoken.get(row["block"], self.language))
            for row in self.blocks
            if row["repeats"] is None
        ]

    def sentence(self, offset: int) -> Row | None:
        at = bisect_right(self._starts, offset) - 1
        return self.sentences[at] if at >= 0 else None


def _languages(sentences: Iterable[Row]) -> dict[int, str]:
    weights: dict[int, Counter[str]] = defaultdict(Counter)
    for row in sentences:
        weights[row["block"]][row["language"]] += row["end"] - row["start"]
    return {block: counted.most_common(1)[0][0] for block, counted in weights.items()}


def _main_language(sentences: Iterable[Row]) -> str:
    counted: Counter[str] = Counter()
    for row in sentences:
        if row["kind"] in ("paragraph", "headline"):
            counted[row["language"]] += row["end"] - row["start"]
    return counted.most_common(1)[0][0] if counted else "und"


def _quote_row(article: str, numbers: dict[int, str], item: Found, view: _View) -> Row:
    sentence = view.sentence(item.spans[0][0])
    start, end = item.spans[0]
    source = item.source
    return {
        "article": article,
        "quote": numbers[id(item)],
        "block": item.region.block,
        "sentence": sentence["sentence"] if sentence else None,
        "kind": item.kind or "direct",
        "language": item.region.language,
        "start": start,
        "end": end,
        "text": fold_space(view.text[start:end]),
        "rest": [fold_space(view.text[a:b]) for a, b in item.spans[1:]],
        "spans": [{"start": a, "end": b} for a, b in item.spans],
        "speaker": item.speaker or None,
        "speaker_text": fold_space(view.text[source[0] : source[1]]) if source else None,
        "speaker_start": source[0] if source else None,
        "speaker_end": source[1] if source else None,
        "cue": item.cue or None,
        "relay": item.relay or None,
        "parent": numbers.get(id(item.parent)) if item.parent is not None else None,
        "posted": item.posted or None,
        "provenance": item.provenance or None,
        "unclosed": item.unclosed,
        "context": fold_space(view.text[item.context[0] : item.context[1]]) if item.context else None,
    }


def _part_rows(article: str, row: Row, text: str) -> list[Row]:
    """The sentences inside a quote, cut at dots, numbered over all its spans."""
    spans = [
        (span["start"] + a, span["start"] + b)
        for span in row["spans"]
        for a, b in stretches(text[span["start"] : span["end"]], row["language"])
    ]
    return [
        {
            "article": article,
            "quote": row["quote"],
            "part": f"{row['quote']}.{index}",
            "index": index,
            "language": row["language"],
            "start": start,
            "end": end,
            "text": fold_space(text[start:end]),
        }
        for index, (start, end) in enumerate(spans, start=1)
    ]


def _reported_rows(article: str, claims: list[Reported], view: _View) -> list[Row]:
    rows = []
    for number, claim in enumerate(claims, start=1):
        sentence = view.sentence(claim.start)
        rows.append(
            {
                "article": article,
                "reported": f"{article}:r{number:02d}",
                "sentence": sentence["sentence"] if sentence else None,
                "start": claim.start,
                "end": claim.end,
                "text": fold_space(view.text[claim.start : claim.end]),
                "speaker": claim.speaker or None,
                "speaker_text": fold_space(view.text[claim.source[0] : claim.source[1]]) if claim.source else None,
                "cue": fold_space(view.text[claim.cue[0] : claim.cue[1]]),
                "language": claim.language,
            }
        )
    return rows
