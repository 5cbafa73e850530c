"""Executions: one playing of an item with one client, and the evidence it leaves."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from types import TracebackType
from typing import Self

from scoreline.drivers.driver import Launch
from scoreline.drivers.process_arguments import ProcessArguments
from scoreline.drivers.program import TAIL_LINES, Program
from scoreline.drivers.session import Received, Session, SessionBrokenError
from scoreline.fault import Code, Fault
from scoreline.protocol.answer import Answer, MessageAnswer
from scoreline.protocol.message import LIBRARY_ERROR, Response, call_answer, not_empty
from scoreline.protocol.operation import Operation
from scoreline.protocol.spelling import Spelling
from scoreline.results.evidence import Evidence, Testimony
from scoreline.results.exchange import Exchange
from scoreline.runner import one_shot
from scoreline.runner.case_services import open_ports, random_name
from scoreline.runner.conditions import Conditions
from scoreline.runner.record import Record, StepRecord
from scoreline.runner.setting import Setting
from scoreline.suite.case import Case
from scoreline.suite.service import Service, ServiceDefinition
from scoreline.suite.step import Message

SETTLE_SECONDS = 5.0
"""How long the endpoint may take to finish the exchanges of a call that the client has answered."""
SOON_SECONDS = 0.25
"""A call that took no longer is within any limit that a case sets, whatever it waited for."""


class Execution:
    """One execution of an item with one client.

    Names of services are random: no client can guess another one's, or tell the case from a URI.

    An item calls these methods; each keeps what it finds as evidence, which the runner reads, also
    after it has cancelled the item at its deadline. To be used as an asynchronous context manager:
    leaving it closes the services.

        async with Execution(conditions, session) as execution:
            await item.play(execution)
            evidence = execution.evidence()

    Attributes:
        name: of its service, and of the handle of its calls; new for each execution.
        stderr: last lines of the one-shots that did not end by themselves.
        record: what was found so far.
    """

    def __init__(
        self,
        conditions: Conditions,
        session: Session | None = None,
        control: Testimony | None = None,
    ) -> None:
        """An execution without evidence.

        Args:
            conditions: what it has in common with the client's other executions.
            session: the session of an item that is played in one.
            control: on a control call that an earlier one-shot of the client has made.
        """
        self.name = random_name()
        self.stderr: tuple[str, ...] = ()
        self.record = Record(control)
        self._conditions = conditions
        self._session = session
        self._services: list[str] = []
        self._unread = None if session is None else session.arguments

    async def __aenter__(self) -> Self:
        """Nothing is open yet."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Removes the services, and stops searching the session's output for the secrets."""
        self._search_stderr()
        for name in self._services:
            self._conditions.endpoint.remove(name)

    # --- services -------------------------------------------------------------------------

    @property
    def uri(self) -> str:
        """Scoring URI of the service called `name`, as the client reaches it."""
        return self.uri_of(self.name)

    def uri_of(self, service: str) -> str:
        """Scoring URI of a service, as the client reaches it."""
        return self._conditions.endpoint.uri(service, host=self._conditions.host)

    def open_port(self, definition: ServiceDefinition) -> str:
        """Opens the port of a service, if it has one of its own.

        Returns:
            A new name for the service, which `serve` adds.

        Raises:
            OSError: no port can be opened.
        """
        name = random_name()
        self._conditions.endpoint.open_port(name, definition)
        return name

    def open_ports(self, case: Case, factor: float) -> Setting:
        """Opens the ports of a case's services, which `serve` adds.

        Raises:
            OSError: no port can be opened.
        """
        conditions = self._conditions
        return open_ports(case, conditions.endpoint, factor, host=conditions.host)

    def serve(self, service: Service) -> None:
        """Opens a service on the endpoint; its exchanges become evidence.

        Raises:
            ValueError: the endpoint refuses it.
        """
        self._conditions.endpoint.add(service, self._search_arguments)
        self._services.append(service.name)

    def give(
        self,
        secrets: Iterable[str],
        given: Mapping[str, str] | None = None,
        services: Mapping[str, str] | None = None,
    ) -> None:
        """Notes what the client is given. From here on its output is searched for the secrets.

        Args:
            secrets: every key that it is given.
            given: what the item's placeholders stand for, by name.
            services: the names of the item's services, by their names on the endpoint.
        """
        self.record.give(given or {}, services or {}, secrets)
        if self._session is not None:
            self._session.program.stderr.watch(self.record.secrets, self.record.traces)

    # --- calls in a session ---------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The session of an item that is played in one, for messages other than those below.

        Raises:
            RuntimeError: the item is not played in a session.
        """
        if self._session is None:
            raise RuntimeError("this item is not played in a session")
        return self._session

    async def open(
        self,
        handle: str,
        config: Mapping[str, object],
        step: StepRecord | None = None,
        spelling: Spelling = Spelling.PLAIN,
    ) -> bool:
        """Opens a handle. A refusal counts as the answer.

        Returns:
            Whether it is open.

        Raises:
            SessionBrokenError: the session ended.
        """
        received = await self._call("open", {"client": handle, "config": config}, None, spelling)
        if received.response.code == LIBRARY_ERROR:
            self.record.answer(self._answer(received), step)
            return False
        fault = _fault("open", received.response)
        if fault is not None:
            self.record.answer(fault, step)
        return fault is None

    async def call(
        self,
        params: Mapping[str, object],
        step: StepRecord | None = None,
        place: int = 0,
        *,
        operation: Operation = Operation.SCORE,
        on_sent: Callable[[int], None] | None = None,
        spelling: Spelling = Spelling.PLAIN,
    ) -> None:
        """Makes one call; its answer is evidence.

        Args:
            params: of the message.
            step: what the call belongs to; None: the last one that has begun.
            place: of the call among those of its step.
            operation: what is asked for.
            on_sent: is called with the identifier of the message when it is about to be sent.
            spelling: how the message is written.

        Raises:
            SessionBrokenError: the session ended.
        """
        loop = asyncio.get_running_loop()
        started, before = loop.time(), self.received
        received = await self._call(operation, params, on_sent, spelling)
        elapsed = loop.time() - started
        self.record.answer(self._answer(received, operation), step, place)
        if step is not None:
            if elapsed > SOON_SECONDS:  # reading the usage takes longer than most calls
                elapsed -= self.session.usage(started).delay(self.received - before)
            step.seconds.append((place, elapsed))

    async def close(
        self,
        handle: str,
        step: StepRecord | None = None,
        spelling: Spelling = Spelling.PLAIN,
    ) -> None:
        """Closes a handle. An error is evidence.

        Raises:
            SessionBrokenError: the session ended.
        """
        received = await self._call("close", {"client": handle}, None, spelling)
        fault = _fault("close", received.response)
        if fault is not None:
            self.record.answer(fault, step)

    async def send(self, message: Message, step: StepRecord) -> None:
        """Sends a message that is not a call; the error code of its answer, if any, is evidence.

        Raises:
            SessionBrokenError: the session ended.
        """
        params = None if message.params is None else dict(message.params)
        if message.notification:
            await self.session.notify(message.method, params)
            self.record.answer(MessageAnswer(None), step)
            return
        received = await self._call(message.method, params)
        self.record.answer(MessageAnswer(received.response.code), step)

    @property
    def received(self) -> int:
        """How many requests the services have received so far."""
        return self._conditions.endpoint.received(self._services)

    async def receives(self, count: int) -> None:
        """Returns when the services have received so many requests."""
        await self._conditions.endpoint.receives(self._services, count)

    async def still_answers(self) -> bool:
        """Whether the client answers one more message, within the grace period."""
        try:
            async with self.session.limit(self._conditions.grace_seconds):
                await self.session.call("close", {"client": self.name})
        except (TimeoutError, SessionBrokenError):
            return False
        return True

    async def _call(
        self,
        method: str,
        params: Mapping[str, object] | None,
        on_sent: Callable[[int], None] | None = None,
        spelling: Spelling = Spelling.PLAIN,
    ) -> Received:
        received = await self.session.call(method, params, on_sent, spelling)
        self.record.search(received.line)
        return received

    def _answer(self, received: Received, operation: Operation = Operation.SCORE) -> Answer:
        """The answer, or a fault if it has too much to be kept."""
        answer = call_answer(received.response, operation)
        return self.record.bounded(answer, len(received.line))

    # --- one-shots ------------------------------------------------------------------------

    async def one_shot(self, launch: Launch, stdin: bytes) -> None:
        """Runs a program to its end, at most until the deadline; what it leaves is evidence.

        Raises:
            ProgramError: it could not be run, for a reason that is not the client's.
        """

        def started(program: Program) -> None:
            self._unread = ProcessArguments(program)

        lines = await one_shot.run(self._conditions, self.record, launch, stdin, started)
        self.stderr = (*self.stderr, *lines)[-TAIL_LINES:]

    # --- evidence -------------------------------------------------------------------------

    async def begin_control(self, *, shared: bool = False) -> None:
        """Counts what follows as the control call, and not as the item's own calls."""
        await self.settled()
        self.record.begin_control(self._exchanges(), shared=shared)

    async def offer_control(self, suits: Callable[[Testimony], bool]) -> None:
        """Lets what was called so far be the control call of later one-shots, if it suits."""
        await self.settled()
        made = self.record.made(self._exchanges())
        if self.record.control is None and suits(made):
            self.record.control = made

    async def share_control(self, call: Callable[[], Awaitable[None]]) -> None:
        """Makes the control call that all one-shots of a client share, unless it was made before.

        What is new in a one-shot that sends nothing is how it ends. That the client can send
        something is the same for each of them, and a program takes long to start.

        Raises:
            ProgramError: it could not be run, for a reason that is not the client's.
        """
        await self.begin_control(shared=True)
        if self.record.control is None:
            await call()
            await self.settled()
            self.record.control = self.record.made(self._exchanges())

    async def closes(self, service: str, most: int) -> None:
        """Waits, within bounds, until the client has left no more connections open than this."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_SECONDS):
                await self._conditions.endpoint.closes((service,), most)

    async def settled(self) -> None:
        """Waits, within bounds, until no exchange of its services is in flight."""
        for name in self._services:
            with contextlib.suppress(TimeoutError):
                await self._conditions.endpoint.settled(name, SETTLE_SECONDS)

    def evidence(self) -> Evidence:
        """What both witnesses have said so far."""
        self._search_stderr()
        endpoint = self._conditions.endpoint
        connections = [one for name in self._services for one in endpoint.connections(name)]
        return self.record.evidence(self._exchanges(), tuple(connections))

    def _exchanges(self) -> tuple[Exchange, ...]:
        endpoint = self._conditions.endpoint
        names = self._services
        found = [one for name in names for one in endpoint.exchanges(name, in_flight=True)]
        return tuple(sorted(found, key=lambda exchange: exchange.started))

    async def _search_arguments(self) -> None:
        """Searches the arguments of the program's processes, at the first request from each.

        Whatever sends the request is running then, since it waits for the reply.
        """
        arguments, self._unread = self._unread, None
        if arguments is not None:
            found = await arguments.read()
            self._conditions.sight.tried = True
            self._conditions.sight.succeeded |= found is not None
            self.record.search_arguments(found or ())

    def _search_stderr(self) -> None:
        if self._session is not None:
            leaked = self._session.program.stderr.leaked(self.record.traces)
            self.record.search("\n".join(leaked))


def _fault(method: str, response: Response) -> Fault | None:
    """What is wrong with an answer whose result has to be an empty object."""
    if response.code is not None:
        message = f"answered {method} with error {response.code}"
        return Fault(Code.ADAPTER_FAILED, message, {"method": method, "code": response.code})
    return not_empty(method, response.result)
