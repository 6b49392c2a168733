"""Sentences of a story as evidence sees them, and the passages of other articles that come nearest to a claim.

A passage is one to three neighbouring sentences of one article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.evidence.statements import Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.evidence.segments import Places

    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]

Differing = Mapping[str, Mapping[str, str]]
"""Sentence -> {sentence that renders the same words otherwise, or article that has another fact: how}."""
Renderings = Mapping[str, Mapping[str, str]]
"""Sentence -> {sentence that quotes the same words: how its rendering seems, one of the three below}."""
FAITHFUL: Final = "faithful"
HEDGED: Final = "hedged"
"""A hedge stands on one side, as far as alignment can tell."""
REWORDED: Final = "reworded"
"""Something else that matters stands on one side, or is put in other words."""
Pair = tuple[str, str]
"""(claim's sentence id, id of the other article)."""

FEATURES: Final = (
    "cosine",
    "cosine_across",
    "across",
    "margin",
    "clauses",
    "weakest_clause",
    "mutual",
    "beside",
    "words",
    "words_translated",
    "synonyms",
    "synonyms_across",
    "senses",
    "senses_few",
    "senses_article",
    "senses_back",
    "cognates",
    "brevity",
    "names",
    "names_missing",
    "names_missing_article",
    "figures",
    "figures_mutual",
    "figures_asked",
    "figures_missing",
    "figures_missing_article",
    "figures_clash",
    "polarity",
    "polarity_quoted",
    "quotation",
    "quoted",
    "rendered",
    "rendered_hedged",
    "rendered_otherwise",
    "hedged_article",
    "differs_article",
)
"""What speaks against support is given as a negative value. Of the names:

`across`: the two are in different languages. `mutual`: the passage, asked in turn, finds the claim nearest. `beside`:
sentences before and after are near as well. `senses`: the share of the claim's words that dictionaries find in the
passage; `back`: of the passage's in the claim. `article`: in all of the passage's article. `asked`, `quotation`: the
claim has figures, is quoted elsewhere. `rendered`: the passage quotes the same words, and nothing was found to differ.
"""


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of a story. `views` are its vectors: original and English; None where there is none.

    `clauses` are vectors of its clauses, no rows where it has but one. `quoted` maps ids of sentences that quote the
    same words to the share of this sentence that they quote; `differs` maps those that quote them otherwise, and
    articles that have another fact, to how; `renders` maps those that quote them to how that seems.
    """

    id: str
    article: str
    language: str
    start: int
    end: int
    text: str
    statement: Statement
    views: tuple[Vectors | None, Vectors | None]
    clauses: Vectors
    quoted: Mapping[str, float]
    differs: Mapping[str, str] = field(default_factory=dict)
    renders: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_english(self) -> bool:
        """Whether it stands in English, its own or a translation to trust."""
        return self.language == "en" or self.views[1] is not None

    @property
    def readable(self) -> bool:
        return any(view is not None for view in self.views)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The nearest passage of one article to a claim; `features` follow FEATURES."""

    claim: Sentence
    passage: tuple[Sentence, ...]
    features: Floats
    agree: tuple[str, ...]
    clash: tuple[tuple[str, str], ...]
    view: str
    reworded: tuple[str, ...] = ()
    """How quotations of the passage, or facts of its article, are known to differ from the claim's."""

    @property
    def differs(self) -> bool:
        """Another value, or other words that change the meaning: such a passage cannot state the whole claim."""
        return bool(self.clash or self.reworded)


class Nearest(Mapping[Pair, tuple[Evidence, ...]]):
    """The nearest passages of every pair, nearest first, as one table; evidence is spelled out when it is asked for."""

    def __init__(
        self, pairs: Sequence[Pair], starts: Places, features: Floats, spell: Callable[[int], Evidence]
    ) -> None:
        """`pairs` sorted; `features` (n, d) has the rows of each pair together, the first of each at `starts`."""
        self.pairs = pairs
        self.starts = starts
        self.features = features
        self.spell = spell
        self._ends = np.append(starts[1:], len(features))
        self._at = {pair: at for at, pair in enumerate(pairs)}

    @classmethod
    def of(cls, found: Mapping[Pair, Sequence[Evidence]]) -> Nearest:
        """The table of evidence that is spelled out already; no pair without any."""
        pairs = sorted(found)
        rows = [each for pair in pairs for each in found[pair]]
        sizes = np.array([len(found[pair]) for pair in pairs], np.intp)
        features = np.array([each.features for each in rows]).reshape(-1, len(FEATURES))
        return cls(pairs, np.cumsum(sizes) - sizes, features, rows.__getitem__)

    def best(self, scores: Floats) -> Places:
        """(pairs,) the row of each pair with the highest of `scores` (n,), the first of equal ones."""
        of = np.repeat(np.arange(len(self.pairs)), self._ends - self.starts)
        order = np.lexsort((-scores, of))
        return np.asarray(order[self.starts])

    def __getitem__(self, pair: Pair) -> tuple[Evidence, ...]:
        at = self._at[pair]
        return tuple(map(self.spell, range(int(self.starts[at]), int(self._ends[at]))))

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)
