"""News passages in eight languages with their quotations marked by hand, and what a reading of them gets right.

A passage is `# id note`, its text, and a line `= label kind | speaker / other form` for each quotation; in the text
`{label:…}` marks the words, the same label again a later part of the utterance. `-` accepts having no speaker.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from anyascii import anyascii

from pipeline.config import DetectConfig, IngestConfig, QuotesConfig, SegmentConfig
from pipeline.schemas import frame
from pipeline.stages.detect import detect
from pipeline.stages.ingest import ingest
from pipeline.stages.quotes import quotes
from pipeline.stages.segment import segment

LANGUAGES: Final = ("en", "ru", "uk", "de", "fr", "es", "it", "cs")
_LINE: Final = re.compile(r"= (\w) (\w+)(?: \| (.+))?")
_OVERLAP: Final = 0.8
_SPELLED: Final = str.maketrans({"ь": "", "ъ": "", "Ь": "", "Ъ": ""})
_UKRAINIAN: Final = str.maketrans({"г": "h", "Г": "H", "и": "y", "И": "Y"})
_INSIDE: Final = str.maketrans({"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"})


@dataclass(frozen=True)
class Truth:
    """One quotation as it should be found; any of `speakers` will do."""

    label: str
    kind: str
    words: str
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    name: str
    language: str
    text: str
    truths: tuple[Truth, ...]


@dataclass(frozen=True)
class Seen:
    words: str
    kind: str
    speaker: str


@dataclass(frozen=True)
class Verdict:
    """Counts of one passage, and its misses by name."""

    found: int
    wanted: int
    given: int
    right: int
    misses: tuple[str, ...]


def passages(code: str) -> list[Passage]:
    """The passages of a language in the order of their file."""
    content = (Path(__file__).parent / f"{code}.txt").read_text(encoding="utf-8")
    return [_passage(code, chunk) for chunk in re.split(r"^# ", content, flags=re.M)[1:]]


def _passage(code: str, chunk: str) -> Passage:
    head, _, rest = chunk.partition("\n")
    lines = [line for line in rest.splitlines() if _LINE.match(line)]
    marked = "\n".join(line for line in rest.splitlines() if not _LINE.match(line)).strip()
    text, words = _unmarked(marked)
    truths = []
    for label, kind, speaker in (_LINE.fullmatch(line).groups() for line in lines):  # type: ignore[union-attr]
        truths.append(Truth(label, kind, words[label], tuple(form.strip() for form in (speaker or "-").split(" / "))))
    assert {truth.label for truth in truths} == set(words), head
    return Passage(head.split()[0], code, text, tuple(truths))


def _unmarked(marked: str) -> tuple[str, dict[str, str]]:
    """(the text without braces, the words of each label)."""
    plain: list[str] = []
    words: dict[str, list[str]] = {}
    open_labels: list[str] = []
    at = 0
    while at < len(marked):
        opened = re.compile(r"\{(\w):").match(marked, at)
        if opened:
            open_labels.append(opened.group(1))
            words.setdefault(opened.group(1), []).append(" ")
            at = opened.end()
            continue
        if marked[at] == "}":
            open_labels.pop()
        else:
            plain.append(marked[at])
            for label in open_labels:
                words[label].append(marked[at])
        at += 1
    assert not open_labels, marked
    return "".join(plain), {label: "".join(parts) for label, parts in words.items()}


def read(found: list[Passage]) -> dict[str, list[Seen]]:
    """Every passage as an article of its own through the stages up to quotes."""
    files = frame("files", [_file(passage) for passage in found])
    articles, blocks, *_ = ingest(IngestConfig(), files)
    sentences = segment(SegmentConfig(), articles, blocks, detect(DetectConfig(), articles, blocks))
    rows, _, _ = quotes(QuotesConfig(), articles, blocks, sentences)
    seen: dict[str, list[Seen]] = {passage.name: [] for passage in found}
    for row in rows.sort("article", "start").iter_rows(named=True):
        words = " ".join([row["text"], *row["rest"]])
        seen[row["article"]].append(Seen(words, row["kind"], row["speaker"] or ""))
    return seen


def judge(passage: Passage, seen: list[Seen]) -> Verdict:
    """Matched as in the contract's scorer; turns and what is called scare may be found or not."""
    pairs = sorted(
        (
            (_overlap(item.words, truth.words), -at, -to)
            for at, item in enumerate(seen)
            for to, truth in enumerate(passage.truths)
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for score, at, to in pairs:
        if score >= _OVERLAP and -at not in taken and -to not in taken.values():
            taken[-at] = -to
    extra = [item for at, item in enumerate(seen) if at not in taken and item.kind != "scare"]
    misses = [f"{passage.name}+{item.words[:24]}" for item in extra]
    wanted = {to: truth for to, truth in enumerate(passage.truths) if truth.kind != "turn"}
    misses += [f"{passage.name}{truth.label}-" for to, truth in wanted.items() if to not in taken.values()]
    right = hits = 0
    for at, to in sorted(taken.items(), key=lambda pair: pair[1]):
        truth = passage.truths[to]
        if truth.kind == "turn":
            continue
        hits += 1
        hit = any(_same(seen[at].speaker, form, passage.language) for form in truth.speakers)
        right += hit
        misses += [] if hit else [f"{passage.name}{truth.label}={seen[at].speaker}"]
    return Verdict(hits, len(wanted), hits + len(extra), right, tuple(misses))


def _file(passage: Passage) -> dict[str, Any]:
    content = (passage.text + "\n").encode()
    return {
        "article": passage.name,
        "path": f"{passage.name}.txt",
        "content": content,
        "sha256": sha256(content).hexdigest(),
        "meta": json.dumps({"id": passage.name}),
    }


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _overlap(one: str, other: str) -> float:
    ours, theirs = Counter(_tokens(one)), Counter(_tokens(other))
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def _same(given: str, wanted: str, code: str) -> bool:
    """Last parts equal, or all parts of one in the other, in Latin letters; `-` is nobody at all."""
    if wanted == "-":
        return not given
    ours, theirs = _latin(given, code), _latin(wanted, code)
    return bool(ours and theirs) and (ours[-1] == theirs[-1] or set(ours) <= set(theirs) or set(theirs) <= set(ours))


def _latin(name: str, code: str) -> list[str]:
    plain = name.translate(_SPELLED)
    if code == "uk":
        plain = " ".join(word[:1] + word[1:].translate(_INSIDE) for word in plain.split(" ")).translate(_UKRAINIAN)
    plain = anyascii(plain)
    plain = re.sub(r"[iy]y\b", "y", plain) if code == "ru" else plain
    return _tokens(plain.replace("'", ""))
