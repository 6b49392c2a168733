"""Command line of the recipe: warm, prepare, teacher, train, export; each may be stopped and repeated."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tools.train_encoder import commands

STUDENTS = ("static", "transformer", "combined")


def parser() -> argparse.ArgumentParser:
    """Build the command line."""
    top = argparse.ArgumentParser(prog="python -m tools.train_encoder", description=__doc__)
    top.add_argument("--work", type=Path, required=True, help="folder for everything in between")
    top.add_argument("--threads", type=int, default=2, help="CPU threads for PyTorch")
    verbs = top.add_subparsers(dest="command", required=True)

    warm = verbs.add_parser("warm", help="take up a shipped Transformer student; before prepare")
    warm.add_argument("model", type=Path)

    prepare = verbs.add_parser("prepare", help="choose pairs, hold some out, make the pieces")
    prepare.add_argument("--pairs", type=Path, required=True, help="train.tsv.xz")
    prepare.add_argument("--pieces", type=int, default=28_000, help="size of the vocabulary")
    prepare.add_argument("--held-out", type=int, default=500, help="pairs held out a language")
    prepare.add_argument("--rivals", type=int, default=16_000, help="edited English sentences")

    verbs.add_parser("teacher", help="vectors of the English side, in shards")

    train = verbs.add_parser("train", help="train a student; resumes from its checkpoint")
    train.add_argument("student", choices=STUDENTS)
    train.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                       help="change a setting of the recipe")  # fmt: skip

    export = verbs.add_parser("export", help="write the model, check it, print its digest")
    export.add_argument("student", choices=STUDENTS)
    export.add_argument("out", type=Path)
    return top


def main(arguments: list[str] | None = None) -> None:
    """Run one command."""
    import torch

    options = parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    work = commands.Work(options.work)
    work.folder.mkdir(parents=True, exist_ok=True)
    run: dict[str, Callable[[], None]] = {
        "warm": lambda: commands.warm(work, options.model),
        "prepare": lambda: commands.prepare(work, options.pairs, options.pieces, options.held_out, options.rivals),
        "teacher": lambda: commands.teach(work),
        "train": lambda: commands.train(work, options.student, options.set),
        "export": lambda: commands.export(work, options.student, options.out),
    }
    run[options.command]()


if __name__ == "__main__":
    main()
