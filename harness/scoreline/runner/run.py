"""A run: clients and cases in, events out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from scoreline import __version__
from scoreline.drivers.build import Unavailable
from scoreline.endpoint.server import Endpoint
from scoreline.formats.json import Json
from scoreline.formats.schema import Schemas
from scoreline.judge.judge import Checks, judge
from scoreline.protocol.manifest import Client
from scoreline.results.event import (
    CaseJudged,
    ClientUnavailable,
    Event,
    RunFinished,
    RunStarted,
)
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import Mismatch, Outcome
from scoreline.runner.client_run import ClientRun
from scoreline.runner.conversation import Stage
from scoreline.runner.driver import Drivers
from scoreline.runner.gate import Gate
from scoreline.runner.options import Options
from scoreline.runner.stopwatch import Stopwatch
from scoreline.suite.case import Case
from scoreline.suite.vector import Vector

OK, FAILED, NOTHING_JUDGED = 0, 1, 3

Emit = Callable[[Event], None]


async def run(
    clients: Sequence[Client],
    cases: Sequence[Case],
    *,
    control: Vector,
    schemas: Schemas,
    options: Options,
    emit: Emit,
) -> RunFinished:
    """Judges every client by every case.

    Args:
        clients: at least one.
        cases: at least one.
        control: the vector of control calls.
        schemas: the project's schemas.
        options: settings.
        emit: takes each event as it happens.

    Returns:
        The last event, which `emit` was given as well.
    """
    watch = Stopwatch()
    tally = _Tally(emit)
    judge_case = _judge(schemas, control)
    names, identifiers = [client.name for client in clients], [case.identifier for case in cases]
    async with (
        Drivers(options.cache, options.driver, watch) as drivers,
        Endpoint(hosts=drivers.addresses) as endpoint,
        asyncio.TaskGroup() as group,
    ):
        missing, built = drivers.engine_missing, Gate(len(clients))
        emit(RunStarted(__version__, tuple(names), tuple(identifiers), missing))
        for client in clients:
            driver = drivers.choose(client)
            if isinstance(driver, Unavailable):
                required = client.name in options.required
                tally(ClientUnavailable(client.name, driver.reason, driver.remedy, required))
                built.arrive()
                continue
            stage = Stage(
                endpoint=endpoint,
                host=drivers.host(driver),
                prefix=client.name,
                control=control,
                case_seconds=options.case_seconds,
                grace_seconds=options.grace_seconds,
            )
            client_run = ClientRun(
                client,
                driver,
                stage,
                judge=judge_case,
                options=options,
                built=built,
                emit=tally,
            )
            group.create_task(client_run.run(cases, watch))
    finished = tally.finished(watch)
    emit(finished)
    return finished


def _judge(schemas: Schemas, control: Vector) -> Callable[[Case, Evidence], tuple[Mismatch, ...]]:
    def explained(errors: Iterable[tuple[tuple[str | int, ...], str]]) -> list[str]:
        return [": ".join((".".join(map(str, path)), words)) for path, words in errors]

    def request_errors(body: Json) -> list[str]:
        return explained(schemas.errors("service/request", body))

    def error_errors(data: Json) -> list[str]:
        return explained(schemas.errors("harness/session#/$defs/errorData", data))

    checks = Checks(request_body=request_errors, error_data=error_errors)
    return lambda case, evidence: judge(case, evidence, control, checks)


class _Tally:
    """Counts what goes by."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._totals: Counter[Outcome] = Counter()
        self._unavailable: list[str] = []
        self._missing: list[str] = []
        self._judged: Counter[str] = Counter()

    def __call__(self, event: Event) -> None:
        if isinstance(event, CaseJudged):
            self._totals[event.verdict.outcome] += 1
            self._judged[event.verdict.client] += event.verdict.outcome in (
                Outcome.PASS,
                Outcome.FAIL,
            )
        elif isinstance(event, ClientUnavailable):
            self._unavailable.append(event.client)
            if event.required:
                self._missing.append(event.client)
        self._emit(event)

    def finished(self, watch: Stopwatch) -> RunFinished:
        totals = {outcome.value: self._totals[outcome] for outcome in Outcome}
        if not any(self._judged.values()):
            status = NOTHING_JUDGED
        elif self._missing or self._totals[Outcome.FAIL] or self._totals[Outcome.NO_VERDICT]:
            status = FAILED
        elif not all(self._judged.values()):
            status = FAILED  # a client to which nothing applied has shown nothing
        else:
            status = OK
        return RunFinished(
            totals, tuple(self._unavailable), tuple(self._missing), status, watch.seconds()
        )
