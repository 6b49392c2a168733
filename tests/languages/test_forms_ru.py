"""Forms of the Russian word lists: beside each word that counts, one like it that must not."""

from __future__ import annotations

import pytest

from pipeline.contradiction.concepts import mentions
from pipeline.text.dates import find_dates
from pipeline.text.grammar import alternatives, conditions, phrases
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import hedges, negation_count, strengths


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Мэрия отказала в выдаче справки.", 1),
        ("Отказали тормоза.", 0),
        ("Совет отклонит проект.", 1),
        ("Самолёт отклонился от курса.", 0),
        ("Депутаты воздерживались.", 1),
        ("Клуб опровергал слухи.", 1),
        ("Что бы ни случилось, порт откроют.", 0),
        ("Как ни странно, мост уцелел.", 0),
        ("Он ни о чём не спрашивал.", 2),
        ("Мало того, он опоздал.", 0),
        ("Это не подлежит сомнению.", 0),
        ("Он чуть было не утонул.", 0),
        ("Двое пропали без вести.", 0),
        ("Двое ушли без шлемов.", 1),
        ("Это был не кто иной, как мэр.", 0),
        ("Ничьей вины здесь нет.", 1),
    ],
)
def test_negations(text: str, count: int) -> None:
    assert negation_count(text, "ru") == count


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Дверь казалась запертой.", ["possibility"]),
        ("Этого не может быть.", []),
        ("Экипаж не мог помочь.", []),
        ("Экипаж мог помочь.", ["possibility"]),
        ("Задержан предполагаемый поджигатель.", ["report"]),
        ("Так называемую помощь раздали.", ["report"]),
        ("Если верить рыбакам, лёд тонок.", ["report"]),
        ("На мой взгляд, лёд тонок.", ["belief"]),
        ("Правила допускают замену.", []),
        ("Мы допускаем, что лёд тонок.", ["possibility"]),
    ],
)
def test_hedges(text: str, kinds: list[str]) -> None:
    assert [span.kind for span in hedges(text, "ru")] == kinds


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("excluding", "Спаслись все, кроме капитана.", ["кроме капитана"]),
        ("excluding", "Кроме того, суд арестовал яхту.", []),
        ("fewer", "Тем не менее люди остались.", []),
        ("fewer", "Новый мост менее прочный.", ["менее прочный"]),
        ("absent", "Рыбаки перестали выходить в море.", ["перестали"]),
        ("absent", "На рынке вспыхнула перестрелка.", []),
        ("restriction", "До особого распоряжения пляж закрыт.", ["До особого распоряжения"]),
        ("intention", "Мэр намеревается уйти.", ["намеревается"]),
        ("wanting", "Мэру хочется уйти.", ["хочется"]),
        ("until", "Ждём до того момента, пока лёд сойдёт.", ["до того момента, пока"]),
        ("unless", "Рейс отменят, если только не стихнет ветер.", ["если только не"]),
        ("dutiful", "Порту потребуются краны.", ["потребуются"]),
    ],
)
def test_phrases(name: str, text: str, found: list[str]) -> None:
    assert [span.text for span in phrases(text, "ru", name)] == found


def test_conditions_and_alternatives() -> None:
    assert [s.text for s in conditions("Уйдём при одном условии.", "ru")] == ["при одном условии"]
    assert conditions("Насколько можно судить, если не ошибаюсь, лёд тонок.", "ru") == []
    assert alternatives("Так или иначе, в том или ином виде закон примут.", "ru") == []
    assert len(alternatives("Закон примут в мае или июне.", "ru")) == 1


@pytest.mark.parametrize(
    ("text", "scale", "level"),
    [
        ("Пострадали целые кварталы, погибла большая часть скота.", "quantity", 4),
        ("Он врал следствию.", "error", 4),
        ("Самолёт совершил посадку.", "accounting", None),
        ("Виновных посадят.", "accounting", 3),
        ("Мэр поклялся уйти.", "commitment", 4),
        ("Союз настаивал на встрече.", "request", 3),
    ],
)
def test_strengths(text: str, scale: str, level: int | None) -> None:
    assert [s.level for s in strengths(text, "ru") if s.scale == scale][:1] == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("text", "low", "relation", "unit"),
    [
        ("Пришли сто с лишним рыбаков.", 100, "more_than", None),
        ("Дом обошёлся в пятьюстами рублями больше.", 500, "exact", "RUB"),
        ("Сгорело полтораста домов.", 150, "exact", None),
        ("Штраф составил 20 долларов США.", 20, "exact", "USD"),
        ("Вклад вырос до трёх швейцарских франков.", 3, "exact", "CHF"),
        ("За проект три пятых совета.", 60, "about", "percent"),
        ("Из огня вышли втроём.", 3, "exact", None),
    ],
)
def test_numbers(text: str, low: int, relation: str, unit: str | None) -> None:
    number = find_numbers(text, "ru")[0]
    assert (number.low, number.relation, number.unit) == (low, relation, unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Суд собрался днём позже.", ["днём позже"]),
        ("Вчерашние гости уехали.", ["Вчерашние"]),
        ("С одной стороны, лёд тонок.", []),
    ],
)
def test_dates(text: str, found: list[str]) -> None:
    assert [d.text for d in find_dates(text, "ru")] == found
    assert find_numbers("С одной стороны, лёд тонок.", "ru") == []


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Поезда стоят.", {"train"}),
        ("Поездка удалась.", set()),
        ("Центр города пуст.", set()),
        ("Цены растут.", {"cost"}),
        ("Ветеран пришёл.", set()),
        ("Ветром сорвало крышу.", {"wind"}),
        ("Спасибо всем.", set()),
        ("Спасены трое.", {"rescued"}),
        ("Детали неясны.", set()),
        ("Детям помогли.", {"child"}),
        ("Прибыль упала.", set()),
        ("Паром прибыл.", {"ship", "arrive"}),
        ("Начальник ушёл.", set()),
        ("Судном управляли двое.", {"ship"}),
        ("Судью сменили.", set()),
    ],
)
def test_concepts(text: str, concepts: set[str]) -> None:
    assert {name for mention in mentions(text, "ru") for name in mention.concepts} == concepts
