"""Czech: forms that the word lists hold, in sentences, and look-alikes that they must pass over."""

from __future__ import annotations

from typing import Final

import pytest

from pipeline.text.grammar import phrases
from tests.languages.reads import READERS

CODE: Final = "cs"


@pytest.mark.parametrize(
    ("reader", "text", "found"),
    [
        # A prefix "ne-" that denies, and words that only begin with it.
        ("denied", "Vláda nemusí návrh stáhnout.", ["nemusí"]),
        ("denied", "Obce nemohly čekat, starostovi to nevadí.", ["nemohly", "nevadí"]),
        ("denied", "Pošta o tom nejednala.", ["nejednala"]),
        ("denied", "Odešel beze slova.", ["beze"]),
        ("denied", "V žádném případě nepůjde o ústupek.", ["nepůjde"]),
        ("denied", "Ministr vyloučení odmítal a svědectví bylo vyvráceno.", ["odmítal", "vyvráceno"]),
        ("denied", "Nezaměstnanost v kraji klesla a nepokoje ustaly.", []),
        ("denied", "Dva rybáři jsou nezvěstní, hledá je nezisková organizace.", []),
        ("denied", "Neprodleně vyjeli k nečekanému a neobvyklému nálezu.", []),
        ("denied", "Neúspěch mužstva byl nepříjemný, řekl neurolog z Nevady.", []),
        ("denied", "Nejde jen o peníze, bez ohledu na cenu.", []),
        # Hedges, and opinions that are none.
        ("open", "To se zdá pravděpodobné.", ["se zdá", "pravděpodobné"]),
        ("open", "Ředitel stávku nevyloučil, údajnou dohodu nezná.", ["nevyloučil", "údajnou"]),
        ("open", "Pokud se ví, loď je v přístavu.", ["Pokud se ví"]),
        ("open", "Loď zdání nebudí a přístav je plný.", []),
        ("belief", "Podle mého názoru je to málo, myslíme si.", ["Podle mého názoru", "myslíme"]),
        # Conditions, and what only begins like one.
        ("condition", "Kdybychom zaplatili, přijel by.", ["Kdybychom"]),
        ("condition", "Pakliže zaprší, most zavřou.", ["Pakliže"]),
        ("condition", "Ani kdyby pršelo, most nezavřou.", []),
        ("concession", "Ani kdyby pršelo, most nezavřou.", ["Ani kdyby"]),
        ("condition", "Kdo zaplatil, odjel.", []),
        # Numbers in their cases, and words of number that bound them.
        ("number", "Na náměstí přišlo několik set lidí.", ["range 200"]),
        ("number", "Tisíce dělníků stávkovaly se třemi sty studenty.", ["range 2000", "exact 300"]),
        ("number", "Bydlí v třináctém patře a platí necelou polovinu.", ["exact 13", "less_than 0"]),
        ("number", "Hlasoval tři čtvrtě roku s dvěma třetinami rady.", ["exact 0.75", "about 66.67"]),
        ("number", "Poslal stovky dopisů.", ["range 200"]),
        ("number", "Polovojenský oddíl přijel dopoledne.", []),
        ("date", "Zasedání začalo včerejším hlasováním.", ["včerejším"]),
        ("date", "Soud rozhodne třináctého července.", ["třináctého července"]),
        # Scales: what one must, should, may.
        ("grade", "Bude muset odejít.", ["obligation 4"]),
        ("grade", "Rada by měla rozhodnout.", ["obligation 3"]),
        ("grade", "Rada má dvě auta.", []),
        ("grade", "Slíbila pomoc všem.", ["commitment 4", "quantity 5"]),
        ("grade", "Je to nepravděpodobné.", []),
    ],
)
def test_forms(reader: str, text: str, found: list[str]) -> None:
    assert READERS[reader](text, CODE) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("duty", "Stát by se měl omluvit.", ["by se měl"]),
        ("duty", "Nechtěl muset odejít.", ["muset"]),
        ("duty", "Měl dvě lodě.", []),
        ("restriction", "Most ještě nebyl otevřen.", ["ještě nebyl"]),
        ("restriction", "Ještě než otevřeli most, ještě nedávno, pršelo.", []),
        ("restriction", "Rozpočet letošního roku platí do odvolání.", ["letošního roku", "do odvolání"]),
        ("intention", "Odbory mají v úmyslu stávkovat.", ["mají v úmyslu"]),
        ("intention", "Má v Praze úmyslné nepřátele.", []),
        ("degree", "Výrobu kompletně zastavili.", ["kompletně"]),
        ("ready", "Firma je ochotná jednat.", ["ochotná"]),
        ("until", "Neodejde do doby, než přijede lékař.", ["do doby, než"]),
        ("before", "Odjeli ještě než přijela policie.", ["ještě než"]),
        ("before", "Odjelo víc než sto lidí.", []),
        ("absent", "Důkazy chybějí a svědci přestali mluvit.", ["chybějí", "přestali"]),
    ],
)
def test_phrases(name: str, text: str, found: list[str]) -> None:
    assert [span.text for span in phrases(text, CODE, name)] == found
