"""The engine beside pytest: one run in a thread of its own, whose events pytest takes in turn."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from scoreline.formats.schema import Schemas
from scoreline.protocol.manifest import Client
from scoreline.results.event import CaseJudged, ClientUnavailable, Event
from scoreline.results.verdict import Verdict
from scoreline.runner.options import Options
from scoreline.runner.run import run
from scoreline.suite.case import Case
from scoreline.suite.vector import Vector

Word: TypeAlias = Verdict | ClientUnavailable
"""What is said of a case and a client in the end."""


class NothingSaidError(Exception):
    """The engine ended without a word on a case; its text says why."""


class Judging:
    """One run of the engine over cases and clients. Used by one thread, pytest's."""

    def __init__(
        self,
        plan: Mapping[Client, Sequence[Case]],
        control: Vector,
        schemas: Schemas,
        options: Options,
        tell: Callable[[Event], None],
    ) -> None:
        """Starts the run.

        Args:
            plan: the cases of each client.
            control: the vector of control calls.
            schemas: the project's schemas.
            options: settings of the run.
            tell: takes each event, in the caller's thread, while it waits for a word.
        """
        self._tell = tell
        self._control = control
        self._schemas = schemas
        self._options = options
        self._events: queue.SimpleQueue[Event | BaseException | None] = queue.SimpleQueue()
        self._verdicts: dict[tuple[str, str], Verdict] = {}
        self._unavailable: dict[str, ClientUnavailable] = {}
        self._ended: str | None = None
        self._begun = threading.Event()
        self._cancel: Callable[[], object] = lambda: None
        self._thread = threading.Thread(target=self._work, args=(plan,), name="scoreline")
        self._thread.start()

    def word(self, client: Client, case: Case) -> Word:
        """Waits for what is said of a case and a client.

        Raises:
            NothingSaidError: the run has ended without it.
        """
        while True:
            if client.name in self._unavailable:
                return self._unavailable[client.name]
            if (client.name, case.identifier) in self._verdicts:
                return self._verdicts[client.name, case.identifier]
            if self._ended is not None:
                raise NothingSaidError(self._ended)
            self._take(self._events.get())

    def stop(self) -> None:
        """Ends the run, where it goes on, and waits until it has cleaned up."""
        self._begun.wait()
        with contextlib.suppress(RuntimeError):  # its loop is closed: it has ended
            self._cancel()
        self._thread.join()

    def _take(self, event: Event | BaseException | None) -> None:
        if event is None:
            self._ended = "the run ended without a verdict"
        elif isinstance(event, BaseException):
            self._ended = f"the harness failed: {event!r}"
        else:
            if isinstance(event, CaseJudged):
                self._verdicts[event.verdict.client, event.verdict.case] = event.verdict
            elif isinstance(event, ClientUnavailable):
                self._unavailable[event.client] = event
            self._tell(event)

    def _work(self, plan: Mapping[Client, Sequence[Case]]) -> None:
        end: BaseException | None = None
        try:
            asyncio.run(self._run(plan))
        except asyncio.CancelledError:
            pass  # by stop(), after which nobody asks
        except BaseException as error:  # noqa: BLE001 - told by each case that it leaves open
            end = error
        finally:
            self._events.put(end)
            self._begun.set()

    async def _run(self, plan: Mapping[Client, Sequence[Case]]) -> None:
        """Runs the engine once for clients that have the same cases, which is once as a rule."""
        task = asyncio.current_task()
        if task is not None:
            self._cancel = partial(asyncio.get_running_loop().call_soon_threadsafe, task.cancel)
        self._begun.set()
        groups: defaultdict[tuple[str, ...], list[Client]] = defaultdict(list)
        for client, cases in plan.items():
            groups[tuple(case.identifier for case in cases)].append(client)
        async with asyncio.TaskGroup() as together:
            for clients in groups.values():
                together.create_task(
                    run(
                        clients,
                        plan[clients[0]],
                        control=self._control,
                        schemas=self._schemas,
                        options=self._options,
                        emit=self._events.put,
                    )
                )
