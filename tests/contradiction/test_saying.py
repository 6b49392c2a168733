"""The day on which something was said is not the day on which it happened."""

from __future__ import annotations

import pytest

from pipeline.contradiction.saying import said_on
from pipeline.text.dates import find_dates


@pytest.mark.parametrize(
    ("code", "text", "of_saying"),
    [
        ("en", "The company confirmed on Tuesday that it had stopped.", True),
        ("en", "Police said in a statement on Tuesday that he had gone.", True),
        ("en", "He said the bridge collapsed on Tuesday.", False),
        ("en", "The law was passed on Monday.", False),
        ("es", "El alcalde anunció este lunes su dimisión.", True),
        ("de", "Das kündigte Finanzminister Karl Lindt am Mittwoch an.", True),
        ("ru", "Об этом сообщил в среду министр финансов.", True),
        ("fr", "La préfecture a annoncé mercredi la fermeture.", True),
        ("it", "Lo ha annunciato mercoledì il ministro.", True),
        ("fr", "Le feu s'est déclaré jeudi près de la route.", False),
        ("fr", "Le maire a également déclaré jeudi que la route était fermée.", True),
        ("es", "Un incendio declarado el viernes arrasó el bosque.", False),
        ("es", "El fuego se declaró el viernes junto a la carretera.", False),
        ("es", "El alcalde ha declarado el viernes que dimite.", True),
        ("it", "Il piano annunciato venerdì costa molto.", False),
        ("it", "Il sindaco ha annunciato venerdì il piano.", True),
        ("cs", "Policie oznámila ve středu jeho zadržení.", True),
        ("uk", "Про це повідомив у середу міністр.", True),
    ],
)
def test_days_of_saying(code: str, text: str, of_saying: bool) -> None:
    (when,) = find_dates(text, code)
    assert said_on(text, when.start, when.end, code) is of_saying
