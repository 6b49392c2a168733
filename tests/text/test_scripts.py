"""Scripts, and which languages they allow."""

from __future__ import annotations

import pytest

from pipeline.text.scripts import has_alien_letters, letter_count, main_script, written_in


@pytest.mark.parametrize(
    ("text", "script"),
    [("Порт X", "cyrillic"), ("Port Порт порта и X", "cyrillic"), ("日本語のテキスト", "kana"), ("港口关闭", "han"),
     ("ميناء", "arabic"), ("12:30 — …", ""), ("Ελλάδα", "greek"), ("Ångström", "latin")],
)  # fmt: skip
def test_main_script(text: str, script: str) -> None:
    assert main_script(text) == script


def test_languages_fit_their_scripts() -> None:
    assert written_in("ru", "cyrillic")
    assert not written_in("ru", "latin")
    assert written_in("cs", "latin")
    assert not written_in("cs", "han")
    assert written_in("zh", "han")


def test_letters_that_rule_a_language_out() -> None:
    assert has_alien_letters("Її слова", "ru")
    assert has_alien_letters("Это было", "uk")
    assert not has_alien_letters("Порт закрыт", "ru")
    assert not has_alien_letters("whatever", "xx")
    assert letter_count("a1 б, 港") == 3
