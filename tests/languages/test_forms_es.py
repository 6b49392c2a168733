"""Spanish forms: tenses, pronominal verbs and phrases that the lists must hold, and look-alikes that they must not."""

from __future__ import annotations

import pytest

from tests.languages.reads import reads

CASES = [
    ("El banco rechazaba la oferta.", "denials", ["rechazaba"]),
    ("Las dos demandas fueron desestimadas y rechazadas.", "denials", ["rechazadas"]),
    ("La alcaldesa se ha negado a firmar.", "denials", ["se ha negado"]),
    ("El portavoz se abstenía de comentar.", "denials", ["se abstenía"]),
    ("La renuncia del consejero llegó ayer.", "denials", []),
    ("El equipo renunció a la final.", "denials", ["renunció a"]),
    ("No se abrirá en ningún caso.", "denials", ["No"]),
    ("En ningún caso se abrirá.", "denials", ["En ningún caso"]),
    ("Hubo una crecida sin precedentes.", "denials", []),
    ("No cabe duda de que vino.", "denials", []),
    ("Ganó nada menos que ella.", "denials", []),
    ("Iremos, a no ser que llueva.", "denials", []),
    ("Es demasiado tarde para salvar el puente.", "denials", ["demasiado tarde para"]),
    ("Poco después salió un poco de humo.", "weak", []),
    ("Prácticamente nadie vino.", "weak", ["Prácticamente nadie"]),
    ("Los diques parecían firmes.", "possibility", ["parecían"]),
    ("El sindicato no excluye una huelga.", "possibility", ["no excluye"]),
    ("Por supuesto que vino.", "report", []),
    ("El supuesto autor huyó.", "report", ["supuesto"]),
    ("De acuerdo con el puerto, salió.", "report", ["De acuerdo con"]),
    ("Estamos de acuerdo con el puerto.", "report", []),
    ("Corría como si lo persiguieran.", "conditions", []),
    ("Suponiendo que pague, abrirá; llevad agua por si arde.", "conditions", ["Suponiendo que", "por si"]),
    ("Si llueve, no sale.", "conditions", ["Si"]),
    ("Tendría tiempo y querría ir.", "irrealis", ["Tendría", "querría"]),
    ("Hubo que cerrar y habría que abrir.", "duty", ["Hubo que", "habría que"]),
    ("Tenían la intención de vender.", "intention", ["Tenían la intención"]),
    ("Pretendían y buscaban vender.", "wanting", ["buscaban"]),
    ("Cerrado hasta nuevo aviso.", "restriction", ["hasta nuevo aviso"]),
    ("Ardió por completo.", "degree", ["por completo"]),
    ("La torre forma parte del puerto por parte de padre.", "quantity", []),
    ("Cada vez más barcos salen.", "quantity", []),
    ("Cada barco sale.", "quantity", ["Cada 5"]),
    ("Buena parte de los barcos salió.", "quantity", ["Buena parte 4"]),
    ("La mitad de los barcos salió.", "quantity", ["La mitad 3"]),
    ("Mentían y engañaron.", "error", ["Mentían 4", "engañaron 3"]),
    ("Se celebra el vigésimo aniversario.", "numbers", ["exact 20"]),
    ("Salieron dos o tres barcos.", "alternatives", []),
    ("Salió un barco o un tren.", "alternatives", ["o"]),
]


@pytest.mark.parametrize(("text", "name", "found"), CASES)
def test_forms(text: str, name: str, found: list[str]) -> None:
    assert reads(text, "es", name) == found
