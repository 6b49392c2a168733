"""Archives from anywhere: refused for a stated reason, with nothing left on disk."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.models import installation, packages
from pipeline.models.archive import extract
from tests.models.packages_made import archive, files, folder, under

GOOD = under("translate-uk_en", files())


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packages of these tests hold no model; trying one out is tested with the real one."""
    monkeypatch.setattr(installation, "_try_out", lambda path, name: None)


def listed(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_good_archive_is_unpacked_as_it_is(tmp_path: Path) -> None:
    top = extract(archive(tmp_path / "a.argosmodel", GOOD), tmp_path / "out")
    assert listed(top) == files()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"../evil": b""}, "unsafe path"),
        ({"translate-uk_en/../../evil": b""}, "unsafe path"),
        ({"/etc/evil": b""}, "unsafe path"),
        ({"translate-uk_en/a\\..\\evil": b""}, "unsafe path"),
        ({"C:/evil": b""}, "unsafe path"),
        ({"translate-uk_en//evil": b""}, "unsafe path"),
        ({"translate-uk_en/a\nb": b""}, "unsafe path"),
        ({"other/file": b""}, "one folder"),
        ({"loose": b""}, "one folder"),
        ({"translate-uk_en/MODEL/model.bin": b""}, "twice"),
        ({f"translate-uk_en/{i}": b"" for i in range(5_000)}, "more than 5000"),
    ],
)
def test_hostile_names_are_refused(tmp_path: Path, more: dict[str, bytes], reason: str) -> None:
    path = archive(tmp_path / "a.argosmodel", {**GOOD, **more})
    with pytest.raises(ModelError, match=reason):
        extract(path, tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["a.argosmodel"]


def test_links_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.argosmodel", GOOD)
    link = zipfile.ZipInfo("translate-uk_en/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as stream:
        stream.writestr(link, "/etc/passwd")
    with pytest.raises(ModelError, match="link or device"):
        extract(path, tmp_path / "out")


def test_an_archive_that_unpacks_to_far_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    bomb = {**GOOD, "translate-uk_en/zeros": bytes(20_000_000)}
    path = archive(tmp_path / "a.argosmodel", bomb, zipfile.ZIP_DEFLATED)
    with pytest.raises(ModelError, match="100 times"):
        extract(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("missing", ["metadata.json", "model/model.bin", "sentencepiece.model"])
def test_a_required_file_that_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    content = {name: data for name, data in files().items() if name != missing}
    with pytest.raises(ModelError, match=missing.replace(".", r"\.")):
        extract(archive(tmp_path / "a.argosmodel", under("top", content)), tmp_path / "out")


def test_every_truncation_and_every_flipped_byte_is_refused_or_harmless(tmp_path: Path, tried: None) -> None:
    whole = archive(tmp_path / "a.argosmodel", GOOD).read_bytes()
    user = tmp_path / "data" / "packages"
    damaged = tmp_path / "b.argosmodel"
    for cut in range(0, len(whole), 7):
        damaged.write_bytes(whole[:cut])
        with pytest.raises(ModelError):
            installation.install(damaged, user)
        assert listed(tmp_path / "data") == {}
    for place in range(0, len(whole), 5):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            package, _, _ = installation.install(damaged, user)
        except ModelError:
            assert listed(tmp_path / "data") == {}
        else:
            # Flags, times and the like may be anything: what is installed is the package all the same.
            assert listed(package.path) == files()
            installation.remove(user, "uk", forget=True)
            (user / installation.LEDGER).unlink()


def test_not_an_archive_and_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no archive")
    with pytest.raises(ModelError, match="no intact"):
        extract(tmp_path / "text", tmp_path / "out")
    with pytest.raises(ModelError, match="does not exist"):
        extract(tmp_path / "absent", tmp_path / "out")


def test_an_install_is_recorded_and_repeating_it_changes_nothing(tmp_path: Path, tried: None) -> None:
    user = tmp_path / "data" / "packages"
    path = archive(tmp_path / "a.argosmodel", under("any name", files()))
    package, record, new = installation.install(path, user, "uk")
    assert new
    assert package.path == user / "translate-uk_en-1_0"
    assert record.bytes == path.stat().st_size
    assert installation.ledger(user) == {"uk_en 1.0": record}
    before = listed(tmp_path / "data")
    assert installation.install(path, user, "uk")[2] is False
    assert listed(tmp_path / "data") == before
    assert installation.state_of(package, installation.ledger(user)) == "ok"


def test_the_same_version_with_other_bytes_is_refused_even_after_removal(tmp_path: Path, tried: None) -> None:
    user = tmp_path / "packages"
    installation.install(archive(tmp_path / "a.argosmodel", GOOD), user)
    other = {**GOOD, "translate-uk_en/model/model.bin": b"other"}
    changed = archive(tmp_path / "b.argosmodel", other)
    with pytest.raises(ModelError, match="was recorded with sha256"):
        installation.install(changed, user)
    installation.remove(user, "uk_en")
    assert packages.discover(user, tmp_path / "none") == ([], [])
    with pytest.raises(ModelError, match="was recorded with sha256") as caught:
        installation.install(changed, user)
    assert "--forget" in str(caught.value.hint)


def test_a_package_changed_after_its_installation_is_noticed(tmp_path: Path, tried: None) -> None:
    user = tmp_path / "packages"
    package, _, _ = installation.install(archive(tmp_path / "a.argosmodel", GOOD), user)
    (package.path / "model" / "model.bin").write_bytes(b"Weights")
    assert installation.state_of(package, installation.ledger(user)) == "changed"


@pytest.mark.parametrize(
    ("source", "target", "wanted", "reason"),
    [
        ("uk", "en", "ru", "from uk, not from ru"),
        ("en", "uk", None, "from English"),
        ("uk", "pl", None, "from which no package leads to English"),
    ],
)
def test_a_package_of_the_wrong_language_is_refused(
    tmp_path: Path, tried: None, source: str, target: str, wanted: str | None, reason: str
) -> None:
    user = tmp_path / "data" / "packages"
    path = archive(tmp_path / "a.argosmodel", under("top", files(source, target)))
    with pytest.raises(ModelError, match=reason):
        installation.install(path, user, wanted)
    assert listed(tmp_path / "data") == {}


def test_a_pivot_package_is_installed_when_its_target_reaches_english(tmp_path: Path, tried: None) -> None:
    path = archive(tmp_path / "a.argosmodel", under("top", files("uk", "ru")))
    package, _, _ = installation.install(path, tmp_path / "packages")
    assert package.name == "uk_ru"  # The bundled ru_en takes it on.


def test_a_folder_in_the_way_is_not_touched(tmp_path: Path, tried: None) -> None:
    user = tmp_path / "packages"
    folder(user, "translate-uk_en-1_0", {"mine": b"mine"})
    with pytest.raises(ModelError, match="in the way"):
        installation.install(archive(tmp_path / "a.argosmodel", GOOD), user)
    assert listed(user) == {"translate-uk_en-1_0/mine": b"mine"}


def test_a_bundled_package_cannot_be_removed(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no installed package 'ru'") as caught:
        installation.remove(tmp_path, "ru")
    assert "bundled" in str(caught.value.hint)
