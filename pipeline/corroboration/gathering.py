"""Evidence for every claim of a story from every other article that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.corroboration.reading import Told
from pipeline.evidence.grid import Vocabulary
from pipeline.evidence.lexical import WordSpace
from pipeline.evidence.nearest import nearest_passages
from pipeline.evidence.passages import Nearest, Sentence
from pipeline.evidence.statements import content_forms

if TYPE_CHECKING:
    from pipeline.models.protocols import Encoder


def gather(told: Sequence[Told], encoder: Encoder, longest: int) -> Nearest:
    """(claim's sentence id, other article's id) -> its nearest passages there; passages have up to `longest` sentences.

    Claims that could not be read, and articles of which nothing could, are left out.
    """
    sentences = list({s.id: s for article in told for s in (*article.sentences, *article.claims)}.values())
    vocabulary = Vocabulary(sentences, _words(sentences, encoder))
    readable = {each.article: ([claim for claim in each.claims if claim.readable], each.sentences) for each in told}
    return nearest_passages(readable, vocabulary, longest)


def ask_words(encoder: Encoder, told: Iterable[tuple[str, str]]) -> None:
    """Have the content words of sentences, given as (language, text), encoded: what `gather` will ask for."""
    read = ((language, text) for language, text in told if encoder.reads(language))
    spoken = sorted({(language, word) for language, text in read for word in content_forms(text, language)})
    if spoken:
        encoder.encode([word for _, word in spoken], [language for language, _ in spoken])


def _words(sentences: Sequence[Sentence], encoder: Encoder) -> WordSpace:
    """Each distinct word of the story encoded alone, once."""
    spoken = sorted({(s.language, word) for s in sentences if encoder.reads(s.language) for word in s.statement.words})
    rows = encoder.encode([word for _, word in spoken], [language for language, _ in spoken]) if spoken else ()
    vectors = {f"{language}:{word}": row for (language, word), row in zip(spoken, rows, strict=True)}
    return WordSpace([[f"{s.language}:{word}" for word in s.statement.words] for s in sentences], vectors)
