"""One client with all its items: built, started, and played in both modes."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from scoreline.drivers.build import BuildError
from scoreline.drivers.driver import Driver
from scoreline.endpoint import Endpoint
from scoreline.fault import Code, Fault
from scoreline.protocol.manifest import Mode
from scoreline.results.event import ArgumentsUnread, ClientReady, Event, ItemJudged, Progress
from scoreline.results.evidence import Testimony
from scoreline.results.verdict import Verdict
from scoreline.runner import judging
from scoreline.runner.conditions import Conditions
from scoreline.runner.execution import Execution
from scoreline.runner.judging import Played
from scoreline.runner.options import Options
from scoreline.runner.phases import Phases
from scoreline.runner.plan import ClientPlan, Item
from scoreline.runner.sessions import Sessions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Built:
    """A build that succeeded.

    Attributes:
        anything: whether anything had to be built.
        seconds: how long it took.
    """

    anything: bool
    seconds: float


class ClientRun:
    """Plays the items of one client, and reports each verdict as an event, once."""

    def __init__(
        self,
        plan: ClientPlan,
        driver: Driver,
        endpoint: Endpoint,
        options: Options,
        emit: Callable[[Event], None],
    ) -> None:
        """Prepares a run.

        Args:
            plan: the client and its items.
            driver: what runs the client.
            endpoint: what it calls.
            options: settings of the run.
            emit: is called with each event.
        """
        self._client = plan.client
        self._items = plan.items
        self._driver = driver
        self._options = options
        self._emit = emit
        self._control: Testimony | None = None
        self._said_unread = False
        self._pending = {item.info.identifier: item for item in plan.items}
        self._conditions = Conditions(
            endpoint=endpoint,
            host=driver.host,
            start=partial(driver.start, plan.client),
            deadline_seconds=options.deadline_seconds,
            grace_seconds=options.grace_seconds,
        )

    async def run(self, phases: Phases, builds: asyncio.Barrier) -> None:
        """Builds the client and plays its items; each gets a verdict, whatever happens.

        Args:
            phases: times the phases.
            builds: is passed by every client of the run when its build has ended. No item is
                played before: compilers beside it would starve a client of processor time.
        """
        built = await self._guarded(self._build(phases))
        # Whatever became of the build, the other clients wait for this.
        await builds.wait()
        if built is not None:
            await self._guarded(self._play(phases, built))
        fault = Fault(Code.RUN_ENDED, "the run ended without a verdict")
        self._leave_open(fault, ())

    async def _guarded(self, part: Coroutine[Any, Any, T]) -> T | None:
        """Runs a part of the run. What it raises is the reason of every item that is still open."""
        try:
            return await part
        except BuildError as error:
            self._leave_open(error.fault, error.output)
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this client alone
            self._leave_open(judging.fault_of(error), ())
        return None

    def _leave_open(self, fault: Fault, lines: Sequence[str]) -> None:
        for item in tuple(self._pending.values()):
            self._tell(judging.no_verdict(self._client.name, item, fault, lines))

    async def _build(self, phases: Phases) -> _Built:
        begun = time.monotonic()
        with phases.phase("build"):
            built = await self._driver.build(self._client, self._progress)
        return _Built(built, time.monotonic() - begun)

    async def _play(self, phases: Phases, built: _Built) -> None:
        in_session = self._items_in(Mode.SESSION)
        one_shots = self._items_in(Mode.ONE_SHOT)
        sessions = Sessions(self._client, self._driver, self._conditions, self._options, self._tell)
        begun = time.monotonic()
        self._progress("starting")
        with phases.phase("start"):
            fault = await sessions.open() if in_session else None
        if fault is not None:
            self._progress(f"not started: {fault.message}")
        else:
            self._emit(
                ClientReady(
                    client=self._client.name,
                    driver=self._driver.name,
                    identity=sessions.identity,
                    build_seconds=built.seconds,
                    start_seconds=time.monotonic() - begun,
                    built=built.anything,
                )
            )
        with phases.phase("items"):
            rest = await self._play_beside(sessions, one_shots)
            async with asyncio.TaskGroup() as group:
                group.create_task(sessions.play(in_session))
                group.create_task(self._play_one_shots(rest))

    def _items_in(self, mode: Mode) -> list[Item]:
        """The items of a mode; not applicable if the client cannot be run in it."""
        items = [item for item in self._items if item.mode is mode]
        if mode in self._driver.modes(self._client):
            return items
        fault = Fault(Code.MODE_MISSING, f"its client.toml has no {mode.value} command")
        for item in items:
            self._tell(judging.not_applicable(self._client.name, item, fault))
        return []

    async def _play_beside(self, sessions: Sessions, items: Sequence[Item]) -> Sequence[Item]:
        """Plays one-shots beside an idle session, until one does not end by itself.

        Items in the session never share it with a one-shot: they are played afterwards, and in a
        new session if a one-shot has harmed this one.

        Returns:
            The items that are left.
        """
        queue = deque(items)
        while queue and (beside := sessions.idle) is not None:
            start = partial(self._driver.start, self._client, beside=beside)
            conditions = replace(self._conditions, start=start)
            verdict = await self._play_one_shot(queue.popleft(), conditions)
            self._tell(verdict)
            answers = verdict.testimony.answers
            if not answers or any(isinstance(answer, Fault) for answer in answers):
                await sessions.discard()
        return queue

    async def _play_one_shots(self, items: Sequence[Item]) -> None:
        # One at a time: each starts a program, which keeps a processor busy.
        for item in items:
            self._tell(await self._play_one_shot(item, self._conditions))

    async def _play_one_shot(self, item: Item, conditions: Conditions) -> Verdict:
        started = time.monotonic()
        try:
            async with Execution(conditions, control=self._control) as execution:
                await item.play(execution)
                await execution.settled()
                evidence = execution.evidence()
            self._control = execution.record.control
            played = Played(item, evidence, execution.stderr, time.monotonic() - started)
            return judging.judged(self._client.name, played)
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this item alone
            return judging.no_verdict(self._client.name, item, judging.fault_of(error))

    def _tell(self, verdict: Verdict) -> None:
        self._pending.pop(verdict.item.identifier, None)
        if self._conditions.sight.is_barred and not self._said_unread:
            self._said_unread = True
            self._emit(ArgumentsUnread(self._client.name))
        self._emit(ItemJudged(verdict))

    def _progress(self, step: str) -> None:
        self._emit(Progress(self._client.name, step))
