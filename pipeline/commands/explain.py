"""`verify explain`: everything that the run knows about one finding, from the file's words to the rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.corroboration.calibration import Thresholds, load_calibration
from pipeline.decisions import read_decisions
from pipeline.errors import ConfigError, InputError
from pipeline.report.places import Places
from pipeline.rules.firing import difference_subject
from pipeline.rules.table import RULES
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
        raise ConfigError(f"{run.directory} has no finding {prefix!r}", "ids are in report.json and in `verify check`")
    if len(found) > 1:
        raise ConfigError(f"{len(found)} findings begin with {prefix!r}", "give more of the id")
    return found[0]


def chain_of(run: Run, finding: Row) -> dict[str, Any]:
    """The finding with the sentences, quotes, translations, candidates and evidence that it rests on."""
    named = _named(finding["subject"])
    differences, around = _differences(run, finding)
    support = _where(run.frame("support"), "claim", named.get("claim", []))
    places = [*finding["locations"], *(row for row in support if row["start"] is not None)]
    sentences = _at(run.frame("sentences"), finding["locations"])
    ids = sorted({row[side] for row in differences for side in "ab"} or _quotes_at(run, finding["locations"]))
    parts = _where(run.frame("parts"), "quote", ids)
    segments = [row["sentence"] for row in _at(run.frame("sentences"), places)] + [row["part"] for row in parts]
    translations = _where(run.frame("translations"), "segment", [*segments, *named.get("translation", [])])
    rule, decision = RULES.get(finding["rule"]), read_decisions(run.directory).decisions.get(finding["finding"])
    return {
        "finding": finding,
        "places": _places(run, finding["locations"]),
        "rule": asdict(rule) if rule else None,
        "decision": asdict(decision) if decision else None,
        "sentences": sentences,
        "quotes": _where(run.frame("quotes"), "quote", ids),
        "translations": translations,
        "candidates": _between(run.frame("candidates"), ("a_quote", "b_quote"), ids),
        "utterances": _where(run.frame("utterances"), "quote", ids),
        "differences": differences,
        "other_differences": around,
        "claims": _where(run.frame("claims"), "claim", named.get("claim", [])),
        "support": support,
        "conflicts": _where(run.frame("conflicts"), "conflict", named.get("conflict", [])),
        "settings": run.config.model_dump(mode="json", include=set(JUDGING)),
        "calibration": _calibration(run) if named.get("claim") else None,
        "models": _models(run, {row["language"] for row in translations}),
    }


def _places(run: Run, locations: Iterable[Row]) -> list[dict[str, object]]:
    """Where the locations stand in their files; everything else in a chain counts in the articles' texts."""
    places = Places(run.frame("articles").to_dicts(), run.frame("origins").to_dicts())
    found = [places(**location) for location in locations or ()]
    return [
        {"path": at.path, "start": at.span[0], "end": at.span[1], "line": at.line, "column": at.column} for at in found
    ]


def _differences(run: Run, finding: Row) -> tuple[list[Row], list[Row]]:
    """The differences that the finding stands on, and the others between the same quotes."""
    subjects = set((finding["subject"] or "").splitlines())
    every = run.frame("differences").to_dicts()
    fired = [row for row in every if _subject(row) in subjects]
    quotes = [row[side] for row in fired for side in "ab"]
    near = _between(run.frame("differences"), ("a", "b"), quotes)
    return fired, [row for row in near if _subject(row) not in subjects and row["severity"] != "none"]


def _subject(row: Row) -> str:
    starts = [(row[f"{side}_span"] or {}).get("start") for side in "ab"]
    return difference_subject(row["utterance"], row["a"], row["b"], row["class"], row["kind"], *starts)


def _quotes_at(run: Run, locations: Iterable[Row]) -> list[str]:
    return [row["quote"] for row in _at(run.frame("quotes"), locations)]


def _calibration(run: Run) -> dict[str, Any]:
    """What judged the claims. A file that is gone or of another version is named and no more."""
    path = run.config.corroborate.calibration
    found: dict[str, Any] = {"file": str(path) if path else "shipped"}
    try:
        judge = load_calibration(path)
    except ConfigError as error:
        return found | {"error": error.message}
    fitted = [{"corpus": each["corpus"], "claims": each["claims"]} for each in judge.fitted_on]
    return found | {"digest": judge.digest, "thresholds": asdict(judge.thresholds), "fitted_on": fitted}


def _models(run: Run, languages: Iterable[str | None]) -> dict[str, Any]:
    """The encoder, and the translators of the languages that were translated here."""
    wanted = set(languages)
    translators = {key: each for key, each in (run.models.get("translators") or {}).items() if key in wanted}
    return {**run.models, "translators": translators}


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
    finding, decision = chain["finding"], chain["decision"]
    unsure = ", unsure" if finding["band"] == "review" else ""
    sure = f"confidence {finding['confidence']:.2f}{unsure}"
    yield f"{finding['severity']} {finding['rule']} [{finding['finding']}], {sure}"
    yield finding["message"]
    for place in chain["places"]:
        yield f"  at {place['path']}:{place['line']}:{place['column']}"
    if decision:
        by = f" by {decision['reviewer']}" if decision["reviewer"] else ""
        yield f"  {decision['state']}{by}{': ' if decision['comment'] else ''}{decision['comment']}"
    if chain["rule"]:
        yield from _section("rule", [f"{chain['rule']['title']}. {chain['rule']['help']}"])
    yield from _section("sentences", map(_sentence, chain["sentences"]))
    yield from _section("quotes", map(_quote, chain["quotes"]))
    yield from _section("translations and their checks", map(_translation, chain["translations"]))
    yield from _section("candidates: how the quotes were found to be one", map(_candidate, chain["candidates"]))
    yield from _section("differences that fired", map(_difference, chain["differences"]))
    yield from _section("other differences between these quotes", map(_difference, chain["other_differences"]))
    yield from _section("conflicts", (_evidence(row, row["kind"]) for row in chain["conflicts"]))
    yield from _section("claims", map(_claim, chain["claims"]))
    yield from _section("nearest passages", map(_support, chain["support"]))
    yield from _section("calibration", _judges(chain))


def _judges(chain: dict[str, Any]) -> Iterator[str]:
    """The thresholds that the scores above were held against, and the models that gave them."""
    settings = chain["settings"]
    if chain["candidates"]:
        yield f"quotes: match from {settings['align']['match']}, review from {settings['align']['review']}"
        if any(row["view"] == "english" for row in chain["candidates"]):
            yield "a machine translation helped to pair these quotes; no word of it was compared"
    if chain["conflicts"]:
        yield f"conflicts: review from {settings['contradict']['review']}"
    if found := chain["calibration"]:
        yield _judge(found)
    encoder = chain["models"].get("encoder") or {}
    if encoder.get("name"):
        yield f"encoder: {encoder['name']} {encoder.get('digest', '')[:12]}"
    for language, each in sorted(chain["models"]["translators"].items()):
        yield f"translator of {language}: {each.get('package')} {each.get('version')} {(each.get('digest') or '')[:12]}"


def _judge(found: Row) -> str:
    if "error" in found:
        return f"claims: {found['file']}: {found['error']}"
    limits = Thresholds(**found["thresholds"])
    fitted = ", ".join(f"{each['claims']} claims of {each['corpus']}" for each in found["fitted_on"])
    return (
        f"claims: {found['file']} {found['digest'][:12]}, fitted on {fitted}; a passage supports the whole from "
        f"P {limits.full}, a part from P {limits.part}; unsure within {limits.review} of a limit"
    )


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    listed = [f"  {row}" for row in rows]
    if listed:
        yield f"\n{title}"
        yield from listed


def _sentence(row: Row) -> str:
    return f"{row['sentence']} ({row['language']}): {row['text']}"


def _quote(row: Row) -> str:
    cue = f", cue {row['cue']!r}" if row["cue"] else ""
    words = " […] ".join([row["text"], *(row["rest"] or ())])
    return f"{row['quote']} ({row['kind']}), speaker {row['speaker'] or 'unknown'}{cue}: {words}"


def _translation(row: Row) -> str:
    failed = f": failed {', '.join(row['checks'])}" if row["checks"] else ""
    failed += f", put back {', '.join(row['put_back'])}" if row["put_back"] else ""
    if row["status"] == "missing":
        why = ", ".join(row["checks"] or ()).replace("_", " ")
        return f"{row['segment']} ({row['language']}) is not translated{f': {why}' if why else ''}"
    by = " ".join(filter(None, (row["package"], row["version"]))) or "no package"
    return f"{row['segment']} ({row['language']}) {row['status']}{failed}, by {by}: {row['english'] or '-'}"


def _candidate(row: Row) -> str:
    figures = (f"{name} {row[name]:.2f}" for name in ("score", "lexical", "cosine", "margin") if row[name] is not None)
    return f"{row['a']} ~ {row['b']} {row['band']} by {row['view']}: {', '.join(figures)}{_because(row)}"


def _difference(row: Row) -> str:
    return f"{row['a']} ~ {row['b']}: {_evidence(row, ' '.join(filter(None, (row['class'], row['kind']))))}"


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
