"""The one typed view of a finished run. Every format is drawn from it; only `frames` reads frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.decisions import Decision
from pipeline.rules.firing import difference_subject
from pipeline.rules.table import SEVERITIES
from pipeline.text.origins import Region

if TYPE_CHECKING:
    import polars as pl


class FinishedRun(Protocol):
    """What a report needs of a run; the runner's `Run` is one."""

    @property
    def corpus(self) -> str: ...

    @property
    def config_digest(self) -> str: ...

    @property
    def models(self) -> Mapping[str, Any]:
        """`encoder`: {name, digest}; `translators`: language -> {package, version, digest}."""
        ...

    @property
    def degraded(self) -> Sequence[str]:
        """Whole sentences: what this run could not do, and what to do about it."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Whole sentences that a reader may want to know besides."""
        ...

    @property
    def directory(self) -> Path: ...

    def frame(self, name: str) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A span of an article's text, and where it stands in the file; nowhere in a file that was not read."""

    article: str
    path: str
    start: int
    end: int
    region: Region | None

    @property
    def line(self) -> int:
        return self.region.line if self.region else 1

    @property
    def column(self) -> int:
        return self.region.column if self.region else 1

    @property
    def span(self) -> tuple[int, int]:
        """Code points of the decoded file."""
        return (self.region.start, self.region.end) if self.region else (0, 0)


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    path: str
    outlet: str
    title: str | None
    published: str | None
    language: str | None
    story: str | None
    url: str | None
    sha256: str
    format: str
    text: str

    @property
    def name(self) -> str:
        """Its title, or the first line that has words."""
        return self.title or next((line.strip() for line in self.text.splitlines() if line.strip()), self.id)


@dataclass(frozen=True, slots=True)
class Story:
    id: str
    articles: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Syndication:
    story: str
    origin: str
    copies: tuple[str, ...]
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence inside a quote. `translation`: ok, suspect, missing, or none where it needed no translation."""

    id: str
    start: int
    end: int
    text: str
    english: str | None
    translation: str


@dataclass(frozen=True, slots=True)
class Quote:
    """`english` is null where the words are English already or could not be translated."""

    id: str
    place: Place
    kind: str
    language: str | None
    text: str
    rest: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    parts: tuple[Part, ...]
    speaker: str | None
    speaker_text: str | None
    cue: str | None
    relay: str | None
    context: str | None
    english: str | None


@dataclass(frozen=True, slots=True)
class Rendering:
    """A passage in English by machine; `status` is `suspect` where the translation of some of it failed a check."""

    text: str
    status: str


def joined_english(parts: Sequence[Part]) -> tuple[str | None, str]:
    """Parts in English, joined, a part without any as […]; and the worst status among them."""
    if all(part.translation == "none" for part in parts):
        return None, "none"
    statuses = {part.translation for part in parts}
    worst = next((status for status in ("missing", "suspect") if status in statuses), "ok")
    words = [part.text if part.translation == "none" else part.english or "[…]" for part in parts]
    known = any(part.english for part in parts)
    return (" ".join(words) if known else None), worst


# How a quote was found to be the same as the others of its utterance, as reports tell it.
VIEWS = {
    "words": "matched by its words",
    "original": "matched by meaning",
    "english": "matched by its translation",
    "original-only": "matched by meaning alone",
    "adjacent": "matched by the post beside it",
    "same post": "another part of the same post",
}


@dataclass(frozen=True, slots=True)
class Utterance:
    story: str
    id: str
    quotes: tuple[str, ...]
    parts: frozenset[str]
    """The quotes' sentences that report this utterance; empty where that is not known."""
    views: tuple[tuple[str, str], ...] = ()
    """(quote, which of VIEWS joined it to the others); by its best link where it has several."""


@dataclass(frozen=True, slots=True)
class Difference:
    story: str
    utterance: str
    a: str
    b: str
    class_: str
    severity: str
    band: str
    confidence: float
    a_text: str
    b_text: str
    a_span: tuple[int, int] | None
    """In the article's text; `a_place` is where that stands in its file."""
    b_span: tuple[int, int] | None
    via_translation: bool
    evidence: tuple[str, ...]
    explanation: str
    kind: str | None = None
    a_place: Place | None = None
    b_place: Place | None = None

    @property
    def subject(self) -> str:
        """The name under which a finding refers to it."""
        starts = [span[0] if span else None for span in (self.a_span, self.b_span)]
        return difference_subject(self.utterance, self.a, self.b, self.class_, self.kind, *starts)


@dataclass(frozen=True, slots=True)
class Support:
    """The nearest passage of another article to a claim."""

    article: str
    verdict: str
    score: float
    text: str
    english: Rendering | None
    place: Place | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    story: str
    id: str
    place: Place
    sentence: str
    text: str
    english: Rendering | None
    attributed_to: str | None
    status: str
    band: str
    score: float
    checkworthiness: float
    supported_in: tuple[str, ...]
    independent_sources: int
    checked_against: tuple[str, ...]
    not_checked: tuple[str, ...]
    explanation: str
    support: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    story: str
    id: str
    kind: str
    band: str
    confidence: float
    a: Place
    a_text: str
    a_english: Rendering | None
    b: Place
    b_text: str
    b_english: Rendering | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Finding:
    story: str | None
    id: str
    rule: str
    severity: str
    confidence: float
    band: str
    state: str
    message: str
    subjects: tuple[str, ...]
    """`difference:…`, `claim:…`, `conflict:…`, `translation:…` or `run:…`: the evidence that it stands on."""
    locations: tuple[Place, ...]
    decision: Decision | None = None
    """What a reviewer decided last; `state` follows from it, and from a baseline."""

    @property
    def rank(self) -> tuple[int, bool]:
        """Sorts the gravest first, and among them the sure ones."""
        return -SEVERITIES.index(self.severity), self.band != "sure"

    @property
    def stands(self) -> bool:
        """Whether it counts: it is new, or a reviewer accepted it."""
        return self.state in ("new", "accepted")


def gravest(findings: Sequence[Finding]) -> list[Finding]:
    """By severity, the sure before the unsure, then confidence and id: the first where there is room for few."""
    return sorted(findings, key=lambda f: (*f.rank, -f.confidence, f.id))


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class TranslationCheck:
    """A segment whose translation failed its checks, or is missing."""

    article: str
    segment: str
    language: str
    status: str
    english: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run found, each list in a stable order."""

    corpus: str
    config_digest: str
    models: Mapping[str, Any]
    degraded: tuple[str, ...]
    notes: tuple[str, ...]
    root: str
    """The corpus folder as seen from the repository that holds it, with a slash at its end; empty outside of one."""
    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    syndication: tuple[Syndication, ...]
    quotes: tuple[Quote, ...]
    utterances: tuple[Utterance, ...]
    differences: tuple[Difference, ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    translations: tuple[TranslationCheck, ...]
