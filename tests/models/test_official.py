"""The official index, played by a function: no test opens a connection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.errors import ModelError
from pipeline.models import installation, official, packages
from pipeline.models.commands import app
from tests.models.packages_made import archive, files, folder, under


class Site:
    """Pages by address; what is not there cannot be downloaded."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages

    def __call__(self, address: str, target: Path, most: int) -> None:
        if address not in self.pages:
            raise ModelError(f"cannot download {address}: not found")
        assert len(self.pages[address]) <= most
        target.write_bytes(self.pages[address])


def entry(source: str, version: str, *links: str, target: str = "en") -> dict[str, object]:
    return {"from_code": source, "to_code": target, "package_version": version, "links": list(links)}


def index(*entries: object) -> bytes:
    return json.dumps(entries).encode()


def test_the_newest_package_into_english_is_offered_over_a_safe_link(tmp_path: Path) -> None:
    listed = index(
        entry("uk", "1.4", "https://x/old"),
        entry("uk", "1.10", "http://x/plain", "https://x/new"),
        entry("uk", "2.0", "http://x/only-plain"),
        entry("en", "1.9", "https://x/away", target="uk"),
        "nonsense",
    )
    assert official.offers("i", tmp_path, Site({"i": listed})) == [official.Offer("uk", "1.10", ("https://x/new",))]


def test_a_dead_link_gives_way_to_the_next(tmp_path: Path) -> None:
    site = Site({"i": index(entry("uk", "1.0", "https://x/dead", "https://x/live")), "https://x/live": b"package"})
    path, address = official.download("uk", tmp_path, site, "i")
    assert (path.read_bytes(), address) == (b"package", "https://x/live")


def test_what_the_index_lacks_is_said_with_what_it_has(tmp_path: Path) -> None:
    site = Site({"i": index(entry("uk", "1.0", "https://x/dead"))})
    with pytest.raises(ModelError, match="no package from 'xx' into English; it offers uk"):
        official.download("xx", tmp_path, site, "i")
    with pytest.raises(ModelError, match="cannot download https://x/dead") as caught:
        official.download("uk", tmp_path, site, "i")
    assert "verify models add FILE" in str(caught.value.hint)
    with pytest.raises(ModelError, match="is not JSON"):
        official.download("uk", tmp_path, Site({"i": b"<html>"}), "i")


def test_pull_installs_shows_and_records_size_and_sha256_and_refuses_other_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = tmp_path / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(user))
    monkeypatch.setattr(installation, "_try_out", lambda path, name: None)
    monkeypatch.setattr(official, "index_address", lambda: "i")
    content = archive(tmp_path / "a", under("top", files())).read_bytes()
    site = Site({"i": index(entry("uk", "1.0", "https://x/uk")), "https://x/uk": content})
    monkeypatch.setattr(official, "fetch_from_network", site)

    shown = CliRunner().invoke(app, ["pull", "uk"])
    assert shown.exit_code == 0
    record = installation.ledger(user)["uk_en 1.0"]
    assert (record.bytes, record.source) == (len(content), "https://x/uk")
    assert f"{len(content)} bytes, sha256 {record.sha256}" in shown.output
    assert "uk→en  uk_en 1.0 (installed)" in CliRunner().invoke(app, ["list"]).output

    site.pages["https://x/uk"] = archive(tmp_path / "b", {**under("top", files()), "top/more": b"x"}).read_bytes()
    refused = CliRunner().invoke(app, ["pull", "uk"])
    assert isinstance(refused.exception, ModelError)
    assert "was recorded with sha256" in refused.exception.message


def test_verify_ends_with_4_when_an_installed_package_was_changed_or_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    folder(tmp_path, "mine", files())
    result = CliRunner().invoke(app, ["verify", "--json"])
    assert result.exit_code == 0
    states = {row["model"]: row["state"] for row in json.loads(result.output)}
    assert states["uk_en 1.0 (installed)"] == "unrecorded"
    assert states["mul_en 0.4 (bundled)"] == "ok"
    folder(tmp_path, "broken", {"metadata.json": b"{"})
    assert CliRunner().invoke(app, ["verify"]).exit_code == 4


def test_remove_takes_out_what_is_installed_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    folder(tmp_path / "packages", "mine", files())
    result = CliRunner().invoke(app, ["remove", "uk"])
    assert result.output.startswith("removed uk_en 1.0")
    assert packages.discover(tmp_path / "packages", tmp_path / "none") == ([], [])
