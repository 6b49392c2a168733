"""Sentence boundaries: abbreviations, quotation, ellipsis, and what must hold for any text."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.folding import fold_space
from pipeline.text.sentences import sentence_spans
from tests.growth import least_seconds


def split(text: str, code: str) -> list[str]:
    return [fold_space(text[start:end]) for start, end in sentence_spans(text, code)]


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        ("en", ["Mr. Hale met Dr. A. B. Stone at 6.40 a.m. on Tuesday.", "He left at 4 p.m.", "She stayed."]),
        ("en", ["The U.S. Geological Survey was wrong.", "He lives in the U.S.", "It is far."]),
        ("en", ["It cost 3.5 million, see No. 5 and Gov. Hale.", "No.", "He knew."]),
        ("en", ["She wrote on X.", "Officials declined."]),
        ("en", ["“He said he didn’t,” she told us.", "“I asked again.", "You can only ask so often...", "He did not."]),
        ("en", ["He tried to be a \"friend...and maybe that will happen!\".", "He failed."]),
        ("en", ["'We warned them 14 times ... Nobody listened,' she said.", "That was all."]),
        ("en", ["\"Is it over?\" Mayor Crane asked.", "\"It is.\"", "She left."]),
        ("en", ["\"Why call me 'old,' when I would never call him 'short?'", "Oh well, I try!\" he wrote."]),
        ("en", ["It is late (he meant noon. Not one).", "(The text was cut.)", "It ends."]),
        ("ru", ["«Это не случай, — заявила министр. — На этом экономили.", "Мы узнаем».", "Она ушла."]),
        ("ru", ["«Что это?» — спросил Иванов.", "«Беда!» — сказала она.", "«Да».", "И он ушёл."]),
        ("ru", ["«Я не могу (Хольм. — Ред.) спорить», — сказал В.В. Орлов из г. Кеста.", "В 2017 г. Орлов уехал."]),
        ("ru", ["Убытки — 3,5 млн руб.", "Порт закрыт, дома на ул. Мира и т. д. пусты.", "Всё."]),
        ("de", ["Am 16. März kam Dr. Hof zum 3. Mal.", "Das war z.B. 1998.", "Sie ging."]),
        ("de", ["„Wir schweigen.“", "Das sagte er.", "„Was nun?“, fragte sie.", "Niemand sprach."]),
        ("es", ["«No fue obra de nadie», dijo.", "«Averiguaremos quién firmó.", "Lo juro».", "El Sr. Ruiz calló."]),
        ("fr", ["M. Dupont a parlé.", "« Qui ?", "Nous le saurons. »", "L’art. 12 et Mme Roy le disent.", "Oui."]),
        ("it", ["Il dott. A. Conti tace.", "«Perché?», ha chiesto.", "«È così!».", "Il sig. Bo ride."]),
        ("uk", ["Це запитав В. І. Коваль.", "І пішов."]),
        ("ru", ["Так сказал А. И. Орлов.", "И ушёл."]),
        ("uk", ["«Нас не почули, — сказала вона. — Дамбу не чинили».", "Школу на вул. Лісова закрито."]),
        ("cs", ["„Nikdo.“", "Řekl to p. Novák 12. dubna.", "„Kdo?“ zeptal se Dvořák.", "Zraněných je 19.", "Konec."]),
        ("pl", ["Port zatrudnia ok. 1200 osób.", "„Mamy rację!” – powiedział dr Lis.", "Koniec."]),
    ],
)  # fmt: skip
def test_boundaries(code: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), code) == sentences


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("ja", "彼は言った。「はい。」と答えた。次の日。", 3),
        ("zh", "他走了。“好。”他说。", 2),
        ("ar", "ذهب. هل عاد؟ نعم.", 3),
    ],
)
def test_scripts_without_case_or_blanks(code: str, text: str, count: int) -> None:
    assert len(split(text, code)) == count


MARKS = st.text(alphabet="aA1 .!?…\"'“”«»„‘’()[]—-,:;\n\u202e。」", max_size=120)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), MARKS), st.sampled_from(["en", "ru", "de", "fr", "zh", "und", "xx"]))
def test_spans_are_ordered_and_hold_every_character(text: str, code: str) -> None:
    spans = sentence_spans(text, code, max_chars=40)
    assert all(0 <= start < end <= len(text) and end - start for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(len(fold_space(text[start:end])) <= 40 for start, end in spans)


PROSE = (
    "Mr. Hale met Dr. Stone at 6.40 a.m. on Tuesday (he was late. Very late). “Is it over?” Mayor Crane asked. "
    "“We felt it... It was long,” she said. The U.S. Survey – see No. 5 – was wrong. Nobody ... listened!"
)


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=12, max_value=120))
def test_where_lines_break_has_no_influence(width: int) -> None:
    wrapped = textwrap.fill(PROSE, width, break_long_words=False, break_on_hyphens=False)
    assert split(wrapped, "en") == split(PROSE, "en")


def test_a_long_sentence_is_cut_after_a_clause() -> None:
    text = "the boats that waited outside, " * 40
    parts = split(text, "en")
    assert parts == [fold_space(text)]
    short = [fold_space(text[start:end]) for start, end in sentence_spans(text, "en", max_chars=100)]
    assert " ".join(short) == fold_space(text)
    assert all(len(part) <= 100 and part.endswith(",") for part in short)


@pytest.mark.parametrize("unit", ['"."?!', "«(", "a. ", "(a. [", "...", "“A.” ", ".»", "X. Y. ", "— . "])
def test_a_megabyte_of_marks_takes_seconds(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    # Generous for a shared machine: quadratic scanning would take hours here.
    assert least_seconds(lambda: sentence_spans(text, "en"), rounds=1) < 30


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("de", "Die Brücke kostet 2,4 Mio. Taler im Jahr.", 1),
        ("de", "Der Damm kostet 3 Mrd. Kronen. Das sagte der Rat.", 2),
        ("de", "Er zahlte 2,4 Mio. Der Rat schwieg.", 2),
        ("de", "Rund 12 Tsd. Menschen kamen auf Schiff Nr. Elf, ca. Hundert zu Fuß.", 1),
        ("cs", "Most stál 5 mil. Kč za rok a 3 tis. Eur navíc.", 1),
        ("it", "Il ponte costa 5 mln. Euro e la diga 3 mld. Talleri.", 1),
        ("ru", "Мост стоит 2,4 млн. Евро за год.", 1),
        ("ru", "Ущерб составил 2,4 млн. Мэр промолчал.", 2),
        ("uk", "Міст коштує 24 тис. Євро за рік.", 1),
        ("fr", "Il y avait env. Cent personnes.", 1),
        ("es", "Costó aprox. Cien euros.", 1),
    ],
)
def test_abbreviated_scales_and_estimates_do_not_end_the_sentence(code: str, text: str, count: int) -> None:
    assert len(sentence_spans(text, code)) == count
