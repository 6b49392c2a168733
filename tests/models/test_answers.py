"""Answers that runs have in common: asked once, the same bytes, and nothing lost but time when the table is."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.models.answers import NAME, Answers, RememberedEncoder, RememberedTranslator
from pipeline.models.protocols import Translation
from tests.faults.newsroom import BagOfWords, Romaniser

TEXTS = ["The lake stays open.", "Озеро останется.", "The lake stays open.", "lake"]
LANGUAGES = ["en", "ru", "en", "en"]


class Counting(BagOfWords):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return super().encode(texts, languages)


class CountingTranslator(Romaniser):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        self.asked += texts
        found = super().translate(texts, language, beam_size)
        return [Translation(each.english, len(each.english), ("x",), unsure=True) for each in found]


def encoded(folder: Path, basis: str = "basis", texts: list[str] = TEXTS) -> tuple[NDArray[np.float32], list[str]]:
    """Rows by a run of its own, and what it had to ask the model."""
    answers, model = Answers(folder), Counting()
    rows = RememberedEncoder(model, answers, basis).encode(texts, LANGUAGES[: len(texts)])
    answers.close()
    return rows, model.asked


def test_a_text_is_encoded_once_in_the_life_of_the_table(tmp_path: Path) -> None:
    first, asked = encoded(tmp_path)
    second, again = encoded(tmp_path)
    assert asked == ["The lake stays open.", "Озеро останется.", "lake"]
    assert again == []
    plain = BagOfWords().encode(TEXTS, LANGUAGES)
    assert first.tobytes() == second.tobytes() == plain.tobytes()


def test_only_new_texts_are_asked_for_and_rows_stay_in_order(tmp_path: Path) -> None:
    encoded(tmp_path)
    rows, asked = encoded(tmp_path, texts=["new", *TEXTS[1:3]])
    assert asked == ["new"]
    assert rows.tobytes() == BagOfWords().encode(["new", *TEXTS[1:3]], LANGUAGES).tobytes()


def test_other_code_libraries_or_language_are_another_answer(tmp_path: Path) -> None:
    encoded(tmp_path)
    assert encoded(tmp_path, basis="other")[1] != []
    model = Counting()
    RememberedEncoder(model, Answers(tmp_path), "basis").encode(TEXTS[:1], ["de"])
    assert model.asked == TEXTS[:1]


def test_nothing_is_asked_of_the_model_for_nothing(tmp_path: Path) -> None:
    assert encoded(tmp_path, texts=[])[0].shape == (0, 64)


def test_a_text_is_translated_once_a_beam(tmp_path: Path) -> None:
    model = CountingTranslator()
    plain = CountingTranslator().translate(["да", "нет"], "ru", 4)
    for _ in range(2):
        translator = RememberedTranslator(model, Answers(tmp_path), "basis")
        assert translator.translate(["да", "нет", "да"], "ru", 4) == [*plain, plain[0]]
    assert model.asked == ["да", "нет"]
    translator.translate(["да"], "ru", 1)
    assert model.asked == ["да", "нет", "да"]


@pytest.mark.parametrize("fault", ["garbage", "cut", "empty", "folder"])
def test_a_damaged_table_costs_time_only(tmp_path: Path, fault: str) -> None:
    first, _ = encoded(tmp_path)
    table = tmp_path / NAME
    if fault == "garbage":
        table.write_bytes(b"no table at all " * 1_000)
    elif fault == "cut":
        os.truncate(table, table.stat().st_size // 2)
    elif fault == "empty":
        table.write_bytes(b"")
    else:
        table.unlink()
        table.mkdir()
    rows, asked = encoded(tmp_path)
    assert rows.tobytes() == first.tobytes()
    assert len(asked) == 3
    if fault != "folder":
        encoded(tmp_path)
        assert encoded(tmp_path)[1] == []  # a new table has begun


def test_one_changed_byte_of_an_answer_is_noticed(tmp_path: Path) -> None:
    first, _ = encoded(tmp_path)
    with sqlite3.connect(tmp_path / NAME) as table:
        for row, value in table.execute("SELECT rowid, value FROM answers").fetchall():
            spoiled = value[:-1] + bytes([value[-1] ^ 1])
            table.execute("UPDATE answers SET value = ? WHERE rowid = ?", (spoiled, row))
    table.close()
    rows, asked = encoded(tmp_path)
    assert rows.tobytes() == first.tobytes()
    assert len(asked) == 3
    assert encoded(tmp_path)[1] == []


def test_a_place_that_cannot_be_written_is_told_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answers, model = Answers(tmp_path / "file"), Counting()
    rows = RememberedEncoder(model, answers, "basis").encode(TEXTS, LANGUAGES)
    assert rows.tobytes() == BagOfWords().encode(TEXTS, LANGUAGES).tobytes()
    assert str(tmp_path / "file") in answers.fault


def test_kill_in_the_middle_of_a_write_keeps_what_was_kept(tmp_path: Path) -> None:
    first, _ = encoded(tmp_path)
    code = (
        "import os, signal, sys; from pathlib import Path; from pipeline.models.answers import Answers\n"
        "answers = Answers(Path(sys.argv[1])); answers.get([b'x'])\n"
        "class Deadly(dict):\n"
        "    def items(self):\n"
        "        yield b'half', b'written'\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "table = answers._connection\n"
        "with table:\n"
        "    table.executemany('INSERT INTO answers VALUES (?, ?)', Deadly().items())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    rows, asked = encoded(tmp_path)
    assert rows.tobytes() == first.tobytes()
    assert asked == []
    assert Answers(tmp_path).get([b"half"]) == {}


def test_many_may_write_at_once(tmp_path: Path) -> None:
    def write(name: int) -> None:
        answers = Answers(tmp_path)
        for n in range(50):
            answers.put({b"%d-%d" % (name, n): b"value %d" % n})
        assert answers.fault == ""
        answers.close()

    writers = [Thread(target=write, args=(name,)) for name in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert len(Answers(tmp_path).get([b"%d-%d" % (name, n) for name in range(4) for n in range(50)])) == 200


def test_the_oldest_are_dropped_beyond_the_bound(tmp_path: Path) -> None:
    answers = Answers(tmp_path, max_mb=1)
    for n in range(40):
        answers.put({b"%d" % n: bytes(100_000)})
    answers.close()
    assert (tmp_path / NAME).stat().st_size < 2 * 1024**2
    kept = sorted(int(key) for key in Answers(tmp_path).get([b"%d" % n for n in range(40)]))
    assert kept == list(range(kept[0], 40))
    assert 5 <= len(kept) <= 11
