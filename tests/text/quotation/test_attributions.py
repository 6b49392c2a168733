"""Ways of saying who said it, each in eight languages: `attributions/*.txt`, a mechanism a heading, a sentence a line.

A line is `code: text => speaker; speaker`, one speaker for each quotation that is speech, ` ¶ ` for a blank line. A
mechanism that works in one language only is no mechanism, so none may lack one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from anyascii import anyascii

from pipeline.text.names import same_name
from tests.text.quotation.conftest import Read

LANGUAGES: Final = frozenset({"en", "ru", "uk", "de", "fr", "es", "it", "cs"})
_LINE: Final = re.compile(r"(\w\w): (.+) => (.+)")
_SAME: Final = 0.82

# What is still misread, by the heading and the language; one that is mended leaves the list.
KNOWN: Final[dict[str, frozenset[str]]] = {
    "verb, adverbials, then the subject": frozenset({"fr"}),
    "many who speak as one": frozenset({"fr"}),
    "a body publishes a message, set off as a block": frozenset({"ru", "uk"}),
    "reported speech first, then a quotation without a verb of its own": frozenset({"en"}),
}


def _cases() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted((Path(__file__).parent / "attributions").glob("*.txt")):
        heading = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            heading = line[1:-1] if line.startswith("[") else heading
            found = _LINE.fullmatch(line)
            if found is not None:
                yield heading, found[1], found[2].replace(" ¶ ", "\n\n"), found[3]


CASES: Final = list(_cases())


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", anyascii(name).replace("'", "").casefold())


def _same(wanted: str, given: str) -> bool:
    """Equal last words, one within the other, or one name in two spellings."""
    left, right = _words(wanted), _words(given)
    if not right:
        return False
    spelled = len(right) > 1 and same_name(wanted, given) >= _SAME
    return left[-1] == right[-1] or set(left) <= set(right) or spelled


@pytest.mark.parametrize(("heading", "language", "text", "speakers"), CASES)
def test_attribution(read: Read, heading: str, language: str, text: str, speakers: str) -> None:
    wanted = speakers.split("; ")
    seen = [quote.speaker for quote in read(text, language) if quote.kind != "scare" and not quote.nested]
    right = len(seen) >= len(wanted) and all(_same(one, other) for one, other in zip(wanted, seen, strict=False))
    assert right is (language not in KNOWN.get(heading, frozenset())), seen


def test_every_mechanism_is_asked_of_every_language() -> None:
    asked: dict[str, set[str]] = {}
    for heading, language, _, _ in CASES:
        asked.setdefault(heading, set()).add(language)
    assert all(languages == LANGUAGES for languages in asked.values())
    assert set(KNOWN) <= set(asked)


# Verbs of speaking that the language files need not list: whoever stands before one, and a `that` behind it.
UNLISTED: Final = {
    "en": ("Anna Reed", "{} that the plan was “a grave mistake”.", "groused demurred averred crowed posited railed"),
    "de": ("Anna Reder", "{}, dass der Plan „ein Fehler“ sei.", "argwöhnte folgerte monierte giftete rügte"),
    "fr": ("Anna Redon", "{} que le plan est « une grave erreur ».", "peste rage maugrée assène soupçonne atteste"),
    "es": ("Ana Redondo", "{} que el plan es «un error muy grave».", "adujo arguyó repuso conjeturó vaticinó afeó"),
    "it": ("Anna Redi", "ha {} che il piano è «un grave errore».", "eccepito ipotizzato obiettato intuito argomentato"),
    "ru": ("Антон Редин", "{}, что план — «серьёзная ошибка».", "процедил разъяснил возвестил съехидничал отрезал"),
    "uk": ("Антон Редін", "{}, що план — «дуже серйозна помилка».", "процідив виклав переповів відрубав нарікав"),
    "cs": ("Antonín Redl", "{}, že plán je „velmi vážná chyba“.", "objasnil opáčil odsekl usoudil dosvědčil zavrčel"),
}


@pytest.mark.parametrize(
    ("language", "verb"), [(code, verb) for code, (*_, verbs) in UNLISTED.items() for verb in verbs.split()]
)
def test_a_verb_that_no_list_has(read: Read, language: str, verb: str) -> None:
    name, form, _ = UNLISTED[language]
    (seen,) = read(f"{name} {form.format(verb)}", language)
    assert _same(name, seen.speaker)
    assert seen.kind in ("partial", "scare")
