"""A session with a client: requests out, responses in, in any order.

The life of a session, and what ends it. The code of the fault tells which of the reasons it was.

    start ── initialize ── open, score, close … ── shutdown ── end
      │          │                │                          │
      │          │                │                          └─ any other end: BadExitError
      │          │                └─ a line that is not a response, a response to no request, two
      │          │                   responses to one, a line without an end, an exit, a container
      │          │                   engine that fails: SessionBrokenError
      │          └─ no response in time, or an invalid one: SessionBrokenError
      └─ a program that cannot be started: ProgramError
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace

from scoreline.drivers.fair_clock import FairClock, Usage
from scoreline.drivers.process_arguments import ProcessArguments
from scoreline.drivers.program import Program, ProgramError, ending
from scoreline.fault import Code, Fault, FaultError
from scoreline.protocol import message
from scoreline.protocol.answer import Identity
from scoreline.protocol.message import Response
from scoreline.protocol.spelling import Spelling, identifier
from scoreline.results.bounds import MOST_BYTES

LONGEST_LINE = MOST_BYTES
"""The most bytes that a line may have."""
EXIT_SECONDS = 5.0
"""How long a program may take to end after `shutdown`, or after its standard output ended."""
LAST_SECONDS = 2.0
"""How long to wait for the end of standard error when a program has ended. A child that has left
the program may hold it open."""


class SessionBrokenError(FaultError):
    """The session has ended before its time; the fault says why."""


class BadExitError(SessionBrokenError):
    """The session ended at `shutdown`, but not with a response and exit status 0."""


@dataclass(frozen=True, slots=True)
class Received:
    """A response, and the line that held it.

    Attributes:
        response: the response.
        line: the whole line, without its end.
    """

    response: Response
    line: bytes


class Session:
    """A session with one started program. For one event loop.

    Attributes:
        program: the program.
        arguments: those of its processes.
    """

    def __init__(self, program: Program) -> None:
        """A session that owns `program`: `stop` kills it."""
        self.program = program
        self.arguments = ProcessArguments(program)
        self._sent: set[int] = set()
        self._waiting: dict[int, asyncio.Future[Received]] = {}
        self._cancelled: set[int] = set()
        self._buffer = bytearray()
        self._broken: SessionBrokenError | None = None
        self._stopping = False
        self._clock = FairClock()
        self._reader = asyncio.create_task(self._read())

    @property
    def broken(self) -> SessionBrokenError | None:
        """Why the session has ended before its time; None if it has not."""
        return self._broken

    async def initialize(self, deadline_seconds: float) -> Identity:
        """Sends `initialize`.

        Args:
            deadline_seconds: limit for the response.

        Raises:
            SessionBrokenError: there was no response in time, or it is invalid.
        """
        params = {"protocolVersion": message.PROTOCOL_VERSION}
        self._clock.watch(self.program)
        self._clock.start()
        try:
            async with self._clock.limit(deadline_seconds):
                received = await self.call("initialize", params)
        except TimeoutError:
            text = f"did not answer initialize within {deadline_seconds:g} s"
            details = {"seconds": deadline_seconds}
            remedy = "answer initialize first, and flush standard output after each line"
            fault = Fault(Code.INITIALIZE_TIMEOUT, text, details, remedy)
            raise SessionBrokenError(await self.program.driver_fault() or fault) from None
        try:
            identity = message.identity(received.response)
        except FaultError as error:
            raise SessionBrokenError(error.fault) from error
        await self.arguments.locate()
        return identity

    async def call(
        self,
        method: str,
        params: Mapping[str, object] | None,
        on_sent: Callable[[int], None] | None = None,
        spelling: Spelling = Spelling.PLAIN,
    ) -> Received:
        """Sends a request and waits for its response.

        If this is cancelled, so is the request: the client is sent `$/cancelRequest`.

        Args:
            method: of the request.
            params: its parameters; None: none.
            on_sent: is called with the request's identifier when it is about to be sent.
            spelling: how the request is written.

        Raises:
            SessionBrokenError: the session ended before the response.
        """
        if self._broken:
            raise self._broken
        chosen = identifier(len(self._sent) + 1, spelling)
        self._sent.add(chosen)
        future: asyncio.Future[Received] = asyncio.get_running_loop().create_future()
        self._waiting[chosen] = future
        if on_sent is not None:
            on_sent(chosen)
        try:
            await self._send(message.request(chosen, method, params, spelling))
            return await future
        except asyncio.CancelledError:
            if self._waiting.pop(chosen, None) is not None:
                self._cancelled.add(chosen)
            if not self._broken:
                # Does not wait: a client that hangs may not read either.
                with contextlib.suppress(ProgramError):
                    self.program.post(message.notification(message.CANCEL, {"id": chosen}))
            raise

    async def notify(
        self,
        method: str,
        params: Mapping[str, object] | None,
        spelling: Spelling = Spelling.PLAIN,
    ) -> None:
        """Sends a notification, which is not answered.

        Raises:
            SessionBrokenError: the session has ended.
        """
        await self._send(message.notification(method, params, spelling))
        if self._broken:
            raise self._broken

    def limit(self, seconds: float) -> AbstractAsyncContextManager[asyncio.Timeout]:
        """A limit for the time in which the client can run: see `FairClock.limit`."""
        return self._clock.limit(seconds)

    def usage(self, since: float) -> Usage:
        """The client's processor time since a point on the event loop's clock."""
        return self._clock.usage(since)

    def abandon(self, fault: Fault) -> None:
        """Ends the session. Calls in flight raise SessionBrokenError with this fault."""
        self._break(SessionBrokenError(fault))

    async def stop(self, *, by_end_of_input: bool = False) -> SessionBrokenError | None:
        """Ends the session and kills the program.

        Sends `shutdown` first, unless the session is broken or the current task was cancelled. Then
        all that the program has written to standard error until its end is received.

        Args:
            by_end_of_input: ends the program's standard input instead of sending `shutdown`.

        Returns:
            Why the session was broken, or how it did not end as it should; else None.
        """
        try:
            if not self._broken and not _is_cancelled():
                await self._shut_down(by_end_of_input=by_end_of_input)
        finally:
            await self._clock.stop()
            self._reader.cancel()
            await self.program.kill()
            await asyncio.wait((self._reader,))
        return self._broken

    async def _shut_down(self, *, by_end_of_input: bool) -> None:
        self._stopping = True
        try:
            async with self._clock.limit(EXIT_SECONDS):
                if not by_end_of_input:
                    received = await self.call("shutdown", None)
                    if (fault := _shutdown_fault(received.response)) is not None:
                        self._break(BadExitError(fault))
                self.program.end_input()
                await asyncio.wait((self._reader,))
        except TimeoutError:
            text = f"was still running {EXIT_SECONDS:g} s after shutdown"
            details = {"seconds": EXIT_SECONDS}
            fault = await self.program.driver_fault()
            self._break(BadExitError(fault or Fault(Code.STILL_RUNNING, text, details)))
        except SessionBrokenError:
            pass  # kept in `broken`
        if self._reader.done():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_SECONDS):
                    await self.program.rest_of_stderr()

    async def _send(self, line: bytes) -> None:
        try:
            await self.program.write(line)
        except ProgramError as error:
            # The reader usually finds a better reason: the last line, or how the program ended.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._reader), EXIT_SECONDS)
            self._break(SessionBrokenError(error.fault))

    async def _read(self) -> None:
        try:
            while data := await self.program.read():
                self._receive(data)
        except SessionBrokenError as error:
            self._break(error)
            return
        try:
            status = await asyncio.wait_for(self.program.wait(), EXIT_SECONDS)
        except TimeoutError:
            fault = Fault(Code.STDOUT_CLOSED, "closed stdout but is still running")
        except ProgramError as error:
            fault = error.fault
        else:
            if self._stopping and status == 0 and not self._buffer and not self._waiting:
                return
            fault = ending(status)
        kind = BadExitError if self._stopping else SessionBrokenError
        self._break(kind(self._with_unfinished_line(fault)))

    def _with_unfinished_line(self, fault: Fault) -> Fault:
        if not self._buffer:
            return fault
        line = message.shorten(self._buffer.decode("utf-8", "replace"))
        text = f"{fault.message}, in the middle of the line {line!r}"
        return replace(fault, message=text, details={**fault.details, "line": line})

    def _receive(self, data: bytes) -> None:
        *ends, rest = data.split(b"\n")
        for end in ends:
            self._extend_line(end)
            line = bytes(self._buffer)
            self._buffer.clear()
            self._receive_line(line)
        self._extend_line(rest)

    def _extend_line(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > LONGEST_LINE:
            text = f"wrote a line of more than {LONGEST_LINE} bytes"
            raise SessionBrokenError(Fault(Code.LINE_TOO_LONG, text, {"bytes": LONGEST_LINE}))

    def _receive_line(self, line: bytes) -> None:
        try:
            response = message.response(line)
        except FaultError as error:
            raise SessionBrokenError(error.fault) from error
        answered = response.identifier
        future = self._waiting.pop(answered, None)
        if future is not None:
            if not future.done():
                future.set_result(Received(response, line))
        elif answered in self._cancelled:
            self._cancelled.discard(answered)
        elif answered in self._sent:
            text = f"answered request {answered} twice"
            raise SessionBrokenError(Fault(Code.ANSWERED_TWICE, text, {"id": answered}))
        else:
            text = f"answered request {answered}, which was never sent"
            raise SessionBrokenError(Fault(Code.UNKNOWN_ID, text, {"id": answered}))

    def _break(self, reason: SessionBrokenError) -> None:
        if self._broken is None:
            self._broken = reason
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(self._broken)
                future.exception()  # marks it as retrieved: its call may have been cancelled
        self._waiting.clear()


def _shutdown_fault(response: Response) -> Fault | None:
    if response.code is None:
        return message.not_empty("shutdown", response.result)
    text = f"answered shutdown with error {response.code}"
    return Fault(Code.SHUTDOWN_FAILED, text, {"code": response.code})


def _is_cancelled() -> bool:
    """Whether the current task was cancelled, and is cleaning up."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
