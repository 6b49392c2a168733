"""Which two quoted sentences may report the same words, and how strongly."""

from __future__ import annotations

import numpy as np

from pipeline.alignment.pairs import ANCHOR, ORIGINAL_ONLY, Grid, keep_best, weigh, wholeness
from pipeline.alignment.pairs import grid as grid_of
from pipeline.alignment.parts import Space
from pipeline.alignment.posts import within_posts
from pipeline.config import AlignConfig
from tests.alignment.parts_made import flat, grid, part, weighed

MATCH = AlignConfig().match
WHOLE_TEXT = "The old dam was repaired twice before the spring flood reached the town."


def test_equal_sentences_match_and_tell_why() -> None:
    found = weighed(part("a:q1.1", WHOLE_TEXT), part("b:q1.1", WHOLE_TEXT))
    assert found.score >= MATCH
    assert "same speaker" in found.evidence
    assert found.view == "words"


def test_a_fragment_of_three_telling_words_matches() -> None:
    found = weighed(part("a:q1.1", "repaired twice before the spring flood"), part("b:q1.1", WHOLE_TEXT))
    assert found.score >= MATCH
    assert wholeness(found) < 0.55


def test_a_stock_phrase_of_another_speaker_does_not() -> None:
    a = part("a:q1.1", "a good thing", speaker="Anna Keller")
    assert weighed(a, part("b:q1.1", "a good thing", speaker="Otto Brandt")).score < MATCH


def test_a_short_phrase_gains_from_what_stands_beside_it() -> None:
    bare = weighed(part("a:q1.1", "so hard"), part("b:q1.1", "so hard"))
    beside = weighed(
        part("a:q1.1", "so hard", around="harbour pilot"), part("b:q1.1", "so hard", around="harbour pilot")
    )
    assert beside.score > bare.score
    assert any(e.startswith("beside them: harbour, pilot") for e in beside.evidence)


def test_nothing_in_common_is_no_pair() -> None:
    assert weigh(part("a:q1.1", "the old dam"), part("b:q1.1", "rain and storm"), (0, 0), flat()) is None


def test_one_quotation_is_not_compared_with_itself() -> None:
    assert weigh(part("a:q1.1", WHOLE_TEXT), part("a:q1.2", WHOLE_TEXT), (0, 0), flat()) is None


def test_inside_one_article_only_headlines_and_posts_repeat() -> None:
    body = part("a:q1.1", WHOLE_TEXT)
    assert weigh(body, part("a:q2.1", WHOLE_TEXT), (0, 0), flat()) is None
    assert weigh(body, part("a:q2.1", WHOLE_TEXT, kind="headline"), (0, 0), flat()) is not None


def test_words_quoted_inside_a_quotation_answer_to_their_own_speaker() -> None:
    nested = part("a:q1.1", WHOLE_TEXT, nested=True, speaker="Otto Brandt")
    assert weigh(nested, part("b:q1.1", WHOLE_TEXT), (0, 0), flat()) is None
    assert weigh(nested, part("b:q1.1", WHOLE_TEXT, speaker="Otto Brandt"), (0, 0), flat()) is not None


def test_two_languages_rest_on_the_margin() -> None:
    a = part("a:q1.1", WHOLE_TEXT)
    b = part("b:q1.1", "Die alte Talsperre wurde zweimal geflickt.", language="de")
    near = weigh(a, b, (0, 0), grid([[0.8]], [[0.2]]))
    far = weigh(a, b, (0, 0), grid([[0.8]], [[-0.1]]))
    assert near is not None
    assert far is not None
    assert near.score > MATCH > far.score


def test_without_a_translation_the_pair_says_so() -> None:
    table = grid([[0.7]], [[0.15]])
    a = part("a:q1.1", "The old dam was patched twice.")
    bare = weigh(a, part("b:q1.1", "Die alte Talsperre wurde zweimal geflickt.", language="de"), (0, 0), table)
    helped = weigh(
        a,
        part("b:q1.1", "Die alte Talsperre wurde zweimal geflickt.", language="de", english="The old dam was mended."),
        (0, 0),
        table,
    )
    assert bare is not None
    assert helped is not None
    assert bare.view == ORIGINAL_ONLY
    assert any("no translation" in reason for reason in bare.evidence)
    assert helped.view in ("original", "english")


def test_each_view_stands_in_for_the_other() -> None:
    vectors = {("a:q1.1", "original"): np.array([1.0, 0.0], np.float32)}
    vectors |= {("b:q1.1", "english"): np.array([1.0, 0.0], np.float32)}
    a = part("a:q1.1", "The old dam was patched twice.")
    b = part("b:q1.1", "Vana tamm sai kaks korda lapitud.", language="et", english="The old dam was patched twice.")
    table = grid_of([a], [b], Space(vectors, {}))
    assert table.cosine["original"][0, 0] == table.cosine["english"][0, 0] == 1.0


def test_numbers_that_differ_speak_against_two_languages() -> None:
    table = grid([[0.6]], [[0.06]])
    a = part("a:q1.1", "We saw 14 boats")
    same = weigh(a, part("b:q1.1", "Wir sahen 14 Boote", language="de"), (0, 0), table)
    other = weigh(a, part("b:q1.1", "Wir sahen 40 Boote", language="de"), (0, 0), table)
    assert same is not None
    assert other is not None
    assert same.score > other.score


def test_a_figure_that_one_of_two_whole_sentences_has_alone_speaks_against_them() -> None:
    table = grid([[0.6]], [[0.06]])
    a = part("a:q1.1", "We saw boats that day")
    plain = weigh(a, part("b:q1.1", "Wir sahen Boote damals", language="de"), (0, 0), table)
    counted = weigh(a, part("b:q1.1", "Wir sahen 40 Boote damals", language="de"), (0, 0), table)
    assert plain is not None
    assert counted is not None
    assert plain.score > counted.score + 0.1


def test_a_post_right_after_its_rendering_is_adjacent() -> None:
    rendering = part("a:q1.1", "Плотина стоит", language="ru", block=3)
    found = weigh(rendering, part("a:q2.1", "The dam stands", kind="post", block=4), (0, 0), grid([[0.5]], [[0.05]]))
    assert found is not None
    assert found.view == "adjacent"
    assert found.score >= MATCH


def test_only_the_best_answer_is_kept() -> None:
    a = part("a:q1.1", "repaired twice before the spring flood")
    full, half = (
        part("b:q1.1", WHOLE_TEXT),
        part("b:q2.1", "It was repaired long before spring by people of the valley, as all of us saw."),
    )
    kept = keep_best([weighed(a, full), weighed(a, half)])
    assert [w.b.id for w in kept] == ["b:q1.1"]


def test_a_speech_that_repeats_a_thought_of_a_post_is_not_of_the_post() -> None:
    post = part("a:q1.1", WHOLE_TEXT, kind="post")
    speech = [part("b:q1.1", "I slept well."), part("b:q1.2", WHOLE_TEXT), part("b:q1.3", "Trains were late.")]
    alone = part("c:q1.1", WHOLE_TEXT)
    pairs = [weighed(post, speech[1]), weighed(post, alone)]
    assert [w.b.id for w in within_posts(pairs, [post, *speech, alone])] == ["c:q1.1"]


def test_nor_is_it_of_a_fragment_of_that_post() -> None:
    post = part("a:q1.1", WHOLE_TEXT, kind="post")
    fragment = part("d:q1.1", "repaired twice before the spring flood", kind="partial")
    speech = [part("b:q1.1", "I slept well."), part("b:q1.2", WHOLE_TEXT), part("b:q1.3", "Trains were late.")]
    pairs = [weighed(post, fragment), weighed(post, speech[1]), weighed(fragment, speech[1])]
    assert pairs[0].score >= ANCHOR
    assert within_posts(pairs, [post, fragment, *speech]) == pairs[:1]


def test_a_fragment_below_a_post_is_likely_to_be_of_it() -> None:
    post = part("a:q1.1", "They had zero chemistry.", kind="post", block=3)
    near, far = (
        part("a:q2.1", "не было химии", language="ru", kind="partial", block=block, english="no chemistry")
        for block in (6, 30)
    )
    table = grid([[0.6]], [[0.03]])
    below, elsewhere = (weigh(post, p, (0, 0), table) for p in (near, far))
    assert below is not None
    assert elsewhere is not None
    assert below.score > elsewhere.score
    assert "quoted again after the post was shown" in below.evidence


def test_one_speaker_says_the_less_the_more_of_two_articles_he_speaks() -> None:
    """Where all quotations are one man's, his name does not tell them apart."""
    german = part("a:q1.1", "Der alte Damm hielt.", language="de")
    french = part("b:q1.1", "Le vieux barrage a tenu.", language="fr")
    near = grid([[0.4]], [[0.05]])
    rare, usual = (weigh(german, french, (0, 0), Grid(near.cosine, near.margin, None, share)) for share in (0.1, 0.9))
    assert rare is not None
    assert usual is not None
    assert rare.score > usual.score


def test_the_share_of_pairs_with_one_speaker_is_read_off_the_two_articles() -> None:
    space = Space({}, {})
    keller = [part(f"a:q{n}.1", WHOLE_TEXT) for n in (1, 2)]
    brandt = [part(f"b:q{n}.1", WHOLE_TEXT, speaker="Otto Brandt") for n in (1, 2)]
    assert grid_of(keller, [part("c:q1.1", WHOLE_TEXT)], space).one_speaker == 0.75
    assert grid_of(keller, brandt, space).one_speaker == 1 / 6
