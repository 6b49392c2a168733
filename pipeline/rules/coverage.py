"""What the run could not check, as findings: doubtful and missing translations, files that were not read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.rules.firing import Firing, Span
from pipeline.rules.phrasing import language_name, listed, name, plural
from pipeline.rules.sources import Row, Sources
from pipeline.text.translation_checks import SOFT

PLACES = 20
"""Locations that one of these findings carries; the report lists the rest."""


def suspect_translations(translations: Sequence[Row], sources: Sources) -> list[Firing]:
    """One firing an article, whatever the number of its segments that failed a check."""
    totals = Counter(row["article"] for row in translations)
    failed: dict[str, list[Row]] = defaultdict(list)
    for row in translations:
        if row["status"] == "suspect" and not _only_unsure(row):
            failed[row["article"]].append(row)
    return [_suspect(article, rows, totals[article], sources) for article, rows in sorted(failed.items())]


def _only_unsure(row: Row) -> bool:
    """A rough translation is no finding: the passage is compared in its own language, and the run's notes count it."""
    return all(check == "unsure" or check in SOFT for check in row["checks"] or ()) and bool(row["checks"])


def _suspect(article: str, rows: list[Row], total: int, sources: Sources) -> Firing:
    checks = listed(sorted({check.replace("_", " ") for row in rows for check in row["checks"] or ()}))
    reason = f" ({checks})" if checks else ""
    return Firing(
        rule="translation-suspect",
        story=sources.story(article),
        severity="minor",
        band="sure",
        confidence=1.0,
        message=(
            f"{len(rows)} of {plural(total, 'translated passage')} of {name(sources.outlet(article))} "
            f"failed the translation checks{reason}; read {'it' if len(rows) == 1 else 'them'} in the original."
        ),
        content=(article,),
        subjects=tuple(f"translation:{row['segment']}" for row in rows),
        spans=_spans(rows, sources),
    )


def untranslated(translations: Sequence[Row], sources: Sources) -> list[Firing]:
    """One firing a language that could not be put into English."""
    missing: dict[str, list[Row]] = defaultdict(list)
    for row in translations:
        if row["status"] == "missing":
            missing[row["language"]].append(row)
    return [_untranslated(language, rows, sources) for language, rows in sorted(missing.items())]


def _untranslated(language: str, rows: list[Row], sources: Sources) -> Firing:
    outlets = listed(sources.outlets({row["article"] for row in rows}))
    return Firing(
        rule="degraded",
        story=None,
        severity="minor",
        band="sure",
        confidence=1.0,
        message=(
            f"{plural(len(rows), 'passage')} of {outlets} in {language_name(language)} could not be translated, "
            "so what they say was not fully checked."
        ),
        content=("language", language),
        subjects=(f"run:language:{language}",),
        spans=_spans(rows, sources),
    )


def unread(quarantine: Sequence[Row]) -> list[Firing]:
    """One firing a file that was not read."""
    return [
        Firing(
            rule="degraded",
            story=None,
            severity="minor",
            band="sure",
            confidence=1.0,
            message=f"{name(row['path'])} was not read: {name(row['reason']).rstrip('.')}.",
            content=("file", row["path"]),
            subjects=(f"run:file:{row['path']}",),
            spans=((row["article"], 0, 0),),
        )
        for row in quarantine
    ]


def _spans(rows: Sequence[Row], sources: Sources) -> tuple[Span, ...]:
    found = sorted({span for row in rows if (span := sources.segment(row["segment"]))})
    return tuple(found[:PLACES])
