"""What the model libraries read from the environment, set before any of them is imported.

No run may reach a hub: a model that is not on the machine is an error with a remedy, never a download.
"""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

OFFLINE: Final = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "DO_NOT_TRACK": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    # Its threads and a forked worker process do not go together.
    "TOKENIZERS_PARALLELISM": "false",
}


# Waiting threads sleep rather than spin: with other work on the cores (CI runners), spinning took three to six times
# the processor time of the encoding itself. Read by the OpenMP runtime when torch is imported.
PATIENT: Final = {"OMP_WAIT_POLICY": "PASSIVE"}
# AMX kernels add up in an order that depends on the number of rows, so a vector would depend on its batch (by up to
# 1.5e-3 on a Xeon); those of AVX512-BF16 do not. Read by oneDNN at its first product.
STEADY: Final = {"ONEDNN_MAX_CPU_ISA": "AVX512_CORE_BF16"}


def go_offline() -> None:
    """Set the offline variables over whatever the user's shell says, and our defaults under it; before any import."""
    os.environ.update(OFFLINE)
    for name, value in (PATIENT | STEADY).items():
        os.environ.setdefault(name, value)


def cores(threads: int = 0) -> int:
    """`threads`, or for 0 what OMP_NUM_THREADS says, or the cores that this process may run on."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    if threads > 0 or (named.isdecimal() and int(named) > 0):
        return threads or int(named)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# glibc's names for its options, and what they are set to: the largest that it takes, and never.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_LARGEST_BLOCK: Final = 32 * 1024 * 1024
_NEVER: Final = 2**31 - 1


def collect_seldom() -> None:
    """Let the collector of cycles look less often: readings of text are many objects that live on, and few cycles.

    For a process of our own (the command line, a worker); who calls the library decides for himself.
    """
    gc.set_threshold(50_000, 20, 50)


@cache
def keep_freed_memory() -> None:
    """Let the allocator keep what a forward pass frees for the next one, instead of asking the system for it anew.

    Encoding takes about a tenth less time (a third of the page faults), at the same peak. Does nothing where the C
    library has no such option (musl, macOS, Windows).
    """
    with suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_BLOCK)
        mallopt(_M_TRIM_THRESHOLD, _NEVER)


@cache
def cpu_flags() -> frozenset[str]:
    """Instruction sets that the processor names; none where the system does not tell (Linux on x86 does)."""
    try:
        return frozenset(Path("/proc/cpuinfo").read_text("utf-8").partition("flags")[2].partition("\n")[0].split())
    except OSError:
        return frozenset()


def _folder(variable: str, default: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / default)


def cache_folder() -> Path:
    """Where this program keeps what can be computed again; not made here."""
    return _folder("XDG_CACHE_HOME", ".cache") / "crossverify"


def argos_config_file() -> Path:
    """argostranslate's own settings file, which may name the package folder."""
    return _folder("XDG_CONFIG_HOME", ".config") / "argos-translate" / "settings.json"


def argos_data_folder() -> Path:
    """argostranslate's own folder for what a user installs; not made here."""
    return _folder("XDG_DATA_HOME", ".local/share") / "argos-translate"
