"""French forms: tenses, elisions and phrases that the lists must hold, and look-alikes that they must not."""

from __future__ import annotations

import pytest

from tests.languages.reads import reads

CASES = [
    ("La ville démentait toute fermeture.", "denials", ["démentait"]),
    ("La maire refusa de signer.", "denials", ["refusa"]),
    ("Les deux plaintes furent rejetées.", "denials", ["rejetées"]),
    ("Le chalutier s'est échoué sur le banc de sable.", "denials", []),
    ("La banque a échoué à protéger ses clients.", "denials", ["échoué à"]),
    ("Les deux bacs se sont échoués.", "denials", []),
    ("Il ne faut en aucun cas ouvrir l'écluse.", "denials", ["ne"]),
    ("Ouvrir l'écluse ? En aucun cas.", "denials", ["En aucun cas"]),
    ("Le point de vue du préfet a changé.", "denials", []),
    ("Nous n'avons point signé.", "denials", ["n'"]),
    ("C'est un premier pas vers la paix.", "denials", []),
    ("Le village est non loin du lac.", "denials", []),
    ("Une crue sans précédent a touché la vallée.", "denials", []),
    ("Le match nul profite aux visiteurs.", "denials", []),
    ("Il est trop tard pour sauver le pont.", "denials", ["trop tard pour"]),
    ("Ils ont vendu plutôt que d'attendre.", "denials", ["plutôt que"]),
    ("Un peu plus tard, le bac est parti.", "weak", []),
    ("Il n'est quasiment jamais venu.", "weak", ["quasiment jamais"]),
    ("Le pont a l'air solide.", "possibility", ["a l'air"]),
    ("Le syndicat n'exclut pas une grève.", "possibility", ["n'exclut pas"]),
    ("À notre avis, la digue tiendra.", "report", ["À notre avis"]),
    ("À en croire le port, tout va bien.", "report", ["À en croire"]),
    ("Il courait comme s'il était poursuivi.", "conditions", []),
    ("La route est si longue.", "conditions", []),
    ("Venez s'il vous plaît.", "conditions", []),
    ("S'il pleut, le bac reste à quai.", "conditions", ["S'il"]),
    ("À supposer que la banque paie, le chantier reprend.", "conditions", ["À supposer que"]),
    ("Il devrait et il voudrait partir.", "irrealis", ["devrait", "voudrait"]),
    ("Vous devrez attendre ; il fallait fermer.", "duty", ["devrez", "fallait"]),
    ("Ils prévoyaient de vendre.", "intention", ["prévoyaient"]),
    ("Ils voulaient vendre.", "wanting", ["voulaient"]),
    ("Cette saison, le téléphérique est fermé jusqu'à ce jour.", "restriction", ["Cette saison", "jusqu'à ce jour"]),
    ("Le rapport est publié dans son intégralité.", "degree", ["dans son intégralité"]),
    ("L'ensemble des lots est vendu.", "quantity", ["L'ensemble des 5"]),
    ("La tour fait partie du port.", "quantity", []),
    ("Il est revenu tout de suite, malgré tout.", "quantity", []),
    ("De nombreux lots sont vendus.", "quantity", ["nombreux 4"]),
    ("La moitié des lots sont vendus.", "quantity", ["La moitié 3"]),
    ("Il reste plus d'un million de tonnes.", "numbers", ["more_than 1000000"]),
    ("Il s'est trompé de date.", "error", ["s'est trompé 1"]),
    ("Il a trompé ses clients.", "error", ["trompé 3"]),
    ("La vente a échoué faute de fonds.", "blame", []),
    ("Deux ou trois bacs sont partis.", "alternatives", []),
    ("Un bac ou un train est parti.", "alternatives", ["ou"]),
]


@pytest.mark.parametrize(("text", "name", "found"), CASES)
def test_forms(text: str, name: str, found: list[str]) -> None:
    assert reads(text, "fr", name) == found
