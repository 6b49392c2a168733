"""What a claim's verdicts are called to a reader: who states it, who was asked, who could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.evidence.passages import FEATURES, Evidence
from pipeline.evidence.statements import Statement

CHECKWORTHY_WORDS: Final = 12
LONE: Final = "The story has one article: there is nothing to check it against."


def explain(
    status: str,
    *,
    stating: Sequence[str],
    supporting: Sequence[str],
    checked: Sequence[str],
    untranslated: Sequence[str],
    unread: Sequence[str],
    copies: Sequence[str],
    clashes: Sequence[tuple[str, str, str]],
    sources: int,
    names: Mapping[str, str],
) -> str:
    """One to six sentences. `clashes` are (article, the claim's value, the other's)."""
    said = {
        "corroborated": f"Stated by {_list(stating, names)}.",
        "partial": f"Only part of it, or another value, stands in {_list(supporting, names)}.",
        "single_source": "No independent article of the story states it.",
        "unchecked": "It could not be checked.",
    }[status]
    parts = [said]
    if status == "corroborated" and sources == 1:
        parts.append("One source all the same: it is relayed from one outlet to the others.")
    if clashes:
        told = [f"“{mine}” here, “{other}” in {names[article]}" for article, mine, other in clashes[:3]]
        parts.append(f"Values differ: {'; '.join(told)}.")
    if status == "single_source" and checked:
        parts.append(f"Checked against {_list(checked, names)}.")
    if untranslated and status in ("single_source", "partial"):
        parts.append(f"Compared by encoder and dictionaries, without a translation: {_list(untranslated, names)}.")
    if copies:
        parts.append(f"{_list(copies, names)} prints the same text and counts as one source with this article.")
    if unread:
        parts.append(f"Could not be read: {_list(unread, names)}.")
    return " ".join(parts)


def checkworthiness(statement: Statement) -> float:
    """0..1 to sort by: figures, names and substance make a claim worth a check; nothing is hidden by it."""
    figures = len(statement.numbers) + len(statement.dates)
    substance = min(1.0, len(statement.words) / CHECKWORTHY_WORDS)
    return round(0.2 + 0.3 * min(1.0, figures / 2) + 0.2 * min(1.0, len(statement.names) / 3) + 0.3 * substance, 3)


def describe(evidence: Evidence, via: str, names: Mapping[str, str]) -> list[str]:
    """Why a passage was taken for support, in short lines."""
    value = dict(zip(FEATURES, evidence.features.tolist(), strict=True))
    lines = [f"closeness {value['cosine'] + value['cosine_across']:.2f} ({evidence.view} wording)"]
    if value["words"] or value["words_translated"]:
        lines.append(f"{value['words'] + value['words_translated']:.0%} of the rarer words")
    if value["quoted"]:
        lines.append(f"quotes {value['quoted']:.0%} of the same words")
    if evidence.agree:
        lines.append("agree: " + ", ".join(dict.fromkeys(evidence.agree)))
    lines.extend(f"differ: {mine} / {other}" for mine, other in evidence.clash)
    lines.extend(evidence.reworded)
    if value["polarity"]:
        lines.append("one side negates")
    if via:
        lines.append(f"through {names[via]}")
    return lines


def _list(articles: Sequence[str], names: Mapping[str, str]) -> str:
    told = [names[article] for article in articles]
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + f" and {told[-1]}" if told else "no article"
