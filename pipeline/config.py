"""The configuration: frozen pydantic models, one section a stage. Unknown keys are refused by name.

A stage is given its own section only, so a changed value recomputes only the stages that read it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CorpusConfig(Section):
    """Where the articles are: a folder, and perhaps a JSONL manifest in it: id, path, outlet, title, published, url."""

    name: str = "corpus"
    path: Path
    manifest: str = "articles.jsonl"
    include: tuple[str, ...] = ("*.txt", "*.md", "*.html", "*.htm", "*.json", "*.jsonl")


class OutputConfig(Section):
    dir: Path = Path("output")
    baseline: Path | None = Field(None, description="findings in it (`verify baseline` writes it) are shown as known")


class IngestConfig(Section):
    """Bounds on one file; what goes beyond one is refused with the reason, and the run goes on."""

    max_bytes: int = Field(10_000_000, gt=0, description="bytes in one file")
    max_chars: int = Field(2_000_000, gt=0, description="characters in one article, markup aside")
    max_line: int = Field(1_000_000, gt=0, description="characters in one line of an article")
    max_records: int = Field(100_000, gt=0, description="articles in one JSON or JSON Lines file")
    max_seconds: float = Field(60, ge=0, description="time to read one article; 0: no limit")
    repeat_min: int = Field(40, ge=1, description="characters from which a block seen before counts as repeated")


class DetectConfig(Section):
    """When a block may differ in language from its article."""

    min_chars: int = Field(24, ge=1)
    min_margin: float = Field(0.15, ge=0, le=1, description="probability lead of the block's language")


class SegmentConfig(Section):
    max_chars: int = Field(2_000, gt=0, description="a longer sentence is cut at a clause boundary")


class QuotesConfig(Section):
    max_quote_chars: int = Field(5_000, gt=0)
    scare_max_words: int = Field(4, ge=1, description="uncued quotations up to this length may be scare quotes")


class TranslateConfig(Section):
    """Which packages to use; empty means the best installed one, else the bundled one."""

    packages: dict[str, str] = Field(default_factory=dict, description="language -> package version that is pinned")
    beam_size: int = Field(4, ge=1, le=16)
    enabled: bool = True
    batch_tokens: int = Field(2_048, ge=64)


class EmbedConfig(Section):
    """`bundled`, or the name or path of any sentence-transformers model (one line replaces it)."""

    model: str = "bundled"
    batch_size: int = Field(64, ge=1)


class StoriesConfig(Section):
    window_days: int = Field(3, ge=0, description="articles further apart in time are never one story")
    similarity: float = Field(0.5, ge=0, le=1)


class AlignConfig(Section):
    match: float = Field(0.62, ge=0, le=1, description="score from which two quotes are one utterance")
    review: float = Field(0.5, ge=0, le=1, description="score from which a pair is shown for review")


class CompareConfig(Section):
    clause_words: int = Field(3, ge=1, description="content words that make a left-out run a clause")


class CorroborateConfig(Section):
    """`calibration` is a JSON file of fitted weights; empty means the shipped one."""

    calibration: Path | None = None
    passage_sentences: int = Field(3, ge=1, le=5)


class ContradictConfig(Section):
    review: float = Field(0.5, ge=0, le=1)


class FindingsConfig(Section):
    single_source: Literal["off", "minor"] = "minor"
    min_band: Literal["review", "sure"] = "review"


class RayConfig(Section):
    """Where `executor: ray` computes."""

    address: str = Field("", description="a cluster's address; without one a cluster of this machine, for one run")
    cpus: int = Field(0, ge=0, description="cores of the cluster of this machine; 0: as `threads`")
    shards: int = Field(0, ge=0, description="articles or stories a task; 0: by their number")


class CacheConfig(Section):
    """Vectors and translations that runs on this machine have in common, whatever their corpus and output."""

    answers: bool = Field(True, description="keep them, so that no text is encoded or translated twice")
    dir: Path | None = Field(None, description="where; null: crossverify in the user's cache folder")
    max_mb: int = Field(2_000, ge=0, description="beyond it the oldest are dropped; 0: no bound")


class RunConfig(Section):
    """Everything that a run depends on. Paths are absolute once loaded."""

    corpus: CorpusConfig
    output: OutputConfig = OutputConfig()
    executor: Literal["local", "ray"] = "local"
    threads: int = Field(0, ge=0, description="0: all the cores that this process may use")
    ray: RayConfig = RayConfig()
    cache: CacheConfig = CacheConfig()
    ingest: IngestConfig = IngestConfig()
    detect: DetectConfig = DetectConfig()
    segment: SegmentConfig = SegmentConfig()
    quotes: QuotesConfig = QuotesConfig()
    translate: TranslateConfig = TranslateConfig()
    embed: EmbedConfig = EmbedConfig()
    stories: StoriesConfig = StoriesConfig()
    align: AlignConfig = AlignConfig()
    compare: CompareConfig = CompareConfig()
    corroborate: CorroborateConfig = CorroborateConfig()
    contradict: ContradictConfig = ContradictConfig()
    findings: FindingsConfig = FindingsConfig()

    def section(self, stage: str) -> Section:
        """The settings of a stage."""
        found: Section = getattr(self, stage, None) or Section()  # some have none
        return found
