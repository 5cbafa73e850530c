"""One session with a client: requests out, answers in, in any order, and what breaks the rules.

The life of a session, and what ends it:

    start ── initialize ── open, score, close … ── shutdown ── end
      │          │                │                          │
      │          │                │                          └─ another exit: BadExitError
      │          │                └─ a line that is no message, an answer to nothing, an answer
      │          │                   twice, a line without end, an exit: SessionBrokenError
      │          └─ no answer in time, or one that is no identity: SessionBrokenError
      └─ a program that cannot be started: ProgramError
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from scoreline.drivers.program import Program, ProgramError, ending
from scoreline.protocol import message
from scoreline.protocol.answer import Identity
from scoreline.protocol.message import Response, RuleBrokenError

LONGEST_LINE = 64 << 20
"""Bytes after which a line without end is a flood."""
EXIT_SECONDS = 5.0
"""How long a client may take to leave after `shutdown`, or to die after its output ended."""


class SessionBrokenError(Exception):
    """The session cannot go on; its text says why, in words."""


class BadExitError(SessionBrokenError):
    """It was told to leave, and left in another way or not at all."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer, and the line it came in.

    Attributes:
        response: the answer.
        line: the whole line.
    """

    response: Response
    line: bytes


class Session:
    """A conversation with one started program. For one event loop."""

    def __init__(self, program: Program) -> None:
        """Takes the program over."""
        self.program = program
        self._next = 0
        self._waiting: dict[int, asyncio.Future[Heard]] = {}
        self._given_up: set[int] = set()
        self._buffer = bytearray()
        self._broken: SessionBrokenError | None = None
        self._leaving = False
        self._reader = asyncio.create_task(self._read())

    @property
    def broken(self) -> SessionBrokenError | None:
        """Why the session cannot go on; None while it can."""
        return self._broken

    async def initialize(self, deadline_seconds: float) -> Identity:
        """Asks who it is.

        Raises:
            SessionBrokenError: no answer in time, or none that makes sense.
        """
        params = {"protocolVersion": message.PROTOCOL_VERSION}
        try:
            async with asyncio.timeout(deadline_seconds):
                heard = await self.call("initialize", params)
            return message.identity(heard.response)
        except TimeoutError:
            words = f"did not answer initialize within {deadline_seconds:g} s"
            raise SessionBrokenError(words) from None
        except RuleBrokenError as error:
            raise SessionBrokenError(str(error)) from error

    async def call(self, method: str, params: Mapping[str, object] | None) -> Heard:
        """Sends a request and waits for its answer; cancelled, it tells the client so.

        Raises:
            SessionBrokenError: the session ended before the answer came.
        """
        if self._broken:
            raise self._broken
        self._next += 1
        identifier = self._next
        future: asyncio.Future[Heard] = asyncio.get_running_loop().create_future()
        self._waiting[identifier] = future
        try:
            await self._send(message.request(identifier, method, params))
            return await future
        except asyncio.CancelledError:
            if self._waiting.pop(identifier, None) is not None:
                self._given_up.add(identifier)
            if not self._broken:
                # Without waiting: who hangs does not read either.
                with contextlib.suppress(ProgramError):
                    self.program.post(message.cancellation(identifier))
            raise

    def abandon(self, words: str) -> None:
        """Ends the session for a reason that the caller knows; the calls in flight get it."""
        self._break(SessionBrokenError(words))

    async def stop(self) -> SessionBrokenError | None:
        """Ends the session and the program, gently where it still listens.

        Returns:
            What was wrong with it or with its end; None where it left as it should.
        """
        try:
            if not self._broken:
                await self._leave()
        finally:
            self._reader.cancel()
            await self.program.kill()
            await asyncio.wait((self._reader,))
        return self._broken

    async def _leave(self) -> None:
        self._leaving = True
        try:
            async with asyncio.timeout(EXIT_SECONDS):
                heard = await self.call("shutdown", None)
                if heard.response.code is not None:
                    words = f"answered shutdown with error {heard.response.code}"
                    self._break(BadExitError(words))
                self.program.end_input()
                await asyncio.wait((self._reader,))
        except TimeoutError:
            self._break(BadExitError(f"had not ended {EXIT_SECONDS:g} s after shutdown"))
        except SessionBrokenError:
            pass  # kept, and told at the end

    async def _send(self, line: bytes) -> None:
        try:
            await self.program.write(line)
        except ProgramError as error:
            # It may have said why it left: the reader names that where it finds it first.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._reader), EXIT_SECONDS)
            self._break(SessionBrokenError(str(error)))

    async def _read(self) -> None:
        try:
            while data := await self.program.read():
                self._take(data)
        except SessionBrokenError as error:
            self._break(error)
            return
        rest = bytes(self._buffer)
        said = f", after {message.shorten(rest.decode('utf-8', 'replace'))!r}" if rest else ""
        try:
            status = await asyncio.wait_for(self.program.wait(), EXIT_SECONDS)
        except TimeoutError:
            words = "closed its standard output and lives on"
        except ProgramError as error:
            words = str(error)
        else:
            if self._leaving and status == 0 and not rest and not self._waiting:
                return
            words = ending(status)
        kind = BadExitError if self._leaving else SessionBrokenError
        self._break(kind(words + said))

    def _take(self, data: bytes) -> None:
        self._buffer += data
        if b"\n" not in data:
            if len(self._buffer) > LONGEST_LINE:
                raise SessionBrokenError(f"wrote more than {LONGEST_LINE} bytes without a line end")
            return
        *lines, rest = bytes(self._buffer).split(b"\n")
        self._buffer = bytearray(rest)
        for line in lines:
            self._hear(line)

    def _hear(self, line: bytes) -> None:
        try:
            response = message.response(line)
        except RuleBrokenError as error:
            raise SessionBrokenError(str(error)) from error
        identifier = response.identifier
        future = self._waiting.pop(identifier, None)
        if future is not None:
            if not future.done():
                future.set_result(Heard(response, line))
        elif identifier in self._given_up:
            self._given_up.discard(identifier)
        elif 0 < identifier <= self._next:
            raise SessionBrokenError(f"answered request {identifier} twice")
        else:
            raise SessionBrokenError(f"answered a request that was never made, id {identifier}")

    def _break(self, reason: SessionBrokenError) -> None:
        if self._broken is None:
            self._broken = reason
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(self._broken)
                future.exception()  # it is no mishap where nobody asks any more
        self._waiting.clear()
