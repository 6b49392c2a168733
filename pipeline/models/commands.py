"""`verify models`: what translates and encodes on this machine. `pull` and `list --available` use the network."""

from __future__ import annotations

import json as json_format
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.errors import ExitCode, ModelError

app = typer.Typer(
    name="models",
    help="Translation packages and encoders on this machine.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Language = Annotated[str, typer.Argument(metavar="LANG", help="An ISO 639-1 code, e.g. ru.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable result on stdout.")]


@app.command("list")
def list_(
    available: Annotated[bool, typer.Option("--available", help="Ask the official index too (network).")] = False,
    json: Json = False,
) -> None:
    """Show installed and bundled packages, and how each language reaches English."""
    rows = _present()
    if available:
        rows += _offered()
    if json:
        print(json_format.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        print("  ".join(str(row[column]) for column in ("state", "package", "version", "note") if row[column]))


@app.command()
def pull(language: Language) -> None:
    """Download the official package of a language into English and install it (network)."""
    from pipeline.models import official

    with tempfile.TemporaryDirectory(prefix="crossverify-") as scratch:
        path, address = official.download(language, Path(scratch), official.fetch_from_network)
        _install(path, language, address)


@app.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.argosmodel", help="A package file, from anywhere.")],
    language: Annotated[str | None, typer.Option("--language", metavar="LANG", help="Insist on its language.")] = None,
) -> None:
    """Check a package file and install it; no network."""
    _install(file, language, None)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A package (ru_en) or a language (ru).")],
    forget: Annotated[bool, typer.Option("--forget", help="Forget its recorded sha256 too.")] = False,
) -> None:
    """Take installed packages out; the bundled ones stay."""
    from pipeline.models import installation, packages

    for package in installation.remove(packages.user_folder(), name, forget):
        print(f"removed {package.name} {package.version} from {package.path.parent}")


@app.command()
def verify(json: Json = False) -> None:
    """Compare every model file with its pinned or recorded sha256."""
    rows = [*_verified_packages(), *_verified_encoders()]
    if json:
        print(json_format.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['state']}  {row['model']}  {row['note']}".rstrip())
    if any(row["state"] in ("damaged", "changed") for row in rows):
        raise typer.Exit(ExitCode.MODEL)


def _install(path: Path, language: str | None, source: str | None) -> None:
    from pipeline.models import installation, packages

    package, record, new = installation.install(path, packages.user_folder(), language, source)
    print(f"{'installed' if new else 'already installed:'} {package.name} {package.version} in {package.path}")
    print(f"{record.bytes} bytes, sha256 {record.sha256}")


def _present() -> list[dict[str, Any]]:
    from pipeline.models import packages

    found, unusable = packages.discover()
    routes = packages.routes(found, {})
    rows: list[dict[str, Any]] = [_row(p.origin, p.name, p.version, str(p.path)) for p in found]
    rows += [_row("unusable", each.path.name, "", each.reason) for each in unusable]
    for language, chain in sorted(routes.items()):
        steps = "→".join([language, *(package.target for package in chain)])
        rows.append(_row("route", steps, "", ", ".join(f"{p.name} {p.version} ({p.origin})" for p in chain)))
    return rows


def _offered() -> list[dict[str, Any]]:
    from pipeline.models import official

    with tempfile.TemporaryDirectory(prefix="crossverify-") as scratch:
        found = official.offers(official.index_address(), Path(scratch), official.fetch_from_network)
    return [_row("available", f"{o.source}_en", o.version, f"verify models pull {o.source}") for o in found]


def _row(state: str, package: str, version: str, note: str) -> dict[str, Any]:
    return {"state": state, "package": package, "version": version, "note": note}


def _verified_packages() -> list[dict[str, str]]:
    from pipeline.models import installation, packages

    folder = packages.user_folder()
    found, unusable = packages.discover()
    records = installation.ledger(folder)
    rows = [{"state": "damaged", "model": str(each.path), "note": each.reason} for each in unusable]
    for package in found:
        name = f"{package.name} {package.version} ({package.origin})"
        try:
            rows.append({"state": installation.state_of(package, records), "model": name, "note": package.digest})
        except ModelError as error:
            rows.append({"state": "damaged", "model": name, "note": error.message})
    return rows


def _verified_encoders() -> list[dict[str, str]]:
    from pipeline.models import encoder

    try:
        bundled = encoder.bundled_encoder()
        bundled.verify()
    except ModelError as error:
        return [{"state": "damaged", "model": "bundled encoder", "note": error.message}]
    return [{"state": "ok", "model": bundled.name, "note": bundled.digest}]
