"""One spelling for each speaker over a corpus: names in several scripts and forms brought together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from pipeline.text.names import same_name

_SAME: Final = 0.82


def unified(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{name: the spelling to show} from (name, language it was read in), one entry a quotation.

    Names read in Latin script keep their spelling; a transliterated one takes the closest of those.
    """
    counted: Counter[str] = Counter()
    written: set[str] = set()
    for name, language in names:
        counted[name] += 1
        if language not in _OTHER_SCRIPTS:
            written.add(name)
    models = sorted(written, key=lambda name: (-len(name.split()), -counted[name], name))
    return {name: name if name in written else _closest(name, models) for name in sorted(counted)}


_OTHER_SCRIPTS: Final = frozenset({"ru", "uk", "zh", "ja", "ar", "be", "bg", "el", "he", "ko", "sr"})


def _closest(name: str, models: list[str]) -> str:
    scored = [(same_name(name, model), -at) for at, model in enumerate(models)]
    best = max(scored, default=(0.0, 0))
    return models[-best[1]] if best[0] >= _SAME else name
