"""Which parallel pairs to learn from, in which spelling, and how often each origin is seen."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from tools.train_encoder.data import Pair

# How often an epoch takes a pair of an origin. Genuine news in good English leads; machine-made Russian and volunteers'
# phrases only add words; fiction, documentation and post-edited bad output teach another language. Where English is the
# original it has 0.87 pieces a piece of Russian, in newstest2019, translated from Russian, 0.94: brevity is learned.
WEIGHTS = {
    "wmt-newstest2012-2018-human": 2.0,
    "wmt-news-mt-outputs": 1.5,
    "wmt21-22-enru-system-outputs": 0.5,
    "1tv-headlines-argos": 0.5,
    "xquad": 1.0,
    "stsb-multi-mt-deepl": 0.1,
    "tatoeba-all-versions": 0.2,
    "bilinguator-books": 0.0,
    "php-docs": 0.0,
    "mlqe-pe-postedit": 0.0,
    "wmt-news-de": 0.6,
    "wmt-news-fr": 0.6,
    "wmt-news-es": 0.6,
    "wmt-news-cs": 0.6,
    "wmt-news-it": 2.0,
    "ukrainian": 0.4,
}
LATIN = ("de", "fr", "es", "cs", "it")
FURTHER_ORIGINS = frozenset({"ukrainian", *(f"wmt-news-{code}" for code in LATIN)})
SHORTEST, LONGEST = 4, 600  # characters of either side
READINGS = 3  # translations kept of one source sentence
RUSSIAN = re.compile(r"[а-яё]{2}", re.IGNORECASE)
CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_DOUBLE = re.compile(r"[“”„‟«»]")
_SINGLE = re.compile(r"[‘’‛`´]")


def plain_english(text: str) -> str:
    """One spelling for quotation marks and apostrophes: a model that has seen two hesitates between them."""
    return _SINGLE.sub("'", _DOUBLE.sub('"', text))


def usable(pair: Pair) -> bool:
    """A language in its own script, of a news origin, English that is English, about the same extent."""
    long, short = len(pair.source), len(pair.english)
    if not WEIGHTS.get(pair.origin) or not (SHORTEST <= long <= LONGEST and SHORTEST <= short <= LONGEST):
        return False
    foreign = CYRILLIC.search(pair.source) if pair.language in LATIN else not RUSSIAN.search(pair.source)
    if foreign or CYRILLIC.search(pair.english) or pair.source == pair.english:
        return False
    return long < 2 * short + 15 and short < 2 * long + 15


def chosen(pairs: Iterable[Pair], languages: Collection[str] = ("ru",)) -> list[Pair]:
    """The usable pairs of these languages in plain spelling, without repeats, a few readings a sentence."""
    readings: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    kept = []
    for pair in pairs:
        if pair.language not in languages or not usable(pair):
            continue
        english = plain_english(pair.english)
        if (pair.source, english) in seen or readings[pair.source] >= READINGS:
            continue
        seen.add((pair.source, english))
        readings[pair.source] += 1
        kept.append(Pair(pair.language, pair.origin, pair.source, english))
    return kept


def held_out(pairs: Iterable[Pair], count: int) -> dict[str, list[Pair]]:
    """A development set a language: `count` sentences each, the same on every call, one reading a sentence.

    The tests of several years were translated into all these languages: what shares its English, or its source, with
    one of them is to be left out of training (`apart`).
    """
    found: dict[str, dict[str, Pair]] = defaultdict(dict)
    for pair in sorted(pairs, key=lambda p: hashlib.sha256(p.source.encode()).digest()):
        if len(found[pair.language]) < count:
            found[pair.language].setdefault(pair.source, pair)
    return {language: list(held.values()) for language, held in sorted(found.items())}


def apart(pairs: Iterable[Pair], held: Iterable[Pair]) -> list[Pair]:
    """The pairs neither side of which is a side of a held one."""
    known = {text for pair in held for text in (pair.source, plain_english(pair.english))}
    return [pair for pair in pairs if pair.source not in known and plain_english(pair.english) not in known]
