"""Evidence to findings: which rule fires, how grave it is, where to look, and an id that outlives edits elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.accounts import disagreements, single_source
from pipeline.rules.coverage import suspect_translations, unread, untranslated
from pipeline.rules.firing import Firing, merged
from pipeline.rules.sources import Row, Sources
from pipeline.rules.wording import wording
from pipeline.schemas import frame

if TYPE_CHECKING:
    import polars as pl

    from pipeline.config import FindingsConfig

BANDS = {"review": frozenset({"sure", "review"}), "sure": frozenset({"sure"})}


def findings(
    config: FindingsConfig,
    articles: pl.DataFrame,
    quarantine: pl.DataFrame,
    stories: pl.DataFrame,
    sentences: pl.DataFrame,
    quotes: pl.DataFrame,
    parts: pl.DataFrame,
    differences: pl.DataFrame,
    claims: pl.DataFrame,
    conflicts: pl.DataFrame,
    translations: pl.DataFrame,
) -> pl.DataFrame:
    """The findings frame. Every finding is `new`; a baseline or a review changes that when a report is drawn."""
    sources = Sources(
        articles.to_dicts(),
        quarantine.to_dicts(),
        stories.to_dicts(),
        quotes.to_dicts(),
        [*sentences.drop("text").iter_rows(named=True), *parts.drop("text").iter_rows(named=True)],
    )
    bands = BANDS[config.min_band]
    rendered = translations.drop("english").to_dicts()
    doubtful = {row["segment"] for row in rendered if row["status"] != "ok"}
    quoted = wording(differences.to_dicts(), sources, doubtful, bands)
    fired = disagreements(conflicts.to_dicts(), quoted, sources, bands)
    if config.single_source != "off":
        fired += single_source(claims.to_dicts(), sources, bands)
    fired += [
        *suspect_translations(rendered, sources),
        *untranslated(rendered, sources),
        *unread(quarantine.to_dicts()),
    ]
    rows = [_row(firing, sources) for firing in merged(fired)]
    return frame("findings", rows).sort("story", "finding", nulls_last=True)


def _row(firing: Firing, sources: Sources) -> Row:
    return {
        "story": firing.story,
        "finding": firing.fingerprint,
        "rule": firing.rule,
        "severity": firing.severity,
        "confidence": firing.confidence,
        "band": firing.band,
        "state": "new",
        "message": firing.message,
        "subject": "\n".join(firing.subjects),
        "locations": sorted((sources.place(span) for span in firing.spans), key=lambda at: (at["path"], at["start"])),
    }
