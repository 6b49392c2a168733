"""What a person is told to be in eight languages: deputies, branches of a firm, heads of bodies, relative clauses."""

from __future__ import annotations

import pytest

from pipeline.text.offices import find_offices

DEPUTIES = [
    ("en", "Deputy governor Olga Brandt voted against."),
    ("de", "Vizegouverneurin Olga Brandt stimmte dagegen."),
    ("fr", "La vice-gouverneure Olga Brandt a voté contre."),
    ("es", "La vicegobernadora Olga Brandt votó en contra."),
    ("it", "La vicegovernatrice Olga Brandt ha votato contro."),
    ("cs", "Viceguvernérka Olga Brandtová hlasovala proti."),
    ("ru", "Вице-губернатор Ольга Брандт голосовала против."),
    ("uk", "Віцегубернаторка Ольга Брандт голосувала проти."),
]
BRANCHES = [
    ("en", "The firm's technical director, Olga Brandt, resigned."),
    ("de", "Finanzchefin Olga Brandt trat zurück."),
    ("fr", "La directrice technique Olga Brandt a démissionné."),
    ("es", "La directora financiera Olga Brandt dimitió."),
    ("it", "La direttrice artistica Olga Brandt si è dimessa."),
    ("cs", "Technická ředitelka Olga Brandtová odstoupila."),
    ("ru", "Коммерческий директор Ольга Брандт ушла."),
    ("uk", "Технічна директорка Ольга Брандт пішла."),
]
ELECTIONS = [
    ("en", "The head of the electoral commission, Olga Brandt, was silent."),
    ("de", "Landeswahlleiterin Olga Brandt schwieg."),
    ("fr", "La présidente de la commission électorale, Olga Brandt, s'est tue."),
    ("es", "La presidenta de la junta electoral, Olga Brandt, calló."),
    ("it", "La presidente della commissione elettorale, Olga Brandt, ha taciuto."),
    ("cs", "Předsedkyně volební komise Olga Brandtová mlčela."),
    ("ru", "Глава избирательной комиссии Ольга Брандт молчала."),
    ("uk", "Голова виборчкому Ольга Брандт мовчала."),
]
RELATIVE = [
    ("en", "Olga Brandt, who was the mayor then, opened it.", "mayor"),
    ("fr", "Olga Brandt, qui était maire, l'a ouvert.", "mayor"),
    ("es", "Olga Brandt, que era alcaldesa, lo abrió.", "mayor"),
    ("it", "Olga Brandt, che era sindaca, lo ha aperto.", "mayor"),
    ("en", "Olga Brandt, who met the mayor, opened it.", None),
]


@pytest.mark.parametrize(("code", "text"), DEPUTIES)
def test_a_deputy_governor_is_a_deputy(code: str, text: str) -> None:
    (office,) = find_offices(text, code)
    assert (office.calling, office.deputy) == ("governor", True)


@pytest.mark.parametrize(("code", "text"), BRANCHES)
def test_who_runs_a_branch_does_not_run_the_company(code: str, text: str) -> None:
    (office,) = find_offices(text, code)
    assert office.calling == "branch"


@pytest.mark.parametrize(("code", "text"), ELECTIONS)
def test_the_head_of_an_election_board_leads_that_body(code: str, text: str) -> None:
    (office,) = find_offices(text, code)
    assert (office.calling, office.bodies) == ("head", frozenset({"election"}))


@pytest.mark.parametrize(("code", "text", "calling"), RELATIVE)
def test_an_office_in_a_relative_clause(code: str, text: str, calling: str | None) -> None:
    assert [office.calling for office in find_offices(text, code)] == ([calling] if calling else [])


CHAIRS = [
    ("en", "Podhora's chairman, Karl Brandt, left.", "chair"),
    ("en", "Chief executive Karl Brandt left.", "executive"),
    ("de", "Geschäftsführer Karl Brandt ging.", "executive"),
    ("de", "Der kaufmännische Geschäftsführer Karl Brandt ging.", "branch"),
    ("de", "Verwaltungsratspräsident Karl Brandt ging.", "chair"),
    ("fr", "Le président du conseil d'administration, Karl Brandt, est parti.", "chair"),
    ("es", "El presidente del consejo de administración, Karl Brandt, se fue.", "chair"),
    ("it", "Il presidente del consiglio di amministrazione, Karl Brandt, è uscito.", "chair"),
    ("ru", "Председатель совета директоров Карл Брандт ушёл.", "chair"),
    ("uk", "Голова ради директорів Карл Брандт пішов.", "chair"),
    ("cs", "Předseda správní rady Karl Brandt odešel.", "chair"),
]
AGENTS = [
    ("en", "His agent, Karl Brandt, was silent.", "agent"),
    ("en", "FBI agent Karl Brandt was silent.", "officer"),
    ("es", "Habló su representante, Karl Brandt.", "agent"),
    ("it", "Ha parlato il suo agente, Karl Brandt.", "agent"),
    ("it", "L'agente della cantante, Karl Brandt, ha taciuto.", "agent"),
    ("cs", "Jeho agent Karl Brandt mlčel.", "agent"),
    ("ru", "Его агент Карл Брандт молчал.", "agent"),
    ("uk", "Його агент Карл Брандт мовчав.", "agent"),
]
CIVIL_PROTECTION = [
    ("en", "The head of civil protection, Karl Brandt, warned them."),
    ("de", "Der Leiter des Katastrophenschutzes, Karl Brandt, warnte."),
    ("fr", "Le chef de la protection civile, Karl Brandt, les a prévenus."),
    ("es", "El jefe de Protección Civil, Karl Brandt, los avisó."),
    ("it", "Il capo della Protezione civile, Karl Brandt, li ha avvertiti."),
    ("cs", "Šéf civilní ochrany Karl Brandt je varoval."),
    ("ru", "Глава гражданской защиты Карл Брандт предупредил их."),
    ("uk", "Голова цивільного захисту Карл Брандт попередив їх."),
]


@pytest.mark.parametrize(("code", "text", "calling"), [*CHAIRS, *AGENTS])
def test_who_chairs_a_board_and_who_speaks_for_a_player(code: str, text: str, calling: str) -> None:
    (office,) = find_offices(text, code)
    assert office.calling == calling


@pytest.mark.parametrize(("code", "text"), CIVIL_PROTECTION)
def test_the_head_of_civil_protection_leads_that_body(code: str, text: str) -> None:
    (office,) = find_offices(text, code)
    assert (office.calling, office.bodies) == ("head", frozenset({"civil"}))
