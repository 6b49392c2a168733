"""Runs the flow: for each stage it finds the shards whose key is new, computes those, and keeps the rest."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import corpus as corpora
from pipeline.config import RunConfig
from pipeline.decisions import read_baseline, read_decisions
from pipeline.errors import DamagedError, InputError, StageError, VerifyError
from pipeline.executors import Executor, Next, Result, Work
from pipeline.executors.chosen import executor_of
from pipeline.executors.local import LocalExecutor
from pipeline.flow import FLOW, Stage
from pipeline.keys import Keys, config_digest, digest, folder_digest, recipe
from pipeline.progress import Progress, Silent
from pipeline.runs import Run, Skipped
from pipeline.slices import Cutter, articles_of, membership, rows_of
from pipeline.store import Artifact, Manifest, Members, StageRecord, locked, read_frame, write_frame
from pipeline.supply import Models

if TYPE_CHECKING:
    import polars as pl

    from pipeline.models.protocols import Encoder, Translator


Draw = Callable[[Run, Path], Sequence[Path]]
"""Writes the reports of a run into a folder and returns their paths."""


def directory_of(config: RunConfig) -> Path:
    """Where a run's reports go unless `--output` says otherwise."""
    return config.output.dir / config.corpus.name


def run(
    config: RunConfig,
    directory: Path | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    draw: Draw | None = None,
) -> Run:
    """Bring a run's folder up to date with its corpus and configuration; only what changed is computed and drawn.

    Raises InputError (nothing to read), OutputError (folder not writable, or held), ModelError, StageError.
    """
    directory = (directory or directory_of(config)).resolve()
    # Read when numpy is imported. A story's matrices are small: threads would wait for each other, spinning.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if config.threads:
        for variable in ("OMP_NUM_THREADS", "POLARS_MAX_THREADS"):
            os.environ.setdefault(variable, str(config.threads))
    watch = progress or Silent()
    with locked(directory):
        scanned = corpora.scan(config.corpus, config.ingest)
        chosen = executor or executor_of(config)
        try:
            return _mending(lambda: Session(config, directory, scanned, chosen, watch, draw), watch)
        finally:
            if executor is None:
                chosen.close()


def _mending(begin: Callable[[], Session], watch: Progress) -> Run:
    """Pass over the flow; an artifact that turns out damaged is removed and the pass begun again, which makes it anew.

    Raises DamagedError where what was just written comes back damaged.
    """
    removed: set[Path] = set()
    while True:
        try:
            with begin() as session:
                session.read_ahead()
                for stage in FLOW:
                    session.advance(stage)
                return session.finish()
        except DamagedError as error:
            if error.path in removed:
                raise
            removed.add(error.path)
            error.path.unlink(missing_ok=True)
            watch.warn(f"{error.message}; it is made anew")


@dataclass(slots=True)
class Session:
    """One pass over the flow: what was there before, what is there now."""

    config: RunConfig
    directory: Path
    corpus: corpora.Corpus
    executor: Executor
    progress: Progress
    draw: Draw | None
    models: Models = field(init=False)
    before: Manifest = field(init=False)
    now: Manifest = field(init=False)
    keys: Keys = field(init=False)
    computed: dict[str, int] = field(default_factory=dict)
    skipped: set[Skipped] = field(default_factory=set)
    unsettled: set[str] = field(default_factory=set)
    """Shards whose rows are not to be trusted by a later run: a file that changed under us, a stage that failed."""
    _frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    _cutter: Cutter | None = None
    _early: dict[str, list[Result]] = field(default_factory=dict)
    """Stage -> what was computed of it together with a stage before it."""

    def __post_init__(self) -> None:
        self.models = Models(self.config)
        self.before = Manifest.read(self.folder)
        self.now = self._manifest(dict(self.before.stages), self.before.stories)
        self.skipped |= set(self.corpus.skipped)
        roots = {source.article: source.key for source in self.corpus.sources}
        self.keys = Keys(FLOW, roots, self.recipe)

    @property
    def folder(self) -> Path:
        return self.directory / "frames"

    def recipe(self, stage: Stage) -> dict[str, Any]:
        return recipe(stage, self.config, {name: self.models.get(name).digest for name in stage.models})

    def read_ahead(self) -> None:
        """Begin to read the encoder while the first stages run, where articles are to be encoded on this machine."""
        stage = next(stage for stage in FLOW if "encoder" in stage.models)
        if isinstance(self.executor, LocalExecutor):
            with suppress(VerifyError):  # it comes up again at the stage
                if missing := self._missing(stage):
                    self.models.read_ahead("encoder", self._contents(missing))

    def _contents(self, articles: Sequence[str]) -> list[str]:
        wanted = set(articles)
        return [source.sha256 for source in self.corpus.sources if source.article in wanted]

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.models.release(wait=kind is not KeyboardInterrupt)  # the import of a library can take a minute

    # ---- one stage

    def _keys(self, stage: Stage) -> tuple[dict[str, str], dict[str, str], bool]:
        """Shard -> key as they should be, as they are kept, and whether the stage's artifacts are intact."""
        record = self.before.stages.get(stage.name)
        intact = record is not None and record.intact(self.folder)
        return self.keys.of(stage), (record.shards if record and intact else {}), intact

    def _missing(self, stage: Stage) -> list[str]:
        wanted, known, _ = self._keys(stage)
        return [shard for shard, key in wanted.items() if known.get(shard) != key]

    def advance(self, stage: Stage) -> None:
        """Compute the stage's new shards, or leave its artifacts alone where nothing changed."""
        wanted, known, intact = self._keys(stage)
        missing = [shard for shard, key in wanted.items() if known.get(shard) != key]
        if not intact or known != wanted:
            kept = wanted.keys() - missing
            self.progress.stage(stage.name, len(missing), len(kept))
            self._compute(stage, wanted, missing, kept)
        self._settle(stage)

    def _compute(self, stage: Stage, wanted: dict[str, str], missing: list[str], kept: set[str]) -> None:
        started = time.monotonic()
        results = self._results(stage, missing, alone=not kept)
        seconds = time.monotonic() - started
        artifacts = {}
        for index, name in enumerate(stage.writes):
            merged = self._merge(stage, name, kept, [result.frames[index] for result in results])
            artifacts[name] = write_frame(self.folder, name, merged)
            self._frames[name] = merged
        settled = {shard: key for shard, key in wanted.items() if not self._is_unsettled(stage, shard)}
        self.now.stages[stage.name] = StageRecord(self.recipe(stage), settled, artifacts, round(seconds, 3))
        if stage.name == "stories":
            self.now.stories = membership(self.frame("stories"))
        if stage.shard == "article" and "encoder" in stage.models:
            self.models.note_read("encoder", self._contents([shard for shard in missing if shard in settled]))
        self.computed[stage.name] = len(missing)
        self.now.write(self.folder)  # so that a run that is cut short goes on from here
        self.progress.done(stage.name, sum(artifact.rows for artifact in artifacts.values()), seconds)

    def _results(self, stage: Stage, missing: Sequence[str], alone: bool) -> list[Result]:
        """Results of the shards that worked; the others are skipped with their reason.

        Raises StageError where none worked and none is kept: nothing would be left to report on.
        """
        results = self._early.pop(stage.name, [])
        faults: list[Result] = []
        left = set(missing).difference(*(result.shards for result in results))
        for result in self.executor.map(self._work(stage, missing), [shard for shard in missing if shard in left]):
            (faults if result.fault else results).append(result)
            for name, frames in result.later.items():
                self._early.setdefault(name, []).append(Result(result.shards, frames))
            self.progress.advance(stage.name, len(result.shards))
        if faults and not results and alone:
            fault = faults[0].fault
            raise StageError(f"stage {stage.name} failed: {type(fault).__name__}: {fault}") from fault
        for result in faults:
            self._skip(result.shards[0], f"stage {stage.name} failed: {type(result.fault).__name__}: {result.fault}")
        return results

    def _work(self, stage: Stage, missing: Sequence[str]) -> Work:
        return Work(
            stage,
            self.config.section(stage.name),
            lambda shards: tuple(self._cut(stage, name, shards) for name in stage.reads),
            lambda: self._ask(stage),
            articles_of(self.now.stories) if stage.shard == "story" else {},
            self._then(stage, set(missing)) if stage.shard == "story" else (),
        )

    def _then(self, stage: Stage, missing: set[str]) -> list[Next]:
        """The stages over stories right after this one, as far as they lack all the stories that it lacks."""
        known, found = {*stage.reads, *stage.writes}, []
        for each in takewhile(lambda later: later.shard == "story", FLOW[FLOW.index(stage) + 1 :]):
            if not missing.issubset(self._missing(each)):
                break
            names = [name for name in each.reads if name not in known]
            known.update(names, each.writes)
            found.append(Next(each, self.config.section(each.name), self._cuts(stage, names), partial(self._ask, each)))
        return found

    def _cuts(self, stage: Stage, names: Sequence[str]) -> Callable[[Sequence[str]], dict[str, pl.DataFrame]]:
        return lambda shards: {name: self._cut(stage, name, shards) for name in names}

    def _ask(self, stage: Stage) -> dict[str, Encoder | Translator]:
        return {name: self.models.ready(name) for name in stage.models}

    def _skip(self, shard: str, reason: str) -> None:
        path = next((source.path for source in self.corpus.sources if source.article == shard), shard)
        self.skipped.add(Skipped(shard, path, reason))
        self.unsettled.add(shard)
        self.progress.warn(f"{path}: {reason}")

    def _is_unsettled(self, stage: Stage, shard: str) -> bool:
        if stage.shard == "corpus":
            return bool(self.unsettled)
        members = {str(row[0]) for row in self.now.stories.get(shard, ())} if stage.shard == "story" else set()
        return bool(self.unsettled & (members | {shard}))

    # ---- frames in and out

    def frame(self, name: str) -> pl.DataFrame:
        """A frame of this run, read when it is first asked for."""
        if name not in self._frames:
            self._frames[name] = self._read(name)
        return self._frames[name]

    def _read(self, name: str) -> pl.DataFrame:
        """A frame from its file, which must be the one that the manifest names."""
        maker = next(stage for stage in FLOW if name in stage.writes)
        return read_frame(self.folder, name, self.now.stages[maker.name].frames[name].sha256)

    def _cut(self, stage: Stage, name: str, shards: Sequence[str]) -> pl.DataFrame:
        """The rows of a frame that the shards are about."""
        if name == "files":
            return self._files(shards)
        if stage.shard == "corpus":
            return self.frame(name)
        if self._cutter is None:
            self._cutter = Cutter(stage.shard, articles_of(self.now.stories), self.frame)
        return self._cutter.of(name, shards)

    def _files(self, shards: Sequence[str]) -> pl.DataFrame:
        wanted = set(shards)
        files, gone = corpora.files_frame(self.corpus.root, [s for s in self.corpus.sources if s.article in wanted])
        for each in gone:
            self._skip(each.article, each.reason)
        return files

    def _merge(self, stage: Stage, name: str, kept: set[str], new: list[pl.DataFrame]) -> pl.DataFrame:
        """Kept rows of the artifact and new ones, shard by shard in order; within a shard as the stage left them."""
        import polars as pl

        from pipeline.schemas import empty

        old = [rows_of(self._read(name), stage.shard, sorted(kept))] if kept else []
        merged = pl.concat([*old, *new]) if old or new else empty(name)
        return merged if stage.shard == "corpus" else merged.sort(stage.shard, maintain_order=True)

    # ---- after a stage, after the last stage

    def _settle(self, stage: Stage) -> None:
        if stage.name == "ingest" and self.now.stages["ingest"].frames["articles"].rows == 0:
            raise InputError(f"{self.config.corpus.path}: no article could be read{self._first_reason()}")
        if stage.name == "stories":
            self.keys.set_membership(self.now.stories)
        self._cutter = None
        later = FLOW[FLOW.index(stage) + 1 :]
        needed = {name for each in later for name in each.models}
        for name in set(stage.models) - needed:
            self.models.let_go(name)
        if not needed:
            self.models.release()
        for name in [name for name in self._frames if not any(name in each.reads for each in later)]:
            del self._frames[name]

    def _first_reason(self) -> str:
        refused = self.frame("quarantine")
        return f": {refused['path'][0]}: {refused['reason'][0]}" if refused.height else ""

    def _manifest(self, stages: dict[str, StageRecord], stories: Members, **fields: Any) -> Manifest:
        """A manifest of this run; without a `report` it is that of a run that has not finished."""
        config = self.config.model_dump(mode="json")
        return Manifest(self.config.corpus.name, config, config_digest(self.config), stages, stories, **fields)

    def finish(self) -> Run:
        """Draw the reports where anything that they show has changed, and write the manifest."""
        if self.models.fault:
            self.progress.warn(f"vectors and translations of this run are not kept: {self.models.fault}")
        skipped = sorted(self.skipped)
        shown = digest(
            {stage.name: sorted(self.now.stages[stage.name].shards.items()) for stage in FLOW},
            [
                [astuple(each) for each in skipped],
                self.corpus.notes,
                config_digest(self.config),
                folder_digest("report"),
                self._marks(),
            ],
        )
        unchanged = not self.computed and shown == self.before.report
        models, degraded, notes = self._condition(unchanged, skipped)
        found = Run(
            self.config,
            self.config.corpus.name,
            self.directory,
            config_digest(self.config),
            models,
            tuple(degraded),
            tuple(notes),
            tuple(skipped),
            dict(self.computed),
            self.now.digests,
        )
        if unchanged and all(a.vouches_for(self.directory / name) for name, a in self.before.reports.items()):
            return found
        reports = self._report(found)
        listed = [list(astuple(each)) for each in skipped]
        self._manifest(
            {stage.name: self.now.stages[stage.name] for stage in FLOW},
            self.now.stories,
            models=models,
            degraded=degraded,
            notes=notes,
            skipped=listed,
            report=shown,
            reports=reports,
        ).write(self.folder)
        return found

    def _marks(self) -> list[object]:
        """What decides the states of findings besides the frames: the decisions beside them, and a baseline."""
        baseline = self.config.output.baseline
        reviewed = read_decisions(self.directory)
        decided = [astuple(each) for _, each in sorted(reviewed.decisions.items())]
        return [decided, list(reviewed.notes), sorted(read_baseline(baseline)) if baseline else []]

    def _condition(self, unchanged: bool, skipped: Sequence[Skipped]) -> tuple[dict[str, Any], list[str], list[str]]:
        if unchanged:
            return self.before.models, self.before.degraded, self.before.notes
        from pipeline.condition import condition_of

        return condition_of(self.frame, self.models, skipped, self.corpus.notes)

    def _report(self, found: Run) -> dict[str, Artifact]:
        if self.draw is None:
            return {}
        started = time.monotonic()
        self.progress.stage("report", 1, 0)
        written = self.draw(found, self.directory)
        self.progress.done("report", len(written), time.monotonic() - started)
        return {path.relative_to(self.directory).as_posix(): Artifact.of(path) for path in written}


def open_run(directory: Path) -> Run:
    """A finished run from its folder. Raises InputError where there is none."""
    manifest = Manifest.read(directory / "frames")
    if not manifest.report:
        raise InputError(f"{directory}: holds no finished run", "give the folder that `verify run` printed")
    return Run(
        RunConfig.model_validate(manifest.config),
        manifest.corpus,
        directory,
        manifest.config_digest,
        manifest.models,
        tuple(manifest.degraded),
        tuple(manifest.notes),
        tuple(Skipped(*each) for each in manifest.skipped),
        digests=manifest.digests,
    )
