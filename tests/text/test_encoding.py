"""Decoding: marks, UTF-8, code pages told apart by their letters, and bytes that are no text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.encoding import Decoded, Refused, decode

RUSSIAN = (
    "Порт останется закрытым как минимум до воскресенья. Об этом в среду сообщила министр транспорта, "
    "выступившая на набережной перед родственниками погибших. «Мы выясним, кто подписывал бумаги», — сказала она."
)
GERMAN = (
    "Nach dem Zusammenstoß der Fähre bleibt der Hafen gesperrt. Zwei Besatzungsmitglieder kamen ums Leben, "
    "zwölf Menschen liegen noch im Krankenhaus. Über die Dauer der Sperrung wurde nichts bekannt, hieß es später."
)
SPANISH = (
    "El puerto seguirá cerrado tras el choque del ferri con el carguero, según la autoridad portuaria. "
    "La colisión se produjo en medio de la niebla; el año pasado hubo otra. ¿Quién firmó los papeles?"
)
CZECH = (
    "Ministryně dopravy ve středu slíbila, že zveřejní úplné závěry vyšetřování srážky, při které zahynuli dva "
    "členové posádky. „Tato srážka nebyla dílem náhody,“ řekla. Přístav zůstane uzavřen až do neděle."
)
UKRAINIAN = (
    "Міністерка транспорту в середу пообіцяла оприлюднити повні висновки щодо зіткнення, внаслідок якого "
    "загинули двоє членів екіпажу порома. Її слова почули близько двохсот людей, які зібралися на набережній."
)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-"), "koi8_r"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (GERMAN, "cp1252"),
        (GERMAN, "latin_1"),
        (SPANISH, "cp1252"),
        (SPANISH, "iso8859_15"),
        (CZECH, "cp1250"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8_u"),
    ],
)
def test_text_without_a_mark_is_read_in_its_own_code_page(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert isinstance(found, Decoded)
    assert found.text == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(codec: str) -> None:
    found = decode(RUSSIAN.encode(codec))
    assert isinstance(found, Decoded)
    assert found.text == RUSSIAN


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf  \n", "empty"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"abc\x00def\x01\x00g", "zero bytes"),
        (b"\xff\xfe\x00", "mark"),
        (bytes(range(1, 32)) * 20, "control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(content: bytes, words: str) -> None:
    found = decode(content)
    assert isinstance(found, Refused)
    assert words in found.reason
    assert "\n" not in found.reason


def test_noise_is_not_taken_for_a_code_page() -> None:
    source = random.Random(7)
    for _ in range(20):
        noise = bytes(source.randrange(1, 256) for _ in range(600))
        assert isinstance(decode(noise), Refused)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    found = decode(content)
    assert isinstance(found, Refused) or found.text


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text.strip()))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    found = decode(text.encode())
    if isinstance(found, Decoded) and found.encoding == "utf-8" and not text.startswith("\ufeff"):
        assert found.text == text
