from __future__ import annotations

import pytest

from pipeline.evidence.credits import Line, agencies_in, agency_of, read_credits


@pytest.mark.parametrize(
    ("place", "text", "code", "agency"),
    [
        ("head", "LISBON (Kestrel Wire) -", "en", "Kestrel Wire"),
        ("head", "KYIV, March 3 (Reuters) - Ukraine said on Monday", "en", "Reuters"),
        ("head", "By Reuters", "en", "Reuters"),
        ("tail", "Reporting by Kestrel Wire; editing by our staff.", "en", "Kestrel Wire"),
        ("head", "Berlin (dpa) – Der Minister hat", "de", "DPA"),
        ("head", "Berlin/Hamburg (dpa/lno) – Der Minister hat", "de", "DPA"),
        ("tail", "Quelle: dpa", "de", "DPA"),
        ("head", "Agentur Nordmeer", "de", "Agentur Nordmeer"),
        ("head", "(ANSA) - ROMA, 12 MAR - Il presidente", "it", "ANSA"),
        ("head", "Madrid, 12 mar (EFE).- El presidente", "es", "EFE"),
        ("head", "PARIS (AFP) - Le président", "fr", "AFP"),
        ("head", "Praha 12. března (ČTK) - Prezident", "cs", "CTK"),
        ("head", "МОСКВА, 12 марта. /ТАСС/. Президент заявил", "ru", "TASS"),
        ("head", "МОСКВА, 3 мар — РИА Новости. Президент заявил", "ru", "RIA Novosti"),
        ("head", "Київ. 3 березня. УНІАН. Президент", "uk", "UNIAN"),
        ("tail", "Источник: агентство «Волна»", "ru", "агентство «Волна»"),
    ],
)
def test_whole_credits(place: str, text: str, code: str, agency: str) -> None:
    found = read_credits([Line(place, "paragraph", text)], code)
    assert [(credit.agency, credit.whole) for credit in found] == [(agency, True)]


@pytest.mark.parametrize(
    ("text", "code", "agencies"),
    [
        ("With reporting by Reuters and AFP", "en", ["AFP", "Reuters"]),
        ("Additional reporting by AP", "en", ["AP"]),
        ("По материалам ТАСС", "ru", ["TASS"]),
        ("Mit Material von dpa", "de", ["DPA"]),
    ],
)
def test_thanks_are_not_a_reprint(text: str, code: str, agencies: list[str]) -> None:
    found = read_credits([Line("tail", "paragraph", text)], code)
    assert [(credit.agency, credit.whole) for credit in found] == [(agency, False) for agency in agencies]


def test_copy_compiled_from_two_agencies_is_nobodys_reprint() -> None:
    found = read_credits([Line("head", "paragraph", "Berlin (dpa/AFP) – Der Minister hat")], "de")
    assert [(credit.agency, credit.whole) for credit in found] == [("AFP", False), ("DPA", False)]


@pytest.mark.parametrize(
    ("place", "kind", "text"),
    [
        ("head", "byline", "By Jana Smith, Harbour Correspondent"),
        ("tail", "paragraph", "(Reporting by John Smith; Editing by Mary Jones)"),
        ("body", "caption", "Reuters"),
        ("body", "paragraph", "Reuters"),
        ("head", "paragraph", "The Minister (Reuters asked him) said that it was over and left the room early."),
        ("head", "paragraph", "Prices rose for the third month in a row, the AP reported on Monday."),
    ],
)
def test_people_captions_and_mentions_are_no_credit(place: str, kind: str, text: str) -> None:
    assert read_credits([Line(place, kind, text)], "en") == []


def test_the_strongest_mention_counts() -> None:
    lines = [Line("head", "byline", "AFP"), Line("tail", "paragraph", "With reporting by AFP")]
    assert [(credit.agency, credit.whole) for credit in read_credits(lines, "en")] == [("AFP", True)]


def test_names_of_agencies() -> None:
    assert agency_of("Agence France-Presse") == "AFP"
    assert agency_of("Интерфакс-Украина") == "Interfax-Ukraine"
    assert agency_of("The Herald") is None
    assert agencies_in("сообщили ТАСС и Рейтер") == ["TASS", "Reuters"]
    assert agencies_in("a map of the coast") == []
