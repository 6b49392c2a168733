"""What two sentences share in order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment.words import FUNCTION_WEIGHT, NOTHING, overlap, words

VOCABULARY = ["the", "dam", "dams", "holds", "old", "and", "boat", "14", "Keller", "is"]
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=10).map(" ".join)


def test_weights_and_places() -> None:
    found = words("The old dam, 14 boats", "en", base=100)
    assert [t.norm for t in found.tokens] == ["the", "old", "dam", "14", "boats"]
    assert found.weight == 4 + FUNCTION_WEIGHT
    assert found.span(1, 3) == (104, 111)


def test_a_fragment_is_contained_whole() -> None:
    fragment, whole = (
        words("passed its last inspection", "en"),
        words("It is old and passed its last inspections.", "en"),
    )
    found = overlap(fragment, whole)
    assert found.containment == 1.0
    assert found.a_range == (0, 4)
    assert whole.tokens[found.b_range[0]].norm == "passed"
    assert whole.tokens[found.b_range[1] - 1].norm == "inspections"


def test_other_forms_of_a_word_are_shared_in_russian_and_german() -> None:
    assert overlap(words("старой плотины", "ru"), words("старая плотина стоит", "ru")).containment == 1.0
    assert overlap(words("alten Dämme", "de"), words("der alte Dämmen", "de")).shared_content == 2


def test_words_in_another_order_are_shared_in_part() -> None:
    found = overlap(words("boats passed the dam", "en"), words("the dam passed boats", "en"))
    assert 0 < found.containment < 1


def test_function_words_alone_are_nothing() -> None:
    assert overlap(words("it is and was", "en"), words("it is and was there", "en")) == NOTHING
    assert overlap(words("", "en"), words("dam", "en")) == NOTHING


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TEXTS, TEXTS)
def test_swapping_mirrors_the_overlap(one: str, two: str) -> None:
    a, b = words(one, "en"), words(two, "en")
    there, back = overlap(a, b), overlap(b, a)
    assert (there.containment, there.similarity) == (back.containment, back.similarity)
    assert 0 <= there.containment <= 1
