"""What a run would compute and why, from keys and the manifest alone: nothing is loaded, computed or written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import corpus as corpora
from pipeline.config import RunConfig
from pipeline.flow import FLOW, Stage
from pipeline.keys import Keys, recipe
from pipeline.runner import directory_of
from pipeline.store import Manifest, StageRecord
from pipeline.supply import Models


@dataclass(frozen=True, slots=True)
class Planned:
    """One stage of a plan. `at_least`: new stories may come once the articles are grouped anew."""

    stage: str
    shard: str
    shards: int
    run: tuple[str, ...]
    reason: str
    at_least: bool = False


def plan(config: RunConfig, directory: Path | None = None) -> list[Planned]:
    """The stages in order with the shards that they would compute. Raises InputError, ModelError."""
    folder = (directory or directory_of(config)).resolve() / "frames"
    before = Manifest.read(folder)
    models = Models(config)
    sources = corpora.scan(config.corpus, config.ingest).sources
    roots = {source.article: source.key for source in sources}

    def recipe_of(stage: Stage) -> dict[str, Any]:
        return recipe(stage, config, {name: models.get(name).digest for name in stage.models})

    keys = Keys(FLOW, roots, recipe_of)
    keys.set_membership({s: rows for s, rows in before.stories.items() if all(str(row[0]) in roots for row in rows)})
    planned: dict[str, Planned] = {}
    for stage in FLOW:
        planned[stage.name] = _one(stage, keys.of(stage), before, folder, recipe_of(stage), planned)
    return list(planned.values())


def _one(
    stage: Stage,
    wanted: Mapping[str, str],
    before: Manifest,
    folder: Path,
    new: Mapping[str, Any],
    planned: Mapping[str, Planned],
) -> Planned:
    record = before.stages.get(stage.name)
    intact = record is not None and record.intact(folder)
    known = record.shards if record and intact else {}
    missing = tuple(shard for shard, key in wanted.items() if known.get(shard) != key)
    grouping = planned.get("stories")
    at_least = stage.shard == "story" and grouping is not None and bool(grouping.run)
    if record is None:
        reason = "has not run yet"
    elif not intact:
        reason = "its artifacts are missing or are not the ones that were written"
    elif not missing and known.keys() == wanted.keys():
        reason = "unchanged" if not at_least else "the stories may change"
    else:
        reason = "; ".join(_changes(record.recipe, new)) or _input_changes(stage, record, wanted, planned)
    return Planned(stage.name, stage.shard, len(wanted), missing, reason, at_least)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What of the stage's recipe is not as it was, in words."""
    found = []
    if old["version"] != new["version"]:
        found.append(f"stage version {old['version']} -> {new['version']}")
    for part, noun in (("config", "config"), ("models", "model"), ("libraries", "library")):
        for name in sorted(old[part].keys() | new[part].keys()):
            a, b = old[part].get(name), new[part].get(name)
            if a != b:
                found.append(f"{noun} {name}" + (" changed" if part == "models" else f" {a} -> {b}"))
    if old["source"] != new["source"]:
        found.append("the code or language tables that it uses changed")
    return found


def _input_changes(stage: Stage, record: StageRecord, wanted: Mapping[str, str], planned: Mapping[str, Planned]) -> str:
    if "files" in stage.reads:
        new = sorted(wanted.keys() - record.shards.keys())
        gone = sorted(record.shards.keys() - wanted.keys())
        changed = sorted(
            shard for shard in wanted.keys() & record.shards.keys() if wanted[shard] != record.shards[shard]
        )
        parts = [
            f"{word}: {_some(names)}" for word, names in (("new", new), ("changed", changed), ("gone", gone)) if names
        ]
        return "; ".join(parts)
    makers = {frame: each.name for each in FLOW for frame in each.writes}
    ran = dict.fromkeys(makers[name] for name in stage.reads if planned[makers[name]].run)
    return f"reads what {', '.join(ran)} would write anew" if ran else "the corpus has lost or gained articles"


def _some(names: list[str], limit: int = 4) -> str:
    return ", ".join(names) if len(names) <= limit else f"{', '.join(names[:limit])} and {len(names) - limit} more"
