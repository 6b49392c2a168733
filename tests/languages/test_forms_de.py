"""German: forms that the word lists hold, in sentences, and look-alikes that they must pass over."""

from __future__ import annotations

from typing import Final

import pytest

from pipeline.text.grammar import phrases
from tests.languages.reads import READERS

CODE: Final = "de"


@pytest.mark.parametrize(
    ("reader", "text", "found"),
    [
        # Denials in all their forms, and what only looks like one.
        ("denied", "Der Hafen weist den Vorwurf zurück.", []),
        ("denied", "Sie wiesen zurück, was er behauptet hatte.", ["wiesen zurück"]),
        ("denied", "Dass sie ablehnt, ist eine ungenaue Angabe.", ["ablehnt", "ungenaue"]),
        ("denied", "Die Belege fehlten, der Antrag wurde verworfen.", ["fehlten", "verworfen"]),
        ("denied", "Unter keinen Umständen wird der Deich geöffnet.", ["Unter keinen Umständen"]),
        ("denied", "Der Plan ist alles andere als fertig.", ["alles andere als"]),
        ("denied", "Das Fest fand am Samstag statt und lockte Gäste an.", []),
        ("denied", "Um null Uhr schlossen die Wahllokale.", []),
        ("denied", "Nicht selten kommt das Wasser bis zur Tür.", []),
        ("denied", "Kein Wunder, dass der Deich hielt.", []),
        # Hedges, and opinions that are none.
        ("open", "Die angeblichen Zeugen schienen müde.", ["angeblichen", "schienen"]),
        ("open", "Sie sagte, dass sie einen Streik nicht ausschließt.", ["nicht ausschließt"]),
        ("open", "Nach ersten Erkenntnissen brannte der Keller.", ["Nach ersten Erkenntnissen"]),
        ("open", "Niemand solle von einem Sieg sprechen, sagte er.", []),
        ("open", "Die Firma schließt am Montag.", []),
        ("belief", "Meiner Meinung nach reicht das, glaube ich.", ["Meiner Meinung nach", "glaube ich"]),
        # Conditions, and what only begins like one.
        ("condition", "Im Fall eines Streiks fährt kein Zug.", ["Im Fall eines"]),
        ("condition", "Der Deich wird erst geöffnet, gesetzt den Fall, dass es regnet.", ["gesetzt den Fall"]),
        ("condition", "Im Fall Berger ermittelt die Polizei.", []),
        ("condition", "Auch dann, wenn es regnet, wird gespielt.", []),
        ("concession", "Auch dann, wenn es regnet, wird gespielt.", ["Auch dann, wenn"]),
        ("condition", "Es wäre wünschenswert, wenn alle kämen.", []),
        # Numbers, and words of number that bound them.
        ("number", "Mehr als die Hälfte der Stimmen fehlt.", ["more_than 50"]),
        ("number", "Mehrere hundert kamen, Millionen von Zuschauern sahen zu.", ["range 200", "range 2000000"]),
        ("number", "Mit zwei Dritteln der Stimmen und dreissig Franken.", ["about 66.67", "exact 30"]),
        ("number", "Unter den 300 Gästen sprach er über die 40 Boote.", ["exact 300", "exact 40"]),
        ("number", "Er ging über die Brücke und unter der Leitung hindurch.", []),
        ("date", "Am gestrigen Abend tagte der Rat, heutiger Stand: offen.", ["gestrigen Abend", "heutiger"]),
        ("date", "Ein neuer Morgen begann.", []),
        # Scales: what one must, should, may.
        ("grade", "Du musst gehen.", ["obligation 4"]),
        ("grade", "Ihr solltet gehen.", ["obligation 3"]),
        ("grade", "Sämtliche Boote liegen im Hafen.", ["quantity 5"]),
        ("grade", "Zahlreiche Boote liegen im Hafen.", ["quantity 4"]),
        ("grade", "Die Anschläge wurden verübt.", ["event 3"]),
        ("grade", "Das Boot liegt im Hafen.", []),
    ],
)
def test_forms(reader: str, text: str, found: list[str]) -> None:
    assert READERS[reader](text, CODE) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("duty", "Er sagte, er müsse gehen, das mußte sein.", ["müsse", "mußte"]),
        ("duty", "Die Muße fehlte ihm.", []),
        ("intention", "Der Rat plante einen Tunnel und erhofft sich Gäste.", ["plante", "erhofft"]),
        ("intention", "Die Planken des Schiffs sind neu.", []),
        ("believing", "Meine Mutter hat meinen Bruder gesehen.", []),
        ("believing", "Wir dachten an ihn.", ["dachten"]),
        ("knowing", "Sie kannten den Weg.", ["kannten"]),
        ("restriction", "Zur Zeit ist der Steg im Prinzip offen.", ["Zur Zeit", "im Prinzip"]),
        ("restriction", "Der Steg war eine Zeit lang offen.", []),
        ("degree", "Der Hof brannte restlos nieder.", ["restlos"]),
        ("ready", "Die Reederei ist gewillt zu zahlen.", ["gewillt"]),
        ("before", "Sie gingen, ehe die Polizei kam.", [", ehe"]),
        ("before", "Die Ehe wurde geschieden.", []),
        ("exceptive", "Das ist nichts anderes als Betrug.", ["nichts anderes als"]),
        ("absent", "Der Hinweis unterblieb, die Akte kam abhanden.", ["unterblieb", "abhanden"]),
    ],
)
def test_phrases(name: str, text: str, found: list[str]) -> None:
    assert [span.text for span in phrases(text, CODE, name)] == found
