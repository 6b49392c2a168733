"""One spelling for each speaker over a corpus: names in several scripts and forms brought together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from pipeline.languages import language
from pipeline.text.names import same_name

_SAME: Final = 0.82


def unified(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{name: the spelling to show} from (name, language it was read in), one entry a quotation.

    The model of each group is the form most often written in Latin script, full names first; a name that two
    different models fit equally keeps its own spelling.
    """
    counted: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for name, code in names:
        counted[name] += 1
        if language(code).script in ("latin", "any"):
            written[name] += 1
    models: list[str] = []
    for name in sorted(written, key=lambda name: (len(name.split()) < 2, -written[name], name)):
        if len(name.split()) >= 2 and not any(same_name(name, model) >= _SAME for model in models):
            models.append(name)
    return {name: _model(name, models, rendered=name not in written) for name in sorted(counted)}


def _model(name: str, models: list[str], *, rendered: bool) -> str:
    fitting = [model for model in models if same_name(name, model, rendered=rendered) >= _SAME]
    exact = [model for model in fitting if model == name]
    return (exact or fitting)[0] if exact or len(fitting) == 1 else name
