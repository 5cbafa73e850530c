"""`scoreline run`: judges clients."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import logging
import signal
from collections.abc import Callable

from scoreline.formats.schema import load_schemas
from scoreline.reports import failure, terminal
from scoreline.reports.terminal import LiveReport
from scoreline.reports.writing import STANDARD_OUTPUT, open_reports, parse_spec
from scoreline.results.event import Event
from scoreline.results.report import Report
from scoreline.runner.case_item import case_items
from scoreline.runner.given import read_clients, read_run_options
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.runner.run import run
from scoreline.runner.selection import select_cases, select_clients
from scoreline.suite.loader import load_suite


def main(arguments: argparse.Namespace) -> int:
    """Judges clients; 0, 1 or 3, as the event `RunFinished` says.

    Raises:
        BadInputError: the arguments, a manifest or the suite cannot be used.
        KeyboardInterrupt: it was stopped by Ctrl-C or SIGTERM.
        OSError: a report can no longer be written.
    """
    specs = [parse_spec(text) for text in arguments.report]
    given = read_clients(arguments.manifests, "MANIFEST")
    suite = load_suite()
    clients = select_clients(given.clients, arguments.client)
    cases = select_cases(suite.cases, arguments.case)
    options = read_run_options(vars(arguments).__getitem__, clients, "--")
    items = case_items(cases, suite.control, load_schemas())
    plan = Plan(tuple(ClientPlan(client, items) for client in clients), suite.version)
    console = terminal.open_console(stderr=any(spec.path == STANDARD_OUTPUT for spec in specs))
    with (
        contextlib.closing(LiveReport(console)) as live,
        open_reports(specs) as write,
    ):

        def emit(event: Event) -> None:
            live(event)
            write(event)

        # Python 3.11 warns of a killed child whose end it notices after its loop was closed.
        logging.getLogger("asyncio").setLevel(logging.ERROR)
        report = asyncio.run(_run(plan, options, emit))
    rerun = functools.partial(failure.rerun, manifests=given.manifests, driver=arguments.driver)
    terminal.render(report, console, rerun)
    return report.exit_status


async def _run(plan: Plan, options: Options, emit: Callable[[Event], None]) -> Report:
    unwritten: list[OSError] = []

    def tell(event: Event) -> None:
        """Ends the run, which cleans up, when its reports can no longer be written."""
        if not unwritten:
            try:
                emit(event)
            except OSError as error:
                unwritten.append(error)
                running.cancel()

    running = asyncio.ensure_future(run(plan, options, tell))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    await asyncio.wait((running,))
    if unwritten:
        raise unwritten[0]
    if running.cancelled():
        raise KeyboardInterrupt
    return running.result()
