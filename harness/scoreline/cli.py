"""The command's front door: arguments in, exit status out. Imports a command when it is called."""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from collections.abc import Sequence

from scoreline import __version__

_EPILOG = """\
exit status: 0 all as expected; 1 a client failed, or a required one is unavailable;
2 usage or bad input; 3 nothing could be judged."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    parsed = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what a terminal cannot show
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
    _add_serve(commands)
    _add_list(commands)
    _add_explain(commands)
    return parser


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser(
        "run",
        help="judge clients",
        description="Builds clients, plays the cases with them and judges what came of it.",
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
    run.add_argument(
        "--driver",
        choices=("auto", "container", "process"),
        default="auto",
        help="auto: in a container where a Docker engine answers, else as a process",
    )
    run.add_argument(
        "--require",
        default="",
        metavar="NAMES",
        help="clients, joined with commas, or 'all', whose being unavailable is a failure",
    )
    run.add_argument(
        "--deadline",
        type=_seconds,
        default=15.0,
        metavar="SECONDS",
        help="how long one case may take (default: 15)",
    )
    run.add_argument("--format", choices=("json", "junit"), help="write a report as well")
    run.add_argument("--output", metavar="FILE", help="the file that --format writes")


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser(
        "serve",
        help="run the endpoint for somebody who writes a client",
        description="Serves the documented model until Ctrl-C. The key is generated, or taken "
        "from the environment variable SCORELINE_KEY.",
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="a loopback address (default: 127.0.0.1)"
    )
    serve.add_argument("--port", type=int, default=8080, help="0: any free one (default: 8080)")
    serve.add_argument("--name", default="diabetes", help="the service's name (default: diabetes)")
    serve.add_argument("--no-key", action="store_true", help="let everybody in")


def _add_list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listing = commands.add_parser("list", help="list cases, requirements or clients")
    listing.add_argument(
        "what", nargs="?", choices=("cases", "requirements", "clients"), default="cases"
    )


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser("explain", help="tell a case in words")
    explain.add_argument("case", metavar="CASE", help="an identifier or a pattern")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no positive number of seconds")
    return value


if __name__ == "__main__":
    sys.exit(main())
