"""Small words that weigh: bounds, concessions, contrasts, duties, plans, before and after, knowing and believing."""

from __future__ import annotations

import pytest

from pipeline.comparison.across import compare_sentences
from tests.alignment.parts_made import part
from tests.comparison.quoting import told

LOST = [
    ("bound", "en", "The permit is valid at least until the hearing.", "es", "El permiso vale hasta la vista."),
    ("bound", "de", "Die Karte gilt zumindest bis zur Anhörung.", "fr", "La carte est valable jusqu'à l'audience."),
    ("bound", "uk", "Дозвіл діє принаймні до слухання.", "it", "Il permesso vale fino all'udienza."),
    ("concession", "en", "I trust her, even if I cannot say why.", "cs", "Důvěřuji jí."),
    ("concession", "ru", "Мост откроют, хотя ремонт не закончен.", "fr", "Le pont sera ouvert."),
    ("concession", "es", "Le creo, aunque no lo demuestre nadie.", "de", "Ich glaube ihm."),
    ("contrast", "de", "Ich fahre wieder mit diesem Schiff, aber nicht im Winter.", "uk", "Я знову поїду цим судном."),
    ("contrast", "cs", "Starý most vydržel, ale silnice se propadla.", "en", "The bridge held."),
    ("duty", "en", "Nobody should drive there tonight.", "ru", "Никто туда сегодня вечером не поедет."),
    ("duty", "it", "La scuola dovrebbe chiudere prima.", "de", "Die Schule schließt früher."),
    ("duty", "fr", "Le maire doit répondre.", "cs", "Starosta odpovídá."),
    ("intention", "en", "The firm intends to sell both mills.", "es", "La empresa vende los dos molinos."),
    ("intention", "ru", "Мы намерены открыть порт весной.", "de", "Wir öffnen den Hafen im Frühjahr."),
    ("intention", "cs", "Doufáme, že se vrátíme.", "it", "Torniamo."),
    ("hedge", "de", "Wir schließen einen Streik nicht aus.", "fr", "Nous excluons une grève."),
    ("hedge", "en", "Perhaps we could have stopped it.", "de", "Wir hätten es aufhalten können."),
    ("hedge", "fr", "Nous aurions peut-être pu l'arrêter.", "it", "Avremmo potuto fermarlo."),
    ("hedge", "es", "Quizá podríamos haberlo visto.", "en", "We could have seen it."),
    ("number", "cs", "Do osmnácti měsíců chceme stavět znovu.", "ru", "Мы хотим строить снова через восемь месяцев."),
    ("number", "en", "The work will take at most forty days.", "fr", "Les travaux dureront quatorze jours."),
    ("gravity", "en", "There were no serious injuries.", "cs", "Nedošlo k žádným zraněním."),
    ("gravity", "es", "No hay daños graves.", "de", "Es gibt keine Schäden."),
    ("gravity", "ru", "Серьёзных повреждений нет.", "fr", "Il n'y a pas de dégâts."),
    ("strength", "fr", "Personne ne devrait traverser le pont.", "it", "Nessuno deve attraversare il ponte."),
    ("strength", "en", "Nobody should cross the bridge.", "es", "Nadie debe cruzar el puente."),
    ("negation", "en", "It was not a simple plan, and it was a shared one.",
     "uk", "Це був непростий план, і він не був спільним."),
    ("negation", "ru", "Я не думаю, что кто-то на мосту уснул.", "en", "I do think that someone fell asleep."),
    ("negation", "en", "We are not asking for mercy, we are asking that the 2019 [trade] deal be kept.",
     "ru", "Мы просим о милости, мы просим, чтобы договор 2019 года соблюдался."),
    ("number", "en", "The step came half a year too late.", "de", "Der Schritt kam ein Jahr zu spät."),
    ("number", "ru", "Это сделали на полгода позже.", "fr", "On l'a fait un an trop tard."),
    ("number", "cs", "Přišlo to o půl roku později.", "en", "It came a year too late."),
    ("strength", "de", "In halb Europa stehen solche Brücken.", "ru", "Такие мосты стоят по всей Европе."),
    ("strength", "cs", "Polovina města je pod vodou.", "fr", "Toute la ville est sous l'eau."),
    ("strength", "it", "Metà della città è al buio.", "en", "The whole town is in the dark."),
    ("opposite", "en", "The alarm rang before the blast.", "ru", "Сирена прозвучала после взрыва."),
    ("opposite", "fr", "L'alarme a sonné après l'explosion.", "cs", "Poplach zazněl dříve."),
    ("opposite", "de", "Heute arbeiten dort weniger Menschen.", "es", "Hoy trabajan allí más personas."),
    ("opposite", "en", "We do not know whether the valve failed.", "ru", "Мы не считаем, что отказал клапан."),
]  # fmt: skip
KEPT = [
    ("en", "Half the town is without water.", "de", "Die halbe Stadt ist ohne Wasser."),
    ("en", "It came half a year too late.", "it", "È arrivato con sei mesi di ritardo."),
    ("de", "Es kam ein halbes Jahr zu spät.", "ru", "Это случилось на полгода позже."),
    ("en", "It took all of us half an hour.", "es", "Nos llevó a todos media hora."),
    ("de", "Es dauerte ein halbes Jahr.", "it", "Ci è voluto mezzo anno."),
    ("en", "Nobody should call it a game.", "ru", "Никто не должен называть это игрой."),
    ("en", "I'd have liked to stay.", "es", "Me habría gustado quedarme."),
    ("en", "I do not have to like it.", "fr", "Rien ne m'oblige à l'aimer."),
    ("en", "Somebody will have to pay for it.", "cs", "Někdo to bude muset zaplatit."),
    ("en", "Nobody was seriously hurt.", "de", "Niemand wurde schwer verletzt."),
    ("fr", "Il n'y a pas de blessés graves.", "cs", "Nikdo nebyl těžce zraněn."),
    ("ru", "Опасность нам не угрожала.", "en", "We were never in danger."),
    ("en", "It took more than a month.", "de", "Es dauerte mindestens fünf Wochen."),
    ("en", "More than 400 people came.", "fr", "Au moins 412 personnes sont venues."),
    ("en", "The bridge held, but the road gave way.", "ru", "Мост устоял, хотя дорога провалилась."),
    ("de", "Wenn der Ofen kalt ist, ist es zu spät.", "it", "Quando il forno è freddo, è troppo tardi."),
    ("ru", "Было бы странно, если бы никто не заболел.", "es", "Lo raro sería que nadie se enfermara."),
    ("en", "We do not rule out a strike.", "de", "Wir schließen einen Streik nicht aus."),
    ("en", "It should be checked.", "ru", "Это надо проверить."),
    ("fr", "Il faut vérifier cela.", "uk", "Це треба перевірити."),
    ("es", "Esperamos volver en primavera.", "cs", "Chceme se na jaře vrátit."),
    ("en", "The school will not open before the vote.", "de", "Die Schule öffnet erst nach der Abstimmung."),
    ("en", "The boat lies on the sea floor.", "de", "Das Boot liegt auf dem Meeresgrund."),
    ("ru", "Нас было не больше и не меньше.", "fr", "Nous étions autant que prévu."),
    ("uk", "Це було непросте рішення, і воно не було спільним.",
     "en", "It was not an easy decision, and it was not a common one."),
    ("cs", "Zatím nevíme, jak dlouho to potrvá.", "ru", "Мы пока не знаем, как долго это продлится."),
    ("de", "Der Weg war unsicher, aber wir sind nicht umgekehrt.",
     "fr", "La route n'était pas sûre, mais nous n'avons pas fait demi-tour."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "code", "text", "other_code", "other"), LOST)
def test_what_is_lost_is_told_from_either_side(kind: str, code: str, text: str, other_code: str, other: str) -> None:
    a, b = part("x:q1.1", text, language=code), part("y:q1.1", other, language=other_code)
    assert kind in {d.kind for d in compare_sentences(a, b, whole=True)}
    assert kind in {d.kind for d in compare_sentences(b, a, whole=True)}


@pytest.mark.parametrize(("code", "text", "other_code", "other"), KEPT)
def test_what_is_said_in_other_words_is_not_lost(code: str, text: str, other_code: str, other: str) -> None:
    a, b = part("x:q1.1", text, language=code), part("y:q1.1", other, language=other_code)
    assert not [d.explanation for d in compare_sentences(a, b, whole=True)]


@pytest.mark.parametrize(
    ("a", "b", "code", "row"),
    [
        ("We do not yet know why.", "We do not know why.", "en", ("omission", "restriction", "major")),
        ("Мы пока не знаем почему.", "Мы не знаем почему.", "ru", ("omission", "restriction", "major")),
        ("Le port reste fermé au moins jusqu'au vote.", "Le port reste fermé jusqu'au vote.", "fr",
         ("omission", "bound", "major")),
        ("Lo sabía solo el alcalde.", "Lo sabía el alcalde.", "es", ("omission", "word", "minor")),
    ],
)  # fmt: skip
def test_a_small_word_left_out_in_one_language(a: str, b: str, code: str, row: tuple[str, str, str]) -> None:
    assert told(a, b, code) == [row]


ADVERBIALS = [
    ("en", "The beam could break in the next frost.", "de", "beim nächsten Frost"),
    ("ru", "Балка может сломаться от мороза.", "fr", "sous le gel"),
    ("es", "El puente podría caer con la helada.", "it", "con il gelo"),
    ("cs", "Most by mohl spadnout v zimě.", "uk", "у зимовий мороз"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "other_code", "other"), ADVERBIALS)
def test_an_adverbial_has_no_verb_to_leave_open(code: str, text: str, other_code: str, other: str) -> None:
    a, b = part("x:q1.1", text, language=code), part("y:q1.1", other, language=other_code, kind="partial")
    assert "hedge" not in {d.kind for d in compare_sentences(a, b, whole=True)}
    assert "hedge" not in {d.kind for d in compare_sentences(b, a, whole=True)}
