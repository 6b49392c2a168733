from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pipeline.commands.init import commented
from pipeline.config import CorpusConfig, RunConfig
from pipeline.errors import ConfigError
from pipeline.loading import load_config

CONFIGS = Path(__file__).parents[1] / "configs"


def written(folder: Path, text: str) -> Path:
    path = folder / "verify.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_are_taken_from_the_file_s_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    config = load_config(written(tmp_path, "corpus: {path: articles}\noutput: {dir: out}\n"))
    assert config.corpus.path == tmp_path / "articles"
    assert config.output.dir == tmp_path / "out"


def test_folder_is_read_with_defaults(tmp_path: Path) -> None:
    folder = tmp_path / "my corpus"
    folder.mkdir()
    config = load_config(folder)
    assert (config.corpus.name, config.corpus.path) == ("my-corpus", folder)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("corpus: {path: a}\nsegmnt: {}\n", "unknown key segmnt", "did you mean segment?"),
        ("corpus: {path: a, manfest: b}\n", "unknown key corpus.manfest", "did you mean corpus.manifest?"),
        ("corpus: {path: a}\nzzzzzz: 1\n", "unknown key zzzzzz", "known keys: corpus, "),
        ("corpus: {}\n", "corpus.path: Field required", "verify init"),
        ("corpus: {path: a}\nsegment: {max_chars: -1}\n", "segment.max_chars: Input should be greater", "verify init"),
        ("corpus: {path: a}\ncorpus: {path: b}\n", ":2:1: key 'corpus' given twice", None),
        ("corpus: [\n", "verify.yaml:2:1: ", None),
        ("- a\n", "expected keys and values", "verify init"),
        ("", "expected keys and values", "verify init"),
        ("corpus: !!python/object/apply:os.system [id]\n", "could not determine a constructor", None),
        ("threads: !!int ''\ncorpus: {path: a}\n", "not valid YAML (", None),
        ("threads: !!timestamp x\ncorpus: {path: a}\n", "not valid YAML (", None),
        ("? [a]\n: b\n", "not valid YAML (", None),
        ("corpus: &a {<<: *a}\n", "verify.yaml", None),
        ("threads: 2024-99-99\ncorpus: {path: a}\n", "not valid YAML (", None),
        (
            "corpus: {path: a}\ningest: {max_bytez: 1}\n",
            "unknown key ingest.max_bytez",
            "did you mean ingest.max_bytes?",
        ),
        (
            "corpus: {path: a}\ningest: {max_seconds: -1}\n",
            "ingest.max_seconds: Input should be greater",
            "verify init",
        ),
        ("corpus: {path: a, name: ../b}\n", "corpus.name '../b' must be usable", None),
    ],
)
def test_faults_are_one_line_with_their_place(tmp_path: Path, text: str, message: str, hint: str | None) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert message in caught.value.message
    assert "\n" not in caught.value.message
    assert hint is None or (caught.value.hint is not None and hint in caught.value.hint)


def test_alias_bomb_depth_and_size_are_refused_at_once(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 20)}]\n" for n in range(1, 12))
    for text in (bomb, "a: " + "[" * 50 + "]" * 50, "# " + "x" * 1_000_001):
        with pytest.raises(ConfigError):
            load_config(written(tmp_path, text))


def test_missing_binary_and_foreign_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file or folder"):
        load_config(tmp_path / "gone.yaml")
    binary = tmp_path / "x.yaml"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ConfigError, match="not UTF-8 at byte 0"):
        load_config(binary)


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.yaml")), ids=lambda path: path.name)
def test_shipped_configurations_load_and_find_their_corpus(path: Path) -> None:
    assert load_config(path).corpus.path.is_dir()


def test_init_shows_every_key_with_its_default(tmp_path: Path) -> None:
    text = commented(tmp_path / "articles", tmp_path)
    assert load_config(written(tmp_path, text)) == load_config(written(tmp_path, "corpus: {path: articles}\n"))
    body = "\n".join(re.sub(r"^( *)# ", r"\1", line) for line in text.splitlines()[2:])
    shown = RunConfig.model_validate(yaml.safe_load(body))
    assert shown.model_dump(exclude={"corpus"}) == RunConfig(corpus=CorpusConfig(path=Path())).model_dump(
        exclude={"corpus"}
    )
    assert set(yaml.safe_load(body)) == set(RunConfig.model_fields)
    assert set(yaml.safe_load(body)["segment"]) == set(RunConfig.model_fields["segment"].annotation.model_fields)
