"""A run: a plan in, events and a report out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from scoreline import __version__
from scoreline.drivers.selection import Drivers
from scoreline.endpoint import Endpoint
from scoreline.fault import Fault
from scoreline.results.event import (
    ClientUnavailable,
    Event,
    PlannedClient,
    RunStarted,
    UnusableDriver,
)
from scoreline.results.keeping import KeptEvents
from scoreline.results.report import Report, fold
from scoreline.runner.client_run import ClientRun
from scoreline.runner.options import Options
from scoreline.runner.phases import Phases
from scoreline.runner.plan import Plan


async def run(
    plan: Plan,
    options: Options,
    emit: Callable[[Event], None],
    events: KeptEvents | None = None,
) -> Report:
    """Plays and judges every item of every client.

    Args:
        plan: clients and their items.
        options: settings.
        emit: is called with each event as it happens, the last one included.
        events: keeps the events for a caller that reports on a run that is cut off; empty.

    Returns:
        The report that the events fold into, as `KeptEvents` keeps them: if there is too much
        evidence, not all of it is in the report.
    """
    phases, events = Phases(), KeptEvents() if events is None else events

    def tell(event: Event) -> None:
        events.append(event)
        emit(event)

    async with (
        _opened(Drivers(options.cache, options.driver), phases) as drivers,
        AsyncExitStack() as opened,
        asyncio.TaskGroup() as group,
    ):
        tell(_started(plan, drivers, options.seed))
        runs, endpoints = [], dict[str, Endpoint]()
        for planned in plan.clients:
            driver = drivers.choose(planned.client)
            if isinstance(driver, Fault):
                name = planned.client.name
                tell(ClientUnavailable(name, driver, required=name in options.required))
            else:
                # One each: what a client does to an endpoint does not reach another client's.
                endpoint = await opened.enter_async_context(
                    Endpoint(hosts=drivers.listen, names=(driver.host,))
                )
                endpoints[planned.client.name] = endpoint
                runs.append(ClientRun(planned, driver, endpoint, options, tell))
        builds = asyncio.Barrier(max(len(runs), 1))
        for client_run in runs:
            group.create_task(client_run.run(phases, builds))
    unrouted = filter(None, (one.unrouted(name) for name, one in endpoints.items()))
    tell(fold(events).finish(phases.seconds(), unrouted))
    return fold(events)


@asynccontextmanager
async def _opened(drivers: Drivers, phases: Phases) -> AsyncIterator[Drivers]:
    """Opens the drivers of a run and closes them, and times both."""
    async with AsyncExitStack() as stack:
        with phases.phase("drivers"):
            await stack.enter_async_context(drivers)
        try:
            yield drivers
        finally:
            with phases.phase("clean-up"):
                await stack.aclose()


def _started(plan: Plan, drivers: Drivers, seed: int) -> RunStarted:
    clients = (
        PlannedClient(
            name=planned.client.name,
            language=planned.client.language,
            items=tuple(item.info.identifier for item in planned.items),
        )
        for planned in plan.clients
    )
    return RunStarted(
        version=__version__,
        suite=plan.suite,
        seed=seed,
        clients=tuple(clients),
        items=plan.items,
        unusable=tuple(UnusableDriver(name, fault) for name, fault in drivers.unusable),
    )
