"""The same phrase on an earlier occasion, as the reporting sentence tells it."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.alignment.occasions import NOW, Occasion, occasion
from pipeline.alignment.pairs import weigh
from tests.alignment.parts_made import flat, part

PUBLISHED = date(2026, 9, 17)
EARLIER = Occasion(earlier=True, dated=True)
LONG_AGO = [
    ("en", "In 2021, when the mill burned, she said: “We start again.”", "We start again.", "said"),
    ("en", "“We start again,” he said back then.", "We start again,", "said"),
    ("de", "„Wir fangen neu an“, hatte er damals gesagt.", "Wir fangen neu an", "gesagt"),
    ("de", "Im März sagte sie: „Wir fangen neu an.“", "Wir fangen neu an.", "sagte"),
    ("fr", "« Nous recommençons », avait-elle déclaré à l'époque.", "Nous recommençons", "déclaré"),
    ("fr", "En juin 2025, il déclarait : « Nous recommençons. »", "Nous recommençons.", "déclarait"),
    ("es", "«Empezamos de nuevo», dijo entonces la alcaldesa.", "Empezamos de nuevo", "dijo"),
    ("it", "«Si ricomincia», aveva detto allora il sindaco.", "Si ricomincia", "detto"),
    ("cs", "„Začínáme znovu,“ řekl tehdy starosta.", "Začínáme znovu,", "řekl"),
    ("ru", "«Мы начинаем заново», — говорил он в феврале.", "Мы начинаем заново", "говорил"),
    ("uk", "«Ми починаємо знову», — казала вона тоді.", "Ми починаємо знову", "казала"),
    ("en", "When he sacked Ledd, in March 2024, Orr said much the same: “We start again.”", "We start again.", "said"),
    ("es", "Cuando echó a Ledo, en marzo de 2024, Oro dijo algo parecido: «Se empieza.»", "Se empieza.", "dijo"),
    ("it", "Quando cacciò Ledi, nel marzo 2024, Orri disse lo stesso: «Si ricomincia.»", "Si ricomincia.", "disse"),
    (
        "de",
        "Als er Ledd entließ, im März 2024, sagte Orr dasselbe: „Wir fangen neu an.“",
        "Wir fangen neu an.",
        "sagte",
    ),
    ("fr", "Il avait eu les mêmes mots en 2023, après le feu : « Nous recommençons. »", "Nous recommençons.", ":"),
    ("cs", "Podobná slova volil v roce 2023, po požáru: „Začínáme znovu.“", "Začínáme znovu.", ":"),
    ("ru", "Похожие слова были в 2023 году, после пожара: «Мы начинаем заново».", "Мы начинаем заново", ":"),
    ("uk", "Схожі слова були у 2023 році, після пожежі: «Ми починаємо знову».", "Ми починаємо знову", ":"),
]
GONE_BY = [
    ("en", "Three years ago she wrote: “We start again.”", "We start again.", "wrote"),
    ("en", "“We start again,” she said last year.", "We start again,", "said"),
    ("de", "„Wir fangen neu an“, hatte er schon vor drei Jahren gesagt.", "Wir fangen neu an", "gesagt"),
    ("fr", "« On recommence », avait-il écrit il y a trois ans.", "On recommence", "écrit"),
    ("es", "«Se empieza», había dicho hace tres años.", "Se empieza", "dicho"),
    ("it", "«Si ricomincia», disse tre anni fa.", "Si ricomincia", "disse"),
    ("it", "«Si ricomincia», aveva assicurato alla vigilia della gara il giudice.", "Si ricomincia", "assicurato"),
    ("de", "„Wir fangen neu an“, hatte sie am Vorabend der Wahl gesagt.", "Wir fangen neu an", "gesagt"),
    ("cs", "„Začínáme znovu,“ řekl před třemi lety.", "Začínáme znovu,", "řekl"),
    ("ru", "«Начинаем заново», — писал он три года назад.", "Начинаем заново", "писал"),
    ("uk", "«Починаємо знову», — казала вона торік.", "Починаємо знову", "казала"),
    # Of somebody or something else.
    ("en", "“We start again,” said the farmer who bought it three years ago.", "We start again,", ""),
    ("de", "„Wir fangen neu an“, sagte sie, drei Jahre nach dem Bau.", "Wir fangen neu an", ""),
    ("it", "«Si ricomincia», ha detto alla vigilia della gara.", "Si ricomincia", ""),
]  # fmt: skip
ANNOUNCED = [
    ("en", "In January she sounded different.", "“We start again,” she said.", "said", True),
    ("fr", "En janvier, elle tenait un autre langage.", "« On recommence », assurait-elle.", "assurait-elle", True),
    ("fr", "En janvier, elle présidait le conseil.", "« On recommence », assurait-elle alors.", "assurait-elle", True),
    ("de", "Im Januar klang das noch anders.", "„Wir fangen neu an“, sagte sie.", "sagte", True),
    ("es", "En enero decía lo contrario.", "«Se empieza», aseguró.", "aseguró", True),
    ("it", "A gennaio usava toni diversi, anzi diceva il contrario.", "«Si ricomincia», disse.", "disse", True),
    ("cs", "V lednu mluvila jinak.", "„Začínáme znovu,“ řekla.", "řekla", True),
    ("ru", "В январе он говорил иначе.", "«Начинаем заново», — уверял он.", "уверял", True),
    ("uk", "У січні він казав інше.", "«Починаємо знову», — запевняв він.", "запевняв", True),
    ("en", "The mill burned in January.", "“We start again,” she said.", "said", False),
    ("en", "On Tuesday she sounded different.", "“We start again,” she said.", "said", False),
    ("en", "In January she sounded different.", "“We start again,” she said on Wednesday.", "said", False),
    ("fr", "Elle tenait un autre langage.", "« On recommence », a-t-elle alors dit.", "dit", False),
]
NEWS = [
    ("en", "“We start again,” she said on Wednesday.", "We start again,", "said"),
    ("en", "“We have waited since 2021,” he said.", "We have waited since 2021,", "said"),
    ("de", "„Wir fangen neu an“, sagte er am 15. September.", "Wir fangen neu an", "sagte"),
    ("de", "„Damals war alles anders“, sagte sie.", "Damals war alles anders", "sagte"),
    ("fr", "« Nous recommençons », a déclaré le maire, élu en 2020.", "Nous recommençons", "déclaré"),
    ("ru", "«Мы начинаем заново», — заявил глава завода, работающего с 1998 года.", "Мы начинаем заново", "заявил"),
    ("it", "«Si ricomincia», dice oggi il sindaco.", "Si ricomincia", "dice"),
]  # fmt: skip


def _told(code: str, context: str, text: str, cue: str) -> Occasion:
    return occasion({"context": context, "language": code, "cue": cue}, [text], PUBLISHED)


@pytest.mark.parametrize(("code", "context", "text", "cue"), LONG_AGO)
def test_words_dated_long_before_the_report_are_of_another_occasion(
    code: str, context: str, text: str, cue: str
) -> None:
    assert _told(code, context, text, cue).earlier
    assert _told(code, context, text, cue).differs(NOW)


@pytest.mark.parametrize(("code", "context", "text", "cue"), NEWS)
def test_words_of_the_day_are_not(code: str, context: str, text: str, cue: str) -> None:
    assert not _told(code, context, text, cue).earlier


@pytest.mark.parametrize(("code", "context", "text", "cue"), GONE_BY)
def test_a_time_gone_by_that_dates_the_saying(code: str, context: str, text: str, cue: str) -> None:
    said = {"en": "said", "de": "sagte", "it": "detto"}
    assert _told(code, context, text, cue or said[code]).earlier is bool(cue)


@pytest.mark.parametrize(("code", "before", "context", "cue", "earlier"), ANNOUNCED)
def test_a_dated_sentence_before_that_announces_the_words(
    code: str, before: str, context: str, cue: str, earlier: bool
) -> None:
    told = occasion({"context": context, "language": code, "cue": cue}, [], PUBLISHED, before=before)
    assert told.earlier is earlier


def test_two_reports_of_one_earlier_occasion_may_be_one() -> None:
    assert not EARLIER.differs(EARLIER)
    assert not EARLIER.differs(Occasion(earlier=False, dated=True))


def test_the_same_words_on_two_occasions_are_no_pair() -> None:
    text = "Safety comes first in every one of our kitchens"
    now, then = part("a:q1.1", text), part("b:q1.1", text, occasion=EARLIER)
    assert weigh(now, part("b:q1.1", text), (0, 0), flat()) is not None
    assert weigh(now, then, (0, 0), flat()) is None


DAYS = [  # said on Sunday, said on Saturday
    ("en", "“Fine,” she said on Sunday morning.", "“Fine,” she said on Saturday.", "said"),
    ("de", "„Gut“, sagte sie am Sonntag.", "Am Samstag sagte sie: „Gut.“", "sagte"),
    ("fr", "« Bien », a-t-elle dit dimanche.", "« Bien », a-t-elle dit samedi soir.", "dit"),
    ("es", "«Bien», dijo el domingo.", "«Bien», dijo este sábado.", "dijo"),
    ("it", "«Bene», ha detto domenica.", "«Bene», ha detto sabato a mezzogiorno.", "detto"),
    ("cs", "„Dobře,“ řekla v neděli.", "„Dobře,“ řekla v sobotu.", "řekla"),
    ("ru", "«Хорошо», — сказала она в воскресенье.", "«Хорошо», — сказала она в субботу.", "сказала"),
    ("uk", "«Добре», — сказала вона в неділю.", "«Добре», — сказала вона в суботу.", "сказала"),
]


@pytest.mark.parametrize(("code", "sunday", "saturday", "cue"), DAYS)
def test_two_days_of_saying_are_two_occasions(code: str, sunday: str, saturday: str, cue: str) -> None:
    one, two = _told(code, sunday, "#", cue), _told(code, saturday, "#", cue)
    assert (one.weekday, two.weekday) == (6, 5)
    assert one.apart(two)
    assert not one.apart(one)
    assert not one.apart(NOW)


def test_a_day_that_something_else_happened_on_is_not_that_of_saying() -> None:
    assert _told("en", "“Fine,” she said after the long vote in parliament on Sunday.", "#", "said").weekday is None
    assert _told("de", "„Gut“, sagte der Sieger der Wahl vom Sonntag.", "#", "sagte").weekday is None
