"""A run beside pytest: in a thread, with events that pytest's thread takes one by one."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from scoreline.fault import Code, Fault, FaultError
from scoreline.results.event import ClientUnavailable, Event, ItemJudged
from scoreline.results.keeping import KeptEvents
from scoreline.results.verdict import Verdict
from scoreline.runner.judging import fault_of
from scoreline.runner.options import Options
from scoreline.runner.plan import Plan
from scoreline.runner.run import run

Result: TypeAlias = Verdict | ClientUnavailable
"""What is known of an item and a client at the end."""


class NoResultError(FaultError):
    """Nothing is known about an item: the run ended, or reached no verdict.

    Attributes:
        text: for people; the fault's message by default.
    """

    def __init__(self, fault: Fault, text: str = "") -> None:
        """An error with a fault and a text that may say more than its message."""
        super().__init__(fault)
        self.text = text or fault.message

    def __str__(self) -> str:
        """The text for people."""
        return self.text


class BackgroundRun:
    """One run of a plan. To be used by one thread, pytest's."""

    def __init__(self, plan: Plan, options: Options, tell: Callable[[Event], None]) -> None:
        """Starts the run.

        Args:
            plan: clients and their items.
            options: settings of the run.
            tell: is called with each event, in the caller's thread, while that waits for a result.
        """
        self._plan = plan
        self._options = options
        self._tell = tell
        self._events: queue.SimpleQueue[Event | Fault] = queue.SimpleQueue()
        self._verdicts: dict[tuple[str, str], Verdict] = {}
        self._unavailable: dict[str, ClientUnavailable] = {}
        self._ended: Fault | None = None
        self._begun = threading.Event()
        self._cancel: Callable[[], object] = lambda: None
        self._thread = threading.Thread(target=self._work, name="scoreline")
        self._thread.start()

    def result(self, client: str, identifier: str) -> Result:
        """Waits for the result of an item with a client.

        Args:
            client: the client's name.
            identifier: the item's.

        Raises:
            NoResultError: the run ended without it.
        """
        while True:
            if client in self._unavailable:
                return self._unavailable[client]
            if (client, identifier) in self._verdicts:
                return self._verdicts[client, identifier]
            if self._ended is not None:
                raise NoResultError(self._ended)
            self._take(self._events.get())

    def stop(self) -> None:
        """Cancels the run if it has not ended, and waits until it has cleaned up."""
        self._begun.wait()
        with contextlib.suppress(RuntimeError):  # its loop is closed: it has ended
            self._cancel()
        self._thread.join()

    def _take(self, event: Event | Fault) -> None:
        if isinstance(event, Fault):
            self._ended = event
            return
        if isinstance(event, ItemJudged):
            verdict = event.verdict
            self._verdicts[verdict.client, verdict.item.identifier] = verdict
        elif isinstance(event, ClientUnavailable):
            self._unavailable[event.client] = event
        self._tell(event)

    def _work(self) -> None:
        end = Fault(Code.RUN_ENDED, "the run ended without a verdict")
        try:
            asyncio.run(self._run())
        except asyncio.CancelledError:
            pass  # by stop()
        except BaseException as error:  # noqa: BLE001 - reported by each item that it leaves open
            end = fault_of(error)
        finally:
            self._events.put(end)
            self._begun.set()

    async def _run(self) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._cancel = partial(asyncio.get_running_loop().call_soon_threadsafe, task.cancel)
        self._begun.set()
        kept = KeptEvents()

        def put(event: Event) -> None:
            # Every verdict stays until its test asks for it, so none is kept whole without limit.
            self._events.put(kept[-1] if isinstance(event, ItemJudged) else event)

        await run(self._plan, self._options, put, kept)
