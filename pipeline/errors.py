"""The error tree. Every error that a user can cause ends in one line and an exit code."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What `verify` returns to the shell; scripts and CI rely on these numbers."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    MODEL = 4
    INTERRUPTED = 130


class VerifyError(Exception):
    """Root of the tree: `message` is one line, `hint` says what to do about it."""

    exit_code: ExitCode = ExitCode.USAGE

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(VerifyError):
    """The configuration, manifest or command line is wrong."""


class InputError(VerifyError):
    """The corpus cannot be read, or holds no readable article."""

    exit_code = ExitCode.INPUT


class OutputError(VerifyError):
    """The output folder cannot be written, or another run holds it."""

    exit_code = ExitCode.INPUT


class DamagedError(OutputError):
    """An artifact of an earlier run is gone or is not what was written; `path` is the file."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} {what}", "run `verify run` again, which makes it anew")
        self.path = path
        self.what = what

    def __reduce__(self) -> tuple[type[DamagedError], tuple[Path, str]]:
        return type(self), (self.path, self.what)  # so that it comes back whole from another process


class ModelError(VerifyError):
    """A model is missing, damaged or not the one that was pinned; `hint` holds the command that mends it."""

    exit_code = ExitCode.MODEL


class StageError(VerifyError):
    """A stage broke its contract (a frame that does not fit its schema): a fault of ours, not of the user."""

    exit_code = ExitCode.INPUT
