"""`scoreline run`: judges clients."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Console

from scoreline.contract.case import Case
from scoreline.contract.client import Client
from scoreline.contract.event import Event
from scoreline.contract.loader import (
    Suite,
    load_clients,
    load_schemas,
    load_suite,
    reference_manifests,
)
from scoreline.contract.problem import BadInputError, Problem
from scoreline.engine.cache import cache_folder
from scoreline.engine.options import DriverChoice, Options
from scoreline.engine.run import run
from scoreline.engine.selection import required_clients, select_cases, select_clients
from scoreline.reports.console import ConsoleReport
from scoreline.reports.jsonlines import JsonLines
from scoreline.reports.junit import JUnit

BAD_INPUT, INTERRUPTED = 2, 130
CONTROL = "documented-first"
"""The vector of control calls."""


def main(arguments: argparse.Namespace) -> int:
    """Runs the command; its exit status."""
    try:
        return _run(arguments)
    except BadInputError as error:
        print(f"scoreline: {error}", file=sys.stderr)  # noqa: T201 - the command's own output
        return BAD_INPUT
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("scoreline: interrupted", file=sys.stderr)  # noqa: T201
        return INTERRUPTED


def _run(arguments: argparse.Namespace) -> int:
    given = tuple(Path(path) for path in arguments.manifests)
    manifests = given or reference_manifests()
    if not manifests:
        message = "name a client.toml: there are no reference clients beside an installed package"
        raise BadInputError([Problem("scoreline run", "", message)])
    if (arguments.format is None) != (arguments.output is None):
        raise BadInputError([Problem("scoreline run", "", "--format and --output go together")])
    suite = load_suite()
    clients = select_clients(load_clients(manifests), arguments.client)
    cases = select_cases(suite.cases, arguments.case)
    options = Options(
        cache=cache_folder(),
        driver=DriverChoice(arguments.driver),
        required=required_clients(clients, _names(arguments.require)),
        case_seconds=arguments.deadline,
    )
    paths = {client.name: str(path) for client, path in zip(clients, given, strict=False)}
    with _reports(arguments, paths) as emit:
        return asyncio.run(_judge(suite, clients, cases, options, emit))


async def _judge(
    suite: Suite,
    clients: Sequence[Client],
    cases: Sequence[Case],
    options: Options,
    emit: Callable[[Event], None],
) -> int:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    finished = await run(
        clients,
        cases,
        control=suite.vectors[CONTROL],
        schemas=load_schemas(),
        options=options,
        emit=emit,
    )
    return finished.exit_status


@contextlib.contextmanager
def _reports(
    arguments: argparse.Namespace, paths: dict[str, str]
) -> Iterator[Callable[[Event], None]]:
    console = ConsoleReport(Console(stderr=arguments.output == "-"), paths)
    reports: list[Callable[[Event], None]] = [console]
    with contextlib.ExitStack() as stack:
        stack.callback(console.close)
        if arguments.format == "json":
            stream = sys.stdout
            if arguments.output != "-":
                stream = stack.enter_context(_writable(arguments.output))
            reports.append(JsonLines(stream))
        elif arguments.format == "junit":
            stack.enter_context(_writable(arguments.output))
            reports.append(JUnit(Path(arguments.output)))

        def emit(event: Event) -> None:
            for report in reports:
                report(event)

        yield emit


def _writable(path: str) -> contextlib.AbstractContextManager[object]:
    try:
        return Path(path).open("w", encoding="utf-8")
    except OSError as error:
        raise BadInputError([Problem("--output", path, error.strerror or str(error))]) from error


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
