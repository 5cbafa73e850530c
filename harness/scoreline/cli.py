# PYTHON_ARGCOMPLETE_OK
"""The command line: arguments in, exit status out. Imports the module of a command on demand."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn, TypeAlias

from scoreline import __version__
from scoreline.formats.printing import complain
from scoreline.formats.suggestion import nearest
from scoreline.runner.arguments import add_run_options, add_shown_options

_EPILOG = """\
exit status: 0 all as expected; 1 a client failed, or a required one is unavailable;
2 usage or bad input; 3 nothing could be judged."""
_USAGE = 2
_Subparsers: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    parser = _parser()
    if "_ARGCOMPLETE" in os.environ:  # a shell asks for completions
        importlib.import_module("argcomplete").autocomplete(parser)
    parsed = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for terminals that are not UTF-8
    status: int = importlib.import_module("scoreline.commands").call(parsed)
    return status


class _Parser(argparse.ArgumentParser):
    """A parser whose messages can be printed, and name what may have been meant.

    Each refuses what it does not know, and names its own help: argparse lets the parser of a
    command hand that up to the one of the program.

    Attributes:
        gathered: the argument that takes values before, between and after the options; argparse
            takes only those that stand together. Empty: there is none.
    """

    gathered: str = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuses unknown arguments, with the option that is most like each."""
        parsed, unknown = super().parse_known_args(args, namespace)
        if self.gathered and not any(one.startswith("-") for one in unknown):
            getattr(parsed, self.gathered).extend(unknown)
            return parsed, []
        if unknown:
            known = _options(self)
            near = filter(None, (nearest(name.partition("=")[0], known) for name in unknown))
            hint = ", ".join(near)
            meant = f"; did you mean {hint}?" if hint else ""
            self.error(f"unrecognized arguments: {' '.join(unknown)}{meant}")
        return parsed, unknown

    def error(self, message: str) -> NoReturn:
        """Ends the program with the message, on one line like any other, and status 2."""
        complain(f"{message.removeprefix('argument ')}; see {self.prog} --help")
        self.exit(_USAGE)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            near = nearest(str(value), [str(choice) for choice in action.choices or ()])
            if not near:
                raise
            message = f"{error.message}; did you mean {near}?"
            raise argparse.ArgumentError(action, message) from error


def _options(parser: argparse.ArgumentParser) -> list[str]:
    """The options of a parser, from the text that shows them all."""
    return re.findall(r"(?<![\w-])--?[a-z][a-z-]*", parser.format_help())


def _complete(action: argparse.Action, *names: str) -> None:
    """Lets a shell complete an argument with the identifiers of the suite that have these names.

    Args:
        action: the argument.
        names: `cases`, `requirements` or both.
    """

    def identifiers(**_: Any) -> list[str]:
        options = importlib.import_module("scoreline.runner.options").Options()
        suite = importlib.import_module("scoreline.suite.loader").load_suite(cache=options.cache)
        known = {
            "cases": [case.identifier for case in suite.cases],
            "requirements": list(suite.requirements),
        }
        return [identifier for name in names for identifier in known[name]]

    vars(action)["completer"] = identifiers  # where argcomplete looks for it


def _parser() -> _Parser:
    parser = _Parser(
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
    commands.add_parser(
        "clean",
        help="remove builds and images",
        description="Removes the builds and images of clients that runs have kept, and what "
        "--last-failed knows. Those that a run uses are kept.",
    )
    return parser


def _add_run(commands: _Subparsers) -> None:
    run = commands.add_parser(
        "run",
        help="judge clients",
        description="Builds clients, plays the cases with them and judges the results.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    run.gathered = "manifests"
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
    case = run.add_argument(
        "--case",
        action="append",
        default=[],
        metavar="GLOB",
        help="only the cases whose identifier matches, such as 'errors/*'; may be repeated",
    )
    _complete(case, "cases")
    run.add_argument(
        "--last-failed",
        action="store_true",
        help="only what failed, or got no verdict, in the last run",
    )
    run.add_argument(
        "-x", "--exitfirst", action="store_true", help="end the run at the first failure"
    )
    add_run_options(run.add_argument, "--")
    add_shown_options(run)
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
        description="Serves the documented model, or the services of a case, until Ctrl-C. The "
        "key of the model is that of --key, else of the environment variable SCORELINE_KEY, else a "
        "new one; those of a case are new each time.",
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="a loopback address (default: 127.0.0.1)"
    )
    serve.add_argument("--port", type=int, default=8080, help="0: any free port (default: 8080)")
    case = serve.add_argument(
        "--case",
        default="",
        metavar="CASE",
        help="serve the services of this case, with its replies, and show what its client is given "
        "and what is expected of it; excludes --name, --key, --no-key and --tls",
    )
    _complete(case, "cases")
    serve.add_argument("--name", help="the service's name (default: diabetes)")
    serve.add_argument(
        "--tls",
        default="",
        metavar="KIND",
        help="serve over TLS, with a certificate of this kind: trusted, expired, not-yet-valid, "
        "for-another-host, from-an-unknown-authority or self-signed",
    )
    key = serve.add_mutually_exclusive_group()
    key.add_argument(
        "--key",
        default="",
        help="the key to ask for; make one up for trying things out, since every user of this "
        "machine can read it in the list of processes",
    )
    key.add_argument("--no-key", action="store_true", help="do not ask for a key")
    serve.add_argument(
        "-v", "--verbose", action="store_true", help="show each request and reply whole"
    )


def _add_list(commands: _Subparsers) -> None:
    listing = commands.add_parser("list", help="list cases, requirements or clients")
    listing.add_argument(
        "what", nargs="?", choices=("cases", "requirements", "clients"), default="cases"
    )


def _add_explain(commands: _Subparsers) -> None:
    explain = commands.add_parser("explain", help="describe a case or a requirement")
    name = explain.add_argument(
        "name", metavar="CASE|REQUIREMENT", help="an identifier or a pattern"
    )
    _complete(name, "cases", "requirements")


if __name__ == "__main__":
    sys.exit(main())
