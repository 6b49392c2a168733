"""`verify plan`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from pipeline.loading import load_config
from pipeline.planning import Planned
from pipeline.planning import plan as plan_flow


def plan(target: Path, output: Path | None, as_json: bool) -> None:
    """A line a stage: how many shards of how many, and why."""
    planned = plan_flow(load_config(target), output)
    if as_json:
        print(json.dumps([asdict(each) for each in planned], ensure_ascii=False, indent=1))
        return
    for each in planned:
        print(f"{each.stage:<12} {_amount(each):<24} {each.reason}")


def _amount(each: Planned) -> str:
    if not each.run:
        if not each.shards:
            return "runs"  # no stories are known yet
        return "kept" if not each.at_least else "kept, or run"
    if each.shard == "corpus":
        return "runs"
    noun = {"article": "articles", "story": "stories"}[each.shard]
    return f"runs {'at least ' if each.at_least else ''}{len(each.run)} of {each.shards} {noun}"
