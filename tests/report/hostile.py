"""A run whose every free field was written by somebody who means harm."""

from __future__ import annotations

from pipeline.schemas import frame
from tests.report.stored import StoredRun, with_findings

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
ATTRIBUTE = '" onmouseover="alert(3)" x=\''
LINK = "[press](javascript:alert(4)) @everyone {{7*7}} {% raw %} ${x} ]]>"
OVERRIDE = "\u202egnp.exe\u2066 \u0007bell\u0000nul \u009bcsi"
FORMULA = '=HYPERLINK("http://evil.example","x")'
LONG = "word " * 300 + "end"
NAME = "O'Brien “Red” d\u2019Arc <b>bold</b> & Söhne"
RTL = "قال الوزير إن \u200fالميناء مغلق"
EVERYTHING = f"{FORMULA} {SCRIPT} {ATTRIBUTE} {LINK} {OVERRIDE} {NAME} {RTL}"
TEXT = f"{EVERYTHING}\n\n{FORMULA}\n{SCRIPT}\r\n{LONG}\n{OVERRIDE}{RTL}"
STORY = f"story {SCRIPT}"


def hostile_run() -> StoredRun:
    """Two articles that quote, differ, conflict and claim, in every frame that a report reads."""
    span = {"start": 0, "end": len(EVERYTHING)}
    words = {"start": 2, "end": 30}
    sides = {"a_span": words, "b_span": words, "a_text": EVERYTHING, "b_text": f"other {EVERYTHING}"}
    row = {"story": STORY, "band": "sure", "confidence": 0.9, "explanation": EVERYTHING}
    differences = [
        {**row, **sides, "utterance": f"u {ATTRIBUTE}", "a": "a:q1", "b": "b:q1", "class": class_, "severity": severity}
        for class_, severity in (("substitution", "major"), ("attribution", "major"), ("omission", "minor"))
    ]
    frames = {
        "articles": [_article("a", FORMULA), _article("b", f"{SCRIPT}.txt")],
        "quarantine": [{"article": "z", "path": f"{FORMULA}\n{SCRIPT}", "reason": EVERYTHING}],
        "languages": [
            {"article": "a", "block": -1, "language": f"xx{ATTRIBUTE}", "margin": 1.0},
            {"article": "b", "block": -1, "language": "ar", "margin": 1.0},
        ],
        "stories": [{"story": STORY, "article": each, "reason": EVERYTHING} for each in "ab"],
        "sentences": [{"article": each, "sentence": f"{each}:s1", "language": "ar", **span} for each in "ab"],
        "quotes": [_quote(each, span) for each in "ab"],
        "parts": [
            {"article": each, "quote": f"{each}:q1", "part": f"{each}:q1.1", "index": 1, "text": EVERYTHING, **span}
            for each in "ab"
        ],
        "translations": [
            _translation(each, segment, status)
            for each in "ab"
            for segment, status in ((f"{each}:q1.1", "ok"), (f"{each}:s1", "suspect"))
        ],
        "utterances": [
            {"story": STORY, "utterance": f"u {ATTRIBUTE}", "quote": f"{each}:q1", "parts": [f"{each}:q1.1"]}
            for each in "ab"
        ],
        "differences": differences,
        "syndication": [{"story": STORY, "origin": EVERYTHING, "copies": ["a"], "score": 1.0, "reason": EVERYTHING}],
        "claims": [_claim("a", "single_source", span), _claim("b", "unchecked", span)],
        "support": [
            {
                "story": STORY,
                "claim": "a:c1",
                "article": "b",
                "verdict": "none",
                "score": 0.1,
                "text": EVERYTHING,
                **span,
            }
        ],
        "conflicts": [_conflict(kind, n) for n, kind in enumerate(("number", "other", "date"))],
    }
    run = StoredRun(
        {name: frame(name, rows) for name, rows in frames.items()},
        corpus=EVERYTHING,
        config_digest=SCRIPT,
        models={
            "encoder": {"name": EVERYTHING, "digest": SCRIPT},
            "translators": {f"ar{ATTRIBUTE}": {"package": EVERYTHING, "version": SCRIPT, "digest": SCRIPT}},
        },
        degraded=(EVERYTHING,),
        notes=(EVERYTHING,),
    )
    return with_findings(run)


def _article(name: str, path: str) -> dict[str, object]:
    return {
        "article": name,
        "path": path,
        "outlet": f"{name} {EVERYTHING}",
        "title": f"{name} {EVERYTHING}",
        "published": f"2025-01-01{ATTRIBUTE}",
        "url": "javascript:alert(5)",
        "sha256": SCRIPT,
        "format": "txt",
        "text": TEXT,
    }


def _quote(name: str, span: dict[str, int]) -> dict[str, object]:
    free = ("speaker", "speaker_text", "cue", "relay", "context", "text")
    fields: dict[str, object] = dict.fromkeys(free, f"{name} {EVERYTHING}")
    language = f"xx{ATTRIBUTE}" if name == "a" else "ar"
    fields |= {"article": name, "quote": f"{name}:q1", "kind": "post", "language": language, "rest": [EVERYTHING]}
    return {**fields, "spans": [span], **span}


def _translation(name: str, segment: str, status: str) -> dict[str, object]:
    row: dict[str, object] = {"article": name, "segment": segment, "language": f"ar{ATTRIBUTE}", "status": status}
    return {**row, "english": EVERYTHING, "checks": [EVERYTHING]}


def _claim(name: str, status: str, span: dict[str, int]) -> dict[str, object]:
    row: dict[str, object] = {"story": STORY, "claim": f"{name}:c1", "article": name, "sentence": f"{name}:s1"}
    row |= {"text": EVERYTHING, "status": status, "band": "sure", "score": 0.5, "attributed_to": EVERYTHING}
    return {**row, "checked_against": ["b"], "not_checked": ["b"], "explanation": EVERYTHING, **span}


def _conflict(kind: str, n: int) -> dict[str, object]:
    row: dict[str, object] = {"story": STORY, "conflict": f"k{n}", "kind": kind, "band": "sure", "confidence": 0.5}
    row |= {"a_article": "a", "a_text": EVERYTHING, "a_start": 40 + n, "a_end": 60, "b_article": "b"}
    return {**row, "b_text": SCRIPT, "b_start": 40 + n, "b_end": 60, "explanation": EVERYTHING}
