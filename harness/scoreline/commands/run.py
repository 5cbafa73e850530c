"""`scoreline run`: judges clients."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from rich.console import Console

from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, load_clients, reference_manifests
from scoreline.reports import failure
from scoreline.reports.jsonlines import JsonLines
from scoreline.reports.junit import JUnit
from scoreline.reports.terminal import ConsoleReport
from scoreline.results.event import Event
from scoreline.results.verdict import Verdict
from scoreline.runner.cache import cache_folder
from scoreline.runner.options import DriverChoice, Options
from scoreline.runner.run import run
from scoreline.runner.selection import required_clients, select_cases, select_clients
from scoreline.suite.case import Case
from scoreline.suite.loader import Suite, load_suite


def main(arguments: argparse.Namespace) -> int:
    """Judges clients; 0, 1 or 3, as the event `RunFinished` says.

    Raises:
        BadInputError: the arguments, a manifest or the suite cannot be used.
        KeyboardInterrupt: it was told to stop, by Ctrl-C or SIGTERM.
        OSError: a report cannot be written any more.
    """
    given = tuple(Path(path) for path in arguments.manifests)
    manifests = given or reference_manifests()
    if not manifests:
        message = "name a client.toml: there are no reference clients beside an installed package"
        raise BadInputError([Problem("scoreline run", "", message)])
    if (arguments.format is None) != (arguments.output is None):
        raise BadInputError([Problem("scoreline run", "", "--format and --output go together")])
    suite = load_suite()
    loaded = load_clients(manifests)
    clients = select_clients(loaded, arguments.client)
    cases = select_cases(suite.cases, arguments.case)
    options = Options(
        cache=cache_folder(),
        driver=DriverChoice(arguments.driver),
        required=required_clients(clients, _names(arguments.require)),
        case_seconds=arguments.deadline,
    )
    again = functools.partial(
        failure.rerun,
        manifests={client.name: str(path) for client, path in zip(loaded, given, strict=False)},
        driver=arguments.driver,
    )
    with _reports(arguments, again) as emit:
        # Python 3.11 warns of a killed child whose end it notices when its loop is closed already.
        logging.getLogger("asyncio").setLevel(logging.ERROR)
        return asyncio.run(_judge(suite, clients, cases, options, emit))


async def _judge(
    suite: Suite,
    clients: Sequence[Client],
    cases: Sequence[Case],
    options: Options,
    emit: Callable[[Event], None],
) -> int:
    unwritten: list[OSError] = []

    def tell(event: Event) -> None:
        """Ends the run, which cleans up, where its reports cannot be written any more."""
        if not unwritten:
            try:
                emit(event)
            except OSError as error:
                unwritten.append(error)
                running.cancel()

    running = asyncio.ensure_future(
        run(
            clients,
            cases,
            control=suite.control,
            schemas=load_schemas(),
            options=options,
            emit=tell,
        )
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    await asyncio.wait((running,))
    if unwritten:
        raise unwritten[0]
    if running.cancelled():
        raise KeyboardInterrupt
    return running.result().exit_status


class _Console(Console):
    """A console that leaves it to the run to end where its reader has gone."""

    def on_broken_pipe(self) -> None:
        """Raises what rich would turn into an exit."""
        raise BrokenPipeError


@contextlib.contextmanager
def _reports(
    arguments: argparse.Namespace, again: Callable[[Verdict], str]
) -> Iterator[Callable[[Event], None]]:
    console = ConsoleReport(_Console(stderr=arguments.output == "-"), again)
    reports: list[Callable[[Event], None]] = [console]
    with contextlib.ExitStack() as stack:
        stack.callback(console.close)
        if arguments.format is not None:
            stream = stack.enter_context(_writable(arguments.output))
            reports.append(JsonLines(stream) if arguments.format == "json" else JUnit(stream))

        def emit(event: Event) -> None:
            for report in reports:
                report(event)

        yield emit


def _writable(path: str) -> contextlib.AbstractContextManager[IO[str]]:
    if path == "-":
        return contextlib.nullcontext(sys.stdout)
    try:
        return Path(path).open("w", encoding="utf-8")
    except OSError as error:
        raise BadInputError([Problem("--output", path, error.strerror or str(error))]) from error


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
