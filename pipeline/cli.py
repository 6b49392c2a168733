"""The `verify` command. Each command's work is in pipeline/commands, imported when it is asked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline.errors import ExitCode, VerifyError
from pipeline.models.commands import app as models_app

app = typer.Typer(
    name="verify",
    help="Who said exactly what, where the wording differs, and what only one source claims.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(models_app, name="models")

ConfigOrFolder = Annotated[
    Path, typer.Argument(metavar="CONFIG_OR_FOLDER", help="A YAML file, or a folder of articles.")
]
Output = Annotated[Path | None, typer.Option("--output", metavar="DIR", help="Write the reports straight into DIR.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable result on stdout.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"verify {version('crossverify')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it and exit.")
    ] = False,
) -> None: ...


@app.command()
def run(
    target: ConfigOrFolder,
    output: Output = None,
    executor: Annotated[str | None, typer.Option(metavar="NAME", help="local or ray")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Verify a corpus: compute what changed, write the reports."""
    from pipeline.commands.run import run as command

    command(target, output, executor, quiet, json)


@app.command()
def plan(target: ConfigOrFolder, output: Output = None, json: Json = False) -> None:
    """Say what `run` would compute, and why; compute nothing."""
    from pipeline.commands.plan import plan as command

    command(target, output, json)


@app.command()
def check(
    target: Annotated[Path, typer.Argument(metavar="CONFIG_OR_RUN", help="A YAML file, a folder of articles, a run.")],
    baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="Count findings that are not in FILE.")] = None,
    fail_on: Annotated[str, typer.Option(metavar="major|minor|none", help="The severity that fails.")] = "major",
    most: Annotated[list[str] | None, typer.Option("--max", metavar="RULE=N", help="Allow N findings of RULE.")] = None,
    allow_degraded: Annotated[bool, typer.Option(help="Pass although something could not be checked.")] = False,
    output: Output = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Gate for CI: exit 1 on findings at or above a severity."""
    from pipeline.commands.check import check as command

    command(target, baseline, fail_on, most or [], allow_degraded, output, quiet, json)


@app.command()
def baseline(
    directory: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a finished run.")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it there, not to stdout.")
    ] = None,
) -> None:
    """Write the findings of a run as known ones, for `check --baseline`."""
    from pipeline.commands.check import write_baseline

    write_baseline(directory, output)


@app.command()
def explain(
    finding: Annotated[str, typer.Argument(metavar="FINDING_ID", help="Its id, or the beginning of it.")],
    directory: Annotated[
        Path | None, typer.Option("--run", metavar="RUN", help="Default: the newest in output/.")
    ] = None,
    json: Json = False,
) -> None:
    """Show the whole chain behind a finding."""
    from pipeline.commands.explain import explain as command

    command(finding, directory, json)


@app.command()
def review(
    directory: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a finished run.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    browse: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Default: your user name.")] = None,
    taken: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Add exported decisions; serve nothing.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option("--export-gold", metavar="DIR", help="Write decisions as gold; serve nothing.")
    ] = None,
) -> None:
    """Accept, reject and comment findings in a browser on this machine."""
    from pipeline.commands.review import review as command

    command(directory, port, browse, reviewer, taken, gold)


@app.command("eval")
def evaluate(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="report.json, or the folder of a run.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of gold files.")],
    json: Json = False,
) -> None:
    """Score a report against gold."""
    from pipeline.commands.evaluate import evaluate as command

    command(report, gold, json)


@app.command()
def calibrate(
    golds: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Folders of gold with claims.jsonl.")],
    runs: Annotated[list[Path], typer.Option("--run", metavar="RUN", help="The finished run of each, in order.")],
    output: Annotated[Path, typer.Option("--output", metavar="FILE", help="Where to write it.")] = Path(
        "calibration.json"
    ),
) -> None:
    """Fit the judge of claims to gold of your own."""
    from pipeline.commands.calibrate import calibrate as command

    command(golds, runs, output)


@app.command()
def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Use the models with the network cut off.")] = False,
    json: Json = False,
) -> None:
    """Say which models and libraries are here, and what works without a network."""
    from pipeline.commands.doctor import doctor as command

    command(offline, json)


@app.command()
def init(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The configuration to write.")] = Path("verify.yaml"),
    corpus: Annotated[Path, typer.Option("--corpus", metavar="DIR", help="The folder of articles.")] = Path("articles"),
    force: Annotated[bool, typer.Option("--force", help="Replace FILE.")] = False,
) -> None:
    """Write a commented configuration with every key and its default."""
    from pipeline.commands.init import init as command

    command(path, corpus, force)


def main() -> NoReturn:
    """Entry point: errors of ours are one line and their exit code; VERIFY_DEBUG=1 shows where they came from."""
    try:
        app(windows_expand_args=False)
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:
            _leave(ExitCode.INTERRUPTED)
        raise
    except VerifyError as error:
        if os.environ.get("VERIFY_DEBUG"):
            raise
        _fail(error.message, error.hint, error.exit_code)
    except Exception as error:
        if os.environ.get("VERIFY_DEBUG"):
            raise
        _fail(f"a fault of verify itself: {type(error).__name__}: {error}", "see VERIFY_DEBUG=1", ExitCode.INPUT)
    sys.exit(ExitCode.CLEAN)


def _leave(code: ExitCode) -> NoReturn:
    """Exit without waiting for threads: one may be importing a library, which nothing can cut short."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _fail(message: str, hint: str | None, code: ExitCode) -> NoReturn:
    from pipeline.console import report_error

    report_error(message, hint)
    sys.exit(code)


if __name__ == "__main__":
    main()
