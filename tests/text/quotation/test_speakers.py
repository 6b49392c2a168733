"""Who says it: inversion, insertion, roles, pronouns, relays and groups, in every language at full depth."""

from __future__ import annotations

import pytest

from tests.text.quotation.conftest import Read

# (language, text, [(content of the first part, speaker)])
CASES = [
    # An infinitive, a topic or a question at the head of the sentence is nobody's name.
    ("cs", "„Most je uzavřen,“ řekla Klára Delmanová. Zveřejnit chce zprávy, „včetně těch horších“.",
     [("Most je uzavřen,", "Klára Delmanová"), ("včetně těch horších", "Klára Delmanová")]),
    ("uk", "«Міст закрито», — заявила Клара Дельман. Оприлюднити хоче звіти, «зокрема гірші».",
     [("Міст закрито", "Klara Delman"), ("зокрема гірші", "Klara Delman")]),
    ("es", "«Se lo dije», cuenta Clara Delmas. Del Mundial prefiere no decir nada: «Es pronto».",
     [("Se lo dije", "Clara Delmas"), ("Es pronto", "Clara Delmas")]),
    ("it", "«Gliel'ho detto», racconta Clara Delma. Del Mondiale preferisce non parlare: «È presto».",
     [("Gliel'ho detto", "Clara Delma"), ("È presto", "Clara Delma")]),
    ("es", "Vicente del Bosque habló. Del Bosque fue claro: «Sin excusas».", [("Sin excusas", "Vicente del Bosque")]),
    ("en", "What the mayor said. Here is Clare Delmar, as quoted by The Post:\n\n“We take no risk.”",
     [("We take no risk.", "Clare Delmar")]),
    ("en", "“We take no risk,” Mayor Clare Delmar told reporters.", [("We take no risk,", "Clare Delmar")]),
    ("en", "“We take no risk,” said Clare Delmar, the mayor of Scarp.", [("We take no risk,", "Clare Delmar")]),
    ("en", "Clare Delmar, who lives in Scarp, said: “No risk.”", [("No risk.", "Clare Delmar")]),
    ("en", "The mayor, Clare Delmar, called it “a black day”.", [("a black day", "Clare Delmar")]),
    ("en", "According to Clare Delmar, it was “a black day”.", [("a black day", "Clare Delmar")]),
    ("en", "Anna Reed resigned, saying she was “tired”.", [("tired", "Anna Reed")]),
    ("en", "Anna Reed backed Oslo's demand for “guarantees”.", [("guarantees", "Oslo")]),
    ("en", "“Peace depends on them,” Anna Reed was quoted as saying.", [("Peace depends on them,", "Anna Reed")]),
    ("en", "The Post quoted Anna Reed as saying: “We will see.”", [("We will see.", "Anna Reed")]),
    ("en", "The Post, citing Anna Reed, reported that talks were “stuck”.", [("stuck", "Anna Reed")]),
    ("en", "Union leader Anna Reed spoke first. “We will strike,” she said.", [("We will strike,", "Anna Reed")]),
    ("en", "“I knew it,” enthused Anna Reed.", [("I knew it,", "Anna Reed")]),
    ("en", "“We are free at last.” — Anna Reed", [("We are free at last.", "Anna Reed")]),
    (
        "en",
        "“It is worthless,” said Anna Reed.\n\nA spokeswoman for police called it “plain”. It was, she said, “old”.",
        [("It is worthless,", "Anna Reed"), ("plain", "spokeswoman for police"), ("old", "spokeswoman for police")],
    ),
    (
        "en",
        "“Nobody enjoys it,” said Helena Brandt, the governor. She called it “hard”.\n\n"
        "Dora Lindgren, who leads the union, called a rally. “They made us poorer,” she wrote.",
        [("Nobody enjoys it,", "Helena Brandt"), ("hard", "Helena Brandt"), ("They made us poorer,", "Dora Lindgren")],
    ),
    ("fr", "« Aucun risque », a déclaré la maire Claire Delmas.", [("Aucun risque", "Claire Delmas")]),
    ("fr", "La maire, Claire Delmas, a parlé. « Aucun risque », a-t-elle dit.", [("Aucun risque", "Claire Delmas")]),
    ("fr", "Claire Delmas, 40 ans, a qualifié l'idée d'« absurde ».", [("absurde", "Claire Delmas")]),
    ("fr", "Selon Claire Delmas, l'idée est « absurde ».", [("absurde", "Claire Delmas")]),
    ("fr", "— Rien, murmure Claire Delmas.", [("Rien,", "Claire Delmas")]),
    ("de", "„Kein Risiko“, sagte Bürgermeisterin Klara Delmann am Montag.", [("Kein Risiko", "Klara Delmann")]),
    ("de", "Klara Delmann kam spät. Dazu sagte sie: „Der Zug war voll.“", [("Der Zug war voll.", "Klara Delmann")]),
    (
        "de",
        "„Kein Risiko“, sagte Klara Delmann. Die Lage sei „ernst“.",
        [("Kein Risiko", "Klara Delmann"), ("ernst", "Klara Delmann")],
    ),
    ("de", "Laut Klara Delmann ist die Lage „ernst“.", [("ernst", "Klara Delmann")]),
    ("de", "„Kein Risiko“, so Klara Delmann.", [("Kein Risiko", "Klara Delmann")]),
    ("es", "«Sin riesgo», dijo la alcaldesa Clara Delmás.", [("Sin riesgo", "Clara Delmás")]),
    ("es", "«Nadie avisó», escribió en X la líder sindical Clara Delmás.", [("Nadie avisó", "Clara Delmás")]),
    (
        "es",
        "«Subimos», explicó Andrés Lima.\n\nLa jefa de la misión, la suiza Rosa Hallam, calmó los ánimos. "
        "«No hubo peligro», contó.",
        [("Subimos", "Andrés Lima"), ("No hubo peligro", "Rosa Hallam")],
    ),
    (
        "ru",
        "«Мы подошли бы ближе, — рассказал «Северному вестнику» капитан Андрей Лыков. — Лёд не пускал».",
        [("Мы подошли бы ближе,", "Andrey Lykov"), ("Северному вестнику", "")],
    ),
    ("ru", "«Хватит», — сказала глава Федерации Кастовии Дора Линд.", [("Хватит", "Dora Lind")]),
    (
        "uk",
        "«Я не кидаю судно», — сказав капітан «Зорі» Хоакін Галвер.",
        [("Я не кидаю судно", "Khoakin Halver"), ("Зорі", "")],
    ),
    ("es", "Clara Delmás habló el lunes. «Sin riesgo», dijo.", [("Sin riesgo", "Clara Delmás")]),
    ("es", "—Nadie avisó —protesta Clara Delmás—. Es grave.", [("Nadie avisó", "Clara Delmás")]),
    ("it", "«Nessun rischio», ha detto la sindaca Chiara Delmas.", [("Nessun rischio", "Chiara Delmas")]),
    ("it", "Secondo Chiara Delmas la crepa è «profonda».", [("profonda", "Chiara Delmas")]),
    ("cs", "„Nebudeme riskovat,“ řekla primátorka Jana Horáková.", [("Nebudeme riskovat,", "Jana Horáková")]),
    (
        "cs",
        "Podle Petra Dvořáka je to „nutné“. „Uvidíme,“ dodal Dvořák.",
        [("nutné", "Petr Dvořák"), ("Uvidíme,", "Petr Dvořák")],
    ),
    ("ru", "«Риска нет», — заявила министр Ирена Кросс.", [("Риска нет", "Irena Kross")]),
    ("ru", "Министр Ирена Кросс выступила. «Риска нет», — сказала она.", [("Риска нет", "Irena Kross")]),
    ("ru", "По словам Томаса Брандта, порт «закрыт».", [("закрыт", "Tomas Brandt")]),
    ("ru", "В Кремле сообщили, что план «готов».", [("готов", "Kremlin")]),
    ("ru", "— Риска нет, — сказал Томас Брандт.", [("Риска нет,", "Tomas Brandt")]),
    ("uk", "«Ризику немає», — заявила міністерка Олена Кравець.", [("Ризику немає", "Olena Kravets")]),
    (
        "uk",
        "За словами Петра Мельника, порт «закрито». «Так», — додав Мельник.",
        [("закрито", "Petr Melnyk"), ("Так", "Petr Melnyk")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_speaker(read: Read, language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(seen.parts[0], seen.speaker) for seen in read(text, language)] == expected


def test_relay_and_speaker_are_kept_apart(read: Read) -> None:
    text = "Президент США Джон Смит улетел.\n\n«Мы готовы», — цитирует ТАСС американского лидера."
    (seen,) = read(text, "ru")
    assert (seen.speaker, seen.relay, seen.words) == ("Dzhon Smit", "TASS", "американского лидера")


def test_a_role_is_its_bearer_by_what_qualifies_it(read: Read) -> None:
    text = (
        "French President Jean Vidal met German leader Karl Weber.\n\n“We agree,” the German leader said. "
        "Then the cameras left.\n\n“So do we,” the French president added."
    )
    assert [seen.speaker for seen in read(text, "en")] == ["Karl Weber", "Jean Vidal"]


def test_an_indefinite_role_is_nobody_named(read: Read) -> None:
    text = "Spokesman Karl Weber left.\n\n“We disagree,” a spokesman for the union said."
    assert read(text, "en")[0].speaker != "Karl Weber"


def test_initials_stand_for_the_name_before_them(read: Read) -> None:
    text = "The Northern News Agency (NNA) was there.\n\nThe gift was “accepted with thanks”, NNA said."
    assert read(text, "en")[0].speaker == "Northern News Agency"


def test_a_company_is_known_by_its_class(read: Read) -> None:
    text = "Ferry operator Aurelia Lines wrote back.\n\n“We are sorry,” the company said."
    assert read(text, "en")[0].speaker == "Aurelia Lines"
    text = "В компании «Луч Транс» всё знали.\n\n«Мы разберёмся», — говорится в заявлении перевозчика."
    assert read(text, "ru")[-1].speaker == "Luch Trans"


def test_inner_speech_has_its_own_speaker(read: Read) -> None:
    text = "John Reed met Carl Weber.\n\n“Every time, he said: ‘I did not.’ I believe him,” Reed said."
    outer, inner = read(text, "en")
    assert (outer.speaker, inner.speaker, inner.nested) == ("John Reed", "Carl Weber", True)


def test_speech_announced_in_the_paragraph_before(read: Read) -> None:
    text = "John Reed continued:\n\n“It is not over. It will never be over.”"
    assert read(text, "en")[0].speaker == "John Reed"


def test_a_quotation_alone_continues_the_speaker(read: Read) -> None:
    text = "“He came alone,” said John Reed, a clerk.\n\n“He left with four other men that night.”"
    assert [seen.speaker for seen in read(text, "en")] == ["John Reed", "John Reed"]


def test_interview_turns(read: Read) -> None:
    text = "John Reed spoke to Anna Gray.\n\nGRAY: Are you well?\n\nREED: I am “fine”.\n\nGRAY: Good."
    assert [(seen.parts[0], seen.speaker) for seen in read(text, "en") if not seen.nested] == [
        ("Are you well?", "Anna Gray"),
        ("I am “fine”.", "John Reed"),
        ("Good.", "Anna Gray"),
    ]


def test_interview_with_one_voice_and_questions_without_a_label(read: Read) -> None:
    text = (
        "Nach dem Urteil spricht der Verteidiger Corrado Visalli.\n\nHerr Visalli, ist das eine Niederlage?\n\n"
        "Visalli: Mein Mandant hat nichts gestohlen.\n\nDas Gericht sieht das anders.\n\n"
        "Visalli: In einem Punkt nicht.\n\nWie geht es ihm?\n\nVisalli: Er liest Seneca."
    )
    assert [(seen.parts[0], seen.speaker) for seen in read(text, "de")] == [
        ("Mein Mandant hat nichts gestohlen.", "Corrado Visalli"),
        ("In einem Punkt nicht.", "Corrado Visalli"),
        ("Er liest Seneca.", "Corrado Visalli"),
    ]


@pytest.mark.parametrize(
    ("code", "text", "answers"),
    [
        ("es", "Marta Quiroga atiende en su despacho.\n\nPREGUNTA. ¿Ha dormido?\n\nRESPUESTA. Tres horas.\n\n"
               "P. La alcaldesa Nuria Sanz lo niega.\n\nR. Nuria Sanz no estaba allí.",
         ["Tres horas.", "Nuria Sanz no estaba allí."]),
        ("en", "We met Ada Thorne at the pier.\n\nQ. Who called you?\n\nA. My sister.\n\nQ. When?\n\nA. At dawn.",
         ["My sister.", "At dawn."]),
        ("ru", "С нами говорит Анна Зорина.\n\nВопрос: Кто звонил?\n\nОтвет: Сестра.\n\n"
               "Вопрос: Когда?\n\nОтвет: Утром.", ["Сестра.", "Утром."]),
    ],
)  # fmt: skip
def test_questions_and_answers_under_a_letter(read: Read, code: str, text: str, answers: list[str]) -> None:
    """Answers are speech of the person named last before them; questions are none."""
    found = read(text, code)
    assert [seen.parts[0] for seen in found] == answers
    assert len({seen.speaker for seen in found}) == 1
    assert found[0].speaker.split()[-1] in ("Quiroga", "Thorne", "Zorina")


def test_a_voice_that_only_asks_says_nothing(read: Read) -> None:
    text = (
        "La soprano Livia Arnoul s'explique.\n\nLa Scène : Pourquoi avez-vous renoncé ?\n\n"
        "Livia Arnoul : J'avais peur.\n\nLa Scène : Reviendrez-vous ?\n\nLivia Arnoul : Pas cette année.\n\n"
        "La Scène : « Nous attendons », dit le directeur Paul Vasseur.\n\nLivia Arnoul : Qu'il attende."
    )
    assert [(seen.parts[0], seen.speaker) for seen in read(text, "fr")] == [
        ("J'avais peur.", "Livia Arnoul"),
        ("Pas cette année.", "Livia Arnoul"),
        ("Nous attendons", "Paul Vasseur"),
        ("Qu'il attende.", "Livia Arnoul"),
    ]


def test_one_letter_with_a_stop_is_no_voice(read: Read) -> None:
    assert read("A. Reed came.\n\nQ. Stone left.\n\nThe lake is full.", "en") == []


def test_label_that_nobody_asks_is_no_voice(read: Read) -> None:
    text = "The lake is full.\n\nUpdate: The road is shut.\n\nIt rained.\n\nUpdate: It is open.\n\nUpdate: It is shut."
    assert read(text, "en") == []


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        (
            "ru",
            "Мэр Аркадий Белов устал. По словам Белова, Вельмар предлагает тариф. «Порт закрыт», — сказал он.",
            "Arkady Belov",
        ),
        (
            "uk",
            "Мер Аркадій Бєлов стомився. За словами Бєлова, Вельмар пропонує тариф. «Порт закрито», — сказав він.",
            "Arkadii Bielov",
        ),
        ("en", "According to Alan Reed, Velmar wants a fee. “The port will open later,” he said.", "Alan Reed"),
        ("de", "Laut Alan Reed verlangt Velmar eine Gebühr. „Der Hafen öffnet später“, sagte er.", "Alan Reed"),
        ("fr", "Selon Alain Roux, Velmar propose un tarif. « Le port ouvrira plus tard », a-t-il dit.", "Alain Roux"),
        ("es", "Según Alan Ruiz, Velmar propone una tarifa. «El puerto abrirá más tarde», dijo él.", "Alan Ruiz"),
        (
            "it",
            "Secondo Alan Rossi, Velmar propone una tariffa. «Il porto aprirà più tardi», ha detto lui.",
            "Alan Rossi",
        ),
        ("cs", "Podle Alana Nováka navrhuje Velmar poplatek. „Přístav se otevře později,“ řekl on.", "Alan Novák"),
    ],
)
def test_whom_a_sentence_is_according_to_is_who_goes_on(language: str, text: str, speaker: str, read: Read) -> None:
    assert read(text, language)[0].speaker == speaker


def test_impersonal_pronoun_is_no_place(read: Read) -> None:
    text = (
        "« On a creusé », raconte l’adjudante Claire Peyrelade, du peloton de Bassagnac.\n\nIl a fallu cinq heures.\n\n"
        "« C’est le chien qui l’a sauvée », dit l’adjudante. Elle-même dit n’avoir « rien fait de spécial »."
    )
    assert [seen.speaker for seen in read(text, "fr")] == ["Claire Peyrelade"] * 3


def test_calling_that_opens_a_sentence_is_nobodys_name(read: Read) -> None:
    text = "« On continue », a dit Elvira Montsant. Vétérinaire, 44 ans, elle promet : « Pas de revanche. »"
    assert [seen.speaker for seen in read(text, "fr")] == ["Elvira Montsant"] * 2


def test_captain_of_a_ship_is_known_by_his_rank(read: Read) -> None:
    text = (
        "Капітан балкера «Святий Еразм» Микола Терпило чекає.\n\nТерпило звик. «Він скрипів завжди», — згадує капітан."
    )
    assert read(text, "uk")[-1].speaker == "Mykola Terpylo"


def test_somebody_of_a_group_goes_on_without_a_name(read: Read) -> None:
    text = "El Gobierno calló. Uno de los heridos explicó que nadie gritaba. «Cabíamos en un silencio», dijo."
    assert read(text, "es")[0].speaker == "Uno de los heridos"


def test_speech_goes_on_behind_an_office_between_commas(read: Read) -> None:
    text = "Claire Roux, maire de Scarp, arrive. « Il a attendu, poursuit la maire, comme s’il savait. »"
    (seen,) = read(text, "fr")
    assert seen.parts == ("Il a attendu,", "comme s’il savait.")
    assert seen.speaker == "Claire Roux"


def test_post_is_signed(read: Read) -> None:
    text = "Two are dead. “Never again.”\n\n— Anna Reed (@annareed)\n\nMarch 11, 2025"
    post, inner = read(text, "en", {0: "post", 1: "post_signature", 2: "post_signature"})
    assert (post.kind, post.speaker) == ("post", "Anna Reed")
    assert inner.nested


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Reed: “nobody told us”", "Anna Reed"),
        ("“Nobody told us”: Anna Reed on the flood", "Anna Reed"),
        ("Union says “nobody told us”", "Anna Reed"),
    ],
)
def test_headline_takes_the_speaker_of_the_same_words(read: Read, headline: str, speaker: str) -> None:
    text = f"{headline}\n\nAnna Reed was angry. “Nobody told us anything,” she said."
    seen = read(text, "en", {0: "headline"})[0]
    assert (seen.kind, seen.speaker) == ("headline", speaker)


# What a name, a subject and an organisation are; invented sentences, one rule or two in each.
RULES = [
    # A word that only ever opens a sentence is no person; an abbreviation of a time zone is no body.
    (
        "it",
        "La sindaca Carla Bondi ha parlato. Quasi 300 case sono vuote. «Non è finita», ha detto.",
        [("Non è finita", "Carla Bondi")],
    ),
    (
        "uk",
        "Мерка Олена Кравець виступила ввечері. Постраждали п’ятеро людей. «Ми чекаємо», — сказала вона.",
        [("Ми чекаємо", "Olena Kravets")],
    ),
    (
        "en",
        "Solar West, which owns the mine, met reporters. It opened at 08:00 GMT. “We are sorry,” it said.",
        [("We are sorry,", "Solar West")],
    ),
    # The subject behind an opening phrase without a comma.
    (
        "it",
        "Alle 9 la sindaca Carla Bondi ha incontrato gli sfollati. «Non è finita», ha detto.",
        [("Non è finita", "Carla Bondi")],
    ),
    # Several phrases between the cue and its subject.
    ("uk", "«Це помилка», — заявила о 14:00 за Львовом мерка К’яра Бондар.", [("Це помилка", "Kiara Bondar")]),
    # Who is spoken to is not who speaks; the noun beside the name is not the paper's.
    ("cs", "„Nevíme nic,“ řekl Lesnímu deníku kronikář Ivan Hrubeš.", [("Nevíme nic,", "Ivan Hrubeš")]),
    (
        "cs",
        "Starostka Klára Malá přijela v noci. „Pomůžeme všem,“ slíbila novinářům.",
        [("Pomůžeme všem,", "Klára Malá")],
    ),
    ("cs", "Provozovatel mlýna, firma Solar Vest, v dopise uvedl: „Litujeme.“", [("Litujeme.", "Solar Vest")]),
    (
        "cs",
        "Starostka Klára Malá přijela v noci. Nemocnice podle ní zavře, „pokud nedostane peníze“.",
        [("pokud nedostane peníze", "Klára Malá")],
    ),
    # Organisations: by who heads them, by `which`, by the noun that stands for them.
    (
        "it",
        "Karl Rau, amministratore delegato della Solar Vest, la società che gestisce il mulino, è rimasto a casa. "
        "In una lettera l'azienda scrive: «Siamo vicini a tutti.»",
        [("Siamo vicini a tutti.", "Solar Vest")],
    ),
    (
        "uk",
        "«Дорогу відкриють», — наголосив технічний директор компанії «Соляр Вест» Мартін Кольб. "
        "«Я не піду», — додав він. У компанії запевнили, що «все під контролем».",
        [("Дорогу відкриють", "Martin Kolb"), ("Я не піду", "Martin Kolb"), ("все під контролем", "Soliar Vest")],
    ),
    (
        "en",
        "Karl Rau, chief executive of Solar West, stayed at home. “We are sorry,” the company said.",
        [("We are sorry,", "Solar West")],
    ),
    # The sex that a past form or a role noun shows.
    (
        "ru",
        "«Мы готовы», — заявила Дейдра Коваль. «Это рано», — ответил Ласло Лунин. «Будем ждать», — сказала она.",
        [("Это рано", "Laslo Lunin"), ("Будем ждать", "Deydra Koval")],
    ),
    (
        "cs",
        "„Jsme připraveni,“ uvedla Deidra Malá. „To je brzy,“ odpověděl Laszlo Lunin. „Počkáme,“ dodala.",
        [("To je brzy,", "Laszlo Lunin"), ("Počkáme,", "Deidra Malá")],
    ),
    # Reporting clauses between commas, and the noun for an office.
    (
        "fr",
        "La maire Claire Delmas a parlé. L'usine, a prévenu l'élue, « ne rouvrira que si tout est réparé ».",
        [("ne rouvrira que si tout est réparé", "Claire Delmas")],
    ),
    (
        "it",
        "La sindaca Carla Bondi è arrivata. Agli abitanti del borgo di Colle, la più colpita, ha assicurato: "
        "«Torneremo tutti presto.»",
        [("Torneremo tutti presto.", "Carla Bondi")],
    ),
]


@pytest.mark.parametrize(("language", "text", "wanted"), RULES)
def test_who_is_meant(read: Read, language: str, text: str, wanted: list[tuple[str, str]]) -> None:
    seen = {quote.parts[0]: quote.speaker for quote in read(text, language)}
    assert {content: seen.get(content) for content, _ in wanted} == dict(wanted)
