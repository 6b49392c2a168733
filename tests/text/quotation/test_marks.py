"""Quotation marks: every style, nesting, apostrophes and inches, marks that are never closed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.quotation.marks import quotations
from tests.growth import least_seconds


def inside(text: str) -> list[tuple[str, int, bool]]:
    """(content, index of the enclosing quotation, unclosed)"""
    return [(text[item.start : item.end], item.parent, item.unclosed) for item in quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("She said “no way” twice", "no way"),
        ('She said "no way" twice', "no way"),
        ("She said ‘no way’ twice", "no way"),
        ("She said 'no way' twice", "no way"),
        ("Она сказала «ни за что» дважды", "ни за что"),
        ("Sie sagte „nie im Leben“ zweimal", "nie im Leben"),
        ("Powiedziała „nigdy w życiu” dwa razy", "nigdy w życiu"),
        ("Sie sagte »nie im Leben« zweimal", "nie im Leben"),
        ("Sie sagte ‚nie im Leben‘ zweimal", "nie im Leben"),
        ("Elle a dit ‹ jamais › deux fois", "jamais"),
        ("Elle a dit « jamais » deux fois", "jamais"),
        ("Elle a dit «\u00a0jamais\u00a0» deux fois", "jamais"),
        ("彼は「行かない」と言った", "行かない"),
        ("彼は『行かない』と言った", "行かない"),
        ("他说“不去”了", "不去"),
        ("他读了《红楼梦》。", "红楼梦"),
        ("Hon sade ”aldrig” två gånger", "aldrig"),
        ("She said ``no way'' twice", "no way"),
        ("She said ''no way'' twice", "no way"),
        ("Она сказала <<ни за что>> дважды", "ни за что"),
        ('She said “no way" twice', "no way"),
        ('dell\'"Osservatore" di ieri', "Osservatore"),
    ],
)
def test_every_style_is_read(text: str, content: str) -> None:
    assert inside(text) == [(content, -1, False)]


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("“We were told, ‘Wait,’ and we did.”", "We were told, ‘Wait,’ and we did.", "Wait,"),
        ("\"He said 'never' to me.\"", "He said 'never' to me.", "never"),
        ("„Keiner darf das ‚Unfall‘ nennen.“", "Keiner darf das ‚Unfall‘ nennen.", "Unfall"),
        ("«Он говорит: „Ждите“, и мы ждём»", "Он говорит: „Ждите“, и мы ждём", "Ждите"),
        ("«Он говорит: «Ждите». И мы ждём»", "Он говорит: «Ждите». И мы ждём", "Ждите"),
        ("« Le pont “est mort” », dit-il", "Le pont “est mort”", "est mort"),
        ("'He said \"never\" to me.'", 'He said "never" to me.', "never"),
    ],
)
def test_nested_styles(text: str, outer: str, inner: str) -> None:
    assert inside(text) == [(outer, -1, False), (inner, 0, False)]


def test_one_guillemet_that_closes_two() -> None:
    assert inside("«Завод «Луч», — сказал он.") == [("Завод «Луч", -1, False), ("Луч", 0, False)]


@pytest.mark.parametrize(
    "text",
    [
        "The dockers' and seafarers' union isn't sure it's o'clock",
        "rock ’n’ roll of the ’90s",
        "The board is 6' 2\" by 5\" and 3' wide",
        "po' d'acqua all'ora",
        "Nobody's fault, nor the Joneses’ either",
        "5° 30' 12\" N",
    ],
)
def test_apostrophes_feet_and_inches_are_no_quotations(text: str) -> None:
    assert inside(text) == []


def test_apostrophes_inside_single_marks() -> None:
    text = "'We don't know the dockers' union, do we?' she said. 'It's over.'"
    assert [content for content, *_ in inside(text)] == ["We don't know the dockers' union, do we?", "It's over."]


def test_inches_do_not_close_speech() -> None:
    assert inside('"The 6" pipe broke," he said.') == [('The 6" pipe broke,', -1, False)]


def test_unclosed_speech_ends_with_its_paragraph() -> None:
    text = "She wrote: “We warned them. Nobody listened. \n"
    assert inside(text) == [("We warned them. Nobody listened.", -1, True)]


def test_an_odd_mark_does_not_lose_the_others() -> None:
    found = inside('He said "yes" and "no" and "perhaps')
    assert [content for content, *_ in found] == ["yes", "no", "perhaps"]
    assert found[-1][2]


def test_marks_without_words_are_nothing() -> None:
    assert inside('“” "" «» \'…\' “ ” """"""""') == []


marks = st.text(alphabet="“”„\"«»‹›‘’‚'「」『』ab .,!—\n5", max_size=60)


@given(marks)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_and_nest(text: str) -> None:
    found = quotations(text, 0, len(text))
    for item in found:
        assert 0 <= item.outer_start <= item.start <= item.end <= item.outer_end <= len(text)
        assert text[item.start : item.end] == text[item.start : item.end].strip() != ""
        if item.parent >= 0:
            outer = found[item.parent]
            assert outer.start <= item.outer_start
            assert item.end <= outer.end


@given(marks)
@settings(max_examples=200, deadline=None)
def test_line_breaks_make_no_difference(text: str) -> None:
    flat = " ".join(text.split())
    wrapped = flat.replace(" ", "\n")
    assert quotations(flat, 0, len(flat)) == quotations(wrapped, 0, len(wrapped))


@pytest.mark.parametrize("pattern", ['"', "“", "«»", "'", ' "a" ', "‘a ’", "„“"])
def test_a_megabyte_of_marks_takes_linear_time(pattern: str) -> None:
    def seconds(size: int) -> float:
        text = pattern * (size // len(pattern))
        return least_seconds(lambda: quotations(text, 0, len(text)))

    small, large = seconds(125_000), seconds(1_000_000)
    assert large < 8 * small * 3 + 0.5
