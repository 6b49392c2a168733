"""Points of the compass and offices beside names."""

from __future__ import annotations

import pytest

from pipeline.text.offices import find_offices
from pipeline.text.places import find_directions


@pytest.mark.parametrize(
    ("code", "text", "points"),
    [
        ("en", "It lay off the North Mole, near the north-west gate.", ["north", "northwest"]),
        ("en", "Talks with South Korea and the Middle East went on.", []),
        ("de", "Der Felsen fiel am Ostermontag aus der Ostwand.", ["east"]),
        ("fr", "L'usine est fermée, la paroi est tient.", ["east"]),
        ("es", "Este hombre estaba frente al muelle norte.", ["north"]),
        ("it", "La parete est è crollata.", ["east"]),
        ("ru", "У Северного мола, а не в Южной Корее.", ["north"]),
        ("uk", "Камінь упав зі східного схилу.", ["east"]),
        ("cs", "Kámen spadl ze západní stěny.", ["west"]),
    ],
)
def test_points_of_the_compass(code: str, text: str, points: list[str]) -> None:
    found = find_directions(text, code)
    assert [d.point for d in found] == points
    assert all(text[d.start : d.end] == d.text for d in found)


def test_a_finer_point_neither_agrees_nor_differs() -> None:
    north, finer, south = (find_directions(f"the {w} gate", "en")[0] for w in ("north", "north-west", "south"))
    assert north.agrees(finer) is None
    assert north.agrees(south) is False
    assert north.agrees(north) is True


@pytest.mark.parametrize(
    ("code", "text", "offices"),
    [
        ("en", "Port authority chief Karl Weber declined.", [("Karl Weber", "head")]),
        ("en", "Karl Weber, a geologist, was asked by the minister.", [("Karl Weber", "expert")]),
        ("en", "The minister told Karl Weber so.", []),
        ("de", "Hafenkapitän Karl Weber lehnt ab.", [("Karl Weber", "captain")]),
        ("ru", "Глава портовой администрации Карл Вебер отказался.", [("Карл Вебер", "head")]),
    ],
)
def test_offices_beside_names(code: str, text: str, offices: list[tuple[str, str]]) -> None:
    assert [(o.person, o.calling) for o in find_offices(text, code)] == offices


@pytest.mark.parametrize(
    ("code", "text", "bodies", "deputy"),
    [
        ("en", "said Jane Roe, a spokeswoman for the fire brigade.", {"fire"}, False),
        ("en", "U.N. envoy Paul Merrin would meet them again.", {"un"}, False),
        ("uk", "сказала посланниця Європейського Союзу Лена Гоффмарк.", {"eu"}, False),
        ("cs", "řekl zmocněnec Evropské unie Paul Merrin.", {"eu"}, False),
        ("de", "sagte Lars Brekke von der Küstenwache.", {"coastguard"}, False),
        ("ru", "заявил начальник островной полиции Ларс Брекке.", {"police"}, False),
        ("it", "ha detto Katrin Bohl, presidente del consiglio di fabbrica.", {"staff"}, False),
        ("de", "Der stellvertretende Bürgermeister Henrik Dahl kam.", set(), True),
        ("fr", "a dit l'adjointe au maire, Claire Petit.", set(), True),
        ("es", "La primera teniente de alcalde, Inés Valdaura, asumirá el cargo.", set(), True),
        ("it", "Il vicesindaco Paolo Ghidini ha detto questo.", set(), True),
        ("ru", "Мэр города Ольга Зимина приехала.", set(), False),
    ],
)
def test_whom_an_office_is_held_for(code: str, text: str, bodies: set[str], deputy: bool) -> None:
    assert [(set(o.bodies), o.deputy) for o in find_offices(text, code)] == [(bodies, deputy)]


def test_a_body_is_no_person_and_a_surname_may_end_like_a_noun() -> None:
    assert [o.person for o in find_offices("řekl zmocněnec Evropské unie Paul Merrin.", "cs")] == ["Paul Merrin"]
    (office,) = find_offices("Labour Minister Oskar Vielen called it irresponsible.", "en")
    assert (office.person, office.portfolios) == ("Oskar Vielen", {"labour"})
    (office,) = find_offices("sagte Museumsdirektorin Katharina Ebeling.", "de")
    assert (office.person, office.calling) == ("Katharina Ebeling", "director")
