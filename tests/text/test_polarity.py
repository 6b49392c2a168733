"""Negation, hedges, strength and questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import languages
from pipeline.text.polarity import hedges, is_question, negation_count, negations, strengths


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("en", "It was not safe.", 1),
        ("en", "It wasn't safe and nobody knew.", 2),
        ("en", "It was safe.", 0),
        ("en", "Not only the crew knew.", 0),
        ("en", "She denied it.", 1),
        ("en", "no fewer than five", 0),
        ("ru", "Никто ничего не видел.", 1),
        ("ru", "Не только команда знала.", 0),
        ("ru", "Нет, он не был там.", 2),
        ("ru", "Никто из них.", 1),
        ("uk", "Ніхто нічого не бачив.", 1),
        ("de", "Es war nicht sicher.", 1),
        ("de", "Das war keine Frage der Zeit, niemand kam.", 1),
        ("fr", "Il n'a pas vu le port.", 1),
        ("fr", "Plus de cent personnes.", 0),
        ("fr", "Rien ne va.", 1),
        ("es", "No vino nadie.", 1),
        ("es", "Nadie vino.", 1),
        ("it", "Non è venuto nessuno.", 1),
        ("it", "più di cento", 0),
        ("cs", "Nikdo nic neviděl.", 1),
        ("cs", "V neděli nejméně sto lidí v nemocnici.", 0),
        ("cs", "Nejsou tam.", 1),
        ("pl", "Nikt nic nie widział.", 1),
        ("pt", "Não veio ninguém.", 1),
        ("zh", "他没有来", 1),
        ("ar", "لم يحضر", 1),
        ("tr", "doğru değil", 1),
        ("ja", "来なかった", 1),
    ],
)
def test_negation_counts(code: str, text: str, count: int) -> None:
    assert negation_count(text, code) == count, negations(text, code)


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("en", "Perhaps it sank.", "possibility"),
        ("en", "It reportedly sank.", "report"),
        ("en", "It may sink.", "possibility"),
        ("ru", "якобы утонул", "report"),
        ("ru", "возможно, утонул", "possibility"),
        ("uk", "нібито потонув", "report"),
        ("de", "angeblich gesunken", "report"),
        ("de", "vielleicht gesunken", "possibility"),
        ("fr", "peut-être coulé", "possibility"),
        ("es", "quizá se hundió", "possibility"),
        ("it", "forse affondata", "possibility"),
        ("cs", "údajně se potopila", "report"),
    ],
)
def test_hedges(code: str, text: str, kind: str) -> None:
    assert [span.kind for span in hedges(text, code)] == [kind]


def test_the_month_is_no_hedge() -> None:
    assert hedges("It sank in May.", "en") == []


@pytest.mark.parametrize(
    ("code", "strong", "weak"),
    [
        ("en", "we must act", "we should act"),
        ("en", "always late", "sometimes late"),
        ("en", "all ships", "some ships"),
        ("ru", "все суда", "некоторые суда"),
        ("de", "wir müssen handeln", "wir sollten handeln"),
        ("es", "siempre tarde", "a veces tarde"),
        ("fr", "il doit partir", "il devrait partir"),
        ("it", "deve partire", "dovrebbe partire"),
        ("cs", "musí odejít", "může odejít"),
        ("uk", "завжди", "іноді"),
    ],
)
def test_strength_is_ordered(code: str, strong: str, weak: str) -> None:
    (more,), (less,) = strengths(strong, code), strengths(weak, code)
    assert more.scale == less.scale
    assert more.level > less.level


def test_questions() -> None:
    assert is_question("Is it safe?”", "en")
    assert is_question("هل هو آمن؟", "ar")
    assert is_question("他来吗", "zh")
    assert not is_question("It is safe.", "en")
    assert not is_question("", "en")


@given(st.text(max_size=200), st.sampled_from([*languages(), "und"]))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, code: str) -> None:
    for span in [*negations(text, code), *hedges(text, code), *strengths(text, code)]:
        assert text[span.start : span.end] == span.text != ""
    is_question(text, code)
    assert negation_count(text, code) >= 0
