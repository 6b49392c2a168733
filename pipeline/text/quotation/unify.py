"""One spelling for each speaker over a corpus: names in several scripts and forms brought together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final

from pipeline.languages import language
from pipeline.text.name_match import is_cyrillic, romanise, sound, word_similarity
from pipeline.text.names import canonical, same_name

_SAME: Final = 0.82
_SURE: Final = 0.95
_FEMININE: Final = "ová"  # Czech puts it behind any woman's surname, of whatever country


def unified(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{name: the spelling to show} from (name, language it was read in), one entry a quotation.

    The model of each group is the form most often written in Latin script, full names first, a woman's without the
    Czech ending if anybody writes it so; of forms that differ in their accents the one that has them. A name that two
    different models fit equally keeps its own spelling.
    """
    return dict(_unified(tuple(names)))


@lru_cache(maxsize=2)  # the findings and the report ask about the same quotations
def _unified(names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    counted: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for name, code in names:
        counted[name] += 1
        if language(code).script in ("latin", "any") and not is_cyrillic(name):
            written[name] += 1
    models = _Models()
    plain: Counter[str] = Counter()
    for name, count in written.items():
        plain[romanise(name)] += count

    def order(name: str) -> tuple[bool, bool, int, str, int, int, str]:
        accents = sum(not char.isascii() for char in name)
        spelled = romanise(name)
        stem = spelled[: -len(_FEMININE)]  # a last vowel may have gone: Miranda, Mirandová
        added = name.endswith(_FEMININE) and any(stem + vowel in plain for vowel in ("", "a", "e", "o"))
        return len(name.split()) < 2, added, -plain[spelled], spelled, -accents, -written[name], name

    for name in sorted(written, key=order):
        if len(name.split()) >= 2 and not any(same_name(name, model) >= _SAME for model in models.near(name)):
            models.add(name)
    return {name: _model(name, models.near(name), rendered=name not in written) for name in sorted(counted)}


class _Models:
    """Models by the letter pairs of their surname and of the whole name, so that not all are compared with all.

    Names that are one share most of the pairs of either; half of the shorter name's is asked for.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._holding: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._sizes: list[tuple[int, int]] = []

    def add(self, name: str) -> None:
        pairs = _pairs(name)
        for part, found in enumerate(pairs):
            for pair in found:
                self._holding[part, pair].append(len(self._names))
        self._names.append(name)
        self._sizes.append((len(pairs[0]), len(pairs[1])))

    def near(self, name: str) -> list[str]:
        """Models that may be the same as `name`, in the order of addition."""
        pairs = _pairs(name)
        near: set[int] = set()
        for part, mine in enumerate(pairs):
            shared = Counter(chain.from_iterable(self._holding.get((part, pair), ()) for pair in mine))
            near |= {at for at, count in shared.items() if 2 * count >= min(len(mine), self._sizes[at][part])}
        return [self._names[at] for at in sorted(near)]


@lru_cache(maxsize=16384)
def _pairs(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Letter pairs, edges included, of the last word and of the whole name as they sound."""
    words = [sound(romanise(word).replace(" ", "")) for word in canonical(name).replace("-", " ").split()] or [""]
    marked = (f"^{words[-1]}$", f"^{''.join(words)}$")
    last, whole = (frozenset(text[at : at + 2] for at in range(len(text) - 1)) for text in marked)
    return last, whole


def _model(name: str, models: list[str], *, rendered: bool) -> str:
    fitting = [model for model in models if same_name(name, model, rendered=rendered) >= _SAME]
    exact = [model for model in fitting if model == name]
    if exact or len(fitting) == 1:
        return (exact or fitting)[0]
    return _with_surname(name, models) if rendered and not fitting else name


def _with_surname(name: str, models: list[str]) -> str:
    """A rendered name whose surname others bear who write it in Latin script: their spelling of it."""
    *given, last = name.split()
    spelled = {
        model.split()[-1] for model in models if word_similarity(last, model.split()[-1], rendered=True) >= _SURE
    }
    return " ".join((*given, *spelled)) if given and len(spelled) == 1 else name
