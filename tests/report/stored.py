"""Finished runs for the report's tests: a hand-made gold folder as frames, with no stage in between."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.config import FindingsConfig
from pipeline.flow import FLOW
from pipeline.schemas import empty, frame
from pipeline.stages.findings import findings

SEEDS = Path(__file__).parents[2] / "seeds"
Rows = list[dict[str, object]]


@dataclass
class StoredRun:
    """Frames by name; a frame that is not given is empty."""

    frames: dict[str, pl.DataFrame]
    corpus: str = "seeds"
    config_digest: str = "0" * 64
    models: Mapping[str, Any] = field(
        default_factory=lambda: {
            "encoder": {"name": "bundled", "digest": "1" * 64},
            "translators": {"ru": {"package": "ru_en", "version": "1.0", "digest": "2" * 64}},
        }
    )
    degraded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    directory: Path = Path("output")

    def frame(self, name: str) -> pl.DataFrame:
        return self.frames.get(name, empty(name))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def locate(text: str, words: str, after: int = 0) -> tuple[int, int]:
    """The span of `words` in `text`, white space folded; the whole text where the gold's wording is not verbatim."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.compile(pattern).search(text, after) or re.search(pattern, text)
    return found.span() if found else (0, len(text))


def gold_run(corpus: Path = SEEDS, gold: Path | None = None, articles: Path | None = None) -> StoredRun:
    """A corpus folder and its gold as the frames that a perfect run would have made."""
    gold = gold or corpus / "gold"
    rows: dict[str, Rows] = {"articles": [], "languages": []}
    texts: dict[str, str] = {}
    languages = {q["doc"]: q["lang"] for q in lines(gold / "quotes.jsonl") if q["kind"] != "post"}
    for entry in lines(articles or corpus / "articles.jsonl"):
        raw = (corpus / entry["path"]).read_bytes()
        texts[entry["id"]] = raw.decode("utf-8", "replace")
        rows["articles"].append(
            {
                "article": entry["id"],
                "path": entry["path"],
                "outlet": entry["outlet"],
                "title": entry.get("title"),
                "published": entry.get("published"),
                "url": entry.get("url"),
                "sha256": hashlib.sha256(raw).hexdigest(),
                "encoding": "utf-8",
                "format": "txt",
                "text": texts[entry["id"]],
            }
        )
        language = languages.get(entry["id"], "en")
        rows["languages"].append(
            {"article": entry["id"], "block": -1, "language": language, "margin": 1.0, "reason": "gold"}
        )
    story_of = _stories(gold, rows)
    quote_rows = _quotes(gold, texts, rows)
    _wording(gold, texts, quote_rows, story_of, rows)
    _claims(gold, texts, story_of, rows)
    _conflicts(gold, texts, story_of, rows)
    _syndication(gold, story_of, rows)
    return with_findings(StoredRun({name: frame(name, found) for name, found in rows.items()}, corpus=corpus.name))


def with_findings(run: StoredRun) -> StoredRun:
    """The same run with its findings drawn from its evidence by the stage."""
    stage = next(stage for stage in FLOW if stage.name == "findings")
    run.frames["findings"] = findings(FindingsConfig(), *(run.frame(name) for name in stage.reads))
    return run


def _syndication(gold: Path, story_of: dict[str, str], rows: dict[str, Rows]) -> None:
    path = gold / "syndication.json"
    groups = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    rows["syndication"] = [
        {
            "story": story_of[group["copies"][0]],
            "origin": group["original_or_wire"],
            "copies": group["copies"],
            "score": 0.9,
            "reason": "most sentences are the same",
        }
        for group in groups
    ]


def _stories(gold: Path, rows: dict[str, Rows]) -> dict[str, str]:
    events = json.loads((gold / "events.json").read_text(encoding="utf-8"))
    rows["stories"] = [
        {"story": f"story-{n + 1}", "article": article, "published": None, "reason": "gold"}
        for n, event in enumerate(events)
        for article in event
    ]
    return {str(row["article"]): str(row["story"]) for row in rows["stories"]}


def _quotes(gold: Path, texts: dict[str, str], rows: dict[str, Rows]) -> dict[str, dict[str, Any]]:
    rows["quotes"], rows["parts"] = [], []
    found: dict[str, dict[str, Any]] = {}
    for quote in lines(gold / "quotes.jsonl"):
        start, end = locate(texts[quote["doc"]], quote["text"])
        spans = [{"start": start, "end": end}]
        for later in quote.get("rest") or ():
            spans.append(dict(zip(("start", "end"), locate(texts[quote["doc"]], later, spans[-1]["end"]), strict=True)))
        row = {
            "article": quote["doc"],
            "quote": quote["id"],
            "kind": quote["kind"],
            "language": quote["lang"],
            "start": start,
            "end": end,
            "text": quote["text"],
            "rest": quote.get("rest") or [],
            "spans": spans,
            "speaker": quote.get("speaker"),
            "speaker_text": quote.get("speaker"),
        }
        found[quote["id"]] = row
        rows["quotes"].append(row)
        words = [quote["text"], *(quote.get("rest") or ())]
        rows["parts"] += [
            {
                "article": quote["doc"],
                "quote": quote["id"],
                "part": f"{quote['id']}.{n + 1}",
                "index": n,
                "language": quote["lang"],
                "text": part,
                **span,
            }
            for n, (part, span) in enumerate(zip(words, spans, strict=True))
        ]
    return found


def _wording(
    gold: Path,
    texts: dict[str, str],
    quotes: dict[str, dict[str, Any]],
    story_of: dict[str, str],
    rows: dict[str, Rows],
) -> None:
    def span(quote: str, words: str) -> dict[str, int] | None:
        row = quotes[quote]
        if not words:
            return None
        return dict(zip(("start", "end"), locate(texts[row["article"]], words, row["start"]), strict=True))

    rows["utterances"] = [
        {"story": story_of[quotes[member]["article"]], "utterance": family["id"], "quote": member, "via": "gold"}
        for family in lines(gold / "families.jsonl")
        for member in family["members"]
    ]
    rows["differences"] = [
        {
            "story": story_of[quotes[found["a"]]["article"]],
            "utterance": found["family"],
            "a": found["a"],
            "b": found["b"],
            "class": found["class"],
            "severity": found["severity"],
            "band": "sure",
            "confidence": 0.9,
            "a_text": found["a_text"],
            "b_text": found["b_text"],
            "a_span": span(found["a"], found["a_text"]),
            "b_span": span(found["b"], found["b_text"]),
            "via_translation": quotes[found["a"]]["language"] != quotes[found["b"]]["language"],
            "evidence": [],
            "explanation": found.get("note", ""),
        }
        for found in lines(gold / "wording.jsonl")
    ]


def _claims(gold: Path, texts: dict[str, str], story_of: dict[str, str], rows: dict[str, Rows]) -> None:
    in_story: dict[str, list[str]] = defaultdict(list)
    for article, story in story_of.items():
        in_story[story].append(article)
    rows["claims"], rows["support"] = [], []
    counts: dict[str, int] = defaultdict(int)
    for claim in lines(gold / "claims.jsonl"):
        doc = claim["doc"]
        counts[doc] += 1
        start, end = locate(texts[doc], claim["text"])
        others = [article for article in in_story[story_of[doc]] if article != doc]
        name = f"{doc}:s{counts[doc]:03}"
        rows["claims"].append(
            {
                "story": story_of[doc],
                "claim": f"{name}.c",
                "article": doc,
                "sentence": name,
                "text": claim["text"],
                "start": start,
                "end": end,
                "status": claim["status"],
                "band": "sure",
                "score": 0.5,
                "checkworthiness": 0.7,
                "supported_in": claim["supported_in"],
                "independent_sources": claim.get("independent_sources", 1),
                "checked_against": others,
                "not_checked": [],
                "explanation": claim.get("note", ""),
            }
        )
        rows["support"] += [
            {
                "story": story_of[doc],
                "claim": f"{name}.c",
                "article": other,
                "verdict": "full" if other in claim["supported_in"] else "none",
                "score": 0.8 if other in claim["supported_in"] else 0.2,
                "view": "original",
                "start": 0,
                "end": min(120, len(texts[other])),
                "text": " ".join(texts[other][:120].split()),
                "evidence": [],
            }
            for other in others
        ]


def _conflicts(gold: Path, texts: dict[str, str], story_of: dict[str, str], rows: dict[str, Rows]) -> None:
    rows["conflicts"] = []
    for n, found in enumerate(lines(gold / "conflicts.jsonl")):
        a, b = locate(texts[found["a_doc"]], found["a_text"]), locate(texts[found["b_doc"]], found["b_text"])
        rows["conflicts"].append(
            {
                "story": story_of[found["a_doc"]],
                "conflict": f"{story_of[found['a_doc']]}:k{n + 1:02}",
                "kind": "number" if any(char.isdigit() for char in found["a_text"] + found["b_text"]) else "other",
                "band": "sure",
                "confidence": 0.8,
                "a_article": found["a_doc"],
                "a_text": found["a_text"],
                "a_start": a[0],
                "a_end": a[1],
                "b_article": found["b_doc"],
                "b_text": found["b_text"],
                "b_start": b[0],
                "b_end": b[1],
                "explanation": found["what"],
            }
        )
