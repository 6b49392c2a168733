"""One clause of a longer sentence, rendered without its "not"; names made of words; "some" is no figure."""

from __future__ import annotations

from itertools import permutations

import pytest

from pipeline.comparison.across import compare_sentences, uncounted
from tests.alignment.parts_made import part
from tests.comparison import quoting

ASSERTED = {
    "en": "The river is under control",
    "de": "Der Fluss ist unter Kontrolle",
    "fr": "Le fleuve est sous contrôle",
    "es": "El río está bajo control",
    "it": "Il fiume è sotto controllo",
    "cs": "Řeka je pod kontrolou",
    "ru": "Река под контролем",
    "uk": "Річка під контролем",
}
DENIED = {
    "en": "The river is not under control, and the bridge will not be open until tomorrow evening",
    "de": "Der Fluss ist nicht unter Kontrolle, und die Brücke wird nicht vor morgen Abend geöffnet",
    "fr": "Le fleuve n’est pas sous contrôle, et le pont ne sera pas ouvert avant demain soir",
    "es": "El río no está bajo control, y el puente no estará abierto antes de mañana por la noche",
    "it": "Il fiume non è sotto controllo, e il ponte non sarà aperto prima di domani sera",
    "cs": "Řeka není pod kontrolou, a most nebude otevřen před zítřejším večerem",
    "ru": "Река не под контролем, и мост не будет открыт до завтрашнего вечера",
    "uk": "Річка не під контролем, і міст не буде відкритий до завтрашнього вечора",
}
TOLD = 0.7
"""Share of the ordered pairs of languages in which the lost "not" is told."""


def _kinds(a: str, a_code: str, b: str, b_code: str) -> set[str]:
    left, right = part("x:q1.1", a, language=a_code), part("y:q1.1", b, language=b_code)
    return {d.cls for d in compare_sentences(left, right, whole=True)}


def test_a_clause_without_its_negator() -> None:
    pairs = list(permutations(ASSERTED, 2))
    told = [pair for pair in pairs if "negation" in _kinds(ASSERTED[pair[0]], pair[0], DENIED[pair[1]], pair[1])]
    assert len(told) >= TOLD * len(pairs), sorted(set(pairs) - set(told))


def test_a_clause_with_its_negator() -> None:
    first = {code: text.split(",")[0] for code, text in DENIED.items()}
    pairs = list(permutations(DENIED, 2))
    assert not [p for p in pairs if "negation" in _kinds(first[p[0]], p[0], DENIED[p[1]], p[1])]


COURT = {
    "en": "We will wait until the Supreme Administrative Court has decided.",
    "de": "Wir warten, bis das Oberste Verwaltungsgericht entschieden hat.",
    "cs": "Počkáme, dokud nerozhodne Nejvyšší správní soud.",
    "ru": "Мы подождём, пока не решит Высший административный суд.",
}


def test_the_name_of_a_body_is_translated() -> None:
    names = [
        d
        for x, y in permutations(("en", "cs", "ru"), 2)
        for d in compare_sentences(
            part("x:q1.1", COURT[x], language=x), part("y:q1.1", COURT[y], language=y), whole=True
        )
        if d.kind == "name"
    ]
    assert not names


SOME = {
    "en": "We took 412 people on board, some with children in their arms.",
    "de": "Wir haben 412 Menschen an Bord genommen, einige mit Kindern im Arm.",
    "fr": "Nous avons embarqué 412 personnes, certaines avec leurs enfants dans les bras.",
    "es": "Embarcamos a 412 personas, algunas con los niños en brazos.",
    "it": "Abbiamo imbarcato 412 persone, alcune con i bambini in braccio.",
    "ru": "Мы взяли на борт 412 человек, некоторые были с детьми на руках.",
    "uk": "Ми взяли на борт 412 людей, деякі були з дітьми на руках.",
    "cs": "Nalodili jsme 412 lidí, některé s dětmi v náručí.",
}


@pytest.mark.parametrize(("x", "y"), list(permutations(SOME, 2)))
def test_some_is_no_figure(x: str, y: str) -> None:
    assert not uncounted(part("x:q1.1", SOME[x], language=x), part("y:q1.1", SOME[y], language=y))


REPORTS = [
    ("en", "He said he didn’t meddle, and I believe him.", "Didn’t meddle"),
    ("de", "Er sagte, er habe nichts gewusst.", "habe nichts gewusst"),
    ("fr", "Il m’a dit qu’il ne savait rien.", "ne savait rien"),
    ("es", "Él dijo que no sabía nada.", "no sabía nada"),
    ("it", "Lui ha detto che non sapeva niente.", "non sapeva niente"),
    ("cs", "Řekl, že on o ničem nevěděl.", "o ničem nevěděl"),
    ("ru", "Он сказал, что ничего не знал.", "ничего не знал"),
    ("uk", "Він сказав, що нічого не знав.", "нічого не знав"),
]


@pytest.mark.parametrize(("code", "full", "head"), REPORTS)
def test_a_headline_that_makes_a_fact_of_what_another_says(code: str, full: str, head: str) -> None:
    (row,) = [d for d in quoting.rows(full, head, code, "", head) if d.cls == "attribution"]
    assert row.severity == "major"
    reporter = f"Klein: “{head}”"
    assert not [d for d in quoting.rows(full, head, code, "", reporter) if d.cls == "attribution"]


@pytest.mark.parametrize("full", ["I said he didn’t meddle.", "We know he didn’t meddle.", "Sadly he didn’t meddle."])
def test_what_the_speaker_says_himself_is_no_report(full: str) -> None:
    assert not [d for d in quoting.rows(full, "Didn’t meddle", "en", "", "Didn’t meddle") if d.cls == "attribution"]
