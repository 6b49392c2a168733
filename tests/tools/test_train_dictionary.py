"""The recipe of the dictionaries on a toy corpus whose meanings are known."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tools.train_dictionary import __main__ as command
from tools.train_dictionary.alignment import agreed_counts, cells
from tools.train_dictionary.bitext import bitext
from tools.train_dictionary.tables import Table, english_table, table_of, write_table

WORDS = {
    "hund": "dog", "katze": "cat", "vogel": "bird", "fisch": "fish", "pferd": "horse", "ente": "duck", "ziege": "goat",
}  # fmt: skip


def _pairs(count: int = 400) -> list[tuple[str, str]]:
    dice = random.Random(0)
    rows = []
    for _ in range(count):
        some = dice.sample(sorted(WORDS), 3)
        rows.append((f"der {' '.join(some)}", f"the {' '.join(WORDS[word] for word in some)}"))
    return rows


def _table() -> Table:
    german, english = bitext(_pairs(), "de")
    return table_of(german, english, *agreed_counts(german, english), "de")


def test_words_are_found_by_what_they_occur_with() -> None:
    found = _table()
    for german, english in WORDS.items():
        stem = next(stem for stem in found if german.startswith(stem))
        assert max(found[stem], key=found[stem].__getitem__)[:3] == english[:3]
    assert "der" not in found


def test_cells_are_every_word_beside_every_word_of_its_own_sentence() -> None:
    left, right = bitext([("hund katze", "dog cat"), ("hund", "dog"), ("katze", "cat")], "de")
    table = cells(left, right)
    assert len(table.pair) == 4 + 1 + 1
    assert table.left_token.tolist() == [0, 0, 1, 1, 2, 3]
    assert table.right_token.tolist() == [0, 1, 0, 1, 2, 3]


def test_synonyms_need_two_languages() -> None:
    one: Table = {"schiff": {"ship": 0.5, "vessel": 0.4}}
    other: Table = {"navir": {"ship": 0.6, "vessel": 0.3}}
    assert english_table([one]) == {}
    assert english_table([one, other]) == {"ship": {"vessel": 0.3}, "vessel": {"ship": 0.3}}


def test_a_table_is_the_same_bytes_twice_and_reads_back(tmp_path: Path) -> None:
    import lzma

    for name in ("a.tsv.xz", "b.tsv.xz"):
        write_table(tmp_path / name, _table())
    assert (tmp_path / "a.tsv.xz").read_bytes() == (tmp_path / "b.tsv.xz").read_bytes()
    lines = lzma.decompress((tmp_path / "a.tsv.xz").read_bytes()).decode().splitlines()
    assert lines == sorted(lines)


def test_the_command_writes_a_table_for_each_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.tsv"
    rows = (f"de\tnews\t{german} {n}\t{english} {n}\n" for n, (german, english) in enumerate(_pairs()))
    pairs.write_text("".join(rows))
    command.main(["--pairs", str(pairs), "--out", str(tmp_path)])
    assert (tmp_path / "de.tsv.xz").is_file()
    assert (tmp_path / "en.tsv.xz").is_file()
    assert "de: 400 pairs" in capsys.readouterr().out
