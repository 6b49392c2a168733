"""Words told to one outlet, and much the same words before everybody."""

from __future__ import annotations

import pytest

from pipeline.alignment.audience import EVERYBODY, Audience, audience

OUTLET = "Elbtal-Zeitung"
OTHERS = frozenset({OUTLET, "The Lake Herald"})
TOLD = [
    ("en", "He told the Elbtal-Zeitung he would talk. “#,” he added."),
    ("en", "In an interview with the Elbtal-Zeitung he said: “#.”"),
    ("de", "Kettler sagte der Elbtal-Zeitung: „#.“"),
    ("fr", "« # », a-t-il dit à l'Elbtal-Zeitung."),
    ("es", "«#», dijo al diario Elbtal-Zeitung."),
    ("it", "«#», ha detto al quotidiano Elbtal-Zeitung."),
    ("cs", "„#,“ řekl listu Elbtal-Zeitung."),
    ("ru", "«#», — сказал он газете Elbtal-Zeitung."),
    ("uk", "«#», — сказав він газеті Elbtal-Zeitung."),
]
PASSED_ON = [
    ("en", "“#,” he said, according to the Elbtal-Zeitung."),
    ("de", "„#“, zitiert ihn die Elbtal-Zeitung."),
    ("fr", "« # », a-t-il dit selon l'Elbtal-Zeitung."),
    ("es", "«#», dijo, según el Elbtal-Zeitung."),
    ("it", "«#», ha detto, secondo l'Elbtal-Zeitung."),
    ("ru", "«#», — цитирует его Elbtal-Zeitung."),
]
PUBLIC = [
    ("en", "On the court steps he fumed: “#.”"),
    ("en", "Kettler said on television he would talk. “#,” he added."),
    ("de", "Auf der Pressekonferenz sagte er: „#.“"),
    ("fr", "« # », a-t-il lancé sur les marches du palais."),
    ("es", "«#», dijo en rueda de prensa."),
    ("it", "Il difensore ha parlato sulle scale del tribunale. «#», ha detto."),
    ("cs", "„#,“ řekl na tiskové konferenci."),
    ("ru", "«#», — сказал он на пресс-конференции."),
    ("uk", "«#», — сказав він на пресконференції."),
]


def _of(code: str, text: str, outlet: str = "The Lake Herald") -> Audience:
    at = text.index("#")
    return audience(text, (at, at + 1), [(at, at + 1)], code, outlet, OTHERS)


@pytest.mark.parametrize(("code", "text"), TOLD)
def test_an_outlet_that_is_told(code: str, text: str) -> None:
    found = _of(code, text)
    assert found.told == {OUTLET}
    assert not found.public
    assert all(found.differs(_of(other, public)) for other, public in PUBLIC)
    assert not found.differs(EVERYBODY)
    assert not found.differs(found)


@pytest.mark.parametrize(("code", "text"), PASSED_ON)
def test_an_outlet_that_passes_words_on_is_not_told(code: str, text: str) -> None:
    assert not _of(code, text).told


@pytest.mark.parametrize(("code", "text"), PUBLIC)
def test_a_public_place(code: str, text: str) -> None:
    assert _of(code, text).public
    assert not _of(code, text).told


def test_a_turn_of_an_interview_is_told_to_its_outlet() -> None:
    turn = _of("de", "Visalli: # Er hat Fehler gemacht.", OUTLET)
    assert turn.told == {OUTLET}
    assert turn.differs(_of("en", PUBLIC[0][1]))
    assert not turn.differs(_of("en", "On the steps, after the Elbtal-Zeitung's interview, he said: “#.”"))


def test_the_next_sentence_is_not_read() -> None:
    text = "Firma napsala: „Vrátíme se.“ Italka řekla listu Elbtal-Zeitung, že letí."
    span = (text.index("V"), text.index("“"))
    assert not audience(text, span, [span], "cs", "The Lake Herald", OTHERS).told
    text = "„Vrátíme se.“ řekla listu Elbtal-Zeitung."
    span = (1, text.index("“"))
    assert audience(text, span, [span], "cs", "The Lake Herald", OTHERS).told


INTERVIEWED = [
    ("en", "“#,” she told local radio."),
    ("de", "„#“, sagte sie im Radio."),
    ("fr", "« # », assurait-il dans un entretien télévisé."),
    ("es", "«#», dijo en una entrevista."),
    ("it", "«#», ha detto in un’intervista."),
    ("cs", "„#,“ svěřila se v místním rozhlase."),
    ("ru", "«#», — сказал он в интервью."),
    ("uk", "«#», — сказав він в інтерв'ю."),
]


@pytest.mark.parametrize(("code", "text"), INTERVIEWED)
def test_an_interview_is_heard_by_no_crowd(code: str, text: str) -> None:
    found = _of(code, text)
    assert found.interview
    assert all(found.differs(_of(other, public)) for other, public in PUBLIC)
    assert not found.differs(EVERYBODY)
    assert not found.differs(_of("en", "“#,” he said in an interview on television."))


def test_what_is_posted_is_read_by_everybody() -> None:
    """Also where the words that say so stand above the post."""
    turn = Audience(frozenset({OUTLET}), frozenset({OUTLET}), public=False)
    cases = [
        ("en", "“#,” the museum posted."),
        ("de", "„#“, veröffentlichte das Museum."),
        ("fr", "« # », a publié le musée."),
        ("es", "«#», publicó el museo."),
        ("it", "«#», ha pubblicato il museo."),
        ("cs", "„#,“ zveřejnilo muzeum."),
        ("ru", "«#», — опубликовал музей."),
        ("uk", "«#», — опублікував музей."),
    ]
    assert all(turn.differs(_of(code, text)) for code, text in cases)
