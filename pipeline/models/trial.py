"""`python -m pipeline.models.trial FOLDER`: exit 0 if the package in the folder translates, else one line on stderr."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.errors import ModelError


def main(folder: str) -> int:
    """Load the package and decode one sequence."""
    from pipeline.models.packages import read_package
    from pipeline.models.translator import PackageDecoder

    try:
        package = read_package(Path(folder))
        if package is None:
            raise ModelError("not a translation package")
        PackageDecoder(package, threads=1, batch_tokens=64).decode(["2017"], package.sources[0], 1)
    except ModelError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
