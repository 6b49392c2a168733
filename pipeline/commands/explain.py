"""`verify explain`: everything that the run knows about one finding, from the file's words to the rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import ConfigError, InputError
from pipeline.runner import open_run
from pipeline.runs import Run

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
JUDGING: Final = ("align", "compare", "corroborate", "contradict", "findings")


def explain(finding: str, directory: Path | None, as_json: bool) -> None:
    """The chain as text or JSON. Raises InputError where there is no run, ConfigError where no such finding."""
    run = open_run(directory if directory is not None else newest_run(Path("output")))
    chain = chain_of(run, _finding(run, finding))
    print(json.dumps(chain, ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(chain)))


def newest_run(output: Path) -> Path:
    """The folder under `output` whose report was written last. Raises InputError."""
    reports = sorted(output.glob("*/report.json"), key=lambda path: path.stat().st_mtime_ns)
    if not reports:
        raise InputError(f"no finished run under {output}", "name one by --run")
    return reports[-1].parent


def _finding(run: Run, prefix: str) -> Row:
    import polars as pl

    found = run.frame("findings").filter(pl.col("finding").str.starts_with(prefix)).to_dicts()
    if not found:
        raise ConfigError(f"{run.directory} has no finding {prefix}", "ids are in report.json and in `verify check`")
    if len(found) > 1:
        raise ConfigError(f"{prefix} is the beginning of {len(found)} findings", "give more of the id")
    return found[0]


def chain_of(run: Run, finding: Row) -> dict[str, Any]:
    """The finding with the sentences, quotes, translations, candidates and evidence that it rests on."""
    sentences = _at(run.frame("sentences"), finding["locations"])
    quotes = _at(run.frame("quotes"), finding["locations"])
    named = _named(finding["subject"])
    ids = [row["quote"] for row in quotes]
    parts = _where(run.frame("parts"), "quote", ids)
    segments = [row["sentence"] for row in sentences] + [row["part"] for row in parts] + named.get("translation", [])
    return {
        "finding": finding,
        "sentences": sentences,
        "quotes": quotes,
        "translations": _where(run.frame("translations"), "segment", segments),
        "candidates": _between(run.frame("candidates"), ("a_quote", "b_quote"), ids),
        "utterances": _where(run.frame("utterances"), "quote", ids),
        "differences": _between(run.frame("differences"), ("a", "b"), ids),
        "claims": _where(run.frame("claims"), "claim", named.get("claim", [])),
        "support": _where(run.frame("support"), "claim", named.get("claim", [])),
        "conflicts": _where(run.frame("conflicts"), "conflict", named.get("conflict", [])),
        "settings": run.config.model_dump(mode="json", include=set(JUDGING)),
        "models": dict(run.models),
    }


def _named(subject: str | None) -> dict[str, list[str]]:
    """Subjects such as `claim:<id>`, one a line, by their kind."""
    found: dict[str, list[str]] = {}
    for line in (subject or "").splitlines():
        kind, _, name = line.partition(":")
        found.setdefault(kind, []).append(name)
    return found


def _at(frame: pl.DataFrame, locations: Iterable[Row]) -> list[Row]:
    """Rows whose span shares a character with one of the locations."""
    import polars as pl

    meets = pl.lit(False)
    for place in locations or ():
        overlaps = (pl.col("start") < place["end"]) & (pl.col("end") > place["start"])
        meets |= (pl.col("article") == place["article"]) & overlaps
    return frame.filter(meets).to_dicts()


def _where(frame: pl.DataFrame, column: str, wanted: list[str]) -> list[Row]:
    import polars as pl

    return frame.filter(pl.col(column).is_in(wanted)).to_dicts()


def _between(frame: pl.DataFrame, columns: tuple[str, str], wanted: list[str]) -> list[Row]:
    """Rows both of whose ends are among the wanted."""
    import polars as pl

    return frame.filter(pl.all_horizontal(pl.col(*columns).is_in(wanted))).to_dicts()


def _lines(chain: dict[str, Any]) -> Iterator[str]:
    finding = chain["finding"]
    yield f"{finding['severity']} {finding['rule']} [{finding['finding']}], confidence {finding['confidence']:.2f}"
    yield finding["message"]
    for place in finding["locations"] or ():
        yield f"  at {place['path']}:{place['line']}:{place['column']}"
    yield from _section(
        "sentences", (f"{row['sentence']} ({row['language']}): {row['text']}" for row in chain["sentences"])
    )
    yield from _section("quotes", (_quote(row) for row in chain["quotes"]))
    yield from _section("translations", (_translation(row) for row in chain["translations"]))
    yield from _section("candidates", (_candidate(row) for row in chain["candidates"]))
    yield from _section("differences", (_evidence(row, row["class"]) for row in chain["differences"]))
    yield from _section("conflicts", (_evidence(row, row["kind"]) for row in chain["conflicts"]))
    yield from _section("claims", (_claim(row) for row in chain["claims"]))
    yield from _section("nearest passages", (_support(row) for row in chain["support"]))
    if chain["candidates"]:
        align = chain["settings"]["align"]
        yield f"\nthresholds: match from {align['match']}, review from {align['review']}"


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    listed = [f"  {row}" for row in rows]
    if listed:
        yield f"\n{title}"
        yield from listed


def _quote(row: Row) -> str:
    cue = f", cue {row['cue']!r}" if row["cue"] else ""
    return f"{row['quote']} ({row['kind']}), speaker {row['speaker'] or 'unknown'}{cue}: {row['text']}"


def _translation(row: Row) -> str:
    checks = f", failed {', '.join(row['checks'])}" if row["checks"] else ""
    return f"{row['segment']} {row['status']}{checks} by {row['package'] or 'no package'}: {row['english'] or '-'}"


def _candidate(row: Row) -> str:
    figures = (f"{name} {row[name]:.2f}" for name in ("score", "lexical", "cosine", "margin") if row[name] is not None)
    return f"{row['a']} ~ {row['b']} {row['band']} by {row['view']}: {', '.join(figures)}{_because(row)}"


def _evidence(row: Row, kind: str) -> str:
    return (
        f"{kind} ({row['band']}, {row['confidence']:.2f}) {row['a_text']!r} / {row['b_text']!r}: {row['explanation']}"
    )


def _claim(row: Row) -> str:
    return f"{row['claim']} {row['status']} ({row['band']}, score {row['score']:.2f}): {row['explanation']}"


def _support(row: Row) -> str:
    place = f"{row['article']} {row['verdict']} {row['score']:.2f}"
    return f"{place} by {row['view'] or '-'}: {row['text'] or '-'}{_because(row)}"


def _because(row: Row) -> str:
    return f" ({'; '.join(row['evidence'])})" if row["evidence"] else ""
