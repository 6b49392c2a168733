"""Evidence for every claim of a story from every other article that can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.corroboration.calibration import Pair
from pipeline.corroboration.reading import Told
from pipeline.evidence.lexical import WordSpace
from pipeline.evidence.passages import Evidence, Sentence, Vocabulary, nearest_passages, with_mutual

if TYPE_CHECKING:
    from pipeline.models.protocols import Encoder


def gather(told: Sequence[Told], encoder: Encoder, longest: int) -> dict[Pair, tuple[Evidence, ...]]:
    """(claim's sentence id, other article's id) -> its nearest passages there; passages have up to `longest` sentences.

    Claims that could not be read, and articles of which nothing could, are left out.
    """
    sentences = list({s.id: s for article in told for s in (*article.sentences, *article.claims)}.values())
    vocabulary = Vocabulary(sentences, _words(sentences, encoder))
    found: dict[Pair, tuple[Evidence, ...]] = {}
    for article in told:
        claims = [claim for claim in article.claims if claim.readable]
        for other in told:
            if claims and other is not article and other.sentences:
                nearest = nearest_passages(claims, other.sentences, vocabulary, longest)
                found.update({(claim.id, other.article): each for claim, each in zip(claims, nearest, strict=True)})
    return {pair: tuple(_led_back(each, found) for each in nearest) for pair, nearest in found.items()}


def _led_back(evidence: Evidence, found: Mapping[Pair, Sequence[Evidence]]) -> Evidence:
    home = evidence.claim.article
    return with_mutual(evidence, {s.id: found[s.id, home] for s in evidence.passage if (s.id, home) in found})


def _words(sentences: Sequence[Sentence], encoder: Encoder) -> WordSpace:
    """Each distinct word of the story encoded alone, once."""
    spoken = sorted({(s.language, word) for s in sentences if encoder.reads(s.language) for word in s.statement.words})
    rows = encoder.encode([word for _, word in spoken], [language for language, _ in spoken]) if spoken else ()
    vectors = {f"{language}:{word}": row for (language, word), row in zip(spoken, rows, strict=True)}
    return WordSpace([[f"{s.language}:{word}" for word in s.statement.words] for s in sentences], vectors)
