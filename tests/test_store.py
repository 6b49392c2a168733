from __future__ import annotations

import errno
import os
import pickle
from pathlib import Path

import polars as pl
import pytest

from pipeline import store
from pipeline.errors import DamagedError, OutputError
from pipeline.schemas import frame
from pipeline.store import Artifact, Manifest, StageRecord, read_frame, write_atomic, write_frame, write_text


def rows() -> pl.DataFrame:
    return frame("quarantine", [{"article": "a", "path": "a.txt", "reason": "why"}])


def test_frames_come_back_and_equal_frames_are_equal_bytes(tmp_path: Path) -> None:
    first = write_frame(tmp_path, "quarantine", rows())
    content = (tmp_path / "quarantine.parquet").read_bytes()
    assert read_frame(tmp_path, "quarantine").equals(rows())
    again = write_frame(tmp_path, "quarantine", pl.concat([rows()[:0], rows()], rechunk=False))
    assert (tmp_path / "quarantine.parquet").read_bytes() == content
    assert (first.sha256, first.rows) == (again.sha256, 1)


def test_missing_and_damaged_frames_are_output_errors(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is missing"):
        read_frame(tmp_path, "quarantine")
    write_frame(tmp_path, "quarantine", rows())
    path = tmp_path / "quarantine.parquet"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(OutputError, match="is damaged"):
        read_frame(tmp_path, "quarantine")


def test_frame_of_another_digest_is_damaged_and_the_error_comes_back_whole(tmp_path: Path) -> None:
    artifact = write_frame(tmp_path, "quarantine", rows())
    assert read_frame(tmp_path, "quarantine", artifact.sha256).height == 1
    with pytest.raises(DamagedError, match="content is not what was written") as caught:
        read_frame(tmp_path, "quarantine", "0" * 64)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.path, again.message, again.hint) == (caught.value.path, caught.value.message, caught.value.hint)


def test_artifact_vouches_for_content_not_for_time(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"one")
    artifact = Artifact.of(path)
    os.utime(path, (1, 1))
    assert artifact.vouches_for(path)
    path.write_bytes(b"two")
    assert not artifact.vouches_for(path)
    assert not artifact.vouches_for(tmp_path / "gone")


def test_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_text(path, "old")

    def fail(temporary: Path) -> None:
        temporary.write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match=r"cannot write .*x: No space left on device"):
        write_atomic(path, fail)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_file_is_synced_before_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), sync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (done.append("rename"), replace(a, b))[1])
    write_text(tmp_path / "x", "text")
    assert done == ["sync", "rename", "sync"]  # the file, its place, its folder


def test_manifest_comes_back(tmp_path: Path) -> None:
    record = StageRecord({"version": 1}, {"a": "key"}, {"articles": Artifact(1, 2, "x", 3)}, 0.5)
    manifest = Manifest("c", {"k": 1}, "d", {"ingest": record}, {"s": [["a", None, "why"]]}, report="r")
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest


def test_manifest_of_another_format_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Manifest("c").write(tmp_path)
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    assert Manifest.read(tmp_path) == Manifest()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_read_only_folder_is_an_output_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        write_text(tmp_path / "x", "text")
