"""Each class of difference on short invented quotations, in several languages."""

from __future__ import annotations

import pytest

from pipeline.comparison.within import compare_words
from tests.comparison.quoting import CLAUSE_WORDS, classes, quoted, rows, told


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "The dam holds 40 boats today.", "The dam holds 14 boats today."),
        ("en", "The dam holds fourteen boats.", "The dam holds forty boats."),
        ("en", "We lost €5 million there.", "We lost $5 million there."),
        ("en", "The count was over 17 million.", "The count was over 18 million."),
        ("de", "Der Damm kostet 3,5 Millionen Euro.", "Der Damm kostet 35 Millionen Euro."),
        ("ru", "Плотина стоит пять миллионов рублей.", "Плотина стоит семь миллионов рублей."),
        ("fr", "Le barrage coûte 12 millions d'euros.", "Le barrage coûte 20 millions d'euros."),
    ],
)
def test_another_number_is_major(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("number", "number", "major")]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "We open it on Monday morning.", "We open it on Tuesday morning."),
        ("en", "It opens on Sunday, 16 March.", "It opens on Wednesday, 16 March."),
        ("de", "Wir öffnen am 3. Februar wieder.", "Wir öffnen am 3. März wieder."),
        ("es", "El puerto abre el lunes.", "El puerto abre el martes."),
    ],
)
def test_another_date_is_major(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("number", "date", "major")]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "They built 14 boats here.", "They built fourteen boats here."),
        ("en", "It cost 3,500,000 euros then.", "It cost 3.5 million euros then."),
        ("de", "Sie bauten 14 Boote hier.", "Sie bauten vierzehn Boote hier."),
    ],
)
def test_one_value_in_another_form_is_typographic(code: str, a: str, b: str) -> None:
    assert classes(a, b, code) == [("typographic", "none")]


def test_a_bound_that_goes_makes_the_number_looser() -> None:
    assert told("We saw more than 400 boats.", "We saw 400 boats.") == [("number", "approximation", "minor")]


@pytest.mark.parametrize(
    ("full", "bare"),
    [
        ("We lost roughly half of our boats.", "We lost half of our boats."),
        ("We look for at least two men here.", "We look for two men here."),
    ],
)
def test_an_estimate_that_loses_its_word_is_an_omission(full: str, bare: str) -> None:
    assert told(full, bare) == [("omission", "approximation", "minor")]


def test_a_modal_that_goes_is_a_hedge_left_out() -> None:
    assert told("The worst may be behind us now.", "The worst is behind us now.") == [("omission", "hedge", "major")]


def test_another_unit_word_is_another_word() -> None:
    assert told("We warned them 40 times.", "We warned 40 members then.") != []


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "I cannot confirm that today.", "I can confirm that today."),
        ("en", "The mayor does not support the dam.", "The mayor supports the dam."),
        ("en", "The unsafe bridge was closed.", "The safe bridge was closed."),
        ("de", "Wir haben keine Boote gesehen.", "Wir haben Boote gesehen."),
        ("ru", "Мы не будем платить за плотину.", "Мы будем платить за плотину."),
        ("fr", "Nous n'avons pas vu les bateaux.", "Nous avons vu les bateaux."),
        ("cs", "Loď nebyla v pořádku.", "Loď byla v pořádku."),
        ("it", "Oggi non abbiamo mai visto la barca.", "Oggi abbiamo visto la barca."),
        ("es", "El alcalde no apoya la presa.", "El alcalde apoya la presa."),
    ],
)
def test_a_lost_negation_is_one_major_row(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("negation", "negation", "major")]


def test_a_phrase_that_goes_with_its_negator_reverses_nothing() -> None:
    assert told("We wrote 14 letters, zero answers, and waited.", "We wrote 14 letters and waited.") == [
        ("omission", "number", "minor")
    ]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "Only Anna Keller saw the boat.", "Only Boris Lang saw the boat."),
        ("ru", "Об этом знала Анна Орлова, не мы.", "Об этом знала Вера Белова, не мы."),
        ("de", "Das hat Herr Keller so gesagt.", "Das hat Herr Brandt so gesagt."),
    ],
)
def test_another_name_is_major(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("name", "name", "major")]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "The dam was perhaps too old.", "The dam was too old."),
        ("en", "The dam may have broken at night.", "The dam broke at night."),
        ("de", "Der Damm war vielleicht zu alt.", "Der Damm war zu alt."),
        ("ru", "Плотина была, возможно, слишком старой.", "Плотина была слишком старой."),
        ("es", "La presa era quizá demasiado vieja.", "La presa era demasiado vieja."),
    ],
)
def test_a_hedge_dropped_without_a_mark_is_major(code: str, a: str, b: str) -> None:
    assert [(kind, severity) for _, kind, severity in told(a, b, code)] == [("hedge", "major")]


def test_a_marked_cut_is_minor() -> None:
    a, b = "The dam, perhaps, was too old.", "The dam ... was too old."
    assert told(a, b) == [("omission", "hedge", "minor")]
    assert "marks the cut" in rows(a, b)[0].explanation


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "We will open if the court agrees to it, and then sail.", "We will open, and then sail."),
        ("de", "Wir öffnen, wenn das Gericht zustimmt, und fahren dann.", "Wir öffnen und fahren dann."),
        ("uk", "Ми відкриємо, якщо суд погодиться, і попливемо.", "Ми відкриємо і попливемо."),
    ],
)
def test_a_condition_dropped_inside_is_major(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("omission", "condition", "major")]


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("We rebuild. It will take years. We are ready.", "We rebuild. We are ready.", "sentence"),
        ("We rebuild the old dam and the lower bridge by the mill, and we are ready.",
         "We rebuild the old dam, and we are ready.", "clause"),
        ("We are working fully with them.", "We are working with them.", "word"),
        ("It rained. It rained. Then we left.", "It rained. Then we left.", "repetition"),
    ],
)  # fmt: skip
def test_words_left_out_inside_are_an_omission(a: str, b: str, kind: str) -> None:
    assert told(a, b) == [("omission", kind, "minor")]


def test_a_function_word_left_out_weighs_nothing() -> None:
    assert told("We know that the dam holds.", "We know the dam holds.") == []


def test_who_leaves_out_is_named_from_either_side() -> None:
    long, short = "We are working fully with them.", "We are working with them."
    assert rows(long, short)[0].explanation.startswith("{b} leaves out “fully”")
    assert rows(short, long)[0].explanation.startswith("{a} leaves out “fully”")


def test_person_and_word_are_two_rows() -> None:
    a, b = "until I am satisfied that it is safe", "until she was convinced that it was safe"
    assert told(a, b)[0] == ("tense_person", "inflection", "minor")
    assert [cls for cls, _, _ in told(a, b)] == ["tense_person", "substitution"]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "was begging them to come home", "begged them to come home"),
        ("en", "I can confirm the date", "I could confirm the date"),
        ("de", "Wir sind zufrieden mit dem Damm", "Sie waren zufrieden mit dem Damm"),
        ("fr", "Je suis prêt à partir", "Il était prêt à partir"),
    ],
)
def test_tense_and_person_are_minor(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == [("tense_person", "inflection", "minor")]


def test_steps_on_a_scale() -> None:
    assert told("They must pay for it.", "They should pay for it.") == [("substitution", "strength", "minor")]
    assert told("They must pay for it.", "They can pay for it.") == [("substitution", "strength", "major")]
    assert rows("They should pay for it.", "They must pay for it.")[0].explanation.endswith("{b} puts it more strongly")


def test_a_silent_correction_is_a_minor_substitution() -> None:
    assert told("This was a accident at sea.", "This was an accident at sea.") == [
        ("substitution", "function", "minor")
    ]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "We publish every page of it, and we find out who signed.",
         "We find out who signed, and we publish every page of it."),
        ("en", "Today we open the new bridge.", "We open the new bridge today."),
        ("de", "Das habe ich nie gesagt.", "Ich habe das nie gesagt."),
        ("ru", "Мы построим новый мост, и мы починим плотину.", "Мы починим плотину, и мы построим новый мост."),
    ],
)  # fmt: skip
def test_another_order_is_one_minor_row(code: str, a: str, b: str) -> None:
    assert [(cls, severity) for cls, _, severity in told(a, b, code)] == [("reorder", "minor")]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("en", "We don’t co-operate – not “yet”.", "we don't cooperate - not 'yet'"),
        ("en", "The dam\nholds, he\u00a0says…", "The dam holds, he says..."),
        ("de", "„Wir warten“, sagte sie", "«Wir warten» – sagte sie"),
        ("ru", "Всё идёт хорошо", "Все идет хорошо!"),
    ],
)
def test_form_alone_is_none(code: str, a: str, b: str) -> None:
    assert told(a, b, code) == []


def test_identical_words_are_told_once() -> None:
    assert classes("The dam holds.", "The dam holds") == [("identical", "none")]


def test_dots_that_only_look_like_a_cut() -> None:
    found = rows("be my friend ... and maybe someday", "be my friend - and maybe someday")
    assert [(d.cls, d.kind, d.severity) for d in found] == [("typographic", "dots", "minor")]


def test_no_word_in_common_gives_no_row() -> None:
    assert rows("the old bridge", "rain and storm") == []


def test_a_break_for_the_reporting_clause_is_not_silent() -> None:
    broken = quoted("“We rebuild,” she said. “We are ready.”", "en", "We rebuild,", "We are ready.")
    found = compare_words(quoted("We rebuild, slowly now. We are ready."), broken, "", "", CLAUSE_WORDS)
    assert [d.severity for d in found if d.cls != "segment"] == []


def test_no_row_reaches_across_the_reporting_clause() -> None:
    broken = quoted(
        "“We pay,” she said. “The dam and the bridge stay.”", "en", "We pay,", "The dam and the bridge stay."
    )
    found = compare_words(broken, quoted("We pay. A bridge stays."), "", "", CLAUSE_WORDS)
    assert found
    assert all("she said" not in d.a_text for d in found if d.cls != "segment")
