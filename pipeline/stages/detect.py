"""The language of every article and block: py3langid under a script check, with a margin.

A block differs from its article only if its script says so or the identifier is clearly surer of another language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import polars as pl

from pipeline.config import DetectConfig
from pipeline.languages import languages as known_languages
from pipeline.schemas import frame
from pipeline.text.scripts import has_alien_letters, letter_count, main_script, written_in

_PROSE: Final = frozenset({"paragraph", "headline"})
# Names fill these lines, and names have no language: they differ from the article on strong evidence only.
_NAME_LINES: Final = frozenset({"byline", "caption", "boilerplate", "post_signature", "metadata"})
_NAME_LINE_MARGIN: Final = 0.6
_SAMPLE: Final = 20_000
# Prior odds of a language that the pipeline has a file for, against one that it does not know.
_KNOWN_ODDS: Final = 4.0


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


@dataclass(frozen=True, slots=True)
class _Verdict:
    language: str
    margin: float
    reason: str


def detect(config: DetectConfig, articles: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    """`articles`, `blocks` -> `languages`: block -1 is the article; ISO 639-1 codes, `und` where nothing tells."""
    by_article: dict[str, list[dict[str, Any]]] = {}
    for block in blocks.sort("article", "block").iter_rows(named=True):
        by_article.setdefault(block["article"], []).append(block)
    rows: list[dict[str, object]] = []
    for article, text in articles.sort("article").select("article", "text").iter_rows():
        own = by_article.get(article, [])
        whole = _article_language(text, own)
        rows.append(_row(article, -1, whole))
        foreign: dict[str, str] = {}
        # Running text first: a post's language tells that of the signature above it.
        for block in sorted(own, key=lambda block: (block["kind"] in _NAME_LINES, block["block"])):
            verdict = _block_language(config, text[block["start"] : block["end"]], block["kind"], whole, foreign)
            rows.append(_row(article, block["block"], verdict))
    return frame("languages", rows).sort("article", "block")


def _row(article: str, block: int, verdict: _Verdict) -> dict[str, object]:
    return {
        "article": article,
        "block": block,
        "language": verdict.language,
        "margin": round(verdict.margin, 4),
        "reason": verdict.reason,
    }


def _article_language(text: str, blocks: list[dict[str, Any]]) -> _Verdict:
    """By the prose alone: embedded posts and page furniture may be in another language."""
    prose = " ".join(text[block["start"] : block["end"]] for block in blocks if block["kind"] in _PROSE) or text
    script = main_script(prose)
    ranked = _ranked(prose[:_SAMPLE], script)
    if not ranked:
        return _Verdict("und", 0.0, "no letters" if not script else f"no known language in {script} script")
    return _Verdict(ranked[0][0], _lead(ranked), f"most likely of the languages in {script} script")


def _block_language(config: DetectConfig, text: str, kind: str, whole: _Verdict, foreign: dict[str, str]) -> _Verdict:
    """`foreign` remembers, by script, the language of a block that was not the article's."""
    script = main_script(text)
    if not script:
        return _Verdict(whole.language, 0.0, "no letters: the article's language")
    fits = written_in(whole.language, script) and not has_alien_letters(text, whole.language)
    short = letter_count(text) < config.min_chars
    if short and fits:
        return _Verdict(whole.language, 0.0, "too short to tell: the article's language")
    ranked = _ranked(text[:_SAMPLE], script)
    if script in foreign and (short or kind in _NAME_LINES):
        return _Verdict(foreign[script], 0.0, f"too short to tell: another block in {script} script")
    if not ranked:
        return _Verdict("und", 0.0, f"{script} script is not the article's, and no language is known in it")
    best = ranked[0][0]
    if not fits:
        foreign.setdefault(script, best)
        return _Verdict(best, _lead(ranked), f"{script} letters are not those of the article's language")
    lead = ranked[0][1] - dict(ranked).get(whole.language, 0.0)
    needed = _NAME_LINE_MARGIN if kind in _NAME_LINES else config.min_margin
    if best == whole.language or lead < needed:
        return _Verdict(whole.language, lead, "the article's language")
    return _Verdict(best, lead, "clearly another language than the article's")


def _lead(ranked: list[tuple[str, float]]) -> float:
    return ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)


def _ranked(text: str, script: str) -> list[tuple[str, float]]:
    """Languages of the script by probability, the best first; a tie goes to the earlier code."""
    known = known_languages()
    fitting = [
        (code, score * (_KNOWN_ODDS if code in known else 1.0))
        for code, score in _identifier().rank(text)
        if script and written_in(code, script) and not has_alien_letters(text, code)
    ]
    total = sum(score for _, score in fitting)
    if not total:
        return []
    return sorted(((code, score / total) for code, score in fitting), key=lambda row: (-row[1], row[0]))


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier
