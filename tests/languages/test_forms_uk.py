"""Forms of the Ukrainian word lists: beside each word that counts, one like it that must not."""

from __future__ import annotations

import pytest

from pipeline.contradiction.concepts import mentions
from pipeline.text.dates import find_dates
from pipeline.text.grammar import alternatives, conditions, phrases
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import hedges, negation_count, strengths
from pipeline.text.quotation.resource import quotation


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Жоден човен не повернувся.", 1),
        ("Жодного з них.", 1),
        ("Мерія відмовила у видачі довідки.", 1),
        ("Відмовили гальма.", 0),
        ("Рада відхилить проєкт.", 1),
        ("Депутати утримувалися.", 1),
        ("Клуб спростовував чутки.", 1),
        ("Тим не менш порт працює.", 0),
        ("Що б не сталося, порт відкриють.", 0),
        ("Це не підлягає сумніву.", 0),
        ("Мало того, він спізнився.", 0),
        ("Це був не хто інший, як мер.", 0),
        ("Це аж ніяк не помилка.", 1),
        ("Він лежав без свідомості.", 0),
        ("Він їхав без шолома.", 1),
    ],
)
def test_negations(text: str, count: int) -> None:
    assert negation_count(text, "uk") == count


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Двері здавалися замкненими.", ["possibility"]),
        ("Цього не може бути.", []),
        ("Екіпаж не міг допомогти.", []),
        ("Екіпаж міг допомогти.", ["possibility"]),
        ("Затримано ймовірного палія.", ["report"]),
        ("Так звану допомогу роздали.", ["report"]),
        ("Якщо вірити рибалкам, лід тонкий.", ["report"]),
        ("На мій погляд, лід тонкий.", ["belief"]),
        ("Правила допускають заміну.", []),
        ("Ми допускаємо, що лід тонкий.", ["possibility"]),
    ],
)
def test_hedges(text: str, kinds: list[str]) -> None:
    assert [span.kind for span in hedges(text, "uk")] == kinds


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("excluding", "Врятувалися всі, крім капітана.", ["крім капітана"]),
        ("excluding", "Крім того, суд заарештував яхту.", []),
        ("fewer", "Тим не менш люди лишилися.", []),
        ("fewer", "Новий міст менш міцний.", ["менш міцний"]),
        ("absent", "Рибалки перестали виходити в море.", ["перестали"]),
        ("absent", "На ринку спалахнула перестрілка.", []),
        ("restriction", "До подальшого повідомлення пляж закрито.", ["До подальшого повідомлення"]),
        ("intention", "Мер мав намір піти.", ["мав намір"]),
        ("intention", "Мер мав будинок.", []),
        ("duty", "Порт мусило рятувати місто.", ["мусило"]),
        ("dutiful", "Порту потрібні крани.", ["потрібні"]),
        ("unless", "Рейс скасують, якщо тільки не стихне вітер.", ["якщо тільки не"]),
    ],
)
def test_phrases(name: str, text: str, found: list[str]) -> None:
    assert [span.text for span in phrases(text, "uk", name)] == found


def test_conditions_and_alternatives() -> None:
    assert [s.text for s in conditions("Підемо за однієї умови.", "uk")] == ["за однієї умови"]
    assert conditions("Якщо не помиляюся, лід тонкий.", "uk") == []
    assert alternatives("Так чи інакше, у тому чи іншому вигляді закон ухвалять.", "uk") == []
    assert len(alternatives("Закон ухвалять у травні або червні.", "uk")) == 1


@pytest.mark.parametrize(
    ("text", "scale", "level"),
    [
        ("Більшістю голосів закон ухвалено.", "quantity", 4),
        ("Усім громадам надіслано листа.", "quantity", 5),
        ("Він брехав слідству.", "error", 4),
        ("Мер поклявся піти.", "commitment", 4),
        ("Спілка наполягала на зустрічі.", "request", 3),
        ("Літак посадили в полі.", "accounting", None),
    ],
)
def test_strengths(text: str, scale: str, level: int | None) -> None:
    assert [s.level for s in strengths(text, "uk") if s.scale == scale][:1] == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("text", "low", "relation", "unit"),
    [
        ("Прийшли сто з лишком рибалок.", 100, "more_than", None),
        ("Торік обійшлися п'ятьмастами гривнями.", 500, "exact", "hryvnia"),
        ("Згоріло півтораста хат.", 150, "exact", None),
        ("Штраф становив 20 доларів США.", 20, "exact", "USD"),
        ("За проєкт три п'ятих ради.", 60, "about", "percent"),
        ("У двохстах кілометрах від берега.", 200, "exact", "km"),
        ("Керував двадцятьма двома людьми.", 22, "exact", "person"),
    ],
)
def test_numbers(text: str, low: int, relation: str, unit: str | None) -> None:
    number = find_numbers(text, "uk")[0]
    assert (number.low, number.relation, number.unit) == (low, relation, unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Суд зібрався днем пізніше.", ["днем пізніше"]),
        ("Учорашні гості поїхали.", ["Учорашні"]),
        ("Надійшов 21 лист.", []),
        ("Крамницю зачиняють щонеділі.", ["щонеділі"]),
    ],
)
def test_dates(text: str, found: list[str]) -> None:
    assert [d.text for d in find_dates(text, "uk")] == found


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Поїзди стоять.", {"train"}),
        ("Поїздка вдалася.", set()),
        ("Ціни зростають.", {"cost"}),
        ("Цінний подарунок.", set()),
        ("Вітром зірвало дах.", {"wind"}),
        ("Вітаю всіх.", set()),
        ("Листи надіслано.", {"letter"}),
        ("Листопад холодний.", set()),
        ("Прибуток упав.", set()),
        ("Начальник пішов.", set()),
        ("Вона стала мером.", set()),
        ("Сталася аварія.", {"happen", "crash"}),
        ("Свідки мовчать.", {"witness"}),
        ("Свідомий вибір.", set()),
    ],
)
def test_concepts(text: str, concepts: set[str]) -> None:
    assert {name for mention in mentions(text, "uk") for name in mention.concepts} == concepts


@pytest.mark.parametrize("verb", ["повідомило", "заявляло", "наголошували", "підсумували", "застерегла", "радять"])
def test_verbs_of_saying(verb: str) -> None:
    assert quotation("uk").cues.get(verb) == "speech"
