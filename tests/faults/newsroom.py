"""A corpus of two events and stand-in models: the real flow and the real reports in about a second."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import anyascii
import numpy as np
import pytest
from numpy.typing import NDArray

import pipeline
from pipeline.config import CorpusConfig, OutputConfig, RunConfig
from pipeline.executors import Executor
from pipeline.models.protocols import Route, Translation
from pipeline.progress import Progress
from pipeline.runner import Models
from pipeline.runs import Run

SAID = "We will not sell the lake to anyone, and the park will stay open until the spring."
FERRY = "The ferry was sound when it left the harbour, and nobody warned the captain of the storm."
ARTICLES = {
    "fen-times": (
        "Fen Times", "2025-05-06", "Orlow keeps its lake, says mayor",
        "The mayor of Orlow, Ana Roe, told the town council on Monday that the lake would remain public.",
        f"“{SAID}” Roe said.", "The council had received two offers from builders in the past month.",
    ),
    "orlow-post": (
        "Orlow Post", "2025-05-06", "Mayor rules out sale of lake",
        "Ana Roe, the mayor of Orlow, spoke to the town council on Monday about the future of the lake.",
        f"“{SAID.replace('spring', 'autumn')}” said Roe.", "Builders have made three offers in the past month.",
    ),
    "vesti": (
        "Вести", "2025-05-07", "Мэр Орлова отказалась продать озеро",
        "Мэр Орлова Анна Роу заявила в понедельник городскому совету, что озеро останется общественным.",
        "«Мы никому не продадим озеро», — сказала Роу.", "Совет получил два предложения от застройщиков.",
    ),
    "coast-radio": (
        "Coast Radio", "2025-09-01", "Ferry runs aground in storm",
        "A ferry with 140 passengers ran aground off Sund on Saturday night, the coastguard reported.",
        f"“{FERRY}” said its owner, Per Holm.", "Twelve people were hurt, according to the hospital.",
    ),
    "sund-daily": (
        "Sund Daily", "2025-09-01", "Twelve hurt as ferry hits rocks",
        "A ferry carrying 140 passengers struck rocks near Sund late on Saturday, said the coastguard.",
        f"“{FERRY.replace('nobody', 'somebody')}” Per Holm, the owner, said.", "The hospital treated 21 people.",
    ),
}  # fmt: skip


def write_corpus(folder: Path, order: Sequence[str] = tuple(ARTICLES)) -> Path:
    """The articles and their manifest, both in the given order."""
    folder.mkdir(parents=True)
    rows = []
    for name in order:
        outlet, published, *paragraphs = ARTICLES[name]
        (folder / f"{name}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
        rows.append(json.dumps({"id": name, "path": f"{name}.txt", "outlet": outlet, "published": published}))
    (folder / "articles.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


class BagOfWords:
    """Vectors of hashed words: alike texts are near each other, and nothing need be loaded."""

    name = "bag of words"
    digest = "1" * 64

    def reads(self, language: str) -> bool:
        return True

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()) or [text]:
                row[hashlib.sha256(word.encode()).digest()[0] % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Romaniser:
    """A translator that writes the words in Latin letters."""

    digest = "2" * 64

    def route(self, language: str) -> Route | None:
        return Route((f"{language}_en",), "1.0", self.digest)

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        return [Translation(anyascii.anyascii(text)) for text in texts]


def install(patch: pytest.MonkeyPatch) -> None:
    """Put the stand-ins in the place of the models."""
    patch.setattr(Models, "get", lambda self, name: BagOfWords() if name == "encoder" else Romaniser())


def run(corpus: Path, output: Path, executor: Executor | None = None, progress: Progress | None = None) -> Run:
    config = RunConfig(corpus=CorpusConfig(name="lake", path=corpus), output=OutputConfig(dir=output.parent))
    return pipeline.run(config, output, executor=executor, progress=progress)


def contents(output: Path) -> dict[str, str]:
    """sha256 of every frame and report of a run; the manifest, which knows times, and the lock are left out."""
    kept = (path for path in output.rglob("*") if path.is_file() and path.name not in ("manifest.json", ".lock"))
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(kept)}
