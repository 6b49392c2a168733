"""What the templates show, worked out beforehand: cards for utterances, conflicts and claims, story by story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.report.html import charts
from pipeline.report.html.cards import (
    ClaimCard,
    ConflictCard,
    Copy,
    FindingCard,
    Near,
    Overview,
    Passage,
    Reprint,
    StoryPage,
    UtteranceCard,
)
from pipeline.report.html.marking import excerpt, marks, pieces, reporting_parts
from pipeline.report.model import (
    VIEWS,
    Article,
    Claim,
    Conflict,
    Difference,
    Finding,
    Place,
    Quote,
    Rendering,
    Report,
    Story,
    Support,
    Syndication,
    TranslationCheck,
    Utterance,
    joined_english,
)
from pipeline.rules.phrasing import language_name, name
from pipeline.rules.table import RULES, SEVERITIES

FRAGMENT_WORDS: Final = 8
FIRST: Final = 8
"""Findings that the front page names: what a reader takes in before scrolling."""


class Shelf:
    """The report's lists by id."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.articles = {article.id: article for article in report.articles}
        self.texts = {article.id: article.text for article in report.articles}
        self.quotes = {quote.id: quote for quote in report.quotes}
        self.differences = {found.subject: found for found in report.differences}
        self.claims = {f"claim:{claim.id}": claim for claim in report.claims}
        self.conflicts = {f"conflict:{found.id}": found for found in report.conflicts}
        self.of_utterance: dict[tuple[str, str], list[Difference]] = defaultdict(list)
        for found in report.differences:
            self.of_utterance[found.story, found.utterance].append(found)
        self.of_story: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in report.findings:
            self.of_story[finding.story if finding.story in {s.id for s in report.stories} else None].append(finding)

    def card(self, finding: Finding) -> FindingCard:
        evidence = [self.differences[each] for each in finding.subjects if each in self.differences]
        conflicts = [self.conflicts[each] for each in finding.subjects if each in self.conflicts]
        claims = [self.claims[each] for each in finding.subjects if each in self.claims]
        told = [found.explanation for found in evidence] + [found.explanation for found in conflicts]
        told += [claim.explanation for claim in claims]
        articles = [self.articles[place.article] for place in finding.locations if place.article in self.articles]
        classes = {_sort(found) for found in evidence} | {found.kind for found in conflicts}
        return FindingCard(
            finding=finding,
            title=RULES[finding.rule].title if finding.rule in RULES else finding.rule,
            classes=tuple(sorted(classes)),
            outlets=tuple(sorted({name(article.outlet) for article in articles})),
            languages=tuple(sorted({name(article.language) for article in articles if article.language})),
            places=_lines(finding.locations),
            reasons=tuple(dict.fromkeys(reason for reason in told if reason)),
        )


def _sort(found: Difference) -> str:
    """What a difference is called: that of a rendering by what is lost in it."""
    return found.kind if found.class_ == "translation" and found.kind else found.class_


def _lines(places: Iterable[Place]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """(path, its lines), paths in the order of the places."""
    found: dict[str, dict[int, None]] = defaultdict(dict)
    for place in places:
        found[place.path][place.line] = None
    return tuple((path, tuple(sorted(lines))) for path, lines in found.items())


def overview(report: Report) -> Overview:
    """Everything that the templates show, in the order in which they show it."""
    shelf = Shelf(report)
    stories = tuple(_story(shelf, story, n) for n, story in enumerate(_reading_order(shelf, report.stories), start=1))
    general = tuple(shelf.card(finding) for finding in _ordered(shelf.of_story[None]))
    cards = [*general, *(card for page in stories for card in page.findings)]
    return Overview(
        report=report,
        stories=stories,
        general=general,
        outlets=_outlets(report.articles),
        counts=_counts(report.findings),
        totals={s: sum(f.severity == s and f.stands for f in report.findings) for s in reversed(SEVERITIES)},
        states=dict(Counter(finding.state for finding in report.findings)),
        bars=charts.bars(report.claims, shelf.articles),
        timeline=charts.timeline(stories, shelf.articles),
        doubtful=_doubtful(shelf),
        untranslated=_untranslated(shelf),
        choices=_choices(cards),
        first=_first(stories),
    )


def _first(stories: Iterable[StoryPage]) -> tuple[tuple[FindingCard, str], ...]:
    """The sure major findings that stand; where there are none, the unsure ones."""
    major = [
        (card, page.anchor)
        for page in stories
        for card in page.findings
        if card.finding.severity == "major" and card.finding.stands
    ]
    sure = [each for each in major if each[0].finding.band == "sure"]
    rules = list(RULES)
    ordered = sorted(sure or major, key=lambda each: (-each[0].finding.confidence, rules.index(each[0].finding.rule)))
    return tuple(ordered[:FIRST])


def _reading_order(shelf: Shelf, stories: Iterable[Story]) -> list[Story]:
    """Stories told by more articles first, then the earlier."""

    def order(story: Story) -> tuple[int, str, str]:
        dates = sorted(shelf.articles[each].published or "~" for each in story.articles)
        return -len(story.articles), dates[0], story.id

    return sorted(stories, key=order)


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest and surest first; then by where they point, so that the order is that of reading."""

    def order(finding: Finding) -> tuple[object, ...]:
        first = finding.locations[0] if finding.locations else None
        return *finding.rank, first.path if first else "", first.start if first else 0, finding.id

    return sorted(findings, key=order)


def _story(shelf: Shelf, story: Story, number: int) -> StoryPage:
    articles = sorted((shelf.articles[each] for each in story.articles), key=lambda a: (a.published or "~", a.id))
    findings = [shelf.card(finding) for finding in _ordered(shelf.of_story[story.id])]
    utterances = _utterances(shelf, story, findings)
    claims = sorted(
        (claim for claim in shelf.report.claims if claim.story == story.id),
        key=lambda claim: (claim.place.path, claim.place.start, claim.id),
    )
    conflicts, alone = _conflicts(shelf, findings), _claims(shelf, findings)
    shown = {card.finding.id for found in utterances for card in found.findings}
    shown |= {card.finding.finding.id for card in conflicts} | {card.finding.finding.id for card in alone}
    statuses = Counter(claim.status for claim in claims)
    quoted = {quote for found in utterances for quote in found.utterance.quotes}
    return StoryPage(
        story=story,
        number=number,
        title=articles[0].name,
        title_language=articles[0].language,
        articles=tuple(articles),
        reprints=tuple(_reprint(shelf, group) for group in shelf.report.syndication if group.story == story.id),
        utterances=tuple(card for card in utterances if card.findings),
        agreeing=tuple(card for card in utterances if not card.findings and card.count > 1),
        conflicts=conflicts,
        claims=alone,
        others=tuple(card for card in findings if card.finding.id not in shown),
        matrix=charts.matrix(claims, articles),
        standing=tuple((status, statuses[status]) for status in charts.STATUSES if statuses[status]),
        unchecked=tuple(claim for claim in claims if claim.status == "unchecked"),
        alone=sum(q.place.article in story.articles and q.id not in quoted for q in shelf.report.quotes),
    )


def _utterances(shelf: Shelf, story: Story, findings: Sequence[FindingCard]) -> list[UtteranceCard]:
    """Cards of the story's utterances: those with the gravest findings first. A finding is told at one of them."""
    home: dict[str, list[FindingCard]] = defaultdict(list)
    for card in findings:
        evidence = (shelf.differences[each] for each in card.finding.subjects if each in shelf.differences)
        first = min((found.utterance for found in evidence), default=None)
        if first is not None:
            home[first].append(card)
    cards = [
        _utterance(shelf, found, tuple(home[found.id])) for found in shelf.report.utterances if found.story == story.id
    ]

    def order(card: UtteranceCard) -> tuple[object, ...]:
        first = min((copy.quote.place.path, copy.quote.place.start) for copy in card.copies)
        return card.rank, first, card.utterance.id

    return sorted(cards, key=order)


def _utterance(shelf: Shelf, utterance: Utterance, findings: tuple[FindingCard, ...]) -> UtteranceCard:
    quotes = [shelf.quotes[each] for each in utterance.quotes if each in shelf.quotes]
    reference = _reference(shelf, quotes)
    differences = shelf.of_utterance[utterance.story, utterance.id]
    ordered = sorted(
        quotes, key=lambda q: (q is not reference, q.language != reference.language, q.place.path, q.place.start)
    )
    speakers = Counter(quote.speaker for quote in quotes if quote.speaker)
    joined = {quote: "" if view == "words" else VIEWS[view] for quote, view in utterance.views}
    copies = [
        replace(_copy(shelf, quote, reference, differences, utterance.parts), joined=joined.get(quote.id, ""))
        for quote in ordered
    ]
    return UtteranceCard(
        utterance=utterance,
        speaker=min(speakers, key=lambda each: (-speakers[each], each), default=None),
        copies=tuple(copy for copy in copies if not _is_fragment(copy, reference)),
        fragments=tuple(copy for copy in copies if _is_fragment(copy, reference)),
        findings=findings,
    )


def _reference(shelf: Shelf, quotes: Sequence[Quote]) -> Quote:
    """The copy that the others are read against: an original post, else the longest in the commonest language."""
    languages = Counter(quote.language for quote in quotes)

    def order(quote: Quote) -> tuple[object, ...]:
        length = len(quote.text) + sum(map(len, quote.rest))
        published = shelf.articles[quote.place.article].published or "~"
        return quote.kind != "post", -languages[quote.language], -length, published, quote.id

    return min(quotes, key=order)


def _copy(
    shelf: Shelf, quote: Quote, reference: Quote, differences: Sequence[Difference], parts: frozenset[str]
) -> Copy:
    article = shelf.articles[quote.place.article]
    found, lost = ([], []) if quote is reference else marks(quote, reference, differences, shelf.texts)
    parts = reporting_parts(quote, parts, differences)
    told = [part for part in quote.parts if part.id in parts] or quote.parts
    english, status = joined_english(told)
    return Copy(quote, article, quote is reference, pieces(quote, article, found, parts), tuple(lost), english, status)


def _is_fragment(copy: Copy, reference: Quote) -> bool:
    """A few words of the reference, as they are there."""
    words = copy.quote.text.split()
    return (
        not copy.reference
        and copy.quote.language == reference.language
        and len(words) <= FRAGMENT_WORDS < len(reference.text.split())
        and not copy.lost
        and all(piece.kind in ("same", "break") for piece in copy.pieces)
    )


def _conflicts(shelf: Shelf, findings: Iterable[FindingCard]) -> tuple[ConflictCard, ...]:
    result = []
    for card in findings:
        rows = [shelf.conflicts[each] for each in card.finding.subjects if each in shelf.conflicts]
        if rows and card.finding.rule.endswith("-conflict"):
            result.append(ConflictCard(card, _passages(shelf, rows, card.finding.locations)))
    return tuple(result)


def _passages(shelf: Shelf, rows: Iterable[Conflict], marked: Sequence[Place]) -> tuple[Passage, ...]:
    """Each side once, its clashing words marked and in their order, so that those who agree stand together."""
    sides = {_narrowed(place, marked): english for row in rows for place, english in _both(row)}
    result = []
    for place, english in sides.items():
        article = shelf.articles[place.article]
        result.append(Passage(article, place, *excerpt(article, place.start, place.end), english))
    return tuple(sorted(result, key=lambda found: (found.words.casefold(), found.place.path, found.place.start)))


def _narrowed(place: Place, marked: Sequence[Place]) -> Place:
    """The finding's own span inside a conflict's, which may be a whole sentence."""
    inside = (at for at in marked if at.article == place.article and place.start <= at.start and at.end <= place.end)
    return min(inside, key=lambda at: (at.end - at.start, at.start), default=place)


def _both(row: Conflict) -> tuple[tuple[Place, Rendering | None], tuple[Place, Rendering | None]]:
    return (row.a, row.a_english), (row.b, row.b_english)


def _claims(shelf: Shelf, findings: Iterable[FindingCard]) -> tuple[ClaimCard, ...]:
    result = []
    for card in findings:
        claims = [shelf.claims[each] for each in card.finding.subjects if each in shelf.claims]
        if claims:
            result.append(_claim(shelf, card, claims))
    return tuple(result)


def _claim(shelf: Shelf, card: FindingCard, claims: Sequence[Claim]) -> ClaimCard:
    """The copies of a claim share one list of passages: the best of each other article."""
    copies = {claim.place.article for claim in claims}
    near: dict[str, Support] = {}
    for found in sorted((each for claim in claims for each in claim.support), key=lambda each: -each.score):
        if found.text and found.article not in copies:
            near.setdefault(found.article, found)
    checked = dict.fromkeys(each for claim in claims for each in claim.checked_against if each not in copies)
    unread = dict.fromkeys(each for claim in claims for each in claim.not_checked)
    return ClaimCard(
        claims=tuple((claim, shelf.articles[claim.place.article]) for claim in claims),
        finding=card,
        nearest=tuple(Near(shelf.articles[each], near[each]) for each in near),
        checked=tuple(shelf.articles[each] for each in checked if each in shelf.articles),
        not_checked=tuple(shelf.articles[each] for each in unread if each in shelf.articles),
    )


def _reprint(shelf: Shelf, group: Syndication) -> Reprint:
    names = [shelf.articles[each].outlet if each in shelf.articles else each for each in (group.origin, *group.copies)]
    return Reprint(names[0], tuple(dict.fromkeys(names[1:])), group.reason)


def _outlets(articles: Iterable[Article]) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """(language, articles, outlets), the language with most articles first."""
    by: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by[language_name(article.language)].append(article)
    rows = [(language, len(found), tuple(sorted({a.outlet for a in found}))) for language, found in by.items()]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def _counts(findings: Sequence[Finding]) -> tuple[tuple[str, str, dict[str, int]], ...]:
    """(rule, title, severity -> findings that stand), in the table's order, rules that never fired left out."""
    rows = []
    for rule in RULES.values():
        fired = [finding for finding in findings if finding.rule == rule.id]
        if fired:
            rows.append((rule.id, rule.title, dict(Counter(each.severity for each in fired if each.stands))))
    return tuple(rows)


def _doubtful(shelf: Shelf) -> tuple[tuple[Article, tuple[TranslationCheck, ...]], ...]:
    by: dict[str, list[TranslationCheck]] = defaultdict(list)
    for check in shelf.report.translations:
        if check.status != "missing":
            by[check.article].append(check)
    return tuple((shelf.articles[article], tuple(checks)) for article, checks in sorted(by.items()))


def _untranslated(shelf: Shelf) -> tuple[tuple[Article, int], ...]:
    """Articles with passages for which there is no translation, and how many."""
    counts = Counter(check.article for check in shelf.report.translations if check.status == "missing")
    return tuple((shelf.articles[article], count) for article, count in sorted(counts.items()))


def _choices(cards: Sequence[FindingCard]) -> dict[str, tuple[str, ...]]:
    """The values that each filter offers: those that occur."""
    return {
        "severity": tuple(s for s in reversed(SEVERITIES) if any(card.finding.severity == s for card in cards)),
        "rule": tuple(rule for rule in RULES if any(card.finding.rule == rule for card in cards)),
        "class": tuple(sorted({found for card in cards for found in card.classes})),
        "outlet": tuple(sorted({found for card in cards for found in card.outlets}, key=str.casefold)),
        "language": tuple(sorted({found for card in cards for found in card.languages})),
        # Those that a reviewer can bring about too.
        "state": tuple(sorted({"new", "accepted", "rejected"} | {card.finding.state for card in cards})),
    }
