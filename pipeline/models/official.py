"""The official Argos index: the only code of the program that opens a connection, run by `verify models` alone."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.errors import ModelError
from pipeline.models.archive import MAX_BYTES
from pipeline.models.packages import ENGLISH, version_key

TIMEOUT_SECONDS: Final = 60
MAX_INDEX_BYTES: Final = 20_000_000
_CHUNK: Final = 1024**2

# (address, file to write, most bytes) -> nothing; tests put their own in its place.
Fetch = Callable[[str, Path, int], None]


@dataclass(frozen=True, slots=True)
class Offer:
    """A package in the index."""

    source: str
    version: str
    links: tuple[str, ...]


def index_address() -> str:
    """argostranslate's own setting (variable, settings file or default)."""
    from argostranslate import settings

    return str(settings.remote_package_index)


def offers(address: str, scratch: Path, fetch: Fetch) -> list[Offer]:
    """What the index offers into English, sorted by language, newest version only."""
    target = scratch / "index.json"
    fetch(address, target, MAX_INDEX_BYTES)
    try:
        content = json.loads(target.read_text("utf-8"))
    except ValueError:
        raise ModelError(f"the package index at {address} is not JSON") from None
    newest: dict[str, Offer] = {}
    for entry in content if isinstance(content, list) else []:
        offer = _offer(entry)
        if offer is not None:
            best = newest.get(offer.source)
            if best is None or version_key(offer.version) > version_key(best.version):
                newest[offer.source] = offer
    return [newest[source] for source in sorted(newest)]


def _offer(entry: Any) -> Offer | None:
    if not isinstance(entry, dict) or entry.get("type", "translate") != "translate" or entry.get("to_code") != ENGLISH:
        return None
    links = entry.get("links")
    secure = tuple(link for link in links if str(link).startswith("https://")) if isinstance(links, list) else ()
    return Offer(str(entry.get("from_code")), str(entry.get("package_version", "")), secure) if secure else None


def download(language: str, scratch: Path, fetch: Fetch, address: str | None = None) -> tuple[Path, str]:
    """The newest official package from a language into English: (file in `scratch`, address it came from)."""
    found = {offer.source: offer for offer in offers(address or index_address(), scratch, fetch)}
    if language not in found:
        known = ", ".join(found) or "nothing"
        raise ModelError(f"the official index has no package from {language!r} into English; it offers {known}")
    target = scratch / f"translate-{language}_en.argosmodel"
    failures = []
    for link in found[language].links:
        try:
            fetch(link, target, MAX_BYTES)
        except ModelError as error:
            failures.append(error.message)
        else:
            return target, link
    raise ModelError("; ".join(failures), "try again, or get the file by other means and `verify models add FILE`")


def fetch_from_network(address: str, target: Path, most: int) -> None:
    """Download into a file; ModelError for a failure or more than `most` bytes."""
    request = urllib.request.Request(address, headers={"User-Agent": "crossverify"})
    written = 0
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response, target.open("wb") as sink:
            while chunk := response.read(_CHUNK):
                written += len(chunk)
                if written > most:
                    raise ModelError(f"{address} is larger than {most} bytes")
                sink.write(chunk)
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise ModelError(
            f"cannot download {address}: {reason}", "verify models add FILE.argosmodel installs a file offline"
        ) from None
