from __future__ import annotations

import numpy as np

from pipeline.corroboration.calibration import Thresholds
from pipeline.corroboration.verdicts import Support, judge_claim, verdict, weigh_all
from pipeline.evidence.passages import FEATURES, Evidence, Sentence
from pipeline.evidence.statements import read_statement

LIMITS = Thresholds(full=0.4, part=0.6, count=0.5, review=0.05)


def _judge(supports: dict[str, Support], unreadable: tuple[str, ...] = (), **origins: str):  # type: ignore[no-untyped-def]
    copies = {article for article, origin in origins.items() if origin == "own"}
    return judge_claim(supports, copies, "own", lambda article: origins.get(article, article), LIMITS, unreadable)


def test_the_whole_in_one_independent_article_corroborates() -> None:
    judged = _judge({"a": Support(0.9, 0.8), "b": Support(0.9, 0.1)})
    assert (judged.status, judged.sources, judged.stating, judged.supporting) == ("corroborated", 2, ("a",), ("a", "b"))


def test_a_copy_of_the_same_text_supports_nothing() -> None:
    judged = _judge({"a": Support(0.9, 0.9)}, a="own")
    assert judged.status == "unchecked"
    judged = _judge({"a": Support(0.9, 0.9), "b": Support(0.1, 0.0)}, a="own")
    assert (judged.status, judged.sources, judged.supporting) == ("single_source", 1, ("a",))


def test_two_reprints_of_one_wire_count_once() -> None:
    judged = _judge({"a": Support(0.9, 0.9), "b": Support(0.9, 0.9), "c": Support(0.9, 0.9)}, a="wire", b="wire")
    assert judged.sources == 3


def test_who_relays_the_claims_own_source_publishes_it_and_is_no_further_source() -> None:
    judged = judge_claim({"a": Support(0.9, 0.9)}, (), "own", {"a": "own"}.__getitem__, LIMITS, ())
    assert (judged.status, judged.sources) == ("corroborated", 1)


def test_part_of_it_is_partial_and_little_of_it_nothing() -> None:
    assert _judge({"a": Support(0.7, 0.1)}).status == "partial"
    assert _judge({"a": Support(0.3, 0.1)}).status == "single_source"


def test_near_a_threshold_a_person_should_look() -> None:
    assert _judge({"a": Support(0.9, 0.42)}).band == "review"
    assert _judge({"a": Support(0.9, 0.9)}).band == "sure"
    assert _judge({"a": Support(0.57, 0.1)}).band == "review"
    assert _judge({"a": Support(0.2, 0.1)}).band == "sure"


def test_unread_articles_outweigh_silence() -> None:
    silent = {"a": Support(0.1, 0.0)}
    assert _judge(silent, unreadable=("b",)).status == "unchecked"
    louder = _judge(silent | {"c": Support(0.1, 0.0)}, unreadable=("b",))
    assert (louder.status, louder.band) == ("single_source", "review")
    assert _judge({"a": Support(0.9, 0.9)}, unreadable=("b", "c")).status == "corroborated"


def test_a_corroborated_claim_counts_its_best_even_below_the_count_threshold() -> None:
    assert _judge({"a": Support(0.9, 0.45)}).sources == 2


def _evidence(claim: str, passage: str, *, clash: bool = False) -> Evidence:
    return Evidence(
        _sentence(claim),
        (_sentence(passage),),
        np.zeros(len(FEATURES)),
        (),
        (("17", "71"),) if clash else (),
        "original",
    )


def _sentence(name: str) -> Sentence:
    article = name.partition(":")[0]
    return Sentence(name, article, "en", 0, 1, "", read_statement("", "en", None), (None, None), np.zeros((0, 1)), {})


def test_another_value_is_never_the_whole_however_near_the_rest() -> None:
    near = _evidence("own:s0", "a:s0", clash=True)
    held = weigh_all({("own:s0", "a"): (near, 0.97, 0.9)})["own:s0", "a"]
    assert (held.part, held.full) == (0.97, 0.0)
    assert verdict(held, near, LIMITS) == "differs"


def test_no_chain_leads_round_another_value() -> None:
    chosen = {
        ("own:s0", "a"): (_evidence("own:s0", "a:s0", clash=True), 0.9, 0.9),
        ("own:s0", "b"): (_evidence("own:s0", "b:s0"), 0.9, 0.9),
        ("b:s0", "a"): (_evidence("b:s0", "a:s0"), 0.9, 0.9),
    }
    assert weigh_all(chosen)["own:s0", "a"].full == 0.0
    chosen["own:s0", "a"] = (_evidence("own:s0", "a:s0"), 0.9, 0.1)
    assert weigh_all(chosen)["own:s0", "a"].full > 0.7
