"""A small newsroom for tests: articles given as lists of sentences become the frames that the stages read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline import schemas
from pipeline.config import Section
from pipeline.stages.gist import gist
from pipeline.text.tokens import content_words

WIDTH = 96


class BagOfWords:
    """An encoder whose sentences are sums of their stems' random directions: the same words, the same vector."""

    name = "bag of words"
    digest = "0" * 64

    def __init__(self, *unread: str) -> None:
        self._unread = unread

    def reads(self, language: str) -> bool:
        return language not in self._unread

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        return np.array(
            [_direction(text, language) for text, language in zip(texts, languages, strict=True)], np.float32
        )


def _direction(text: str, language: str) -> NDArray[np.float64]:
    words = content_words(text, language) or [text]
    seeds = (int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big") for word in words)
    total = np.sum([np.random.default_rng(seed).normal(size=WIDTH) for seed in seeds], axis=0)
    return np.asarray(total / np.linalg.norm(total))


@dataclass
class Article:
    """Sentences are (kind, text); a kind may be left out."""

    name: str
    sentences: Sequence[str | tuple[str, str]]
    outlet: str = ""
    published: str | None = "2024-05-02"
    language: str = "en"
    english: Mapping[int, str] = field(default_factory=dict)


def frames(articles: Sequence[Article], encoder: BagOfWords | None = None) -> dict[str, pl.DataFrame]:
    """All frames up to `vectors`, one block a sentence, and a `stories` frame that puts everything into one story."""
    encoder = encoder or BagOfWords()
    tables: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("articles", "blocks", "sentences", "translations", "vectors", "stories")
    }
    first = min(article.name for article in articles)
    for article in articles:
        _lay_out(article, tables, encoder)
        tables["stories"].append(
            {"story": first, "article": article.name, "published": article.published, "reason": ""}
        )
    found = {name: schemas.frame(name, rows) for name, rows in tables.items()}
    found["stories"] = found["stories"].sort("story", "article")
    found["gists"] = gist(Section(), found["articles"], found["sentences"])
    unused = ("quotes", "parts", "reported", "candidates", "differences", "conflicts")
    return found | {name: schemas.empty(name) for name in unused}


def _lay_out(article: Article, tables: dict[str, list[dict[str, object]]], encoder: BagOfWords) -> None:
    text = ""
    for n, given in enumerate(article.sentences):
        kind, said = ("paragraph", given) if isinstance(given, str) else given
        start, end = len(text), len(text) + len(said)
        text += said + "\n\n"
        sentence = f"{article.name}:s{n:03d}"
        place = {"article": article.name, "block": n, "kind": kind, "start": start, "end": end}
        tables["blocks"].append(place)
        tables["sentences"].append(
            place | {"sentence": sentence, "index": n, "language": article.language, "text": said}
        )
        views = {"original": (said, article.language)} if encoder.reads(article.language) else {}
        if n in article.english:
            rendering = {
                "segment": sentence,
                "language": article.language,
                "english": article.english[n],
                "status": "ok",
            }
            tables["translations"].append({"article": article.name, **rendering})
            views["english"] = (article.english[n], "en")
        for view, (told, language) in views.items():
            row = encoder.encode([told], [language])[0].tolist()
            tables["vectors"].append({"article": article.name, "segment": sentence, "view": view, "vector": row})
    tables["articles"].append(
        {
            "article": article.name,
            "path": f"{article.name}.txt",
            "outlet": article.outlet or article.name.title(),
            "published": article.published,
            "text": text,
        }
    )
