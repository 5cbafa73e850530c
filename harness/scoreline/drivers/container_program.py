"""A running container as a program, connected by the one stream that the engine offers."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import docker

from scoreline.drivers import engine, thread
from scoreline.drivers.engine import CLOSING_SECONDS, ENGINE_ERRORS, Engine
from scoreline.drivers.program import ProgramError, Streams
from scoreline.drivers.run_resources import remove_container
from scoreline.fault import Fault

ANSWER_SECONDS = 3.0
"""How long the engine may take to answer, once a container's stream has ended. It must be less than
a session waits for the end of its program, so that a silent engine is not taken for that."""
_LONGEST_SECONDS = 24 * 3600
"""How long a container may run on after it has closed its outputs."""
_FRAME = struct.Struct(">BxxxL")
_STDERR = 2
_KILLED_BY_SIGNAL = 128
_SIGNALS = 64
_UNKNOWN_END = "it cannot be found out how its container ended"


def exit_status(status: int) -> int:
    """An engine's exit status as a parent process sees it: negative for a signal."""
    by_signal = _KILLED_BY_SIGNAL < status <= _KILLED_BY_SIGNAL + _SIGNALS
    return _KILLED_BY_SIGNAL - status if by_signal else status


async def attach(program: ContainerProgram, opened: Callable[[], Any]) -> None:
    """Connects a program with its stream.

    Args:
        program: the program.
        opened: opens the stream; a call of the SDK that returns its socket object.

    Raises:
        DockerException, OSError, HTTPError: the stream cannot be opened.
    """

    def connected() -> tuple[socket.socket, bytes]:
        # The SDK offers no other way to the socket, and closes it with the response. The first
        # frames may have been read together with the response's head.
        stream = opened()
        response, original = stream._response, stream._sock  # noqa: SLF001
        original.setblocking(False)
        early: bytes = response.raw._fp.fp.peek()  # noqa: SLF001
        connection: socket.socket = original.dup()
        response.close()
        connection.setblocking(False)
        return connection, early

    connection, early = await program.engine.call(connected)
    program.data_received(early)
    loop = asyncio.get_running_loop()
    if connection.family == socket.AF_UNIX:
        await loop.create_unix_connection(lambda: program, sock=connection)
    else:
        await loop.create_connection(lambda: program, sock=connection)


class ContainerProgram(Streams, asyncio.Protocol):
    """A running container.

    Its standard streams are multiplexed into one stream of frames, each with a kind, a length and
    as many bytes (source: Docker Engine API, "Attach to a container", stream format).

    Attributes:
        engine: runs the container.
        container: its identifier.
    """

    def __init__(self, connected: Engine, identifier: str) -> None:
        """A program for the container `identifier`, which `kill` removes. Not connected yet."""
        super().__init__()
        self.engine = connected
        self.container = identifier
        self._api: docker.APIClient = connected.api
        self._transport: asyncio.Transport | None = None
        self._header = bytearray()
        self._kind = 0
        self._left = 0
        self._broken: Exception | None = None
        self._waiting: asyncio.Task[int] | None = None

    @property
    def connected(self) -> bool:
        """Whether its streams are open."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The stream is connected."""
        self._transport = self._input = cast("asyncio.Transport", transport)
        self._stdout.set_transport(transport)

    def data_received(self, data: bytes) -> None:
        """Passes on the content of the frames, also of a frame that is not complete yet."""
        view = memoryview(data)
        while view:
            if self._left:
                payload = bytes(view[: self._left])
                view = view[len(payload) :]
                self._left -= len(payload)
                if self._kind == _STDERR:
                    self.stderr.feed(payload)
                else:
                    self._stdout.feed_data(payload)
                continue
            missing = _FRAME.size - len(self._header)
            self._header += view[:missing]
            view = view[missing:]
            if len(self._header) == _FRAME.size:
                self._kind, self._left = _FRAME.unpack(self._header)
                self._header.clear()

    def connection_lost(self, exc: Exception | None) -> None:
        """The stream has ended: the container has ended or closed its outputs, or it broke."""
        self._broken = exc
        self._stdout.feed_eof()
        self._stderr_ended.set()
        self.resume_writing()

    async def wait(self) -> int:
        """Waits for the container's end.

        Returns:
            The exit status; negative for the signal that ended it.

        Raises:
            ProgramError: the engine does not answer, or the stream to it broke. The code is
                `ENGINE_FAILED`.
        """
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._end())
        return await asyncio.shield(self._waiting)

    async def _end(self) -> int:
        try:
            async with asyncio.timeout(ANSWER_SECONDS) as limit:
                await thread.abandonable(lambda _: self._api.inspect_container(self.container))
                if self._broken is None:
                    limit.reschedule(None)
                # A stream also breaks if the container ends while it is written to.
                return exit_status(await self.engine.watched(self._wait))
        except TimeoutError as error:
            raise ProgramError(engine.failed(_UNKNOWN_END, self._broken)) from error
        except ENGINE_ERRORS as error:
            raise ProgramError(engine.failed(_UNKNOWN_END, error)) from error

    def _wait(self, abandoned: threading.Event) -> int:  # noqa: ARG002 - of programs that poll
        """Waits in a thread for the exit status, as the engine has it."""
        return int(self._api.wait(self.container, timeout=_LONGEST_SECONDS)["StatusCode"])

    async def process_id(self) -> int | None:
        """The id of its first process here; None if it has ended, or runs on another machine."""
        with contextlib.suppress(*ENGINE_ERRORS, ValueError):
            return await thread.abandonable(lambda _: self._process_id())
        return None

    def _process_id(self) -> int | None:
        process = int(self._api.inspect_container(self.container)["State"]["Pid"])
        return process if self._is_here(process) else None

    def _is_here(self, process: int) -> bool:
        """Whether a process id that the engine reports is that of this container here.

        The engine may run on another machine, or in a virtual one.
        """
        try:
            return self.container in Path(f"/proc/{process}/cgroup").read_text("ascii")
        except OSError:
            return False

    async def driver_fault(self) -> Fault | None:
        """That the engine does not answer; None if it does."""
        if await self.engine.answers():
            return None
        return engine.failed("its container cannot be reached")

    def disconnect(self) -> None:
        """Closes the stream now: the engine cannot end a container whose output is not read."""
        if self._transport is not None:
            self._transport.abort()

    async def kill(self) -> None:
        """Removes the container, running or not."""
        self.disconnect()
        await self._free()
        if self._waiting is not None:
            await asyncio.wait((self._waiting,), timeout=ANSWER_SECONDS)
            self._waiting.cancel()
            if self._waiting.done() and not self._waiting.cancelled():
                self._waiting.exception()  # marks it as retrieved

    async def _free(self) -> None:
        with contextlib.suppress(*ENGINE_ERRORS):  # tried again at the end of the run
            await self.engine.call(
                lambda: remove_container(self._api, self.container), CLOSING_SECONDS
            )
