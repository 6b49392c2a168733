"""Parts of one utterance, kinds, and indirect speech."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.text.quotation.conftest import Claim, Read


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "“I was lucky,” he said. “I saw it.”", ("I was lucky,", "I saw it.")),
        ("en", "“It was,” the minister said, “a black day.”", ("It was,", "a black day.")),
        ("en", "'I was lucky,' he said. 'I saw it.'", ("I was lucky,", "I saw it.")),
        ("de", "„Das war“, sagte er, „kein Zufall.“", ("Das war", "kein Zufall.")),
        ("es", "«Fue así», dijo. «No hay más».", ("Fue así", "No hay más")),
        ("ru", "«Это беда, — сказал он. — Мы поможем».", ("Это беда,", "Мы поможем")),
        ("ru", "«Это — беда, — сказал он, — и мы поможем».", ("Это — беда,", "и мы поможем")),
        ("ru", "— Это беда, — сказал он. — Мы поможем.", ("Это беда,", "Мы поможем.")),
        ("fr", "« C'est fini », dit-il. « On rentre. »", ("C'est fini", "On rentre.")),
        ("en", "“It begins.\n\n“And it goes on.\n\n“It ends.”", ("It begins.", "And it goes on.", "It ends.")),
    ],
)
def test_one_utterance(read: Read, language: str, text: str, parts: tuple[str, ...]) -> None:
    assert [seen.parts for seen in read(text, language)] == [parts]


@pytest.mark.parametrize(
    "text",
    [
        "“I was lucky,” he said. Then he left. “I saw it.”",
        "“I was lucky,” he said.\n\n“I saw it.”",
        "It was “lucky” and “late”, he said.",
        "“I was lucky,” he said. To the others he said: “I saw it.”",
        "“I was lucky,” he said. “I saw it,” she said.",
    ],
)
def test_two_utterances(read: Read, text: str) -> None:
    assert [len(seen.parts) for seen in read(text, "en")] == [1, 1]


def test_open_speech_is_reported_as_such(read: Read) -> None:
    seen = read("She wrote: “We warned them.\n\nThe port is closed.", "en")
    assert [(item.parts, item.unclosed) for item in seen] == [(("We warned them.",), True)]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "“We are leaving now,” she said.", "direct"),
        ("en", "She said it was “a bit late”.", "partial"),
        ("en", "The so-called “smart” tram is late again.", "scare"),
        ("ru", "Паром «Стелла Мария» вышел в море.", "scare"),
        ("ru", "«Мы уходим», — сказала она.", "direct"),
        ("de", "Die Fähre „Stella Maria“ lief aus.", "scare"),
    ],
)
def test_kind(read: Read, language: str, text: str, kind: str) -> None:
    assert [seen.kind for seen in read(text, language)] == [kind]


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "John Reed said that the port was shut.", Claim("the port was shut", "John Reed", "said")),
        ("en", "The port was shut, John Reed said.", Claim("The port was shut", "John Reed", "said")),
        ("en", "John Reed told reporters the port was shut.", Claim("the port was shut", "John Reed", "told")),
        ("en", "According to John Reed, the port was shut.", Claim("the port was shut", "John Reed", "According to")),
        (
            "de",
            "Karl Weber sagte, dass der Hafen gesperrt ist.",
            Claim("der Hafen gesperrt ist", "Karl Weber", "sagte"),
        ),
        ("fr", "Jean Vidal a déclaré que le port est fermé.", Claim("le port est fermé", "Jean Vidal", "déclaré")),
        ("es", "Juan Gil dijo que el puerto está cerrado.", Claim("el puerto está cerrado", "Juan Gil", "dijo")),
        ("it", "Marco Gallo ha detto che il porto è chiuso.", Claim("il porto è chiuso", "Marco Gallo", "detto")),
        ("cs", "Jan Novák řekl, že přístav je zavřený.", Claim("přístav je zavřený", "Jan Novák", "řekl")),
        ("ru", "Томас Брандт заявил, что порт закрыт надолго.", Claim("порт закрыт надолго", "Tomas Brandt", "заявил")),
        (
            "ru",
            "По словам Томаса Брандта, порт закрыт надолго.",
            Claim("порт закрыт надолго", "Tomas Brandt", "По словам"),
        ),
        (
            "uk",
            "Тарас Кравець сказав, що порт закрито надовго.",
            Claim("порт закрито надовго", "Taras Kravets", "сказав"),
        ),
    ],
)  # fmt: skip
def test_indirect_speech(claims: Callable[[str, str], list[Claim]], language: str, text: str, claim: Claim) -> None:
    assert claims(text, language) == [claim]


def test_narrative_is_no_claim(claims: Callable[[str, str], list[Claim]]) -> None:
    assert claims("The port was shut on Monday and opened on Tuesday.", "en") == []
