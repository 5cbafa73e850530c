"""The command line: arguments in, exit status out. Imports a command's module when it is called."""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from collections.abc import Sequence
from typing import TypeAlias

from scoreline import __version__
from scoreline.runner.arguments import add_run_options

_EPILOG = """\
exit status: 0 all as expected; 1 a client failed, or a required one is unavailable;
2 usage or bad input; 3 nothing could be judged."""
_Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    parsed = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for terminals that are not UTF-8
    status: int = importlib.import_module("scoreline.commands").call(parsed)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scoreline",
        description="Judges clients of model scoring services against one contract.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"scoreline {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_report(commands)
    _add_serve(commands)
    _add_list(commands)
    _add_explain(commands)
    return parser


def _add_run(commands: _Subparsers) -> None:
    run = commands.add_parser(
        "run",
        help="judge clients",
        description="Builds clients, plays the cases with them and judges the results.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    run.add_argument(
        "manifests",
        nargs="*",
        metavar="MANIFEST",
        help="a client.toml, or a folder that holds one; default: the reference clients",
    )
    run.add_argument(
        "--client",
        action="append",
        default=[],
        metavar="NAME",
        help="only this client; may be repeated",
    )
    run.add_argument(
        "--case",
        action="append",
        default=[],
        metavar="GLOB",
        help="only the cases whose identifier matches, such as 'errors/*'; may be repeated",
    )
    add_run_options(run.add_argument, "--")
    _add_report_option(run)


def _add_report(commands: _Subparsers) -> None:
    report = commands.add_parser(
        "report",
        help="render the JSON report of an earlier run",
        description="Renders the JSON report of an earlier run: on the terminal, or as --report "
        "says. The exit status is that of the run; 1 if the run was cut off.",
    )
    report.add_argument("run", metavar="RUN.jsonl", help="written by --report json=RUN.jsonl")
    _add_report_option(report)


def _add_report_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        help="write a report, such as json=run.jsonl or junit=run.xml; - is standard output; may "
        "be repeated",
    )


def _add_serve(commands: _Subparsers) -> None:
    serve = commands.add_parser(
        "serve",
        help="run the endpoint, to write a client against",
        description="Serves the documented model until Ctrl-C. The key is generated, or taken "
        "from the environment variable SCORELINE_KEY.",
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="a loopback address (default: 127.0.0.1)"
    )
    serve.add_argument("--port", type=int, default=8080, help="0: any free port (default: 8080)")
    serve.add_argument("--name", default="diabetes", help="the service's name (default: diabetes)")
    serve.add_argument("--no-key", action="store_true", help="do not ask for a key")


def _add_list(commands: _Subparsers) -> None:
    listing = commands.add_parser("list", help="list cases, requirements or clients")
    listing.add_argument(
        "what", nargs="?", choices=("cases", "requirements", "clients"), default="cases"
    )


def _add_explain(commands: _Subparsers) -> None:
    explain = commands.add_parser("explain", help="describe a case in plain language")
    explain.add_argument("case", metavar="CASE", help="an identifier or a pattern")


if __name__ == "__main__":
    sys.exit(main())
