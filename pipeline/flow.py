"""The whole flow on one screen: articles -> sentences -> quotes, gists -> translations -> vectors -> stories ->
alignments -> differences, conflicts, claims -> findings. Reports are drawn from the frames afterwards.

Read a row as: the stage NAME reads these frames, writes those, may use these models, and is cut into shards by
`shard` (an article, a story, or the whole corpus). The runner calls `stage(config, *reads, **models)` and gets one
frame for each name in `writes`, in that order. `version` goes up whenever the stage's answers may change: it is part
of the cache key, as are the stage's own section of the configuration and the digests of its models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Shard = Literal["article", "story", "corpus"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the flow; `target` is `module:function`, imported only when the stage has work to do."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    shard: Shard
    version: int = 1
    models: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ("polars",)

    @property
    def target(self) -> str:
        return f"pipeline.stages.{self.name}:{self.name}"


FLOW: Final[tuple[Stage, ...]] = (
    Stage(
        "ingest",
        ("files",),
        ("articles", "blocks", "quarantine", "origins"),
        "article",
        version=2,
        libraries=("trafilatura", "charset-normalizer", "pyyaml"),
    ),
    Stage("detect", ("articles", "blocks"), ("languages",), "article", libraries=("py3langid",)),
    Stage("segment", ("articles", "blocks", "languages"), ("sentences",), "article", libraries=("sentencex",)),
    Stage("quotes", ("articles", "blocks", "sentences"), ("quotes", "parts", "reported"), "article", version=12),
    Stage("gist", ("articles", "sentences"), ("gists",), "article"),
    Stage("translate", ("sentences", "parts"), ("translations",), "article", models=("translator",)),
    Stage("embed", ("sentences", "parts", "translations"), ("vectors",), "article", version=2, models=("encoder",)),
    Stage("stories", ("articles", "sentences", "translations", "vectors", "gists"), ("stories",), "corpus", version=2),
    Stage(
        "align",
        ("stories", "articles", "sentences", "quotes", "parts", "translations", "vectors"),
        ("candidates", "utterances"),
        "story",
        version=12,
        libraries=("rapidfuzz",),
    ),
    Stage(
        "compare",
        ("candidates", "utterances", "articles", "sentences", "quotes", "parts", "translations", "vectors"),
        ("differences",),
        "story",
        version=20,
        libraries=("rapidfuzz",),
    ),
    Stage(
        "contradict",
        ("stories", "articles", "sentences", "quotes", "differences", "vectors"),
        ("conflicts",),
        "story",
        version=16,
        libraries=("rapidfuzz",),
    ),
    Stage(
        "corroborate",
        (
            "stories",
            "articles",
            "blocks",
            "sentences",
            "quotes",
            "parts",
            "reported",
            "candidates",
            "differences",
            "conflicts",
            "translations",
            "vectors",
        ),
        ("syndication", "claims", "support"),
        "story",
        version=17,
        models=("encoder",),
        libraries=("rapidfuzz",),
    ),
    Stage(
        "findings",
        (
            "articles",
            "quarantine",
            "stories",
            "sentences",
            "quotes",
            "parts",
            "differences",
            "claims",
            "conflicts",
            "translations",
        ),
        ("findings",),
        "corpus",
        version=3,
    ),
)
