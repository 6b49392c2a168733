"""What a run costs, by size: time and memory of generated corpora, own work against model work, an unchanged rerun.

    python -m bench.scale [--articles 100 300 1000] [--stories-per-1000 150] [--sentences 7] [--work DIR] [--corpus DIR]

Each size is generated (`bench.corpus`), run cold in a process of its own, and run again unchanged. `--corpus` measures
an existing folder of articles instead. Times are wall and processor seconds; on a machine with other work only the
processor's are comparable. `model` is what is spent inside the encoder and the translator, their loading and that of
the language identifier included; the rest is the pipeline's own work. With several sizes the ratios of processor time
an article are printed, and how well each size is predicted by the line through the two before it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.corpus import generate
from pipeline.runner import Silent

MEASURES: dict[str, Callable[[dict[str, Any]], float]] = {
    "processor_seconds": lambda run: float(run["total"]["cpu"]),
    "peak_mb": lambda run: float(run["cold"]["peak_mb"]),
    "disk_mb": lambda run: float(run["disk_mb"]),
}
AFTER_EMBEDDING = ("stories", "align", "compare", "corroborate", "contradict", "findings")


class Clock:
    """Wall and processor seconds spent since the start, those of worker processes among them."""

    def __init__(self, workers: bool = True) -> None:
        self._workers = workers
        self._wall, self._cpu = time.perf_counter(), self._spent()

    def _spent(self) -> float:
        return time.process_time() + (spent_by_workers() if self._workers else 0.0)

    def read(self) -> dict[str, float]:
        return {"wall": time.perf_counter() - self._wall, "cpu": self._spent() - self._cpu}


def spent_by_workers() -> float:
    """Processor seconds of the processes that this one started; of living ones where the system tells (Linux)."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    tick = os.sysconf("SC_CLK_TCK")
    living = 0.0
    for children in Path("/proc/self/task").glob("*/children"):
        for pid in children.read_text().split():
            with suppress(OSError):  # it ended just now
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                living += (int(fields[11]) + int(fields[12])) / tick
    return ended.ru_utime + ended.ru_stime + living


class Ledger(Silent):
    """Seconds by stage, and within each those of the models."""

    def __init__(self) -> None:
        self.stages: dict[str, dict[str, Any]] = {}
        self.model: dict[str, dict[str, float]] = {}
        self.loading = {"wall": 0.0, "cpu": 0.0}
        self._now = ""
        self._clock = Clock()

    def stage(self, name: str, shards: int, cached: int) -> None:
        del shards, cached
        self._now, self._clock = name, Clock()

    def done(self, name: str, rows: int, seconds: float) -> None:
        del seconds
        spent = self.model.get(name, {"wall": 0.0, "cpu": 0.0})
        self.stages[name] = {"rows": rows, **_rounded(self._clock.read()), "model": _rounded(spent)}

    def charge(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The call, its time counted as the model's in the stage that made it."""

        def timed(*arguments: Any, **named: Any) -> Any:
            clock = Clock(workers=False)  # they go on with other stories meanwhile
            try:
                return work(*arguments, **named)
            finally:
                spent = self.model.setdefault(self._now, {"wall": 0.0, "cpu": 0.0})
                for name, seconds in clock.read().items():
                    spent[name] += seconds

        return timed

    def charge_loading(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The call, its time noted as loading as well; it happens inside a charged one."""

        def timed(*arguments: Any, **named: Any) -> Any:
            clock = Clock(workers=False)
            try:
                return work(*arguments, **named)
            finally:
                for name, seconds in clock.read().items():
                    self.loading[name] += seconds

        return timed


def _rounded(seconds: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in seconds.items()}


def child(corpus: Path, output: Path) -> dict[str, Any]:
    """One cold run in this process, with everything charged to its stage."""
    clock = Clock()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `run` does, before anything imports numpy
    import pipeline
    from pipeline.config import CacheConfig
    from pipeline.loading import load_config
    from pipeline.models import encoder, forward, translator
    from pipeline.models.environment import collect_seldom
    from pipeline.stages import detect
    from pipeline.supply import Models

    collect_seldom()  # as the command line does
    ledger = Ledger()
    detect._identifier = ledger.charge(ledger.charge_loading(detect._identifier))
    forward.load_model = ledger.charge_loading(forward.load_model)
    encoder.BundledEncoder.verify = ledger.charge_loading(encoder.BundledEncoder.verify)  # type: ignore[method-assign]
    loading = ledger.charge_loading(translator.ArgosTranslator._decoder)
    translator.ArgosTranslator._decoder = loading  # type: ignore[method-assign]
    for model, name in ((encoder.BundledEncoder, "encode"), (translator.ArgosTranslator, "translate")):
        setattr(model, name, ledger.charge(getattr(model, name)))
    # Nothing from the answers of earlier runs, and no weights read beside a stage, which would be charged to it.
    Models.read_ahead = lambda *_: None  # type: ignore[method-assign]
    config = load_config(corpus).model_copy(update={"cache": CacheConfig(answers=False)})
    found = pipeline.run(config, output, progress=ledger)
    return {
        "articles": found.frame("articles").height,
        "stories": found.frame("stories")["story"].n_unique(),
        "total": _rounded(clock.read()),
        "loading": _rounded(ledger.loading),
        "stages": ledger.stages,
    }


def in_process(command: Sequence[str]) -> tuple[str, dict[str, float]]:
    """What the command prints, and its wall and processor seconds and peak memory in MB."""
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    wall = time.perf_counter() - started
    return printed, {"wall": round(wall, 2), "cpu": round(cpu, 2), "peak_mb": round(usage.ru_maxrss / 1024, 1)}


def measure(corpus: Path, output: Path) -> dict[str, Any]:
    """A cold run and an unchanged rerun of the corpus."""
    printed, cold = in_process(["-m", "bench.scale", "--child", str(corpus), str(output)])
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    _, again = in_process(["-m", "pipeline.cli", "run", str(corpus), "--output", str(output), "--quiet"])
    found |= {"cold": cold, "unchanged": again, "summary": summary(found)}
    if (corpus / "planted.jsonl").is_file():
        found["grouping"] = grouping(corpus, output)
    found["disk_mb"] = round(sum(f.stat().st_size for f in output.rglob("*") if f.is_file()) / 1024**2, 1)
    return found


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """The ratios that matter, by both clocks."""
    stages, total = found["stages"], found["total"]
    result: dict[str, Any] = {}
    for clock in ("wall", "cpu"):
        model = sum(stage["model"][clock] for stage in stages.values())
        later = sum(stages[name][clock] - stages[name]["model"][clock] for name in AFTER_EMBEDDING)
        result[clock] = {
            "own_share": round(1 - model / total[clock], 3),
            "seconds_an_article": round(total[clock] / found["articles"], 4),
            "own_articles_a_second_after_embedding": round(found["articles"] / later, 1),
        }
    return result


def grouping(corpus: Path, output: Path) -> dict[str, int]:
    """Planted stories that came out whole, and found ones that mix several."""
    from pipeline.store import read_frame

    lines = (corpus / "planted.jsonl").read_text(encoding="utf-8").splitlines()
    planted = {name: at for at, line in enumerate(lines) for name in json.loads(line)["articles"]}
    found: dict[str, set[str]] = {}
    for story, article in read_frame(output / "frames", "stories").select("story", "article").iter_rows():
        found.setdefault(story, set()).add(article)
    whole = {frozenset(name for name, at in planted.items() if at == story) for story in set(planted.values())}
    return {
        "planted": len(whole),
        "found_whole": sum(frozenset(group) in whole for group in found.values()),
        "mixed": sum(len({planted[name] for name in group}) > 1 for group in found.values()),
    }


def predict(runs: Sequence[dict[str, Any]], articles: int, value: Callable[[dict[str, Any]], float]) -> float:
    """What a run of so many articles would take, on the line through two smaller runs: once, and an article."""
    small, large = runs
    slope = (value(large) - value(small)) / (large["articles"] - small["articles"])
    return value(small) + slope * (articles - small["articles"])


def compare(runs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each size beside the one before it, and beside what the two before it promise."""
    found = []
    for at in range(1, len(runs)):
        a, b = (each["summary"]["cpu"]["seconds_an_article"] for each in runs[at - 1 : at + 1])
        row: dict[str, Any] = {"articles": [runs[at - 1]["articles"], runs[at]["articles"]]}
        row["ratio_of_time_an_article"] = round(b / a, 2)
        for name, value in MEASURES.items() if at > 1 else ():
            expected, measured = predict(runs[at - 2 : at], runs[at]["articles"], value), value(runs[at])
            row[name] = {
                "predicted": round(expected, 1),
                "measured": measured,
                "error": round(expected / measured - 1, 3),
            }
        found.append(row)
    return found


def main(argv: Sequence[str]) -> int:
    """Parse, measure, print."""
    if argv[:1] == ["--child"]:
        print(json.dumps(child(Path(argv[1]), Path(argv[2]))))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[100, 300, 1_000])
    parser.add_argument("--stories-per-1000", type=int, default=150)
    parser.add_argument("--sentences", type=int, default=7)
    parser.add_argument("--corpus", type=Path, nargs="+", default=[])
    parser.add_argument("--work", type=Path, default=None, help="where corpora and runs go; kept (default: removed)")
    known = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        work = known.work or Path(scratch)
        corpora = list(known.corpus)
        for count in known.articles if not corpora else ():
            corpora.append(work / f"corpus-{count}")
            generate(corpora[-1], max(1, count * known.stories_per_1000 // 1_000), count, sentences=known.sentences)
        runs = [measure(corpus, work / f"run-{corpus.name}") for corpus in corpora]
    print(json.dumps({"runs": runs, "sizes": compare(runs)}, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
