"""Clients in containers: locked down, on a network of the run's own, removed at the end."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from typing import Any, cast

import docker
from docker.errors import DockerException
from docker.types import LogConfig
from docker.utils.build import create_archive

from scoreline.contract.client import Client, Command, ContainerStart
from scoreline.drivers import context, thread
from scoreline.drivers.build import BuildError, Unavailable, tail
from scoreline.drivers.network import ENGINE_ERRORS, LABEL, Network, remove_container
from scoreline.drivers.program import ProgramError, Streams

MEMORY_BYTES = 512 << 20
PROCESSES = 256
KEPT_IMAGES = 2
"""How many images of one client are kept, the newest ones."""
_FRAME = struct.Struct(">BxxxL")
_STDERR = 2
_KILLED_BY_SIGNAL = 128
_SIGNALS = 64


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
        by_signal = _KILLED_BY_SIGNAL < status <= _KILLED_BY_SIGNAL + _SIGNALS
        return _KILLED_BY_SIGNAL - status if by_signal else status

    async def kill(self) -> None:
        """See Program."""
        if self._transport is not None:
            self._transport.close()
        with contextlib.suppress(*ENGINE_ERRORS):  # the end of the run tries again
            await thread.to_its_end(lambda: remove_container(self._api, self._identifier))
        if self._waiting is not None:
            with contextlib.suppress(ProgramError):
                await self._waiting


class ContainerDriver:
    """Builds images and starts containers on one Docker engine."""

    name = "container"

    def __init__(self, api: docker.APIClient, network: Network) -> None:
        """Takes a connected engine and the run's network on it."""
        self._api = api
        self._network = network
        self._tags: dict[Client, str] = {}

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

        return await thread.abandonable(lambda given_up: self._build(client, step, given_up))

    def _build(
        self, client: Client, progress: Callable[[str], None], given_up: threading.Event
    ) -> bool:
        said: list[str] = []
        try:
            tag = _tag(client)
            self._tags[client] = tag
            if self._api.images(name=tag):
                return False
            archive = io.BytesIO()
            create_archive(str(client.folder), files=list(context.files(client)), fileobj=archive)
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
                if given_up.is_set():
                    return False  # the engine stops where nobody listens
                _follow(event, said, progress)
        except ENGINE_ERRORS as error:
            raise BuildError(f"docker build: {error}", tail("".join(said))) from error
        self._remove_old(client, tag)
        return True

    def _remove_old(self, client: Client, current: str) -> None:
        """Removes all but the newest images of a client, and none that a container uses."""
        with contextlib.suppress(*ENGINE_ERRORS):
            name = f"scoreline/{client.name}"
            images = self._api.images(name=name)
            newest = sorted(images, key=lambda image: int(image["Created"]), reverse=True)
            tags = [tag for image in newest for tag in image["RepoTags"] or ()]
            others = [tag for tag in tags if tag != current and tag.startswith(f"{name}:")]
            for tag in others[KEPT_IMAGES - 1 :]:
                with contextlib.suppress(DockerException):
                    self._api.remove_image(tag)

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
        # Cancelled while it is made, a container is left to the end of the run.
        try:
            identifier = await thread.to_its_end(lambda: self._create(client, command, environment))
        except ENGINE_ERRORS as error:
            raise ProgramError(f"its container cannot be made: {error}") from error
        program = ContainerProgram(self._api, identifier)
        try:
            await self._attach(program, identifier)
            await thread.to_its_end(lambda: self._api.start(identifier))
        except ENGINE_ERRORS as error:
            await program.kill()
            raise ProgramError(f"its container cannot be started: {error}") from error
        except BaseException:
            await program.kill()
            raise
        return program

    def _create(self, client: Client, command: Command, environment: Mapping[str, str]) -> str:
        container = self._api.create_container(
            self._tags.get(client) or _tag(client),
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
        return str(container["Id"])

    async def _attach(self, program: ContainerProgram, identifier: str) -> None:
        """Connects a program's streams before it runs, so that nothing it says is lost."""
        streams = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}

        def attach() -> socket.socket:
            attached: Any = self._api.attach_socket(identifier, params=streams)
            # The SDK offers no other way to the socket, and closes it when it drops the reply.
            connection: socket.socket = attached._sock.dup()  # noqa: SLF001
            attached._response.close()  # noqa: SLF001
            connection.setblocking(False)
            return connection

        connection = await thread.to_its_end(attach)
        loop = asyncio.get_running_loop()
        if connection.family == socket.AF_UNIX:
            await loop.create_unix_connection(lambda: program, sock=connection)
        else:
            await loop.create_connection(lambda: program, sock=connection)


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
