"""Names as newsrooms write them in Cyrillic: one name, or two that only begin alike."""

from __future__ import annotations

import pytest

from pipeline.text.names import same_name
from pipeline.text.transcription import transcribed

ONE = [
    ("Murgia", "Мурджа"), ("Cecilia", "Чечилия"), ("Sciascia", "Шаша"), ("Guglielmi", "Гульельми"),
    ("Giovanni", "Джованни"), ("Bachelot", "Башло"), ("Jacques", "Жак"), ("Loiseau", "Луазо"), ("François", "Франсуа"),
    ("Pelletier", "Пеллетье"), ("Jorge", "Хорхе"), ("Núñez", "Нуньес"), ("Quiroga", "Кирога"), ("Cruz", "Крус"),
    ("Zeller", "Целлер"), ("Schneider", "Шнайдер"), ("Beuys", "Бойс"), ("Häusler", "Хойслер"), ("Wright", "Райт"),
    ("James", "Джеймс"), ("Moore", "Мур"), ("Řehoř", "Ржегорж"), ("Dvořák", "Дворжак"), ("Čapek", "Чапек"),
    ("Wałęsa", "Валенса"), ("Kowalczyk", "Ковальчик"), ("Hladík", "Гладик"), ("Benoît", "Бенуа"), ("Weiß", "Вайс"),
]  # fmt: skip
TWO = [
    ("Rose", "Рут"), ("Karin", "Кирстен"), ("Sandro", "Стефано"), ("Tadeáš", "Томаш"), ("Inés", "Айрис"),
    ("Pedro", "Пабло"), ("René", "Роже"), ("Beatriz", "Барбара"), ("Anneli", "Анника"),
]  # fmt: skip


@pytest.mark.parametrize(("latin", "cyrillic"), ONE)
def test_a_name_and_its_transcription_are_one_name(latin: str, cyrillic: str) -> None:
    assert same_name(latin, cyrillic) >= 0.8
    assert same_name(latin, cyrillic) == same_name(cyrillic, latin)


@pytest.mark.parametrize(("latin", "cyrillic"), TWO)
def test_two_given_names_stay_two(latin: str, cyrillic: str) -> None:
    assert same_name(latin, cyrillic) < 0.72


def test_spellings_are_letters_only_and_never_the_name_itself() -> None:
    for word in ("Müller", "O'Neill", "Hélène", "x", ""):
        assert all(spelled.isalpha() and spelled.isascii() for spelled in transcribed(word))
        assert word.lower() not in transcribed(word)
