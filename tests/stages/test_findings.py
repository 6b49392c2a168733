"""Findings from hand-made evidence: what fires, how it is told, and what keeps its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from pipeline.config import FindingsConfig
from pipeline.flow import FLOW
from pipeline.rules.contrast import contrast
from pipeline.rules.linking import clusters, linked
from pipeline.rules.phrasing import Side, extract, listed
from pipeline.rules.table import RULES
from pipeline.schemas import SCHEMAS, conform, frame
from pipeline.stages.findings import findings

STORY = "story-1"
SPEAKER = "Ana Roe"


@dataclass
class Corpus:
    """Articles of one paragraph list each; rows of evidence are placed by searching for their words."""

    paragraphs: dict[str, list[str]]
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def text(self, article: str) -> str:
        return "\n\n".join(self.paragraphs[article])

    def span(self, article: str, words: str) -> dict[str, int] | None:
        if not words:
            return None
        start = self.text(article).index(words)
        return {"start": start, "end": start + len(words)}

    def add(self, name: str, **row: object) -> None:
        self.rows.setdefault(name, []).append(row)

    def quote(self, article: str, words: str, speaker: str = SPEAKER, number: int = 1) -> None:
        span = self.span(article, words)
        assert span
        name = f"{article}:q{number:02}"
        self.add("quotes", article=article, quote=name, speaker=speaker, text=words, spans=[span], **span)
        self.add("parts", article=article, quote=name, part=f"{name}.1", index=1, text=words, **span)

    def differ(self, a: str, a_text: str, b: str, b_text: str, class_: str = "substitution", **more: object) -> None:
        row = {
            "story": STORY,
            "utterance": "u1",
            "a": f"{a}:q01",
            "b": f"{b}:q01",
            "class": class_,
            "severity": "minor",
            "band": "sure",
            "confidence": 0.9,
            "a_text": a_text,
            "b_text": b_text,
            "a_span": self.span(a, a_text),
            "b_span": self.span(b, b_text),
            "via_translation": False,
        }
        self.add("differences", **{**row, **more})

    def conflict(self, a: str, a_text: str, b: str, b_text: str, kind: str = "number", band: str = "sure") -> None:
        row: dict[str, object] = {"story": STORY, "kind": kind, "band": band, "confidence": 0.8}
        row["conflict"] = f"k{len(self.rows.get('conflicts', []))}"
        for side, article, words in (("a", a, a_text), ("b", b, b_text)):
            span = self.span(article, words)
            assert span
            row |= {f"{side}_article": article, f"{side}_text": words, f"{side}_start": span["start"]}
            row[f"{side}_end"] = span["end"]
        self.add("conflicts", **row)

    def claim(self, article: str, words: str, checked: Sequence[str], **more: object) -> None:
        span = self.span(article, words)
        assert span
        row = {
            "story": STORY,
            "claim": f"{article}:c{len(self.rows.get('claims', []))}",
            "article": article,
            "sentence": f"{article}:s001",
            "text": words,
            "status": "single_source",
            "band": "sure",
            "score": 0.7,
            "checked_against": list(checked),
            "not_checked": [],
            **span,
        }
        self.add("claims", **{**row, **more})

    def found(self, **config: str) -> list[dict[str, object]]:
        for article in self.paragraphs:
            path, outlet = f"{article}.txt", f"The {article.title()}"
            self.add("articles", article=article, path=path, outlet=outlet, text=self.text(article))
            self.add("stories", story=STORY, article=article)
        stage = next(stage for stage in FLOW if stage.name == "findings")
        frames = [frame(name, self.rows.get(name, [])) for name in stage.reads]
        result = findings(FindingsConfig(**config), *frames)  # type: ignore[arg-type]
        conform("findings", result)
        assert result.schema == SCHEMAS["findings"]
        for name in ("articles", "stories"):
            self.rows.pop(name)
        return result.to_dicts()


def three(word: str = "never") -> Corpus:
    """Ash and Birch quote the same words; Cedar has `word` in the place of `never`."""
    lead = ["The council met on Monday.", "It rained."]
    corpus = Corpus(
        {
            "ash": [*lead, "“We will never sell the park,” said Ana Roe."],
            "birch": ["“We will never sell the park,” Roe said.", *lead],
            "cedar": [*lead, f"“We will {word} sell the park,” Roe told a meeting."],
        }
    )
    for article in corpus.paragraphs:
        kept = word if article == "cedar" else "never"
        corpus.quote(article, f"We will {kept} sell the park,")
    if word != "never":
        corpus.differ("ash", "never", "cedar", word, "negation", severity="major")
        corpus.differ("cedar", word, "birch", "never", "negation", severity="major")
    return corpus


def test_one_finding_a_place_however_many_pairs_show_it() -> None:
    (only,) = three("gladly").found()
    assert (only["rule"], only["severity"], only["state"]) == ("quote-wording", "major", "new")
    assert only["message"] == (
        "A quote of Ana Roe is affirmed in one place and negated in another: "
        "“never” in The Ash and The Birch; “gladly” in The Cedar."
    )
    places = only["locations"]
    assert isinstance(places, list)
    words = [three("gladly").text(place["article"])[place["start"] : place["end"]] for place in places]
    assert [(place["path"], each) for place, each in zip(places, words, strict=True)] == [
        ("ash.txt", "never"),
        ("birch.txt", "never"),
        ("cedar.txt", "gladly"),
    ]
    assert str(only["subject"]).count("\n") == 1


def test_overlapping_changes_are_one_place_with_the_tightest_words() -> None:
    corpus = three("gladly")
    corpus.rows["differences"][1] |= {"a_text": "will gladly", "a_span": corpus.span("cedar", "will gladly")}
    corpus.rows["differences"][1] |= {"b_text": "will never", "b_span": corpus.span("birch", "will never")}
    (only,) = corpus.found()
    assert str(only["message"]).endswith(": “never” in The Ash, “will never” in The Birch; but “gladly” in The Cedar.")


def test_a_clause_left_out_and_a_word_changed_inside_it_are_two() -> None:
    corpus = three("gladly")
    corpus.rows["differences"].pop()
    corpus.differ("ash", "never sell the park,", "birch", "", "omission")
    assert len(corpus.found()) == 2


def test_clusters_are_of_one_article_and_of_shared_characters() -> None:
    spans = [("a", 0, 4), ("a", 3, 8), ("a", 8, 9), ("b", 0, 4)]
    found = clusters(spans)
    assert found[spans[0]] == found[spans[1]]
    assert len(set(found.values())) == 3


def test_changing_a_quoted_word_makes_exactly_one_new_finding() -> None:
    before = {row["finding"] for row in three("gladly").found()}
    after = {row["finding"] for row in three("soon").found()}
    assert three().found() == []
    assert len(before) == len(after) == len(after - before) == 1


def test_moving_a_paragraph_makes_no_new_finding() -> None:
    before = three("gladly")
    moved = three("gladly")
    moved.paragraphs["cedar"].reverse()
    moved.paragraphs["cedar"].insert(0, "A new first paragraph.")
    moved.rows.clear()
    for article in moved.paragraphs:
        moved.quote(article, f"We will {'gladly' if article == 'cedar' else 'never'} sell the park,")
    moved.differ("ash", "never", "cedar", "gladly", "negation", severity="major")
    moved.differ("cedar", "gladly", "birch", "never", "negation", severity="major")
    one, other = before.found(), moved.found()
    assert [row["finding"] for row in one] == [row["finding"] for row in other]
    assert one[0]["locations"] != other[0]["locations"]


def test_order_of_rows_and_sides_does_not_show() -> None:
    corpus = three("gladly")
    expected = corpus.found()
    for rows in corpus.rows.values():
        rows.reverse()
    assert corpus.found() == expected


@pytest.mark.parametrize("class_", ["identical", "typographic", "segment"])
def test_differences_that_are_none_stay_silent(class_: str) -> None:
    corpus = three()
    corpus.differ("ash", "never", "cedar", "never", class_, severity="minor")
    corpus.differ("ash", "park", "cedar", "park", "substitution", severity="none")
    assert corpus.found() == []


def test_an_omission_says_who_leaves_out_what() -> None:
    corpus = three()
    corpus.differ("ash", "never", "cedar", "", "omission")
    corpus.differ("cedar", "", "birch", "never", "omission")
    (only,) = corpus.found()
    assert only["message"] == "The Cedar leaves out “never” from a quote of Ana Roe; The Ash and The Birch have it."


def test_an_attribution_names_both_speakers() -> None:
    corpus = three()
    corpus.rows["quotes"][2]["speaker"] = "Bo Li"
    corpus.differ("ash", "never sell", "cedar", "never sell", "attribution", severity="major")
    (only,) = corpus.found()
    assert only["rule"] == "quote-attribution"
    assert only["message"] == "The words “never sell” are given to Ana Roe by The Ash; to Bo Li by The Cedar."


def test_a_doubtful_translation_never_makes_a_finding_alone() -> None:
    def corpus(status: str) -> Corpus:
        made = three()
        made.differ("ash", "sell the park", "cedar", "sell the park", "translation", via_translation=True)
        row = {"article": "cedar", "segment": "cedar:q01.1", "language": "ru", "status": status}
        made.add("translations", **row, checks=["digits"] if status == "suspect" else [])
        return made

    assert [row["rule"] for row in corpus("ok").found()] == ["quote-translation"]
    assert [row["rule"] for row in corpus("suspect").found()] == ["translation-suspect"]
    assert [row["rule"] for row in corpus("missing").found()] == ["degraded"]


def test_a_rough_translation_is_no_finding() -> None:
    corpus = three()
    row = {"article": "cedar", "language": "ru", "status": "suspect"}
    corpus.add("translations", **row, segment="cedar:q01.1", checks=["unsure", "polarity"])
    assert corpus.found() == []
    corpus.add("translations", **row, segment="cedar:q02.1", checks=["numbers", "unsure"])
    assert [row["rule"] for row in corpus.found()] == ["translation-suspect"]


def test_a_doubtful_pair_does_not_silence_a_sound_one() -> None:
    corpus = three("gladly")
    corpus.differ("birch", "sell", "cedar", "sell", "translation", via_translation=True)
    corpus.add("translations", article="birch", segment="birch:q01.1", language="ru", status="suspect", checks=[])
    assert sorted(str(row["rule"]) for row in corpus.found()) == ["quote-wording", "translation-suspect"]


def test_a_conflict_inside_a_differing_quote_is_told_once() -> None:
    corpus = Corpus({name: [f"“It took {n} days,” Roe said."] for name, n in (("ash", 12), ("birch", 13))})
    for name, n in (("ash", 12), ("birch", 13)):
        corpus.quote(name, f"It took {n} days,")
    corpus.differ("ash", "12", "birch", "13", "number")
    corpus.conflict("ash", "12", "birch", "13")
    (only,) = corpus.found()
    assert (only["rule"], only["severity"]) == ("quote-wording", "major")
    assert "conflict:k0" in str(only["subject"]).split("\n")


def test_one_fact_in_many_pairs_is_one_conflict() -> None:
    counts = {"ash": "37 hurt", "birch": "43 hurt", "cedar": "37 hurt", "date": "on 4 May"}
    corpus = Corpus({name: [text] for name, text in counts.items()})
    corpus.conflict("ash", "37 hurt", "birch", "43 hurt")
    corpus.conflict("birch", "43 hurt", "cedar", "37 hurt")
    corpus.conflict("ash", "37 hurt", "date", "on 4 May", kind="date", band="review")
    corpus.conflict("ash", "37 hurt", "date", "on 4 May", kind="place")
    found = {row["rule"]: row for row in corpus.found()}
    assert found["number-conflict"]["message"] == (
        "Numbers disagree: “37 hurt” in The Ash and The Cedar; “43 hurt” in The Birch."
    )
    assert (found["number-conflict"]["severity"], found["date-conflict"]["severity"]) == ("major", "minor")
    assert set(found) == {"number-conflict", "date-conflict", "fact-conflict"}
    assert {row["rule"] for row in corpus.found(min_band="sure")} == {"number-conflict", "fact-conflict"}


def values(**texts: str) -> Corpus:
    """An article a keyword, each a sentence whose language is English."""
    corpus = Corpus({name: [text] for name, text in texts.items()})
    for name, text in texts.items():
        corpus.add("sentences", article=name, sentence=f"{name}:s1", language="en", text=text, start=0, end=len(text))
    return corpus


def test_one_value_held_against_unlike_ones_is_not_one_conflict() -> None:
    corpus = values(ash="40 million crowns", birch="4 million crowns", cedar="1.2 billion crowns", date="4m crowns")
    corpus.conflict("ash", "40 million crowns", "birch", "4 million crowns")
    corpus.conflict("ash", "40 million crowns", "cedar", "1.2 billion crowns")
    corpus.conflict("ash", "40 million crowns", "date", "4m crowns")
    assert sorted(str(row["message"]) for row in corpus.found()) == [
        "Numbers disagree: “1.2 billion crowns” in The Cedar; “40 million crowns” in The Ash.",
        "Numbers disagree: “4 million crowns” in The Birch, “4m crowns” in The Date; "
        "but “40 million crowns” in The Ash.",
    ]


def test_three_values_that_all_clash_are_one_conflict() -> None:
    corpus = values(ash="37 hurt", birch="43 hurt", cedar="50 hurt")
    for a, b in (("ash", "birch"), ("birch", "cedar"), ("ash", "cedar")):
        corpus.conflict(a, corpus.text(a), b, corpus.text(b))
    (only,) = corpus.found()
    assert only["message"] == "Numbers disagree: “37 hurt” in The Ash; “43 hurt” in The Birch; “50 hurt” in The Cedar."


def two_languages() -> Corpus:
    """Ash lacks what the others have at one spot of the quote; Faro is Spanish."""
    corpus = Corpus(
        {
            "ash": ["“We regret it,” Roe said."],
            "birch": ["“We regret it deeply, and nobody warned us in time,” Roe said."],
            "faro": ["«Lo lamentamos mucho, y no cerraremos la escuela», dijo Roe."],
        }
    )
    for article, words, language in (
        ("ash", "We regret it,", "en"),
        ("birch", "We regret it deeply, and nobody warned us in time,", "en"),
        ("faro", "Lo lamentamos mucho, y no cerraremos la escuela", "es"),
    ):
        corpus.quote(article, words)
        corpus.rows["quotes"][-1]["language"] = language
    return corpus


def lacks(corpus: Corpus, other: str, words: str, class_: str = "omission") -> None:
    corpus.differ("ash", "", other, words, class_)
    end = corpus.text("ash").index(",”")
    corpus.rows["differences"][-1]["a_span"] = {"start": end, "end": end}


def test_unlike_words_left_out_at_one_spot_are_two_findings() -> None:
    corpus = two_languages()
    lacks(corpus, "birch", "and nobody warned us in time")
    lacks(corpus, "faro", "y no cerraremos la escuela")
    told = {str(row["rule"]): str(row["message"]) for row in corpus.found()}
    assert "“and nobody warned us in time” from a quote of Ana Roe; The Birch has it" in told["quote-wording"]
    assert "“y no cerraremos la escuela” from a quote of Ana Roe; The Faro has it" in told["quote-translation"]


def test_one_word_left_out_is_one_finding_in_whatever_language() -> None:
    corpus = two_languages()
    lacks(corpus, "birch", "deeply")
    lacks(corpus, "faro", "mucho")
    (only,) = corpus.found()
    assert only["message"] == "The Ash leaves out “deeply” from a quote of Ana Roe; The Birch and The Faro have it."


def test_a_clause_that_differs_in_two_ways_is_two_findings() -> None:
    corpus = two_languages()
    clause = "y no cerraremos la escuela"
    corpus.differ("birch", "nobody warned us in time", "faro", clause, "translation", kind="hedge")
    corpus.differ("birch", "nobody warned us in time", "faro", clause, "translation", kind="condition")
    for row, told in zip(corpus.rows["differences"], ("a hedge is dropped", "a condition is dropped"), strict=True):
        row["explanation"] = told
    found = corpus.found()
    assert len({row["finding"] for row in found}) == 2


def test_an_original_post_leaves_nothing_out() -> None:
    corpus = two_languages()
    corpus.rows["quotes"][0]["kind"] = "post"
    lacks(corpus, "faro", "y no cerraremos la escuela")
    (only,) = corpus.found()
    assert only["message"] == (
        "The Faro has “y no cerraremos la escuela” in a quote of Ana Roe; the original post does not."
    )


def test_a_conflict_drawn_from_a_difference_joins_it_and_leaves_the_rest() -> None:
    corpus = three("gladly")
    corpus.conflict("ash", "never sell", "cedar", "gladly sell", kind="other")
    corpus.rows["conflicts"][0]["explanation"] = corpus.rows["differences"][0]["explanation"] = "One is negated"
    corpus.conflict("birch", "Monday", "cedar", "rained", kind="other")
    found = {row["rule"]: row for row in corpus.found()}
    assert set(found) == {"quote-wording", "fact-conflict"}
    assert "conflict:k0" in str(found["quote-wording"]["subject"])
    assert "conflict:k0" not in str(found["fact-conflict"]["subject"])


def test_a_conflict_points_at_the_values_that_its_explanation_quotes() -> None:
    corpus = Corpus({"ash": ["Rain fell and 37 people were hurt."], "birch": ["There 43 were hurt, it was said."]})
    corpus.conflict("ash", corpus.text("ash"), "birch", corpus.text("birch"))
    corpus.rows["conflicts"][0]["explanation"] = "The Ash has “37 people”, The Birch has “43”"
    (only,) = corpus.found()
    assert only["message"] == "Numbers disagree: “37 people” in The Ash; “43” in The Birch."
    places = only["locations"]
    assert isinstance(places, list)
    assert [corpus.text(at["article"])[at["start"] : at["end"]] for at in places] == ["37 people", "43"]


def test_a_lost_negation_is_told_as_an_omission() -> None:
    corpus = three()
    corpus.differ("ash", "never", "cedar", "", "negation", severity="major")
    (only,) = corpus.found()
    assert (
        only["message"] == "A negation is lost: The Cedar leaves out “never” from a quote of Ana Roe; The Ash has it."
    )


def test_a_single_source_names_where_it_was_looked_for() -> None:
    corpus = Corpus({"ash": ["Three boats sank."], "birch": ["Rain."], "cedar": ["Дождь."]})
    corpus.claim("ash", "Three boats sank.", ["birch"], not_checked=["cedar"])
    (only,) = corpus.found()
    assert only["message"] == (
        "Only The Ash says “Three boats sank.”; not found in The Birch, not looked for in The Cedar."
    )
    assert corpus.found(single_source="off") == []


def test_a_single_source_names_who_was_compared_without_a_translation() -> None:
    corpus = Corpus({"ash": ["Three boats sank."], "birch": ["Rain."], "cedar": ["Дождь."]})
    corpus.claim("ash", "Three boats sank.", ["birch", "cedar"], untranslated=["cedar"])
    (only,) = corpus.found()
    assert str(only["message"]).endswith(
        "; not found in The Birch and The Cedar (The Cedar compared without a translation)."
    )
    corpus = Corpus({"ash": ["Три лодки утонули."], "birch": ["Rain."]})
    corpus.claim("ash", "Три лодки утонули.", ["birch"], untranslated=["birch"])
    (only,) = corpus.found()
    assert str(only["message"]).endswith("; not found in The Birch (compared without a translation).")


def test_copies_of_one_text_claim_it_together() -> None:
    corpus = Corpus({"ash": ["Three boats sank on Monday."], "birch": ["Three boats sank Monday."], "cedar": ["Rain."]})
    corpus.claim("ash", corpus.text("ash"), ["cedar"], supported_in=["birch"])
    corpus.claim("birch", corpus.text("birch"), ["cedar"], supported_in=["ash"], score=0.4)
    (only,) = corpus.found()
    assert only["message"] == (
        "Only The Ash and The Birch say, from one source, “Three boats sank on Monday.”; not found in The Cedar."
    )
    assert only["confidence"] == 0.3


def test_a_copy_that_does_not_say_it_alone_is_named() -> None:
    corpus = Corpus({"ash": ["Three boats sank."], "birch": ["Boats."], "cedar": ["Rain."]})
    corpus.claim("ash", "Three boats sank.", ["cedar"], supported_in=["birch"])
    (only,) = corpus.found()
    assert "(also The Birch, from the same source); not found in The Cedar" in str(only["message"])


def test_no_single_source_where_there_was_nobody_to_ask() -> None:
    corpus = Corpus({"ash": ["Three boats sank."]})
    corpus.claim("ash", "Three boats sank.", [])
    corpus.claim("ash", "Three boats sank.", ["ash"], status="corroborated")
    assert corpus.found() == []


def test_a_claim_keeps_its_id_when_only_its_quoted_words_change() -> None:
    def ids(words: str) -> list[object]:
        corpus = Corpus({"ash": [f"At a rally in the old town Roe spoke of “{words}” twice."], "birch": ["Rain."]})
        corpus.quote("ash", words)
        corpus.claim("ash", corpus.text("ash"), ["birch"])
        return [row["finding"] for row in corpus.found()]

    assert ids("a bright day") == ids("a dark day")


def test_claims_alike_outside_their_quotes_stay_apart() -> None:
    corpus = Corpus(
        {"ash": ["Later that evening Roe said “yes”.", "Later that evening Roe said “no”."], "birch": ["–"]}
    )
    for number, words in enumerate(("yes", "no"), start=1):
        corpus.quote("ash", words, number=number)
        corpus.claim("ash", corpus.paragraphs["ash"][number - 1], ["birch"])
    assert len({row["finding"] for row in corpus.found()}) == 2


def test_files_and_languages_that_were_not_read_are_findings() -> None:
    corpus = Corpus({"ash": ["Дождь."]})
    corpus.add("quarantine", article="blob", path="blob.bin", reason="not text")
    corpus.add("sentences", article="ash", sentence="ash:s001", start=0, end=6, text="Дождь.")
    corpus.add("translations", article="ash", segment="ash:s001", language="kk", status="missing", checks=[])
    messages = {str(row["message"]): row["locations"] for row in corpus.found()}
    assert len(messages) == 2
    assert "blob.bin was not read: not text." in messages
    (language,) = (message for message in messages if "translated" in message)
    assert language.startswith("1 passage of The Ash in Kazakh could not be translated")
    assert messages[language] == [{"article": "ash", "path": "ash.txt", "start": 0, "end": 6}]


def test_typography_and_case_do_not_change_an_id() -> None:
    one = Corpus({"ash": ["It took ten days."], "birch": ["It took 11 days."]})
    one.conflict("ash", "ten days", "birch", "11 days")
    other = Corpus({"ash": ["It took\nTen\u00a0days."], "birch": ["It took 11 days."]})
    other.conflict("ash", "Ten\u00a0days", "birch", "11 days")
    assert [row["finding"] for row in one.found()] == [row["finding"] for row in other.found()]


def test_extracts_are_one_safe_line() -> None:
    assert extract("a\nb\tc\u202e d\x07") == "“a b c d”"
    long = extract("word " * 100)
    assert len(long) <= 123
    assert long.endswith("word…”")
    assert extract("字" * 200).endswith("字…”")


def test_lists_and_contrasts_read_well() -> None:
    assert listed([]) == ""
    assert listed(["B", "A", "B"]) == "A and B"
    assert listed(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"
    sides = [Side("a", "A", "x"), Side("b", "B", "X."), Side("c", "C", "")]
    assert contrast(sides) == "“X.” in A and B; nothing in C"


def test_linked_rows_follow_chains() -> None:
    rows = [("a", "b"), ("c", "d"), ("b", "c"), ("x", "y")]
    assert linked(rows, lambda row: row) == [rows[:3], rows[3:]]


def test_every_rule_explains_itself() -> None:
    for rule in RULES.values():
        assert rule.title
        assert rule.help.endswith(".")
