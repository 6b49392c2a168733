"""`python -m fuzz.targets ingest 60`: libFuzzer (atheris) on one property for that many seconds, guided by coverage.

Starts from fuzz/corpus/<target>. An input that breaks the property is left in the working folder as crash-<sha1>;
`python -m fuzz.targets ingest crash-...` tries one again, with no need of atheris.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

CORPUS: Final = Path(__file__).parent / "corpus"
SETTINGS: Final = ("-max_len=4096", "-timeout=30", "-rss_limit_mb=3072", "-print_final_stats=1", "-verbosity=0")


def main(arguments: Sequence[str]) -> None:
    name, given = arguments
    if not given.isdecimal():
        from fuzz.properties import PROPERTIES

        PROPERTIES[name](Path(given).read_bytes())
        return
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from fuzz.properties import PROPERTIES
    with tempfile.TemporaryDirectory() as grown:
        options = [sys.argv[0], f"-max_total_time={given}", *SETTINGS, grown, str(CORPUS / name)]
        atheris.Setup(options, PROPERTIES[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
