"""The fitted judge: weights of the evidence and the thresholds of the verdicts, as a versioned file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.errors import ConfigError
from pipeline.evidence.logistic import Logistic
from pipeline.evidence.passages import FEATURES, Evidence, Nearest, Pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities: `full` from which an article states the whole claim when a status is decided, `part` from which
    it states some of it, `count` from which it is counted as a source; within `review` of `full` or `part` a person
    should look.
    """

    full: float
    part: float
    count: float
    review: float = 0.1


@dataclass(frozen=True, slots=True)
class Calibration:
    """`part` and `full` judge one passage against one claim; `fitted_on` and `figures` say on what and how well."""

    part: Logistic
    full: Logistic
    thresholds: Thresholds
    fitted_on: tuple[dict[str, Any], ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)

    def judge(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2): P(states some of the claim), P(states the whole); the second is never above the first."""
        part, full = self.part.probability(features), self.full.probability(features)
        return np.asarray(np.round(np.stack([part, np.minimum(part, full)], axis=1), 6))

    def choose(self, found: Mapping[Pair, Sequence[Evidence]]) -> dict[Pair, tuple[Evidence, float, float]]:
        """The passage of each pair that states the claim best, with P(some of it) and P(the whole)."""
        table = found if isinstance(found, Nearest) else Nearest.of(found)
        chances = self.judge(table.features)
        # The first, nearest one where two are judged alike.
        best = table.best(chances[:, 0] + chances[:, 1]).tolist()
        judged = zip(table.pairs, best, chances[best].tolist(), strict=True)
        return {pair: (table.spell(row), part, full) for pair, row, (part, full) in judged}

    @property
    def digest(self) -> str:
        """sha256 over what decides: weights and thresholds."""
        told = json.dumps([FEATURES, asdict(self.part), asdict(self.full), asdict(self.thresholds)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def to_json(self) -> str:
        """The file's text, weights by the name of their feature."""
        table = {
            "format": FORMAT,
            "part": _named(self.part),
            "full": _named(self.full),
            "thresholds": asdict(self.thresholds),
            "fitted_on": list(self.fitted_on),
            "figures": self.figures,
        }
        return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


def load_calibration(path: Path | None = None) -> Calibration:
    """The calibration at `path`, else the shipped one. Raises ConfigError where the file does not fit this version."""
    source = path if path is not None else resources.files("pipeline.corroboration").joinpath("calibration.json")
    try:
        table = json.loads(source.read_text(encoding="utf-8"))
        if table["format"] != FORMAT or set(table["part"]["weights"]) != set(FEATURES):
            raise ConfigError(f"{source} is a calibration of another version", "fit it anew: verify calibrate")
        return Calibration(
            part=_read(table["part"]),
            full=_read(table["full"]),
            thresholds=Thresholds(**table["thresholds"]),
            fitted_on=tuple(table["fitted_on"]),
            figures=table["figures"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{source} is no calibration: {error}") from None


def _named(model: Logistic) -> dict[str, Any]:
    return {"bias": model.bias, "weights": dict(zip(FEATURES, model.weights, strict=True))}


def _read(table: dict[str, Any]) -> Logistic:
    return Logistic(tuple(float(table["weights"][name]) for name in FEATURES), float(table["bias"]))
