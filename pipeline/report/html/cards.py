"""What the templates show: cards for utterances, conflicts and claims, and the pages that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.report.html import charts
from pipeline.report.html.marking import Piece
from pipeline.report.model import (
    Article,
    Claim,
    Finding,
    Place,
    Quote,
    Rendering,
    Report,
    Story,
    Support,
    TranslationCheck,
    Utterance,
)


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding with what its filters need and the explanations of its evidence."""

    finding: Finding
    title: str
    classes: tuple[str, ...]
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    reasons: tuple[str, ...]
    places: tuple[tuple[str, tuple[int, ...]], ...]
    """(path, lines), in the order of the finding's locations."""

    @property
    def rank(self) -> tuple[int, bool]:
        return self.finding.rank


@dataclass(frozen=True, slots=True)
class Copy:
    """One outlet's quote of an utterance. `lost` are words left out of it at no known place."""

    quote: Quote
    article: Article
    reference: bool
    pieces: tuple[Piece, ...]
    lost: tuple[str, ...]
    english: str | None
    translation: str
    joined: str = ""
    """How it was found to be the same utterance, where more than its words did so."""


@dataclass(frozen=True, slots=True)
class UtteranceCard:
    utterance: Utterance
    speaker: str | None
    copies: tuple[Copy, ...]
    fragments: tuple[Copy, ...]
    """Copies of a few words of it in which nothing differs."""
    findings: tuple[FindingCard, ...]

    @property
    def count(self) -> int:
        return len(self.copies) + len(self.fragments)

    @property
    def rank(self) -> tuple[int, bool]:
        """That of its gravest finding; after all others where it has none."""
        return min((card.rank for card in self.findings), default=(1, True))


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article with the rest of their paragraph around them."""

    article: Article
    place: Place
    before: str
    words: str
    after: str
    english: Rendering | None


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """A fact on which accounts differ; a card without a finding was told in a quote's finding or not at all."""

    finding: FindingCard
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """The closest passage of another article to a claim."""

    article: Article
    support: Support


@dataclass(frozen=True, slots=True)
class ClaimCard:
    claims: tuple[tuple[Claim, Article], ...]
    """The claim, and where copies of one text make it too, those."""
    finding: FindingCard
    nearest: tuple[Near, ...]
    checked: tuple[Article, ...]
    not_checked: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Reprint:
    """Outlets that carry one copy; `origin` is an outlet or an agency."""

    origin: str
    outlets: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class StoryPage:
    story: Story
    number: int
    title: str
    title_language: str | None
    articles: tuple[Article, ...]
    reprints: tuple[Reprint, ...]
    utterances: tuple[UtteranceCard, ...]
    agreeing: tuple[UtteranceCard, ...]
    conflicts: tuple[ConflictCard, ...]
    claims: tuple[ClaimCard, ...]
    others: tuple[FindingCard, ...]
    matrix: charts.Matrix | None
    standing: tuple[tuple[str, int], ...]
    """(status, claims), statuses that do not occur left out."""
    unchecked: tuple[Claim, ...]
    alone: int

    @property
    def anchor(self) -> str:
        return f"story-{self.number}"

    @property
    def days(self) -> tuple[str, str] | None:
        found = sorted(day.isoformat() for article in self.articles if (day := charts.day(article.published)))
        return (found[0], found[-1]) if found else None

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(article.outlet for article in self.articles))

    @cached_property
    def findings(self) -> tuple[FindingCard, ...]:
        inside = [card for found in self.utterances for card in found.findings]
        told = [card.finding for card in self.conflicts] + [card.finding for card in self.claims]
        return (*inside, *told, *self.others)

    def count(self, severity: str) -> int:
        """Findings that stand: neither rejected nor known from a baseline."""
        return sum(card.finding.severity == severity and card.finding.stands for card in self.findings)


@dataclass(frozen=True, slots=True)
class Overview:
    report: Report
    stories: tuple[StoryPage, ...]
    general: tuple[FindingCard, ...]
    outlets: tuple[tuple[str, int, tuple[str, ...]], ...]
    counts: tuple[tuple[str, str, dict[str, int]], ...]
    """(rule, title, severity -> findings that stand)"""
    totals: dict[str, int]
    """Severity -> findings that stand."""
    states: dict[str, int]
    bars: charts.Bars | None
    timeline: charts.Timeline | None
    doubtful: tuple[tuple[Article, tuple[TranslationCheck, ...]], ...]
    untranslated: tuple[tuple[Article, int], ...]
    """Articles and the number of their passages without a translation."""
    choices: dict[str, tuple[str, ...]]
    first: tuple[tuple[FindingCard, str], ...]
    """The gravest findings with the anchors of their stories: where a reader should begin."""

    @property
    def unchecked(self) -> bool:
        """Whether there is a list of what could not be checked."""
        return bool(self.general or self.report.unread or self.doubtful or self.untranslated)
