"""A few thousand of the hostile documents that `make fuzz` reads by the hundred thousand."""

from __future__ import annotations

import pytest

from fuzz.checks import hold, read
from fuzz.documents import Hostile, document
from fuzz.many import faulty, main


def test_documents_are_the_same_every_time_and_of_every_kind() -> None:
    some = [document(1, number) for number in range(60)]
    assert some == [document(1, number) for number in range(60)]
    assert {each.path.rpartition(".")[2] for each in some} == {"txt", "md", "html", "json", "jsonl"}


@pytest.mark.slow
def test_hostile_documents_from_ingest_to_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["1500", "--seed", "20261122", "--growth", "256"]) == 0
    assert "1500 documents (seed 20261122)" in capsys.readouterr().out


def test_document_that_breaks_something_is_found_among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(files: list[Hostile]) -> None:
        if any(each.path.startswith("000007") for each in files):
            raise RuntimeError("broken")

    monkeypatch.setattr("fuzz.many.read", fragile)
    assert list(faulty(0, range(20))) == [7]
    assert main(["20"]) == 1


def test_checks_notice_a_shifted_offset_and_a_lost_file() -> None:
    good = Hostile("a.txt", "The mayor spoke.\n\n“The lake stays as it is,” Ana Roe said on Monday.\n".encode())
    frames = read([good])
    assert frames["quotes"].height == 1
    shifted = {**frames, "quotes": frames["quotes"].with_columns(frames["quotes"]["end"] - 1)}
    with pytest.raises(AssertionError):
        hold(shifted)
    with pytest.raises(AssertionError, match="neither read nor refused"):
        hold({**frames, "articles": frames["articles"].clear()})
