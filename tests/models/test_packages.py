"""Finding packages and routes without importing argostranslate."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.models import packages
from pipeline.models.decoding import Decoding
from tests.models.packages_made import files, folder


def chains(user: Path, bundled: Path, pins: dict[str, str] | None = None) -> dict[str, list[str]]:
    found, _ = packages.discover(user, bundled)
    return {
        language: [f"{p.name} {p.version} {p.origin}" for p in chain]
        for language, chain in packages.routes(found, pins or {}).items()
    }


def test_an_installed_package_wins_over_a_bundled_one_of_a_higher_version(tmp_path: Path) -> None:
    folder(tmp_path / "user", "a", files("ru", "en", "1.0"))
    folder(tmp_path / "bundled", "b", files("ru", "en", "2.0"))
    assert chains(tmp_path / "user", tmp_path / "bundled") == {"ru": ["ru_en 1.0 installed"]}


def test_of_two_installed_versions_the_higher_by_number_is_taken(tmp_path: Path) -> None:
    folder(tmp_path, "a", files("ru", "en", "1.10"))
    folder(tmp_path, "b", files("ru", "en", "1.9"))
    assert chains(tmp_path, tmp_path / "none") == {"ru": ["ru_en 1.10 installed"]}


def test_a_pin_chooses_a_version_and_a_missing_one_is_an_error_with_its_remedy(tmp_path: Path) -> None:
    folder(tmp_path / "user", "a", files("ru", "en", "1.9"))
    folder(tmp_path / "bundled", "b", files("ru", "en", "0.1"))
    pinned = chains(tmp_path / "user", tmp_path / "bundled", {"ru": "0.1"})
    assert pinned == {"ru": ["ru_en 0.1 bundled"]}
    with pytest.raises(ModelError, match=r"'ru' is pinned to version 7") as caught:
        chains(tmp_path / "user", tmp_path / "bundled", {"ru": "7"})
    assert caught.value.hint == "verify models pull ru"


def test_a_language_without_a_direct_package_goes_through_another(tmp_path: Path) -> None:
    for source, target in (("uk", "ru"), ("ru", "en"), ("be", "uk"), ("en", "ru")):
        folder(tmp_path, f"{source}_{target}", files(source, target))
    names = {k: [each.split()[0] for each in v] for k, v in chains(tmp_path, tmp_path / "none").items()}
    assert names == {"ru": ["ru_en"], "uk": ["uk_ru", "ru_en"], "be": ["be_uk", "uk_ru", "ru_en"]}


def test_a_direct_package_comes_before_a_pivot(tmp_path: Path) -> None:
    for source, target in (("uk", "ru"), ("ru", "en"), ("uk", "en")):
        folder(tmp_path, f"{source}_{target}", files(source, target))
    assert chains(tmp_path, tmp_path / "none")["uk"] == ["uk_en 1.0 installed"]


def test_one_package_may_read_several_languages(tmp_path: Path) -> None:
    folder(tmp_path, "many", files("ru", "en", from_codes=["ru", "de"]))
    assert set(chains(tmp_path, tmp_path / "none")) == {"ru", "de"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({}, "no readable metadata"),
        ({"metadata.json": b"{"}, "not JSON"),
        ({"metadata.json": b"[]"}, "no object"),
        ({"metadata.json": b"{}"}, "does not name its languages"),
        ({**files("../..", "en")}, "does not name its languages"),
        ({**files(length_penalty="1")}, "length_penalty"),
        ({**files(length_penalty=-1)}, "length_penalty"),
        ({**files(no_repeat_ngram_size=2.5)}, "no_repeat_ngram_size that is no whole number from 0 to 20"),
        ({**files(repetition_penalty=0.5)}, "repetition_penalty that is no number from 1 to 2"),
        ({k: v for k, v in files().items() if k != "model/model.bin"}, "model.bin"),
        ({k: v for k, v in files().items() if k != "sentencepiece.model"}, "no tokenizer"),
    ],
)
def test_an_unusable_folder_is_named_with_its_reason_and_the_others_stay(
    tmp_path: Path, content: dict[str, bytes], reason: str
) -> None:
    (tmp_path / "broken").mkdir()
    folder(tmp_path, "broken", content)
    folder(tmp_path, "good", files())
    found, unusable = packages.discover(tmp_path, tmp_path / "none")
    assert [p.path.name for p in found] == ["good"]
    assert [each.path.name for each in unusable] == ["broken"]
    assert reason in unusable[0].reason


def test_a_package_may_say_how_it_is_decoded_else_it_is_as_argostranslate_does(tmp_path: Path) -> None:
    told = {"length_penalty": 1, "repetition_penalty": 1.02, "no_repeat_ngram_size": 5, "attention_aligns": True}
    own = packages.read_package(folder(tmp_path, "own", files(**told)))
    plain = packages.read_package(folder(tmp_path, "plain", files()))
    assert own is not None
    assert plain is not None
    assert (own.decoding, own.attention_aligns) == (Decoding(1.0, 1.02, 5), True)
    assert (plain.decoding, plain.attention_aligns) == (Decoding(0.2, 1.0, 0), False)


def test_a_package_that_only_splits_sentences_is_passed_over(tmp_path: Path) -> None:
    folder(tmp_path, "sbd", {"metadata.json": b'{"type": "sbd"}'})
    assert packages.discover(tmp_path, tmp_path / "none") == ([], [])


def test_the_digest_follows_the_weights_and_ignores_a_sentence_splitter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = packages.read_package(folder(tmp_path, "a", files()))
    second = packages.read_package(folder(tmp_path, "b", {**files(), "stanza/uk.pt": b"x"}))
    third = packages.read_package(folder(tmp_path, "c", {**files(), "model/model.bin": b"weightz"}))
    assert first
    assert second
    assert third
    assert first.digest == second.digest != third.digest
    assert packages.fresh_digest(first) == first.digest


def test_the_user_folder_is_where_argostranslate_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARGOS_PACKAGES_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert packages.user_folder() == tmp_path / "data" / "argos-translate" / "packages"
    (tmp_path / "config" / "argos-translate").mkdir(parents=True)
    settings = tmp_path / "config" / "argos-translate" / "settings.json"
    settings.write_text('{"ARGOS_PACKAGES_DIR": "/from/settings"}')
    assert packages.user_folder() == Path("/from/settings")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "/from/variable")
    assert packages.user_folder() == Path("/from/variable")


def test_finding_routes_and_digests_imports_no_model_library_and_makes_no_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from pipeline.config import *; from pipeline import models\n"
        "t = models.load_translator(TranslateConfig()); e = models.load_encoder(EmbedConfig())\n"
        "assert t.route('ru') and len(t.digest) == len(e.digest) == 64 and e.reads('ru') and e.reads('en')\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'ctranslate2', 'argostranslate', 'numpy'}\n"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    result = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert list(tmp_path.iterdir()) == []
