"""Command line of the recipe: prepare, warm, train, export; each may be stopped and repeated."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """Build the command line."""
    top = argparse.ArgumentParser(prog="python -m tools.train_translator", description=__doc__)
    top.add_argument("--work", type=Path, required=True, help="folder for everything in between")
    top.add_argument("--threads", type=int, default=2, help="CPU threads")
    verbs = top.add_subparsers(dest="command", required=True)

    prepare = verbs.add_parser("prepare", help="choose and tokenise pairs")
    prepare.add_argument("--pairs", type=Path, required=True, help="train.tsv.xz")
    prepare.add_argument("--package", type=Path, required=True, help="the package that is taken further")
    prepare.add_argument("--development", type=Path, required=True, help="dev-newstest2019.tsv.xz, never trained on")
    prepare.add_argument("--scored", type=int, default=300, help="development sentences scored while training")

    prepare.add_argument("--languages", nargs="+", default=["ru"], help="what is read: ru uk de fr es cs it")

    warm = verbs.add_parser("warm", help="read a package's weights back, deeper if wished")
    warm.add_argument("package", type=Path)
    warm.add_argument("--encoder-layers", type=int, default=0, help="0: as many as there are")
    warm.add_argument("--decoder-layers", type=int, default=0, help="0: as many as there are")
    warm.add_argument("--width", type=int, default=0, help="0: as wide as it is")
    warm.add_argument("--inner", type=int, default=0, help="width of the feed-forward maps; 0: in proportion")

    train = verbs.add_parser("train", help="train; goes on from its checkpoint")
    train.add_argument("--updates", type=int, default=None, help="length of the whole run, which the decay ends with")
    train.add_argument("--minutes", type=float, default=None, help="the same as a time, whatever the speed")
    train.add_argument("--until", type=int, default=-1, help="stop early at this update, to go on later")
    train.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                       help="change a setting of the recipe")  # fmt: skip

    export = verbs.add_parser("export", help="write the averaged weights as an Argos package")
    export.add_argument("out", type=Path)
    export.add_argument("--version", required=True)
    export.add_argument("--readme", type=Path, default=None)
    export.add_argument("--languages", nargs="+", default=["ru"], help="what the package says that it reads")
    return top


def _settings(given: argparse.Namespace) -> list[str]:
    lengths = [f"{name}={getattr(given, name)}" for name in ("updates", "minutes") if getattr(given, name)]
    return lengths + list(given.set)


def main(arguments: list[str] | None = None) -> None:
    """Run one command."""
    import torch

    from tools.train_translator import commands

    given = parser().parse_args(arguments)
    torch.set_num_threads(given.threads)
    work = commands.Work(given.work)
    run: dict[str, Callable[[], None]] = {
        "prepare": lambda: commands.prepare(
            work, given.pairs, given.package, given.development, given.scored, given.languages
        ),
        "warm": lambda: commands.warm(
            work, given.package, commands.Size(given.encoder_layers, given.decoder_layers, given.width, given.inner)
        ),
        "train": lambda: commands.train(work, _settings(given), given.until, given.threads),
        "export": lambda: commands.export_package(work, given.out, given.version, given.readme, given.languages),
    }
    run[given.command]()


if __name__ == "__main__":
    main()
