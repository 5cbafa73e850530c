"""Clients in containers: locked down, on a network of the run's own, removed at the end."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
import struct
from collections.abc import Callable, Mapping
from typing import Any

import docker
from docker.errors import APIError, DockerException
from docker.types import LogConfig
from docker.utils.build import create_archive

from scoreline.contract.client import Client, Command, ContainerStart
from scoreline.drivers import context
from scoreline.drivers.build import BuildError, Unavailable, tail
from scoreline.drivers.network import LABEL, Network
from scoreline.drivers.program import ProgramError, StandardError

MEMORY_BYTES = 512 << 20
PROCESSES = 256
_FRAME = struct.Struct(">BxxxL")
_STDERR = 2


class _Streams(asyncio.Protocol):
    """Takes Docker's one stream apart: frames of a kind, a length and that many bytes.

    Source: Docker Engine API, "Attach to a container", stream format.
    """

    def __init__(self, stderr: StandardError) -> None:
        self.stdout = asyncio.StreamReader(limit=1 << 20)
        self.transport: asyncio.Transport | None = None
        self.ended = asyncio.Event()
        self.writable = asyncio.Event()
        self.writable.set()
        self._stderr = stderr
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self.transport = transport
            self.stdout.set_transport(transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= _FRAME.size:
            kind, length = _FRAME.unpack_from(self._buffer)
            end = _FRAME.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[_FRAME.size : end])
            del self._buffer[:end]
            if kind == _STDERR:
                self._stderr.feed(payload)
            else:
                self.stdout.feed_data(payload)

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stdout.feed_eof()
        self.ended.set()
        self.writable.set()


class ContainerProgram:
    """A running container."""

    def __init__(self, api: docker.APIClient, identifier: str, streams: _Streams) -> None:
        """Takes a started container over, and the protocol that its streams come through."""
        self._api = api
        self._identifier = identifier
        self._streams = streams
        self._waiting: asyncio.Task[int] | None = None
        self.stderr = streams._stderr  # noqa: SLF001 - both ends of one pipe in this module

    async def write(self, data: bytes) -> None:
        """See Program."""
        transport = self._streams.transport
        if transport is None or transport.is_closing():
            raise ProgramError("closed its standard input")
        transport.write(data)
        await self._streams.writable.wait()

    def end_input(self) -> None:
        """See Program."""
        transport = self._streams.transport
        if transport is not None and transport.can_write_eof() and not transport.is_closing():
            with contextlib.suppress(OSError):
                transport.write_eof()

    async def read(self) -> bytes:
        """See Program."""
        return await self._streams.stdout.read(1 << 16)

    async def rest_of_stderr(self) -> bytes:
        """See Program."""
        await self._streams.ended.wait()
        return self.stderr.tail()

    async def wait(self) -> int:
        """See Program."""
        if self._waiting is None:
            self._waiting = asyncio.create_task(asyncio.to_thread(self._wait))
        return await asyncio.shield(self._waiting)

    def _wait(self) -> int:
        status = int(self._api.wait(self._identifier)["StatusCode"])
        killed_by_signal = 128
        return killed_by_signal - status if status > killed_by_signal else status

    async def kill(self) -> None:
        """See Program."""
        if self._streams.transport is not None:
            self._streams.transport.close()
        await asyncio.to_thread(_remove, self._api, self._identifier)


class ContainerDriver:
    """Builds images and starts containers on one Docker engine."""

    name = "container"

    def __init__(self, api: docker.APIClient, network: Network) -> None:
        """Takes a connected engine and the run's network on it."""
        self._api = api
        self._network = network

    def unavailable(self, client: Client) -> Unavailable | None:
        """Why a client cannot be run in a container here; None where it can."""
        if client.container is None:
            return Unavailable(
                "its client.toml does not say how it runs in a container",
                "add a [container] table and a Dockerfile, or use --driver process",
            )
        return None

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Builds a client's image, unless one of the same content is there.

        Returns:
            Whether it was built.

        Raises:
            BuildError: the build failed; carries the end of its output.
        """
        loop = asyncio.get_running_loop()

        def step(text: str) -> None:
            loop.call_soon_threadsafe(progress, text)

        return await asyncio.to_thread(self._build, client, step)

    def _build(self, client: Client, progress: Callable[[str], None]) -> bool:
        tag = _tag(client)
        if self._api.images(name=tag):
            return False
        said: list[str] = []
        archive = io.BytesIO()
        create_archive(str(client.folder), files=list(context.files(client)), fileobj=archive)
        try:
            events = self._api.build(
                fileobj=archive,
                custom_context=True,
                dockerfile=context.dockerfile(client),
                tag=tag,
                labels={LABEL: client.name},
                rm=True,
                forcerm=True,
                decode=True,
            )
            for event in events:
                _follow(event, said, progress)
        except (APIError, DockerException) as error:
            raise BuildError(f"docker build: {error}", tail("".join(said))) from error
        return True

    async def start_session(self, client: Client) -> ContainerProgram:
        """Starts a client's session.

        Raises:
            ProgramError: the container cannot be started.
        """
        return await self._start(client, _start(client).session, {})

    async def start_one_shot(
        self, client: Client, environment: Mapping[str, str]
    ) -> ContainerProgram:
        """Starts one call.

        Raises:
            ProgramError: the container cannot be started.
        """
        return await self._start(client, _start(client).one_shot, environment)

    async def _start(
        self, client: Client, command: Command | None, environment: Mapping[str, str]
    ) -> ContainerProgram:
        if command is None:
            raise ProgramError("its client.toml names no such command")
        creating = asyncio.create_task(
            asyncio.to_thread(self._create, client, command, environment)
        )
        try:
            identifier, held = await asyncio.shield(creating)
        except asyncio.CancelledError:
            # The thread cannot be stopped: wait for what it makes, and take it away again.
            with contextlib.suppress(ProgramError):
                identifier, _ = await creating
                await asyncio.to_thread(_remove, self._api, identifier)
            raise
        streams = _Streams(StandardError())
        loop = asyncio.get_running_loop()
        connection = held._sock  # noqa: SLF001 - the SDK offers no other way to the socket
        connection.setblocking(False)
        if connection.family == socket.AF_UNIX:
            await loop.create_unix_connection(lambda: streams, sock=connection)
        else:
            await loop.create_connection(lambda: streams, sock=connection)
        program = ContainerProgram(self._api, identifier, streams)
        try:
            await asyncio.to_thread(self._api.start, identifier)
        except APIError as error:
            await program.kill()
            raise ProgramError(f"its container cannot be started: {error.explanation}") from error
        return program

    def _create(
        self, client: Client, command: Command, environment: Mapping[str, str]
    ) -> tuple[str, Any]:
        try:
            container = self._api.create_container(
                _tag(client),
                command=list(command),
                environment=dict(environment),
                stdin_open=True,
                detach=False,
                labels=self._network.labels,
                host_config=self._api.create_host_config(
                    cap_drop=["ALL"],
                    read_only=True,
                    tmpfs={"/tmp": "rw,noexec,nosuid,size=64m"},  # noqa: S108 - of the container
                    mem_limit=MEMORY_BYTES,
                    memswap_limit=MEMORY_BYTES,
                    pids_limit=PROCESSES,
                    security_opt=["no-new-privileges"],
                    network_mode=self._network.name,
                    extra_hosts=self._network.extra_hosts,
                    log_config=LogConfig(type="none"),
                ),
            )
            identifier = str(container["Id"])
            held = self._api.attach_socket(
                identifier, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
            )
        except DockerException as error:
            raise ProgramError(f"its container cannot be made: {error}") from error
        return identifier, held


def _start(client: Client) -> ContainerStart:
    if client.container is None:
        raise ProgramError("its client.toml does not say how it runs in a container")
    return client.container


def _tag(client: Client) -> str:
    """The image of a client's content, so that a change makes another image."""
    return f"scoreline/{client.name}:{context.digest(client)[:16]}"


def _follow(event: Mapping[str, Any], said: list[str], progress: Callable[[str], None]) -> None:
    text = event.get("stream", "")
    if text:
        said.append(text)
        if text.startswith("Step "):
            progress(text.strip())
    if "error" in event:
        raise BuildError(str(event["error"]).strip(), tail("".join(said)))


def _remove(api: docker.APIClient, identifier: str) -> None:
    with contextlib.suppress(APIError):
        api.remove_container(identifier, force=True, v=True)
