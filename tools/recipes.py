"""Settings of a training recipe as they are given on a command line."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Recipe = TypeVar("Recipe", bound=DataclassInstance)


def changed(recipe: Recipe, settings: Sequence[str]) -> Recipe:
    """Apply NAME=VALUE settings to a recipe; values are Python literals, those of text fields bare words too."""
    known = {field.name for field in fields(recipe)}
    found = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in known:
            raise SystemExit(f"no setting {name}; there are {', '.join(sorted(known))}")
        try:
            found[name] = ast.literal_eval(value)
        except ValueError:
            if not isinstance(getattr(recipe, name), str):
                raise
            found[name] = value
    return replace(recipe, **found)
