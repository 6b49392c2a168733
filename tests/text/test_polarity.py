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


HEDGES = {
    "told": {
        "en": "I am told it sank.",
        "ru": "Мне говорят, он утонул.",
        "uk": "Мені кажуть, він потонув.",
        "de": "Mir wird gesagt, es sank.",
        "fr": "On me dit cela.",
        "es": "Me dicen eso.",
        "it": "Mi dicono questo.",
        "cs": "Bylo mi řečeno totéž.",
    },
    "known": {
        "en": "As far as we know, it sank.",
        "ru": "Насколько нам известно, он утонул.",
        "uk": "Наскільки нам відомо, він потонув.",
        "de": "Soweit wir wissen, sank es.",
        "fr": "Pour autant que nous le sachions, il a sombré.",
        "es": "Hasta donde sabemos, se hundió.",
        "it": "Per quanto ci risulta, è affondata.",
        "cs": "Pokud víme, potopila se.",
    },
    "perhaps": {
        "en": "Perhaps.",
        "ru": "Быть может.",
        "uk": "Можливо.",
        "de": "Vielleicht.",
        "fr": "Peut-être.",
        "es": "Quizá.",
        "it": "Forse.",
        "cs": "Snad.",
    },
    "probably": {
        "en": "Probably.",
        "ru": "Вероятно.",
        "uk": "Ймовірно.",
        "de": "Wahrscheinlich.",
        "fr": "Probablement.",
        "es": "Probablemente.",
        "it": "Probabilmente.",
        "cs": "Pravděpodobně.",
    },
    "possibly": {
        "en": "Possibly.",
        "ru": "Возможно.",
        "uk": "Можливо.",
        "de": "Möglicherweise.",
        "fr": "Éventuellement.",
        "es": "Posiblemente.",
        "it": "Possibilmente.",
        "cs": "Možná.",
    },
    "may": {
        "en": "It may sink.",
        "ru": "Он может утонуть.",
        "uk": "Він може потонути.",
        "de": "Es könnte sinken.",
        "fr": "Il peut couler.",
        "es": "Puede hundirse.",
        "it": "Può affondare.",
        "cs": "Může se potopit.",
    },
    "might": {
        "en": "It might sink.",
        "ru": "Он мог бы утонуть.",
        "uk": "Він міг би потонути.",
        "de": "Es könnte sinken.",
        "fr": "Il pourrait couler.",
        "es": "Podría hundirse.",
        "it": "Potrebbe affondare.",
        "cs": "Mohl by se potopit.",
    },
    "reportedly": {
        "en": "Reportedly.",
        "ru": "Сообщается.",
        "uk": "Повідомляється.",
        "de": "Dem Vernehmen nach.",
        "fr": "Selon la radio.",
        "es": "Según se informa.",
        "it": "A quanto risulta.",
        "cs": "Údajně.",
    },
    "allegedly": {
        "en": "Allegedly.",
        "ru": "Якобы.",
        "uk": "Нібито.",
        "de": "Angeblich.",
        "fr": "Prétendument.",
        "es": "Presuntamente.",
        "it": "Presuntamente.",
        "cs": "Údajně.",
    },
    "apparently": {
        "en": "Apparently.",
        "ru": "По-видимому.",
        "uk": "Вочевидь.",
        "de": "Anscheinend.",
        "fr": "Apparemment.",
        "es": "Aparentemente.",
        "it": "Apparentemente.",
        "cs": "Zřejmě.",
    },
    "presumably": {
        "en": "Presumably.",
        "ru": "Предположительно.",
        "uk": "Імовірно.",
        "de": "Vermutlich.",
        "fr": "Vraisemblablement.",
        "es": "Presumiblemente.",
        "it": "Presumibilmente.",
        "cs": "Patrně.",
    },
    "unconfirmed": {
        "en": "unconfirmed news",
        "ru": "неподтвержденные данные",
        "uk": "непідтверджені дані",
        "de": "unbestätigte Angaben",
        "fr": "une rumeur non confirmée",
        "es": "un rumor no confirmado",
        "it": "una voce non confermata",
        "cs": "nepotvrzené zprávy",
    },
}


@pytest.mark.parametrize("concept", sorted(HEDGES))
@pytest.mark.parametrize("code", ["en", "ru", "uk", "de", "fr", "es", "it", "cs"])
def test_every_hedge_answers_in_every_language(code: str, concept: str) -> None:
    """A statement must not look firmer only because it is read in another language."""
    kinds = {span.kind for span in hedges(HEDGES[concept][code], code)}
    assert kinds & {"possibility", "report"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The fire could be seen from the hills."),
        ("en", "She could hear the bell; we can see it."),
        ("ru", "Они могли видеть огонь."),
        ("uk", "Вони могли бачити вогонь."),
        ("fr", "On peut voir le feu."),
        ("es", "El fuego puede verse."),
        ("it", "Si può vedere il fuoco."),
        ("cs", "Mohli vidět oheň."),
    ],
)
def test_ability_to_perceive_is_no_hedge(code: str, text: str) -> None:
    assert hedges(text, code) == []
    assert not [strength for strength in strengths(text, code) if strength.scale == "certainty"]


def test_could_stays_a_hedge_before_other_verbs() -> None:
    assert [span.text for span in hedges("The dam could burst.", "en")] == ["could"]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("en", ["He refrained from it.", "They abstained.", "She declined.", "She denied it."]),
        ("ru", ["Он воздержался.", "Она отказалась.", "Она отрицала это."]),
        ("uk", ["Він утримався.", "Вона відмовилася.", "Вона заперечила це."]),
        ("de", ["Er enthielt sich.", "Er verzichtete darauf.", "Sie verweigerte es.", "Sie bestritt das."]),
        ("fr", ["Il a décliné.", "Elle a refusé.", "Ils se sont abstenus.", "Elle dément."]),
        ("es", ["Se abstuvo.", "Declinó la oferta.", "Rechazó la oferta.", "Negó todo."]),
        ("it", ["Si è astenuto.", "Ha declinato.", "Ha rifiutato.", "Ha negato."]),
        ("cs", ["Zdržel se hlasování.", "Odmítl to.", "Popřela to."]),
    ],
)
def test_verbs_of_refusal_negate(code: str, texts: list[str]) -> None:
    assert [negation_count(text, code) for text in texts] == [1] * len(texts)


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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Je n’entendais plus que le public.", 0),
        ("Il ne reste que deux ponts.", 0),
        ("Je ne crois plus que c’est un accident.", 1),
        ("Je ne pense pas que ce soit la fin.", 1),
    ],
)
def test_french_only_is_no_negation(text: str, count: int) -> None:
    assert negation_count(text, "fr") == count


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
