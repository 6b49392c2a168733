"""The bundled models themselves: what they give, how fast they need not be, and that no connection is opened."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from pipeline.config import EmbedConfig, TranslateConfig
from pipeline.errors import ModelError
from pipeline.models import digests, installation, load_encoder, packages
from pipeline.models.decoding import compute_type
from pipeline.models.translator import ArgosTranslator, output_bound
from tests.models.packages_made import archive, metadata, under

pytestmark = pytest.mark.models

RUSSIAN = (
    "Была хорошая беседа по Сирии.",
    "Надеюсь на его помощь и на помощь Китая.",
    "Президент прибыл в Манилу 12 ноября.",
    "Нет!",
    "Дональд Трамп заявил журналистам, что встреча с российским коллегой прошла хорошо.",
)
MUL_EN = packages.BUNDLED / "translate-mul_en"


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> ArgosTranslator:
    return ArgosTranslator(TranslateConfig(), threads=2, user=tmp_path_factory.mktemp("nothing"))


def bundled_files(**replaced: bytes) -> dict[str, bytes]:
    content = {path.relative_to(MUL_EN).as_posix(): path.read_bytes() for path in MUL_EN.rglob("*") if path.is_file()}
    return content | {name.replace("__", "/").replace("_dot_", "."): data for name, data in replaced.items()}


def test_every_bundled_file_is_the_pinned_one() -> None:
    for asset, pinned in digests.pins().items():
        digests.verify_pinned(asset)
        assert set(digests.listing(digests.ASSETS / asset)) == set(pinned["files"])


def test_a_sentence_is_translated_the_same_in_any_company(translator: ArgosTranslator) -> None:
    together = translator.translate(RUSSIAN, "ru", 4)
    translator.forget()
    backwards = [translator.translate([text], "ru", 4)[0] for text in reversed(RUSSIAN)]
    assert together == backwards[::-1]
    assert together[0].english == "There was a good conversation on Syria."


@pytest.mark.parametrize(
    ("code", "text", "subject"),
    [
        ("de", "Die Regierung hat am Dienstag ein neues Gesetz beschlossen.", "law"),
        ("fr", "Le gouvernement a adopté une nouvelle loi mardi.", "law"),
        ("es", "El gobierno aprobó el martes una nueva ley.", "law"),
        ("it", "Il governo ha approvato martedì una nuova legge.", "law"),
        ("cs", "Vláda v úterý schválila nový zákon.", "law"),
        ("uk", "Уряд схвалив проєкт бюджету на наступний рік.", "budget"),
    ],
)
def test_one_set_of_weights_reads_seven_languages(
    translator: ArgosTranslator, code: str, text: str, subject: str
) -> None:
    route = translator.route(code)
    assert route is not None
    assert route.packages == ("mul_en",)
    english = translator.translate([text], code, 4)[0].english
    assert "government" in english
    assert subject in english


def test_the_output_is_ctranslate2s_on_the_tokens_of_argostranslates_tokenizer(translator: ArgosTranslator) -> None:
    import ctranslate2
    from argostranslate.tokenizer import SentencePieceTokenizer

    tokenizer = SentencePieceTokenizer(MUL_EN / "sentencepiece.model")
    model = ctranslate2.Translator(str(MUL_EN / "model"), compute_type=compute_type())
    for text, rendering in zip(RUSSIAN, translator.translate(RUSSIAN, "ru", 4), strict=True):
        tokens = tokenizer.encode(text)
        result = model.translate_batch(
            [tokens],
            beam_size=4,
            replace_unknowns=True,
            length_penalty=1.0,
            repetition_penalty=1.02,
            no_repeat_ngram_size=5,
            max_decoding_length=output_bound(len(tokens)),
        )
        assert tokenizer.decode(result[0].hypotheses[0]).removeprefix(" ") == rendering.english


def test_argostranslate_itself_lists_the_package_and_loads_its_tokenizer(tmp_path: Path) -> None:
    code = (
        "from argostranslate.package import get_installed_packages\n"
        "found = get_installed_packages()\n"
        "print([(p.from_code, p.to_code, p.package_version) for p in found])\n"
        "print(len(found[0].tokenizer.encode('Привет')) > 0)"
    )
    home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "ARGOS_PACKAGES_DIR": str(packages.BUNDLED)}
    result = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[('ru', 'en', '0.4')]\nTrue"


def test_a_pivot_is_the_two_packages_one_after_the_other(translator: ArgosTranslator, tmp_path: Path) -> None:
    pivot = tmp_path / "be_ru"
    shutil.copytree(MUL_EN, pivot)
    told = json.loads((MUL_EN / "metadata.json").read_text("utf-8")) | {
        "from_code": "be",
        "from_codes": ["be"],
        "to_code": "ru",
    }
    (pivot / "metadata.json").write_text(json.dumps(told), "utf-8")
    chained = ArgosTranslator(TranslateConfig(), threads=2, user=tmp_path)
    route = chained.route("be")
    assert route is not None
    assert route.packages == ("be_ru", "mul_en")
    between = translator.translate(RUSSIAN[:2], "ru", 2)
    twice = translator.translate([rendering.english for rendering in between], "ru", 2)
    assert [r.english for r in chained.translate(RUSSIAN[:2], "be", 2)] == [r.english for r in twice]


def test_a_language_without_a_package_is_an_error_with_its_remedy(translator: ArgosTranslator) -> None:
    assert translator.route("pl") is None
    with pytest.raises(ModelError) as caught:
        translator.translate(["Dzień dobry"], "pl", 4)
    assert caught.value.hint == "verify models pull pl"


def test_the_bundled_package_installs_from_an_archive_and_then_wins(tmp_path: Path) -> None:
    files = bundled_files(metadata_dot_json=metadata("ru", "en", "1.9"))
    path = archive(tmp_path / "ru.argosmodel", under("translate-ru_en", files), zipfile.ZIP_DEFLATED)
    package, _, new = installation.install(path, tmp_path / "packages", "ru")
    assert new
    route = ArgosTranslator(TranslateConfig(), user=tmp_path / "packages").route("ru")
    assert route is not None
    assert (route.version, route.digest) == ("1.9", package.digest)


@pytest.mark.parametrize("damaged", ["model/model.bin", "sentencepiece.model"])
def test_a_package_whose_model_is_cut_short_is_not_installed(tmp_path: Path, damaged: str) -> None:
    files = bundled_files()
    files[damaged] = files[damaged][: len(files[damaged]) // 2]
    path = archive(tmp_path / "ru.argosmodel", under("translate-ru_en", files))
    with pytest.raises(ModelError, match="cannot be used"):
        installation.install(path, tmp_path / "data" / "packages")
    assert [p for p in (tmp_path / "data").rglob("*") if p.is_file()] == []


def test_vectors_of_both_languages_lie_in_one_space_and_do_not_depend_on_company() -> None:
    encoder = load_encoder(EmbedConfig())
    texts = ["Good discussions on Syria.", RUSSIAN[0], "The ship caught fire in the port.", *RUSSIAN[1:]]
    languages = ["en", "ru", "en", *["ru"] * (len(RUSSIAN) - 1)]
    rows = encoder.encode(texts, languages)
    assert rows.shape == (len(texts), 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.3
    alone = np.concatenate([encoder.encode([text], [code]) for text, code in zip(texts, languages, strict=True)])
    assert np.array_equal(rows, alone)
    assert np.array_equal(encoder.encode(texts[::-1], languages[::-1])[::-1], rows)


def test_bfloat16_vectors_are_those_of_float32() -> None:
    from pipeline.models import encoder, forward

    model = forward.load_model(encoder.english_folder())
    texts = ["He will visit Japan on 12 November.", "Progress is being made.", "A fire broke out, officials said."]
    half, full = (forward.encode(model, texts, 1_024, half=half) for half in (True, False))
    assert (half * full).sum(axis=1).min() >= 0.9999


def test_a_run_of_both_models_imports_no_sentence_splitter_and_touches_no_home(tmp_path: Path) -> None:
    code = (
        "import sys, socket\n"
        "def refuse(*_): raise OSError('a connection was opened')\n"
        "socket.socket.connect = refuse\n"
        "from pipeline.config import *; from pipeline import models\n"
        "t = models.load_translator(TranslateConfig()); e = models.load_encoder(EmbedConfig())\n"
        "assert t.translate(['Нет!'], 'ru', 1)[0].english\n"
        "assert e.encode(['No', 'Нет'], ['en', 'ru']).shape == (2, 384)\n"
        "print(sorted({'stanza', 'minisbd', 'spacy', 'argostranslate.settings'} & set(sys.modules)))"
    )
    home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    result = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"
    assert result.stderr == ""
    assert list(tmp_path.iterdir()) == []
