"""News passages in eight languages: what is quoted and who is said to say it, with floors and the misses by name."""

from __future__ import annotations

import pytest

from tests.text.quotation.passages import LANGUAGES, Verdict, judge, passages, read

# F1 of quotations and accuracy of speakers, measured; neither may fall.
FLOORS = {
    "en": (1.0, 0.936),
    "ru": (1.0, 0.955),
    "uk": (0.993, 0.974),
    "de": (1.0, 0.911),
    "fr": (0.988, 0.965),
    "es": (0.988, 0.951),
    "it": (1.0, 0.939),
    "cs": (1.0, 0.926),
}
# Misses that stand: `+` a quotation that is none, `-` one not found, `=` another speaker. None may join, none may stay
# here once it is mended.
KNOWN: dict[str, tuple[str, ...]] = {
    "en": ("en11a=banner", "en12a=X", "en17a=JANE FOLEY", "en202a=Moroccan", "en203b=", "en302a="),
    "ru": ("ru206a=Pavla Ershova", "ru302b="),
    "uk": ("uk07a=", "uk08b-", "uk401a=плечима науковець"),
    "de": (
        "de14a=54) packt",
        "de14b=Sänger",
        "de20a=",
        "de22a=Kanzlerin",
        "de22b=Kanzlerin",
        "de44a=",
        "de206a=",
    ),
    "fr": ("fr02a=directrice de l’hôpital", "fr14b=", "fr20a=association", "fr45+On verra demain, souffle", "fr45b-"),
    "es": (
        "es02a=director del centro",
        "es06+Esto no es un rescate, e",
        "es06a-",
        "es43b=",
        "es305b=",
    ),
    "it": ("it12a=", "it12b=", "it21b=di aver", "it303b="),
    "cs": ("cs04b=Redakce", "cs06b=Reuters", "cs17a=N", "cs20a="),
}


@pytest.fixture(scope="module", params=LANGUAGES)
def verdicts(request: pytest.FixtureRequest) -> tuple[str, list[Verdict]]:
    code = str(request.param)
    found = passages(code)
    seen = read(found)
    return code, [judge(passage, seen[passage.name]) for passage in found]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_bench_is_large_enough_to_mean_something(code: str) -> None:
    found = passages(code)
    assert len(found) >= 20
    assert len({passage.text for passage in found}) == len(found)
    truths = [truth for passage in found for truth in passage.truths]
    assert len(truths) >= 35
    assert sum(truth.speakers != ("-",) for truth in truths) >= 30


def test_floors(verdicts: tuple[str, list[Verdict]]) -> None:
    code, found = verdicts
    hits = sum(verdict.found for verdict in found)
    f1 = 2 * hits / sum(verdict.given + verdict.wanted for verdict in found)
    speakers = sum(verdict.right for verdict in found) / hits
    floor = FLOORS[code]
    assert f1 >= floor[0]
    assert speakers >= floor[1]


def test_only_known_misses(verdicts: tuple[str, list[Verdict]]) -> None:
    code, found = verdicts
    assert sorted(miss for verdict in found for miss in verdict.misses) == sorted(KNOWN[code])
