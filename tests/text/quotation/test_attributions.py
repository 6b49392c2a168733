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
    "a body publishes a message, set off as a block": frozenset({"ru", "uk"}),
    "two brothers": LANGUAGES - {"en"},
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


# Callings and offices of which the article gives no name: who speaks is the noun itself, not whoever spoke before.
CALLINGS: Final = {
    "en": (
        "said a local {}.",
        "harbourmaster oncologist ombudsman florist cellist referee notary climber bartender deacon",
    ),
    "de": (
        "sagte ein {}.",
        "Notar Kardiologe Kämmerer Winzer Dirigent Schiedsrichter Kranführer Diakon Pfleger Passant",
    ),
    "fr": ("a dit un {}.", "notaire cardiologue greffier vigneron violoniste grutier rabbin bénévole docker pédiatre"),
    "es": ("dijo un {}.", "notario cardiólogo tesorero viticultor violinista árbitro rabino becario gruista pediatra"),
    "it": ("ha detto un {}.", "notaio cardiologo tesoriere viticoltore violinista rabbino passante gruista pediatra"),
    "ru": ("сказал {}.", "нотариус кардиолог пристав пасечник дирижёр спринтер раввин стажёр крановщик педиатр"),
    "uk": ("сказав {}.", "нотаріус кардіолог пристав пасічник диригент спринтер рабин стажер кранівник педіатр"),
    "cs": ("řekl {}.", "notář kardiolog ombudsman vinař dirigent rozhodčí rabín stážista jeřábník pediatr"),
}
_BEFORE: Final = {
    "en": "“It was loud,” said Anna Reed. “It was quick,” ",
    "de": "„Es war laut“, sagte Anna Reder. „Es ging schnell“, ",
    "fr": "« C’était bruyant », a dit Anna Redon. « C’était rapide », ",
    "es": "«Fue ruidoso», dijo Ana Redondo. «Fue rápido», ",
    "it": "«È stato rumoroso», ha detto Anna Redi. «È stato veloce», ",
    "ru": "«Было громко», — сказала Анна Редина. «Было быстро», — ",
    "uk": "«Було голосно», — сказала Анна Редіна. «Було швидко», — ",
    "cs": "„Bylo to hlučné,“ řekla Anna Redlová. „Bylo to rychlé,“ ",
}


@pytest.mark.parametrize(
    ("language", "noun"), [(code, noun) for code, (_, nouns) in CALLINGS.items() for noun in nouns.split()]
)
def test_a_calling_without_a_name(read: Read, language: str, noun: str) -> None:
    form, _ = CALLINGS[language]
    *_, last = read(f"{_BEFORE[language]}{form.format(noun)}", language)
    assert last.speaker.split()[-1] == noun


# A calling that is a surname as well.
SURNAMES: Final = (
    ("en", "“We stay,” said Carol Baker. “Never,” Baker added.", "Carol Baker"),
    ("en", "“We stay,” said Carol Shepherd. “Never,” Mr Shepherd's wife added.", "Carol Shepherd"),
    ("de", "„Wir bleiben“, sagte Peter Schneider. „Nie“, ergänzte Schneider.", "Peter Schneider"),
    ("de", "„Wir bleiben“, sagte Bäcker Olaf Koch. „Nie“, ergänzte Herr Koch.", "Olaf Koch"),
    ("fr", "« Nous restons », a dit Luc Berger. « Jamais », a ajouté M. Berger.", "Luc Berger"),
    ("it", "«Restiamo», ha detto Pia Barbieri. «Mai», ha aggiunto Barbieri.", "Pia Barbieri"),
)


@pytest.mark.parametrize(("language", "text", "speaker"), SURNAMES)
def test_a_calling_that_is_a_surname(read: Read, language: str, text: str, speaker: str) -> None:
    assert read(text, language)[0].speaker == speaker
    assert read(text, language)[-1].speaker.endswith(speaker if "wife" not in text else "wife")
