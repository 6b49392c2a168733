"""English forms: contractions, participles and phrases that the lists must hold, and look-alikes that they must not."""

from __future__ import annotations

import pytest

from tests.languages.reads import reads

CASES = [
    ("The crew mustn't and needn't sail, the owner said.", "denials", ["mustn't", "needn't"]),
    ("They couldn't've reached the lock in time.", "denials", ["couldn't've"]),
    ("The board failed in protecting its savers.", "denials", ["failed in protecting"]),
    ("The dam could have failed in the next frost.", "denials", []),
    ("The old pump failed in spring.", "denials", []),
    ("He failed in his bid to keep the seat.", "denials", ["failed in his bid"]),
    ("Exports declined by a third in autumn.", "denials", []),
    ("Ferry traffic is in decline.", "denials", []),
    ("The mayor declined to name the buyer.", "denials", ["declined to"]),
    ("Both declined comment.", "denials", ["declined comment"]),
    ("The council turned down the offer.", "denials", ["turned down the"]),
    ("The driver turned down Mill Street.", "denials", []),
    ("They neglected to warn the campers.", "denials", ["neglected to"]),
    ("Under no circumstances will the bridge open.", "denials", ["Under no circumstances"]),
    ("I couldn't agree more, the minister said.", "denials", []),
    ("It is no secret that the pier is old.", "denials", []),
    ("The show was nothing short of a triumph.", "denials", []),
    ("The wreck's cause is unknown.", "denials", ["unknown"]),
    ("A few boats came back.", "weak", []),
    ("Hardly any boats came back.", "weak", ["Hardly any"]),
    ("In my opinion the wall will hold.", "report", ["In my opinion"]),
    ("As far as I'm aware nobody was hurt.", "report", ["As far as I'm aware"]),
    ("It could've been the heat.", "possibility", ["could've"]),
    ("Police suspect arson.", "possibility", ["Police suspect"]),
    ("He left to avoid a suspect.", "possibility", []),
    ("He ran as if chased.", "conditions", []),
    ("The strike ends if the bank pays.", "conditions", ["if"]),
    ("The loan is contingent on a vote.", "conditions", ["contingent on"]),
    ("Few, if any, tickets are left.", "conditions", []),
    ("If any ticket is left, call us.", "conditions", ["If"]),
    ("I'd have gone, and we'd have waited.", "irrealis", ["I'd", "we'd"]),
    ("We've got to rebuild it.", "duty", ["We've got to"]),
    ("He got to the station late.", "duty", []),
    ("Hopefully the lift runs by May.", "intention", ["Hopefully"]),
    ("They are proposing to sell.", "intention", ["proposing to"]),
    ("I'd like a word.", "wanting", ["I'd like"]),
    ("The path is closed up to now.", "restriction", ["up to now"]),
    ("The report was published in its entirety.", "degree", ["in its entirety"]),
    ("The shop closed after all.", "quantity", []),
    ("All shops closed.", "quantity", ["All 5"]),
    ("Half of the crew left, and a few stayed.", "quantity", ["Half of 3", "a few 3"]),
    ("Numerous crews left.", "quantity", ["Numerous 4"]),
    ("It took a day or two.", "alternatives", []),
    ("It took a bus or a tram.", "alternatives", ["or"]),
]


@pytest.mark.parametrize(("text", "name", "found"), CASES)
def test_forms(text: str, name: str, found: list[str]) -> None:
    assert reads(text, "en", name) == found
