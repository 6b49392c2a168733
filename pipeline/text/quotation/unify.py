"""One spelling for each speaker over a corpus: names in several scripts and forms brought together."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from pipeline.languages import language
from pipeline.text.name_match import compared, is_cyrillic, romanise, sound, word_similarity
from pipeline.text.names import canonical, same_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAME: Final = 0.82
_SURE: Final = 0.95
_NEAR: Final = 0.81
"""What surnames or whole names reach at least where `same_name` reaches `_SAME`."""
FEW: Final = 16
"""Models up to which each is compared at once."""
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
    foreign = {name: name not in written for name in sorted(counted)}
    return {name: _model(name, models.near(name, rendered=far), rendered=far) for name, far in foreign.items()}


class _Models:
    """Models by the letter pairs of their surname and of the whole name, so that not all are compared with all.

    Names that are one share most of the pairs of either; half of the shorter name's is asked for. Of many that do,
    those are left out whose surnames and whole names are spelt too unlike to be one.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._holding: dict[tuple[int, str], array[int]] = defaultdict(lambda: array("q"))
        self._sizes = array("q"), array("q")

    def add(self, name: str) -> None:
        for part, found in enumerate(_pairs(name)):
            for pair in found:
                self._holding[part, pair].append(len(self._names))
            self._sizes[part].append(len(found))
        self._names.append(name)

    def near(self, name: str, *, rendered: bool = False) -> list[str]:
        """Models that may be the same as `name`, in the order of addition; `rendered` as for `same_name`."""
        near = np.zeros(len(self._names), bool)
        for part, mine in enumerate(_pairs(name)):
            held = [
                np.frombuffer(self._holding[part, pair], np.int64) for pair in mine if (part, pair) in self._holding
            ]
            if held:
                shared = np.bincount(np.concatenate(held), minlength=len(near))
                near |= 2 * shared >= np.minimum(len(mine), np.frombuffer(self._sizes[part], np.int64))
        found = [self._names[at] for at in np.flatnonzero(near).tolist()]
        return _spelt_alike(name, found, rendered=rendered) if len(found) > FEW else found


def _spelt_alike(name: str, models: list[str], *, rendered: bool) -> list[str]:
    """Without the models that `same_name` cannot reach `_SAME` with: neither surname nor whole name comes near."""
    kept = np.zeros(len(models), bool)
    for part, mine in enumerate(_spellings(name, rendered=rendered)):
        theirs = [_spellings(model, rendered=rendered)[part] for model in models]
        starts = np.cumsum([0, *(len(each.forms) for each in theirs[:-1])])
        kept |= np.maximum.reduceat(_closeness(mine, theirs), starts) >= _NEAR
        kept |= [mine.plain.startswith(each.plain) or each.plain.startswith(mine.plain) for each in theirs]
    return [model for model, keep in zip(models, kept.tolist(), strict=True) if keep]


def _closeness(mine: _Spelling, theirs: list[_Spelling]) -> NDArray[np.float64]:
    """The most that `word_similarity` can make of each of their forms in turn."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    forms, bones = ([*chain.from_iterable(found)] for found in zip(*((e.forms, e.bones) for e in theirs), strict=True))
    whole = process.cdist(mine.forms, forms, scorer=Indel.normalized_similarity)
    consonants = process.cdist(mine.bones, bones, scorer=Indel.normalized_similarity)
    return np.asarray(np.maximum(whole, (whole + consonants) / 2).max(axis=0))


class _Spelling(NamedTuple):
    """What `word_similarity` compares of a word: its forms, their consonants, and the word in plain letters."""

    forms: tuple[str, ...]
    bones: tuple[str, ...]
    plain: str


@lru_cache(maxsize=16384)
def _spellings(name: str, *, rendered: bool) -> tuple[_Spelling, _Spelling]:
    """Of the surname, and of all words as one."""
    words = canonical(name).replace("-", " ").split() or [""]
    whole = "".join(words)
    last, every = (compared(word, rendered=rendered) for word in (words[-1], whole))
    return _Spelling(*last, romanise(words[-1])), _Spelling(*every, romanise(whole))


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
