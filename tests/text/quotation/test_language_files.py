"""Every language file says how the language quotes; those at full depth leave nothing out."""

from __future__ import annotations

import pytest

from pipeline.languages import language, languages, norm_word, split_forms
from pipeline.text.quotation.marks import quotations
from pipeline.text.quotation.resource import CUE_KINDS, WORD_LISTS, quotation

FULL = ("cs", "de", "en", "es", "fr", "it", "ru", "uk")
CUES = (*CUE_KINDS, "according", "according_after", "citing", "that", "between", "adverbs", "documents", "inverts")
SPEAKERS = (
    "adjuncts", "inflects", "authorship", "breaks", "conjunctions", "determiners", "feminine", "first_person",
    "honorifics", "indefinite", "linking", "masculine", "oblique", "prepositions", "pronouns", "relative", "roles",
    "groups",
)  # fmt: skip
# Classes that compare across languages: `the operator`, «перевозчик» and »die Reederei« are all `company`.
ROLES = (
    "head", "premier", "minister", "spokes", "director", "governor", "legislator", "candidate", "diplomat", "official",
    "expert", "jurist", "judge", "prosecutor", "journalist", "officer", "cleric", "player", "coach", "worker",
    "witness",
)  # fmt: skip
GROUPS = ("company", "union", "ministry", "agency", "authority", "party", "body")


@pytest.mark.parametrize("code", languages())
def test_every_section_is_there(code: str) -> None:
    tables = language(code)
    assert {"primary", "secondary", "dash_speech"} <= set(tables.section("marks"))
    missing = [name for name in CUES if name not in tables.section("cues")]
    missing += [name for name in SPEAKERS if name not in tables.section("speakers")]
    assert not missing


@pytest.mark.parametrize("code", languages())
def test_nothing_is_misspelt(code: str) -> None:
    tables = language(code)
    optional = {
        "after_dash", "auxiliaries", "locative", "passive", "perfect", "plural_endings", "past_f", "past_m", "dative",
        "impersonal_relative", "broader", "definite", "plural_nouns", "drops_subject", "titled", "so_called", "objects",
        "resumptive", "opinion", "own", "rendered", "possessed", "undergone", "adverb_endings", "agent",
        "relative_that", "particles", "articles_f", "articles_m", "generic", "former", "dative_articles",
        "interrogatives", "infinitives",
        "adjunct_openers", "adjectives", "present", "courts", "told", "existential", "feminine_endings", "accusatives",
        "likening", "towards",
    }  # fmt: skip
    assert set(tables.section("cues")) <= {*CUES, *optional}
    assert set(tables.section("speakers")) <= {*SPEAKERS, *optional}
    assert set(tables.section("speakers")["roles"]) <= {*ROLES, "person"}
    assert set(tables.section("speakers")["groups"]) <= set(GROUPS)
    assert set(tables.section("speakers")["pronouns"]) <= {"m", "f", "n", "p"}


@pytest.mark.parametrize("code", languages())
def test_its_own_marks_are_read(code: str) -> None:
    marks = language(code).section("marks")
    for name in ("primary", "secondary"):
        opening, closing = str(marks[name]).split()
        text = f"x {opening}abc{closing} x"
        assert [text[item.start : item.end] for item in quotations(text, 0, len(text))] == ["abc"]


@pytest.mark.parametrize("code", languages())
def test_main_cues(code: str) -> None:
    assert len(split_forms(language(code).section("cues")["speech"])) >= 12
    assert quotation(code).speakers.roles
    assert quotation(code).words["documents"]


@pytest.mark.parametrize("code", FULL)
def test_full_depth(code: str) -> None:
    cues, speakers = language(code).section("cues"), language(code).section("speakers")
    assert len(split_forms(cues["speech"])) >= 60
    assert len(split_forms(cues["framing"])) >= 20
    for name in ("participles", "according", "citing", "that", "between", "documents"):
        assert split_forms(cues[name]), name
    for name in ("first_person", "relative", "determiners", "prepositions", "breaks", "honorifics", "indefinite"):
        assert split_forms(speakers[name]), name
    assert set(speakers["roles"]) == {*ROLES, "person"}
    assert set(speakers["groups"]) == set(GROUPS)
    assert {"m", "f", "p"} <= set(speakers["pronouns"])


@pytest.mark.parametrize("code", languages())
def test_word_lists_are_known_to_the_reader(code: str) -> None:
    resource = quotation(code)
    assert set(resource.words) == set(WORD_LISTS)
    for kind in ("speech", "framing"):
        for form in split_forms(language(code).section("cues")[kind])[:40]:
            words = norm_word(form.replace("*", "")).split("_")
            assert resource.cues.match(words, 0) is not None, form
