"""Choosing an encoder: what is refused before anything is loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.config import EmbedConfig
from pipeline.errors import ModelError
from pipeline.models import load_encoder
from pipeline.models.encoder import refuse_unsafe

OWN = "sentence_transformers.models.Transformer"


def model(folder: Path, files: dict[str, bytes], *modules: dict[str, str]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    if modules:
        (folder / "modules.json").write_text(json.dumps(modules))
    return folder


def test_a_folder_of_safetensors_is_accepted_beside_other_formats(tmp_path: Path) -> None:
    files = {"model.safetensors": b"", "pytorch_model.bin": b"", "training_args.bin": b"", "onnx/model.onnx": b""}
    refuse_unsafe(model(tmp_path, files, {"path": "", "type": OWN}))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "weights.pkl"])
def test_pickled_weights_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="is a pickle"):
        refuse_unsafe(model(tmp_path, {name: b""}, {"path": "", "type": OWN}))


def test_a_pickle_in_a_later_module_is_refused(tmp_path: Path) -> None:
    files = {"model.safetensors": b"", "2_Dense/pytorch_model.bin": b""}
    modules = {"path": "", "type": OWN}, {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}
    with pytest.raises(ModelError, match=r"2_Dense.* is a pickle"):
        refuse_unsafe(model(tmp_path, files, *modules))


def test_code_of_the_models_own_is_not_run(tmp_path: Path) -> None:
    folder = model(tmp_path, {"model.safetensors": b""}, {"path": "", "type": "custom_st.Transformer"})
    with pytest.raises(ModelError, match="code of its own"):
        refuse_unsafe(folder)


def test_a_folder_without_weights_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no safetensors") as caught:
        load_encoder(EmbedConfig(model=str(tmp_path)))
    assert "embed.model: bundled" in str(caught.value.hint)


def test_a_hub_name_that_is_not_on_this_machine_is_not_downloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(ModelError, match="nor in the local model cache") as caught:
        load_encoder(EmbedConfig(model="an-organisation/no-such-model"))
    assert "hf download an-organisation/no-such-model" in str(caught.value.hint)


def test_a_chosen_folder_has_a_digest_that_follows_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    one = load_encoder(EmbedConfig(model=str(model(tmp_path / "a", {"model.safetensors": b"1"}))))
    two = load_encoder(EmbedConfig(model=str(model(tmp_path / "b", {"model.safetensors": b"2"}))))
    same = load_encoder(EmbedConfig(model=str(model(tmp_path / "c", {"model.safetensors": b"1"}))))
    assert one.digest == same.digest != two.digest
    assert one.reads("ja")
    assert not one.reads("und")
