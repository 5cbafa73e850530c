"""`scoreline run`: judges clients."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import logging
import signal
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from scoreline.fault import Code
from scoreline.formats.printing import complain
from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client
from scoreline.reports import failure, terminal
from scoreline.reports.console import open_console
from scoreline.reports.live import LiveReport
from scoreline.reports.writing import STANDARD_OUTPUT, open_reports, parse_spec
from scoreline.results.event import Event, ItemJudged
from scoreline.results.keeping import KeptEvents
from scoreline.results.report import Report, fold
from scoreline.results.verdict import Outcome
from scoreline.runner.case_item import case_items
from scoreline.runner.given import read_clients, read_run_options
from scoreline.runner.last_failed import last_failed, remember
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.runner.run import run
from scoreline.runner.selection import select_cases, select_clients
from scoreline.suite.loader import load_suite

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: argparse.Namespace) -> int:
    """Judges clients; 0, 1 or 3, as the event `RunFinished` says.

    Raises:
        BadInputError: the arguments, a manifest or the suite cannot be used.
        KeyboardInterrupt: it was stopped by Ctrl-C, SIGTERM or SIGHUP. Everything that ran was
            ended, and what had been judged was shown.
        OSError: a report can no longer be written.
    """
    specs = [parse_spec(text) for text in arguments.report]
    given = read_clients(arguments.manifests, "MANIFEST")
    suite = load_suite(cache=Options().cache)
    clients = select_clients(given.clients, arguments.client)
    cases = select_cases(suite.cases, arguments.case)
    options = read_run_options(vars(arguments).__getitem__, clients, "--", given.clients)
    items = case_items(cases, suite.control, load_schemas(), seed=options.seed)
    planned = tuple(ClientPlan(client, items) for client in clients)
    if arguments.last_failed:
        planned = _only_failed(planned, options.cache)
    plan = Plan(planned, suite.version)
    console = open_console(stderr=any(spec.path == STANDARD_OUTPUT for spec in specs))
    rerun = functools.partial(failure.rerun, manifests=given.manifests, driver=arguments.driver)
    events = KeptEvents()
    interrupted = stopped = False
    with (
        contextlib.closing(LiveReport(console, arguments.verbosity)) as live,
        open_reports(specs, rerun) as write,
    ):

        def emit(event: Event) -> None:
            live(event)
            write(event)

        # Python 3.11 warns of a killed child whose end it notices after its loop was closed.
        logging.getLogger("asyncio").setLevel(logging.ERROR)
        try:
            report = asyncio.run(_run(plan, options, emit, events, exit_first=arguments.exitfirst))
        except _FirstFailure:
            report, stopped = fold(events), True
        except KeyboardInterrupt:
            if not events:
                raise
            report, interrupted = fold(events), True
            _ignore_signals()
        finally:
            _remember(options.cache, clients, events)
    # After SIGHUP there may be no terminal any more.
    with contextlib.suppress(*((OSError,) if interrupted else ())):
        quiet = arguments.verbosity < 0
        terminal.render(report, console, rerun, quiet=quiet, exit_first=stopped)
    if interrupted:
        raise KeyboardInterrupt
    return report.exit_status


class _FirstFailure(Exception):  # noqa: N818 - not an error
    """The run was ended by the first failure, as the user asked."""


def _only_failed(planned: Sequence[ClientPlan], cache: Path) -> tuple[ClientPlan, ...]:
    """What failed in the last run of what is planned.

    Raises:
        BadInputError: nothing did.
    """
    failed = last_failed(cache, [one.client for one in planned])
    chosen = (
        replace(one, items=tuple(item for item in one.items if item.info.identifier in names))
        for one in planned
        if (names := failed.get(one.client.name))
    )
    kept = tuple(one for one in chosen if one.items)
    if not kept:
        message = "nothing of what is selected failed in the last run"
        raise BadInputError([Problem(Code.EMPTY, "--last-failed", "", message)])
    return kept


def _remember(cache: Path, clients: Collection[Client], events: Sequence[Event]) -> None:
    """Keeps what failed for `--last-failed`, however the run ended."""
    if events:
        try:
            remember(cache, clients, fold(events))
        except OSError as error:
            complain(f"what failed cannot be kept for --last-failed: {error}")


def _is_failure(event: Event) -> bool:
    good = (Outcome.PASS, Outcome.NOT_APPLICABLE)
    return isinstance(event, ItemJudged) and event.verdict.outcome not in good


async def _run(
    plan: Plan,
    options: Options,
    emit: Callable[[Event], None],
    events: KeptEvents,
    *,
    exit_first: bool,
) -> Report:
    unwritten: list[OSError] = []
    failures: list[Event] = []

    def tell(event: Event) -> None:
        """Ends the run, which cleans up, when its reports can no longer be written.

        So does the first failure, with `exit_first`.
        """
        if exit_first and not failures and _is_failure(event):
            failures.append(event)
            stop()
        if not unwritten:
            try:
                emit(event)
            except OSError as error:
                unwritten.append(error)
                stop()

    def stop() -> None:
        """Cancels the run, which then cleans up. Once: a second time would end the clean-up."""
        if not running.cancelling():
            running.cancel()

    running = asyncio.create_task(run(plan, options, tell, events))
    _handle_signals(stop)
    await asyncio.wait((running,))
    if unwritten:
        raise unwritten[0]
    if running.cancelled():
        raise _FirstFailure if failures else KeyboardInterrupt
    return running.result()


def _handle_signals(stop: Callable[[], None]) -> None:
    """Lets signals stop the run, except those that are ignored, as under nohup(1)."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, stop)


def _ignore_signals() -> None:
    """Lets an interrupted run show its report to the end: nothing runs any more."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
