"""Conditions by the [grammar] lists."""

from __future__ import annotations

import pytest

from pipeline.text.grammar import conditions


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("en", "The gate opens only if it rains.", ["only if"]),
        ("en", "It stays shut unless it rains, as long as the river is low.", ["unless", "as long as"]),
        ("ru", "Ворота откроют лишь в случае дождя.", ["лишь в случае"]),
        ("ru", "Ворота откроют только тогда, когда пойдет дождь.", ["только тогда, когда"]),
        ("uk", "Браму відчинять лише тоді, коли піде дощ.", ["лише тоді, коли"]),
        ("uk", "Браму відчинять тільки якщо піде дощ.", ["тільки якщо"]),
        ("de", "Das Tor öffnet nur, wenn es regnet.", ["wenn"]),
        ("de", "Nur wenn es regnet, öffnet das Tor, es sei denn, es friert.", ["Nur wenn", "es sei denn"]),
        ("fr", "La porte s'ouvre seulement si la pluie tombe.", ["seulement si"]),
        ("fr", "Elle ne s'ouvre que s'il pleut.", ["que s'il"]),
        ("fr", "Elle s'est ouverte hier.", []),
        ("es", "La puerta se abre sólo si llueve, salvo que hiele.", ["sólo si", "salvo que"]),
        ("it", "La porta si apre solo se piove, a meno che geli.", ["solo se", "a meno che"]),
        ("cs", "Brána se otevře jen pokud zaprší.", ["jen pokud"]),
        ("cs", "Brána se otevře pouze tehdy, když zaprší.", ["pouze tehdy, když"]),
        ("cs", "Pokud víme, brána je zavřená.", []),
    ],
)
def test_conditions(code: str, text: str, found: list[str]) -> None:
    assert [span.text for span in conditions(text, code)] == found
