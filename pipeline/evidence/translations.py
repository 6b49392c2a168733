"""Which translations may serve as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.schemas import columns

if TYPE_CHECKING:
    import polars as pl


def usable_english(translations: pl.DataFrame) -> dict[str, str]:
    """segment -> English; suspect translations are left out: they propose nothing, prove nothing, disprove nothing."""
    rows = columns(translations, "segment", "status", "english")
    return {segment: english for segment, status, english in rows if status == "ok" and english is not None}
