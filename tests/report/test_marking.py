"""Marked copies: which words, which label, and never a word lost or invented."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report import build
from pipeline.report.html.marking import Piece, excerpt, marks, pieces, reporting_parts
from pipeline.report.model import Article, Difference, Part, Place, Quote
from tests.report.stored import gold_run

TEXT = "He said: “We will never, ever sell the park. The lake is ours. Go home.” It rained."


def article(text: str = TEXT) -> Article:
    return Article("a", "a.txt", "A", None, None, "en", None, None, "", "txt", text)


def quote(name: str, words: str, text: str = TEXT, language: str = "en") -> Quote:
    start = text.index(words)
    place = Place("a", "a.txt", start, start + len(words), None)
    cuts = [start]
    for sentence in words.split(". ")[:-1]:
        cuts.append(cuts[-1] + len(sentence) + 2)
    ends = [*(cut - 1 for cut in cuts[1:]), start + len(words)]
    parts = tuple(
        Part(f"{name}.{n}", at, end, text[at:end], None, "none")
        for n, (at, end) in enumerate(zip(cuts, ends, strict=True))
    )
    span = (start, start + len(words))
    return Quote(name, place, "direct", language, words, (), (span,), parts, None, None, None, None, None, None)


def difference(a: str, b: str, a_text: str, b_text: str, class_: str = "substitution", at: str = "") -> Difference:
    start = TEXT.index(a_text or at)
    span = (start, start + len(a_text))
    return Difference("s", "u", a, b, class_, "minor", "sure", 0.9, a_text, b_text, span, None, False, (), "")


TEXTS = {"a": TEXT}
WORDS = "We will never, ever sell the park. The lake is ours. Go home."
EVERY = frozenset({"q.0", "q.1", "q.2"})


def kinds(found: tuple[Piece, ...]) -> list[tuple[str, str, str]]:
    return [(piece.kind, piece.text, piece.was) for piece in found if piece.kind != "same"]


def test_a_change_shows_both_wordings_and_the_rest_stays() -> None:
    q, other = quote("q", WORDS), quote("r", WORDS)
    found, lost = marks(q, other, [difference("q", "r", "never, ever", "gladly")], TEXTS)
    result = pieces(q, article(), found, EVERY)
    assert kinds(result) == [("changed", "never, ever", "gladly")]
    assert "".join(piece.text for piece in result) == WORDS
    assert lost == []


def test_words_left_out_stand_where_they_would_have_been() -> None:
    q, other = quote("q", WORDS), quote("r", WORDS)
    found, _ = marks(q, other, [difference("q", "r", "", "really ", "omission", at="sell")], TEXTS)
    result = pieces(q, article(), found, EVERY)
    assert kinds(result) == [("left_out", "", "really ")]
    assert result[0].text.endswith("ever ")


def test_words_with_no_known_place_are_listed() -> None:
    q, other = quote("q", WORDS), quote("r", WORDS)
    nowhere = Difference("s", "u", "r", "q", "omission", "minor", "sure", 0.9, "gone", "", (0, 4), None, False, (), "")
    assert marks(q, other, [nowhere], TEXTS) == ([], ["gone"])


def test_long_changes_are_narrowed_to_the_words_that_change() -> None:
    q, other = quote("q", WORDS), quote("r", WORDS)
    whole = difference("q", "r", "We will never, ever sell the park.", "We will never sell the old park.")
    result = pieces(q, article(), marks(q, other, [whole], TEXTS)[0], EVERY)
    assert [each[0] for each in kinds(result)] == ["changed", "left_out"]
    assert ("left_out", "", "old") in kinds(result)


def test_across_languages_nothing_is_struck_through() -> None:
    q, other = quote("q", WORDS), quote("r", WORDS, language="ru")
    result = pieces(q, article(), marks(q, other, [difference("q", "r", "never", "никогда")], TEXTS)[0], EVERY)
    assert kinds(result) == [("differs", "never", "")]


def test_across_languages_the_few_words_in_question_are_marked() -> None:
    q, other = quote("q", WORDS), quote("r", WORDS, language="ru")
    sentence = difference("q", "r", "We will never, ever sell the park.", "We will never, ever sell the park.")
    span = sentence.a_span
    has = replace(sentence, a_text="never, ever", b_span=span)
    assert kinds(pieces(q, article(), marks(q, other, [has], TEXTS)[0], EVERY)) == [("differs", "never, ever", "")]
    lacks = replace(sentence, b_text="park", b_span=span)
    result = pieces(q, article(), marks(q, other, [lacks], TEXTS)[0], EVERY)
    assert kinds(result) == [("lacks", "", "park")]
    assert "".join(piece.text for piece in result) == WORDS


def test_silent_and_attributive_differences_leave_no_mark() -> None:
    q, other = quote("q", WORDS), quote("r", WORDS)
    silent = [difference("q", "r", "never", "x", class_) for class_ in ("typographic", "segment", "attribution")]
    assert marks(q, other, silent, TEXTS) == ([], [])


def test_sentences_that_report_something_else_are_cut_and_say_so() -> None:
    q = quote("q", WORDS)
    assert reporting_parts(q, frozenset({"q.1"}), []) == {"q.1"}
    shown = pieces(q, article(), [], frozenset({"q.1"}))
    assert [piece.kind for piece in shown] == ["break", "same", "break"]
    assert shown[1].text == "The lake is ours."
    assert "".join(piece.text for piece in pieces(q, article(), [], frozenset())) == WORDS


def test_a_sentence_that_differs_is_shown_though_it_met_no_other() -> None:
    q = quote("q", WORDS)
    assert reporting_parts(q, frozenset({"q.1"}), [difference("q", "r", "never", "x")]) == {"q.0", "q.1"}


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=6))
def test_whatever_is_marked_the_copy_keeps_its_own_words(spans: list[tuple[int, int]]) -> None:
    q, other = quote("q", WORDS), quote("r", WORDS)
    base = q.place.start
    rows = [
        Difference(
            "s", "u", "q", "r", "substitution", "minor", "sure", 0.9, TEXT[base + at : base + at + size], "other",
            (base + at, base + min(at + size, len(WORDS))), None, False, (), ""
        )
        for at, size in spans
    ]  # fmt: skip
    result = pieces(q, article(), marks(q, other, rows, TEXTS)[0], EVERY)
    assert "".join("".join(piece.text for piece in result).split()) == "".join(WORDS.split())


def test_in_the_seeds_every_copy_keeps_its_own_words() -> None:
    from pipeline.report.html.pages import overview

    report = build(gold_run())
    copies = [
        copy for page in overview(report).stories for card in (*page.utterances, *page.agreeing) for copy in card.copies
    ]
    assert len(copies) > 40
    for copy in copies:
        own = " ".join(piece.text for piece in copy.pieces if piece.kind != "break")
        wanted = " ".join(copy.article.text[start:end] for start, end in copy.quote.spans)
        assert "".join(own.split()) == "".join(wanted.split()), copy.quote.id


def test_excerpts_stay_inside_the_paragraph() -> None:
    text = "First.\n\nSecond has the word here and goes on.\n\nThird."
    start = text.index("word")
    assert excerpt(article(text), start, start + 4) == ("Second has the ", "word", " here and goes on.")
    long = "x " * 200 + "word" + " y" * 200
    before, words, after = excerpt(article(long), 400, 404)
    assert (before[:2], words, after[-2:]) == ("… ", "word", " …")
