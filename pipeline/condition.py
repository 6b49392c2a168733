"""The condition of a run: which models spoke, what lessens the result, and what a reader should know besides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.rules.phrasing import language_name
from pipeline.runs import Skipped

if TYPE_CHECKING:
    import polars as pl

    from pipeline.supply import Models

NAMED = 10
"""Articles that one note names."""
Condition = tuple[dict[str, Any], list[str], list[str]]


def condition_of(
    frame: Callable[[str], pl.DataFrame], models: Models, skipped: Sequence[Skipped], notes: Sequence[str]
) -> Condition:
    """(models as in the contract, degraded, notes), sorted so that equal runs say the same."""
    translations = frame("translations")
    refused = [(row["path"], row["reason"]) for row in frame("quarantine").iter_rows(named=True)]
    refused += [(each.path, each.reason) for each in skipped]
    degraded = [f"{path} was not read: {reason}" for path, reason in sorted(refused)]
    degraded += _untranslated(translations, models)
    ahead = _ahead(frame("articles"), datetime.now(UTC).date())
    return (_models(translations, models), degraded, [*notes, *_suspect(translations), *ahead, *_alone(frame)])


def _ahead(articles: pl.DataFrame, today: date) -> list[str]:
    """Articles dated later than it can be anywhere on Earth: the date is wrong, and stories are grouped by dates."""
    dates = articles.select("article", "published").drop_nulls().sort("article").rows()
    return [
        f"{article}: dated {published}, which is yet to come; it is grouped with articles of that date only"
        for article, published in dates
        if published[:10] > (today + timedelta(days=1)).isoformat()
    ]


def _untranslated(translations: pl.DataFrame, models: Models) -> list[str]:
    """A sentence a language that could not be put into English, what that means, and the command that mends it."""
    import polars as pl

    encoder: Any = models.get("encoder")
    missing = translations.filter(pl.col("status") == "missing")
    found = missing.group_by("language").agg(pl.len(), pl.col("article").n_unique()).sort("language")
    return [
        f"{language_name(language)}: {_count(segments, 'sentence')} in {_count(articles, 'article')} "
        + (
            "compared without a translation, which finds less"
            if encoder.reads(language)
            else "could not be translated and no model reads them, so they are unchecked"
        )
        + f"; `verify models pull {language}` installs the package"
        for language, segments, articles in found.rows()
    ]


def _alone(frame: Callable[[str], pl.DataFrame]) -> list[str]:
    """One note on the articles whose story nobody else tells: silence about them says nothing."""
    import polars as pl

    outlets = dict(frame("articles").select("article", "outlet").iter_rows())
    counts = frame("stories").group_by("story").agg(pl.len(), pl.col("article").first())
    lone = sorted(counts.filter(pl.col("len") == 1)["article"].to_list())
    if not lone:
        return []
    named = ", ".join(
        f"{article} ({outlets[article]})" if outlets.get(article) else article for article in lone[:NAMED]
    )
    more = f" and {len(lone) - NAMED} more" if len(lone) > NAMED else ""
    verb = "tells its story" if len(lone) == 1 else "tell their stories"
    return [f"coverage: {named}{more} {verb} alone, so there was nothing to check the claims against"]


def _suspect(translations: pl.DataFrame) -> list[str]:
    import polars as pl

    tried = translations.filter(pl.col("status") != "missing")
    found = tried.group_by("language").agg((pl.col("status") == "suspect").sum(), pl.len()).sort("language")
    return [
        f"{language_name(language)}: {suspect} of {_count(total, 'translation')} failed a check and "
        f"{'makes' if suspect == 1 else 'make'} no finding alone"
        for language, suspect, total in found.rows()
        if suspect
    ]


def _models(translations: pl.DataFrame, models: Models) -> dict[str, Any]:
    import polars as pl

    encoder: Any = models.get("encoder")
    used = translations.filter(pl.col("status") != "missing")
    routes = used.select("language", "package", "version", "digest").unique().sort("language", "package")
    translators = {
        language: {"digest": digest, "package": package, "version": version}
        for language, package, version, digest in routes.rows()
    }
    # Keys in the order of the manifest, from which a report that is drawn again takes them.
    return {"encoder": {"digest": encoder.digest, "name": encoder.name}, "translators": translators}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
