"""The sentences of findings: names, extracts and lists as an editor would write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.folding import fold_space, fold_typography, strip_controls

EXTRACT = 120
"""Characters of a quotation inside a message."""


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Case and typography folded away; cached, since the same words come by in every pair that shows them."""
    return fold_typography(text, case=True)


@dataclass(frozen=True, slots=True)
class Side:
    """One outlet's version of the words.

    `shown` is what a message prints where the words alone would not tell ("seven satellites" for "seven"), `figure` the
    value that they come to, and `gloss` whether a reader of English needs it.
    """

    article: str
    outlet: str
    text: str
    shown: str = ""
    figure: str = ""
    gloss: bool = False

    @property
    def folded(self) -> str:
        return folded(self.text).strip(" .,;:!?\"'")


def extract(text: str, limit: int = EXTRACT) -> str:
    """`text` on one line, without control and bidirectional characters, cut at a word, in quotation marks."""
    plain = fold_space(strip_controls(text.replace("\n", " ").replace("\t", " ")))
    if len(plain) > limit:
        cut = plain[: limit - 1]
        plain = (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:—–-") + "…"
    return f"“{plain}”"


def name(text: str) -> str:
    """An outlet's or speaker's name, safe to put in a sentence."""
    return fold_space(strip_controls(text.replace("\n", " ").replace("\t", " "))) or "an unnamed source"


def sentence(text: str, limit: int = 300) -> str:
    """An explanation as part of a message: one line, no stop at its end, cut at a word where it is long."""
    plain = name(text).rstrip(".")
    return plain if len(plain) <= limit else plain[: limit - 1].rsplit(" ", 1)[0] + "…"


def listed(names: Iterable[str], limit: int = 4) -> str:
    """ "A", "A and B", "A, B and C", "A, B, C and 3 more"; each name once, sorted."""
    found = sorted(dict.fromkeys(name(each) for each in names), key=str.casefold)
    if len(found) > limit:
        found = [*found[: limit - 1], f"{len(found) - limit + 1} more"]
    return found[0] if len(found) == 1 else " and ".join([", ".join(found[:-1]), found[-1]]) if found else ""


def plural(count: int, noun: str) -> str:
    """`1 sentence`, `3 sentences`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def language_name(code: str | None) -> str:
    """`Russian` for ru, by CLDR; the code itself where that has no name for it."""
    from babel import Locale, UnknownLocaleError

    if not code or code == "und":
        return "an unknown language"
    try:
        return Locale("en").languages.get(code) or Locale.parse(code, sep="-").get_display_name("en") or name(code)
    except (UnknownLocaleError, ValueError):
        return name(code)
