"""One client with all its cases: built, started, and played through both doors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

from scoreline.drivers.build import BuildError
from scoreline.drivers.program import Program
from scoreline.protocol.manifest import Client
from scoreline.results.event import ClientReady, Event, Progress
from scoreline.results.verdict import Verdict
from scoreline.runner import conversation
from scoreline.runner.conversation import Stage
from scoreline.runner.driver import Driver
from scoreline.runner.gate import Gate
from scoreline.runner.ledger import Judge, Ledger
from scoreline.runner.options import Options
from scoreline.runner.sessions import Sessions
from scoreline.runner.stopwatch import Stopwatch
from scoreline.suite.case import Case, Door


class ClientRun:
    """Plays cases with one client and tells the verdicts as events."""

    def __init__(
        self,
        client: Client,
        driver: Driver,
        stage: Stage,
        *,
        judge: Judge,
        options: Options,
        built: Gate,
        emit: Callable[[Event], None],
    ) -> None:
        """Takes the client, the way to run it, what cases are played on, and where events go.

        No case is played before every client has come through the gate `built`.
        """
        self._built = built
        self._client = client
        self._driver = driver
        self._stage = stage
        self._judge = judge
        self._options = options
        self._emit = emit

    async def run(self, cases: Sequence[Case], watch: Stopwatch) -> None:
        """Builds the client and plays every case to a verdict, whatever happens."""
        ledger = Ledger(self._client.name, cases, self._judge, self._emit)
        try:
            await self._run(cases, ledger, watch)
        except BuildError as error:
            ledger.close(f"it does not build: {error}", error.output)
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this client alone
            ledger.close(error)

    async def _run(self, cases: Sequence[Case], ledger: Ledger, watch: Stopwatch) -> None:
        sessions = Sessions(self._client, self._driver, self._stage, ledger, self._options)
        built_at = time.monotonic()
        try:
            with watch.part("build"):
                built = await self._driver.build(self._client, self._progress)
        finally:
            self._built.arrive()
        build_seconds = time.monotonic() - built_at
        # Compilers beside it would starve a client until its limits and its connections give way.
        await self._built.passed()
        in_session = self._through(Door.SESSION, cases, ledger)
        one_shot = self._through(Door.ONE_SHOT, cases, ledger)
        started_at = time.monotonic()
        self._progress("starting")
        with watch.part("start"):
            if in_session:
                await sessions.open()
        ready_at = time.monotonic()
        self._emit(
            ClientReady(
                self._client.name,
                self._driver.name,
                sessions.identity,
                build_seconds,
                ready_at - started_at,
                built,
            )
        )
        with watch.part("cases"):
            async with asyncio.TaskGroup() as group:
                group.create_task(sessions.play(in_session))
                group.create_task(self._one_shots(one_shot, ledger))

    def _through(self, door: Door, cases: Sequence[Case], ledger: Ledger) -> list[Case]:
        """The cases of a door; where the client has none, tells so."""
        own = [case for case in cases if case.call.door is door]
        start = self._client.container if self._driver.name == "container" else self._client.process
        if start and (start.session if door is Door.SESSION else start.one_shot) is not None:
            return own
        for case in own:
            words = f"its client.toml names no {door.value} command"
            ledger.tell(ledger.not_applicable(case, words))
        return []

    async def _one_shots(self, cases: Sequence[Case], ledger: Ledger) -> None:
        # One at a time: each is a program's start, which keeps a processor busy by itself.
        for case in cases:
            ledger.tell(await self._one_shot(case, ledger))

    async def _one_shot(self, case: Case, ledger: Ledger) -> Verdict:
        started = time.monotonic()
        try:
            evidence, lines = await conversation.in_one_shot(self._start, case, self._stage)
            return ledger.judged(case, evidence, lines, started)
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this case alone
            return ledger.harness_failed(case, error)

    async def _start(self, environment: Mapping[str, str]) -> Program:
        return await self._driver.start_one_shot(self._client, environment)

    def _progress(self, step: str) -> None:
        self._emit(Progress(self._client.name, step))
