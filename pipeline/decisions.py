"""What people decided about findings: `review.jsonl` in a run's folder, one decision a line, and baselines.

Decisions follow a finding's id, which is a fingerprint of content, into later runs. Lines are only ever added; the last
one about a finding holds. They lie beside the frames and never in them, so that no decision changes a cached stage.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pipeline.errors import ConfigError, InputError, OutputError

FILE: Final = "review.jsonl"
STATES: Final = ("accepted", "rejected", "open")
MOST: Final = {"finding": 200, "state": 20, "comment": 10_000, "time": 40, "reviewer": 200}
"""Keys of a line, and the characters that each may have."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`open` takes an earlier decision back. `time` is UTC in ISO 8601 with milliseconds and a Z."""

    finding: str
    state: str
    comment: str = ""
    time: str = ""
    reviewer: str = ""

    def line(self) -> bytes:
        return (json.dumps(asdict(self), ensure_ascii=False) + "\n").encode("utf-8", "replace")


@dataclass(frozen=True)
class Reviewed:
    """The decision that holds for each finding, and a note on every line that is none."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def states(self) -> dict[str, str]:
        """Finding -> accepted, rejected, or open again."""
        return {name: each.state for name, each in sorted(self.decisions.items())}


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def decision_of(row: object) -> Decision:
    """A decision from parsed JSON; keys that it does not know are dropped. Raises ValueError saying what is wrong."""
    if not isinstance(row, dict):
        raise ValueError("not an object")
    texts: dict[str, str] = {}
    for name, most in MOST.items():
        value = row.get(name) or ""
        if not isinstance(value, str):
            raise ValueError(f"{name} is not a text")
        if len(value) > most:
            raise ValueError(f"{name} is longer than {most} characters")
        texts[name] = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # no lone surrogates
    if not texts["finding"]:
        raise ValueError("finding is missing")
    if texts["state"] not in STATES:
        raise ValueError(f"state is none of {', '.join(STATES)}")
    return Decision(**texts)


def read_decisions(directory: Path) -> Reviewed:
    """The decisions of a run's folder; none where it has no review.jsonl. Raises InputError."""
    path = directory / FILE
    try:
        return parsed(path.read_bytes(), FILE)
    except FileNotFoundError:
        return Reviewed()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def parsed(content: bytes, name: str) -> Reviewed:
    """Lines to decisions; a line that was torn by a crash, or is none, is left out with a note."""
    found: dict[str, Decision] = {}
    notes = []
    lines = content.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            decision = decision_of(json.loads(line.decode("utf-8")))
        except ValueError as error:
            why = "it was cut short" if number == len(lines) else str(error) or "not JSON"
            notes.append(f"{name}: line {number} holds no decision and was left out ({why}).")
        else:
            found[decision.finding] = decision
    return Reviewed(found, tuple(notes))


def add_decisions(directory: Path, decisions: Iterable[Decision]) -> None:
    """Append whole lines and sync them; after a torn line they start a line of their own. Raises OutputError."""
    path = directory / FILE
    content = b"".join(each.line() for each in decisions)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            size = os.fstat(descriptor).st_size
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                content = b"\n" + content
            _write_whole(descriptor, content, size)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _write_whole(descriptor: int, content: bytes, size: int) -> None:
    """All of it or none: what a full disk cut short is taken back."""
    written = os.write(descriptor, content)
    if written < len(content):
        os.ftruncate(descriptor, size)
        raise OSError("the line could not be written whole")
    os.fsync(descriptor)


def read_baseline(path: Path) -> frozenset[str]:
    """The ids in a baseline. Raises ConfigError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(each["id"] for each in found["findings"])
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", "`verify baseline RUN --output FILE` writes one") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: not a baseline", "`verify baseline RUN --output FILE` writes one") from error


def state_of(finding: str, stored: str, decided: Mapping[str, str], known: frozenset[str] = frozenset()) -> str:
    """A rejection holds before a baseline, and a baseline before an acceptance: what is known does not fail a gate."""
    state = decided.get(finding)
    if state == "rejected":
        return state
    if finding in known or stored == "baseline":
        return "baseline"
    return "new" if state == "open" else state or stored


def with_states(report: Mapping[str, Any], decided: Mapping[str, str]) -> dict[str, Any]:
    """A report's record with the decisions of now, which may be younger than the file."""
    findings = [{**each, "state": state_of(each["id"], each["state"], decided)} for each in report["findings"]]
    return {**report, "findings": findings}
