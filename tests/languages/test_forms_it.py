"""Italian forms: tenses, elisions and phrases that the lists must hold, and look-alikes that they must not."""

from __future__ import annotations

import pytest

from tests.languages.reads import reads

CASES = [
    ("La banca smentiva la vendita.", "denials", ["smentiva"]),
    ("I due ricorsi furono respinti.", "denials", ["respinti"]),
    ("Il freddo impedì la partenza.", "denials", ["impedì"]),
    ("La sindaca si asteneva dal voto.", "denials", ["asteneva"]),
    ("Non va aperta in nessun caso.", "denials", ["Non"]),
    ("In nessun caso va aperta.", "denials", ["In nessun caso"]),
    ("Non appena piove, la diga chiude.", "denials", []),
    ("Non c'era nessun'altra barca.", "denials", ["Non"]),
    ("Nessun'altra barca partì.", "denials", ["Nessun'"]),
    ("Restano a meno che non piova.", "denials", []),
    ("Una piena senza precedenti.", "denials", []),
    ("Come mai è partito?", "denials", []),
    ("È troppo tardi per salvare il ponte.", "denials", ["troppo tardi per"]),
    ("Hanno venduto piuttosto che aspettare.", "denials", ["piuttosto che"]),
    ("Poco dopo uscì un po' di fumo.", "weak", []),
    ("Praticamente nessuno è venuto.", "weak", ["Praticamente nessuno"]),
    ("Il ponte ha l'aria di reggere.", "possibility", ["ha l'aria di"]),
    ("Gli argini sembravano saldi.", "possibility", ["sembravano"]),
    ("A mio avviso l'argine terrà.", "report", ["A mio avviso"]),
    ("Stando al porto, è partita.", "report", ["Stando al"]),
    ("Correva come se lo inseguissero.", "conditions", []),
    ("Il traghetto se ne andò.", "conditions", []),
    ("Se piove, resta in porto.", "conditions", ["Se"]),
    ("Nell'eventualità di una piena, si chiude.", "conditions", ["Nell'eventualità"]),
    ("Potrebbe e vorrebbe partire.", "irrealis", ["Potrebbe", "vorrebbe"]),
    ("Dovettero chiudere e bisognava aprire.", "duty", ["Dovettero", "bisognava"]),
    ("Avevano intenzione di vendere.", "intention", ["Avevano intenzione"]),
    ("Volevano vendere.", "wanting", ["Volevano"]),
    ("Chiuso fino a nuovo avviso.", "restriction", ["fino a nuovo avviso"]),
    ("Il rapporto è pubblicato integralmente.", "degree", ["integralmente"]),
    ("La torre fa parte del porto, e fu venduta da parte sua.", "quantity", []),
    ("Parte delle barche uscì.", "quantity", ["Parte 3"]),
    ("Gran parte delle barche uscì.", "quantity", ["Gran parte 4"]),
    ("La metà delle barche uscì.", "quantity", ["La metà delle 3"]),
    ("Arrivò a metà aprile.", "quantity", []),
    ("Mentì e ingannò i clienti.", "error", ["Mentì 4", "ingannò 3"]),
    ("Uscirono due o tre barche.", "alternatives", []),
    ("Uscì una barca o un treno.", "alternatives", ["o"]),
]


@pytest.mark.parametrize(("text", "name", "found"), CASES)
def test_forms(text: str, name: str, found: list[str]) -> None:
    assert reads(text, "it", name) == found
