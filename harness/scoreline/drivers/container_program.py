"""A running container as a program, and what takes its one stream apart."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable
from typing import Any, cast

import docker

from scoreline.drivers import thread
from scoreline.drivers.container_network import ENGINE_ERRORS, remove_container
from scoreline.drivers.program import ProgramError, Streams

_FRAME = struct.Struct(">BxxxL")
_STDERR = 2
_KILLED_BY_SIGNAL = 128
_SIGNALS = 64


def exit_status(status: int) -> int:
    """An engine's exit status as a parent has it: negative for the signal that ended a program."""
    by_signal = _KILLED_BY_SIGNAL < status <= _KILLED_BY_SIGNAL + _SIGNALS
    return _KILLED_BY_SIGNAL - status if by_signal else status


async def connect(program: ContainerProgram, attach: Callable[[], Any]) -> None:
    """Connects a program with the stream that the SDK's call `attach` opens.

    Raises:
        DockerException: the engine refuses.
    """

    def attached() -> tuple[socket.socket, bytes]:
        # The SDK offers no other way to the socket, and closes it when it drops the reply; and the
        # first frames may have been read together with the head of the reply.
        stream = attach()
        response, own = stream._response, stream._sock  # noqa: SLF001
        own.setblocking(False)
        early: bytes = response.raw._fp.fp.peek()  # noqa: SLF001
        connection: socket.socket = own.dup()
        response.close()
        connection.setblocking(False)
        return connection, early

    connection, early = await thread.to_its_end(attached)
    program.data_received(early)
    loop = asyncio.get_running_loop()
    if connection.family == socket.AF_UNIX:
        await loop.create_unix_connection(lambda: program, sock=connection)
    else:
        await loop.create_connection(lambda: program, sock=connection)


class ContainerProgram(Streams, asyncio.Protocol):
    """A running container, and what takes the one stream that it is attached by apart.

    That stream is frames of a kind, a length and that many bytes (source: Docker Engine API,
    "Attach to a container", stream format).
    """

    def __init__(self, api: docker.APIClient, identifier: str) -> None:
        """Takes a container over that is made; the event loop connects its stream."""
        super().__init__()
        self._api = api
        self._identifier = identifier
        self._transport: asyncio.Transport | None = None
        self._header = bytearray()
        self._kind = 0
        self._left = 0
        self._waiting: asyncio.Task[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The stream is there."""
        self._transport = self._input = cast("asyncio.Transport", transport)
        self._stdout.set_transport(transport)

    def data_received(self, data: bytes) -> None:
        """Hands on what is inside the frames as it comes, each byte once."""
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

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The container has ended, or the engine is gone."""
        self._stdout.feed_eof()
        self._stderr_ended.set()
        self.resume_writing()

    async def wait(self) -> int:
        """See Program."""
        if self._waiting is None:
            self._waiting = asyncio.create_task(asyncio.to_thread(self._wait))
        return await asyncio.shield(self._waiting)

    def _wait(self) -> int:
        try:
            status = int(self._api.wait(self._identifier)["StatusCode"])
        except ENGINE_ERRORS as error:
            raise ProgramError(f"ended, and the engine does not say how: {error}") from error
        return exit_status(status)

    async def kill(self) -> None:
        """See Program."""
        if self._transport is not None:
            self._transport.close()
        with contextlib.suppress(*ENGINE_ERRORS):  # the end of the run tries again
            await thread.to_its_end(lambda: remove_container(self._api, self._identifier))
        if self._waiting is not None:
            with contextlib.suppress(ProgramError):
                await self._waiting
