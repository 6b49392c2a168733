"""Any text at all: nothing raises, offsets slice, line breaks do not matter, time is linear."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.languages import languages
from pipeline.text.quotation.extract import extract
from pipeline.text.quotation.model import Found, Region, Settings
from pipeline.text.quotation.unify import unified
from tests.growth import least_seconds
from tests.text.quotation.conftest import regions

PLAIN = "said Reed Anna he she that who the minister and Mr. a.m. 14 сказал Кросс она"
WORDS = st.sampled_from([*PLAIN.split(), *",.:?()“”«»'‘’„—", '"', "\n"])
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


def run(text: str, language: str = "en", kind: str = "paragraph") -> list[Found]:
    return extract(text, [Region(0, kind, 0, len(text), language)], language, Settings())[0]


@given(TEXTS, st.sampled_from(languages()), st.sampled_from(("paragraph", "headline", "post", "caption")))
@settings(max_examples=300, deadline=None)
def test_offsets_slice(text: str, language: str, kind: str) -> None:
    for found in run(text, language, kind):
        for start, end in found.spans:
            assert 0 <= start <= end <= len(text)
        if found.source is not None:
            start, end = found.source
            assert 0 <= start < end <= len(text)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    run(text)


@given(TEXTS.map(lambda text: " ".join(text.split())))
@example("„ — said —")
@settings(max_examples=200, deadline=None)
def test_rewrapped_lines_say_the_same(text: str) -> None:
    def seen(text: str) -> list[tuple[str, str, list[tuple[int, int]], str]]:
        return [(item.kind, item.speaker, item.spans, item.cue) for item in run(text)]

    assert seen(text) == [(kind, speaker, spans, cue) for kind, speaker, spans, cue in seen(text.replace(" ", "\n"))]


@pytest.mark.parametrize(
    "pattern",
    ['"', "“", "”", "«»", "'", "“a b,” he said. ", " said said", "Anna Reed said that ", "— А, — сказал он. "],
)
def test_time_is_linear(pattern: str) -> None:
    def seconds(size: int) -> float:
        text = pattern * (size // len(pattern))
        return least_seconds(lambda: run(text))

    assert seconds(80_000) < 4 * 3 * seconds(20_000) + 0.5


@pytest.mark.slow
def test_a_megabyte_of_nothing_but_marks() -> None:
    assert run('"' * 1_000_000) == []


def test_long_unclosed_speech_is_cut() -> None:
    text = "“" + "word " * 2_000
    (found,) = run(text)
    assert found.unclosed
    assert found.spans[0][1] - found.spans[0][0] <= Settings().max_quote_chars


def test_names_take_one_spelling_over_a_corpus() -> None:
    names = [("Irena Halvic", "en"), ("Irena Halvic", "de"), ("Irena Khalvich", "ru"), ("Tomas Brandt", "en")]
    assert unified(names)["Irena Khalvich"] == "Irena Halvic"
    assert unified([("Anna Reed", "en"), ("Anna Gray", "en"), ("Anna", "en")])["Anna"] == "Anna"


def test_a_repeated_opening_mark_in_another_block_kind_is_not_a_part() -> None:
    text = "“It begins.\n\n“And it goes on.”"
    found, _ = extract(text, regions(text, "en", {1: "caption"}), "en", Settings())
    assert len(found) == 2
