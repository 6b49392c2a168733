from __future__ import annotations

import random

import numpy as np
import pytest

from pipeline.evidence.grid import Vocabulary
from pipeline.evidence.lexical import WordSpace
from pipeline.evidence.nearest import nearest_passages
from pipeline.evidence.passages import FAITHFUL, FEATURES, HEDGED, REWORDED, Nearest, Sentence
from pipeline.evidence.statements import read_statement
from tests.evidence.plain_passages import WIDTH, Plain, Told

ENGLISH = "The ferry Aurelia left harbour Monday with 412 passengers not crew 3 divers found wreck of Veltra"
GERMAN = "Die Fähre Aurelia verließ am Montag den Hafen mit 412 Passagieren nicht 3 Taucher fanden das Wrack"
WORDS = {"en": ENGLISH.split(), "de": GERMAN.split()}


def _unit(dice: random.Random) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    row = np.array([dice.gauss(0, 1) for _ in range(WIDTH)])
    return np.asarray(row / np.linalg.norm(row), np.float32)


def _sentence(name: str, dice: random.Random, others: list[str]) -> Sentence:
    language = dice.choice(["en", "en", "de"])
    text = " ".join(dice.choice(WORDS[language]) for _ in range(dice.randrange(3, 12)))
    english = " ".join(dice.choice(WORDS["en"]) for _ in range(6)) if language == "de" and dice.random() < 0.6 else None
    quoted = {other: round(dice.random(), 2) for other in dice.sample(others, min(2, len(others)))}
    return Sentence(
        name,
        name.partition(":")[0],
        language,
        0,
        len(text),
        text,
        read_statement(text, language, english),
        (_unit(dice), _unit(dice) if english else None),
        np.array([_unit(dice) for _ in range(2)]) if dice.random() < 0.4 else np.zeros((0, 1), np.float32),
        quoted if dice.random() < 0.3 else {},
        {dice.choice([*quoted, "a", "b"]): "another value"} if quoted and dice.random() < 0.3 else {},
        {other: dice.choice([FAITHFUL, HEDGED, REWORDED]) for other in quoted if dice.random() < 0.5},
    )


def _story(
    dice: random.Random,
) -> tuple[Told, Vocabulary, dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]]:
    """Articles of 0 to 7 sentences, in which captions claim nothing, and words of which some have no vector."""
    told: dict[str, tuple[list[Sentence], list[Sentence]]] = {}
    for article in "abcd":
        names = [f"{article}:s{n}" for n in range(dice.randrange(0, 8))]
        heard = [_sentence(name, dice, [f"a:s{n}" for n in range(4)]) for name in names]
        told[article] = ([sentence for sentence in heard if dice.random() < 0.8], heard)
    sentences = [sentence for _, heard in told.values() for sentence in heard]
    words = {w: _unit(dice) for w in sorted({w for s in sentences for w in s.statement.words}) if dice.random() < 0.9}
    return told, Vocabulary(sentences, WordSpace([s.statement.words for s in sentences], words)), words


@pytest.mark.parametrize("longest", [1, 3])
@pytest.mark.parametrize("seed", range(6))
def test_arrays_find_what_the_plain_reading_finds(seed: int, longest: int) -> None:
    told, vocabulary, words = _story(random.Random(seed))
    expected = Plain(told, words, longest).nearest()
    found = nearest_passages(told, vocabulary, longest)
    assert list(found) == sorted(expected)
    for pair, passages in expected.items():
        assert [[s.id for s in each.passage] for each in found[pair]] == [[s.id for s in each] for each, _ in passages]
        for each, (_, features) in zip(found[pair], passages, strict=True):
            told_apart = dict(zip(FEATURES, each.features.tolist(), strict=True))
            assert told_apart == pytest.approx(features, abs=2e-5)


def test_a_story_measured_some_articles_at_a_time_is_the_same() -> None:
    told, vocabulary, _ = _story(random.Random(3))
    whole, cut = nearest_passages(told, vocabulary, 3), nearest_passages(told, vocabulary, 3, cells=1)
    assert list(whole) == list(cut)
    assert whole.features.tolist() == cut.features.tolist()
    for pair in whole:
        assert [each.passage for each in whole[pair]] == [each.passage for each in cut[pair]]


def test_a_story_of_which_nothing_was_read_has_no_passages() -> None:
    told, vocabulary, _ = _story(random.Random(1))
    assert len(nearest_passages({article: ([], []) for article in told}, vocabulary, 3)) == 0


def test_a_lone_article_has_nothing_beside_it() -> None:
    told, vocabulary, _ = _story(random.Random(1))
    article = max(told, key=lambda name: len(told[name][1]))
    assert len(nearest_passages({article: told[article]}, vocabulary, 3)) == 0


def test_a_table_of_evidence_gives_it_back() -> None:
    told, vocabulary, _ = _story(random.Random(2))
    found = nearest_passages(told, vocabulary, 2)
    again = Nearest.of(dict(found))
    assert {pair: [e.passage for e in again[pair]] for pair in again} == {
        pair: [e.passage for e in found[pair]] for pair in found
    }
    scores = found.features[:, FEATURES.index("cosine")]
    for pair, row in zip(found.pairs, found.best(scores), strict=True):
        assert scores[row] == max(each.features[FEATURES.index("cosine")] for each in found[pair])
