"""Plays the steps of a case: what is sent to the client, in which order, and when."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from scoreline.protocol.manifest import Mode
from scoreline.protocol.message import CANCEL
from scoreline.runner.execution import Execution
from scoreline.runner.record import StepRecord
from scoreline.runner.setting import Setting, asked, standard_input
from scoreline.suite.call import Call, GiveUp
from scoreline.suite.case import Case
from scoreline.suite.step import Step

T = TypeVar("T")


@dataclass(slots=True)
class CasePlay:
    """One playing of a case.

    Attributes:
        case: the case.
        setting: what its services and the client are given.
        execution: keeps the evidence.
    """

    case: Case
    setting: Setting
    execution: Execution
    _open: dict[str, str | None] = field(default_factory=dict)
    _opened: int = 0
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a handle is opened: of steps that begin together, one opens that of all."""
    _arrivals: int = 0
    """How many requests the services have received once each step that has begun has sent one."""

    async def play(self) -> None:
        """Makes the steps one after the other, or together where the case says so.

        Raises:
            SessionBrokenError: the session ended.
            ProgramError: a one-shot could not be run, for a reason that is not the client's.
        """
        for group in _groups(self.case.story):
            records = [
                self.execution.record.begin_step(beside=bool(number))
                for number, _ in enumerate(group)
            ]
            calls = sum(step.call is not None for step in group)
            self._arrivals = self.execution.received + calls
            await together(lambda pair: self._step(*pair), list(zip(group, records, strict=True)))
        for handle in self._open.values():
            if handle is not None:
                await self.execution.close(handle, spelling=self.case.call.spelling)
        for name, expected in self.case.expect.services.items():
            if expected.left_open is not None:
                await self.execution.closes(self.setting.services[name].name, expected.left_open)

    async def _step(self, step: Step, record: StepRecord) -> None:
        if step.message is not None:
            await self.execution.send(self.setting.filled_message(step.message), record)
        elif step.call is not None and step.call.mode is Mode.ONE_SHOT:
            for _ in range(step.call.repeat):
                await self.execution.one_shot(
                    self.setting.launch(step.call), standard_input(step.call)
                )
        elif step.call is not None:
            await self._calls(step.call, record)

    async def _calls(self, call: Call, record: StepRecord) -> None:
        """Opens the handle of a call, unless an earlier one has, and makes the calls."""
        async with self._opening:
            await self._ensure_open(call, record)
        if self._open.get(call.handle) is None:
            return
        places = list(range(call.repeat))
        if call.at_once:
            await together(lambda place: self._call(call, record, place), places)
        else:
            for place in places:
                await self._call(call, record, place)

    async def _ensure_open(self, call: Call, record: StepRecord) -> None:
        """Opens the handle of a call unless it is open; it is None if that failed."""
        handle = self._open.get(call.handle)
        if call.reopen and handle is not None:
            await self.execution.close(handle, record)
            del self._open[call.handle]
        if call.handle not in self._open:
            self._open[call.handle] = None
            if handle is None:
                self._opened += 1
                # Random, since the name in the case could tell a client what is coming.
                handle = f"{self.execution.name}-{self._opened}"
            config = self.setting.config(call)
            if await self.execution.open(handle, config, record, call.spelling):
                self._open[call.handle] = handle

    async def _call(self, call: Call, record: StepRecord, place: int) -> None:
        params = {"client": self._open[call.handle], **asked(call, place)}
        if call.give_up is None:
            await self.execution.call(
                params, record, place, operation=call.operation, spelling=call.spelling
            )
        else:
            await self._given_up(call, params, record, place)

    async def _given_up(
        self,
        call: Call,
        params: dict[str, object],
        record: StepRecord,
        place: int,
    ) -> None:
        """Makes a call and gives it up when its request has arrived; its answer still comes."""
        execution = self.execution
        # Not the first of several calls that begin together: it may be another one's.
        arrivals = max(self._arrivals, execution.received + 1)
        sent: list[int] = []
        answered = asyncio.Event()

        async def score() -> None:
            try:
                await execution.call(
                    params,
                    record,
                    place,
                    operation=call.operation,
                    on_sent=sent.append,
                    spelling=call.spelling,
                )
            finally:
                answered.set()

        async def give_up() -> None:
            await _first(execution.receives(arrivals), answered.wait())
            if answered.is_set():
                return
            if call.give_up is GiveUp.CANCEL:
                await execution.session.notify(CANCEL, {"id": sent[0]}, call.spelling)
            else:
                self._open.pop(call.handle)
                await execution.close(str(params["client"]), record, call.spelling)

        await together(lambda act: act(), [score, give_up])


def _groups(steps: tuple[Step, ...]) -> Iterator[list[Step]]:
    """Steps that begin together."""
    group: list[Step] = []
    for step in steps:
        if group and not step.beside_previous:
            yield group
            group = []
        group.append(step)
    yield group


async def together(act: Callable[[T], Awaitable[None]], items: list[T]) -> None:
    """Does something with each item, all at the same time; raises what the first one raised."""
    if len(items) == 1:
        await act(items[0])
        return
    tasks = [asyncio.ensure_future(act(item)) for item in items]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _first(*waits: Awaitable[object]) -> None:
    """Waits for the first of several, and cancels the others."""
    tasks = [asyncio.ensure_future(one) for one in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
