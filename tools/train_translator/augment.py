"""Further pairs made of the corpus, to teach what is copied: figures, names, quotation marks.

Each change is made on both sides alike, or not at all, so that a pair stays a translation. The same pair gives the same
change on each call.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from tools.train_encoder.data import Pair
from tools.train_encoder.ukrainian import ukrainianised

# Not part of a longer figure, not a decade ("90-х", "90s").
FIGURE = re.compile(r"(?<![\d.,:])\d{1,6}(?![\d.,:]*\d|-х|s\b)")
_YEARS = range(1900, 2030)
_NAME = re.compile(r"(?<=[а-яё,»\"] )[А-ЯЁ][а-яё]{3,}\b")
_ENGLISH_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_LATIN = re.compile(r"(?<![A-Za-z-])[A-Z][a-z]{2,}(?![A-Za-z-])")
_QUOTED = re.compile(r"[\"«“„]([^\"«»“”„]+)[\"»”“]")
_STYLES = ("«{}»", '"{}"', "“{}”", "„{}“")
# Russian endings that a name keeps when another takes its place; the English shows which of them is inflection.
ENDING = 2
SIMILAR = 0.7  # of a transliterated Russian name to its English
_LETTERS: dict[int, str | int | None] = {
    **str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", "ъь"),
    **{
        ord(letter): spelled
        for letter, spelled in zip("жхцчшщюя", ("zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya"), strict=True)
    },
}


def transliterated(word: str) -> str:
    """A Russian word in Latin letters, as passports write it; capital first letter kept."""
    spelled = word.lower().translate(_LETTERS)
    return spelled.capitalize() if word[:1].isupper() else spelled


def _generator(kind: str, pair: Pair) -> random.Random:
    return random.Random(f"{kind}:{pair.source}:{pair.english}")


def _other_figure(figure: str, draw: random.Random) -> str:
    """Another figure of about the same size; a year stays a year."""
    if len(figure) == 4 and int(figure) in _YEARS:
        return str(draw.choice(_YEARS))
    first = draw.randint(1, 9)
    return str(first) + "".join(str(draw.randint(0, 9)) for _ in figure[1:])


def other_figures(pair: Pair) -> Pair | None:
    """Put other figures for those that stand once on both sides; None if there are none.

    Single digits stay: 1 and 2 to 4 govern the number of the Russian noun, the others its English article.
    """
    draw = _generator("figures", pair)
    left, right = FIGURE.findall(pair.source), FIGURE.findall(pair.english)
    shared = [f for f in dict.fromkeys(left) if len(f) > 1 and left.count(f) == right.count(f) == 1 and f[0] != "0"]
    # The noun's case goes with the last two digits: they change only when they govern the plural before and after.
    swap = {figure: new for figure in shared if _plural(figure) and _plural(new := _other_figure(figure, draw))}
    if not swap:
        return None

    def put(text: str) -> str:
        return FIGURE.sub(lambda match: swap.get(match[0], match[0]), text)

    return Pair(pair.language, pair.origin, put(pair.source), put(pair.english))


def _plural(figure: str) -> bool:
    """Whether Russian puts the genitive plural after it: not after 1 to 4 but for 11 to 14."""
    return figure[-2] == "1" or figure[-1] not in "1234"


def requoted(pair: Pair) -> Pair | None:
    """Put another pair of quotation marks in the Russian; None if it quotes nothing."""
    draw = _generator("quotes", pair)
    style = draw.choice(_STYLES)
    source = _QUOTED.sub(lambda match: style.format(match[1]), pair.source)
    if source == pair.source or '"' not in pair.english:
        return None
    return Pair(pair.language, pair.origin, source, pair.english)


def name_pairs(pair: Pair) -> list[tuple[str, str]]:
    """Russian names of a pair with the English names they are plainly a spelling of."""
    english = [name for name in _ENGLISH_NAME.findall(pair.english) if pair.english.count(name) == 1]
    found = []
    for name in _NAME.findall(pair.source):
        spelled = transliterated(name)
        best = max(english, key=lambda other: Levenshtein.normalized_similarity(spelled, other), default="")
        if pair.source.count(name) == 1 and best and Levenshtein.normalized_similarity(spelled, best) >= SIMILAR:
            found.append((name, best))
    return found


class Names:
    """Names of a corpus by how they end, so that one stands in for another in the same case and gender."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        latin: dict[str, None] = {}
        for russian, english in dict.fromkeys(names for pair in pairs for names in name_pairs(pair)):
            self._groups[russian[-ENDING:], english[-ENDING:]].append((russian, english))
            latin[english] = None
        self._latin = list(latin)

    def __len__(self) -> int:
        """Count the pairs of names."""
        return sum(map(len, self._groups.values()))

    def other_names(self, pair: Pair) -> Pair | None:
        """Put other names for those spelled alike on both sides; None if there are none."""
        draw = _generator("names", pair)
        source, english = pair.source, pair.english
        for russian, spelled in name_pairs(pair):
            new = draw.choice(self._groups.get((russian[-ENDING:], spelled[-ENDING:]), [(russian, spelled)]))
            source, english = source.replace(russian, new[0]), english.replace(spelled, new[1])
        for word in _LATIN.findall(pair.source):
            if source.count(word) == english.count(word) == 1:
                other = draw.choice(self._latin or [word])
                source, english = source.replace(word, other), english.replace(word, other)
        return None if source == pair.source else Pair(pair.language, pair.origin, source, english)


def augmented(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Every changed pair of each kind; the kinds are origins of their own."""
    names = Names(pairs)
    makers = {"figures": other_figures, "quotes": requoted, "names": names.other_names}
    return {kind: [made for pair in pairs if (made := make(pair)) is not None] for kind, make in makers.items()}


def respelled(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs whose Russian was put into Ukrainian spelling and, as far as listed, words: there is no Ukrainian text."""
    return [Pair("uk", "ukrainian", ukrainianised(pair.source), pair.english) for pair in pairs]
