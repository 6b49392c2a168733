"""translate: every segment that is not English into English, with the checks that its translation fails.

Texts are gathered over all articles, deduplicated, and given to the translator a language at a time. A translation
that fails a hard check is tried once more, cut at a clause boundary or with another beam, and the better one kept;
what still fails is `suspect` and names its checks. Without a package for the language the row is `missing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from pipeline.config import TranslateConfig
from pipeline.models.protocols import Route, Translation, Translator
from pipeline.schemas import frame
from pipeline.text.translation_checks import badness, failed_checks, is_suspect

ENGLISH: Final = "en"
UNKNOWN_LANGUAGE: Final = "und"
# Not the article's own words; nothing is aligned with them.
SKIPPED_KINDS: Final = ("boilerplate", "byline", "metadata")
# A sentence is cut for its second try when both halves have at least this many words.
HALF_WORDS: Final = 5
_BOUNDARY = re.compile(r"(?<=[;:])\s+|\s+(?=[—–]\s)|(?<=,)\s+")
_STRONG = (";", ":", "—", "–")


@dataclass(frozen=True, slots=True)
class Attempt:
    """An English text, what it fails, and how it came about."""

    english: str
    checks: tuple[str, ...]
    put_back: tuple[str, ...] = ()


def translate(
    config: TranslateConfig, sentences: pl.DataFrame, parts: pl.DataFrame, *, translator: Translator
) -> pl.DataFrame:
    """One row a segment (sentence or part) that is not English, sorted by article and segment."""
    segments = foreign_segments(sentences, parts)
    attempts: dict[tuple[str, str], Attempt] = {}
    routes: dict[str, Route | None] = {}
    for language in sorted(set(segments["language"])):
        known = config.enabled and language != UNKNOWN_LANGUAGE
        routes[language] = translator.route(language) if known else None
        if routes[language] is not None:
            texts = sorted(set(segments.filter(pl.col("language") == language)["text"]))
            for text, attempt in zip(texts, attempt_all(texts, language, config.beam_size, translator), strict=True):
                attempts[language, text] = attempt
    rows = [_row(segment, routes, attempts, config.enabled) for segment in segments.iter_rows(named=True)]
    return frame("translations", rows)


def foreign_segments(sentences: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """(article, segment, language, text) of what needs English, sorted."""
    columns = ("article", "segment", "language", "text")
    ours = sentences.filter(~pl.col("kind").is_in(SKIPPED_KINDS)).rename({"sentence": "segment"}).select(columns)
    quoted = parts.rename({"part": "segment"}).select(columns)
    both = pl.concat([ours, quoted]).with_columns(pl.col("language").fill_null(UNKNOWN_LANGUAGE))
    return both.filter(pl.col("language") != ENGLISH).sort("article", "segment")


def attempt_all(texts: list[str], language: str, beam_size: int, translator: Translator) -> list[Attempt]:
    """One attempt a text, in order; the failed ones have been tried twice."""
    spoken = [text for text in texts if _has_words(text)]
    first = dict(zip(spoken, translator.translate(spoken, language, beam_size), strict=True))
    found = {text: _checked(text, first[text], language) for text in spoken}
    failed = [text for text in spoken if is_suspect(found[text].checks)]
    for text, second in zip(failed, _second_try(failed, language, beam_size, translator), strict=True):
        if badness(second.checks) < badness(found[text].checks):
            found[text] = second
    # Rules, bullets and bare signs are the same in every language.
    return [found.get(text, Attempt(text, ())) for text in texts]


def _second_try(texts: list[str], language: str, beam_size: int, translator: Translator) -> list[Attempt]:
    """Long sentences in two halves, the others with another beam; each kind in one call."""
    halves = {text: cut for text in texts if (cut := halve(text)) is not None}
    whole = [text for text in texts if text not in halves]
    pieces = [piece for cut in halves.values() for piece in cut]
    by_piece = dict(zip(pieces, translator.translate(pieces, language, beam_size), strict=True))
    other = dict(zip(whole, translator.translate(whole, language, other_beam(beam_size)), strict=True))
    again = {text: _joined(cut, [by_piece[piece] for piece in cut]) for text, cut in halves.items()} | other
    return [_checked(text, again[text], language) for text in texts]


def other_beam(beam_size: int) -> int:
    """Greedy decoding where the search was wide, a search where it was greedy."""
    return 1 if beam_size > 1 else 4


def halve(text: str) -> tuple[str, str] | None:
    """The text cut at the clause boundary nearest its middle; a strong one (; : —) counts as nearer than a comma."""
    best: tuple[float, int, int] | None = None
    for boundary in _BOUNDARY.finditer(text):
        left, right = text[: boundary.start()], text[boundary.end() :]
        if min(len(left.split()), len(right.split())) >= HALF_WORDS:
            strong = left.endswith(_STRONG) or right.startswith(_STRONG)
            distance = abs(len(left) - len(right)) / len(text) * (0.5 if strong else 1.0)
            here = (distance, boundary.start(), boundary.end())
            best = here if best is None else min(best, here)
    return None if best is None else (text[: best[1]], text[best[2] :].lstrip("—– "))


def _joined(cut: tuple[str, str], translations: list[Translation]) -> Translation:
    left, right = (translation.english.strip() for translation in translations)
    if left.endswith(".") and not cut[0].endswith("."):
        left = left[:-1]
    put_back = tuple(word for translation in translations for word in translation.put_back)
    unknown, unsure = sum(each.unknown_tokens for each in translations), any(each.unsure for each in translations)
    return Translation(f"{left} {right}".strip(), unknown, put_back, unsure)


def _checked(text: str, translation: Translation, language: str) -> Attempt:
    checks = failed_checks(text, translation.english, language, translation.unknown_tokens, unsure=translation.unsure)
    return Attempt(translation.english, checks, translation.put_back)


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _row(
    segment: dict[str, str], routes: dict[str, Route | None], attempts: dict[tuple[str, str], Attempt], enabled: bool
) -> dict[str, object]:
    language = segment["language"]
    row: dict[str, object] = {name: segment[name] for name in ("article", "segment", "language")}
    route = routes[language]
    if route is None:
        reason = "language_unknown" if language == UNKNOWN_LANGUAGE else "no_package" if enabled else "disabled"
        return row | {"status": "missing", "checks": [reason]}
    attempt = attempts[language, segment["text"]]
    row |= {"package": "+".join(route.packages), "version": route.version, "digest": route.digest}
    row |= {"route": "→".join([language, *(name.rpartition("_")[2] for name in route.packages)])}
    if "empty" in attempt.checks:
        return row | {"status": "missing", "checks": list(attempt.checks)}
    status = "suspect" if is_suspect(attempt.checks) else "ok"
    put_back = list(attempt.put_back)
    return row | {"english": attempt.english, "status": status, "checks": list(attempt.checks), "put_back": put_back}
